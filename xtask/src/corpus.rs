//! How the corpus of pastes is judged, beside two other rule sets.

use crate::step::{Stop, cargo};

/// Passes on what stands behind `cargo xtask corpus`: `--json`, `--file FILE`.
pub(crate) fn run_all() -> Result<(), Stop> {
    let status = cargo()
        .args(["run", "--quiet", "--locked", "--package", "keycourier-tests", "--bin", "corpus", "--"])
        .args(std::env::args_os().skip(2))
        .status()
        .map_err(|error| Stop(format!("cargo does not start: {error}")))?;
    if status.success() { Ok(()) } else { Err(Stop("the corpus was not judged".to_owned())) }
}

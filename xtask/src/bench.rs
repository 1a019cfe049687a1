//! Figures, each a ratio of two things measured in one run: docs/figures.md says what they mean and which bar they have.

use crate::page;
use crate::program;
use crate::step::{Stop, cargo, run};

/// Measures everything, in builds as people get them but for the door that tests need.
pub(crate) fn run_all() -> Result<(), Stop> {
    example("reading a paste", "keycourier-credentials", "reading_cost", &[])?;
    example("opening bundles", "keycourier-documents", "opening_cost", &[])?;
    example("a full check", "keycourier-stripe", "checking_cost", &["--features", "loopback-hosts"])?;
    page::build()?;
    let program = program::build_for_measuring()?;
    let mut window = cargo();
    window.args([
        "nextest",
        "run",
        "--locked",
        "--package",
        "keycourier-tests",
        "--run-ignored",
        "only",
        "--no-capture",
    ]);
    window.args(["-E", "binary(window) and test(measure)"]).env("KEYCOURIER_PROGRAM", program);
    run("paste to verdict, in the window", &mut window)
}

fn example(what: &str, package: &str, name: &str, more: &[&str]) -> Result<(), Stop> {
    let mut command = cargo();
    command.args(["run", "--quiet", "--release", "--locked", "--package", package, "--example", name]).args(more);
    run(what, &mut command)
}

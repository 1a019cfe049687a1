//! Building the window's program, with and without the door for tests.

use std::path::PathBuf;

use crate::step::{Stop, cargo, run, say};

/// What only a build for tests reads from its environment.
const DOORS: [&str; 2] = ["KEYCOURIER_STRIPE_BASE", "KEYCOURIER_DEVKIT_BASE"];

/// Builds what people get, and makes sure that no argument or environment can point it at another host than Stripe's and Dev Kit for AI's.
pub(crate) fn build_as_shipped() -> Result<(), Stop> {
    build("build the program as people get it", &[])?;
    if !doors()?.is_empty() {
        return Err(Stop(
            "a build without loopback-hosts must not know another host than Stripe's and Dev Kit for AI's".to_owned(),
        ));
    }
    Ok(())
}

/// Builds the program that tests and the demo drive, which may talk to this computer instead of Stripe.
pub(crate) fn build_for_tests() -> Result<(), Stop> {
    build("build the program for tests", &["--features", "loopback-hosts"])?;
    // Without this, the search above could be one that never finds anything.
    if doors()?.len() == DOORS.len() { Ok(()) } else { Err(Stop("the build for tests must have its doors".to_owned())) }
}

/// Builds the program that is measured: as people get it, but for the door. Gives its place.
pub(crate) fn build_for_measuring() -> Result<PathBuf, Stop> {
    build("build the program for measuring", &["--release", "--features", "loopback-hosts"])?;
    let debug = built()?;
    let folder = debug.parent().and_then(|folder| folder.parent()).unwrap_or(&debug);
    Ok(folder.join("release").join(debug.file_name().unwrap_or_default()))
}

/// Where cargo puts the program.
pub(crate) fn built() -> Result<PathBuf, Stop> {
    beside_runner("keycourier-desktop")
}

/// Where cargo puts what it builds: beside the runner.
pub(crate) fn beside_runner(name: &str) -> Result<PathBuf, Stop> {
    let runner = std::env::current_exe().map_err(|error| Stop(format!("the runner can't find itself: {error}")))?;
    Ok(runner.with_file_name(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
}

fn build(name: &str, features: &[&str]) -> Result<(), Stop> {
    run(name, cargo().args(["build", "--quiet", "--locked", "--package", "keycourier-desktop"]).args(features))
}

/// Those that the program has.
fn doors() -> Result<Vec<&'static str>, Stop> {
    let program = built()?;
    let bytes = std::fs::read(&program).map_err(|error| Stop(format!("{}: {error}", program.display())))?;
    let has = |door: &&str| bytes.windows(door.len()).any(|part| part == door.as_bytes());
    let found: Vec<&str> = DOORS.into_iter().filter(has).collect();
    say(&if found.is_empty() {
        "  has no door for tests\n".to_owned()
    } else {
        format!("  has the doors for tests {found:?}\n")
    });
    Ok(found)
}

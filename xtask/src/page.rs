//! The page in `ui`, which the program has inside of it.

use std::process::Command;

use crate::step::{Stop, root, run};

/// Builds it; the program can't be built before.
pub(crate) fn build() -> Result<(), Stop> {
    run("page: install", &mut npm(&["ci", "--no-audit", "--no-fund"]))?;
    run("page: build", &mut npm(&["run", "--silent", "build"]))
}

/// Checks and tests it.
pub(crate) fn test() -> Result<(), Stop> {
    run("page: check", &mut npm(&["run", "--silent", "check"]))?;
    run("page: test", &mut npm(&["test", "--silent"]))
}

fn npm(args: &[&str]) -> Command {
    // npm is a script on Windows, which only its full name starts.
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.args(args).current_dir(root().join("ui"));
    command
}

//! Everything that is checked before a change counts.

use std::process::Command;

use crate::step::{Stop, cargo, root, run};
use crate::system;

/// Where the page's types stand that are made from `crates/wire`.
const GENERATED: &str = "ui/src/ipc/gen";

pub(crate) fn run_all() -> Result<(), Stop> {
    system::prepare()?;
    run("format", cargo().args(["fmt", "--all", "--check"]))?;
    run("page: install", &mut npm(&["ci", "--no-audit", "--no-fund"]))?;
    run("page: check", &mut npm(&["run", "--silent", "check"]))?;
    run("page: test", &mut npm(&["test", "--silent"]))?;
    run("page: build", &mut npm(&["run", "--silent", "build"]))?;
    let features = ["--features", "keycourier-testkit/fake-stripe"];
    run(
        "lint",
        cargo()
            .args(["clippy", "--workspace", "--all-targets", "--locked"])
            .args(features)
            .args(["--", "-D", "warnings"]),
    )?;
    // As the tests build it, which would otherwise all wait for the first of them.
    run("build the command", cargo().args(["build", "--quiet", "--locked", "--package", "keycourier-cli"]))?;
    run("test", cargo().args(["nextest", "run", "--workspace", "--locked", "--no-fail-fast"]).args(features))?;
    run(
        "documentation examples",
        cargo().args(["test", "--workspace", "--locked", "--doc", "--quiet"]).args(features),
    )?;
    // The tests have just written them anew.
    let mut diff = Command::new("git");
    run(
        "generated files are unchanged",
        diff.current_dir(root()).args(["diff", "--exit-code", "--stat", "--", GENERATED]),
    )
}

fn npm(args: &[&str]) -> Command {
    let mut command = Command::new("npm");
    command.args(args).current_dir(root().join("ui"));
    command
}

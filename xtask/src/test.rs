//! Everything that is checked before a change counts.

use std::process::Command;

use crate::step::{Stop, cargo, root, run};
use crate::{page, program, system};

/// Where the page's types stand that are made from `crates/wire`.
const GENERATED: &str = "ui/src/ipc/gen";

pub(crate) fn run_all() -> Result<(), Stop> {
    system::prepare()?;
    run("format", cargo().args(["fmt", "--all", "--check"]))?;
    page::build()?;
    page::test()?;
    let features = ["--features", "keycourier-testkit/fake-stripe"];
    let lint = ["clippy", "--workspace", "--all-targets", "--locked"];
    run("lint", cargo().args(lint).args(features).args(["--", "-D", "warnings"]))?;
    run("build the command", cargo().args(["build", "--quiet", "--locked", "--package", "keycourier-cli"]))?;
    let for_tests = ["--bin", "keycourier-loopback", "--features", "loopback-hosts"];
    let mut build = cargo();
    build.args(["build", "--quiet", "--locked", "--package", "keycourier-cli"]).args(for_tests);
    run("build the command for tests", &mut build)?;
    program::build_as_shipped()?;
    program::build_for_tests()?;
    let tests = ["nextest", "run", "--workspace", "--locked", "--no-fail-fast"];
    let mut tested = cargo();
    tested
        .env("KEYCOURIER_COMMAND", program::beside_runner("keycourier")?)
        .env("KEYCOURIER_PROGRAM", program::built()?);
    run("test", tested.args(tests).args(features))?;
    let examples = ["test", "--workspace", "--locked", "--doc", "--quiet"];
    run("documentation examples", cargo().args(examples).args(features))?;
    // The tests have just written them anew.
    let mut diff = Command::new("git");
    let unchanged = ["diff", "--exit-code", "--stat", "--", GENERATED];
    run("generated files are unchanged", diff.current_dir(root()).args(unchanged))
}

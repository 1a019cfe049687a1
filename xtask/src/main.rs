//! The project's only runner. `cargo xtask` alone says what it can do.

mod bench;
mod corpus;
mod demo;
mod open;
mod page;
mod program;
mod step;
mod system;
mod test;

use std::process::ExitCode;

use step::Stop;

const USAGE: &str = "\
cargo xtask test    everything that is checked before a change counts; installs what is missing
cargo xtask run     opens the program; without a display, the demo instead
cargo xtask demo    the main job with made-up keys, step by step; leaves the bundle in target/demo
cargo xtask corpus  how real pastes are judged, beside two other rule sets; --json, --file FILE
cargo xtask bench   the figures of docs/figures.md, each a ratio within one run
";

fn main() -> ExitCode {
    let command = std::env::args().nth(1).unwrap_or_default();
    let done = match command.as_str() {
        "test" => test::run_all(),
        "run" => open::run_all(),
        "demo" => demo::run_all(),
        "bench" => bench::run_all(),
        "corpus" => corpus::run_all(),
        _ => {
            step::say(USAGE);
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Stop(why)) => {
            step::say(&format!("\nstopped: {why}\n"));
            ExitCode::FAILURE
        }
    }
}

//! `keycourier`: the same use-cases as the window, for scripts and helpdesk servers.
//!
//! Exit codes: 0 fine (also with warnings), 1 an error was found or something was refused, 2 the call itself is wrong; `age`
//! has its own. Nothing secret is ever taken from arguments or the environment, and none is printed unless `--reveal` asks
//! for it.

mod args;
mod commands;
mod failure;
mod input;
mod output;
mod sentences;

use std::process::ExitCode;

use args::Args;
use clap::Parser;
use output::Output;
use zeroizing_alloc::ZeroAlloc;

/// Wipes every block of memory when it is freed, also those that libraries used for copies of keys.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<std::alloc::System> = ZeroAlloc(std::alloc::System);

fn main() -> ExitCode {
    // A panic says where, never what: its message could hold a value.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        Output::complain(&format!("keycourier stopped at {place}. Nothing was written. Please report this line."));
    }));
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // clap repeats what was typed, and what was typed may be a key that belongs into a file.
            let help = !error.use_stderr();
            if help {
                Output::new(false).say(&error.to_string());
                return ExitCode::SUCCESS;
            }
            Output::complain(&failure::usage(&error));
            return ExitCode::from(2);
        }
    };
    let output = Output::new(args.json);
    match commands::run(&args, &output) {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            output.fail(&failure);
            ExitCode::from(failure.exit_code())
        }
    }
}

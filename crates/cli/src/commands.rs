//! One file a command.

mod identity;
mod lint;
mod open;
mod place;
mod push;
mod request;
mod seal;

use crate::args::{Args, Command};
use crate::failure::Failure;
use crate::output::Output;

/// Runs a command; false where it ran and found an error.
pub(crate) fn run(args: &Args, output: &Output) -> Result<bool, Failure> {
    match &args.command {
        Command::Lint(lint) => lint::run(lint, output),
        Command::Identity(command) => identity::run(command, output),
        Command::Request(command) => request::run(command, output),
        Command::Seal(seal) => seal::run(seal, output),
        Command::Open(open) => open::run(open, output),
        Command::Push(command) => push::run(command, output),
    }
}

//! One file a command.

mod age;
mod identity;
mod lint;
mod open;
mod place;
mod receipt;
mod request;
mod seal;

use crate::args::{Args, Command};
use crate::failure::Failure;
use crate::output::Output;

/// Runs a command; gives its exit code.
pub(crate) fn run(args: &Args, output: &Output) -> Result<u8, Failure> {
    let fine = match &args.command {
        Command::Lint(lint) => lint::run(lint, output),
        Command::Identity(command) => identity::run(command, output),
        Command::Request(command) => request::run(command, output),
        Command::Seal(seal) => seal::run(seal, output),
        Command::Open(open) => open::run(open, output),
        Command::Receipt(receipt) => receipt::run(receipt, output),
        Command::Age(age) => return age::run(age),
    };
    fine.map(|fine| u8::from(!fine))
}

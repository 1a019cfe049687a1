//! Running other programs, one named step after the other.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Why the run ends.
pub(crate) struct Stop(pub(crate) String);

pub(crate) fn say(text: &str) {
    io::stdout().lock().write_all(text.as_bytes()).unwrap_or_default();
    io::stdout().lock().flush().unwrap_or_default();
}

/// The project's folder.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or_else(|| Path::new(".")).to_owned()
}

/// Cargo, as it runs us.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// Runs a program with its output shown; anything but success ends the run.
pub(crate) fn run(name: &str, command: &mut Command) -> Result<(), Stop> {
    say(&format!("\n── {name}\n"));
    let status = command
        .status()
        .map_err(|error| Stop(format!("{name}: {:?} does not start: {error}", command.get_program())))?;
    if status.success() { Ok(()) } else { Err(Stop(format!("{name}: {status}"))) }
}

/// Runs a program quietly; whether it succeeded.
pub(crate) fn succeeds(program: &str, args: &[&str]) -> bool {
    Command::new(program).args(args).output().is_ok_and(|output| output.status.success())
}

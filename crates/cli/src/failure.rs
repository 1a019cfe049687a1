//! Why a command ended.

use clap::error::{ContextKind, ErrorKind};
use keycourier_credentials::{Problem, SlotId};

/// Why a command ended, with what its sentence needs.
pub(crate) struct Failure {
    /// The stable code.
    pub(crate) code: &'static str,
    /// What it was about, for the sentence: a file's name or a field.
    pub(crate) subject: String,
    /// What is wrong with keys, by slot.
    pub(crate) keys: Vec<(SlotId, Problem)>,
}

impl Failure {
    pub(crate) fn new(code: &'static str, subject: impl Into<String>) -> Self {
        Self { code, subject: subject.into(), keys: Vec::new() }
    }

    /// 2 where the call itself is wrong, else 1.
    pub(crate) fn exit_code(&self) -> u8 {
        if self.code == "usage" { 2 } else { 1 }
    }
}

/// What is wrong with a call, naming options and never what was typed for them.
pub(crate) fn usage(error: &clap::Error) -> String {
    let what = match error.kind() {
        ErrorKind::MissingRequiredArgument => "something is missing",
        ErrorKind::UnknownArgument => "there is an option or argument that this command does not have",
        ErrorKind::InvalidSubcommand | ErrorKind::MissingSubcommand => "there is no such command",
        ErrorKind::ArgumentConflict => "two options don't go together",
        _ => "a value is not what its option takes",
    };
    // Of the call only names of our own options are repeated.
    let options = [ContextKind::InvalidArg, ContextKind::PriorArg].into_iter().filter_map(|kind| error.get(kind));
    let named: Vec<String> = options
        .map(ToString::to_string)
        .filter(|option| error.kind() != ErrorKind::UnknownArgument && option.starts_with("--"))
        .collect();
    let named = if named.is_empty() { String::new() } else { format!(" ({})", named.join(", ")) };
    format!("The call is not right: {what}{named}. Try keycourier --help.")
}

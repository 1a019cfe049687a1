//! Files by the names that may be shown.

use std::path::Path;

use keycourier_ledger::Line;
use keycourier_wire::AppError;

use crate::FileError;
use crate::app::errors::Refusal;

/// The name of a file as the ledger keeps it: a key that somebody made a file name of becomes its mask.
pub(super) fn file_name(path: &Path) -> Option<Line> {
    path.file_name().and_then(|name| Line::made_of(&name.to_string_lossy()))
}

/// The same as a text.
pub(super) fn shown_name(path: &Path) -> String {
    file_name(path).map(|name| name.as_str().to_owned()).unwrap_or_default()
}

/// A file that could not be read.
pub(super) fn not_read(path: &Path) -> Refusal {
    AppError::FileNotRead { file_name: shown_name(path) }.into()
}

/// A file that could not be written.
pub(super) fn not_written(path: &Path, error: FileError) -> Refusal {
    match error {
        FileError::DiskFull => AppError::DiskFull.into(),
        FileError::Missing | FileError::Refused | FileError::TooBig | FileError::Exists => {
            AppError::FileNotWritten { file_name: shown_name(path) }.into()
        }
    }
}

/// The letters and digits of a name, for a file's name.
pub(super) fn plain_name(name: &str) -> String {
    let plain: String = name.chars().filter(|c| c.is_alphanumeric()).take(60).collect();
    if plain.is_empty() { "Desk".to_owned() } else { plain }
}

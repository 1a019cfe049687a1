//! What can go wrong with a file.

use std::io::{Error, ErrorKind};

/// Why a file could not be read or written. Carries nothing of what stands in it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum FileError {
    /// It is not there.
    #[error("the file is not there")]
    Missing,
    /// Rights, or a folder where a file should be.
    #[error("the file can't be read or written")]
    Refused,
    /// Larger than what is read of any file.
    #[error("the file is too big")]
    TooBig,
    /// Something is there already.
    #[error("a file of that name is there already")]
    Exists,
    /// No room on the disk.
    #[error("the disk is full")]
    DiskFull,
}

impl FileError {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Missing => "file_missing",
            Self::Refused => "file_refused",
            Self::TooBig => "too_big",
            Self::Exists => "file_exists",
            Self::DiskFull => "disk_full",
        }
    }
}

impl From<&Error> for FileError {
    fn from(error: &Error) -> Self {
        match error.kind() {
            ErrorKind::NotFound => Self::Missing,
            ErrorKind::AlreadyExists => Self::Exists,
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => Self::DiskFull,
            _ => Self::Refused,
        }
    }
}

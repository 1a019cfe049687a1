//! Why the ledger could not be read or written.

use std::io;

use rusqlite::ErrorCode;
use rusqlite::ffi::SQLITE_CONSTRAINT_FOREIGNKEY;

/// Why the ledger could not be read or written. Nothing of a row, a file or SQLite's own texts is in it, so that it can be logged.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum LedgerError {
    /// Another program has been writing for longer than [`crate::BUSY_TIMEOUT`]: try again.
    #[error("another program is writing to the ledger")]
    Busy,
    /// The disk is full. What was there before is still there.
    #[error("the disk is full")]
    Full,
    /// The file is not a ledger, or not a whole one. It is left as it is.
    #[error("the ledger is damaged")]
    Damaged,
    /// A newer version of the program has written it. It is left as it is.
    #[error("the ledger was written by a newer version of the program")]
    Newer {
        /// The schema of the file.
        found: u32,
        /// The newest schema that this version knows.
        known: u32,
    },
    /// The file or its folder can't be read or written: rights, a read-only disk, a network that is away.
    #[error("the ledger's file can't be reached")]
    Unreachable,
    /// A row that was spoken of is not there any more, or is in a state in which this can't be done: read again.
    #[error("what was spoken of is not in the ledger any more")]
    Gone,
    /// A fault of the program. `code` is SQLite's extended result code, -1 where SQLite had no part in it.
    #[error("the ledger failed with code {code}")]
    Internal {
        /// See <https://www.sqlite.org/rescode.html>.
        code: i32,
    },
}

impl LedgerError {
    pub(crate) const FAULT: Self = Self::Internal { code: -1 };
}

impl From<rusqlite::Error> for LedgerError {
    fn from(error: rusqlite::Error) -> Self {
        let rusqlite::Error::SqliteFailure(failure, _) = error else {
            return match error {
                rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
                | rusqlite::Error::Utf8Error(..) => Self::Damaged,
                _ => Self::FAULT,
            };
        };
        match failure.code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
            ErrorCode::DiskFull => Self::Full,
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Damaged,
            ErrorCode::SystemIoFailure
            | ErrorCode::ReadOnly
            | ErrorCode::CannotOpen
            | ErrorCode::PermissionDenied
            | ErrorCode::FileLockingProtocolFailed => Self::Unreachable,
            ErrorCode::ConstraintViolation if failure.extended_code == SQLITE_CONSTRAINT_FOREIGNKEY => Self::Gone,
            _ => Self::Internal { code: failure.extended_code },
        }
    }
}

impl From<io::Error> for LedgerError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::Unreachable,
        }
    }
}

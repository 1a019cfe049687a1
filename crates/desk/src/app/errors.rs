//! What a use-case can end with inside, and what becomes of it on its way to the page.

use keycourier_keychain::{GetError, ProbeError, PutError, RemoveError};
use keycourier_ledger::{LedgerError, NotAnId};
use keycourier_wire::{AppError, TextFault, TextField};

use super::{App, Clipboard};

/// Why a use-case was not done.
#[derive(Debug, PartialEq)]
pub(crate) enum Refusal {
    /// Something that the page acts on.
    Told(AppError),
    /// A fault of the program; the text goes into the log and holds nothing from outside.
    Fault(String),
}

impl Refusal {
    /// A fault of the program.
    pub(crate) fn fault(what: &str) -> Self {
        Self::Fault(what.to_owned())
    }

    /// A text that its field does not take.
    pub(crate) fn bad_text(field: TextField, fault: TextFault) -> Self {
        Self::Told(AppError::BadText { field, fault })
    }
}

impl App {
    /// What the page is told. The detail of a fault goes into the log, under a reference that a person can quote.
    pub(crate) fn tell_refusal(&self, refusal: Refusal) -> AppError {
        match refusal {
            Refusal::Told(error) => error,
            Refusal::Fault(what) => {
                let reference = format!("{:08x}", self.randomness.with(|random| random.next_u32()));
                self.shell.log_fault(&reference, &what);
                AppError::Internal { reference }
            }
        }
    }
}

impl From<AppError> for Refusal {
    fn from(error: AppError) -> Self {
        Self::Told(error)
    }
}

impl From<LedgerError> for Refusal {
    fn from(error: LedgerError) -> Self {
        Self::Told(match error {
            LedgerError::Busy => AppError::DataBusy,
            LedgerError::Full => AppError::DiskFull,
            LedgerError::Damaged => AppError::DataDamaged,
            LedgerError::Newer { .. } => AppError::DataFromNewerVersion,
            LedgerError::Gone => AppError::Gone,
            LedgerError::Unreachable | LedgerError::Internal { .. } => return Self::Fault(error.to_string()),
        })
    }
}

/// An id that the page sent and nothing has.
impl From<NotAnId> for Refusal {
    fn from(_: NotAnId) -> Self {
        Self::Told(AppError::Gone)
    }
}

impl From<PutError> for Refusal {
    fn from(error: PutError) -> Self {
        Self::Told(match error {
            PutError::Locked => AppError::KeychainLocked,
            PutError::NotAvailable => AppError::KeychainNotAvailable,
            PutError::Full => AppError::KeychainFull,
            PutError::Cancelled | PutError::NotResponding => AppError::KeychainWaiting,
            PutError::TooLong => return Self::Fault(error.to_string()),
        })
    }
}

impl From<GetError> for Refusal {
    fn from(error: GetError) -> Self {
        Self::Told(match error {
            GetError::Locked => AppError::KeychainLocked,
            GetError::NotAvailable => AppError::KeychainNotAvailable,
            GetError::Damaged => AppError::KeyDamaged,
            GetError::Cancelled | GetError::NotResponding => AppError::KeychainWaiting,
        })
    }
}

impl From<RemoveError> for Refusal {
    fn from(error: RemoveError) -> Self {
        Self::Told(match error {
            RemoveError::Locked => AppError::KeychainLocked,
            RemoveError::NotAvailable => AppError::KeychainNotAvailable,
            RemoveError::Cancelled | RemoveError::NotResponding => AppError::KeychainWaiting,
        })
    }
}

impl From<ProbeError> for Refusal {
    fn from(error: ProbeError) -> Self {
        Self::Told(match error {
            ProbeError::Locked => AppError::KeychainLocked,
            ProbeError::NotAvailable => AppError::KeychainNotAvailable,
            ProbeError::Full => AppError::KeychainFull,
            ProbeError::Cancelled | ProbeError::NotResponding => AppError::KeychainWaiting,
        })
    }
}

impl From<Clipboard> for Refusal {
    fn from(error: Clipboard) -> Self {
        Self::Told(match error {
            Clipboard::Empty => AppError::ClipboardEmpty,
            Clipboard::NotAvailable => AppError::ClipboardNotAvailable,
        })
    }
}

//! What a store's error means, without anything of what it says.

use keyring_core::{Entry, Error};
use zeroize::Zeroize;

use crate::platform;

/// Why an operation has no result.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Failure {
    Locked,
    NotAvailable,
    Damaged,
    #[cfg_attr(
        not(any(target_os = "macos", windows)),
        allow(dead_code, reason = "no Secret Service tells a full disk from its other failures")
    )]
    Full,
    TooLong,
    Cancelled,
    NotResponding,
}

/// What one call of a store ended with, if not well. No `Debug`: entries of some stores print their secret.
pub(crate) enum Fault {
    /// There is no such item.
    Missing,
    /// There are several items of that name, and these are they.
    Several(Vec<Entry>),
    /// The store's connection is gone or its service failed: a new one may do better.
    Broken,
    Final(Failure),
}

impl Fault {
    /// What is left when nothing more is tried.
    pub(crate) fn settle(self) -> Failure {
        match self {
            Self::Missing | Self::Broken => Failure::NotAvailable,
            Self::Several(_) => Failure::Damaged,
            Self::Final(failure) => failure,
        }
    }
}

/// The bytes some errors carry are the secret, so they are wiped, and the texts of all others are dropped unread.
impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        match error {
            Error::NoEntry => Self::Missing,
            Error::Ambiguous(entries) => Self::Several(entries),
            Error::BadEncoding(mut bytes) | Error::BadDataFormat(mut bytes, _) => {
                bytes.zeroize();
                Self::Final(Failure::Damaged)
            }
            Error::TooLong(..) => Self::Final(Failure::TooLong),
            Error::NoStorageAccess(cause) => platform::fault(&*cause).unwrap_or(Self::Final(Failure::Locked)),
            Error::PlatformFailure(cause) => platform::fault(&*cause).unwrap_or(Self::Broken),
            // Among the rest: no default collection, a store that is itself malformed, a name or an operation it does not take.
            _ => Self::Final(Failure::NotAvailable),
        }
    }
}

//! What can go wrong, by operation. No variant carries anything: what the libraries say may hold the secret.

use secrecy::SecretSlice;
use thiserror::Error;

use crate::fault::Failure;
use crate::reply::{Found, Outcome};

/// Why a value was not put.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
pub enum PutError {
    /// More than [`MAX_VALUE_BYTES`](crate::MAX_VALUE_BYTES). The keychain was not asked.
    #[error("the value is too long for a keychain")]
    TooLong,
    /// It must be unlocked first.
    #[error("the keychain is locked")]
    Locked,
    /// There is none, or it is broken.
    #[error("the keychain is not available")]
    NotAvailable,
    /// It has no room for another item.
    #[error("the keychain is full")]
    Full,
    /// Cancelled while it waited. It may happen yet, once; see [`Keychain::cancel`](crate::Keychain::cancel).
    #[error("cancelled while the keychain was waiting")]
    Cancelled,
    /// No answer in time, or an earlier write of this item still has none. It may happen yet, as with `Cancelled`.
    #[error("the keychain does not respond")]
    NotResponding,
}

/// Why a value was not got. A missing item is no error.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
pub enum GetError {
    /// It must be unlocked first.
    #[error("the keychain is locked")]
    Locked,
    /// There is none, or it is broken.
    #[error("the keychain is not available")]
    NotAvailable,
    /// The item is there, but unreadable or there twice. Putting it anew mends it.
    #[error("the item in the keychain is damaged")]
    Damaged,
    /// Cancelled while it waited.
    #[error("cancelled while the keychain was waiting")]
    Cancelled,
    /// No answer in time.
    #[error("the keychain does not respond")]
    NotResponding,
}

/// Why an item was not removed. A missing item is no error.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
pub enum RemoveError {
    /// It must be unlocked first.
    #[error("the keychain is locked")]
    Locked,
    /// There is none, or it is broken.
    #[error("the keychain is not available")]
    NotAvailable,
    /// Cancelled while it waited. It may happen yet; see [`Keychain::cancel`](crate::Keychain::cancel).
    #[error("cancelled while the keychain was waiting")]
    Cancelled,
    /// No answer in time, or an earlier write of this item still has none. It may happen yet, as with `Cancelled`.
    #[error("the keychain does not respond")]
    NotResponding,
}

/// Why a probe did not succeed.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
pub enum ProbeError {
    /// It must be unlocked first.
    #[error("the keychain is locked")]
    Locked,
    /// There is none, or it is broken.
    #[error("the keychain is not available")]
    NotAvailable,
    /// It has no room for another item.
    #[error("the keychain is full")]
    Full,
    /// Cancelled while it waited.
    #[error("cancelled while the keychain was waiting")]
    Cancelled,
    /// No answer in time.
    #[error("the keychain does not respond")]
    NotResponding,
}

pub(crate) fn put(outcome: Outcome) -> Result<(), PutError> {
    match outcome {
        Ok(_) => Ok(()),
        Err(Failure::TooLong) => Err(PutError::TooLong),
        Err(Failure::Locked) => Err(PutError::Locked),
        Err(Failure::NotAvailable | Failure::Damaged) => Err(PutError::NotAvailable),
        Err(Failure::Full) => Err(PutError::Full),
        Err(Failure::Cancelled) => Err(PutError::Cancelled),
        Err(Failure::NotResponding) => Err(PutError::NotResponding),
    }
}

pub(crate) fn get(outcome: Outcome) -> Result<Option<SecretSlice<u8>>, GetError> {
    match outcome {
        Ok(Found::Value(value)) => Ok(Some(value)),
        Ok(Found::Missing | Found::Done) => Ok(None),
        Err(Failure::Locked) => Err(GetError::Locked),
        Err(Failure::NotAvailable | Failure::Full | Failure::TooLong) => Err(GetError::NotAvailable),
        Err(Failure::Damaged) => Err(GetError::Damaged),
        Err(Failure::Cancelled) => Err(GetError::Cancelled),
        Err(Failure::NotResponding) => Err(GetError::NotResponding),
    }
}

pub(crate) fn remove(outcome: Outcome) -> Result<(), RemoveError> {
    match outcome {
        Ok(_) => Ok(()),
        Err(Failure::Locked) => Err(RemoveError::Locked),
        Err(Failure::NotAvailable | Failure::Damaged | Failure::Full | Failure::TooLong) => {
            Err(RemoveError::NotAvailable)
        }
        Err(Failure::Cancelled) => Err(RemoveError::Cancelled),
        Err(Failure::NotResponding) => Err(RemoveError::NotResponding),
    }
}

pub(crate) fn probe(outcome: Outcome) -> Result<(), ProbeError> {
    match outcome {
        Ok(_) => Ok(()),
        Err(Failure::Locked) => Err(ProbeError::Locked),
        Err(Failure::NotAvailable | Failure::Damaged | Failure::TooLong) => Err(ProbeError::NotAvailable),
        Err(Failure::Full) => Err(ProbeError::Full),
        Err(Failure::Cancelled) => Err(ProbeError::Cancelled),
        Err(Failure::NotResponding) => Err(ProbeError::NotResponding),
    }
}

//! The Credential Manager of Windows.

use std::any::Any;
use std::collections::HashMap;
use std::error::Error;
use std::sync::Arc;

use keyring_core::api::{CredentialPersistence, CredentialStoreApi};
use keyring_core::{CredentialStore, Entry};
use windows_native_keyring_store::Store;

use crate::fault::{Failure, Fault};

pub(crate) fn open() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(Arc::new(ThisComputer(Store::new()?)))
}

/// By the codes of `winerror.h`. The store's crate keeps its error type to itself, so the code is read from its text.
pub(crate) fn fault(cause: &(dyn Error + Send + Sync + 'static)) -> Option<Fault> {
    let text = cause.to_string();
    if text == "Windows ERROR_NO_SUCH_LOGON_SESSION" {
        // A service or a remote log-on has no credential set: nothing to unlock.
        return Some(Fault::Final(Failure::NotAvailable));
    }
    match text.strip_prefix("Windows error code ")?.parse() {
        // ERROR_NOT_ENOUGH_MEMORY (what CredWrite says when the user's set is full), ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL,
        // ERROR_NOT_ENOUGH_QUOTA
        Ok(8 | 39 | 112 | 1816) => Some(Fault::Final(Failure::Full)),
        _ => None,
    }
}

/// The store's own default lets items roam with the person's profile to other computers; ours stay on this one.
struct ThisComputer(Arc<Store>);

impl CredentialStoreApi for ThisComputer {
    fn vendor(&self) -> String {
        self.0.vendor()
    }

    fn id(&self) -> String {
        self.0.id()
    }

    fn build(&self, service: &str, user: &str, modifiers: Option<&HashMap<&str, &str>>) -> keyring_core::Result<Entry> {
        let mut modifiers = modifiers.cloned().unwrap_or_default();
        modifiers.insert("persistence", "Local");
        self.0.build(service, user, Some(&modifiers))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn persistence(&self) -> CredentialPersistence {
        self.0.persistence()
    }
}

#[cfg(test)]
mod tests {
    use keyring_core::Error as Keyring;

    use super::*;

    #[test]
    fn a_full_credential_set_is_told_from_other_failures() {
        let full = Fault::from(Keyring::PlatformFailure("Windows error code 8".into()));
        assert!(matches!(full, Fault::Final(Failure::Full)), "a person can make room");
        let other = Fault::from(Keyring::PlatformFailure("Windows error code 1783".into()));
        assert!(matches!(other, Fault::Broken), "nothing is known about other codes");
    }

    #[test]
    fn items_stay_on_this_computer() {
        let entry = open().unwrap().build(crate::SERVICE, "key/persistence", None).unwrap();
        entry.set_secret(b"x").unwrap();
        let attributes = entry.get_attributes().unwrap();
        entry.delete_credential().unwrap();
        assert_eq!(attributes.get("persistence").unwrap(), "Local", "a roaming key would reach other computers");
    }
}

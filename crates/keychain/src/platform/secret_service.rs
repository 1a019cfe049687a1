//! The Secret Service over D-Bus: GNOME Keyring, KDE Wallet, KeePassXC.

use std::error::Error;
use std::sync::Arc;

use keyring_core::CredentialStore;
use zbus_secret_service_keyring_store::Store;

use crate::fault::{Failure, Fault};

/// The error name by which a service refuses a locked item:
/// <https://specifications.freedesktop.org/secret-service-spec/latest/errors.html>.
const IS_LOCKED: &str = "org.freedesktop.Secret.Error.IsLocked";

pub(crate) fn open() -> keyring_core::Result<Arc<CredentialStore>> {
    let store: Arc<CredentialStore> = Store::new()?;
    Ok(store)
}

pub(crate) fn fault(cause: &(dyn Error + Send + Sync + 'static)) -> Option<Fault> {
    use secret_service::Error as Service;

    match cause.downcast_ref::<Service>()? {
        Service::Locked | Service::Prompt => Some(Fault::Final(Failure::Locked)),
        // The service runs but has no keyring to put anything into: nobody has made one yet.
        Service::NoResult => Some(Fault::Final(Failure::NotAvailable)),
        Service::Zbus(zbus::Error::MethodError(name, ..)) if name.as_str() == IS_LOCKED => {
            Some(Fault::Final(Failure::Locked))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use keyring_core::Error as Keyring;
    use secret_service::Error as Service;

    use super::*;

    fn meaning(error: Keyring) -> Option<Failure> {
        match Fault::from(error) {
            Fault::Final(failure) => Some(failure),
            Fault::Missing | Fault::Several(_) | Fault::Broken => None,
        }
    }

    #[test]
    fn a_closed_unlock_window_is_locked_by_whichever_name() {
        for wrap in [Keyring::NoStorageAccess, Keyring::PlatformFailure] {
            assert_eq!(
                meaning(wrap(Box::new(Service::Prompt))),
                Some(Failure::Locked),
                "a second attempt would show the window again"
            );
        }
    }

    #[test]
    fn a_service_without_a_keyring_is_not_locked() {
        assert_eq!(
            meaning(Keyring::NoStorageAccess(Box::new(Service::NoResult))),
            Some(Failure::NotAvailable),
            "there is nothing a person could unlock"
        );
    }

    #[test]
    fn a_lost_service_is_worth_a_new_store() {
        let lost = Fault::from(Keyring::PlatformFailure(Box::new(Service::PromptDisconnected)));
        assert!(matches!(lost, Fault::Broken), "the service may be back");
    }
}

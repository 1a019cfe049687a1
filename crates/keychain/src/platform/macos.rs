//! The login keychain of macOS.

use std::error::Error;
use std::sync::Arc;

use apple_native_keyring_store::keychain::Store;
use keyring_core::CredentialStore;
use security_framework::base::Error as Status;

use crate::fault::{Failure, Fault};

pub(crate) fn open() -> keyring_core::Result<Arc<CredentialStore>> {
    let store: Arc<CredentialStore> = Store::new()?;
    Ok(store)
}

/// By the codes of `SecBase.h` and `MacErrors.h`.
pub(crate) fn fault(cause: &(dyn Error + Send + Sync + 'static)) -> Option<Fault> {
    let failure = match cause.downcast_ref::<Status>()?.code() {
        // errSecUserCanceled, errSecAuthFailed, errSecInteractionNotAllowed, errSecInteractionRequired
        -128 | -25293 | -25308 | -25315 => Failure::Locked,
        // dskFulErr
        -34 => Failure::Full,
        // errSecDecode
        -26275 => Failure::Damaged,
        // wrPermErr, errSecNotAvailable, errSecReadOnly, errSecNoSuchKeychain, errSecInvalidKeychain: nothing to unlock
        -61 | -25291 | -25292 | -25294 | -25295 => Failure::NotAvailable,
        _ => return None,
    };
    Some(Fault::Final(failure))
}

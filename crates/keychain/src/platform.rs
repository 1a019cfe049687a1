//! The system's own keychain, and what its errors mean.

use std::error::Error;
use std::sync::Arc;

use keyring_core::CredentialStore;

use crate::fault::Fault;

#[cfg(target_os = "macos")]
#[path = "platform/macos.rs"]
mod system;
#[cfg(not(any(target_os = "macos", windows)))]
#[path = "platform/secret_service.rs"]
mod system;
#[cfg(windows)]
#[path = "platform/windows.rs"]
mod system;

/// Opens the system's keychain.
pub(crate) fn open() -> keyring_core::Result<Arc<CredentialStore>> {
    system::open()
}

/// What the system's own error says, where it says more than the kind the library gave it: the store's crate calls a closed unlock
/// window or a full disk a failure of the platform, and asking again would show the window again.
pub(crate) fn fault(cause: &(dyn Error + Send + Sync + 'static)) -> Option<Fault> {
    system::fault(cause)
}

//! What the window calls: one method a command of `keycourier_wire::with_commands!`, of the same name, in a file of its subject.

mod asked;
mod check;
mod collect;
mod deliveries;
mod delivery;
mod errors;
mod guide;
mod ids;
mod locking;
mod opening;
mod pending_paste;
mod percent;
mod questions;
mod receive;
mod requests_received;
mod running;
mod running_checks;
mod saving;
mod sending;
mod shell;
mod status;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod views;
mod ways;
mod words;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use keycourier_keychain::Keychain;
use keycourier_ledger::Ledger;
use keycourier_stripe::Stripe;

use crate::{Clock, Randomness};

use collect::KeyFile;
use pending_paste::PendingPaste;
use running::RecentAnswers;
use running_checks::RunningChecks;
use saving::{Keychains, Unsaved};

pub use shell::{Clipboard, NotOpened, Preferences, Shell};

/// Everything from outside that the use-cases need.
pub struct Parts {
    /// Where the ledger and the made files are.
    pub data_folder: PathBuf,
    /// The ledger, open.
    pub ledger: Ledger,
    /// The system keychain, or the one for this session.
    pub keychain: Keychain,
    /// The way to Stripe.
    pub stripe: Stripe,
    /// The time.
    pub clock: Clock,
    /// Chance.
    pub randomness: Randomness,
    /// The window and the system around it.
    pub shell: Arc<dyn Shell>,
}

/// The running program behind the window. One for all commands; each of them may come twice. Clones are the same program: a command
/// that blocks, or goes on after its answer, takes one along.
#[derive(Clone)]
pub struct App {
    data_folder: PathBuf,
    ledger: Arc<Mutex<Ledger>>,
    keychains: Arc<Mutex<Keychains>>,
    stripe: Stripe,
    clock: Clock,
    randomness: Randomness,
    shell: Arc<dyn Shell>,
    recent: Arc<Mutex<RecentAnswers>>,
    pending_paste: Arc<Mutex<Option<PendingPaste>>>,
    key_file: Arc<Mutex<Option<KeyFile>>>,
    unsaved: Arc<Mutex<Unsaved>>,
    running_checks: Arc<Mutex<RunningChecks>>,
    /// Held while the signing key of this computer is looked for, so that it is never made twice.
    device_key: Arc<tokio::sync::Mutex<()>>,
}

impl App {
    /// Puts the parts together.
    pub fn new(parts: Parts) -> Self {
        let Parts { data_folder, ledger, keychain, stripe, clock, randomness, shell } = parts;
        Self {
            data_folder,
            ledger: Arc::new(Mutex::new(ledger)),
            keychains: Arc::new(Mutex::new(Keychains::of(keychain))),
            stripe,
            clock,
            randomness,
            shell,
            recent: Arc::default(),
            pending_paste: Arc::default(),
            key_file: Arc::default(),
            unsaved: Arc::default(),
            running_checks: Arc::default(),
            device_key: Arc::default(),
        }
    }

    /// The ledger; never held while waiting for anything else.
    fn ledger(&self) -> MutexGuard<'_, Ledger> {
        lock(&self.ledger)
    }

    /// The keychain in force.
    fn keychain(&self) -> Keychain {
        lock(&self.keychains).in_force().clone()
    }
}

/// A panic elsewhere leaves what is behind these locks whole: each change of it is one assignment.
fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

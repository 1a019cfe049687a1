//! What the window calls: one method a command of `keycourier_wire::with_commands!`, of the same name, in a file of its subject.

pub(crate) mod asked;
mod check;
mod collect;
mod deliveries;
mod delivery;
mod dev_kit;
mod errors;
mod guide;
mod history;
mod ids;
mod locking;
mod next_delivery;
mod opening;
mod pending_paste;
mod percent;
mod put_in;
mod questions;
mod receipts_received;
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

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use keycourier_devkit4ai::DevKit;
use keycourier_documents::BundleKey;
use keycourier_keychain::Keychain;
use keycourier_ledger::{BundleId, Ledger};
use keycourier_stripe::Stripe;

use crate::{Clock, Randomness};

use collect::KeyFile;
use dev_kit::Tokens;
use pending_paste::PendingPaste;
use put_in::Lent;
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
    /// The way to Dev Kit for AI.
    pub dev_kit: DevKit,
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
    dev_kit: DevKit,
    clock: Clock,
    randomness: Randomness,
    shell: Arc<dyn Shell>,
    recent: Arc<Mutex<RecentAnswers>>,
    pending_paste: Arc<Mutex<Option<PendingPaste>>>,
    key_file: Arc<Mutex<Option<KeyFile>>>,
    unsaved: Arc<Mutex<Unsaved>>,
    lent: Arc<Mutex<Option<Lent>>>,
    tokens: Arc<Mutex<Tokens>>,
    running_checks: Arc<Mutex<RunningChecks>>,
    /// What was locked with spoken words, once they were typed. Holds secrets until the program ends.
    spoken: Arc<Mutex<HashMap<BundleId, Arc<Vec<BundleKey>>>>>,
    /// Whether the operations that deal with many files or rows were stopped.
    inbox_work: Arc<Mutex<HashMap<String, Arc<AtomicBool>>>>,
    /// The backup that was chosen, locked, until a passphrase opens it.
    chosen_backup: Arc<Mutex<Option<Vec<u8>>>>,
    /// Held while the signing key of this computer is looked for, so that it is never made twice.
    device_key: Arc<tokio::sync::Mutex<()>>,
}

impl App {
    /// Puts the parts together.
    pub fn new(parts: Parts) -> Self {
        let Parts { data_folder, ledger, keychain, stripe, dev_kit, clock, randomness, shell } = parts;
        Self {
            data_folder,
            ledger: Arc::new(Mutex::new(ledger)),
            keychains: Arc::new(Mutex::new(Keychains::of(keychain))),
            stripe,
            dev_kit,
            clock,
            randomness,
            shell,
            recent: Arc::default(),
            pending_paste: Arc::default(),
            key_file: Arc::default(),
            unsaved: Arc::default(),
            lent: Arc::default(),
            tokens: Arc::default(),
            running_checks: Arc::default(),
            spoken: Arc::default(),
            inbox_work: Arc::default(),
            chosen_backup: Arc::default(),
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

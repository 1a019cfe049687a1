//! The thread that makes the calls.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use keyring_core::{CredentialStore, Entry, Error};
use secrecy::{ExposeSecret, SecretSlice};
use zeroize::Zeroize;

use crate::fault::{Failure, Fault};
use crate::item::{Item, SERVICE};
use crate::reply::{Found, Outcome};

/// Opens a store. Called on the thread that will use it, as often as a store fails.
pub(crate) type Open = dyn Fn() -> keyring_core::Result<Arc<CredentialStore>> + Send + Sync;

pub(crate) struct Call {
    pub(crate) item: Item,
    pub(crate) task: Task,
}

pub(crate) enum Task {
    Put(SecretSlice<u8>),
    Get,
    Remove,
    WriteAndRemove,
}

impl Task {
    pub(crate) fn writes(&self) -> bool {
        match self {
            Self::Put(_) | Self::Remove | Self::WriteAndRemove => true,
            Self::Get => false,
        }
    }
}

/// The thread's other end. Dropping it abandons the thread: it finishes the call of the store it is in, makes no other, and drops its
/// store.
pub(crate) struct Worker {
    calls: Sender<Call>,
    abandoned: Arc<AtomicBool>,
}

impl Worker {
    /// A new thread, which hands each outcome to `answered`. None if the system gives no thread.
    pub(crate) fn start(open: Arc<Open>, answered: impl Fn(Outcome) + Send + 'static) -> Option<Self> {
        let (calls, inbox) = mpsc::channel();
        let abandoned = Arc::new(AtomicBool::new(false));
        let hands = Hands { open, store: None, abandoned: Arc::clone(&abandoned) };
        let thread = thread::Builder::new().name("keychain store".to_owned());
        thread.spawn(move || hands.work(&inbox, answered)).ok()?;
        Some(Self { calls, abandoned })
    }

    pub(crate) fn send(&self, call: Call) -> bool {
        self.calls.send(call).is_ok()
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.abandoned.store(true, Ordering::SeqCst);
    }
}

struct Hands {
    open: Arc<Open>,
    store: Option<Arc<CredentialStore>>,
    abandoned: Arc<AtomicBool>,
}

impl Hands {
    fn work(mut self, inbox: &Receiver<Call>, answered: impl Fn(Outcome)) {
        while let Ok(call) = inbox.recv() {
            // A store that panics must look like one that failed, not like one that never answers.
            let outcome = catch_unwind(AssertUnwindSafe(|| self.answer(&call))).unwrap_or_else(|_| {
                self.store = None;
                Err(Failure::NotAvailable)
            });
            drop(call);
            answered(outcome);
        }
    }

    /// A store kept from an earlier call may have lost its service, or the session in it (a restarted daemon). Every call here may
    /// safely be made twice, so it is made once more on a new store. A store opened for this very call gets no second chance.
    fn answer(&mut self, call: &Call) -> Outcome {
        let was_kept = self.store.is_some();
        let mut result = self.attempt(call);
        if matches!(result, Err(Fault::Broken)) && was_kept && !self.is_abandoned() {
            result = self.attempt(call);
        }
        result.map_err(Fault::settle)
    }

    fn attempt(&mut self, call: &Call) -> Result<Found, Fault> {
        let store = match &self.store {
            Some(store) => Arc::clone(store),
            None => Arc::clone(self.store.insert((self.open)()?)),
        };
        // Opening may have blocked too. What was given up meanwhile is not begun.
        if self.is_abandoned() {
            return Err(Fault::Final(Failure::Cancelled));
        }
        let result = perform(&*store, call);
        if matches!(result, Err(Fault::Broken | Fault::Final(Failure::NotAvailable))) {
            self.store = None;
        }
        result
    }

    fn is_abandoned(&self) -> bool {
        self.abandoned.load(Ordering::SeqCst)
    }
}

fn perform(store: &CredentialStore, call: &Call) -> Result<Found, Fault> {
    let entry = store.build(SERVICE, &call.item.to_string(), None)?;
    match &call.task {
        Task::Put(value) => write(&entry, value),
        Task::Get => match entry.get_secret() {
            Ok(bytes) => Ok(Found::Value(seal(bytes))),
            Err(Error::NoEntry) => Ok(Found::Missing),
            Err(error) => Err(error.into()),
        },
        Task::Remove => remove(&entry),
        Task::WriteAndRemove => {
            write(&entry, &SecretSlice::from(b"written and removed to see whether the keychain works".to_vec()))?;
            remove(&entry)?;
            Ok(Found::Done)
        }
    }
}

fn write(entry: &Entry, value: &SecretSlice<u8>) -> Result<Found, Fault> {
    // EXPOSE: the store takes bytes.
    let write = || entry.set_secret(value.expose_secret()).map_err(Fault::from);
    match write() {
        // No reading tells which of them counts, so they go, and this value becomes the only one.
        Err(Fault::Several(copies)) => {
            remove_all(&copies)?;
            write()?;
        }
        result => result?,
    }
    Ok(Found::Done)
}

fn remove(entry: &Entry) -> Result<Found, Fault> {
    match entry.delete_credential().map_err(Fault::from) {
        Ok(()) => Ok(Found::Done),
        Err(Fault::Missing) => Ok(Found::Missing),
        Err(Fault::Several(copies)) => remove_all(&copies),
        Err(fault) => Err(fault),
    }
}

fn remove_all(copies: &[Entry]) -> Result<Found, Fault> {
    for copy in copies {
        match copy.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(Found::Done)
}

/// Copied into a buffer of its exact size, because shrinking the library's in place could leave a copy behind, unwiped.
fn seal(mut bytes: Vec<u8>) -> SecretSlice<u8> {
    let exact: Box<[u8]> = bytes.as_slice().into();
    bytes.zeroize();
    exact.into()
}

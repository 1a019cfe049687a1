//! The handle every other crate holds.

use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};

use keyring_core::CredentialStore;
use secrecy::{ExposeSecret, SecretSlice, SecretString};

use crate::errors::{self, GetError, ProbeError, PutError, RemoveError};
use crate::fault::Failure;
use crate::item::Item;
use crate::memory::Memory;
use crate::platform;
use crate::reply::{self, Outcome, Reply};
use crate::state::State;
use crate::supervisor::{self, Deadlines, Event, Published};
use crate::worker::{Call, Task};

/// What a value may measure, in bytes, on every system: the limit of the narrowest, Windows' `CRED_MAX_CREDENTIAL_BLOB_SIZE`.
pub const MAX_VALUE_BYTES: usize = 2_560;

/// Where values are kept.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kept {
    /// In the system's keychain.
    System,
    /// In memory, until the program ends. Every screen has to say so.
    ThisSession,
}

/// A handle to the keychain; clones share it. Operations happen in the order asked, one at a time, and go on when the reply or the
/// last handle is dropped.
#[derive(Clone)]
pub struct Keychain(Place);

#[derive(Clone)]
enum Place {
    System(Arc<Link>),
    ThisSession(Arc<Memory>),
}

impl Keychain {
    /// Over the store that `open` gives. It is opened with the first operation, kept, and opened anew after it failed: `open` is
    /// called again whenever the one before was lost, so that a daemon's restart, or one that starts later than we, heals.
    pub fn new(
        open: impl Fn() -> keyring_core::Result<Arc<CredentialStore>> + Send + Sync + 'static,
        deadlines: Deadlines,
    ) -> Self {
        let (events, published) = supervisor::start(Arc::new(open), deadlines);
        Self(Place::System(Arc::new(Link { events, published })))
    }

    /// The system's own keychain: Keychain on macOS, Credential Manager on Windows (never roaming), else the Secret Service.
    pub fn system() -> Self {
        Self::system_within(Deadlines::default())
    }

    /// [`system`](Self::system), with other deadlines.
    pub fn system_within(deadlines: Deadlines) -> Self {
        Self::new(platform::open, deadlines)
    }

    /// Keeps everything in memory, for a person who has no keychain and chose to go on without.
    pub fn for_this_session() -> Self {
        Self(Place::ThisSession(Arc::default()))
    }

    /// Where values are kept.
    pub fn kept(&self) -> Kept {
        match self.0 {
            Place::System(_) => Kept::System,
            Place::ThisSession(_) => Kept::ThisSession,
        }
    }

    /// Keeps `value`, over any earlier one. KDE's keychain holds nothing but UTF-8, so values should be text.
    ///
    /// # Errors
    ///
    /// [`PutError`]; a value over [`MAX_VALUE_BYTES`] never reaches the keychain.
    pub fn put(&self, item: Item, value: SecretSlice<u8>) -> Reply<(), PutError> {
        // EXPOSE: its length only.
        if value.expose_secret().len() > MAX_VALUE_BYTES {
            return Reply::ready(Err(Failure::TooLong), errors::put);
        }
        match &self.0 {
            Place::System(link) => link.ask(item, Task::Put(value), errors::put),
            Place::ThisSession(memory) => Reply::ready(memory.put(item, value), errors::put),
        }
    }

    /// [`put`](Self::put), of a text.
    ///
    /// # Errors
    ///
    /// As [`put`](Self::put).
    pub fn put_text(&self, item: Item, value: &SecretString) -> Reply<(), PutError> {
        // EXPOSE: its bytes go into another secret.
        self.put(item, SecretSlice::from(value.expose_secret().as_bytes().to_vec()))
    }

    /// The value of `item`, or none if it is not on this computer. A locked keychain knows its items' names, so that "none" can be
    /// trusted there too, but does not tell that it is unlocked.
    ///
    /// # Errors
    ///
    /// [`GetError`].
    pub fn get(&self, item: Item) -> Reply<Option<SecretSlice<u8>>, GetError> {
        match &self.0 {
            Place::System(link) => link.ask(item, Task::Get, errors::get),
            Place::ThisSession(memory) => Reply::ready(memory.get(&item), errors::get),
        }
    }

    /// Removes `item`. If it is not there, all is well.
    ///
    /// # Errors
    ///
    /// [`RemoveError`].
    pub fn remove(&self, item: Item) -> Reply<(), RemoveError> {
        match &self.0 {
            Place::System(link) => link.ask(item, Task::Remove, errors::remove),
            Place::ThisSession(memory) => Reply::ready(memory.remove(&item), errors::remove),
        }
    }

    /// Asks whether a keychain answers, without writing and without an unlock window. `Ok` says no more than that: a locked one
    /// answers as well. For the start of the program.
    ///
    /// # Errors
    ///
    /// [`ProbeError`], never `Full`.
    pub fn probe(&self) -> Reply<(), ProbeError> {
        match &self.0 {
            Place::System(link) => link.ask(Item::NEVER_WRITTEN, Task::Get, errors::probe),
            Place::ThisSession(memory) => Reply::ready(memory.get(&Item::NEVER_WRITTEN), errors::probe),
        }
    }

    /// Asks whether a value can be kept, by writing a throw-away item and removing it. It may make the system show its unlock
    /// window, so it belongs behind a person's click.
    ///
    /// # Errors
    ///
    /// [`ProbeError`].
    pub fn probe_by_writing(&self) -> Reply<(), ProbeError> {
        match &self.0 {
            Place::System(link) => link.ask(Item::THROW_AWAY, Task::WriteAndRemove, errors::probe),
            Place::ThisSession(memory) => Reply::ready(memory.remove(&Item::THROW_AWAY), errors::probe),
        }
    }

    /// What the keychain is like. After a reply it is never older than that reply.
    pub fn state(&self) -> State {
        match &self.0 {
            Place::System(link) => link.published.state(),
            Place::ThisSession(_) => State::Ready,
        }
    }

    /// The present state and every later one, until the keychain is gone. One for this session ends after its only state.
    pub fn watch(&self) -> Receiver<State> {
        match &self.0 {
            Place::System(link) => link.published.watch(),
            Place::ThisSession(_) => {
                let (watcher, states) = mpsc::channel();
                // Cannot fail: the receiver is right here.
                let _ = watcher.send(State::Ready);
                states
            }
        }
    }

    /// Gives up on the call that is open, and on all asked behind it; their replies say `Cancelled`. Nothing happens if none is open.
    ///
    /// No system lets a call be taken back, so its thread is left behind with its store, and another starts. The value it may bring
    /// is dropped. If it was a put or remove, it may take effect when the person answers the system's window after all; until it has
    /// come back, a put or remove of the same item is refused with `NotResponding`, so that it can never overwrite a later one. Ask
    /// with [`get`](Self::get) what is there. The program's end ends such a call.
    pub fn cancel(&self) {
        if let Place::System(link) = &self.0 {
            link.send(Event::Cancel);
        }
    }
}

/// What the clones share. The threads end with it, once they have done what was asked.
struct Link {
    events: Sender<Event>,
    published: Arc<Published>,
}

impl Link {
    fn ask<T, E>(&self, item: Item, task: Task, read: fn(Outcome) -> Result<T, E>) -> Reply<T, E> {
        let (promise, reply) = reply::promise(read);
        self.send(Event::Ask(Call { item, task }, promise));
        reply
    }

    fn send(&self, event: Event) {
        // If the supervisor is gone, a promise in the event says so as it is dropped.
        let _ = self.events.send(event);
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.send(Event::Closed);
    }
}

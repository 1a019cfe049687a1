//! A store whose calls end when the test says so.

use std::any::Any;
use std::collections::HashMap;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};

use keyring_core::api::{Credential, CredentialApi, CredentialStoreApi};
use keyring_core::{CredentialStore, Entry, Error, Result};

/// What all handles of one store share.
#[derive(Default)]
pub(crate) struct SlowStore {
    values: Mutex<HashMap<String, Vec<u8>>>,
    held: Mutex<HashMap<String, Held>>,
}

struct Held {
    entered: Sender<()>,
    go_on: Receiver<GoOn>,
}

/// How a held call goes on.
pub(crate) enum GoOn {
    Well,
    Broken,
    Panicking,
}

/// A test's grip on one call.
pub(crate) struct Hold {
    entered: Receiver<()>,
    go_on: Sender<GoOn>,
}

impl Hold {
    /// Returns when the call has begun.
    pub(crate) fn entered(&self) {
        self.entered.recv().unwrap();
    }

    pub(crate) fn release(self, how: GoOn) {
        self.go_on.send(how).unwrap();
    }
}

impl SlowStore {
    /// The next call for `user` blocks until it is released; later ones don't.
    pub(crate) fn hold(&self, user: &str) -> Hold {
        let (entered, has_entered) = mpsc::channel();
        let (go, go_on) = mpsc::channel();
        self.held.lock().unwrap().insert(user.to_owned(), Held { entered, go_on });
        Hold { entered: has_entered, go_on: go }
    }

    /// What is stored, as a program beside ours would see it.
    pub(crate) fn value(&self, user: &str) -> Option<Vec<u8>> {
        self.values.lock().unwrap().get(user).cloned()
    }

    fn pass(&self, user: &str) -> Result<()> {
        let held = self.held.lock().unwrap().remove(user);
        let Some(held) = held else { return Ok(()) };
        // Nobody listens if the call was released before it began.
        let _ = held.entered.send(());
        match held.go_on.recv().unwrap() {
            GoOn::Well => Ok(()),
            GoOn::Broken => Err(Error::PlatformFailure("broken".into())),
            GoOn::Panicking => panic!("a library's panic"),
        }
    }
}

/// One opened store. It tells when it is dropped.
pub(crate) struct Opened {
    pub(crate) store: Arc<SlowStore>,
    pub(crate) dropped: Sender<()>,
}

impl Drop for Opened {
    fn drop(&mut self) {
        // Nobody may be listening any more.
        let _ = self.dropped.send(());
    }
}

impl CredentialStoreApi for Opened {
    fn vendor(&self) -> String {
        "slow".to_owned()
    }

    fn id(&self) -> String {
        "slow".to_owned()
    }

    fn build(&self, _service: &str, user: &str, _modifiers: Option<&HashMap<&str, &str>>) -> Result<Entry> {
        let item = SlowItem { store: Arc::clone(&self.store), user: user.to_owned() };
        Ok(Entry::new_with_credential(Arc::new(item)))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl Opened {
    pub(crate) fn handle(store: &Arc<SlowStore>, dropped: &Sender<()>) -> Arc<CredentialStore> {
        Arc::new(Self { store: Arc::clone(store), dropped: dropped.clone() })
    }
}

struct SlowItem {
    store: Arc<SlowStore>,
    user: String,
}

impl CredentialApi for SlowItem {
    fn set_secret(&self, secret: &[u8]) -> Result<()> {
        self.store.pass(&self.user)?;
        self.store.values.lock().unwrap().insert(self.user.clone(), secret.to_vec());
        Ok(())
    }

    fn get_secret(&self) -> Result<Vec<u8>> {
        self.store.pass(&self.user)?;
        self.store.value(&self.user).ok_or(Error::NoEntry)
    }

    fn delete_credential(&self) -> Result<()> {
        self.store.pass(&self.user)?;
        self.store.values.lock().unwrap().remove(&self.user).map(|_| ()).ok_or(Error::NoEntry)
    }

    fn get_credential(&self) -> Result<Option<Arc<Credential>>> {
        Ok(None)
    }

    fn get_specifiers(&self) -> Option<(String, String)> {
        None
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

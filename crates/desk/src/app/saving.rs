//! Keeping the ledger and the keychain together: a row first, then the value, then the row says so; removing the other way round.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use jiff::SignedDuration;
use keycourier_credentials::Problem;
use keycourier_keychain::{Item, Kept, Keychain, State};
use keycourier_ledger::{HandoverId, Key, KeyId, KeyState, LedgerError};
use keycourier_wire::{AppError, KeyStorage, PageEvent};
use secrecy::{ExposeSecret, SecretSlice, SecretString};
use tokio::time::sleep;

use super::errors::Refusal;
use super::{App, lock};

/// Longer than the keychain may take for one call: a row older than that is not being worked on by another process.
const KEYCHAIN_TAKES: Duration = Duration::from_secs(150);
/// How often what is past its time is let go, where the program runs for weeks.
const RETIRES: Duration = Duration::from_secs(6 * 60 * 60);
/// No page sends a command again after a day.
const OPERATIONS_KEPT: SignedDuration = SignedDuration::from_hours(24);

/// The system's keychain, and the one for this session once the person chose it.
pub(crate) struct Keychains {
    system: Keychain,
    session: Option<Keychain>,
}

impl Keychains {
    pub(crate) fn of(system: Keychain) -> Self {
        Self { system, session: None }
    }

    /// Where values are put now.
    pub(crate) fn in_force(&self) -> &Keychain {
        self.session.as_ref().unwrap_or(&self.system)
    }
}

/// Values that have not reached the keychain yet, and what was noticed about keys when they came.
#[derive(Default)]
pub(crate) struct Unsaved {
    values: HashMap<KeyId, SecretString>,
    /// Those among them that the keychain refused, or has not taken in time.
    stuck: HashSet<KeyId>,
    /// Warnings and remarks, which only the value itself tells.
    remarks: HashMap<KeyId, Vec<Problem>>,
}

/// A key whose value is to be put into the keychain.
pub(crate) struct ToSave {
    pub(crate) id: KeyId,
    pub(crate) value: SecretString,
}

impl App {
    /// Puts right what a crash left over, retires what is past its time, and asks the keychain how it is. For the program's start; runs
    /// on until nothing can be left over any more.
    pub async fn settle(&self) {
        let probe = self.keychain().probe();
        // What it is like is its state then; a failure is no news.
        let _ = self.answer_of(probe).await;
        self.shell.tell(PageEvent::StatusChanged);
        // What fails here is tried at the next start, and stands in the log.
        let _ = self.run(Self::retire).await;
        self.reconcile().await;
        sleep(KEYCHAIN_TAKES).await;
        self.reconcile().await;
    }

    /// Lets go of what is past its time for as long as the program runs.
    pub async fn keep_house(&self) {
        loop {
            sleep(RETIRES).await;
            // As above.
            let _ = self.run(Self::retire).await;
        }
    }

    /// Lets go of what is past its time: operations, the bytes of bundles that are done with, and copies of the ledger from before an
    /// update, which hold those bytes too.
    pub(crate) fn retire(&self) -> Result<(), Refusal> {
        let now = self.clock.now();
        let days = i64::from(self.shell.preferences().keep_sealed_days.max(1));
        let past_keeping = now.saturating_sub(SignedDuration::from_hours(24 * days)).unwrap_or(now);
        let mut ledger = self.ledger();
        ledger.write(|change| {
            change.forget_operations_before(now.saturating_sub(OPERATIONS_KEPT).unwrap_or(now))?;
            change.delete_sealed_before(past_keeping)
        })?;
        ledger.remove_copies_before(past_keeping)?;
        Ok(())
    }

    /// Brings rows and values together that a crash left apart. A keychain that does not answer leaves them as they are.
    pub(crate) async fn reconcile(&self) {
        let before = self.clock.now().saturating_sub(KEYCHAIN_TAKES).unwrap_or_else(|_| self.clock.now());
        let Ok(left_over) = self.run(move |app| Ok(app.ledger().unsettled(before)?)).await else { return };
        let system = lock(&self.keychains).system.clone();
        for key in left_over.into_iter().filter(|key| !self.is_unsaved(key.id)) {
            let Ok(item) = Item::key(&key.id.to_string()) else { continue };
            let outcome = match key.state {
                KeyState::Removing => self.answer_of(system.remove(item)).await.map(|()| None),
                KeyState::Pending => self.answer_of(system.get(item)).await.map(|found| Some(found.is_some())),
                KeyState::Stored => continue,
            };
            let Ok(found) = outcome else { continue };
            // As above: the next start tries again.
            let _ = self
                .run(move |app| {
                    let now = app.clock.now();
                    app.ledger().write(|change| match found {
                        None => change.removed(key.id, now).map(drop).map_err(Refusal::from),
                        Some(true) => change.saved(key.id, now).map_err(Refusal::from),
                        Some(false) => change.give_up_saving(key.id).map(drop).map_err(Refusal::from),
                    })
                })
                .await;
        }
    }

    /// Takes the values of keys whose rows are pending, and puts them into the keychain after the answer to the page.
    pub(crate) fn save_later(&self, delivery: HandoverId, keys: Vec<ToSave>) {
        if keys.is_empty() {
            return;
        }
        let ids: Vec<KeyId> = keys.iter().map(|key| key.id).collect();
        {
            let mut unsaved = lock(&self.unsaved);
            for key in keys {
                unsaved.stuck.remove(&key.id);
                unsaved.values.insert(key.id, key.value);
            }
        }
        let app = self.clone();
        tokio::spawn(async move {
            for id in ids {
                app.save(id).await;
            }
            app.shell.tell(PageEvent::DeliveryChanged { delivery_id: delivery.get().to_string() });
        });
    }

    /// As [`save_later`](Self::save_later) for one key, and does `then` once its value is in the keychain.
    pub(crate) fn save_later_and(
        &self,
        delivery: HandoverId,
        key: ToSave,
        then: impl FnOnce(&Self) -> Result<(), Refusal> + Send + 'static,
    ) {
        let ToSave { id, value } = key;
        {
            let mut unsaved = lock(&self.unsaved);
            unsaved.stuck.remove(&id);
            unsaved.values.insert(id, value);
        }
        let app = self.clone();
        tokio::spawn(async move {
            app.save(id).await;
            if !app.is_unsaved(id) {
                // What fails is in the log.
                let _ = app.run(then).await;
            }
            app.shell.tell(PageEvent::DeliveryChanged { delivery_id: delivery.get().to_string() });
        });
    }

    /// Tries again for every value that waits.
    pub(crate) async fn save_waiting(&self) {
        let waiting: Vec<KeyId> = lock(&self.unsaved).values.keys().copied().collect();
        for id in waiting {
            self.save(id).await;
        }
    }

    /// Puts one value that waits. Where that fails, it stays and is tried again.
    async fn save(&self, id: KeyId) {
        let (keychain, for_session) = {
            let keychains = lock(&self.keychains);
            (keychains.in_force().clone(), keychains.session.is_some())
        };
        let Some(value) = lock(&self.unsaved).values.get(&id).cloned() else { return };
        let Ok(item) = Item::key(&id.to_string()) else { return };
        // Without the patience of a person: nobody waits for this, and a late answer counts.
        if keychain.put_text(item.clone(), &value).await.is_err() {
            lock(&self.unsaved).stuck.insert(id);
            self.shell.tell(PageEvent::StatusChanged);
            return;
        }
        let noted = self
            .run(move |app| {
                let now = app.clock.now();
                if for_session {
                    app.ledger().keep_for_this_session(id);
                    return Ok(true);
                }
                match app.ledger().write(|change| change.saved(id, now)) {
                    Ok(()) => Ok(true),
                    Err(LedgerError::Gone) => Ok(false),
                    Err(error) => Err(error.into()),
                }
            })
            .await;
        match noted {
            Ok(true) => {
                let mut unsaved = lock(&self.unsaved);
                unsaved.values.remove(&id);
                unsaved.stuck.remove(&id);
            }
            // The key was removed meanwhile: its value must not stay behind.
            Ok(false) => {
                lock(&self.unsaved).values.remove(&id);
                // A leftover item without a row is found by nobody, and holds what the person removed; the next removal tries again.
                let _ = keychain.remove(item).await;
            }
            Err(_) => {
                lock(&self.unsaved).stuck.insert(id);
            }
        }
    }

    /// Takes keys off this computer. Those that the keychain does not let go stay, and the first reason is given.
    pub(crate) async fn remove_keys(&self, ids: Vec<KeyId>) -> Result<(), AppError> {
        for id in ids {
            let for_session = self
                .run(move |app| {
                    let now = app.clock.now();
                    let mut ledger = app.ledger();
                    let key = ledger.key(id)?;
                    ledger.write(|change| change.begin_removing(id, now))?;
                    Ok(key.is_some_and(|key| key.for_this_session))
                })
                .await?;
            let keychain = {
                let keychains = lock(&self.keychains);
                if for_session { keychains.in_force().clone() } else { keychains.system.clone() }
            };
            lock(&self.unsaved).forget(id);
            let item = Item::key(&id.to_string()).map_err(|_| self.tell_refusal(Refusal::fault("a key's id")))?;
            let removed = self.answer_of(keychain.remove(item)).await;
            self.run(move |app| {
                let now = app.clock.now();
                match removed {
                    Ok(()) => Ok(app.ledger().write(|change| change.removed(id, now)).map(drop)?),
                    // It may still happen, so the row stays as one that is being removed and the next start settles it.
                    Err(Refusal::Told(AppError::KeychainWaiting)) => Err(AppError::KeychainWaiting.into()),
                    Err(refusal) => {
                        app.ledger().write(|change| change.keep_after_all(id, now))?;
                        Err(refusal)
                    }
                }
            })
            .await?;
        }
        Ok(())
    }

    /// The value of a key, from memory where it has not reached the keychain yet.
    pub(crate) async fn value_of(&self, key: &Key) -> Result<SecretString, Refusal> {
        if let Some(value) = lock(&self.unsaved).values.get(&key.id) {
            return Ok(value.clone());
        }
        let (system, session) = {
            let keychains = lock(&self.keychains);
            (keychains.system.clone(), keychains.session.clone())
        };
        let item = Item::key(&key.id.to_string()).map_err(|_| Refusal::fault("a key's id"))?;
        let found = match session {
            Some(session) => self.answer_of(session.get(item.clone())).await?,
            None => None,
        };
        let found = match found {
            Some(value) => Some(value),
            None => self.answer_of(system.get(item)).await?,
        };
        match found {
            Some(value) => text(&value).ok_or(Refusal::Told(AppError::KeyDamaged)),
            None => Err(AppError::KeyNotHere.into()),
        }
    }

    /// Where a key's value is.
    pub(crate) fn storage_of(&self, key: &Key) -> KeyStorage {
        let unsaved = lock(&self.unsaved);
        match key.state {
            KeyState::Stored => KeyStorage::Saved,
            KeyState::Pending if key.for_this_session => KeyStorage::SessionOnly,
            KeyState::Pending if unsaved.stuck.contains(&key.id) => KeyStorage::Waiting,
            KeyState::Pending if unsaved.values.contains_key(&key.id) => match self.keychain().state() {
                State::Waiting | State::Locked | State::NotAvailable => KeyStorage::Waiting,
                State::Unasked | State::Reachable | State::Ready => KeyStorage::Saving,
            },
            KeyState::Pending | KeyState::Removing => KeyStorage::NotHere,
        }
    }

    /// Whether values are kept in memory alone.
    pub(crate) fn is_session_only(&self) -> bool {
        lock(&self.keychains).in_force().kept() == Kept::ThisSession
    }

    /// From now on values are kept in memory, those that wait too.
    pub(crate) async fn start_session_only(&self) {
        lock(&self.keychains).session.get_or_insert_with(Keychain::for_this_session);
        self.save_waiting().await;
    }

    /// Goes back to the system's keychain where it takes values, and brings it everything that waits or was kept for this session.
    pub(crate) async fn return_to_system(&self) -> Result<(), Refusal> {
        let (system, session) = {
            let keychains = lock(&self.keychains);
            (keychains.system.clone(), keychains.session.clone())
        };
        self.answer_of(system.probe_by_writing()).await?;
        if let Some(session) = session {
            let kept = self.run(|app| app.keys_of_this_session()).await?;
            for id in kept {
                let Ok(item) = Item::key(&id.to_string()) else { continue };
                if let Some(value) = self.answer_of(session.get(item)).await?.as_ref().and_then(text) {
                    lock(&self.unsaved).values.insert(id, value);
                }
            }
            lock(&self.keychains).session = None;
        }
        self.save_waiting().await;
        Ok(())
    }

    fn keys_of_this_session(&self) -> Result<Vec<KeyId>, Refusal> {
        let ledger = self.ledger();
        let mut kept = Vec::new();
        for business in ledger.businesses()? {
            kept.extend(ledger.keys_of(business.id)?.into_iter().filter(|key| key.for_this_session).map(|key| key.id));
        }
        Ok(kept)
    }

    fn is_unsaved(&self, id: KeyId) -> bool {
        lock(&self.unsaved).values.contains_key(&id)
    }

    /// Remembers what was noticed about a key when it came.
    pub(crate) fn remark(&self, id: KeyId, problems: Vec<Problem>) {
        lock(&self.unsaved).remarks.insert(id, problems);
    }

    /// What was noticed about a key; empty after a restart.
    pub(crate) fn remarks_on(&self, id: KeyId) -> Vec<Problem> {
        lock(&self.unsaved).remarks.get(&id).cloned().unwrap_or_default()
    }
}

impl Unsaved {
    fn forget(&mut self, id: KeyId) {
        self.values.remove(&id);
        self.stuck.remove(&id);
        self.remarks.remove(&id);
    }
}

/// A value that was put as text; none where something else is in the item.
fn text(value: &SecretSlice<u8>) -> Option<SecretString> {
    // EXPOSE: copied into another secret.
    std::str::from_utf8(value.expose_secret()).ok().map(SecretString::from)
}

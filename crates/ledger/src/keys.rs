//! Keys of the merchant's businesses, without their values, and the order that keeps them together with the keychain.

use jiff::Timestamp;
use keycourier_credentials::{AccountId, Fingerprint, Kind, Mask, Mode};
use rusqlite::params;

use crate::column::{Columns, micros};
use crate::names::named;
use crate::{BusinessId, Change, Event, KeyId, Ledger, LedgerError, NewEntry, Side};

named! {
    /// Whether the keychain has a key's value.
    KeyState {
        /// On its way into the keychain.
        Pending = "pending",
        /// In the keychain.
        Stored = "stored",
        /// On its way out of the keychain.
        Removing = "removing",
    }
}

/// A key that is to be saved.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewKey {
    /// A random id, used where the key is new.
    pub id: KeyId,
    /// Whose it is.
    pub business: BusinessId,
    /// Its mode; for one that carries none, that of the slot it came for.
    pub mode: Mode,
    /// What it is.
    pub kind: Kind,
    /// How it is shown.
    pub mask: Mask,
    /// What it is told from others by.
    pub fingerprint: Fingerprint,
    /// The account that it carries.
    pub account: Option<AccountId>,
}

/// A key.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Key {
    /// Its id, which also names the keychain's item.
    pub id: KeyId,
    /// Whose it is.
    pub business: BusinessId,
    /// Its mode.
    pub mode: Mode,
    /// What it is.
    pub kind: Kind,
    /// How it is shown.
    pub mask: Mask,
    /// What it is told from others by.
    pub fingerprint: Fingerprint,
    /// Its account, as far as known.
    pub account: Option<AccountId>,
    /// Whether the keychain has its value.
    pub state: KeyState,
    /// When it was added.
    pub added_at: Timestamp,
    /// The key that takes its place.
    pub replaced_by: Option<KeyId>,
    /// When Stripe ends it.
    pub ends_at: Option<Timestamp>,
    /// Whether its value is in this process's memory alone, by the person's choice: see [`Ledger::keep_for_this_session`].
    pub for_this_session: bool,
}

/// What to do with a key that is to be saved.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Saving {
    /// Put it into the keychain under this id, then call [`Change::saved`].
    Put(KeyId),
    /// This business has it already.
    Stored(KeyId),
}

/// The columns of `keys`, which an ORDER BY or WHERE follows.
pub(crate) const KEY: &str =
    "SELECT id, business, mode, kind, mask, fingerprint, account, state, added_at, replaced_by, ends_at FROM keys";

impl Ledger {
    /// One of them.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn key(&self, id: KeyId) -> Result<Option<Key>, LedgerError> {
        self.row(&format!("{KEY} WHERE id = ?1"), [id.as_bytes()], |row| self.read_key(row))
    }

    /// All keys of a business, test first, oldest first.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn keys_of(&self, business: BusinessId) -> Result<Vec<Key>, LedgerError> {
        let sql = format!("{KEY} WHERE business = ?1 ORDER BY mode DESC, added_at, id");
        self.rows(&sql, [business.0], |row| self.read_key(row))
    }

    /// The same key, whosever it is: at most one a business.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn keys_with_fingerprint(&self, fingerprint: &Fingerprint) -> Result<Vec<Key>, LedgerError> {
        let sql = format!("{KEY} WHERE fingerprint = ?1 ORDER BY business");
        self.rows(&sql, [fingerprint.as_bytes()], |row| self.read_key(row))
    }

    /// Keys of a business that no slot holds or could get back by an undo, and that wait for no replacement.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn unused_keys(&self, business: BusinessId) -> Result<Vec<Key>, LedgerError> {
        let sql = format!(
            "{KEY} WHERE business = ?1 AND replaced_by IS NULL AND ends_at IS NULL
             AND NOT EXISTS (SELECT 1 FROM handover_slots s WHERE s.key = keys.id)
             AND NOT EXISTS (SELECT 1 FROM handover_slots s WHERE s.previous = keys.id)
             AND NOT EXISTS (SELECT 1 FROM keys old WHERE old.replaced_by = keys.id)
             ORDER BY added_at, id"
        );
        self.rows(&sql, [business.0], |row| self.read_key(row))
    }

    /// Keys that have been pending or removing since before `time`: what a crash left over. Another process may be in the middle of
    /// its own, so `time` should be as long ago as the keychain may take. Those kept for this session are left out.
    ///
    /// A pending one whose value the keychain has is [`Change::saved`], any other [`Change::give_up_saving`]; a removing one is taken
    /// out of the keychain and [`Change::removed`].
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn unsettled(&self, time: Timestamp) -> Result<Vec<Key>, LedgerError> {
        let sql = format!("{KEY} WHERE state <> 'stored' AND state_since < ?1 ORDER BY state_since, id");
        let mut keys = self.rows(&sql, [micros(time)], |row| self.read_key(row))?;
        keys.retain(|key| !key.for_this_session);
        Ok(keys)
    }

    /// Notes that this process keeps the value of a pending key in memory, and nobody anywhere else. Nothing of that is written: when
    /// the process ends, the row is one that a crash left over.
    pub fn keep_for_this_session(&mut self, id: KeyId) {
        self.session_keys.insert(id);
    }

    pub(crate) fn read_key(&self, row: &Columns<'_>) -> Result<Key, LedgerError> {
        let mut key = key(row)?;
        key.for_this_session = key.state == KeyState::Pending && self.session_keys.contains(&key.id);
        Ok(key)
    }
}

impl Change<'_> {
    /// Begins to save a key. The same key of the same business is one row, whatever became of an earlier attempt.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where there is no such business.
    pub fn begin_saving(&mut self, new: &NewKey, now: Timestamp) -> Result<Saving, LedgerError> {
        let known = format!("{KEY} WHERE business = ?1 AND fingerprint = ?2");
        let known = self
            .row(&known, params![new.business.0, new.fingerprint.as_bytes()], |row| self.read_key(row))?
            .map(|key| (key.id, key.state));
        match known {
            Some((id, KeyState::Stored)) => Ok(Saving::Stored(id)),
            Some((id, KeyState::Pending | KeyState::Removing)) => {
                self.set_state(id, KeyState::Pending, now)?;
                Ok(Saving::Put(id))
            }
            None => {
                let sql = "INSERT INTO keys (id, business, mode, kind, mask, fingerprint, account, state, state_since, added_at)
                           VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9)";
                self.execute_one(
                    sql,
                    params![
                        new.id.as_bytes(),
                        new.business.0,
                        new.mode.as_str(),
                        new.kind.as_str(),
                        new.mask.as_str(),
                        new.fingerprint.as_bytes(),
                        new.account.as_ref().map(AccountId::as_str),
                        KeyState::Pending.as_str(),
                        micros(now)
                    ],
                )?;
                Ok(Saving::Put(new.id))
            }
        }
    }

    /// The keychain has it now.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where it is not pending or stored: it was removed meanwhile, and its value must leave the keychain.
    pub fn saved(&mut self, id: KeyId, now: Timestamp) -> Result<(), LedgerError> {
        match self.key(id)?.map(|key| key.state) {
            Some(KeyState::Pending) => self.set_state(id, KeyState::Stored, now),
            Some(KeyState::Stored) => Ok(()),
            Some(KeyState::Removing) | None => Err(LedgerError::Gone),
        }
    }

    /// The keychain doesn't have it and won't: the row goes, and slots that it was put into get back what they held before. Gives
    /// whether there was a pending row.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn give_up_saving(&mut self, id: KeyId) -> Result<bool, LedgerError> {
        if self.key(id)?.map(|key| key.state) != Some(KeyState::Pending) {
            return Ok(false);
        }
        self.take_back(id)?;
        self.execute_one("DELETE FROM keys WHERE id = ?1", [id.as_bytes()])?;
        Ok(true)
    }

    /// Begins to remove a key from this computer.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where there is no such key.
    pub fn begin_removing(&mut self, id: KeyId, now: Timestamp) -> Result<(), LedgerError> {
        self.set_state(id, KeyState::Removing, now)
    }

    /// The keychain refused to let go of it: it stays.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where it is not being removed.
    pub fn keep_after_all(&mut self, id: KeyId, now: Timestamp) -> Result<(), LedgerError> {
        match self.key(id)?.map(|key| key.state) {
            Some(KeyState::Removing) => self.set_state(id, KeyState::Stored, now),
            _ => Err(LedgerError::Gone),
        }
    }

    /// The keychain doesn't have it any more: the row goes, and the history says so by its mask. Slots whose integrator has it keep
    /// the mask; others are empty. Gives whether there was a row that was being removed.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn removed(&mut self, id: KeyId, now: Timestamp) -> Result<bool, LedgerError> {
        let Some(key) = self.key(id)?.filter(|key| key.state == KeyState::Removing) else { return Ok(false) };
        let entry = NewEntry {
            business: self.business(key.business)?.and_then(|business| business.name),
            mode: Some(key.mode),
            mask: Some(key.mask),
            ..NewEntry::new(Side::Send, Event::KeyRemoved)
        };
        self.note(&entry, now)?;
        let emptied = "UPDATE handover_slots SET can_undo = 0, mask =
                       (SELECT iif(m.progress IN ('sent', 'works', 'rejected'), handover_slots.mask, NULL) FROM handover_modes m
                        WHERE m.handover = handover_slots.handover AND m.mode = handover_slots.mode)
                       WHERE key = ?1";
        self.execute(emptied, [id.as_bytes()])?;
        self.execute("UPDATE handover_slots SET previous = NULL, can_undo = 0 WHERE previous = ?1", [id.as_bytes()])?;
        self.execute_one("DELETE FROM keys WHERE id = ?1", [id.as_bytes()])?;
        Ok(true)
    }

    /// Notes the account that Stripe names for a key.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where there is no such key.
    pub fn set_key_account(&mut self, id: KeyId, account: &AccountId) -> Result<(), LedgerError> {
        self.execute_one("UPDATE keys SET account = ?2 WHERE id = ?1", params![id.as_bytes(), account.as_str()])
    }

    /// Notes when Stripe ends a key; `None` where it does not.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where there is no such key.
    pub fn set_key_end(&mut self, id: KeyId, ends_at: Option<Timestamp>) -> Result<(), LedgerError> {
        self.execute_one("UPDATE keys SET ends_at = ?2 WHERE id = ?1", params![id.as_bytes(), ends_at.map(micros)])
    }

    /// Says which key takes the place of one; both must be of one business and mode. The old one stays until it is removed.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where one of them is not there, they are not of one business and mode, or `old` takes the place of `new`.
    pub fn set_successor(&mut self, old: KeyId, new: KeyId) -> Result<(), LedgerError> {
        let sql = "UPDATE keys SET replaced_by = ?2 WHERE id = ?1 AND id <> ?2
                   AND EXISTS (SELECT 1 FROM keys n WHERE n.id = ?2 AND n.business = keys.business AND n.mode = keys.mode
                               AND n.replaced_by IS NOT ?1)";
        self.execute_one(sql, params![old.as_bytes(), new.as_bytes()])
    }

    /// Takes back [`Self::set_successor`].
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where there is no such key.
    pub fn clear_successor(&mut self, old: KeyId) -> Result<(), LedgerError> {
        self.execute_one("UPDATE keys SET replaced_by = NULL WHERE id = ?1", [old.as_bytes()])
    }

    fn set_state(&mut self, id: KeyId, state: KeyState, now: Timestamp) -> Result<(), LedgerError> {
        let sql = "UPDATE keys SET state = ?2, state_since = ?3 WHERE id = ?1";
        self.execute_one(sql, params![id.as_bytes(), state.as_str(), micros(now)])
    }

    /// Slots that hold a key which was never saved get back what they held before.
    fn take_back(&mut self, id: KeyId) -> Result<(), LedgerError> {
        let sql = "UPDATE handover_slots SET key = previous, mask = (SELECT mask FROM keys WHERE id = previous),
                   previous = NULL, can_undo = 0 WHERE key = ?1";
        self.execute(sql, [id.as_bytes()])?;
        self.execute("UPDATE handover_slots SET previous = NULL, can_undo = 0 WHERE previous = ?1", [id.as_bytes()])?;
        Ok(())
    }
}

fn key(row: &Columns<'_>) -> Result<Key, LedgerError> {
    Ok(Key {
        id: row.next()?,
        business: row.next()?,
        mode: row.next()?,
        kind: row.next()?,
        mask: row.next()?,
        fingerprint: row.next()?,
        account: row.next()?,
        state: row.next()?,
        added_at: row.next()?,
        replaced_by: row.next()?,
        ends_at: row.next()?,
        for_this_session: false,
    })
}

#[cfg(test)]
mod tests;

//! The slots of a handover, and the keys in them.

use std::collections::BTreeSet;

use jiff::Timestamp;
use keycourier_credentials::{Mask, Mode, SlotId};
use rusqlite::params;

use crate::column::{Columns, first, micros};
use crate::{Change, HandoverId, KeyId, Ledger, LedgerError, Line, Progress};

/// A slot that a handover asks for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AskedSlot {
    /// Which.
    pub id: SlotId,
    /// Whether the handover is complete without it.
    pub required: bool,
}

/// A slot of a handover.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct HandoverSlot {
    /// Which.
    pub id: SlotId,
    /// Whether the handover is complete without it.
    pub required: bool,
    /// The key in it; `None` where it is empty, or where its key was removed from this computer.
    pub key: Option<KeyId>,
    /// The mask of the key in it, on this computer or not; `None` where it is empty.
    pub mask: Option<Mask>,
    /// The key that an undo brings back; `None` where it would empty the slot, or where there is none.
    pub previous: Option<KeyId>,
    /// Whether the last change can be undone.
    pub can_undo: bool,
    /// When it was last filled.
    pub put_at: Option<Timestamp>,
}

/// A slot that holds a key: who has it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct KeyUse {
    /// The handover.
    pub handover: HandoverId,
    /// What tells it from others.
    pub label: Option<Line>,
    /// The integrator's name.
    pub integrator: Line,
    /// The slot.
    pub slot: SlotId,
    /// How far that mode of the handover is.
    pub progress: Progress,
    /// Since when.
    pub since: Timestamp,
}

impl Ledger {
    /// Its slots, test first, in the order asked for.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn slots_of(&self, id: HandoverId) -> Result<Vec<HandoverSlot>, LedgerError> {
        let sql =
            "SELECT mode, slot, required, key, mask, previous, can_undo, put_at FROM handover_slots WHERE handover = ?1
                   ORDER BY mode DESC, position";
        self.rows(sql, [id.0], |row| {
            Ok(HandoverSlot {
                id: slot_id(row)?,
                required: row.next()?,
                key: row.next()?,
                mask: row.next()?,
                previous: row.next()?,
                can_undo: row.next()?,
                put_at: row.next()?,
            })
        })
    }

    /// The slots that hold a key.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn uses_of_key(&self, id: KeyId) -> Result<Vec<KeyUse>, LedgerError> {
        let sql = "SELECT s.handover, h.label, i.name, s.mode, s.slot, m.progress, m.since
                   FROM handover_slots s JOIN handover_modes m USING (handover, mode)
                   JOIN handovers h ON h.id = s.handover JOIN integrators i ON i.id = h.integrator
                   WHERE s.key = ?1 ORDER BY s.handover, s.position";
        self.rows(sql, [id.as_bytes()], |row| {
            Ok(KeyUse {
                handover: row.next()?,
                label: row.next()?,
                integrator: row.next()?,
                slot: slot_id(row)?,
                progress: row.next()?,
                since: row.next()?,
            })
        })
    }
}

impl Change<'_> {
    /// Says what a handover asks for, in order. A slot that it asked for already keeps its key; one that it asks for no longer goes,
    /// and its key stays with the business.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where there is no such handover.
    pub fn set_slots(&mut self, id: HandoverId, slots: &[AskedSlot], now: Timestamp) -> Result<(), LedgerError> {
        let modes: BTreeSet<Mode> = slots.iter().map(|slot| slot.id.mode).collect();
        let asked: BTreeSet<&SlotId> = slots.iter().map(|slot| &slot.id).collect();
        for old in self.slots_of(id)?.iter().filter(|old| !asked.contains(&old.id)) {
            let sql = "DELETE FROM handover_slots WHERE handover = ?1 AND mode = ?2 AND slot = ?3";
            self.execute(sql, params![id.0, old.id.mode.as_str(), old.id.name.as_str()])?;
        }
        for mode in Mode::ALL {
            if modes.contains(&mode) {
                let sql = "INSERT INTO handover_modes (handover, mode, progress, since) VALUES (?1, ?2, ?3, ?4)
                           ON CONFLICT DO NOTHING";
                self.execute(sql, params![id.0, mode.as_str(), Progress::NotStarted.as_str(), micros(now)])?;
            } else {
                let sql = "DELETE FROM handover_modes WHERE handover = ?1 AND mode = ?2";
                self.execute(sql, params![id.0, mode.as_str()])?;
            }
        }
        for (position, slot) in (0_i64..).zip(slots) {
            let sql =
                "INSERT INTO handover_slots (handover, mode, slot, position, required) VALUES (?1, ?2, ?3, ?4, ?5)
                       ON CONFLICT DO UPDATE SET position = excluded.position, required = excluded.required";
            let params = params![id.0, slot.id.mode.as_str(), slot.id.name.as_str(), position, slot.required];
            self.execute_one(sql, params)?;
        }
        self.touch_contents(id, now)
    }

    /// Puts a key into a slot. What was there can be had back by [`Self::undo_slot`], once. The same key again changes nothing.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where slot or key is not there, the key is being removed, or it is of another business or mode.
    pub fn put_key(&mut self, id: HandoverId, slot: &SlotId, key: KeyId, now: Timestamp) -> Result<(), LedgerError> {
        let (mode, name) = (slot.mode.as_str(), slot.name.as_str());
        let fits = "SELECT s.key IS ?4 FROM handover_slots s JOIN handovers h ON h.id = s.handover
                    JOIN keys k ON k.business = h.business AND k.mode = s.mode AND k.state <> 'removing'
                    WHERE s.handover = ?1 AND s.mode = ?2 AND s.slot = ?3 AND k.id = ?4";
        let there = self.row(fits, params![id.0, mode, name, key.as_bytes()], first)?;
        if there.ok_or(LedgerError::Gone)? {
            return Ok(());
        }
        // A slot whose key was removed from this computer has nothing that could come back.
        let sql = "UPDATE handover_slots SET previous = key, can_undo = (key IS NOT NULL OR mask IS NULL), key = ?4,
                   mask = (SELECT mask FROM keys WHERE id = ?4), put_at = ?5
                   WHERE handover = ?1 AND mode = ?2 AND slot = ?3";
        self.execute_one(sql, params![id.0, mode, name, key.as_bytes(), micros(now)])?;
        self.touch_contents(id, now)
    }

    /// Takes the key out of a slot; the key stays with the business. It can be had back by [`Self::undo_slot`], once. An empty slot
    /// stays as it is.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where there is no such slot.
    pub fn empty_slot(&mut self, id: HandoverId, slot: &SlotId, now: Timestamp) -> Result<(), LedgerError> {
        let sql = "UPDATE handover_slots SET
                   previous = iif(mask IS NULL, previous, key), can_undo = iif(mask IS NULL, can_undo, key IS NOT NULL),
                   key = NULL, mask = NULL WHERE handover = ?1 AND mode = ?2 AND slot = ?3";
        self.execute_one(sql, params![id.0, slot.mode.as_str(), slot.name.as_str()])?;
        self.touch_contents(id, now)
    }

    /// Undoes the last [`Self::put_key`] or [`Self::empty_slot`]. Gives whether there was one that can be undone.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn undo_slot(&mut self, id: HandoverId, slot: &SlotId, now: Timestamp) -> Result<bool, LedgerError> {
        let sql = "UPDATE handover_slots SET key = previous, mask = (SELECT mask FROM keys WHERE id = previous),
                   previous = NULL, can_undo = 0 WHERE handover = ?1 AND mode = ?2 AND slot = ?3 AND can_undo
                   AND NOT EXISTS (SELECT 1 FROM keys WHERE id = previous AND state = 'removing')";
        if self.execute(sql, params![id.0, slot.mode.as_str(), slot.name.as_str()])? == 0 {
            return Ok(false);
        }
        self.touch_contents(id, now)?;
        Ok(true)
    }
}

/// Mode, name.
pub(crate) fn slot_id(row: &Columns<'_>) -> Result<SlotId, LedgerError> {
    Ok(SlotId { mode: row.next()?, name: row.next()? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{SampleDelivery, at, delivery, ledger, new_key, slot};
    use crate::{BusinessId, Key};

    fn put(ledger: &mut Ledger, sample: &SampleDelivery, n: u8) -> KeyId {
        let new = new_key(sample.business, Mode::Live, n);
        ledger
            .write(|change| {
                change.begin_saving(&new, at(n.into()))?;
                change.put_key(sample.handover, &slot(Mode::Live, "secret"), new.id, at(n.into()))
            })
            .unwrap();
        new.id
    }

    fn secret(ledger: &Ledger, sample: &SampleDelivery) -> HandoverSlot {
        let slots = ledger.slots_of(sample.handover).unwrap();
        slots.into_iter().find(|found| found.id == slot(Mode::Live, "secret")).unwrap()
    }

    fn undo(ledger: &mut Ledger, sample: &SampleDelivery) -> bool {
        ledger.write(|change| change.undo_slot(sample.handover, &slot(Mode::Live, "secret"), at(90))).unwrap()
    }

    #[test]
    fn a_replaced_key_comes_back_by_an_undo_once() {
        let mut ledger = ledger();
        let sample = ledger.write(delivery).unwrap();
        let first = put(&mut ledger, &sample, 1);
        let second = put(&mut ledger, &sample, 2);
        assert_eq!(secret(&ledger, &sample).key, Some(second), "the new key is in the slot");
        assert!(ledger.key(first).unwrap().is_some(), "the old key's row is kept for an undo");
        assert!(undo(&mut ledger, &sample), "there is a change to undo");
        let back = secret(&ledger, &sample);
        let mask = ledger.key(first).unwrap().unwrap().mask;
        assert_eq!(
            (back.key, back.mask, back.can_undo),
            (Some(first), Some(mask), false),
            "with its mask, and only once"
        );
        assert!(!undo(&mut ledger, &sample), "an undo is no redo");
    }

    #[test]
    fn the_first_key_of_a_slot_and_a_removal_can_be_undone() {
        let mut ledger = ledger();
        let sample = ledger.write(delivery).unwrap();
        let key = put(&mut ledger, &sample, 1);
        assert!(undo(&mut ledger, &sample) && secret(&ledger, &sample).mask.is_none(), "it was empty before");
        put(&mut ledger, &sample, 1);
        let at_slot = slot(Mode::Live, "secret");
        ledger.write(|change| change.empty_slot(sample.handover, &at_slot, at(5))).unwrap();
        ledger.write(|change| change.empty_slot(sample.handover, &at_slot, at(6))).unwrap();
        assert_eq!(secret(&ledger, &sample).mask, None, "empty, and emptying it twice changes nothing");
        assert!(undo(&mut ledger, &sample) && secret(&ledger, &sample).key == Some(key), "the key comes back");
    }

    #[test]
    fn the_same_key_again_leaves_the_undo_alone() {
        let mut ledger = ledger();
        let sample = ledger.write(delivery).unwrap();
        let first = put(&mut ledger, &sample, 1);
        put(&mut ledger, &sample, 2);
        put(&mut ledger, &sample, 2);
        assert!(
            undo(&mut ledger, &sample) && secret(&ledger, &sample).key == Some(first),
            "a double paste is one change"
        );
    }

    #[test]
    fn a_key_of_another_business_or_mode_or_on_its_way_out_is_not_put() {
        let mut ledger = ledger();
        let sample = ledger.write(delivery).unwrap();
        let other: BusinessId = ledger.write(|change| change.add_business(None, None, at(0))).unwrap();
        let foreign = new_key(other, Mode::Live, 1);
        let of_test = new_key(sample.business, Mode::Test, 2);
        let leaving = new_key(sample.business, Mode::Live, 3);
        for new in [&foreign, &of_test, &leaving] {
            ledger.write(|change| change.begin_saving(new, at(1))).unwrap();
        }
        ledger.write(|change| change.begin_removing(leaving.id, at(2))).unwrap();
        for key in [foreign.id, of_test.id, leaving.id, KeyId::from_bytes([9; 16])] {
            let put = ledger.write(|change| change.put_key(sample.handover, &slot(Mode::Live, "secret"), key, at(3)));
            assert_eq!(put, Err(LedgerError::Gone), "it would send the wrong key, or none");
        }
    }

    #[test]
    fn a_new_request_keeps_the_keys_of_slots_that_stay() {
        let mut ledger = ledger();
        let sample = ledger.write(delivery).unwrap();
        let key = put(&mut ledger, &sample, 1);
        let asked = [("webhook_secret", false), ("secret", false)];
        let asked = asked.map(|(name, required)| AskedSlot { id: slot(Mode::Live, name), required });
        ledger.write(|change| change.set_slots(sample.handover, &asked, at(50))).unwrap();
        let slots = ledger.slots_of(sample.handover).unwrap();
        let kept: Vec<_> = slots.iter().map(|slot| (slot.id.name.as_str(), slot.required, slot.key)).collect();
        assert_eq!(kept, [("webhook_secret", false, None), ("secret", false, Some(key))], "in the new order");
        let modes: Vec<Mode> = ledger.modes_of(sample.handover).unwrap().iter().map(|of| of.mode).collect();
        assert_eq!(modes, [Mode::Live], "a mode that nobody asks for is not shown");
    }

    #[test]
    fn who_has_a_key_is_known() {
        let mut ledger = ledger();
        let sample = ledger.write(delivery).unwrap();
        let key = put(&mut ledger, &sample, 1);
        ledger.write(|change| change.set_progress(sample.handover, Mode::Live, Progress::Sent, at(7))).unwrap();
        let uses = ledger.uses_of_key(key).unwrap();
        assert_eq!(uses.len(), 1, "one slot holds it");
        let shown = (uses[0].integrator.as_str(), uses[0].progress, uses[0].since);
        assert_eq!(shown, ("Imagatec", Progress::Sent, at(7)), "who has it, and since when");
    }

    #[test]
    fn key_rows_read_whole() {
        let mut ledger = ledger();
        let sample = ledger.write(delivery).unwrap();
        let id = put(&mut ledger, &sample, 1);
        let new = new_key(sample.business, Mode::Live, 1);
        let Key { business, mode, kind, mask, fingerprint, account, added_at, .. } = ledger.key(id).unwrap().unwrap();
        let read = (business, mode, kind, mask, fingerprint, account, added_at);
        let written = (new.business, new.mode, new.kind, new.mask, new.fingerprint, new.account, at(1));
        assert_eq!(read, written, "each column is read into its own field");
    }
}

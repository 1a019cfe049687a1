//! How a handover is locked where there is no request.

use jiff::Timestamp;
use rusqlite::params;

use crate::column::Columns;
use crate::{Change, HandoverId, Ledger, LedgerError, Recipient, WordsId};

/// What a handover is locked with, where the integrator has sent no request.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Way {
    /// With six words that the person reads out in a call. They are in the keychain, under this id.
    Spoken(WordsId),
    /// For a bare code that starts with age1.
    Code(Recipient),
}

impl Ledger {
    /// The way of a handover; none where it waits for a request or answers one.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn way_of(&self, id: HandoverId) -> Result<Option<Way>, LedgerError> {
        self.row("SELECT words, code FROM handover_ways WHERE handover = ?1", [id.0], way)
    }
}

impl Change<'_> {
    /// Chooses the way of a handover. What was locked before is out of date.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where there is no such handover.
    pub fn set_way(&mut self, id: HandoverId, way: &Way, now: Timestamp) -> Result<(), LedgerError> {
        self.touch_contents(id, now)?;
        let (words, code) = match way {
            Way::Spoken(words) => (Some(words.as_bytes()), None),
            Way::Code(code) => (None, Some(code.as_str())),
        };
        let sql = "INSERT OR REPLACE INTO handover_ways (handover, words, code) VALUES (?1, ?2, ?3)";
        self.execute_one(sql, params![id.0, words, code])
    }

    /// Has a handover wait for a request again, or answer the one that it has. Without a way, nothing changes.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn clear_way(&mut self, id: HandoverId, now: Timestamp) -> Result<(), LedgerError> {
        if self.execute("DELETE FROM handover_ways WHERE handover = ?1", [id.0])? > 0 {
            self.touch_contents(id, now)?;
        }
        Ok(())
    }
}

fn way(row: &Columns<'_>) -> Result<Way, LedgerError> {
    match (row.next()?, row.next()?) {
        (Some(words), None) => Ok(Way::Spoken(words)),
        (None, Some(code)) => Ok(Way::Code(code)),
        _ => Err(LedgerError::Damaged),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::NewHandover;
    use crate::sample::{at, imagatec, ledger};

    #[test]
    fn a_way_is_chosen_changed_and_given_up() {
        let mut ledger = ledger();
        let id = ledger
            .write(|change| {
                let (integrator, business) = (imagatec(change)?, change.add_business(None, None, at(0))?);
                let new = NewHandover { business, integrator, request: None, label: None, project: None };
                change.add_handover(&new, at(0))
            })
            .unwrap();
        assert_eq!(ledger.way_of(id), Ok(None), "it waits for a request");
        let spoken = Way::Spoken(WordsId::from_bytes([7; 16]));
        let code = Way::Code("age1qqqsyqcyq5".parse().unwrap());
        for (second, way) in [(1, &spoken), (2, &code)] {
            ledger.write(|change| change.set_way(id, way, at(second))).unwrap();
            assert_eq!(ledger.way_of(id), Ok(Some(way.clone())), "one way at a time");
            let contents_at = ledger.handover(id).unwrap().unwrap().contents_at;
            assert_eq!(contents_at, at(second), "a file that was locked in another way is out of date");
        }
        ledger.write(|change| change.clear_way(id, at(3))).unwrap();
        assert_eq!(ledger.way_of(id), Ok(None), "it waits again");
        ledger.write(|change| change.clear_way(id, at(4))).unwrap();
        let contents_at = ledger.handover(id).unwrap().unwrap().contents_at;
        assert_eq!(contents_at, at(3), "what is not there is not given up a second time");
        let gone = ledger.write(|change| change.set_way(HandoverId::from_number(99), &spoken, at(5)));
        assert_eq!(gone, Err(LedgerError::Gone), "nothing has no way");
    }
}

//! The receiving side: one identity, one set of words, one or more agents.

use jiff::Timestamp;
use rusqlite::params;

use crate::column::{Columns, first, micros};
use crate::{Change, DeskNumber, Ledger, LedgerError, Line, Recipient, SignerKey};

/// A desk. Its identity is in the keychain, under its number.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Desk {
    /// Its number.
    pub number: DeskNumber,
    /// What customers call it. Fixed: the words stand for it.
    pub name: Line,
    /// Its domain, as an A-label. Fixed: the words stand for it.
    pub domain: Line,
    /// How customers reach it.
    pub contact: DeskContact,
    /// What signs its requests and receipts.
    pub signer: SignerKey,
    /// What bundles are encrypted to.
    pub recipient: Recipient,
    /// When it was set up.
    pub made_at: Timestamp,
    /// When it was last backed up.
    pub backed_up_at: Option<Timestamp>,
    /// When the backup was put off.
    pub backup_postponed_at: Option<Timestamp>,
    /// When another identity took its place. It still opens what was encrypted to it.
    pub retired_at: Option<Timestamp>,
}

/// How customers reach a desk.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct DeskContact {
    /// Where they send bundles.
    pub email: Option<Line>,
    /// Where they call.
    pub phone: Option<Line>,
    /// When somebody answers there.
    pub hours: Option<Line>,
}

/// A desk that is to be added.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewDesk {
    /// Its number: [`Ledger::next_desk_number`], or a later one where the keychain has an item under that.
    pub number: DeskNumber,
    /// What customers call it.
    pub name: Line,
    /// Its domain, as an A-label.
    pub domain: Line,
    /// How customers reach it.
    pub contact: DeskContact,
    /// What signs its requests and receipts.
    pub signer: SignerKey,
    /// What bundles are encrypted to.
    pub recipient: Recipient,
    /// When it was set up: earlier than now for one that was restored or joined.
    pub made_at: Timestamp,
}

const DESK: &str = "SELECT number, name, domain, email, phone, hours, signer, recipient, made_at, backed_up_at,
                    backup_postponed_at, retired_at FROM desks";

impl Ledger {
    /// All of them, retired ones too, oldest first.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn desks(&self) -> Result<Vec<Desk>, LedgerError> {
        self.rows(&format!("{DESK} ORDER BY made_at, number"), [], desk)
    }

    /// One of them.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn desk(&self, number: DeskNumber) -> Result<Option<Desk>, LedgerError> {
        self.row(&format!("{DESK} WHERE number = ?1"), [number.0], desk)
    }

    /// Whose signing key it is, present or earlier.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn desk_of_signer(&self, signer: &SignerKey) -> Result<Option<Desk>, LedgerError> {
        self.row(&format!("{DESK} WHERE signer = ?1"), [signer.as_bytes()], desk)
    }

    /// The smallest number above all those of this ledger. A ledger that was lost may have used it: look whether the keychain has an
    /// item under it.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn next_desk_number(&self) -> Result<DeskNumber, LedgerError> {
        self.only_row("SELECT ifnull(max(number), 0) + 1 FROM desks", [], first)
    }
}

impl Change<'_> {
    /// Adds one. The very same desk again, as a repeated restore brings it, changes nothing.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Internal`] where the number or the signing key is another desk's.
    pub fn add_desk(&mut self, new: &NewDesk) -> Result<(), LedgerError> {
        if let Some(known) = self.desk_of_signer(&new.signer)? {
            let same = known.number == new.number && known.recipient == new.recipient;
            return if same { Ok(()) } else { Err(LedgerError::FAULT) };
        }
        let sql = "INSERT INTO desks (number, name, domain, email, phone, hours, signer, recipient, made_at)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
        let (email, phone, hours) = texts(&new.contact);
        self.execute_one(
            sql,
            params![
                new.number.0,
                new.name.as_str(),
                new.domain.as_str(),
                email,
                phone,
                hours,
                new.signer.as_bytes(),
                new.recipient.as_str(),
                micros(new.made_at)
            ],
        )
    }

    /// Changes how customers reach it.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where there is no such desk.
    pub fn set_desk_contact(&mut self, number: DeskNumber, contact: &DeskContact) -> Result<(), LedgerError> {
        let sql = "UPDATE desks SET email = ?2, phone = ?3, hours = ?4 WHERE number = ?1";
        let (email, phone, hours) = texts(contact);
        self.execute_one(sql, params![number.0, email, phone, hours])
    }

    /// Notes that it was backed up.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where there is no such desk.
    pub fn note_backup(&mut self, number: DeskNumber, now: Timestamp) -> Result<(), LedgerError> {
        self.execute_one("UPDATE desks SET backed_up_at = ?2 WHERE number = ?1", params![number.0, micros(now)])
    }

    /// Notes that the backup was put off.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where there is no such desk.
    pub fn postpone_backup(&mut self, number: DeskNumber, now: Timestamp) -> Result<(), LedgerError> {
        let sql = "UPDATE desks SET backup_postponed_at = ?2 WHERE number = ?1";
        self.execute_one(sql, params![number.0, micros(now)])
    }

    /// Retires one: another identity takes its place.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where there is no such desk.
    pub fn retire_desk(&mut self, number: DeskNumber, now: Timestamp) -> Result<(), LedgerError> {
        self.execute_one("UPDATE desks SET retired_at = ?2 WHERE number = ?1", params![number.0, micros(now)])
    }
}

fn texts(contact: &DeskContact) -> (Option<&str>, Option<&str>, Option<&str>) {
    let DeskContact { email, phone, hours } = contact;
    (email.as_ref().map(Line::as_str), phone.as_ref().map(Line::as_str), hours.as_ref().map(Line::as_str))
}

fn desk(row: &Columns<'_>) -> Result<Desk, LedgerError> {
    Ok(Desk {
        number: row.next()?,
        name: row.next()?,
        domain: row.next()?,
        contact: DeskContact { email: row.next()?, phone: row.next()?, hours: row.next()? },
        signer: row.next()?,
        recipient: row.next()?,
        made_at: row.next()?,
        backed_up_at: row.next()?,
        backup_postponed_at: row.next()?,
        retired_at: row.next()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{at, ledger, line, new_desk};

    #[test]
    fn a_desk_is_found_by_its_signing_key_after_it_was_retired() {
        let mut ledger = ledger();
        assert_eq!(ledger.next_desk_number(), Ok(DeskNumber::new(1)), "the first desk");
        let new = new_desk(1);
        ledger.write(|change| change.add_desk(&new)).unwrap();
        ledger.write(|change| change.retire_desk(new.number, at(5))).unwrap();
        let desk = ledger.desk_of_signer(&new.signer).unwrap().unwrap();
        assert_eq!((desk.number, desk.retired_at), (new.number, Some(at(5))), "it still opens old bundles");
        assert_eq!(ledger.next_desk_number(), Ok(DeskNumber::new(2)), "a retired one keeps its number");
    }

    #[test]
    fn a_desk_is_never_overwritten() {
        let mut ledger = ledger();
        let new = new_desk(1);
        ledger.write(|change| change.add_desk(&new)).unwrap();
        assert_eq!(ledger.write(|change| change.add_desk(&new)), Ok(()), "a restore may run twice");
        let other_signer = NewDesk { signer: SignerKey::from_bytes([9; 32]), ..new.clone() };
        let other_number = NewDesk { number: DeskNumber::new(7), ..new.clone() };
        for wrong in [other_signer, other_number] {
            let refused = ledger.write(|change| change.add_desk(&wrong));
            assert!(matches!(refused, Err(LedgerError::Internal { .. })), "another identity takes no desk's place");
        }
        assert_eq!(ledger.desks().unwrap().len(), 1, "the one that was there");
    }

    #[test]
    fn backup_and_contact_are_remembered() {
        let mut ledger = ledger();
        let new = new_desk(1);
        let contact = DeskContact { email: None, phone: Some(line("1300 000 000")), hours: Some(line("9 to 5")) };
        ledger
            .write(|change| {
                change.add_desk(&new)?;
                change.postpone_backup(new.number, at(2))?;
                change.note_backup(new.number, at(3))?;
                change.set_desk_contact(new.number, &contact)
            })
            .unwrap();
        let desk = ledger.desk(new.number).unwrap().unwrap();
        assert_eq!((desk.backup_postponed_at, desk.backed_up_at), (Some(at(2)), Some(at(3))), "both dates stay");
        assert_eq!(desk.contact, contact, "the contact as it was last set");
        let unknown = ledger.write(|change| change.note_backup(DeskNumber::new(8), at(3)));
        assert_eq!(unknown, Err(LedgerError::Gone), "a desk that is not there can't be backed up");
    }
}

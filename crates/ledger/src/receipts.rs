//! Receipts: those that a merchant received, and those that a desk made.

use jiff::Timestamp;
use keycourier_credentials::SlotId;
use rusqlite::params;

use crate::column::micros;
use crate::names::named;
use crate::slots::slot_id;
use crate::{BundleId, Change, Code, DocumentId, Ledger, LedgerError, ReceiptId, Recorded, SignerKey};

named! {
    /// What a receipt says of one key.
    Outcome {
        /// It has arrived.
        Received = "received",
        /// It works.
        Works = "works",
        /// It was rejected.
        Rejected = "rejected",
    }
}

/// What a receipt says of one slot.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ReceiptItem {
    /// The slot.
    pub slot: SlotId,
    /// What of it.
    pub outcome: Outcome,
    /// Why.
    pub code: Option<Code>,
}

/// A receipt that is to be recorded.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewReceipt {
    /// The bundle: one that was sent, for a receipt that was received; one that was received, for a receipt that was made.
    pub bundle: BundleId,
    /// Its id.
    pub document_id: DocumentId,
    /// The signed document, as received or made.
    pub document: Vec<u8>,
    /// Who signed it.
    pub signer: SignerKey,
    /// What it says.
    pub items: Vec<ReceiptItem>,
    /// When it was made, by its own word.
    pub made_at: Timestamp,
}

/// A receipt.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Receipt {
    /// Its number.
    pub id: ReceiptId,
    /// What was recorded.
    pub recorded: NewReceipt,
    /// When it was recorded.
    pub recorded_at: Timestamp,
}

impl Ledger {
    /// The receipts of a bundle, in the order in which they were recorded: the last one counts.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn receipts_of(&self, bundle: BundleId) -> Result<Vec<Receipt>, LedgerError> {
        let sql = "SELECT id, document_id, document, signer, made_at, recorded_at FROM receipts WHERE bundle = ?1
                   ORDER BY id";
        let mut receipts = self.rows(sql, [bundle.0], |row| {
            Ok(Receipt {
                id: row.next()?,
                recorded: NewReceipt {
                    bundle,
                    document_id: row.next()?,
                    document: row.next()?,
                    signer: row.next()?,
                    items: Vec::new(),
                    made_at: row.next()?,
                },
                recorded_at: row.next()?,
            })
        })?;
        for receipt in &mut receipts {
            let sql = "SELECT mode, slot, outcome, code FROM receipt_items WHERE receipt = ?1 ORDER BY mode DESC, slot";
            receipt.recorded.items = self.rows(sql, [receipt.id.0], |row| {
                Ok(ReceiptItem { slot: slot_id(row)?, outcome: row.next()?, code: row.next()? })
            })?;
        }
        Ok(receipts)
    }
}

impl Change<'_> {
    /// Records one.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where there is no such bundle.
    pub fn record_receipt(&mut self, new: &NewReceipt, now: Timestamp) -> Result<Recorded<ReceiptId>, LedgerError> {
        let known = "SELECT id, document = ?3 FROM receipts WHERE bundle = ?1 AND document_id = ?2";
        let known = self.row(known, params![new.bundle.0, new.document_id.as_bytes(), new.document], |row| {
            Ok((row.next()?, row.next()?))
        })?;
        match known {
            Some((id, true)) => return Ok(Recorded::Known(id)),
            Some((id, false)) => return Ok(Recorded::Replayed(id)),
            None => {}
        }
        let sql = "INSERT INTO receipts (bundle, document_id, document, signer, made_at, recorded_at)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let (document_id, signer) = (new.document_id.as_bytes(), new.signer.as_bytes());
        let params = params![new.bundle.0, document_id, new.document, signer, micros(new.made_at), micros(now)];
        let id = self.insert(sql, params)?;
        for item in &new.items {
            let sql = "INSERT INTO receipt_items (receipt, mode, slot, outcome, code) VALUES (?1, ?2, ?3, ?4, ?5)";
            let (mode, slot) = (item.slot.mode.as_str(), item.slot.name.as_str());
            let params = params![id, mode, slot, item.outcome.as_str(), item.code.as_ref().map(Code::as_str)];
            self.execute_one(sql, params)?;
        }
        Ok(Recorded::New(ReceiptId(id)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{at, ledger, received, received_id, slot};
    use keycourier_credentials::Mode;

    #[test]
    fn a_receipt_dropped_in_twice_counts_once_and_a_later_one_counts_more() {
        let mut ledger = ledger();
        let bundle = received_id(&mut ledger, &received(1), at(1));
        let receipt = |n: u8, outcome| NewReceipt {
            bundle,
            document_id: DocumentId::from_bytes([n; 16]),
            document: vec![b'{', n, b'}'],
            signer: SignerKey::from_bytes([1; 32]),
            items: vec![
                ReceiptItem { slot: slot(Mode::Test, "secret"), outcome, code: Some("works".parse().unwrap()) },
                ReceiptItem { slot: slot(Mode::Live, "secret"), outcome, code: None },
            ],
            made_at: at(5),
        };
        let works = receipt(1, Outcome::Works);
        let first = ledger.write(|change| change.record_receipt(&works, at(6))).unwrap();
        let Recorded::New(id) = first else { panic!("nothing was there before") };
        assert_eq!(
            ledger.write(|change| change.record_receipt(&works, at(7))),
            Ok(Recorded::Known(id)),
            "the same mail"
        );
        let rejected = receipt(2, Outcome::Rejected);
        ledger.write(|change| change.record_receipt(&rejected, at(8))).unwrap();
        let known: Vec<_> = ledger.receipts_of(bundle).unwrap().into_iter().map(|receipt| receipt.recorded).collect();
        assert_eq!(known, [works.clone(), rejected], "both, whole, the last one last");
        let forged = NewReceipt { document: b"{}".to_vec(), ..works };
        let replayed = ledger.write(|change| change.record_receipt(&forged, at(9)));
        assert_eq!(replayed, Ok(Recorded::Replayed(id)), "an id stands for one document");
        let lost = NewReceipt { bundle: BundleId::from_number(99), ..receipt(3, Outcome::Works) };
        let gone = ledger.write(|change| change.record_receipt(&lost, at(9)));
        assert_eq!(gone, Err(LedgerError::Gone), "a receipt for nothing is for the caller to tell");
    }
}

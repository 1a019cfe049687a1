//! What Stripe said about a key, and who asked.

use jiff::Timestamp;
use keycourier_credentials::{AccountId, SlotId};
use rusqlite::params;
use rusqlite::types::ValueRef;

use crate::column::{Column, Columns, micros};
use crate::names::named;
use crate::slots::slot_id;
use crate::{BundleId, Change, CheckId, Code, KeyId, Ledger, LedgerError, Line};

named! {
    /// Who asked Stripe.
    CheckedBy {
        /// This program.
        Us = "us",
        /// The sender of a bundle, by their own word.
        Sender = "sender",
    }
}

/// What was learnt about a key.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Check {
    /// Who asked.
    pub by: CheckedBy,
    /// The verdict's code, such as `works` or `could_not_ask`.
    pub verdict: Code,
    /// Why Stripe could not be asked.
    pub cause: Option<Code>,
    /// What the key lacks, by Stripe's own labels.
    pub lacks: Vec<Line>,
    /// The account that Stripe named.
    pub account: Option<AccountId>,
    /// Stripe's `Request-Id`.
    pub request_id: Option<Line>,
    /// When.
    pub at: Timestamp,
}

const CHECK: &str = "SELECT checked_by, verdict, cause, lacks, account, request_id, at FROM checks";

impl Ledger {
    /// The newest check of a key of this computer.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn last_check(&self, key: KeyId) -> Result<Option<Check>, LedgerError> {
        self.row(&format!("{CHECK} WHERE key = ?1 ORDER BY at DESC, id DESC LIMIT 1"), [key.as_bytes()], check)
    }

    /// The newest check of each key in a bundle, by one of the two, test first.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn last_checks_in(&self, bundle: BundleId, by: CheckedBy) -> Result<Vec<(SlotId, Check)>, LedgerError> {
        let sql = "SELECT mode, slot, checked_by, verdict, cause, lacks, account, request_id, at FROM checks c
                   WHERE bundle = ?1 AND checked_by = ?2 AND NOT EXISTS (SELECT 1 FROM checks later
                   WHERE later.bundle = c.bundle AND later.mode = c.mode AND later.slot = c.slot
                   AND later.checked_by = c.checked_by AND (later.at, later.id) > (c.at, c.id))
                   ORDER BY mode DESC, slot";
        self.rows(sql, params![bundle.0, by.as_str()], |row| Ok((slot_id(row)?, check(row)?)))
    }
}

impl Change<'_> {
    /// Records a check of a key of this computer.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where there is no such key.
    pub fn record_check(&mut self, key: KeyId, check: &Check) -> Result<CheckId, LedgerError> {
        self.insert_check(Some(key), None, check)
    }

    /// Records a check of a key in a bundle.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where no such key is in that bundle.
    pub fn record_bundle_check(
        &mut self,
        bundle: BundleId,
        slot: &SlotId,
        check: &Check,
    ) -> Result<CheckId, LedgerError> {
        self.insert_check(None, Some((bundle, slot)), check)
    }

    fn insert_check(
        &mut self,
        key: Option<KeyId>,
        place: Option<(BundleId, &SlotId)>,
        check: &Check,
    ) -> Result<CheckId, LedgerError> {
        let sql = "INSERT INTO checks
                   (key, bundle, mode, slot, checked_by, verdict, cause, lacks, account, request_id, at)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
        let lacks: Vec<&str> = check.lacks.iter().map(Line::as_str).collect();
        self.insert(
            sql,
            params![
                key.map(|key| key.0),
                place.map(|(bundle, _)| bundle.0),
                place.map(|(_, slot)| slot.mode.as_str()),
                place.map(|(_, slot)| slot.name.as_str()),
                check.by.as_str(),
                check.verdict.as_str(),
                check.cause.as_ref().map(Code::as_str),
                lacks.join("\n"),
                check.account.as_ref().map(AccountId::as_str),
                check.request_id.as_ref().map(Line::as_str),
                micros(check.at)
            ],
        )
        .map(CheckId)
    }
}

/// Labels are kept one a line, which no [`Line`] has inside.
struct Labels(Vec<Line>);

impl Column for Labels {
    fn read(value: ValueRef<'_>) -> Option<Self> {
        let labels = value.as_str().ok()?.lines();
        labels.map(|label| Line::read(ValueRef::Text(label.as_bytes()))).collect::<Option<_>>().map(Self)
    }
}

fn check(row: &Columns<'_>) -> Result<Check, LedgerError> {
    Ok(Check {
        by: row.next()?,
        verdict: row.next()?,
        cause: row.next()?,
        lacks: row.next::<Labels>()?.0,
        account: row.next()?,
        request_id: row.next()?,
        at: row.next()?,
    })
}

#[cfg(test)]
mod tests {
    use keycourier_credentials::Mode;

    use super::*;
    use crate::sample::{account_id, at, ledger, line, new_key, received, received_id, slot};

    fn found(by: CheckedBy, verdict: &str, second: i64) -> Check {
        Check {
            by,
            verdict: verdict.parse().unwrap(),
            cause: None,
            lacks: vec![line("Charges: read"), line("Customers: write")],
            account: Some(account_id(1)),
            request_id: Some(line("req_123")),
            at: at(second),
        }
    }

    #[test]
    fn the_newest_check_of_a_key_counts() {
        let mut ledger = ledger();
        let business = ledger.write(|change| change.add_business(None, None, at(0))).unwrap();
        let key = new_key(business, Mode::Live, 1);
        ledger.write(|change| change.begin_saving(&key, at(1))).unwrap();
        assert_eq!(ledger.last_check(key.id), Ok(None), "nobody asked yet");
        let works = found(CheckedBy::Us, "works_but_lacks", 9);
        for check in [&works, &found(CheckedBy::Us, "could_not_ask", 5)] {
            ledger.write(|change| change.record_check(key.id, check)).unwrap();
        }
        assert_eq!(ledger.last_check(key.id), Ok(Some(works)), "by the time of asking, all that was learnt");
        let unknown =
            ledger.write(|change| change.record_check(KeyId::from_bytes([9; 16]), &found(CheckedBy::Us, "works", 1)));
        assert_eq!(unknown, Err(LedgerError::Gone), "a key that was removed meanwhile");
    }

    #[test]
    fn the_senders_check_and_ours_are_kept_apart() {
        let mut ledger = ledger();
        let bundle = received_id(&mut ledger, &received(1), at(1));
        let secret = slot(Mode::Live, "secret");
        let (theirs, ours) = (found(CheckedBy::Sender, "works", 2), found(CheckedBy::Us, "expired", 3));
        for check in [&theirs, &found(CheckedBy::Us, "could_not_ask", 2), &ours] {
            ledger.write(|change| change.record_bundle_check(bundle, &secret, check)).unwrap();
        }
        let of = |by| ledger.last_checks_in(bundle, by).unwrap();
        assert_eq!(of(CheckedBy::Sender), [(secret.clone(), theirs)], "what they say of it");
        assert_eq!(of(CheckedBy::Us), [(secret, ours)], "what we found, the last time");
        let nowhere = ledger.write(|change| {
            change.record_bundle_check(bundle, &slot(Mode::Live, "other"), &found(CheckedBy::Us, "works", 4))
        });
        assert_eq!(nowhere, Err(LedgerError::Gone), "no such key is in it");
    }
}

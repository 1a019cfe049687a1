//! The checks of a handover, one for each mode and time: what was found, whole.

use jiff::Timestamp;
use keycourier_credentials::Mode;
use rusqlite::params;

use crate::column::{Columns, micros};
use crate::text::holds_credential;
use crate::{Change, HandoverId, Ledger, LedgerError};

/// What a check of one mode brought.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct HandoverCheck {
    /// The mode.
    pub mode: Mode,
    /// What was found, as the check wrote it.
    pub findings: String,
    /// When.
    pub at: Timestamp,
}

/// More than a person looks through.
const KEPT: u32 = 50;

impl Ledger {
    /// The newest check of one mode.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn last_handover_check(&self, id: HandoverId, mode: Mode) -> Result<Option<HandoverCheck>, LedgerError> {
        let sql = "SELECT mode, findings, at FROM handover_checks WHERE handover = ?1 AND mode = ?2
                   ORDER BY at DESC, id DESC LIMIT 1";
        self.row(sql, params![id.0, mode.as_str()], handover_check)
    }

    /// The checks of a handover, newest first.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn handover_checks(&self, id: HandoverId) -> Result<Vec<HandoverCheck>, LedgerError> {
        let sql = "SELECT mode, findings, at FROM handover_checks WHERE handover = ?1 ORDER BY at DESC, id DESC";
        self.rows(sql, [id.0], handover_check)
    }

    /// Since when the merchant agrees that permissions to change things are tried out; `None` where they don't.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn write_probes_agreed(&self, id: HandoverId) -> Result<Option<Timestamp>, LedgerError> {
        let sql = "SELECT write_probes_agreed_at FROM handovers WHERE id = ?1";
        Ok(self.row(sql, [id.0], |row| row.next::<Option<Timestamp>>())?.flatten())
    }
}

impl Change<'_> {
    /// Keeps what a check of one mode brought. The oldest go once there are fifty of that mode.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where there is no such handover, [`LedgerError::Internal`] where a credential stands in the findings.
    pub fn record_handover_check(
        &mut self,
        id: HandoverId,
        mode: Mode,
        findings: &str,
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        if holds_credential(findings) {
            return Err(LedgerError::FAULT);
        }
        let sql = "INSERT INTO handover_checks (handover, mode, findings, at) VALUES (?1, ?2, ?3, ?4)";
        self.insert(sql, params![id.0, mode.as_str(), findings, micros(now)])?;
        let sql = "DELETE FROM handover_checks WHERE handover = ?1 AND mode = ?2 AND id NOT IN
                   (SELECT id FROM handover_checks WHERE handover = ?1 AND mode = ?2
                    ORDER BY at DESC, id DESC LIMIT ?3)";
        self.execute(sql, params![id.0, mode.as_str(), KEPT])?;
        Ok(())
    }

    /// Says since when the merchant agrees that permissions to change things are tried out; `None` takes it back.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where there is no such handover.
    pub fn agree_to_write_probes(&mut self, id: HandoverId, since: Option<Timestamp>) -> Result<(), LedgerError> {
        let sql = "UPDATE handovers SET write_probes_agreed_at = ?2 WHERE id = ?1";
        self.execute_one(sql, params![id.0, since.map(micros)])
    }
}

fn handover_check(row: &Columns<'_>) -> Result<HandoverCheck, LedgerError> {
    Ok(HandoverCheck { mode: row.next()?, findings: row.next()?, at: row.next()? })
}

#[cfg(test)]
mod tests {
    use keycourier_testkit::keys;

    use super::*;
    use crate::sample::{at, delivery, ledger};

    #[test]
    fn the_newest_check_of_a_mode_counts_and_the_oldest_go() {
        let mut ledger = ledger();
        let id = ledger.write(delivery).unwrap().handover;
        for second in 0..60 {
            let record = |change: &mut Change<'_>| {
                change.record_handover_check(id, Mode::Test, &format!("{{\"n\":{second}}}"), at(second))
            };
            ledger.write(record).unwrap();
        }
        let newest = ledger.last_handover_check(id, Mode::Test).unwrap().expect("it was checked");
        assert_eq!((newest.findings.as_str(), newest.at), ("{\"n\":59}", at(59)), "the last one");
        assert_eq!(ledger.last_handover_check(id, Mode::Live).unwrap(), None, "of the other mode nothing is known");
        let kept = ledger.handover_checks(id).unwrap();
        assert_eq!((kept.len(), kept.last().map(|check| check.at)), (50, Some(at(10))), "a list that stays short");
    }

    #[test]
    fn no_credential_is_kept_in_findings() {
        let mut ledger = ledger();
        let id = ledger.write(delivery).unwrap().handover;
        let findings = format!("{{\"value\":\"{}\"}}", keys::legacy("sk_live_", 4));
        let refused = ledger.write(|change| change.record_handover_check(id, Mode::Live, &findings, at(1)));
        assert_eq!(refused, Err(LedgerError::FAULT), "findings are written to disk");
    }

    #[test]
    fn an_agreement_is_kept_until_it_is_taken_back() {
        let mut ledger = ledger();
        let id = ledger.write(delivery).unwrap().handover;
        assert_eq!(ledger.write_probes_agreed(id), Ok(None), "nobody agrees unasked");
        ledger.write(|change| change.agree_to_write_probes(id, Some(at(5)))).unwrap();
        assert_eq!(ledger.write_probes_agreed(id), Ok(Some(at(5))), "they agreed");
        ledger.write(|change| change.agree_to_write_probes(id, None)).unwrap();
        assert_eq!(ledger.write_probes_agreed(id), Ok(None), "and no longer");
    }
}

//! What a person did once has one effect, however often its command is sent.

use jiff::Timestamp;
use rusqlite::params;

use crate::column::{first, micros};
use crate::text::holds_credential;
use crate::{Change, Ledger, LedgerError, OperationId};

impl Ledger {
    /// What came of an operation that was done already.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn operation_result(&self, id: &OperationId) -> Result<Option<String>, LedgerError> {
        self.row("SELECT result FROM operations WHERE id = ?1", [id.as_str()], first)
    }

    /// Does something once: where it was done already, gives what came of it then, and `act` is not called. What `act` changes and
    /// what it gives are written together or not at all.
    ///
    /// # Errors
    ///
    /// Those of `act`, those of the file, and those of [`Change::record_operation`].
    pub fn once<E: From<LedgerError>>(
        &mut self,
        id: &OperationId,
        now: Timestamp,
        act: impl FnOnce(&mut Change<'_>) -> Result<String, E>,
    ) -> Result<String, E> {
        self.write(|change| match change.operation_result(id)? {
            Some(result) => Ok(result),
            None => {
                let result = act(change)?;
                change.record_operation(id, &result, now)?;
                Ok(result)
            }
        })
    }
}

impl Change<'_> {
    /// Notes what came of an operation, as JSON, for one that could not be done in a single change. The first result stays.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Internal`] where a credential stands in the result: nothing of the kind leaves a command.
    pub fn record_operation(&mut self, id: &OperationId, result: &str, now: Timestamp) -> Result<(), LedgerError> {
        if holds_credential(result) {
            return Err(LedgerError::FAULT);
        }
        let sql = "INSERT INTO operations (id, result, at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
        self.execute(sql, params![id.as_str(), result, micros(now)])?;
        Ok(())
    }

    /// Forgets operations older than `time`; gives how many. No page sends a command again after a day.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn forget_operations_before(&mut self, time: Timestamp) -> Result<usize, LedgerError> {
        self.execute("DELETE FROM operations WHERE at < ?1", [micros(time)])
    }
}

#[cfg(test)]
mod tests {
    use keycourier_testkit::keys;

    use super::*;
    use crate::sample::{at, ledger};

    fn operation() -> OperationId {
        "3f2a-77".parse().unwrap()
    }

    #[test]
    fn a_command_sent_twice_has_one_effect_and_one_result() {
        let mut ledger = ledger();
        let mut add = |second| {
            let added = |change: &mut Change<'_>| {
                Ok::<_, LedgerError>(format!("{{\"business\":{}}}", change.add_business(None, None, at(second))?.get()))
            };
            ledger.once(&operation(), at(second), added).unwrap()
        };
        assert_eq!(
            (add(1), add(2)),
            ("{\"business\":1}".into(), "{\"business\":1}".into()),
            "the page sees one answer"
        );
        assert_eq!(ledger.businesses().unwrap().len(), 1, "a reload of the page starts no second business");
    }

    #[test]
    fn a_command_that_failed_may_be_sent_again() {
        let mut ledger = ledger();
        let failed = ledger.once(&operation(), at(1), |change| {
            change.add_business(None, None, at(1))?;
            Err(LedgerError::Full)
        });
        assert_eq!(failed, Err(LedgerError::Full), "the cause reaches the caller");
        assert!(ledger.businesses().unwrap().is_empty(), "half of it must not stay");
        let done = ledger.once(&operation(), at(2), |_| Ok::<_, LedgerError>("{}".to_owned()));
        assert_eq!(done.as_deref(), Ok("{}"), "a failure is no result");
    }

    #[test]
    fn no_credential_is_kept_as_a_result() {
        let mut ledger = ledger();
        let result = format!("{{\"value\":\"{}\"}}", keys::legacy("sk_live_", 4));
        let refused = ledger.once(&operation(), at(1), |_| Ok::<_, LedgerError>(result));
        assert_eq!(refused, Err(LedgerError::FAULT), "results are written to disk");
    }

    #[test]
    fn old_operations_are_forgotten() {
        let mut ledger = ledger();
        ledger.write(|change| change.record_operation(&operation(), "{}", at(1))).unwrap();
        let forget = |ledger: &mut Ledger, second| ledger.write(|change| change.forget_operations_before(at(second)));
        assert_eq!(forget(&mut ledger, 1), Ok(0), "one as old as the limit stays");
        assert_eq!(forget(&mut ledger, 2), Ok(1), "one older goes");
    }
}

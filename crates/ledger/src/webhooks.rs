//! The webhooks of a handover: where Stripe shall send to, and what is being changed about that at Stripe.

use jiff::Timestamp;
use keycourier_credentials::Mode;
use rusqlite::params;

use crate::column::{Columns, micros};
use crate::text::holds_credential;
use crate::{Change, Code, HandoverId, Ledger, LedgerError, Line};

/// A webhook of a handover.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Webhook {
    /// The mode.
    pub mode: Mode,
    /// Where Stripe shall send to.
    pub url: String,
    /// The endpoint at Stripe that was made or mended here.
    pub endpoint: Option<Line>,
    /// When the person said that they set it up by hand.
    pub by_hand_at: Option<Timestamp>,
    /// Why the last change was not made.
    pub refused: Option<Code>,
    /// A change that was tried and of which nobody knows yet whether it was made.
    pub open: Option<OpenChange>,
    /// Since when it is known.
    pub since: Timestamp,
}

/// A change of a webhook at Stripe that has no answer yet. Tried again with the same idempotency key, nothing is done twice.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OpenChange {
    /// What it is, as whoever made it wrote it.
    pub change: String,
    /// Its idempotency key.
    pub idempotency: String,
    /// When it was first tried.
    pub since: Timestamp,
}

/// As long as any address that Stripe sends to.
const LONGEST: usize = 2048;

impl Ledger {
    /// The webhooks of a handover, test first.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn webhooks_of(&self, id: HandoverId) -> Result<Vec<Webhook>, LedgerError> {
        let sql = "SELECT mode, url, endpoint, by_hand_at, refused, since, change, idempotency, change_since
                   FROM handover_webhooks WHERE handover = ?1 ORDER BY mode DESC, url";
        self.rows(sql, [id.0], webhook)
    }
}

impl Change<'_> {
    /// Says where Stripe shall send to in one mode, in place of what was said before. The same address again changes nothing.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where there is no such handover, [`LedgerError::Internal`] for what is no web address of at most 2048 plain
    /// characters.
    pub fn set_webhook_address(
        &mut self,
        id: HandoverId,
        mode: Mode,
        url: &str,
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        let sql = "DELETE FROM handover_webhooks WHERE handover = ?1 AND mode = ?2 AND url <> ?3";
        self.execute(sql, params![id.0, mode.as_str(), url])?;
        self.note_webhook(id, mode, url, now)
    }

    /// Takes up an address beside those that are there. One that is there stays as it is.
    ///
    /// # Errors
    ///
    /// As [`Self::set_webhook_address`].
    pub fn note_webhook(&mut self, id: HandoverId, mode: Mode, url: &str, now: Timestamp) -> Result<(), LedgerError> {
        let is_web = url.starts_with("https://") || url.starts_with("http://");
        let plain = url.len() <= LONGEST && url.bytes().all(|byte| byte.is_ascii_graphic());
        if !is_web || !plain || holds_credential(url) {
            return Err(LedgerError::FAULT);
        }
        let sql = "INSERT INTO handover_webhooks (handover, mode, url, since) VALUES (?1, ?2, ?3, ?4)
                   ON CONFLICT DO NOTHING";
        self.execute(sql, params![id.0, mode.as_str(), url, micros(now)])?;
        Ok(())
    }

    /// Forgets the address of one mode.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn forget_webhook_address(&mut self, id: HandoverId, mode: Mode) -> Result<(), LedgerError> {
        self.execute("DELETE FROM handover_webhooks WHERE handover = ?1 AND mode = ?2", params![id.0, mode.as_str()])?;
        Ok(())
    }

    /// Writes down a change before it is first tried at Stripe.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where there is no such webhook, [`LedgerError::Internal`] where a credential stands in the change.
    pub fn begin_webhook_change(
        &mut self,
        id: HandoverId,
        mode: Mode,
        url: &str,
        open: &OpenChange,
    ) -> Result<(), LedgerError> {
        if holds_credential(&open.change) {
            return Err(LedgerError::FAULT);
        }
        let sql = "UPDATE handover_webhooks SET change = ?4, idempotency = ?5, change_since = ?6
                   WHERE handover = ?1 AND mode = ?2 AND url = ?3";
        let since = micros(open.since);
        self.execute_one(sql, params![id.0, mode.as_str(), url, open.change, open.idempotency, since])
    }

    /// Writes down that a change was made: it is open no longer, and the endpoint is known.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where there is no such webhook.
    pub fn webhook_changed(
        &mut self,
        id: HandoverId,
        mode: Mode,
        url: &str,
        endpoint: &Line,
    ) -> Result<(), LedgerError> {
        let sql = "UPDATE handover_webhooks SET change = NULL, idempotency = NULL, change_since = NULL, refused = NULL,
                   by_hand_at = NULL, endpoint = ?4 WHERE handover = ?1 AND mode = ?2 AND url = ?3";
        self.execute_one(sql, params![id.0, mode.as_str(), url, endpoint.as_str()])
    }

    /// Writes down that a change was not made, and why. With `keep_open` nobody knows whether it was, and it stays open.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where there is no such webhook.
    pub fn webhook_not_changed(
        &mut self,
        id: HandoverId,
        mode: Mode,
        url: &str,
        reason: &Code,
        keep_open: bool,
    ) -> Result<(), LedgerError> {
        let sql = "UPDATE handover_webhooks SET refused = ?4, change = iif(?5, change, NULL),
                   idempotency = iif(?5, idempotency, NULL), change_since = iif(?5, change_since, NULL)
                   WHERE handover = ?1 AND mode = ?2 AND url = ?3";
        self.execute_one(sql, params![id.0, mode.as_str(), url, reason.as_str(), keep_open])
    }

    /// Forgets why the last change was not made, after Stripe was asked anew.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn webhooks_asked_anew(&mut self, id: HandoverId, mode: Mode) -> Result<(), LedgerError> {
        let sql = "UPDATE handover_webhooks SET refused = NULL WHERE handover = ?1 AND mode = ?2";
        self.execute(sql, params![id.0, mode.as_str()])?;
        Ok(())
    }

    /// Writes down that the person set it up by hand; `None` takes it back.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where there is no such webhook.
    pub fn webhook_by_hand(
        &mut self,
        id: HandoverId,
        mode: Mode,
        url: &str,
        at: Option<Timestamp>,
    ) -> Result<(), LedgerError> {
        let sql = "UPDATE handover_webhooks SET by_hand_at = ?4 WHERE handover = ?1 AND mode = ?2 AND url = ?3";
        self.execute_one(sql, params![id.0, mode.as_str(), url, at.map(micros)])
    }
}

fn webhook(row: &Columns<'_>) -> Result<Webhook, LedgerError> {
    let (mode, url, endpoint, by_hand_at, refused, since) =
        (row.next()?, row.next()?, row.next()?, row.next()?, row.next()?, row.next()?);
    let (change, idempotency, change_since): (Option<String>, Option<String>, Option<Timestamp>) =
        (row.next()?, row.next()?, row.next()?);
    let open = match (change, idempotency, change_since) {
        (Some(change), Some(idempotency), Some(since)) => Some(OpenChange { change, idempotency, since }),
        _ => None,
    };
    Ok(Webhook { mode, url, endpoint, by_hand_at, refused, open, since })
}

#[cfg(test)]
mod tests {
    use keycourier_testkit::keys;

    use super::*;
    use crate::sample::{at, delivery, ledger, line};

    const URL: &str = "https://jelou.dev/hooks/7f3a";

    fn with_address() -> (Ledger, HandoverId) {
        let mut ledger = ledger();
        let id = ledger.write(delivery).unwrap().handover;
        ledger.write(|change| change.set_webhook_address(id, Mode::Test, URL, at(1))).unwrap();
        (ledger, id)
    }

    fn open() -> OpenChange {
        OpenChange { change: "\"create\"".to_owned(), idempotency: "key-1".to_owned(), since: at(2) }
    }

    #[test]
    fn one_address_a_mode_and_another_begins_anew() {
        let (mut ledger, id) = with_address();
        ledger.write(|change| change.webhook_by_hand(id, Mode::Test, URL, Some(at(2)))).unwrap();
        ledger.write(|change| change.set_webhook_address(id, Mode::Test, URL, at(3))).unwrap();
        let same = ledger.webhooks_of(id).unwrap();
        assert_eq!((same.len(), same[0].by_hand_at, same[0].since), (1, Some(at(2)), at(1)), "nothing changed");
        ledger.write(|change| change.set_webhook_address(id, Mode::Test, "https://jelou.dev/other", at(4))).unwrap();
        let other = ledger.webhooks_of(id).unwrap();
        assert_eq!((other.len(), other[0].by_hand_at), (1, None), "what was done was done for the old address");
        ledger.write(|change| change.note_webhook(id, Mode::Test, URL, at(5))).unwrap();
        assert_eq!(ledger.webhooks_of(id).unwrap().len(), 2, "a request may ask for several");
    }

    #[test]
    fn only_web_addresses_without_a_credential_are_kept() {
        let (mut ledger, id) = with_address();
        let key = keys::legacy("sk_live_", 4);
        let long = format!("https://a.example/{}", "x".repeat(2048));
        for wrong in ["", "ftp://a.example", "https://a.example/ b", &format!("https://a.example/?k={key}"), &long] {
            let refused = ledger.write(|change| change.set_webhook_address(id, Mode::Test, wrong, at(2)));
            assert_eq!(refused, Err(LedgerError::FAULT), "{wrong:?} is no address to keep");
        }
        assert_eq!(ledger.webhooks_of(id).unwrap()[0].url, URL, "and the good one stays");
    }

    #[test]
    fn a_change_is_open_until_its_outcome_is_known() {
        let (mut ledger, id) = with_address();
        let opened = |ledger: &Ledger| ledger.webhooks_of(id).unwrap()[0].open.clone();
        ledger.write(|change| change.begin_webhook_change(id, Mode::Test, URL, &open())).unwrap();
        let reason: Code = "could_not_ask".parse().unwrap();
        ledger.write(|change| change.webhook_not_changed(id, Mode::Test, URL, &reason, true)).unwrap();
        assert_eq!(opened(&ledger), Some(open()), "it may have been made: the same key next time");
        assert_eq!(ledger.webhooks_of(id).unwrap()[0].refused, Some(reason.clone()), "and that is said");
        ledger.write(|change| change.webhook_not_changed(id, Mode::Test, URL, &reason, false)).unwrap();
        assert_eq!(opened(&ledger), None, "it was not made, for certain");
        ledger.write(|change| change.begin_webhook_change(id, Mode::Test, URL, &open())).unwrap();
        ledger.write(|change| change.webhook_changed(id, Mode::Test, URL, &line("we_1AbC"))).unwrap();
        let changed = ledger.webhooks_of(id).unwrap().remove(0);
        assert_eq!((changed.open, changed.refused), (None, None), "it was made");
        assert_eq!(changed.endpoint, Some(line("we_1AbC")), "and which one it is, is known");
    }
}

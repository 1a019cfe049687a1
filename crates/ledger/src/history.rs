//! What happened, when, to which slot: by mask, never by value.

use jiff::Timestamp;
use keycourier_credentials::{Mask, Mode, SlotName};
use rusqlite::{ToSql, params};

use crate::column::{Columns, micros};
use crate::folding::{Findable, words};
use crate::names::named;
use crate::{Change, Code, HistoryId, Ledger, LedgerError, Line, Side};

named! {
    /// What happened.
    Event {
        /// A request was read.
        RequestReceived = "request_received",
        /// A request was made.
        RequestMade = "request_made",
        /// A request was withdrawn.
        RequestWithdrawn = "request_withdrawn",
        /// An integrator was proven.
        IntegratorProven = "integrator_proven",
        /// An integrator showed itself with another signing key.
        SignerChanged = "signer_changed",
        /// A key came in.
        KeyAdded = "key_added",
        /// A key took the place of another.
        KeyReplaced = "key_replaced",
        /// A key was removed from this computer.
        KeyRemoved = "key_removed",
        /// The file that keys were taken from was deleted.
        KeyFileDeleted = "key_file_deleted",
        /// Stripe was asked about a key.
        KeyChecked = "key_checked",
        /// The merchant agreed that permissions to change things are tried out.
        WriteProbesAgreed = "write_probes_agreed",
        /// That was taken back.
        WriteProbesWithdrawn = "write_probes_withdrawn",
        /// A webhook signing secret was held against a delivery that it should have signed.
        SecretProven = "secret_proven",
        /// The person said that an account is theirs.
        AccountConfirmed = "account_confirmed",
        /// The person said that an account is not theirs.
        AccountRejected = "account_rejected",
        /// A webhook was made at Stripe.
        WebhookMade = "webhook_made",
        /// A webhook was mended at Stripe.
        WebhookMended = "webhook_mended",
        /// A webhook was set up by hand, by the person's word.
        WebhookByHand = "webhook_by_hand",
        /// A bundle was made.
        BundleMade = "bundle_made",
        /// A bundle was sent, by the person's word.
        BundleSent = "bundle_sent",
        /// That was taken back.
        SentUndone = "sent_undone",
        /// A key was copied for the integrator's own page.
        KeyPutIn = "key_put_in",
        /// Keys were updated through the integrator's interface.
        KeysUpdated = "keys_updated",
        /// A receipt was read.
        ReceiptReceived = "receipt_received",
        /// A bundle came in.
        BundleReceived = "bundle_received",
        /// A file came in that can't be opened.
        FileNotOpened = "file_not_opened",
        /// A key was copied or exported from a bundle.
        KeyHandedOn = "key_handed_on",
        /// The keys of a bundle were installed.
        Installed = "installed",
        /// That was taken back.
        InstalledUndone = "installed_undone",
        /// Somebody decided that there is nothing more to do about a file.
        SetAside = "set_aside",
        /// That was taken back.
        TakenUpAgain = "taken_up_again",
        /// A receipt was made.
        ReceiptMade = "receipt_made",
        /// A desk was set up.
        DeskMade = "desk_made",
        /// A desk was restored or joined.
        DeskJoined = "desk_joined",
        /// A desk was backed up.
        DeskBackedUp = "desk_backed_up",
        /// A desk was retired.
        DeskRetired = "desk_retired",
        /// Businesses, integrators and history were moved to or from another computer.
        DataMoved = "data_moved",
    }
}

/// An entry that is to be made.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewEntry {
    /// Which of the two people it concerns.
    pub side: Side,
    /// What happened.
    pub event: Event,
    /// The merchant's business.
    pub business: Option<Line>,
    /// The integrator or desk.
    pub integrator: Option<Line>,
    /// The mode.
    pub mode: Option<Mode>,
    /// The slot.
    pub slot: Option<SlotName>,
    /// The key.
    pub mask: Option<Mask>,
    /// The ticket.
    pub ticket: Option<Line>,
    /// A code that says more, such as a verdict.
    pub detail: Option<Code>,
}

impl NewEntry {
    /// One that says no more than what happened.
    pub fn new(side: Side, event: Event) -> Self {
        let (business, integrator, mode, slot, mask, ticket, detail) = (None, None, None, None, None, None, None);
        Self { side, event, business, integrator, mode, slot, mask, ticket, detail }
    }
}

/// An entry.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Entry {
    /// Its number.
    pub id: HistoryId,
    /// When it happened.
    pub at: Timestamp,
    /// What happened.
    pub what: NewEntry,
}

/// Which entries. The default is all of them.
#[derive(Clone, Debug, Default)]
pub struct HistoryFilter {
    /// Only of one side.
    pub side: Option<Side>,
    /// Only these events; empty for all.
    pub events: Vec<Event>,
    /// Only of one mode.
    pub mode: Option<Mode>,
    /// Only from this time on.
    pub from: Option<Timestamp>,
    /// Only before this time.
    pub until: Option<Timestamp>,
    /// Words that business, integrator, ticket or mask must contain; empty for all.
    pub search: String,
    /// Only those that come behind this one: the last entry of a page begins the next.
    pub before: Option<HistoryId>,
    /// At most so many.
    pub limit: Option<u32>,
}

impl Ledger {
    /// Entries, newest first.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn history(&self, filter: &HistoryFilter) -> Result<Vec<Entry>, LedgerError> {
        let events: Vec<String> = filter.events.iter().map(|event| format!("'{}'", event.as_str())).collect();
        let events = if events.is_empty() { "true".to_owned() } else { format!("event IN ({})", events.join(", ")) };
        let words = words(&filter.search);
        let found: String = (0..words.len()).map(|n| format!(" AND instr(search, ?{}) > 0", n + 7)).collect();
        let sql = format!(
            "SELECT id, at, side, event, business, integrator, mode, slot, mask, ticket, detail FROM history
             WHERE (?1 IS NULL OR side = ?1) AND (?2 IS NULL OR mode = ?2) AND (?3 IS NULL OR at >= ?3)
             AND (?4 IS NULL OR at < ?4)
             AND (?5 IS NULL OR (at, id) < (SELECT earlier.at, earlier.id FROM history earlier WHERE earlier.id = ?5))
             AND {events}{found}
             ORDER BY at DESC, id DESC LIMIT ifnull(?6, -1)"
        );
        let side = filter.side.map(Side::as_str);
        let mode = filter.mode.map(Mode::as_str);
        let (from, until) = (filter.from.map(micros), filter.until.map(micros));
        let before = filter.before.map(|id| id.0);
        let mut params: Vec<&dyn ToSql> = vec![&side, &mode, &from, &until, &before, &filter.limit];
        params.extend(words.iter().map(|word| word as &dyn ToSql));
        self.rows(&sql, params.as_slice(), entry)
    }
}

impl Change<'_> {
    /// Makes an entry.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn note(&mut self, new: &NewEntry, now: Timestamp) -> Result<HistoryId, LedgerError> {
        let search = Findable::default()
            .with_any(&new.business)
            .with_any(&new.integrator)
            .with_any(&new.ticket)
            .with_any(&new.mask)
            .into_text();
        let sql = "INSERT INTO history
                   (at, side, event, business, integrator, mode, slot, mask, ticket, detail, search)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
        self.insert(
            sql,
            params![
                micros(now),
                new.side.as_str(),
                new.event.as_str(),
                new.business.as_ref().map(Line::as_str),
                new.integrator.as_ref().map(Line::as_str),
                new.mode.map(Mode::as_str),
                new.slot.as_ref().map(SlotName::as_str),
                new.mask.as_ref().map(Mask::as_str),
                new.ticket.as_ref().map(Line::as_str),
                new.detail.as_ref().map(Code::as_str),
                search
            ],
        )
        .map(HistoryId)
    }
}

fn entry(row: &Columns<'_>) -> Result<Entry, LedgerError> {
    Ok(Entry {
        id: row.next()?,
        at: row.next()?,
        what: NewEntry {
            side: row.next()?,
            event: row.next()?,
            business: row.next()?,
            integrator: row.next()?,
            mode: row.next()?,
            slot: row.next()?,
            mask: row.next()?,
            ticket: row.next()?,
            detail: row.next()?,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{at, ledger, line, with_credential};

    fn filled() -> Ledger {
        let mask = with_credential("sk_live_", 1, |credential| credential.mask().clone());
        let mut ledger = ledger();
        let entries = [
            NewEntry { business: Some(line("Jardín Verde")), ..NewEntry::new(Side::Send, Event::KeyAdded) },
            NewEntry { integrator: Some(line("Imagatec")), ..NewEntry::new(Side::Send, Event::BundleSent) },
            NewEntry { mode: Some(Mode::Live), mask: Some(mask), ..NewEntry::new(Side::Receive, Event::KeyHandedOn) },
            NewEntry { ticket: Some(line("IM-20417")), ..NewEntry::new(Side::Receive, Event::Installed) },
        ];
        for (second, entry) in (0..).zip(&entries) {
            ledger.write(|change| change.note(entry, at(second))).unwrap();
        }
        ledger
    }

    fn events(ledger: &Ledger, filter: &HistoryFilter) -> Vec<Event> {
        ledger.history(filter).unwrap().iter().map(|entry| entry.what.event).collect()
    }

    #[test]
    fn entries_are_found_by_what_a_person_remembers() {
        use Event::{BundleSent, Installed, KeyAdded, KeyHandedOn};
        let ledger = filled();
        let all = HistoryFilter::default;
        let last_four = with_credential("sk_live_", 1, |credential| credential.mask().last_four().to_owned());
        let table: Vec<(HistoryFilter, Vec<Event>)> = vec![
            (all(), vec![Installed, KeyHandedOn, BundleSent, KeyAdded]),
            (HistoryFilter { side: Some(Side::Send), ..all() }, vec![BundleSent, KeyAdded]),
            (HistoryFilter { events: vec![KeyAdded, Installed], ..all() }, vec![Installed, KeyAdded]),
            (HistoryFilter { mode: Some(Mode::Live), ..all() }, vec![KeyHandedOn]),
            (HistoryFilter { mode: Some(Mode::Test), ..all() }, vec![]),
            (HistoryFilter { from: Some(at(1)), until: Some(at(3)), ..all() }, vec![KeyHandedOn, BundleSent]),
            (HistoryFilter { search: "JARDIN".into(), ..all() }, vec![KeyAdded]),
            (HistoryFilter { search: last_four, ..all() }, vec![KeyHandedOn]),
            (HistoryFilter { search: "im-20417".into(), ..all() }, vec![Installed]),
            (HistoryFilter { search: "image%".into(), ..all() }, vec![]),
            (HistoryFilter { limit: Some(2), ..all() }, vec![Installed, KeyHandedOn]),
        ];
        for (filter, expected) in table {
            assert_eq!(events(&ledger, &filter), expected, "{filter:?}");
        }
    }

    #[test]
    fn pages_follow_one_another_without_gap_or_overlap() {
        let mut ledger = filled();
        // What came from another computer is older than what is here, and was written later.
        ledger.write(|change| change.note(&NewEntry::new(Side::Send, Event::DataMoved), at(-5))).unwrap();
        let mut seen = Vec::new();
        let mut filter = HistoryFilter { limit: Some(2), ..HistoryFilter::default() };
        loop {
            let page = ledger.history(&filter).unwrap();
            let Some(last) = page.last() else { break };
            filter.before = Some(last.id);
            seen.extend(page.iter().map(|entry| entry.at));
        }
        assert_eq!(seen, [3, 2, 1, 0, -5].map(at), "each once, by the time at which it happened");
    }

    #[test]
    fn an_event_that_nobody_knows_is_damage() {
        let mut ledger = filled();
        ledger.write(|change| change.execute("UPDATE history SET event = 'key_eaten' WHERE id = 1", [])).unwrap();
        assert_eq!(ledger.history(&HistoryFilter::default()), Err(LedgerError::Damaged), "a word of no version");
    }
}

//! How bundles come into the ledger: made here, received, or arrived and not opened.

use jiff::Timestamp;
use keycourier_credentials::{AccountId, Kind, Mode};
use rusqlite::params;

use crate::column::{micros, relation_word};
use crate::folding::Findable;
use crate::{
    BundleAccount, BundleId, BundleKey, BundleState, Change, Code, DeskNumber, Digest, Direction, DocumentId,
    HandoverId, IntakeNote, LedgerError, Line, Recorded, RequestId, Sealed, SignerKey,
};

/// What a receipt calls a bundle by.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct DocumentRef {
    /// Its id.
    pub id: DocumentId,
    /// SHA-256 of payload and line feed.
    pub payload_sha256: Digest,
}

/// What is in a bundle, whichever way it went.
pub struct BundleContent {
    /// Its document; `None` in a spoken-words file, which has none.
    pub document: Option<DocumentRef>,
    /// Who signed it; `None` in a spoken-words file.
    pub signer: Option<SignerKey>,
    /// SHA-256 of the sealed bytes.
    pub file_sha256: Digest,
    /// The sealed bytes.
    pub sealed: Sealed,
    /// What the business is called.
    pub company: Option<Line>,
    /// Whom to talk to there.
    pub contact: Option<Line>,
    /// For whom it was made: the integrator's or desk's name.
    pub addressee: Option<Line>,
    /// The name of its file.
    pub file_name: Option<Line>,
    /// The ticket.
    pub ticket: Option<Line>,
    /// The request that it answers.
    pub request: Option<RequestId>,
    /// The earlier bundle whose place it takes; only where sender and account are the same.
    pub replaces: Option<BundleId>,
    /// Its keys.
    pub keys: Vec<BundleKey>,
    /// Its accounts.
    pub accounts: Vec<BundleAccount>,
    /// When it was made, by its own word.
    pub made_at: Option<Timestamp>,
}

/// What was found out about a bundle when it came in.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Intake {
    /// The desk that it was encrypted to.
    pub desk: Option<DeskNumber>,
    /// What was noticed.
    pub notes: Vec<IntakeNote>,
    /// Why it must not be trusted, such as `other_sender`.
    pub problem: Option<Code>,
    /// The first required slot that it leaves empty, by its kind.
    pub missing: Option<Kind>,
}

/// A file that could not be opened. Its bytes may be anything: only [`Change::keep_sealed`] keeps them, where they are age's.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Unopened {
    /// SHA-256 of the bytes.
    pub file_sha256: Digest,
    /// Its size in bytes.
    pub size: u32,
    /// The name that it came with.
    pub file_name: Option<Line>,
    /// Why it could not be opened.
    pub cause: Code,
    /// The ticket.
    pub ticket: Option<Line>,
}

impl Change<'_> {
    /// Records a bundle that was made here.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where handover, request or replaced bundle is not there.
    pub fn record_sent(
        &mut self,
        handover: HandoverId,
        content: &BundleContent,
        now: Timestamp,
    ) -> Result<Recorded<BundleId>, LedgerError> {
        if let Some(known) = self.known(Direction::Sent, content)? {
            return Ok(known);
        }
        let row = Row { id: None, recorded_at: now, state: BundleState::Made, handover: Some(handover), times: 1 };
        let id = self.insert_opened(&row, content, &Intake::default(), now)?;
        self.touch(handover, now)?;
        Ok(Recorded::New(id))
    }

    /// Records a bundle that was opened. Where the same file could not be opened earlier, that row becomes this one and keeps its
    /// ticket. The very same one again is counted, and nothing of its intake is decided anew.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where desk, request or replaced bundle is not there.
    pub fn record_received(
        &mut self,
        content: &BundleContent,
        intake: &Intake,
        now: Timestamp,
    ) -> Result<Recorded<BundleId>, LedgerError> {
        if let Some(known) = self.known(Direction::Received, content)? {
            if let Recorded::Known(id) = known {
                self.count_again(id)?;
            }
            return Ok(known);
        }
        let state = if intake.problem.is_some() { BundleState::Problem } else { BundleState::Received };
        let mut row = Row { id: None, recorded_at: now, state, handover: None, times: 1 };
        let mut ticket = content.ticket.clone();
        let earlier = "SELECT id, recorded_at, times, ticket FROM bundles WHERE file_sha256 = ?1 AND NOT opened";
        let earlier = self.row(earlier, [content.file_sha256.as_bytes()], |row| {
            Ok((row.next::<BundleId>()?, row.next()?, row.next::<i64>()?, row.next()?))
        })?;
        if let Some((id, recorded_at, times, typed)) = earlier {
            self.execute_one("DELETE FROM bundles WHERE id = ?1", [id.0])?;
            (row.id, row.recorded_at, row.times) = (Some(id), recorded_at, times + 1);
            ticket = ticket.or(typed);
        }
        let id = self.insert_opened(&row, content, intake, now)?;
        self.set_ticket(id, ticket.as_ref())?;
        Ok(Recorded::New(id))
    }

    /// Records a file that could not be opened. The very same one again is counted.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn record_unopened(&mut self, file: &Unopened, now: Timestamp) -> Result<Recorded<BundleId>, LedgerError> {
        // One that was opened with words since is the same file, though it can't be opened without them.
        let known = "SELECT id, opened FROM bundles WHERE file_sha256 = ?1 AND direction = 'received'
                     ORDER BY opened DESC LIMIT 1";
        let known = self.row(known, [file.file_sha256.as_bytes()], |row| Ok((row.next()?, row.next::<bool>()?)))?;
        if let Some((id, opened)) = known {
            if !opened {
                self.set_cause(id, &file.cause)?;
            }
            self.count_again(id)?;
            return Ok(Recorded::Known(id));
        }
        let sql = "INSERT INTO bundles (direction, opened, file_sha256, file_name, size, state, state_since, cause,
                   notes, test_keys, live_keys, recorded_at, search)
                   VALUES (?1, 0, ?2, ?3, ?4, ?5, ?6, ?7, '', 0, 0, ?6, '')";
        let id = self.insert(
            sql,
            params![
                Direction::Received.as_str(),
                file.file_sha256.as_bytes(),
                file.file_name.as_ref().map(Line::as_str),
                file.size,
                BundleState::Problem.as_str(),
                micros(now),
                file.cause.as_str()
            ],
        )?;
        self.set_ticket(BundleId(id), file.ticket.as_ref())?;
        Ok(Recorded::New(BundleId(id)))
    }

    /// Keeps the sealed bytes of a file that could not be opened, for when it can be: with words that somebody reads out, or with a
    /// desk that is restored. Those that are kept already stay.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where there is no such bundle.
    pub fn keep_sealed(&mut self, id: BundleId, sealed: &Sealed) -> Result<(), LedgerError> {
        self.execute(
            "INSERT INTO sealed (bundle, bytes) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            params![id.0, sealed.as_bytes()],
        )?;
        Ok(())
    }

    /// Notes why a file still can't be opened.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where there is no such file, or it was opened.
    pub fn set_cause(&mut self, id: BundleId, cause: &Code) -> Result<(), LedgerError> {
        self.execute_one("UPDATE bundles SET cause = ?2 WHERE id = ?1 AND NOT opened", params![id.0, cause.as_str()])
    }

    /// Sets the ticket that somebody typed.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where there is no such bundle.
    pub fn set_ticket(&mut self, id: BundleId, ticket: Option<&Line>) -> Result<(), LedgerError> {
        let bundle = self.bundle(id)?.ok_or(LedgerError::Gone)?;
        let accounts = self.accounts_in(id)?;
        let keys = self.keys_in(id)?;
        let search = Findable::default()
            .with_any(&bundle.company)
            .with_any(ticket)
            .with_any(&bundle.file_name)
            .with_any(accounts.iter().map(|named| AccountId::as_str(&named.account.id)))
            .with_any(keys.iter().map(|slot| slot.key.mask.last_four()))
            .into_text();
        let sql = "UPDATE bundles SET ticket = ?2, search = ?3 WHERE id = ?1";
        self.execute_one(sql, params![id.0, ticket.map(Line::as_str), search])
    }

    fn known(&self, way: Direction, content: &BundleContent) -> Result<Option<Recorded<BundleId>>, LedgerError> {
        let Some(document) = content.document else {
            // A spoken-words file has no id; its bytes are as good as one.
            let same = self.bundle_of_file(way, &content.file_sha256)?.filter(|bundle| bundle.opened);
            return Ok(same.map(|bundle| Recorded::Known(bundle.id)));
        };
        Ok(self.bundle_of_document(way, &document.id)?.map(|bundle| {
            let same = bundle.payload_sha256 == Some(document.payload_sha256);
            if same { Recorded::Known(bundle.id) } else { Recorded::Replayed(bundle.id) }
        }))
    }

    fn count_again(&mut self, id: BundleId) -> Result<(), LedgerError> {
        self.execute_one("UPDATE bundles SET times = times + 1 WHERE id = ?1", [id.0])
    }

    fn insert_opened(
        &mut self,
        row: &Row,
        content: &BundleContent,
        intake: &Intake,
        now: Timestamp,
    ) -> Result<BundleId, LedgerError> {
        let way = if row.handover.is_some() { Direction::Sent } else { Direction::Received };
        let notes: Vec<&str> = intake.notes.iter().map(|note| note.as_str()).collect();
        let keys_of = |mode: Mode| content.keys.iter().filter(|key| key.slot.mode == mode).count() as i64;
        let text = |line: &Option<Line>| line.as_ref().map(|line| line.as_str().to_owned());
        let sql = "INSERT INTO bundles (id, direction, handover, desk, request, opened, document_id, payload_sha256,
                   file_sha256, signer, company, contact, addressee, file_name, size, ticket, state, state_since,
                   cause, missing, notes, test_keys, live_keys, times, replaces, made_at, recorded_at, search)
                   VALUES (?1, ?2, ?3, ?4, ?5, 1, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19,
                   ?20, ?21, ?22, ?23, ?24, ?25, ?26, '')";
        let id = self.insert(
            sql,
            params![
                row.id.map(|id| id.0),
                way.as_str(),
                row.handover.map(|id| id.0),
                intake.desk.map(|desk| desk.0),
                content.request.map(|id| id.0),
                content.document.as_ref().map(|document| document.id.0),
                content.document.as_ref().map(|document| document.payload_sha256.0),
                content.file_sha256.0,
                content.signer.map(|signer| signer.0),
                text(&content.company),
                text(&content.contact),
                text(&content.addressee),
                text(&content.file_name),
                content.sealed.size(),
                text(&content.ticket),
                row.state.as_str(),
                micros(now),
                intake.problem.as_ref().map(Code::as_str),
                intake.missing.map(Kind::as_str),
                notes.join(","),
                keys_of(Mode::Test),
                keys_of(Mode::Live),
                row.times,
                content.replaces.map(|id| id.0),
                content.made_at.map(micros),
                micros(row.recorded_at)
            ],
        )?;
        let id = BundleId(id);
        self.execute_one(
            "INSERT INTO sealed (bundle, bytes) VALUES (?1, ?2)",
            params![id.0, content.sealed.as_bytes()],
        )?;
        self.insert_content(id, content)?;
        self.set_ticket(id, content.ticket.as_ref())?;
        Ok(id)
    }

    fn insert_content(&mut self, id: BundleId, content: &BundleContent) -> Result<(), LedgerError> {
        for key in &content.keys {
            let sql = "INSERT INTO bundle_slots (bundle, mode, slot, kind, mask, fingerprint)
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
            let (mode, slot) = (key.slot.mode.as_str(), key.slot.name.as_str());
            let params = params![id.0, mode, slot, key.kind.as_str(), key.mask.as_str(), key.fingerprint.as_bytes()];
            self.execute_one(sql, params)?;
        }
        for BundleAccount { account, keys } in &content.accounts {
            let sql = "INSERT INTO bundle_accounts (bundle, mode, account, name, country, can_take_payments, keys)
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
            let (name, country) = (account.name.as_ref().map(Line::as_str), account.country.as_ref().map(Line::as_str));
            let (mode, account_id) = (account.mode.as_str(), account.id.as_str());
            let params =
                params![id.0, mode, account_id, name, country, account.can_take_payments, relation_word(*keys)];
            self.execute_one(sql, params)?;
        }
        Ok(())
    }
}

/// What a bundle's row begins with.
struct Row {
    /// The row of the same file, where it could not be opened earlier.
    id: Option<BundleId>,
    recorded_at: Timestamp,
    state: BundleState,
    handover: Option<HandoverId>,
    times: i64,
}

#[cfg(test)]
mod tests;

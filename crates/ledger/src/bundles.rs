//! Bundles, sent and received: what is known of each without opening it.

use std::path::PathBuf;

use jiff::Timestamp;
use keycourier_credentials::{AccountId, Fingerprint, Kind, Mask, Mode, Relation, SlotId};
use rusqlite::params;
use rusqlite::types::ValueRef;

use crate::businesses::account;
use crate::column::{Column, Columns, first, micros};
use crate::names::named;
use crate::slots::slot_id;
use crate::{
    Account, BundleId, Change, Code, DeskNumber, Digest, DocumentId, HandoverId, Ledger, LedgerError, Line, RequestId,
    SignerKey,
};

named! {
    /// Which way a bundle went.
    Direction {
        /// Made here.
        Sent = "sent",
        /// Arrived here.
        Received = "received",
    }
}

named! {
    /// How far a bundle is.
    BundleState {
        /// Made here, not sent yet.
        Made = "made",
        /// Sent, by the person's word.
        Sent = "sent",
        /// It arrived, and nobody has looked at it.
        Received = "received",
        /// Somebody has looked at it.
        Opened = "opened",
        /// The keys are where they are needed.
        Installed = "installed",
        /// A receipt says that the keys work.
        Confirmed = "confirmed",
        /// It can't be opened, must not be trusted, or a receipt says that the keys do not work.
        Problem = "problem",
        /// Somebody decided that there is nothing more to do about it.
        Closed = "closed",
    }
}

impl BundleState {
    /// The states in which a received bundle waits for somebody, up to the confirmation.
    pub const TO_DO: &'static [Self] = &[Self::Received, Self::Opened, Self::Installed, Self::Problem];

    /// Whether a bundle that went this way can be in it.
    pub fn fits(self, direction: Direction) -> bool {
        match self {
            Self::Made | Self::Sent => direction == Direction::Sent,
            Self::Received | Self::Opened => direction == Direction::Received,
            Self::Installed | Self::Confirmed | Self::Problem | Self::Closed => true,
        }
    }
}

named! {
    /// What was noticed when a bundle came in. Decided once: what is learnt later changes nothing of it.
    IntakeNote {
        /// Answered after the request's date.
        AfterTheDate = "after_the_date",
        /// The request had been withdrawn.
        RequestWithdrawn = "request_withdrawn",
        /// It answers no request.
        NotAskedFor = "not_asked_for",
        /// The first time from this sender.
        NewSender = "new_sender",
        /// A known account, from a sender never seen: a new computer, perhaps.
        NewSenderForAccount = "new_sender_for_account",
        /// It says that it replaces an earlier one, from another sender: nothing was replaced.
        OtherSender = "other_sender",
        /// It says that it replaces an earlier one, for another account: nothing was replaced.
        OtherAccount = "other_account",
    }
}

/// Notes are kept as their words, with commas between.
pub(crate) struct Notes(pub(crate) Vec<IntakeNote>);

impl Column for Notes {
    fn read(value: ValueRef<'_>) -> Option<Self> {
        let words = value.as_str().ok()?.split(',').filter(|word| !word.is_empty());
        words.map(|word| word.parse().ok()).collect::<Option<_>>().map(Self)
    }
}

/// A bundle, sent or received, or a file that could not be opened.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Bundle {
    /// Its number.
    pub id: BundleId,
    /// Which way it went.
    pub direction: Direction,
    /// The handover that it was made for.
    pub handover: Option<HandoverId>,
    /// The desk that it was encrypted to.
    pub desk: Option<DeskNumber>,
    /// The request that it answers.
    pub request: Option<RequestId>,
    /// Whether its content is known: not where the file could not be opened.
    pub opened: bool,
    /// Its document's id.
    pub document_id: Option<DocumentId>,
    /// What a receipt calls it by: SHA-256 of payload and line feed.
    pub payload_sha256: Option<Digest>,
    /// SHA-256 of the sealed bytes: finds a file that is opened again.
    pub file_sha256: Digest,
    /// Who signed it.
    pub signer: Option<SignerKey>,
    /// What the business in it is called.
    pub company: Option<Line>,
    /// Whom to talk to there.
    pub contact: Option<Line>,
    /// For whom it was made: the integrator's or desk's name.
    pub addressee: Option<Line>,
    /// The name of its file.
    pub file_name: Option<Line>,
    /// Where the file was written.
    pub path: Option<PathBuf>,
    /// Sealed bytes, deleted since or not.
    pub size: u32,
    /// The ticket.
    pub ticket: Option<Line>,
    /// How far it is.
    pub state: BundleState,
    /// Since when.
    pub state_since: Timestamp,
    /// Why it is a problem.
    pub cause: Option<Code>,
    /// What our check said of the whole.
    pub verdict: Option<Code>,
    /// The first required slot that it leaves empty, by its kind.
    pub missing: Option<Kind>,
    /// What was noticed when it came in.
    pub notes: Vec<IntakeNote>,
    /// How often it came.
    pub times: u32,
    /// The earlier bundle whose place it takes.
    pub replaces: Option<BundleId>,
    /// When it was made, by its own word.
    pub made_at: Option<Timestamp>,
    /// When it was made or came in here.
    pub recorded_at: Timestamp,
    /// When its keys were installed.
    pub installed_at: Option<Timestamp>,
}

/// A key in a bundle.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct BundleKey {
    /// Its slot.
    pub slot: SlotId,
    /// What it is.
    pub kind: Kind,
    /// How it is shown.
    pub mask: Mask,
    /// What it is told from others by.
    pub fingerprint: Fingerprint,
}

/// A filled slot of a bundle.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct BundleSlot {
    /// The key in it.
    pub key: BundleKey,
    /// When it was last copied or exported here.
    pub copied_at: Option<Timestamp>,
}

/// An account that a bundle names.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct BundleAccount {
    /// The account, as the sender says.
    pub account: Account,
    /// Whether the keys of its mode are of it.
    pub keys: Relation,
}

const BUNDLE: &str = "SELECT id, direction, handover, desk, request, opened, document_id, payload_sha256, file_sha256,
                      signer, company, contact, addressee, file_name, path, size, ticket, state, state_since, cause,
                      verdict, missing, notes, times, replaces, made_at, recorded_at, installed_at FROM bundles";

impl Ledger {
    /// One of them.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn bundle(&self, id: BundleId) -> Result<Option<Bundle>, LedgerError> {
        self.row(&format!("{BUNDLE} WHERE id = ?1"), [id.0], bundle)
    }

    /// Those that were made for a handover, newest first.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn bundles_of(&self, handover: HandoverId) -> Result<Vec<Bundle>, LedgerError> {
        self.rows(&format!("{BUNDLE} WHERE handover = ?1 ORDER BY id DESC"), [handover.0], bundle)
    }

    /// The one with that document in it that went that way.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn bundle_of_document(&self, way: Direction, id: &DocumentId) -> Result<Option<Bundle>, LedgerError> {
        let sql = format!("{BUNDLE} WHERE direction = ?1 AND document_id = ?2");
        self.row(&sql, params![way.as_str(), id.as_bytes()], bundle)
    }

    /// The newest that went that way with these sealed bytes: "you made this on 3 March".
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn bundle_of_file(&self, way: Direction, file_sha256: &Digest) -> Result<Option<Bundle>, LedgerError> {
        let sql = format!("{BUNDLE} WHERE direction = ?1 AND file_sha256 = ?2 ORDER BY id DESC LIMIT 1");
        self.row(&sql, params![way.as_str(), file_sha256.as_bytes()], bundle)
    }

    /// The received bundle that took the place of one.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn replaced_by(&self, id: BundleId) -> Result<Option<BundleId>, LedgerError> {
        self.row("SELECT id FROM bundles WHERE replaces = ?1 ORDER BY id DESC LIMIT 1", [id.0], first)
    }

    /// The keys in one, test first.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn keys_in(&self, id: BundleId) -> Result<Vec<BundleSlot>, LedgerError> {
        let sql = "SELECT mode, slot, kind, mask, fingerprint, copied_at FROM bundle_slots WHERE bundle = ?1
                   ORDER BY mode DESC, slot";
        self.rows(sql, [id.0], |row| {
            let (slot, kind, mask, fingerprint) = (slot_id(row)?, row.next()?, row.next()?, row.next()?);
            Ok(BundleSlot { key: BundleKey { slot, kind, mask, fingerprint }, copied_at: row.next()? })
        })
    }

    /// The accounts that one names, test first.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn accounts_in(&self, id: BundleId) -> Result<Vec<BundleAccount>, LedgerError> {
        let sql = "SELECT mode, account, name, country, can_take_payments, keys FROM bundle_accounts WHERE bundle = ?1
                   ORDER BY mode DESC";
        self.rows(sql, [id.0], |row| Ok(BundleAccount { account: account(row)?, keys: row.next()? }))
    }

    /// Whether a bundle was received that this key signed.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn knows_sender(&self, signer: &SignerKey) -> Result<bool, LedgerError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM bundles WHERE signer = ?1 AND direction = 'received')";
        self.only_row(sql, [signer.as_bytes()], first)
    }

    /// Who sent keys of an account before.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn senders_of_account(&self, mode: Mode, account: &AccountId) -> Result<Vec<SignerKey>, LedgerError> {
        let sql = "SELECT DISTINCT b.signer FROM bundle_accounts a JOIN bundles b ON b.id = a.bundle
                   WHERE a.account = ?1 AND a.mode = ?2 AND b.direction = 'received' AND b.signer IS NOT NULL
                   ORDER BY b.signer";
        self.rows(sql, params![account.as_str(), mode.as_str()], first)
    }
}

impl Change<'_> {
    /// Takes a bundle from one state to the next. Gives `false`, and changes nothing, where it is not in the state it is taken from:
    /// somebody else was quicker.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where there is no such bundle, or one that went this way can't be in that state.
    pub fn move_bundle(
        &mut self,
        id: BundleId,
        from: BundleState,
        to: BundleState,
        now: Timestamp,
    ) -> Result<bool, LedgerError> {
        let bundle = self.bundle(id)?.filter(|bundle| to.fits(bundle.direction)).ok_or(LedgerError::Gone)?;
        if bundle.state != from {
            return Ok(false);
        }
        let installed_at = match to {
            BundleState::Installed | BundleState::Confirmed => bundle.installed_at.or(Some(now)),
            BundleState::Problem | BundleState::Closed => bundle.installed_at,
            BundleState::Made | BundleState::Sent | BundleState::Received | BundleState::Opened => None,
        };
        let sql = "UPDATE bundles SET state = ?2, state_since = ?3, installed_at = ?4 WHERE id = ?1";
        self.execute_one(sql, params![id.0, to.as_str(), micros(now), installed_at.map(micros)])?;
        if let Some(handover) = bundle.handover {
            self.touch(handover, now)?;
        }
        Ok(true)
    }

    /// Notes what our check said of the whole; `None` before the next.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where there is no such bundle.
    pub fn set_verdict(&mut self, id: BundleId, verdict: Option<&Code>) -> Result<(), LedgerError> {
        self.execute_one("UPDATE bundles SET verdict = ?2 WHERE id = ?1", params![id.0, verdict.map(Code::as_str)])
    }

    /// Notes where the file of one was written. A path that is no Unicode is not kept.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where there is no such bundle.
    pub fn set_path(&mut self, id: BundleId, path: Option<&std::path::Path>) -> Result<(), LedgerError> {
        let path = path.and_then(std::path::Path::to_str);
        self.execute_one("UPDATE bundles SET path = ?2 WHERE id = ?1", params![id.0, path])
    }

    /// Notes that a key was copied or exported.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where no such key is in that bundle.
    pub fn note_copied(&mut self, id: BundleId, slot: &SlotId, now: Timestamp) -> Result<(), LedgerError> {
        let sql = "UPDATE bundle_slots SET copied_at = ?4 WHERE bundle = ?1 AND mode = ?2 AND slot = ?3";
        self.execute_one(sql, params![id.0, slot.mode.as_str(), slot.name.as_str(), micros(now)])
    }
}

fn bundle(row: &Columns<'_>) -> Result<Bundle, LedgerError> {
    Ok(Bundle {
        id: row.next()?,
        direction: row.next()?,
        handover: row.next()?,
        desk: row.next()?,
        request: row.next()?,
        opened: row.next()?,
        document_id: row.next()?,
        payload_sha256: row.next()?,
        file_sha256: row.next()?,
        signer: row.next()?,
        company: row.next()?,
        contact: row.next()?,
        addressee: row.next()?,
        file_name: row.next()?,
        path: row.next::<Option<String>>()?.map(PathBuf::from),
        size: row.next()?,
        ticket: row.next()?,
        state: row.next()?,
        state_since: row.next()?,
        cause: row.next()?,
        verdict: row.next()?,
        missing: row.next()?,
        notes: row.next::<Notes>()?.0,
        times: row.next()?,
        replaces: row.next()?,
        made_at: row.next()?,
        recorded_at: row.next()?,
        installed_at: row.next()?,
    })
}

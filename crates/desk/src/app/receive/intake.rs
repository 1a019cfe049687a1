//! How a file becomes a row of the inbox. What is noticed about it is decided here, once.

use jiff::Timestamp;
use keycourier_documents::{CheckCode, Contents, OpenError, Opened, OpeningKeys, Unlock, open};
use keycourier_ledger::{
    BundleAccount, BundleContent, BundleId, Change, Check, CheckedBy, Code, Desk, DeskNumber, Digest, Direction, Event,
    Intake, IntakeNote, Line, NewEntry, Recorded, Sealed, Side, Unopened,
};
use keycourier_wire::AddedOutcome;

use super::content::{content, first_missing};
use super::opening_codes::REPLAYED;
use super::sealed_bytes::sealed_bytes;
use crate::app::App;
use crate::app::errors::Refusal;
use crate::app::ids::{document_id, file_digest};

/// What a file became.
pub(super) struct Taken {
    /// Its row.
    pub(super) id: BundleId,
    /// What came of it.
    pub(super) outcome: AddedOutcome,
}

/// A file that was looked into and is not a row yet. Holds secrets: no `Debug`.
pub(super) enum Looked {
    /// It can't be opened, with its bytes where they are age's.
    Broken(Unopened, Option<Sealed>),
    /// It is open. What it becomes should its id be another's, beside it.
    Open(Box<(Opened, BundleContent, Unopened)>),
}

impl App {
    /// Opens a file and puts it into the inbox, whatever comes of it.
    pub(super) fn take_in(&self, keys: &OpeningKeys, bytes: &[u8], name: Option<Line>) -> Result<Taken, Refusal> {
        let (looked, now) = (look(keys, bytes, name)?, self.clock.now());
        self.ledger().write(|change| take(change, looked, now))
    }
}

/// Opens a file; nothing is written.
pub(super) fn look(keys: &OpeningKeys, bytes: &[u8], name: Option<Line>) -> Result<Looked, Refusal> {
    let Some(sealed) = sealed_bytes(bytes) else {
        let error = open(bytes, &Unlock::Keys(keys)).err().unwrap_or(OpenError::NotABundle);
        return Ok(Looked::Broken(broken(file_digest(bytes), bytes.len(), name, error.code())?, None));
    };
    let file = file_digest(sealed.as_bytes());
    let size = sealed.as_bytes().len();
    let not_open =
        |error: OpenError, sealed, name| Ok(Looked::Broken(broken(file, size, name, error.code())?, Some(sealed)));
    let opened = match open(sealed.as_bytes(), &Unlock::Keys(keys)) {
        Ok(Contents::Bundle(opened)) => opened,
        Ok(Contents::Spoken(_)) => return not_open(OpenError::NeedsPassphrase, sealed, name),
        Err(error) => return not_open(error, sealed, name),
    };
    let replayed = broken(file, size, name.clone(), REPLAYED)?;
    let malformed = broken(file, size, name.clone(), OpenError::Malformed.code())?;
    Ok(match content(&opened, (sealed, file), name)? {
        Some(content) => Looked::Open(Box::new((*opened, content, replayed))),
        None => Looked::Broken(malformed, None),
    })
}

/// What stands for a file of which no more than its name and size were looked at.
pub(super) fn too_big(name: Option<Line>, size: u64) -> Result<Looked, Refusal> {
    let shown = name.as_ref().map(Line::as_str).unwrap_or_default();
    // Its bytes were never read: its name and size stand for them, so that dropping it twice makes one row.
    let stand_in = file_digest(format!("too big\0{shown}\0{size}").as_bytes());
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    Ok(Looked::Broken(broken(stand_in, size, name, OpenError::TooBig.code())?, None))
}

/// Makes a row of a file that was looked into. What is noticed about it is decided here.
pub(super) fn take(change: &mut Change<'_>, looked: Looked, now: Timestamp) -> Result<Taken, Refusal> {
    match looked {
        Looked::Broken(file, sealed) => take_broken(change, &file, sealed.as_ref(), now),
        Looked::Open(open) => {
            let (opened, content, replayed) = *open;
            match record(change, &opened, content, now)? {
                Recorded::New(id) => Ok(Taken { id, outcome: AddedOutcome::Opened }),
                Recorded::Known(id) => Ok(Taken { id, outcome: AddedOutcome::AlreadyHere }),
                Recorded::Replayed(_) => take_broken(change, &replayed, None, now),
            }
        }
    }
}

fn take_broken(
    change: &mut Change<'_>,
    file: &Unopened,
    sealed: Option<&Sealed>,
    now: Timestamp,
) -> Result<Taken, Refusal> {
    match change.record_unopened(file, now)? {
        Recorded::New(id) => {
            if let Some(sealed) = sealed {
                change.keep_sealed(id, sealed)?;
            }
            let entry = NewEntry::new(Side::Receive, Event::FileNotOpened);
            change.note(&NewEntry { detail: Some(file.cause.clone()), ..entry }, now)?;
            Ok(Taken { id, outcome: AddedOutcome::NotOpened })
        }
        Recorded::Known(id) | Recorded::Replayed(id) => Ok(Taken { id, outcome: AddedOutcome::AlreadyHere }),
    }
}

fn broken(file_sha256: Digest, size: usize, file_name: Option<Line>, code: &str) -> Result<Unopened, Refusal> {
    let cause: Code = code.parse().map_err(|_| Refusal::fault("an opening code is no code of the ledger"))?;
    Ok(Unopened { file_sha256, size: u32::try_from(size).unwrap_or(u32::MAX), file_name, cause, ticket: None })
}

fn record(
    change: &mut Change<'_>,
    opened: &Opened,
    mut content: BundleContent,
    now: Timestamp,
) -> Result<Recorded<BundleId>, Refusal> {
    let mut intake = Intake { desk: addressed_desk(&change.desks()?, opened), ..Intake::default() };
    answered(change, opened, &mut content, &mut intake)?;
    sender(change, &content, &mut intake)?;
    replaced(change, opened, &mut content, &mut intake)?;
    let recorded = change.record_received(&content, &intake, now)?;
    if let Recorded::New(id) = recorded {
        sender_checks(change, id, opened)?;
        let entry = NewEntry {
            business: content.company.clone(),
            ticket: content.ticket.clone(),
            integrator: content.addressee.clone(),
            detail: intake.problem,
            ..NewEntry::new(Side::Receive, Event::BundleReceived)
        };
        change.note(&entry, now)?;
    }
    Ok(recorded)
}

fn addressed_desk(desks: &[Desk], opened: &Opened) -> Option<DeskNumber> {
    let is_named = |desk: &&Desk| opened.bundle.to.iter().any(|to| to.as_str() == desk.recipient.as_str());
    desks.iter().find(is_named).map(|desk| desk.number)
}

/// Which request it answers, and whether in time.
fn answered(
    change: &Change<'_>,
    opened: &Opened,
    content: &mut BundleContent,
    intake: &mut Intake,
) -> Result<(), Refusal> {
    let Some(request) = opened.request.as_ref().map(|request| request.request()) else {
        intake.notes.push(IntakeNote::NotAskedFor);
        return Ok(());
    };
    intake.missing = first_missing(request, &content.keys);
    if request.expires.is_some_and(|expires| opened.bundle.created > expires) {
        intake.notes.push(IntakeNote::AfterTheDate);
    }
    // One that a colleague or the command line made is this desk's too, and stands in no ledger of this computer.
    if let Some(made) = change.made_request(&document_id(request.id))? {
        content.request = Some(made.id);
        if made.withdrawn_at.is_some() {
            intake.notes.push(IntakeNote::RequestWithdrawn);
        }
    }
    Ok(())
}

/// Whether the sender was seen before, and if not, whether the account was.
fn sender(change: &Change<'_>, content: &BundleContent, intake: &mut Intake) -> Result<(), Refusal> {
    let Some(signer) = &content.signer else { return Ok(()) };
    if change.knows_sender(signer)? {
        return Ok(());
    }
    let mut note = IntakeNote::NewSender;
    for BundleAccount { account, .. } in &content.accounts {
        if !change.senders_of_account(account.mode, &account.id)?.is_empty() {
            note = IntakeNote::NewSenderForAccount;
        }
    }
    intake.notes.push(note);
    Ok(())
}

/// A bundle takes another's place only where sender and account are the same: keys of somebody else's would send a shop's money
/// elsewhere. Where they are not, nothing is replaced, and an agent has to call the customer.
fn replaced(
    change: &Change<'_>,
    opened: &Opened,
    content: &mut BundleContent,
    intake: &mut Intake,
) -> Result<(), Refusal> {
    let Some(earlier) = opened.bundle.supersedes else { return Ok(()) };
    let Some(earlier) = change.bundle_of_document(Direction::Received, &document_id(earlier))? else { return Ok(()) };
    let accounts = change.accounts_in(earlier.id)?;
    let is_other = |new: &BundleAccount| {
        accounts.iter().any(|old| old.account.mode == new.account.mode && old.account.id != new.account.id)
    };
    let note = if earlier.signer != content.signer {
        IntakeNote::OtherSender
    } else if content.accounts.iter().any(is_other) {
        IntakeNote::OtherAccount
    } else {
        content.replaces = Some(earlier.id);
        return Ok(());
    };
    intake.notes.push(note);
    intake.problem = note.as_str().parse().ok();
    Ok(())
}

/// What the sender's own check said, kept apart from ours.
fn sender_checks(change: &mut Change<'_>, id: BundleId, opened: &Opened) -> Result<(), Refusal> {
    for key in &opened.bundle.keys {
        let verdict = match key.check {
            CheckCode::NotChecked | CheckCode::Other => continue,
            // Which account it was, the sender does not say; as a verdict it would be worth nothing.
            CheckCode::OtherAccount => CheckCode::CouldNotAsk,
            code => code,
        };
        let check = Check {
            by: CheckedBy::Sender,
            verdict: verdict.as_str().parse().map_err(|_| Refusal::fault("a check's code is no code of the ledger"))?,
            cause: None,
            lacks: Vec::new(),
            account: None,
            request_id: None,
            at: key.checked_at.unwrap_or(opened.bundle.created),
        };
        change.record_bundle_check(id, &key.slot_id(), &check)?;
    }
    Ok(())
}

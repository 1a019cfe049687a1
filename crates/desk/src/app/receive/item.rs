//! One row of the inbox with everything that may be shown. Keys are shown by their masks.

use jiff::{SignedDuration, Timestamp};
use keycourier_credentials::{Mode, SlotId};
use keycourier_documents::{Bundle as Document, Request, SignedRequest};
use keycourier_ledger::{
    self as ledger, Bundle, BundleAccount, BundleId, BundleSlot, BundleState, CheckedBy, InboxRow, IntakeNote,
    LedgerError, Outcome, Receipt,
};
use keycourier_wire::{
    AnswerView, AnsweredRequestView, AppError, CheckState, CheckView, InboxAccountView, InboxItemRequest,
    InboxItemView, InboxKeyView, NoteView, SameAccount, SenderState, SenderView,
};

use super::confirming::{by_our_check, mail_to};
use super::item_checks::{Checked, Found, account_of, verdict_view};
use super::listing::row_view;
use super::reopening::{Inside, is_spoken};
use crate::app::errors::Refusal;
use crate::app::running_checks::{CheckOf, Run};
use crate::app::views::{checks, confirmations, words};
use crate::app::{App, lock};

impl App {
    /// Our own check of a row's keys, as it is.
    pub(in crate::app) fn item_check_view(&self, id: BundleId) -> Result<CheckView, Refusal> {
        let bundle = self.ledger().bundle(id)?.ok_or(AppError::Gone)?;
        Shown::read(self, bundle)?.our_check().ok_or(Refusal::Told(AppError::Gone))
    }

    /// One row with everything that may be shown, opened again from its sealed bytes.
    ///
    /// # Errors
    /// [`AppError::Gone`], and those of keychain and ledger.
    pub async fn get_inbox_item(&self, request: InboxItemRequest) -> Result<InboxItemView, AppError> {
        self.item(&request.item_id).await
    }

    /// The same for a command that changed it.
    pub(super) async fn item(&self, item_id: &str) -> Result<InboxItemView, AppError> {
        let bundle = self.received_item(item_id).await?;
        let keys = if bundle.opened && !is_spoken(&bundle) { Some(self.opening_keys().await?) } else { None };
        self.run(move |app| {
            let inside = keys.map(|keys| app.reopen(&bundle, &keys)).transpose()?.flatten();
            app.item_view(&Shown::read(app, bundle)?, inside.as_ref())
        })
        .await
    }

    fn item_view(&self, shown: &Shown, inside: Option<&Inside>) -> Result<InboxItemView, Refusal> {
        let kept = shown.kept_request()?;
        let request = inside.and_then(Inside::request).or_else(|| kept.as_ref().map(SignedRequest::request));
        let missing = shown.missing(inside)?;
        let document = inside.and_then(Inside::document);
        let days = self.shell.preferences().keep_sealed_days;
        let bundle = &shown.bundle;
        let can_confirm = bundle.opened && !is_spoken(bundle);
        let would_confirm = if can_confirm { by_our_check(shown, &missing) } else { Vec::new() };
        Ok(InboxItemView {
            row: row_view(&shown.row()),
            sender: shown.sender(),
            answers_request: request.map(|request| shown.answered(request)),
            notes: shown.notes(request),
            accounts: shown.accounts.iter().map(account_view).collect(),
            keys: shown.keys.iter().map(|slot| shown.key_view(slot)).collect(),
            missing: missing.iter().map(words::slot).collect(),
            answers: document.map(|document| answers(document, request)).unwrap_or_default(),
            note: document.and_then(|document| document.note.as_ref()).map(ToString::to_string),
            our_check: shown.our_check(),
            installed_at: bundle.installed_at.map(words::time),
            file_kept: shown.file_kept,
            deleted_on: shown.deleted_on(days).map(words::time),
            needs_words: is_spoken(bundle) && self.spoken(bundle.id).is_none(),
            would_confirm: would_confirm.iter().map(|item| confirmations::item_view(item, &shown.keys)).collect(),
            confirmation: confirmations::view(&shown.receipts, &shown.keys),
            mail_to: mail_to(bundle),
        })
    }
}

/// What the ledger knows of a row.
pub(super) struct Shown {
    pub(super) bundle: Bundle,
    pub(super) keys: Vec<BundleSlot>,
    pub(super) accounts: Vec<BundleAccount>,
    theirs: Found,
    pub(super) ours: Found,
    /// The newest check of ours since the program was started.
    run: Option<Run>,
    pub(super) request: Option<ledger::Request>,
    replaced: Option<Bundle>,
    receipts: Vec<Receipt>,
    file_kept: bool,
}

impl Shown {
    pub(super) fn read(app: &App, bundle: Bundle) -> Result<Self, LedgerError> {
        let run = lock(&app.running_checks).of(CheckOf::Bundle(bundle.id)).cloned();
        let ledger = app.ledger();
        let mut ours: Found = ledger.last_checks_in(bundle.id, CheckedBy::Us)?.into_iter().collect();
        // What is being asked again is not known meanwhile.
        ours.retain(|slot, _| run.as_ref().is_none_or(|run| !run.open.contains(slot)));
        Ok(Self {
            keys: ledger.keys_in(bundle.id)?,
            accounts: ledger.accounts_in(bundle.id)?,
            theirs: ledger.last_checks_in(bundle.id, CheckedBy::Sender)?.into_iter().collect(),
            ours,
            run,
            request: bundle.request.map(|id| ledger.request(id)).transpose()?.flatten(),
            replaced: bundle.replaces.map(|id| ledger.bundle(id)).transpose()?.flatten(),
            receipts: ledger.receipts_of(bundle.id)?,
            file_kept: ledger.sealed(bundle.id)?.is_some(),
            bundle,
        })
    }

    fn row(&self) -> InboxRow {
        let bundle = &self.bundle;
        let keys_of = |mode: Mode| words::count(self.keys.iter().filter(|slot| slot.key.slot.mode == mode).count());
        InboxRow {
            id: bundle.id,
            opened: bundle.opened,
            company: bundle.company.clone(),
            file_name: bundle.file_name.clone(),
            ticket: bundle.ticket.clone(),
            test_keys: keys_of(Mode::Test),
            live_keys: keys_of(Mode::Live),
            state: bundle.state,
            state_since: bundle.state_since,
            cause: bundle.cause.clone(),
            verdict: bundle.verdict.clone(),
            missing: bundle.missing,
            notes: bundle.notes.clone(),
            replaces: bundle.replaces,
            arrived_at: bundle.recorded_at,
            rejected: confirmations::newest(&self.receipts)
                .map(|newest| confirmations::overall(&newest.recorded.items) == Outcome::Rejected),
        }
    }

    /// The request that it answers, where it was made here.
    fn kept_request(&self) -> Result<Option<SignedRequest>, Refusal> {
        let kept = self.request.as_ref().map(|request| SignedRequest::read_document(&request.recorded.document));
        kept.transpose().map_err(|_| AppError::DataDamaged.into())
    }

    /// Required slots that it leaves empty, by the request inside of it, else by the one that was made here.
    pub(super) fn missing(&self, inside: Option<&Inside>) -> Result<Vec<SlotId>, Refusal> {
        let kept = self.kept_request()?;
        let request = inside.and_then(Inside::request).or_else(|| kept.as_ref().map(SignedRequest::request));
        let asked = request.into_iter().flat_map(|request| &request.slots);
        let required = asked.filter(|slot| slot.required).map(|slot| slot.slot().id);
        Ok(required.filter(|slot| !self.keys.iter().any(|held| held.key.slot == *slot)).collect())
    }

    /// When its sealed bytes go, as things are.
    fn deleted_on(&self, days: u32) -> Option<Timestamp> {
        let since = match self.bundle.state {
            BundleState::Installed | BundleState::Confirmed => self.bundle.installed_at,
            BundleState::Closed => Some(self.bundle.state_since),
            _ => None,
        };
        since.filter(|_| self.file_kept)?.checked_add(SignedDuration::from_hours(24 * i64::from(days))).ok()
    }

    fn sender(&self) -> Option<SenderView> {
        let has = |note| self.bundle.notes.contains(&note);
        self.bundle.opened.then(|| SenderView {
            company: self.bundle.company.as_ref().map(ToString::to_string).unwrap_or_default(),
            contact: self.bundle.contact.as_ref().map(ToString::to_string),
            state: if is_spoken(&self.bundle) {
                SenderState::NotProven
            } else if has(IntakeNote::NewSenderForAccount) {
                SenderState::NewForAccount
            } else if has(IntakeNote::NewSender) {
                SenderState::New
            } else {
                SenderState::Known
            },
        })
    }

    fn answered(&self, request: &Request) -> AnsweredRequestView {
        // One that another agent made stands in no ledger of this computer: its own name is as good.
        let id = self.request.as_ref().map_or_else(|| request.id.to_string(), |kept| kept.id.get().to_string());
        AnsweredRequestView {
            request_id: id,
            created_at: words::time(request.created),
            ticket: request.ticket.as_ref().map(ToString::to_string),
        }
    }

    fn notes(&self, request: Option<&Request>) -> Vec<NoteView> {
        let expires = request.and_then(|request| request.expires);
        let noticed = self.bundle.notes.iter().filter_map(|note| {
            Some(match note {
                IntakeNote::AfterTheDate => NoteView::AfterTheDate { expired_at: words::time(expires?) },
                IntakeNote::RequestWithdrawn => NoteView::RequestWithdrawn,
                IntakeNote::NotAskedFor => NoteView::NotAskedFor,
                IntakeNote::NewSender => NoteView::NewSender,
                IntakeNote::NewSenderForAccount => NoteView::NewSenderForAccount,
                IntakeNote::OtherSender => NoteView::OtherSender,
                IntakeNote::OtherAccount => NoteView::OtherAccount,
            })
        });
        let again = (self.bundle.times > 1).then_some(NoteView::CameAgain { times: self.bundle.times });
        let replaced = self.replaced.as_ref();
        let replaces = replaced.map(|old| NoteView::Replaces { arrived_at: words::time(old.recorded_at) });
        noticed.chain(replaces).chain(again).collect()
    }

    fn key_view(&self, slot: &BundleSlot) -> InboxKeyView {
        let (at, claimed) = (&slot.key.slot, account_of(&self.accounts, slot.key.slot.mode));
        InboxKeyView {
            slot: words::slot(at),
            kind: words::kind(slot.key.kind),
            mask: slot.key.mask.to_string(),
            ending: slot.key.mask.last_four().to_owned(),
            sender_check: verdict_view(self.theirs.get(at), at, None),
            our_check: self.ours.get(at).map(|check| verdict_view(Some(check), at, claimed)),
            copied_at: slot.copied_at.map(words::time),
        }
    }

    fn our_check(&self) -> Option<CheckView> {
        let (id, found) = (self.bundle.id, &self.ours);
        let checked = Checked { id, keys: &self.keys, accounts: &self.accounts, found };
        if let Some(run) = &self.run {
            return Some(checked.view(run.check_id.clone(), run.state, run.finished_at));
        }
        let newest = found.values().map(|check| check.at).max()?;
        // One that a crash or the end of the program cut short was stopped, too.
        let state = if found.len() < self.keys.len() { CheckState::Cancelled } else { CheckState::Done };
        Some(checked.view(format!("{}-{}", id.get(), newest.as_second()), state, Some(newest)))
    }
}

fn account_view(known: &BundleAccount) -> InboxAccountView {
    InboxAccountView {
        mode: words::mode(known.account.mode),
        account: checks::account(&known.account),
        keys: match known.keys {
            keycourier_credentials::Relation::Same => SameAccount::Same,
            keycourier_credentials::Relation::Different => SameAccount::Different,
            keycourier_credentials::Relation::CannotTell => SameAccount::CannotTell,
        },
    }
}

/// Under the question's own words; an answer to what was never asked, under its id.
fn answers(document: &Document, request: Option<&Request>) -> Vec<AnswerView> {
    let label = |id: &keycourier_credentials::SlotName| {
        let asked = request.and_then(|request| request.questions.iter().find(|question| question.id == *id));
        asked.map_or_else(|| id.to_string(), |question| question.label.to_string())
    };
    let given = document.answers.iter();
    given.map(|answer| AnswerView { label: label(&answer.id), text: answer.text.to_string() }).collect()
}

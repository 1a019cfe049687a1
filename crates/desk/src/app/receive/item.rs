//! One row of the inbox with everything that may be shown. Keys are shown by their masks.

use keycourier_credentials::Mode;
use keycourier_documents::{Opened, Request, SignedRequest};
use keycourier_ledger::{
    self as ledger, Bundle, BundleAccount, BundleId, BundleSlot, CheckedBy, InboxRow, IntakeNote, LedgerError,
};
use keycourier_wire::{
    AnswerView, AnsweredRequestView, AppError, CheckState, CheckView, InboxAccountView, InboxItemRequest,
    InboxItemView, InboxKeyView, NoteView, SameAccount, SenderState, SenderView, SlotRef,
};

use super::item_checks::{Checked, Found, account_of, verdict_view};
use super::listing::row_view;
use crate::app::errors::Refusal;
use crate::app::running_checks::{CheckOf, Run};
use crate::app::views::{checks, words};
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
        let keys = if bundle.opened { Some(self.opening_keys().await?) } else { None };
        self.run(move |app| {
            let opened = keys.map(|keys| app.reopen(bundle.id, &keys)).transpose()?.flatten();
            app.item_view(&Shown::read(app, bundle)?, opened.as_ref())
        })
        .await
    }

    fn item_view(&self, shown: &Shown, opened: Option<&Opened>) -> Result<InboxItemView, Refusal> {
        let kept = shown.request.as_ref().map(|request| SignedRequest::read_document(&request.recorded.document));
        let kept = kept.transpose().map_err(|_| AppError::DataDamaged)?;
        let request = opened.and_then(|opened| opened.request.as_ref()).or(kept.as_ref());
        let request = request.map(SignedRequest::request);
        Ok(InboxItemView {
            row: row_view(&shown.row()),
            sender: shown.sender(),
            answers_request: request.map(|request| shown.answered(request)),
            notes: shown.notes(request),
            accounts: shown.accounts.iter().map(account_view).collect(),
            keys: shown.keys.iter().map(|slot| shown.key_view(slot)).collect(),
            missing: request.map(|request| missing(request, &shown.keys)).unwrap_or_default(),
            answers: opened.map(|opened| answers(opened, request)).unwrap_or_default(),
            note: opened.and_then(|opened| opened.bundle.note.as_ref()).map(ToString::to_string),
            our_check: shown.our_check(),
            installed_at: shown.bundle.installed_at.map(words::time),
        })
    }
}

/// What the ledger knows of a row.
struct Shown {
    bundle: Bundle,
    keys: Vec<BundleSlot>,
    accounts: Vec<BundleAccount>,
    theirs: Found,
    ours: Found,
    /// The newest check of ours since the program was started.
    run: Option<Run>,
    request: Option<ledger::Request>,
    replaced: Option<Bundle>,
}

impl Shown {
    fn read(app: &App, bundle: Bundle) -> Result<Self, LedgerError> {
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
        }
    }

    fn sender(&self) -> Option<SenderView> {
        let has = |note| self.bundle.notes.contains(&note);
        self.bundle.opened.then(|| SenderView {
            company: self.bundle.company.as_ref().map(ToString::to_string).unwrap_or_default(),
            contact: self.bundle.contact.as_ref().map(ToString::to_string),
            state: if has(IntakeNote::NewSenderForAccount) {
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

fn missing(request: &Request, keys: &[BundleSlot]) -> Vec<SlotRef> {
    let required = request.slots.iter().filter(|slot| slot.required).map(|slot| slot.slot().id);
    required.filter(|slot| !keys.iter().any(|held| held.key.slot == *slot)).map(|slot| words::slot(&slot)).collect()
}

/// Under the question's own words; an answer to what was never asked, under its id.
fn answers(opened: &Opened, request: Option<&Request>) -> Vec<AnswerView> {
    let label = |id: &keycourier_credentials::SlotName| {
        let asked = request.and_then(|request| request.questions.iter().find(|question| question.id == *id));
        asked.map_or_else(|| id.to_string(), |question| question.label.to_string())
    };
    let given = opened.bundle.answers.iter();
    given.map(|answer| AnswerView { label: label(&answer.id), text: answer.text.to_string() }).collect()
}

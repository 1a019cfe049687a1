//! Telling the customer what became of their keys: a signed receipt, filled in from our own check.

use keycourier_credentials::{SlotId, parse};
use keycourier_documents::{
    DocumentId, Identity, Receipt, ReceiptItem as DocumentItem, ReceiptSender, ReceiptVerdict, Receipted, Text,
};
use keycourier_ledger::{Bundle, BundleState, Check, Event, NewEntry, NewReceipt, Outcome, ReceiptItem, Side};
use keycourier_wire::{
    self as wire, AppError, ChangeInboxItemRequest, ConfirmationMailView, CopyConfirmationRequest, InboxItemView,
    MakeConfirmationRequest, PageEvent, RejectReason, RejectedSlot, SavedView, TextFault, TextField,
    WriteConfirmationRequest,
};

use super::item::Shown;
use super::item_checks::account_of;
use super::named_files::{not_written, plain_name, shown_name};
use crate::app::App;
use crate::app::errors::Refusal;
use crate::app::ids::{document_id, document_id_of, signer_key, slot_id};
use crate::app::sending::{is_plain_address, mailto};
use crate::app::views::{checks, confirmations};
use crate::{Over, write_new};

/// As many characters as a receipt's advice may have.
const ADVICE: u32 = 500;
/// Longer addresses are cut off or refused by mail programs of Windows: 2,083 is the oldest of their limits.
const LONGEST_MAILTO: usize = 2_000;

impl App {
    /// Makes and signs a confirmation: what is not rejected is said to work where our own check says so, and to have arrived otherwise.
    ///
    /// # Errors
    /// [`AppError::NothingToConfirm`] where nothing says who sent it, [`AppError::Gone`] for a slot that nobody asked for,
    /// [`AppError::BadText`] and [`AppError::SecretInText`] for the advice, and those of keychain and ledger.
    pub async fn make_confirmation(&self, request: MakeConfirmationRequest) -> Result<InboxItemView, AppError> {
        let operation = request.operation_id.clone();
        let made = async {
            let MakeConfirmationRequest { operation_id, item_id, rejected, advice } = request;
            self.confirm(operation_id, item_id.clone(), rejected, advice).await?;
            self.item(&item_id).await
        };
        self.once(&operation, made).await
    }

    /// Opens a draft to the customer. The confirmation stands in its text where that has room, and its file is on the clipboard.
    ///
    /// # Errors
    /// [`AppError::NothingToConfirm`] before there is one, [`AppError::BadText`], [`AppError::SecretInText`], [`AppError::Gone`], those of
    /// writing the file, and those of the ledger.
    pub async fn write_confirmation(
        &self,
        request: WriteConfirmationRequest,
    ) -> Result<ConfirmationMailView, AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let (bundle, armored) = app.newest_receipt(&request.item_id)?;
            let address = mail_to(&bundle);
            let plain = mailto(address.as_deref(), &request.subject, &request.body)?;
            let whole = mailto(address.as_deref(), &request.subject, &with_receipt(&request.body, &armored))?;
            let inside = whole.len() <= LONGEST_MAILTO;
            let path = app.write_to_outbox(&file_name(&bundle), armored.as_bytes())?;
            // The clipboard first: the mail program takes the window's place.
            let file_on_clipboard = app.shell.write_clipboard_file(&path).is_ok();
            let opened = app.shell.open_mail(if inside { &whole } else { &plain }).is_ok();
            Ok(ConfirmationMailView { opened, inside, file_on_clipboard })
        })
        .await
    }

    /// Puts the same mail on the clipboard as text.
    ///
    /// # Errors
    /// [`AppError::NothingToConfirm`] before there is one, [`AppError::BadText`], [`AppError::SecretInText`],
    /// [`AppError::ClipboardNotAvailable`], [`AppError::Gone`], and those of the ledger.
    pub async fn copy_confirmation(&self, request: CopyConfirmationRequest) -> Result<(), AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let (_, armored) = app.newest_receipt(&request.item_id)?;
            // Of no use as an address, but held to the same rules.
            mailto(None, "", &request.body)?;
            Ok(app.shell.write_clipboard(&with_receipt(&request.body, &armored))?)
        })
        .await
    }

    /// Asks where, and saves the confirmation there.
    ///
    /// # Errors
    /// [`AppError::NothingToConfirm`] before there is one, [`AppError::Gone`], why the file could not be written, and those of the ledger.
    pub async fn save_confirmation(&self, request: ChangeInboxItemRequest) -> Result<SavedView, AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let (bundle, armored) = app.newest_receipt(&request.item_id)?;
            let Some(path) = app.shell.choose_place(&file_name(&bundle)) else {
                return Ok(SavedView { file_name: None });
            };
            // Whoever chose a file that is there was asked about it by the system's own window.
            write_new(&path, armored.as_bytes(), Over::Existing).map_err(|error| not_written(&path, error))?;
            Ok(SavedView { file_name: Some(shown_name(&path)) })
        })
        .await
    }

    /// Makes a confirmation.
    pub(super) async fn confirm(
        &self,
        operation: String,
        item_id: String,
        rejected: Vec<RejectedSlot>,
        advice: Option<String>,
    ) -> Result<(), AppError> {
        let bundle = self.received_item(&item_id).await?;
        if bundle.document_id.is_none() {
            return Err(AppError::NothingToConfirm);
        }
        let desk = bundle.desk;
        // The one that was asked is the one that the customer knows by its words.
        let number = match desk {
            Some(desk) => desk,
            None => self.desk_in_ledger().await?.number,
        };
        let identity = self.identity(number).await?;
        // Where its bytes are gone, the request that was made here says as well what is missing.
        let inside = self.reopened(&item_id).await.ok().map(|(_, inside)| inside);
        self.run(move |app| {
            let shown = Shown::read(app, app.received(&item_id)?)?;
            let items = decide(&shown, &shown.missing(inside.as_ref())?, &rejected)?;
            app.sign(&operation, &shown, items, advice.as_deref(), &identity)
        })
        .await
    }

    fn sign(
        &self,
        operation: &str,
        shown: &Shown,
        items: Vec<ReceiptItem>,
        advice: Option<&str>,
        identity: &Identity,
    ) -> Result<(), Refusal> {
        let (bundle, now) = (&shown.bundle, self.clock.now());
        let nothing = || Refusal::Told(AppError::NothingToConfirm);
        let hash = bundle.payload_sha256.ok_or_else(nothing)?.to_string();
        let receipt = Receipt {
            id: self.randomness.with(|random| DocumentId::random(random)),
            created: now,
            bundle: Receipted {
                id: document_id_of(&bundle.document_id.ok_or_else(nothing)?),
                sha256: hash.try_into().map_err(|_| Refusal::fault("a hash of the ledger is none of a document"))?,
            },
            request_id: shown.request.as_ref().map(|request| document_id_of(&request.recorded.document_id)),
            from: ReceiptSender { sign: *identity.signing().signer() },
            items: items.iter().map(document_item).collect(),
            advice: advice.map(typed_advice).transpose()?.flatten(),
        };
        let armored = receipt.sign(identity.signing()).ok_or_else(|| Refusal::fault("a receipt that is too long"))?;
        let outcome = confirmations::overall(&items);
        let new = NewReceipt {
            bundle: bundle.id,
            document_id: document_id(receipt.id),
            document: armored.into_bytes(),
            signer: signer_key(identity.signing().signer()),
            items,
            made_at: now,
        };
        self.change_once(operation, |change| {
            change.record_receipt(&new, now)?;
            if let Some(to) = state_after(bundle, outcome)
                && !change.move_bundle(bundle.id, bundle.state, to, now)?
            {
                return Err(AppError::Gone.into());
            }
            let entry = NewEntry {
                business: bundle.company.clone(),
                ticket: bundle.ticket.clone(),
                detail: outcome.as_str().parse().ok(),
                ..NewEntry::new(Side::Receive, Event::ReceiptMade)
            };
            change.note(&entry, now)?;
            Ok("{}".to_owned())
        })?;
        self.shell.tell(PageEvent::InboxChanged);
        Ok(())
    }

    fn newest_receipt(&self, item_id: &str) -> Result<(Bundle, String), Refusal> {
        let bundle = self.received(item_id)?;
        let receipts = self.ledger().receipts_of(bundle.id)?;
        let newest = confirmations::newest(&receipts).ok_or(AppError::NothingToConfirm)?;
        let armored = String::from_utf8(newest.recorded.document.clone()).map_err(|_| AppError::DataDamaged)?;
        Ok((bundle, armored))
    }
}

/// What would be said of each key by our own check alone, and of what is missing.
pub(super) fn by_our_check(shown: &Shown, missing: &[SlotId]) -> Vec<ReceiptItem> {
    let of_key = shown.keys.iter().map(|slot| {
        let at = &slot.key.slot;
        said_of(shown.ours.get(at), at, account_of(&shown.accounts, at.mode))
    });
    let of_missing = missing.iter().map(|slot| rejected_item(slot, RejectReason::KeyMissing));
    of_key.chain(of_missing).collect()
}

fn said_of(check: Option<&Check>, slot: &SlotId, claimed: Option<&keycourier_credentials::AccountId>) -> ReceiptItem {
    let said = |outcome, code: Option<&str>| ReceiptItem {
        slot: slot.clone(),
        outcome,
        code: code.and_then(|code| code.parse().ok()),
    };
    let Some(check) = check else { return said(Outcome::Received, None) };
    match checks::verdict(check, slot.mode, claimed) {
        wire::Verdict::Works | wire::Verdict::PublishableOk | wire::Verdict::WorksButLacks { .. } => {
            said(Outcome::Works, None)
        }
        wire::Verdict::CouldNotAsk { cause: wire::CouldNotAskCause::NothingToAsk } => {
            said(Outcome::Received, Some(confirmations::NOTHING_TO_ASK))
        }
        wire::Verdict::CouldNotAsk { .. } | wire::Verdict::NotChecked | wire::Verdict::LockedToOtherAddresses => {
            said(Outcome::Received, None)
        }
        wire::Verdict::UnknownToStripe => rejected_item(slot, RejectReason::UnknownToStripe),
        wire::Verdict::Expired => rejected_item(slot, RejectReason::Expired),
        wire::Verdict::WrongMode { .. } => rejected_item(slot, RejectReason::WrongMode),
        wire::Verdict::OtherAccount { .. } => rejected_item(slot, RejectReason::OtherAccount),
    }
}

fn rejected_item(slot: &SlotId, reason: RejectReason) -> ReceiptItem {
    ReceiptItem { slot: slot.clone(), outcome: Outcome::Rejected, code: reason.code().parse().ok() }
}

/// What the agent rejects is rejected, and nothing else. The rest works where our check says so: nobody can say it without one.
fn decide(shown: &Shown, missing: &[SlotId], rejected: &[RejectedSlot]) -> Result<Vec<ReceiptItem>, Refusal> {
    let mut items: Vec<ReceiptItem> = by_our_check(shown, &[])
        .into_iter()
        .map(|item| match item.outcome {
            Outcome::Rejected => ReceiptItem { outcome: Outcome::Received, code: None, ..item },
            Outcome::Received | Outcome::Works => item,
        })
        .collect();
    for RejectedSlot { slot, reason } in rejected {
        let slot = slot_id(slot)?;
        let item = rejected_item(&slot, *reason);
        if let Some(known) = items.iter_mut().find(|known| known.slot == slot) {
            *known = item;
        } else if missing.contains(&slot) {
            items.push(item);
        } else {
            return Err(AppError::Gone.into());
        }
    }
    Ok(items)
}

/// Where it goes from here: confirmed once the keys are installed and work; done with, for now, where new ones have to come.
fn state_after(bundle: &Bundle, outcome: Outcome) -> Option<BundleState> {
    let to = match outcome {
        Outcome::Works if bundle.installed_at.is_some() => BundleState::Confirmed,
        Outcome::Works if bundle.state == BundleState::Closed => BundleState::Opened,
        Outcome::Rejected => BundleState::Closed,
        Outcome::Works | Outcome::Received => return None,
    };
    (to != bundle.state).then_some(to)
}

fn document_item(item: &ReceiptItem) -> DocumentItem {
    DocumentItem {
        slot: item.slot.name.clone(),
        mode: item.slot.mode,
        verdict: match item.outcome {
            Outcome::Received => ReceiptVerdict::Received,
            Outcome::Works => ReceiptVerdict::Works,
            Outcome::Rejected => ReceiptVerdict::Rejected,
        },
        code: item.code.as_ref().and_then(|code| Text::typed(code.as_str()).ok()),
    }
}

fn typed_advice(typed: &str) -> Result<Option<Text<500>>, Refusal> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    if parse(typed).credentials().next().is_some() {
        return Err(AppError::SecretInText { field: TextField::Advice }.into());
    }
    if typed.chars().count() > ADVICE as usize {
        return Err(Refusal::bad_text(TextField::Advice, TextFault::TooLong { at_most: ADVICE }));
    }
    let bad = |_| Refusal::bad_text(TextField::Advice, TextFault::HiddenCharacters);
    Text::typed(typed.trim()).map(Some).map_err(bad)
}

/// Whom a mail to the customer goes to, where the contact in the bundle is an address.
pub(super) fn mail_to(bundle: &Bundle) -> Option<String> {
    let contact = bundle.contact.as_ref()?.as_str();
    let words = contact.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '<' | '>' | '(' | ')'));
    words.map(str::to_owned).find(|word| is_plain_address(word))
}

fn with_receipt(body: &str, armored: &str) -> String {
    // The plain lines that stand before the armor in a file are for whoever opens that; a mail has its own.
    let armor = armored.find("-----BEGIN").and_then(|at| armored.get(at..)).unwrap_or(armored);
    format!("{}\n\n{}", body.trim_end(), armor)
}

fn file_name(bundle: &Bundle) -> String {
    let part = |line: &Option<keycourier_ledger::Line>| line.as_ref().map(|line| plain_name(line.as_str()));
    let names: Vec<String> = [part(&bundle.company), part(&bundle.ticket)].into_iter().flatten().collect();
    format!("{}_Confirmation.keyreceipt", if names.is_empty() { "Keys".to_owned() } else { names.join("_") })
}

//! Confirmations that arrive at the merchant: only the proven desk's counts, for a locked file that was made here.

use keycourier_credentials::decode;
use keycourier_documents::{Receipt as Document, ReceiptVerdict};
use keycourier_ledger::{
    Bundle, BundleState, Change, Direction, Event, NewEntry, NewReceipt, Outcome, Pin, ReceiptItem, Recorded, Side,
    SignerKey,
};
use keycourier_wire::{AppError, OpenedView, OpeningCode, PageEvent};

use super::App;
use super::delivery::note_progress;
use super::errors::Refusal;
use super::ids;
use super::opening::not_a_document;
use super::views::confirmations;

const BEGIN: &str = "-----BEGIN KEYCOURIER RECEIPT-----";
const END: &str = "-----END KEYCOURIER RECEIPT-----";

impl App {
    /// Opens a confirmation, and notes what it says.
    pub(crate) fn open_receipt(&self, bytes: &[u8]) -> Result<OpenedView, Refusal> {
        let document = Document::read(bytes).map_err(not_a_document)?;
        let now = self.clock.now();
        let opened = self.ledger().write(|change| take(change, &document, bytes, now))?;
        if let OpenedView::Confirmation { delivery_id, .. } = &opened {
            self.shell.tell(PageEvent::DeliveryChanged { delivery_id: delivery_id.clone() });
        }
        Ok(opened)
    }
}

fn take(
    change: &mut Change<'_>,
    document: &Document,
    bytes: &[u8],
    now: jiff::Timestamp,
) -> Result<OpenedView, Refusal> {
    let signer = ids::signer_key(&document.from.sign);
    let bundle = confirmed_bundle(change, document)?;
    let handover = bundle.handover.ok_or(AppError::DataDamaged)?;
    refuse_others(change, &bundle, signer)?;

    let new = NewReceipt {
        bundle: bundle.id,
        document_id: ids::document_id(document.id),
        document: bare(bytes),
        signer,
        items: document.items.iter().map(item).collect(),
        made_at: document.created,
    };
    let outcome = confirmations::overall(&new.items);
    match change.record_receipt(&new, now)? {
        Recorded::Replayed(_) => return Err(AppError::NotOpened { cause: OpeningCode::Replayed }.into()),
        Recorded::Known(_) => {}
        Recorded::New(id) => {
            let receipts = change.receipts_of(bundle.id)?;
            // One that was overtaken on its way changes nothing any more.
            if confirmations::newest(&receipts).is_some_and(|newest| newest.id == id) {
                let to = match outcome {
                    Outcome::Works => BundleState::Confirmed,
                    Outcome::Rejected => BundleState::Problem,
                    Outcome::Received => BundleState::Sent,
                };
                // Whoever said already that it was sent keeps the time at which they did.
                if bundle.state != to {
                    change.move_bundle(bundle.id, bundle.state, to, now)?;
                }
                note_progress(change, handover, now)?;
            }
            let entry = NewEntry {
                business: bundle.company.clone(),
                integrator: bundle.addressee.clone(),
                ticket: bundle.ticket.clone(),
                detail: outcome.as_str().parse().ok(),
                ..NewEntry::new(Side::Send, Event::ReceiptReceived)
            };
            change.note(&entry, now)?;
        }
    }
    Ok(OpenedView::Confirmation {
        delivery_id: handover.get().to_string(),
        integrator: bundle.addressee.as_ref().map(ToString::to_string).unwrap_or_default(),
        outcome: confirmations::outcome_view(outcome),
    })
}

/// The locked file that it names by id and content.
fn confirmed_bundle(change: &Change<'_>, document: &Document) -> Result<Bundle, Refusal> {
    let found = change.bundle_of_document(Direction::Sent, &ids::document_id(document.bundle.id))?;
    let hash = ids::digest(&document.bundle.sha256)?;
    let same = found.filter(|bundle| bundle.payload_sha256 == Some(hash));
    same.ok_or_else(|| AppError::NotOpened { cause: OpeningCode::ConfirmsUnknown }.into())
}

/// Only whoever was proven by their words may say what became of the keys.
fn refuse_others(change: &Change<'_>, bundle: &Bundle, signer: SignerKey) -> Result<(), Refusal> {
    let refused = |cause| Err(AppError::NotOpened { cause }.into());
    let handover = bundle.handover.map(|id| change.handover(id)).transpose()?.flatten().ok_or(AppError::DataDamaged)?;
    let request = bundle.request.map(|id| change.request(id)).transpose()?.flatten();
    let pins = change.pins_of(handover.recorded.integrator)?;
    let own = pins.iter().find(|pinned| pinned.pin == Pin::Signer(signer));
    match own.filter(|pinned| pinned.retired_at.is_none()) {
        Some(pinned) if pinned.proven.is_some() => Ok(()),
        // Whom the file was locked for, and nobody has typed their words yet.
        Some(_) if request.is_some_and(|request| request.recorded.signer == signer) => {
            refused(OpeningCode::ConfirmerNotProven)
        }
        Some(_) | None => refused(OpeningCode::ConfirmedByOther),
    }
}

fn item(item: &keycourier_documents::ReceiptItem) -> ReceiptItem {
    ReceiptItem {
        slot: keycourier_credentials::SlotId { mode: item.mode, name: item.slot.clone() },
        outcome: match item.verdict {
            ReceiptVerdict::Received => Outcome::Received,
            ReceiptVerdict::Works => Outcome::Works,
            ReceiptVerdict::Rejected => Outcome::Rejected,
        },
        // A code that the ledger does not take is one that this version has no words for.
        code: item.code.as_ref().and_then(|code| code.as_str().parse().ok()),
    }
}

/// The document alone, as one line of base64 in its frame: what stands around it in a mail is not kept, and however a mail wraps it,
/// it is the same.
fn bare(bytes: &[u8]) -> Vec<u8> {
    let text = decode(bytes);
    let body = text.split_once(BEGIN).and_then(|(_, rest)| rest.split_once(END)).map_or("", |(body, _)| body);
    let base64 = body.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '='));
    format!("{BEGIN}\n{}\n{END}\n", base64.collect::<String>()).into_bytes()
}

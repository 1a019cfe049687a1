//! The Collect step: a text on the clipboard becomes keys in their slots.

use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{DeliveryView, KeyKind, Mode, ProblemView, SlotRef};

/// Takes what is on the clipboard, which the program reads itself.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "collect.ts")]
pub struct PasteKeyRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The delivery.
    pub delivery_id: String,
    /// The row that it was pasted into; `null` where it was pasted anywhere.
    pub slot: Option<SlotRef>,
    /// The tab that is shown: what is judged first where several would fit.
    pub mode: Mode,
}

/// Takes a typed or dropped text.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "collect.ts")]
pub struct TypedKeyRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The delivery.
    pub delivery_id: String,
    /// The row.
    pub slot: Option<SlotRef>,
    /// The tab that is shown.
    pub mode: Mode,
    /// What was typed: at most 1 MiB.
    #[ts(type = "string")]
    pub value: SecretString,
}

/// Takes a file that was dropped, such as the text file that somebody was about to e-mail.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "collect.ts")]
pub struct ReadKeyFileRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The delivery.
    pub delivery_id: String,
    /// The row that it was dropped on.
    pub slot: Option<SlotRef>,
    /// The tab that is shown.
    pub mode: Mode,
    /// The path, as the system gave it.
    pub path: String,
}

/// Asks the person for a file, and takes it as [`ReadKeyFileRequest`] does.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "collect.ts")]
pub struct ChooseKeyFileRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The delivery.
    pub delivery_id: String,
    /// The row that has the focus.
    pub slot: Option<SlotRef>,
    /// The tab that is shown.
    pub mode: Mode,
}

/// Deletes the file from which keys were taken, for good.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "collect.ts")]
pub struct DeleteKeyFileRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The file, as the paste's answer named it.
    pub file_id: String,
}

/// Uses a candidate of the pending paste.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "collect.ts")]
pub struct UseCandidateRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The pending paste.
    pub paste_id: String,
    /// The candidate's number.
    pub candidate: u32,
    /// Where it goes.
    pub slot: SlotRef,
}

/// Takes a key out of its slot. It can be undone until the next change of that slot, or for ten minutes.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "collect.ts")]
pub struct RemoveKeyRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The delivery.
    pub delivery_id: String,
    /// The row.
    pub slot: SlotRef,
}

/// Undoes the last removal or replacement of a slot.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "collect.ts")]
pub struct UndoKeyChangeRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The delivery.
    pub delivery_id: String,
    /// The row.
    pub slot: SlotRef,
}

/// What came of a paste.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "collect.ts")]
pub struct PasteView {
    /// The pending paste: `null` where nothing of it can be used any more.
    pub paste_id: Option<String>,
    /// Rows that have a key now.
    pub filled: Vec<FilledView>,
    /// What was not taken, and why.
    pub refused: Vec<RefusedView>,
    /// What the paste held that is in no row: to move, to pick from, or left over.
    pub candidates: Vec<CandidateView>,
    /// The file from which keys were taken, and which still holds them.
    pub file: Option<KeyFileView>,
    /// The delivery as it is now.
    pub delivery: DeliveryView,
}

/// A file that keys were taken from.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "collect.ts")]
pub struct KeyFileView {
    /// Opaque; good until the next file.
    pub file_id: String,
    /// Its name, without the folder.
    pub name: String,
}

/// A row that a paste filled. Its key, problems and verdict stand in the delivery.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "collect.ts")]
pub struct FilledView {
    /// The row.
    pub slot: SlotRef,
    /// The mask of the key that was there before.
    pub replaced: Option<String>,
    /// Whether the very same key was there already.
    pub same: bool,
}

/// A text, or part of it, that was not taken.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "collect.ts")]
pub struct RefusedView {
    /// The row that it was meant for; `null` where that is not known.
    pub slot: Option<SlotRef>,
    /// Why.
    pub problem: ProblemView,
    /// Why the integrator does not take a key of this kind, in its own words, marks of boldness in it; `null` for any other problem.
    pub reason: Option<String>,
}

/// A key of the pending paste.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "collect.ts")]
pub struct CandidateView {
    /// Its number in the paste.
    pub number: u32,
    /// What it is.
    pub kind: KeyKind,
    /// Its mode, where its prefix says one.
    pub mode: Option<Mode>,
    /// Prefix, three dots, last four characters.
    pub mask: String,
    /// The last four characters alone.
    pub ending: String,
    /// Rows that it would fit into.
    pub fits: Vec<SlotRef>,
}

/// What an undo brought back.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "collect.ts")]
pub struct UndoView {
    /// The mask of the key that is in the row now; `null` where the row is empty again.
    pub mask: Option<String>,
    /// The delivery as it is now.
    pub delivery: DeliveryView,
}

/// The pages of Stripe that a person is sent to.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "collect.ts")]
pub enum StripePage {
    /// Where the slot's key stands: the API keys, or the webhooks.
    Keys,
    /// The API keys.
    ApiKeys,
    /// The form for a restricted key, the right boxes ticked.
    CreateRestrictedKey,
    /// The webhook destinations.
    Webhooks,
    /// Who may do what in the account.
    Team,
}

/// Opens a page of Stripe in the browser, in the slot's mode, and in the business's account where that is known.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "collect.ts")]
pub struct OpenStripePageRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The delivery.
    pub delivery_id: String,
    /// The row.
    pub slot: SlotRef,
    /// Which page.
    pub page: StripePage,
}

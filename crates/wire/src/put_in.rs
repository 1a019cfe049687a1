//! Putting a key into the integrator's own page.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{KeyKind, Mode, SlotRef};

/// What the screen needs on which a key is put into the integrator's own page.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "put_in.ts")]
pub struct PutInView {
    /// "Put the key into …".
    pub title: String,
    /// A sentence under it.
    pub lead: String,
    /// What the integrator's page is called.
    pub place: String,
    /// What the button says that opens the page.
    pub open_button: String,
    /// The page's address, to be opened by hand.
    pub page: String,
    /// 1: the way to the field.
    pub open: String,
    /// 2: copy the key, once the field is seen.
    pub copy: String,
    /// 3: paste it there.
    pub paste: String,
    /// The question that ends it.
    pub accepted: String,
    /// The answer that ends it well.
    pub yes: String,
    /// The answer that does not.
    pub no: String,
    /// What is to be done once the keys are there.
    pub after: Vec<String>,
    /// The keys to put in, in the order asked for.
    pub keys: Vec<PutInKeyView>,
    /// The key that was put on the clipboard here and is due to be taken off; `null` where there is none.
    pub lent: Option<LentKeyView>,
}

/// A key to put in.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "put_in.ts")]
pub struct PutInKeyView {
    /// Where it is in the delivery.
    pub slot: SlotRef,
    /// What it is.
    pub kind: KeyKind,
    /// Its mask.
    pub mask: String,
    /// Its last four characters.
    pub ending: String,
}

/// A key on the clipboard.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "put_in.ts")]
pub struct LentKeyView {
    /// Which.
    pub slot: SlotRef,
    /// Milliseconds until it is taken off, counted from this answer, at most ten minutes.
    pub clears_in_ms: u32,
}

/// Copies a key to be put in.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "put_in.ts")]
pub struct CopyPutInKeyRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The delivery.
    pub delivery_id: String,
    /// Which key.
    pub slot: SlotRef,
}

/// What the integrator's page said instead of taking the key.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "put_in.ts")]
pub enum PutInRefusal {
    /// That the key is wrong, not known or expired.
    NotValid,
    /// That the key may not do enough.
    LacksPermission,
    /// That a key of the other mode is wanted.
    OtherMode,
    /// That something is connected there already.
    AlreadyConnected,
    /// The field or page was not there.
    NoField,
    /// Anything else.
    Other,
}

/// Writes down that the key was not taken.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "put_in.ts")]
pub struct PutInRefusedRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The delivery.
    pub delivery_id: String,
    /// What the page said.
    pub said: PutInRefusal,
}

/// Starts the delivery that comes after one that is done: the same business and integrator, another mode. One that was started and is
/// not done yet is opened instead.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "put_in.ts")]
pub struct StartNextRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The delivery that is done.
    pub delivery_id: String,
    /// The mode of the next one.
    pub mode: Mode,
}

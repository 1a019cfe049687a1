//! The requests that a desk makes.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{KeyKind, Mode, RestrictedPolicy, Scope};

/// A preset that this desk may use: presets stand under their own domain.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "requests.ts")]
pub struct RequestPresetView {
    /// Its name, such as `imagatec`.
    pub preset: String,
    /// The integrator's name.
    pub name: String,
    /// Modes that it may ask for, test first.
    pub modes: Vec<Mode>,
    /// Whether a request takes one of these modes and not several.
    pub one_mode: bool,
}

/// One thing asked for in a form.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "requests.ts")]
pub struct RequestDraftSlot {
    /// Its mode.
    pub mode: Mode,
    /// What it is called by: `publishable`, `secret` or `webhook_secret`.
    pub kind: KeyKind,
    /// Whether a delivery is complete without it.
    pub required: bool,
    /// What it is for: at most 200 characters.
    pub purpose: Option<String>,
}

/// A request before it is made.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "requests.ts")]
pub struct RequestDraft {
    /// For whom.
    pub scope: Scope,
    /// The preset, which brings slots and questions; `null` for a form.
    pub preset: Option<String>,
    /// The modes taken from the preset; empty for a form.
    pub modes: Vec<Mode>,
    /// What a form asks for; empty with a preset.
    pub slots: Vec<RequestDraftSlot>,
    /// What a form thinks of restricted keys; a preset has its own.
    pub restricted: RestrictedPolicy,
    /// Days until it ends: 1 to 365; `null` for never, which only `everybody` may have.
    pub expires_in_days: Option<u32>,
}

/// Shows what the merchant will see.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "requests.ts")]
pub struct PreviewRequestRequest {
    /// The draft.
    pub draft: RequestDraft,
}

/// Makes a request.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "requests.ts")]
pub struct MakeRequestRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The draft.
    pub draft: RequestDraft,
}

/// One request of this desk.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "requests.ts")]
pub struct OwnRequestRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The request.
    pub request_id: String,
}

/// Whether a request still counts.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "requests.ts")]
pub enum OwnRequestState {
    /// It waits for answers.
    Open,
    /// The one merchant has answered.
    Answered,
    /// Its date has passed.
    Expired,
    /// It was withdrawn.
    Withdrawn,
}

/// One request of this desk, in the list.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "requests.ts")]
pub struct OwnRequestView {
    /// Opaque.
    pub request_id: String,
    /// For whom.
    pub scope: Scope,
    /// The preset's integrator name; `null` for a form.
    pub preset_name: Option<String>,
    /// Modes asked for, test first.
    pub modes: Vec<Mode>,
    /// How many slots.
    pub slots: u32,
    /// When it was made.
    pub created_at: String,
    /// When it ends.
    pub expires_at: Option<String>,
    /// Whether it still counts.
    pub state: OwnRequestState,
    /// How many bundles answered it.
    pub answers: u32,
    /// The name that its file gets.
    pub file_name: String,
}

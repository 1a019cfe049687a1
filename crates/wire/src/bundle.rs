//! What the receiver of a locked file will see.

use serde::Serialize;
use ts_rs::TS;

use crate::{KeyKind, ModeAccountView, SlotRef, VerdictView, WhoView};

/// An answer with its question.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "bundle.ts")]
pub struct AnswerView {
    /// The question, in the integrator's words.
    pub label: String,
    /// The answer.
    pub text: String,
}

/// A key as the receiver will see it before copying it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "bundle.ts")]
pub struct PreviewKeyView {
    /// Which slot.
    pub slot: SlotRef,
    /// What it is.
    pub kind: KeyKind,
    /// Prefix, three dots, last four characters.
    pub mask: String,
    /// The last four characters alone.
    pub ending: String,
    /// The check that goes along.
    pub verdict: VerdictView,
}

/// What the receiver of a locked file will see.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "bundle.ts")]
pub struct BundlePreviewView {
    /// From whom.
    pub business_name: Option<String>,
    /// To whom.
    pub who: WhoView,
    /// Their ticket.
    pub ticket: Option<String>,
    /// The accounts.
    pub accounts: Vec<ModeAccountView>,
    /// The keys.
    pub keys: Vec<PreviewKeyView>,
    /// The answers.
    pub answers: Vec<AnswerView>,
    /// What the file will be called.
    pub file_name: String,
}

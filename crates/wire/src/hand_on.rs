//! The ways in which keys leave the inbox, each by a person's explicit act.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// In which form keys are handed on.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "hand_on.ts")]
pub enum HandOnForm {
    /// `NAME=value` lines.
    Env,
    /// One object a company, with everything that is known of it.
    Json,
    /// What the interface of Dev Kit for AI takes.
    #[serde(rename = "devkit4ai")]
    DevKit4Ai,
}

/// Shows what would be written, by mask.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "hand_on.ts")]
pub struct PreviewHandOnRequest {
    /// The rows: one, but for [`HandOnForm::Json`], which takes several.
    pub item_ids: Vec<String>,
    /// The form.
    pub form: HandOnForm,
}

/// What would be written, by mask.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "hand_on.ts")]
pub struct HandOnPreviewView {
    /// The text as it would be written, with masks in the place of keys.
    pub text: String,
    /// The name that the file would get.
    pub file_name: String,
    /// How many keys it would hold.
    pub keys: u32,
}

/// Writes keys into a file that only this user may read; the program asks where.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "hand_on.ts")]
pub struct SaveHandOnRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The rows: one, but for [`HandOnForm::Json`], which takes several.
    pub item_ids: Vec<String>,
    /// The form.
    pub form: HandOnForm,
}

/// Puts the same text on the clipboard, for a short time.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "hand_on.ts")]
pub struct CopyHandOnRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The rows: one, but for [`HandOnForm::Json`], which takes several.
    pub item_ids: Vec<String>,
    /// The form.
    pub form: HandOnForm,
}

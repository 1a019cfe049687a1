//! The Send step: the locked file as a thing, and the ways it goes out.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::ModeCountView;

/// Whether a locked file has gone out.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "send.ts")]
pub enum BundleState {
    /// Made.
    Made,
    /// The person said that it was sent.
    Sent,
}

/// A locked file.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "send.ts")]
pub struct BundleFileView {
    /// Opaque.
    pub bundle_id: String,
    /// Its name.
    pub file_name: String,
    /// The folder it is in, by its own name; `null` where the file is there no longer.
    pub folder: Option<String>,
    /// Its size.
    pub bytes: u32,
    /// Keys of each mode in it.
    pub keys: Vec<ModeCountView>,
    /// Whether company details are in it.
    pub has_answers: bool,
    /// When it was made.
    pub made_at: String,
    /// Whether it has gone out.
    pub state: BundleState,
    /// Where it goes, as the request says; `null` where it doesn't.
    pub mail_to: Option<String>,
    /// The subject that the request wants; `null` where it wants none.
    pub mail_subject: Option<String>,
    /// Whether a key or answer has changed since it was made, so that it should be made again.
    pub outdated: bool,
}

/// One locked file.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "send.ts")]
pub struct BundleRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The locked file.
    pub bundle_id: String,
}

/// Opens a draft in the person's mail program and puts the file on the clipboard. The address is the request's own.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "send.ts")]
pub struct WriteEmailRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The locked file.
    pub bundle_id: String,
    /// The subject: one line, at most 200 characters.
    pub subject: String,
    /// The text: at most 4,000 characters, refused when a secret is found in it.
    pub body: String,
}

/// What came of opening a draft.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "send.ts")]
pub struct MailDraftView {
    /// Whether the system found a mail program.
    pub opened: bool,
    /// Whether the file is on the clipboard, so that Ctrl+V attaches it.
    pub file_on_clipboard: bool,
}

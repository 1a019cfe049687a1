//! The program as a whole: what the page needs to know when it starts, and what a person opens.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{BackupState, ConfirmationOutcome, RequestPreviewView, SettingsView};

/// The two people who use the program.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "app.ts")]
pub enum Role {
    /// "I was asked for my Stripe keys."
    Merchant,
    /// "I collect keys from our customers."
    Desk,
}

/// The system, which decides what the keychain is called and which keys paste.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "app.ts")]
pub enum Platform {
    /// Windows: "Windows password store".
    Windows,
    /// macOS: "macOS Keychain".
    Macos,
    /// Linux: the Secret Service, whoever serves it.
    Linux,
}

/// What the system's keychain can do right now.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "app.ts")]
pub enum KeychainState {
    /// Keys can be kept.
    Ready,
    /// Asked, and no answer for five seconds: perhaps it asks the person something.
    Waiting,
    /// The person has to unlock it.
    Locked,
    /// There is none, or none that answers.
    NotAvailable,
}

/// What the page needs to know at its start, and after each change of it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "app.ts")]
pub struct AppStatusView {
    /// The program's version.
    pub version: String,
    /// The system.
    pub platform: Platform,
    /// The side shown. `null` at the first start.
    pub role: Option<Role>,
    /// Whether both sides have been used, so that the switch between them shows.
    pub both_roles_used: bool,
    /// What the keychain can do.
    pub keychain: KeychainState,
    /// Whether keys are kept for this session only, by the person's choice.
    pub session_only: bool,
    /// The settings in force.
    pub settings: SettingsView,
    /// The desk of the receiving side, if one was set up here.
    pub desk: Option<DeskBadgeView>,
    /// Numbers for the side bar.
    pub counts: CountsView,
    /// Whether a file was given at the start, or by a double-click since, that `open_waiting_file` would open.
    pub file_waiting: bool,
}

/// The desk in one line, for the foot of the side bar.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "app.ts")]
pub struct DeskBadgeView {
    /// The desk's name.
    pub name: String,
    /// Whether it is backed up.
    pub backup: BackupState,
}

/// Numbers beside the names in the side bar.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "app.ts")]
pub struct CountsView {
    /// Deliveries that are not finished.
    pub deliveries: u32,
    /// Inbox rows that wait for somebody.
    pub inbox_to_do: u32,
    /// Requests that this desk made and that still count.
    pub requests: u32,
}

/// Changes something, and needs nothing more to be said.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "app.ts")]
pub struct OperationRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
}

/// Chooses the side that is shown.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "app.ts")]
pub struct ChooseRoleRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// That side.
    pub role: Role,
}

/// Opens one file whose path was dropped on the window. Its content decides what it is, never its name.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "app.ts")]
pub struct OpenPathRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The path, as the system gave it.
    pub path: String,
}

/// What a file or text turned out to be.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
#[ts(export_to = "app.ts")]
pub enum OpenedView {
    /// Somebody's request for keys: shown, and nothing else done.
    Request {
        /// What it says.
        preview: Box<RequestPreviewView>,
    },
    /// A locked file for this desk: it is in the inbox now, also where it couldn't be opened.
    InboxItem {
        /// The row that it became.
        item_id: String,
    },
    /// A locked file that was made on this computer.
    OwnBundle {
        /// Where it came from.
        delivery_id: String,
        /// For whom.
        integrator: String,
        /// When.
        made_at: String,
    },
    /// The confirmation of a locked file that was made on this computer.
    Confirmation {
        /// The delivery that it is of.
        delivery_id: String,
        /// Who confirms.
        integrator: String,
        /// What it says.
        outcome: ConfirmationOutcome,
    },
    /// Nothing: the dialog was closed, or no file waits any longer.
    Nothing,
}

/// Puts a text of the page on the clipboard. Refused when a secret is found in it.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "app.ts")]
pub struct CopyTextRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The text: at most 65,536 bytes.
    pub text: String,
}

/// What came of saving something where the person said.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "app.ts")]
pub struct SavedView {
    /// The file's name; `null` where the person closed the dialog.
    pub file_name: Option<String>,
}

//! The receiving side's desk: one identity, one set of words.

use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Whether a desk is backed up.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(tag = "state", rename_all = "snake_case", rename_all_fields = "camelCase")]
#[ts(export_to = "desk.ts")]
pub enum BackupState {
    /// No, and it was not put off.
    None,
    /// Put off by a typed "later".
    Postponed {
        /// When.
        at: String,
    },
    /// Yes.
    Made {
        /// When last.
        at: String,
    },
}

/// A desk.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "desk.ts")]
pub struct DeskView {
    /// Opaque.
    pub desk_id: String,
    /// What customers call it. Fixed: the words stand for it.
    pub name: String,
    /// Its domain (A-label). Fixed: the words stand for it.
    pub domain: String,
    /// Where customers send the locked file.
    pub email: Option<String>,
    /// Where customers call.
    pub phone: Option<String>,
    /// When somebody answers there.
    pub hours: Option<String>,
    /// When it was set up.
    pub created_at: String,
    /// Whether it is backed up.
    pub backup: BackupState,
}

/// Sets up the desk of this computer.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "desk.ts")]
pub struct SetUpDeskRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// What customers call it.
    pub name: String,
    /// Its domain.
    pub domain: String,
    /// Where customers send the locked file.
    pub email: Option<String>,
    /// Where customers call.
    pub phone: Option<String>,
    /// When somebody answers there.
    pub hours: Option<String>,
}

/// Changes what may change about a desk.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "desk.ts")]
pub struct ChangeDeskContactRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// Where customers send the locked file.
    pub email: Option<String>,
    /// Where customers call.
    pub phone: Option<String>,
    /// When somebody answers there.
    pub hours: Option<String>,
}

/// The words and digits that stand for a desk.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "desk.ts")]
pub struct DeskWordsView {
    /// Six words.
    pub words: Vec<String>,
    /// 24 digits in six groups of four.
    pub digits: String,
}

/// Saves the desk in one file, locked with a passphrase; the program asks where.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "desk.ts")]
pub struct BackUpDeskRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// At least 12 characters.
    #[ts(type = "string")]
    pub passphrase: SecretString,
}

/// Restores a desk from the backup that was chosen last.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "desk.ts")]
pub struct RestoreDeskRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The passphrase that the backup was locked with.
    #[ts(type = "string")]
    pub passphrase: SecretString,
}

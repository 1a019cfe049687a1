//! One act on many rows of the inbox: each for itself, and what was left out is told.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::AppError;

/// Changes many rows, each for itself.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "many.ts")]
pub struct ChangeInboxItemsRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The rows: at most 10,000.
    pub item_ids: Vec<String>,
}

/// Why a row was left as it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "many.ts")]
pub enum SkipReason {
    /// It can't be opened.
    NotOpened,
    /// It must not be trusted before somebody has called the customer.
    Suspicious,
    /// It is done already.
    Already,
    /// Our check does not say that all of its keys work.
    NotChecked,
    /// A required key is missing.
    KeyMissing,
    /// It is locked with spoken words, and nothing can be confirmed to whoever made it.
    NoSender,
}

/// A row that was left as it is.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "many.ts")]
pub struct SkippedView {
    /// The row.
    pub item_id: String,
    /// Its company, or the name of its file.
    pub name: Option<String>,
    /// Why.
    pub why: SkipReason,
}

/// A row with which it failed.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "many.ts")]
pub struct FailedView {
    /// The row.
    pub item_id: String,
    /// Its company, or the name of its file.
    pub name: Option<String>,
    /// Why.
    pub error: AppError,
}

/// What came of it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "many.ts")]
pub struct ManyView {
    /// Rows that were changed.
    pub done: Vec<String>,
    /// Rows that were left as they are.
    pub skipped: Vec<SkippedView>,
    /// Rows with which it failed.
    pub failed: Vec<FailedView>,
}

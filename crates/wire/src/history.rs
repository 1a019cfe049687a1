//! What happened: by mask, never by value.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Mode, Role};

/// What happened, in groups that a person looks for.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "history.ts")]
pub enum HistoryGroup {
    /// Files that were made, sent or received.
    Files,
    /// Keys that came in, were handed on or removed.
    Keys,
    /// Checks with Stripe.
    Checks,
    /// Confirmations, and keys that were installed.
    Confirmations,
    /// Desks, requests and who was proven.
    Desk,
}

/// Which entries.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "history.ts")]
pub struct HistoryFilterRequest {
    /// Only of one side.
    pub side: Option<Role>,
    /// Only of one group.
    pub group: Option<HistoryGroup>,
    /// Only of one mode.
    pub mode: Option<Mode>,
    /// Words that company, ticket or key must contain; empty for all.
    pub search: String,
    /// Only those behind this entry: the last of a page begins the next. `null` for the first page.
    pub before: Option<String>,
}

/// Saves those entries as a table; the program asks where.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "history.ts")]
pub struct SaveHistoryRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// Only of one side.
    pub side: Option<Role>,
    /// Only of one group.
    pub group: Option<HistoryGroup>,
    /// Only of one mode.
    pub mode: Option<Mode>,
    /// Words that company, ticket or key must contain; empty for all.
    pub search: String,
}

/// One entry.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "history.ts")]
pub struct HistoryEntryView {
    /// Opaque.
    pub entry_id: String,
    /// When.
    pub at: String,
    /// What, by its code.
    pub event: String,
    /// The business.
    pub company: Option<String>,
    /// The integrator or desk.
    pub integrator: Option<String>,
    /// The ticket.
    pub ticket: Option<String>,
    /// The mode of the key.
    pub mode: Option<Mode>,
    /// The key, by its mask.
    pub mask: Option<String>,
    /// The last four characters of the key.
    pub ending: Option<String>,
    /// A code that says more.
    pub detail: Option<String>,
}

/// One page of the history, newest first.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "history.ts")]
pub struct HistoryView {
    /// At most 200 entries.
    pub entries: Vec<HistoryEntryView>,
    /// Whether older ones follow.
    pub more: bool,
}

//! The Check step: what Stripe says, as it comes in.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{AccountView, KeyKind, Mode, SlotRef, VerdictView};

/// Stops a check at once, of a delivery or an inbox item. What was learnt stays.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "check.ts")]
pub struct CancelCheckRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The check.
    pub check_id: String,
}

/// Says whether an account is the business's own.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "check.ts")]
pub struct AccountRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The delivery.
    pub delivery_id: String,
    /// The mode.
    pub mode: Mode,
    /// The account that was shown.
    pub account_id: String,
}

/// How far a check is.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "check.ts")]
pub enum CheckState {
    /// There was none since the keys came.
    NotStarted,
    /// Stripe is being asked.
    Running,
    /// All answers are in.
    Done,
    /// Stopped by the person.
    Cancelled,
}

/// A check, as far as it is. It comes whole with each event, so that a missed event does no harm.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "check.ts")]
pub struct CheckView {
    /// Opaque; `null` before the first.
    pub check_id: Option<String>,
    /// The delivery or the inbox item.
    pub subject_id: String,
    /// How far it is.
    pub state: CheckState,
    /// Answers that are in.
    pub done: u32,
    /// Answers that there will be.
    pub total: u32,
    /// When it ended.
    pub finished_at: Option<String>,
    /// Each mode with keys, test first.
    pub modes: Vec<CheckModeView>,
    /// What must be put right before Send, in the order in which to deal with it; empty while it runs.
    pub blocks: Vec<CheckBlock>,
}

/// One mode of a check.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "check.ts")]
pub struct CheckModeView {
    /// Which.
    pub mode: Mode,
    /// The account that Stripe names.
    pub account: Option<ModeAccountView>,
    /// Each key.
    pub keys: Vec<KeyCheckView>,
}

/// The account of one mode of a business.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "check.ts")]
pub struct ModeAccountView {
    /// Which mode.
    pub mode: Mode,
    /// The account.
    pub account: AccountView,
    /// What the person said about it.
    pub state: AccountState,
}

/// What the person said about an account.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "check.ts")]
pub enum AccountState {
    /// Not asked yet.
    ToConfirm,
    /// "Yes, that is us."
    Confirmed,
    /// "No": its keys must be replaced.
    Rejected,
}

/// One key of a check.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "check.ts")]
pub struct KeyCheckView {
    /// Where it is.
    pub slot: SlotRef,
    /// What it is.
    pub kind: KeyKind,
    /// Prefix, three dots, last four characters.
    pub mask: String,
    /// The last four characters alone.
    pub ending: String,
    /// `null` while Stripe is being asked.
    pub verdict: Option<VerdictView>,
}

/// What must be put right before Send.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
#[ts(export_to = "check.ts")]
pub enum CheckBlock {
    /// A key's verdict stops it.
    KeyStops {
        /// Where it is.
        slot: SlotRef,
    },
    /// The account has to be confirmed.
    AccountOpen {
        /// Which mode's.
        mode: Mode,
    },
    /// The person said that the account is not theirs.
    AccountRejected {
        /// Which mode's.
        mode: Mode,
    },
}

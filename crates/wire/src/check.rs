//! The Check step: what Stripe says, as it comes in.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{AccountView, CouldNotAskCause, KeyKind, Mode, SlotRef, Verdict, VerdictView, WebhookState, WebhookView};

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

/// Asks Stripe again about one key.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "check.ts")]
pub struct CheckKeyRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The delivery.
    pub delivery_id: String,
    /// The row.
    pub slot: SlotRef,
}

/// Says whether permissions to change things may be tried out, and checks again where they may.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "check.ts")]
pub struct AgreeToWriteProbesRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The delivery.
    pub delivery_id: String,
    /// Whether the merchant agrees.
    pub agreed: bool,
}

/// Opens a page of Stripe in the browser, in a mode and, where it is known, in the account of the business.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "check.ts")]
pub struct OpenCheckPageRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The delivery.
    pub delivery_id: String,
    /// The mode.
    pub mode: Mode,
    /// Which page.
    pub page: CheckPage,
}

/// The pages of Stripe on which something of a check is put right.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "check.ts")]
pub enum CheckPage {
    /// The webhooks.
    Webhooks,
    /// Where an account is finished, so that it can take payments.
    FinishAccount,
    /// The form for a restricted key, the right boxes ticked.
    CreateRestrictedKey,
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
    /// What is found out before sending only; `null` for what somebody sent.
    pub details: Option<CheckDetailsView>,
}

/// What is found out about one mode beside each key's verdict.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "check.ts")]
pub struct CheckDetailsView {
    /// What is needed of each key that may be restricted, as far as it was tried.
    pub permissions: Vec<KeyPermissionsView>,
    /// Trying out permissions to change things.
    pub write_probes: WriteProbesView,
    /// Whether the keys belong together; `null` where they changed since they were held against one another.
    pub agreement: Option<AgreementView>,
    /// The wanted webhooks.
    pub webhooks: Vec<WebhookView>,
}

/// What is needed of one key, and whether it can.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "check.ts")]
pub struct KeyPermissionsView {
    /// Where the key is.
    pub slot: SlotRef,
    /// What is needed, in the order asked for.
    pub abilities: Vec<AbilityView>,
}

/// One needed permission.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "check.ts")]
pub struct AbilityView {
    /// Which.
    pub permission: crate::PermissionView,
    /// Its row in Stripe's own form, in Stripe's words; `null` where this program doesn't know it.
    pub label: Option<String>,
    /// Whether the key has it.
    pub state: AbilityState,
}

/// Whether a key has a permission.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(tag = "code", rename_all = "snake_case", rename_all_fields = "camelCase")]
#[ts(export_to = "check.ts")]
pub enum AbilityState {
    /// It has.
    Has,
    /// It has not.
    Lacks,
    /// No call tells about it without changing something.
    NoProbe,
    /// Nobody tried: the merchant has not agreed.
    NotAgreed,
    /// It was tried, and nothing was learnt.
    CouldNotAsk {
        /// Why.
        cause: CouldNotAskCause,
    },
}

/// Trying out permissions to change things.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "check.ts")]
pub struct WriteProbesView {
    /// Whether there is anything that they would tell.
    pub offered: bool,
    /// Since when the merchant agrees.
    pub agreed_at: Option<String>,
}

/// Whether the keys of one mode belong together.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "check.ts")]
pub struct AgreementView {
    /// Whether they are of one account.
    pub account: Sameness,
    /// Those that stand against another one's account.
    pub other_account: Vec<SlotRef>,
    /// Those whose account nothing tells.
    pub untold: Vec<SlotRef>,
}

/// Whether several are one.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "check.ts")]
pub enum Sameness {
    /// They are.
    Same,
    /// They are not.
    Different,
    /// Nothing speaks against it, but not all tell.
    CannotTell,
}

/// An earlier check of one mode.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "check.ts")]
pub struct PastCheckView {
    /// When.
    pub at: String,
    /// The mode.
    pub mode: Mode,
    /// What came out for each key, as it was understood then.
    pub keys: Vec<PastKeyView>,
    /// What came out for each webhook.
    pub webhooks: Vec<WebhookState>,
}

/// What came out for one key.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "check.ts")]
pub struct PastKeyView {
    /// What it was.
    pub kind: KeyKind,
    /// What was learnt.
    pub verdict: Verdict,
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
    /// Whether the answer is more than a day old.
    pub stale: bool,
    /// Whether a webhook signing secret was proven: by the endpoint that it came with, or by a delivery that it signed.
    pub proven: bool,
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
    /// The keys of a mode are of different accounts.
    KeysDisagree {
        /// Which mode's.
        mode: Mode,
    },
}

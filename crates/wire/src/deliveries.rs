//! A merchant's deliveries: one business answering one integrator.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    BundleFileView, ConfirmationView, KeyKind, KeyView, Mode, ModeAccountView, ProblemView, RestrictedPolicy, SlotRef,
    VerdictView, WhoView,
};

/// The steps of a delivery, in order.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "deliveries.ts")]
pub enum Step {
    /// Find the project that the keys go to; only where they are sent as an update.
    Connect,
    /// Collect the keys.
    Collect,
    /// Check them with Stripe.
    Check,
    /// Lock and send, put in, or update.
    Send,
    /// Wait for the confirmation, or see what comes afterwards.
    FollowUp,
}

/// How the keys of a delivery get to the integrator.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "deliveries.ts")]
pub enum SendWay {
    /// In a locked file.
    Bundle,
    /// Copied by the person into the integrator's own page.
    PutIn,
    /// Over the integrator's own interface.
    Update,
}

/// How far one mode of a delivery is.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "deliveries.ts")]
pub enum ModeProgress {
    /// No key yet.
    NotStarted,
    /// Some keys.
    Collecting,
    /// All keys, not checked.
    Collected,
    /// Checked, and something must be put right.
    Stopped,
    /// Checked; what is marked may go along.
    Checked,
    /// In a locked file that was not sent.
    Locked,
    /// Sent.
    Sent,
    /// They say that the keys work.
    Works,
    /// They say that a key can't be used.
    Rejected,
    /// Put into the integrator's page, which took it.
    PutIn,
    /// Put into the integrator's page, which did not take it.
    NotAccepted,
    /// Sent over the integrator's interface.
    Updated,
}

/// What a delivery waits for from the person.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
#[ts(export_to = "deliveries.ts")]
pub enum WaitingFor {
    /// Nobody has asked in a file yet: ask them for a request.
    Request,
    /// The call for the six words.
    Words,
    /// Keys that are missing.
    Keys {
        /// How many.
        missing: u32,
    },
    /// The check with Stripe.
    Check,
    /// Something that Stripe says must be put right.
    Mend,
    /// Questions without an answer.
    Questions {
        /// How many.
        open: u32,
    },
    /// Finding the project.
    Connect,
    /// Locking the file.
    Lock,
    /// Putting the keys into the integrator's page.
    PutIn,
    /// Another way, since the integrator's page did not take a key.
    NotAccepted,
    /// Sending the keys over the integrator's interface.
    Update,
    /// Sending it: "made, not sent yet: did you send it?"
    Sending {
        /// When it was made.
        made_at: String,
    },
    /// The call in which six words are read out, if it has not been made.
    SpokenCall,
    /// A call, because no answer came in time.
    Call {
        /// When it was sent.
        sent_at: String,
    },
    /// Other keys, because theirs can't be used.
    NewKeys,
}

/// A business of this person.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "deliveries.ts")]
pub struct BusinessView {
    /// Opaque.
    pub business_id: String,
    /// What its owner calls it.
    pub name: String,
}

/// One mode of a delivery in the list.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "deliveries.ts")]
pub struct ModeView {
    /// Which.
    pub mode: Mode,
    /// How far it is.
    pub progress: ModeProgress,
    /// Required slots with a key.
    pub filled: u32,
    /// Required slots.
    pub wanted: u32,
}

/// One delivery in the list.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "deliveries.ts")]
pub struct DeliveryRowView {
    /// Opaque.
    pub delivery_id: String,
    /// Whose keys; `null` until it has a name.
    pub business: Option<BusinessView>,
    /// Who asked.
    pub who: WhoView,
    /// Their ticket.
    pub ticket: Option<String>,
    /// Each mode asked for, test first.
    pub modes: Vec<ModeView>,
    /// How its keys get there.
    pub way: SendWay,
    /// What the integrator calls the environment or the project of this delivery; `null` where it has none.
    pub unit: Option<String>,
    /// What it waits for from the person; `null` when it waits for the other side or for nothing.
    pub waiting_for: Option<WaitingFor>,
    /// The step it is at.
    pub step: Step,
    /// When something last happened.
    pub changed_at: String,
}

/// One row of the Collect step.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "deliveries.ts")]
pub struct SlotView {
    /// Which one.
    pub at: SlotRef,
    /// What fits; never empty. The first is what the row is called by.
    pub accepts: Vec<KeyKind>,
    /// Whether the delivery is complete without it.
    pub required: bool,
    /// What it is for, in the integrator's words.
    pub purpose: Option<String>,
    /// How a fitting key starts, such as `sk_live_`; never empty.
    pub prefixes: Vec<String>,
    /// The key that is here.
    pub key: Option<KeyView>,
    /// Warnings and notes about that key, worst first.
    pub problems: Vec<ProblemView>,
    /// What Stripe said about that key; `null` where it was not asked since it came.
    pub verdict: Option<VerdictView>,
    /// What the integrator says of a key of this kind, where there is something to be known; marks of boldness in it.
    pub note: Option<String>,
    /// Whether the last change of this slot can be undone.
    pub can_undo: bool,
}

/// Why the keys can't be locked, put in or sent yet.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
#[ts(export_to = "deliveries.ts")]
pub enum SendBlock {
    /// They have sent no request: there is nobody to lock it for.
    NoRequest,
    /// Live keys are there, and who asks is not proven.
    NotProven,
    /// Their signing key is another than the one that was proven.
    SignerChanged,
    /// Keys are missing.
    KeysMissing {
        /// How many.
        missing: u32,
    },
    /// A key was not checked since it came.
    NotChecked {
        /// How many.
        keys: u32,
    },
    /// A key's verdict stops it.
    KeyStops {
        /// Where it is.
        slot: SlotRef,
    },
    /// The account has not been confirmed.
    AccountOpen {
        /// Which mode's.
        mode: Mode,
    },
    /// The keys of a mode are of different accounts.
    KeysDisagree {
        /// Which mode's.
        mode: Mode,
    },
    /// Required questions have no answer.
    QuestionsOpen {
        /// How many.
        open: u32,
    },
    /// The business has no name yet.
    NoName,
}

/// What happens after sending.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "deliveries.ts")]
pub struct FollowUpView {
    /// When the person said that it was sent.
    pub sent_at: String,
    /// When an answer should have come; `null` where the integrator names no time.
    pub answer_due_at: Option<String>,
    /// Whether that has passed without any answer.
    pub overdue: bool,
    /// What they confirmed last; `null` before they did.
    pub confirmation: Option<ConfirmationView>,
    /// Keys of this delivery that are kept on this computer.
    pub keys_here: u32,
    /// What the integrator wants to be done now, marks of boldness in it.
    pub after: Vec<String>,
    /// What is to be done once a key is replaced in Stripe, marks of boldness in it.
    pub when_replaced: Vec<String>,
    /// The delivery that may come next; `null` where there is none.
    pub next: Option<NextDeliveryView>,
}

/// The delivery that may come after one that is done.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "deliveries.ts")]
pub struct NextDeliveryView {
    /// Its mode.
    pub mode: Mode,
    /// What the integrator calls that mode; `null` where it has no name of its own for it.
    pub environment: Option<String>,
    /// Whether it belongs to the job; else it is only possible.
    pub expected: bool,
}

/// What a delivery's file is locked with.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "deliveries.ts")]
pub enum DeliveryWay {
    /// For whoever made the request, once there is one.
    Request,
    /// With six words that the person reads out.
    SpokenWords,
    /// For a bare code that starts with age1.
    Code,
}

/// One delivery, whole.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "deliveries.ts")]
pub struct DeliveryView {
    /// Opaque.
    pub delivery_id: String,
    /// The request that it answers; `null` while there is none.
    pub request_id: Option<String>,
    /// What it is locked with.
    pub locked_by: DeliveryWay,
    /// The integrator's preset, where it is a known one.
    pub preset: Option<String>,
    /// Whose keys; `null` until it has a name.
    pub business: Option<BusinessView>,
    /// Who asked.
    pub who: WhoView,
    /// Their ticket.
    pub ticket: Option<String>,
    /// How its keys get there.
    pub way: SendWay,
    /// What the integrator calls the environment or the project of this delivery; `null` where it has none.
    pub unit: Option<String>,
    /// The step it is at.
    pub step: Step,
    /// Each mode asked for, test first.
    pub modes: Vec<ModeView>,
    /// Each slot, in the order asked for.
    pub slots: Vec<SlotView>,
    /// What they think of restricted keys.
    pub restricted: RestrictedPolicy,
    /// The account of each mode, as far as known.
    pub accounts: Vec<ModeAccountView>,
    /// Required keys that are missing, in all modes: none, and Check may start.
    pub missing: u32,
    /// Why the locked file can't be made yet, in the order in which to deal with it; empty when it can.
    pub send_blocks: Vec<SendBlock>,
    /// The newest locked file.
    pub bundle: Option<BundleFileView>,
    /// Hours within which the integrator answers, as its preset says.
    pub answer_within_hours: Option<u32>,
    /// What happens after sending; `null` before.
    pub follow_up: Option<FollowUpView>,
}

/// An integrator that the program knows.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "deliveries.ts")]
pub struct IntegratorView {
    /// The preset's name, such as `imagatec`.
    pub preset: String,
    /// What it calls itself.
    pub name: String,
    /// Its domain.
    pub domain: String,
    /// Its telephone number.
    pub phone: Option<String>,
    /// Its address for mail.
    pub email: Option<String>,
    /// Modes that it may ask for, test first.
    pub modes: Vec<Mode>,
    /// Whether a delivery takes one of these modes and not several.
    pub one_mode: bool,
    /// How keys get to it.
    pub way: SendWay,
    /// What it calls the modes, in their order; empty where it has no names of its own for them.
    pub environments: Vec<String>,
}

/// Starts a delivery to a known integrator that has sent no request.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "deliveries.ts")]
pub struct StartDeliveryRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The integrator's preset.
    pub preset: String,
    /// The modes.
    pub modes: Vec<Mode>,
    /// One of the businesses known, or `null` for one that has no name yet.
    pub business_id: Option<String>,
}

/// One delivery.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "deliveries.ts")]
pub struct DeliveryRequest {
    /// Opaque.
    pub delivery_id: String,
}

/// Changes one delivery as a whole.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "deliveries.ts")]
pub struct ChangeDeliveryRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The delivery.
    pub delivery_id: String,
}

/// Opens a draft that asks a known integrator for a request. The address is the preset's own.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "deliveries.ts")]
pub struct AskForRequestRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The integrator's preset.
    pub preset: String,
    /// The subject: one line, at most 200 characters.
    pub subject: String,
    /// The text: at most 4,000 characters, refused when a secret is found in it.
    pub body: String,
}

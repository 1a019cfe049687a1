//! A request for keys, as the person who was asked sees it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{BusinessView, KeyKind, QuestionKind, SlotRef};

/// For whom a request is.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
#[ts(export_to = "request.ts")]
pub enum Scope {
    /// One merchant.
    One {
        /// The desk's ticket.
        ticket: Option<String>,
    },
    /// Everybody who reads it.
    Everybody,
}

/// What the integrator thinks of restricted keys.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "request.ts")]
pub enum RestrictedPolicy {
    /// Better than a full one.
    Recommended,
    /// Taken.
    Allowed,
    /// Not taken.
    Refused,
}

/// Who asks, and how sure we are of it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "request.ts")]
pub struct WhoView {
    /// What they call themselves.
    pub name: String,
    /// Their domain, in letters that can't be mistaken (A-label).
    pub domain: String,
    /// The preset's own telephone number, never one from a file.
    pub phone: Option<String>,
    /// What the same signing key called itself when it was proven, where that was something else: name and domain.
    pub known_as: Option<String>,
    /// Whether it is proven.
    pub proof: Proof,
}

/// Whether an integrator is who it says it is.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(tag = "state", rename_all = "snake_case", rename_all_fields = "camelCase")]
#[ts(export_to = "request.ts")]
pub enum Proof {
    /// Nobody has asked yet: there is no request.
    NoRequest,
    /// Needs no proof: only who hears the six words in a call that the person places can open the file.
    Spoken,
    /// Not proven yet.
    NotProven {
        /// Whether the person said "later".
        postponed: bool,
        /// How often the words typed were not theirs.
        wrong_tries: u32,
    },
    /// Proven by the six words or the digits.
    Proven {
        /// When.
        at: String,
    },
    /// Another signing key than the one that was proven: blocked until proven again.
    SignerChanged {
        /// When the earlier one was proven.
        proven_at: String,
    },
}

/// One thing that is asked for.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "request.ts")]
pub struct AskedSlotView {
    /// Which one.
    pub at: SlotRef,
    /// What fits; never empty.
    pub accepts: Vec<KeyKind>,
    /// Whether a delivery is complete without it.
    pub required: bool,
    /// What it is for, in the integrator's words.
    pub purpose: Option<String>,
}

/// One thing that they want to know about the business.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "request.ts")]
pub struct AskedQuestionView {
    /// In the integrator's words.
    pub label: String,
    /// How it is answered.
    pub kind: QuestionKind,
    /// Whether it must be answered.
    pub required: bool,
}

/// A request, before anything is done about it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "request.ts")]
pub struct RequestPreviewView {
    /// Opaque.
    pub request_id: String,
    /// Who asks.
    pub who: WhoView,
    /// For whom it is.
    pub scope: Scope,
    /// When it was made.
    pub created_at: String,
    /// Until when they want an answer.
    pub expires_at: Option<String>,
    /// Whether that has passed.
    pub expired: bool,
    /// What is asked for.
    pub slots: Vec<AskedSlotView>,
    /// What they think of restricted keys.
    pub restricted: RestrictedPolicy,
    /// What they want to know.
    pub questions: Vec<AskedQuestionView>,
    /// Where the locked file goes.
    pub deliver_to: Option<String>,
    /// Businesses of this person, to choose from.
    pub businesses: Vec<BusinessView>,
    /// Deliveries that already answer this request.
    pub delivery_ids: Vec<String>,
    /// Deliveries to the same integrator that were started before there was a request, and can take this one.
    pub waiting_deliveries: Vec<WaitingDeliveryView>,
}

/// One request that was opened here.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "request.ts")]
pub struct GetRequestRequest {
    /// The request.
    pub request_id: String,
}

/// A delivery that waits for a request.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "request.ts")]
pub struct WaitingDeliveryView {
    /// Opaque.
    pub delivery_id: String,
    /// Whose keys; `null` until it has a name.
    pub business: Option<BusinessView>,
}

/// Starts a delivery that answers a request, or gives the request to one that waits for it.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "request.ts")]
pub struct AcceptRequestRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The request.
    pub request_id: String,
    /// One of the waiting deliveries, which takes the request; `null` starts a new one.
    pub delivery_id: Option<String>,
    /// For a new one: one of the businesses known, or `null` for one that has no name yet.
    pub business_id: Option<String>,
}

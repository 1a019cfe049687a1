//! What Stripe's answers say about a key.

use serde::Serialize;
use ts_rs::TS;

use crate::{Mode, SlotRef};

/// What a verdict means for what comes next.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "verdict.ts")]
pub enum VerdictWeight {
    /// Fine.
    Good,
    /// Goes along, with a mark that the desk sees.
    Mark,
    /// Must be put right before anything is sent.
    Stops,
}

/// A verdict with what belongs to it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "verdict.ts")]
pub struct VerdictView {
    /// What it means for what comes next.
    pub weight: VerdictWeight,
    /// When Stripe was asked.
    pub checked_at: Option<String>,
    /// Stripe's `Request-Id`, for whoever has to ask Stripe.
    pub stripe_request_id: Option<String>,
    /// The one thing to do. `null` where there is nothing to do.
    pub fix: Option<VerdictFix>,
    /// What was learnt.
    #[serde(flatten)]
    pub verdict: Verdict,
}

/// What was learnt about a key.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(tag = "code", rename_all = "snake_case", rename_all_fields = "camelCase")]
#[ts(export_to = "verdict.ts")]
pub enum Verdict {
    /// It works.
    Works,
    /// It lives, and can't do everything that is needed.
    WorksButLacks {
        /// What it lacks.
        lacks: Vec<PermissionView>,
    },
    /// Stripe doesn't know it.
    UnknownToStripe,
    /// It has ended.
    Expired,
    /// A real key that may be used from other addresses only.
    LockedToOtherAddresses,
    /// Stripe says that it is for the other mode.
    WrongMode {
        /// What Stripe says.
        found: Mode,
    },
    /// Stripe names another account than this business has.
    OtherAccount {
        /// The account that Stripe names.
        found: String,
        /// The account that was expected.
        expected: String,
    },
    /// A publishable key that lives.
    PublishableOk,
    /// Stripe could not be asked: never the key's fault.
    CouldNotAsk {
        /// Why.
        cause: CouldNotAskCause,
    },
    /// Nobody asked.
    NotChecked,
}

/// A permission of a restricted key.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "verdict.ts")]
pub struct PermissionView {
    /// What it is about, by its name in Stripe's reference, such as `charge`.
    pub resource: String,
    /// How much.
    pub level: PermissionLevel,
}

/// How much a permission allows.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "verdict.ts")]
pub enum PermissionLevel {
    /// Looking.
    Read,
    /// Changing, and looking.
    Write,
}

/// Why nothing could be learnt.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "verdict.ts")]
pub enum CouldNotAskCause {
    /// No way to Stripe.
    NoNetwork,
    /// Stripe's name was not found.
    NameNotFound,
    /// A certificate that this computer doesn't trust: a program that reads along, or a clock that is wrong.
    CertificateNotTrusted,
    /// No trusted connection, for another reason.
    Tls,
    /// The proxy doesn't let the call through.
    Proxy,
    /// The proxy wants a name and a password.
    ProxySignIn,
    /// No answer in time.
    TimedOut,
    /// The connection was cut.
    Cut,
    /// Stripe wants fewer calls.
    RateLimited,
    /// Stripe itself fails.
    ServerError,
    /// Stripe refused in words that nobody knows.
    UnknownRefusal,
    /// What came is no answer of Stripe's.
    UnexpectedAnswer,
    /// An organization key, and none of its accounts is known.
    NoAccountForOrganization,
    /// A webhook signing secret, about which no call tells.
    NothingToAsk,
    /// Stopped by the person.
    Cancelled,
}

/// The one thing to do about a verdict.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
#[ts(export_to = "verdict.ts")]
pub enum VerdictFix {
    /// Put another key into this slot.
    ReplaceKey {
        /// The slot.
        slot: SlotRef,
    },
    /// Make a key with the missing permissions at Stripe.
    CreateRestrictedKey {
        /// The slot.
        slot: SlotRef,
    },
    /// Ask Stripe again.
    CheckAgain,
}

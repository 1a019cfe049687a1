//! Webhooks: what an integrator needs of them, and what Stripe has.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{CheckView, CouldNotAskCause, Mode, SlotRef};

/// Says where Stripe shall send a delivery's webhooks to, as the merchant copied it from the integrator's page.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "webhooks.ts")]
pub struct SetWebhookAddressRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The delivery.
    pub delivery_id: String,
    /// The mode.
    pub mode: Mode,
    /// The address; empty takes back what was said before.
    pub address: String,
}

/// Names one webhook of a delivery.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "webhooks.ts")]
pub struct WebhookRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The delivery.
    pub delivery_id: String,
    /// The mode.
    pub mode: Mode,
    /// Where Stripe shall send to.
    pub url: String,
}

/// Asks how to set a webhook up by hand.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "webhooks.ts")]
pub struct GetWebhookGuideRequest {
    /// The delivery.
    pub delivery_id: String,
    /// The mode.
    pub mode: Mode,
    /// Where Stripe shall send to; `null` where that is not known.
    pub url: Option<String>,
}

/// How to set a webhook up by hand, in the language of the settings: data of the integrator, and so with sentences.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "webhooks.ts")]
pub struct WebhookGuideView {
    /// Numbered steps, `**bold**` marked.
    pub steps: Vec<String>,
}

/// A webhook that an integrator needs, and how it stands at Stripe.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "webhooks.ts")]
pub struct WebhookView {
    /// The mode.
    pub mode: Mode,
    /// Where Stripe shall send to; `null` where that is not known yet.
    pub url: Option<String>,
    /// Where that is known from.
    pub source: WebhookAddressSource,
    /// Which events, by Stripe's names.
    pub events: Vec<String>,
    /// Whether more events than these are wrong too.
    pub exactly: bool,
    /// The version of Stripe's API; `null` for any.
    pub api_version: Option<String>,
    /// Where its signing secret belongs; `null` where nobody asks for it.
    pub secret_slot: Option<SlotRef>,
    /// How it stands.
    pub state: WebhookState,
    /// What is off, worst first.
    pub off: Vec<WebhookOff>,
    /// What the program can do about it on a click.
    pub fix: Option<WebhookFix>,
    /// When the person said that they set it up by hand.
    pub by_hand_at: Option<String>,
    /// Why the last click changed nothing.
    pub not_fixed: Option<NotFixed>,
    /// Whether the endpoint was made or mended here.
    pub made_here: bool,
}

/// Where the address of a webhook is known from.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
#[ts(export_to = "webhooks.ts")]
pub enum WebhookAddressSource {
    /// From the request.
    Request,
    /// The merchant copies it from the integrator's page.
    Copied {
        /// It is on this host or one below it.
        host: String,
    },
    /// From the merchant's project at the integrator.
    Project,
}

/// How a webhook stands at Stripe.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(tag = "code", rename_all = "snake_case", rename_all_fields = "camelCase")]
#[ts(export_to = "webhooks.ts")]
pub enum WebhookState {
    /// Its address is not known yet.
    NoAddress,
    /// Nobody looked since the address is known.
    NotChecked,
    /// It is as it should be.
    Ok,
    /// It works, and sends more than was asked for.
    Marked,
    /// Something is off.
    Off,
    /// This key may not look.
    NotAllowed,
    /// Nothing was learnt.
    CouldNotAsk {
        /// Why.
        cause: CouldNotAskCause,
    },
    /// Set up by hand, by the person's word; this key may not look.
    ByHand,
}

/// One thing that is off.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(tag = "code", rename_all = "snake_case", rename_all_fields = "camelCase")]
#[ts(export_to = "webhooks.ts")]
pub enum WebhookOff {
    /// The wanted address is not encrypted, and Stripe takes no such address in live mode.
    HttpInLive,
    /// There is none.
    Missing {
        /// Whether all lists were seen.
        certain: bool,
    },
    /// There is none, and no room for one.
    LimitReached {
        /// How many there are.
        count: u32,
    },
    /// There is one at the same host, under another address.
    WrongUrl {
        /// Where it sends to.
        found: String,
        /// In what the two differ.
        differs: AddressDifference,
    },
    /// It is of the other mode.
    WrongMode {
        /// Its mode.
        found: Mode,
    },
    /// It gets the events of connected accounts, not of this one.
    ConnectEndpoint,
    /// It gets events without their objects.
    ThinEvents,
    /// It is switched off.
    Disabled,
    /// Some wanted events are not sent.
    EventsMissing {
        /// Which.
        events: Vec<String>,
    },
    /// More than one gets the wanted events at this address.
    DuplicateUrl {
        /// How many others.
        others: u32,
    },
    /// Events come in another version of Stripe's API.
    OtherApiVersion {
        /// Its version; `null` is the account's own.
        found: Option<String>,
    },
    /// All events are sent.
    AllEvents,
    /// Events are sent that nobody asked for.
    EventsTooMany {
        /// Which.
        events: Vec<String>,
    },
}

/// In what an address differs from the wanted one at the same host.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "webhooks.ts")]
pub enum AddressDifference {
    /// `http` in place of `https`, or another port.
    Scheme,
    /// With or without `www.`.
    Www,
    /// A slash at the end, or capital letters.
    Spelling,
    /// What follows the `?`.
    Query,
    /// Another path: maybe another project at the same integrator.
    Path,
}

/// What the program can do about a webhook on a click.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
#[ts(export_to = "webhooks.ts")]
pub enum WebhookFix {
    /// Make a new one.
    Create,
    /// Put the one that is there right.
    Mend {
        /// Whether its address changes.
        address: bool,
        /// Events that are added.
        adds: Vec<String>,
        /// Whether events go that nobody asked for.
        removes: bool,
        /// Whether it is switched on.
        enables: bool,
    },
}

/// Why a click changed nothing.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "webhooks.ts")]
pub enum NotFixed {
    /// The key may not.
    NotAllowed,
    /// The key itself is no good any more.
    KeyRefused,
    /// There is no room for another.
    LimitReached,
    /// Stripe doesn't take this address.
    AddressRefused,
    /// Stripe doesn't take something else of it.
    Refused,
    /// What should be mended is gone.
    Gone,
    /// Something else was done meanwhile.
    AnotherChange,
    /// An earlier click is not over.
    StillRunning,
    /// Nobody knows whether it was done; another click does nothing twice.
    CouldNotAsk,
    /// It was made, and its signing secret has a form that this program doesn't know.
    SecretNotKept,
}

/// Why an address is not the one.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
#[ts(export_to = "webhooks.ts")]
pub enum AddressFault {
    /// No web address, or one with parts that such an address never has.
    NotAnAddress,
    /// It doesn't begin with `https://`.
    NotHttps,
    /// The integrator's, for the other mode.
    OtherMode,
    /// Somebody else's.
    OtherHost {
        /// Where it should be.
        wanted: String,
    },
}

/// Holds a webhook signing secret against a delivery that it should have signed.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "webhooks.ts")]
pub struct ProveSecretRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The delivery.
    pub delivery_id: String,
    /// The row of the secret.
    pub slot: SlotRef,
    /// Header and body as they were copied. Nothing of it is kept.
    pub text: String,
}

/// What came of it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "webhooks.ts")]
pub struct SecretProofView {
    /// What came of it.
    pub proof: SecretProof,
    /// The check as it is now.
    pub check: CheckView,
}

/// Whether a secret signed a delivery.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(tag = "code", rename_all = "snake_case", rename_all_fields = "camelCase")]
#[ts(export_to = "webhooks.ts")]
pub enum SecretProof {
    /// It did, and it is the right one.
    Genuine {
        /// The kind of event.
        event: Option<String>,
    },
    /// It did, for the other mode.
    OtherMode {
        /// The mode that the event names.
        found: Mode,
    },
    /// Another secret signed it, or it was changed while it was copied.
    NotSignedByThis,
}

/// Why a copied delivery can't be read.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "webhooks.ts")]
pub enum DeliveryFault {
    /// There is no line with `t=…,v1=…`.
    NoSignature,
    /// The header stands there, but not the body.
    NoBody,
    /// Longer than any delivery.
    TooLong,
}

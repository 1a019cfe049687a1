//! Handing keys to a project of Dev Kit for AI over its config API.

use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{DeliveryView, KeyKind, Mode};

/// Where the token of a project is.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "dev_kit.ts")]
pub enum TokenState {
    /// None was given, or it is not taken any more.
    Missing,
    /// In memory, until the program ends.
    ThisSession,
    /// In the keychain.
    Kept,
}

/// How a delivery is connected with a project.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "dev_kit.ts")]
pub struct DevKitView {
    /// The project's id; `null` before it was found.
    pub project: Option<String>,
    /// Where its token is.
    pub token: TokenState,
    /// Where project and token are had, step by step.
    pub steps: Vec<String>,
    /// Where the project wants to be told of payments, in each mode of this delivery; empty before it was found.
    pub webhooks: Vec<DevKitWebhookView>,
}

/// An address that payment notices go to.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "dev_kit.ts")]
pub struct DevKitWebhookView {
    /// Whose mode.
    pub mode: Mode,
    /// The address.
    pub url: String,
}

/// Takes what is on the clipboard as the token.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "dev_kit.ts")]
pub struct PasteTokenRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The delivery.
    pub delivery_id: String,
    /// Whether it is kept in the keychain; else it is gone when the program ends.
    pub keep: bool,
}

/// Takes a typed or dropped text as the token. It holds a secret and has no `Debug`.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "dev_kit.ts")]
pub struct TypedTokenRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The delivery.
    pub delivery_id: String,
    /// Whether it is kept in the keychain; else it is gone when the program ends.
    pub keep: bool,
    /// What was typed: at most 16 KiB.
    #[ts(type = "string")]
    pub value: SecretString,
}

/// Finds a project with the token that was given, and remembers it for the delivery.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "dev_kit.ts")]
pub struct ConnectDevKitRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The delivery.
    pub delivery_id: String,
    /// The project's id as typed.
    pub project: String,
}

/// What an update does to one of the six fields of a project.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
#[ts(export_to = "dev_kit.ts")]
pub enum DevKitAction {
    /// There was none.
    Set {
        /// The mask of what will be there.
        new: String,
    },
    /// There is another.
    Replace {
        /// What is there, as it is shown there.
        old: String,
        /// The end of what is there; empty where nothing of it is shown.
        old_ending: String,
        /// The mask of what will be there.
        new: String,
    },
    /// This very key is there already and is not sent.
    Unchanged {
        /// Its mask.
        new: String,
    },
    /// Nothing is sent, and what is there stays.
    Keep {
        /// What is there, as it is shown there.
        old: String,
    },
    /// Nothing is sent and nothing is there.
    Nothing,
}

/// One of the six fields of a project.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "dev_kit.ts")]
pub struct DevKitField {
    /// Test or live.
    pub mode: Mode,
    /// Secret key, publishable key or webhook secret.
    pub kind: KeyKind,
}

/// What an update does to one field.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "dev_kit.ts")]
pub struct DevKitChangeView {
    /// Which field.
    pub field: DevKitField,
    /// What happens to it.
    pub action: DevKitAction,
    /// Whether the key that is there is gone for good afterwards: a live one, which Stripe does not show again.
    pub lost: bool,
}

/// What Dev Kit for AI says about a secret key before it is sent there.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "dev_kit.ts")]
pub enum DevKitValidity {
    /// It works.
    Valid,
    /// It does not.
    Invalid,
    /// Nothing was learnt.
    CouldNotAsk,
}

/// What it says about the secret key of one mode.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "dev_kit.ts")]
pub struct DevKitValidityView {
    /// Which mode's.
    pub mode: Mode,
    /// What it says.
    pub validity: DevKitValidity,
}

/// What an update would do, before anything is sent.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "dev_kit.ts")]
pub struct DevKitPreviewView {
    /// Opaque: stands for exactly these changes.
    pub preview_id: String,
    /// The project's id.
    pub project: String,
    /// All six fields, test first.
    pub changes: Vec<DevKitChangeView>,
    /// What is said about each secret key that would be sent.
    pub validity: Vec<DevKitValidityView>,
}

/// Sends what was previewed.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "dev_kit.ts")]
pub struct UpdateDevKitRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The delivery.
    pub delivery_id: String,
    /// The changes that the person saw. Others are not made.
    pub preview_id: String,
}

/// What came of an update.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "dev_kit.ts")]
pub struct DevKitUpdatedView {
    /// The fields that were sent.
    pub sent: Vec<DevKitField>,
    /// What the project shows now, masked.
    pub shown: Vec<DevKitShownView>,
    /// Whether no answer came and a look afterwards showed that it is done.
    pub looked: bool,
    /// The delivery as it is now.
    pub delivery: DeliveryView,
}

/// A field as the project shows it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "dev_kit.ts")]
pub struct DevKitShownView {
    /// Which field.
    pub field: DevKitField,
    /// Its mask.
    pub mask: String,
}

/// Why Dev Kit for AI did not do what was asked. Nothing kept here is lost by any of them.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
#[ts(export_to = "dev_kit.ts")]
pub enum DevKitTrouble {
    /// No token is here: it is asked for again.
    TokenMissing,
    /// The token is not taken any more, and was forgotten.
    SignInAgain,
    /// The token is somebody's who may not change this project.
    NotYourProject,
    /// There is no such project.
    NoSuchProject,
    /// Some keys are not taken.
    Refused {
        /// Which; empty where it does not say.
        fields: Vec<DevKitField>,
    },
    /// Nothing was learnt.
    CouldNotAsk {
        /// Why.
        cause: DevKitCause,
    },
    /// An answer that is none of theirs, perhaps of something on the way.
    UnexpectedAnswer,
    /// After a run that broke off these are not there yet; the same update can be sent again.
    Left {
        /// Which.
        fields: Vec<DevKitField>,
    },
    /// It may be done or not: a new preview tells.
    Unknown,
    /// The project is not as it was when the person looked.
    ChangedMeanwhile,
    /// They say that a secret key does not work.
    KeyInvalid {
        /// Which mode's.
        mode: Mode,
    },
}

/// Why Dev Kit for AI could not be asked.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "dev_kit.ts")]
pub enum DevKitCause {
    /// No way to it.
    NoNetwork,
    /// The connection is not its own: often a program that reads along.
    Tls,
    /// The proxy doesn't let the call through.
    Proxy,
    /// No answer in time, or it broke off.
    TimedOut,
    /// It wants fewer calls.
    Busy,
    /// It fails itself.
    ServerError,
}

//! The merchant's signed answer, before it is encrypted.

use jiff::Timestamp;
use keycourier_credentials::{AccountId, Kind, Mode, SlotId, SlotName};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use crate::{AgeRecipient, DocumentId, Signer, Text};

/// One business's answer to one integrator. Holds secrets: no `Debug`.
#[derive(Deserialize, Serialize)]
pub struct Bundle {
    /// Its own name.
    pub id: DocumentId,
    /// When it was made.
    pub created: Timestamp,
    /// The earlier bundle that it replaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<DocumentId>,
    /// The whole request document that it answers, as received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<String>,
    /// Exactly whom it is encrypted to, so that nobody can pass it on as meant for somebody else.
    pub to: Vec<AgeRecipient>,
    /// Who sends it.
    pub from: Sender,
    /// The Stripe accounts, as far as they are known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<Account>,
    /// The keys.
    pub keys: Vec<BundleKey>,
    /// The webhooks that were set up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub webhooks: Vec<BundleWebhook>,
    /// The answers to the request's questions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Answer>,
    /// What else the merchant wants to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text<500>>,
}

/// Who sends a bundle.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Sender {
    /// The key of the computer that it was made on; the document must be signed by it.
    pub sign: Signer,
    /// The business.
    pub business: Text<80>,
    /// How to reach it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Text<254>>,
    /// The program that made it, and its version.
    pub app: Text<80>,
}

/// A Stripe account.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Account {
    /// The mode in which it was seen.
    pub mode: Mode,
    /// Its id.
    pub id: AccountId,
    /// The name that Stripe shows for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text<200>>,
}

/// One key.
#[derive(Deserialize, Serialize)]
pub struct BundleKey {
    /// The slot's name.
    pub slot: SlotName,
    /// Test or live.
    pub mode: Mode,
    /// What it is.
    pub kind: Kind,
    /// The key itself.
    #[serde(serialize_with = "crate::exposed::serialize")]
    pub value: SecretString,
    /// What Stripe said of it.
    pub check: CheckCode,
    /// When Stripe said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked_at: Option<Timestamp>,
}

impl BundleKey {
    /// The slot that it fills.
    pub fn slot_id(&self) -> SlotId {
        SlotId { mode: self.mode, name: self.slot.clone() }
    }
}

/// What Stripe said of a key, by the sender's own check.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckCode {
    /// Nobody asked Stripe.
    NotChecked,
    /// It works.
    Works,
    /// It works, and lacks a permission that was asked for.
    WorksButLacks,
    /// Stripe does not know it.
    UnknownToStripe,
    /// It was replaced or deleted.
    Expired,
    /// It only works from other addresses.
    LockedToOtherAddresses,
    /// It is of the other mode.
    WrongMode,
    /// It is of another account.
    OtherAccount,
    /// A publishable key that lives.
    PublishableOk,
    /// Stripe could not be asked.
    CouldNotAsk,
    /// A verdict of a later version.
    #[serde(other)]
    Other,
}

impl CheckCode {
    /// The word in documents and output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotChecked => "not_checked",
            Self::Works => "works",
            Self::WorksButLacks => "works_but_lacks",
            Self::UnknownToStripe => "unknown_to_stripe",
            Self::Expired => "expired",
            Self::LockedToOtherAddresses => "locked_to_other_addresses",
            Self::WrongMode => "wrong_mode",
            Self::OtherAccount => "other_account",
            Self::PublishableOk => "publishable_ok",
            Self::CouldNotAsk => "could_not_ask",
            Self::Other => "other",
        }
    }
}

/// A webhook that was set up in the merchant's account.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct BundleWebhook {
    /// Test or live.
    pub mode: Mode,
    /// Where Stripe sends to.
    pub url: Text<2048>,
    /// Which events.
    pub events: Vec<Text<80>>,
    /// Its id at Stripe.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Text<80>>,
    /// The slot that holds its signing secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret_slot: Option<SlotName>,
}

/// The answer to a question.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Answer {
    /// The question's id.
    pub id: SlotName,
    /// What was answered.
    pub text: Text<500>,
}

//! What a Stripe credential is, as far as the page may know: never its value.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Stripe's two modes. A sandbox counts as test.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "credential.ts")]
pub enum Mode {
    /// No real money.
    Test,
    /// Real payments.
    Live,
}

/// What a key is, by its prefix.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "credential.ts")]
pub enum KeyKind {
    /// `pk_`.
    Publishable,
    /// `sk_`.
    Secret,
    /// `rk_`.
    Restricted,
    /// `whsec_`.
    WebhookSecret,
    /// `sk_org_`.
    Organization,
}

/// One slot of a delivery or bundle.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "credential.ts")]
pub struct SlotRef {
    /// Its mode.
    pub mode: Mode,
    /// Its name in that mode, such as `secret`.
    pub slot: String,
}

/// Where a key's value is.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "credential.ts")]
pub enum KeyStorage {
    /// On its way into the keychain.
    Saving,
    /// In the keychain.
    Saved,
    /// In memory, by the person's choice.
    SessionOnly,
    /// The keychain doesn't answer, or is locked: still in memory, tried again when it is ready.
    Waiting,
    /// The ledger knows it and the keychain doesn't have it: brought from another computer, or taken out.
    NotHere,
    /// The keychain's item can't be read as a key.
    Damaged,
}

/// A key, without its value.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "credential.ts")]
pub struct KeyView {
    /// Opaque.
    pub key_id: String,
    /// What it is.
    pub kind: KeyKind,
    /// Prefix, three dots, last four characters.
    pub mask: String,
    /// The last four characters alone: how a mask is spoken.
    pub ending: String,
    /// Where its value is.
    pub storage: KeyStorage,
    /// When it came in.
    pub added_at: String,
}

/// A Stripe account, as far as it is known.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "credential.ts")]
pub struct AccountView {
    /// `acct_…`.
    pub id: String,
    /// What Stripe calls it.
    pub name: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Whether payments are activated; `null` where the key may not look.
    pub can_take_payments: Option<bool>,
}

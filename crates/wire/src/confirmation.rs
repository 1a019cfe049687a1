//! A desk's confirmation of a locked file: what it says of each key, made on one side and read on the other.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{KeyKind, SlotRef};

/// What a confirmation says of a key, or of all of them: the worst of them counts.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "confirmation.ts")]
pub enum ConfirmationOutcome {
    /// It has arrived; nobody says that it works.
    Received,
    /// It works, by the desk's own check.
    Works,
    /// It can't be used.
    Rejected,
}

/// Why a key can't be used. Each is something that a merchant can act on. The codes stand in the signed document.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "confirmation.ts")]
pub enum RejectReason {
    /// It was asked for and is not there.
    KeyMissing,
    /// Stripe doesn't know it.
    UnknownToStripe,
    /// It was replaced or deleted in Stripe.
    Expired,
    /// It is a test key in place of a live one, or the reverse.
    WrongMode,
    /// It is of another Stripe account.
    OtherAccount,
    /// It lacks a permission that is needed.
    PermissionMissing,
    /// Restricted keys can't be used here.
    RestrictedRefused,
    /// It only works from certain addresses.
    LockedToAddresses,
    /// Something that has to be talked about.
    CallUs,
}

impl RejectReason {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 9] = [
        Self::KeyMissing,
        Self::UnknownToStripe,
        Self::Expired,
        Self::WrongMode,
        Self::OtherAccount,
        Self::PermissionMissing,
        Self::RestrictedRefused,
        Self::LockedToAddresses,
        Self::CallUs,
    ];

    /// The code in the signed document.
    pub fn code(self) -> &'static str {
        match self {
            Self::KeyMissing => "key_missing",
            Self::UnknownToStripe => "unknown_to_stripe",
            Self::Expired => "expired",
            Self::WrongMode => "wrong_mode",
            Self::OtherAccount => "other_account",
            Self::PermissionMissing => "permission_missing",
            Self::RestrictedRefused => "restricted_refused",
            Self::LockedToAddresses => "locked_to_addresses",
            Self::CallUs => "call_us",
        }
    }
}

/// What a confirmation says of one key.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "confirmation.ts")]
pub struct ConfirmationItemView {
    /// Which slot.
    pub slot: SlotRef,
    /// What it is; `null` for one that was not in the file.
    pub kind: Option<KeyKind>,
    /// The last four characters; `null` for one that was not in the file.
    pub ending: Option<String>,
    /// What is said of it.
    pub outcome: ConfirmationOutcome,
    /// Why it can't be used; `null` otherwise, and for a reason of a later version.
    pub reason: Option<RejectReason>,
}

/// A confirmation that was made or received.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "confirmation.ts")]
pub struct ConfirmationView {
    /// What it says of all keys together.
    pub outcome: ConfirmationOutcome,
    /// What it says of each key.
    pub items: Vec<ConfirmationItemView>,
    /// What the desk wrote.
    pub advice: Option<String>,
    /// When it was made, by its own word.
    pub made_at: String,
    /// Whether an earlier one said that the keys work, and this one says that they don't.
    pub turned: bool,
}

/// One key that the desk rejects.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "confirmation.ts")]
pub struct RejectedSlot {
    /// Which slot.
    pub slot: SlotRef,
    /// Why.
    pub reason: RejectReason,
}

/// Makes and signs a confirmation. What is not rejected is said to work where our own check says so, and to have arrived otherwise.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "confirmation.ts")]
pub struct MakeConfirmationRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The row.
    pub item_id: String,
    /// Keys that can't be used.
    pub rejected: Vec<RejectedSlot>,
    /// What the merchant should do, in the agent's words: one line, at most 500 characters, refused when a secret is found in it.
    pub advice: Option<String>,
}

/// Opens a draft to the customer, with the newest confirmation in it where it has room.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "confirmation.ts")]
pub struct WriteConfirmationRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The row.
    pub item_id: String,
    /// The subject: one line, at most 200 characters.
    pub subject: String,
    /// The first lines: at most 4,000 characters, refused when a secret is found in them.
    pub body: String,
}

/// Puts the same mail on the clipboard as text, for a ticket system.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "confirmation.ts")]
pub struct CopyConfirmationRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The row.
    pub item_id: String,
    /// The first lines: at most 4,000 characters, refused when a secret is found in them.
    pub body: String,
}

/// What came of opening a draft with a confirmation.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "confirmation.ts")]
pub struct ConfirmationMailView {
    /// Whether the system found a mail program.
    pub opened: bool,
    /// Whether the confirmation stands in the mail's text, so that nothing has to be attached.
    pub inside: bool,
    /// Whether the confirmation's file is on the clipboard, so that Ctrl+V attaches it.
    pub file_on_clipboard: bool,
}

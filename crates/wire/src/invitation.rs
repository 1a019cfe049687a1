//! The mail that brings a request to a customer who has never heard of Keycourier.

use serde::Deserialize;
use ts_rs::TS;

/// An invitation, as the page worded it in the customer's language.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "invitation.ts")]
pub struct InvitationRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The request that it brings.
    pub request_id: String,
    /// The subject: one line, at most 200 characters.
    pub subject: String,
    /// The text: at most 4,000 characters, refused when a secret or the desk's words are found in it.
    pub body: String,
}

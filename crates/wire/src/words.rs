//! The ceremony: six words, read out by the desk and typed by the merchant, prove who asks.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::WhoView;

/// Tries six typed words.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "words.ts")]
pub struct TryWordsRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The request whose sender is in question.
    pub request_id: String,
    /// Six words, as typed.
    pub words: Vec<String>,
}

/// Tries 24 typed digits.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "words.ts")]
pub struct TryDigitsRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The request whose sender is in question.
    pub request_id: String,
    /// The digits, as typed; anything between them is ignored.
    pub digits: String,
}

/// Puts the call off.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "words.ts")]
pub struct PostponeWordsRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The request whose sender is in question.
    pub request_id: String,
}

/// What came of a try. Which of the words differ is never said.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "words.ts")]
pub struct WordsResultView {
    /// Whether they are theirs.
    pub matched: bool,
    /// Who asks, with what is known now.
    pub who: WhoView,
}

//! A helpdesk without Keycourier: six spoken words, or a bare code, in place of a request.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::WhoView;

/// Locks a delivery for a bare code from now on.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "without.ts")]
pub struct UseCodeRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The delivery.
    pub delivery_id: String,
    /// The code, as pasted: it starts with `age1`.
    pub code: String,
}

/// Tries the words or digits of a bare code.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "without.ts")]
pub struct TryCodeWordsRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The delivery that is locked for the code.
    pub delivery_id: String,
    /// Six words or 24 digits, as typed.
    pub typed: String,
}

/// The six words of a delivery, to be read out in a call that the person placed. The page shows them and never copies them.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "without.ts")]
pub struct SpokenWordsView {
    /// Whom to call.
    pub who: WhoView,
    /// Six words; empty where they are not kept any more, and only a new file has new ones.
    pub words: Vec<String>,
}

//! Test or live.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The two worlds of a Stripe account. A sandbox counts as test: its keys have the same prefixes
/// (<https://docs.stripe.com/sandboxes>).
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// No money moves.
    Test,
    /// Real payments.
    Live,
}

impl Mode {
    /// Both, test first.
    pub const ALL: [Self; 2] = [Self::Test, Self::Live];

    /// The word in documents, on the command line and in the ledger.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Test => "test",
            Self::Live => "live",
        }
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Mode {
    type Err = UnknownMode;

    fn from_str(text: &str) -> Result<Self, UnknownMode> {
        Self::ALL.into_iter().find(|mode| mode.as_str() == text).ok_or(UnknownMode)
    }
}

/// Neither `test` nor `live`.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a mode is test or live")]
pub struct UnknownMode;

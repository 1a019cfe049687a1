//! Whom a bundle is encrypted to.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Text;

/// An age recipient of the X25519 class: `age1` in lower case.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct AgeRecipient(String);

impl AgeRecipient {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn key(&self) -> Result<age::x25519::Recipient, NotARecipient> {
        self.0.parse().map_err(|_| NotARecipient)
    }
}

impl fmt::Display for AgeRecipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for AgeRecipient {
    type Err = NotARecipient;

    fn from_str(text: &str) -> Result<Self, NotARecipient> {
        let key: age::x25519::Recipient = text.parse().map_err(|_| NotARecipient)?;
        // Bech32 allows capitals; one recipient has one spelling here.
        if key.to_string() == text { Ok(Self(text.to_owned())) } else { Err(NotARecipient) }
    }
}

impl TryFrom<String> for AgeRecipient {
    type Error = NotARecipient;

    fn try_from(text: String) -> Result<Self, NotARecipient> {
        text.parse()
    }
}

impl From<AgeRecipient> for String {
    fn from(recipient: AgeRecipient) -> Self {
        recipient.0
    }
}

/// Not an `age1…` recipient that this version can encrypt to.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not an age recipient")]
pub struct NotARecipient;

/// One place that a request asks to encrypt to: the desk, or its server or recovery key.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Recipient {
    /// What the desk calls it.
    pub label: Text<80>,
    /// The recipient.
    pub age: AgeRecipient,
}

//! One thing that an integrator asks for.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{Kind, Mode};

/// A slot's name inside one request, such as `publishable`, `secret` or `webhook_secret`: 1 to 40 characters of `a-z`, `0-9`, `_`.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct SlotName(String);

impl SlotName {
    /// The name itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SlotName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for SlotName {
    type Err = NotASlotName;

    fn from_str(text: &str) -> Result<Self, NotASlotName> {
        let fits = (1..=40).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        if fits { Ok(Self(text.to_owned())) } else { Err(NotASlotName) }
    }
}

impl TryFrom<String> for SlotName {
    type Error = NotASlotName;

    fn try_from(text: String) -> Result<Self, NotASlotName> {
        text.parse()
    }
}

impl From<SlotName> for String {
    fn from(name: SlotName) -> Self {
        name.0
    }
}

/// Empty, too long, or with a character that a name may not have.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a slot's name has 1 to 40 characters of a-z, 0-9 and _")]
pub struct NotASlotName;

/// Mode and name: what tells one slot of a delivery from another.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct SlotId {
    /// Test or live.
    pub mode: Mode,
    /// Its name in that mode.
    #[serde(rename = "slot")]
    pub name: SlotName,
}

impl fmt::Display for SlotId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.mode, self.name)
    }
}

/// A slot and what fits into it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Slot {
    /// Which one.
    pub id: SlotId,
    /// The kinds that fit; never empty in a slot that was read from a request.
    pub accepts: Vec<Kind>,
    /// Whether a delivery is complete without it.
    pub required: bool,
}

impl Slot {
    /// The slot that people mean by the bare name of a kind: `secret` takes secret, restricted and organization keys.
    pub fn usual(kind: Kind, mode: Mode) -> Self {
        let (name, accepts) = match kind {
            Kind::Publishable => ("publishable", vec![Kind::Publishable]),
            Kind::Secret | Kind::Restricted | Kind::Organization => {
                ("secret", vec![Kind::Secret, Kind::Restricted, Kind::Organization])
            }
            Kind::WebhookSecret => ("webhook_secret", vec![Kind::WebhookSecret]),
        };
        Self { id: SlotId { mode, name: SlotName(name.to_owned()) }, accepts, required: true }
    }

    /// Whether a credential of this kind and mode fits. A webhook secret carries no mode and fits either.
    pub fn takes(&self, kind: Kind, mode: Option<Mode>) -> bool {
        self.accepts.contains(&kind) && mode.is_none_or(|mode| mode == self.id.mode)
    }
}

//! What a restricted key may be allowed to do.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::probes::Probe;

/// A permission by Stripe's own name, such as `charge_read` (<https://docs.stripe.com/keys/permissions-reference>). Older texts write
/// `rak_charge_read`, and so do links to the Dashboard.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Permission {
    resource: String,
    level: Level,
}

/// How much. Write implies Read.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Level {
    /// Looking.
    Read,
    /// Changing, and looking.
    Write,
}

impl Level {
    fn ending(self) -> &'static str {
        match self {
            Self::Read => "_read",
            Self::Write => "_write",
        }
    }
}

impl Permission {
    /// To look at `resource`, a name in Stripe's reference.
    pub(crate) fn read(resource: &'static str) -> Self {
        Self::of(resource, Level::Read)
    }

    pub(crate) fn of(resource: &str, level: Level) -> Self {
        Self { resource: resource.to_owned(), level }
    }

    /// The row in the Dashboard's form for restricted keys, in Stripe's words, where this program knows it. The column is the level.
    pub fn label(&self) -> Option<&'static str> {
        Probe::of(&self.resource).map(|probe| probe.label)
    }

    /// What it is about, such as `charge`.
    pub fn resource(&self) -> &str {
        &self.resource
    }

    /// How much.
    pub fn level(&self) -> Level {
        self.level
    }

    /// Whether a key that lacks `other` lacks this too.
    pub fn needs(&self, other: &Self) -> bool {
        self.resource == other.resource && self.level >= other.level
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.resource)?;
        f.write_str(self.level.ending())
    }
}

impl FromStr for Permission {
    type Err = NotAPermission;

    fn from_str(text: &str) -> Result<Self, NotAPermission> {
        let name = text.strip_prefix("rak_").unwrap_or(text);
        let split = |level: Level| name.strip_suffix(level.ending()).map(|resource| (resource, level));
        let (resource, level) = split(Level::Read).or_else(|| split(Level::Write)).ok_or(NotAPermission)?;
        let fits = (1..=64).contains(&resource.len())
            && resource.starts_with(|first: char| first.is_ascii_lowercase())
            && resource.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        if fits { Ok(Self { resource: resource.to_owned(), level }) } else { Err(NotAPermission) }
    }
}

impl TryFrom<String> for Permission {
    type Error = NotAPermission;

    fn try_from(text: String) -> Result<Self, NotAPermission> {
        text.parse()
    }
}

impl From<Permission> for String {
    fn from(permission: Permission) -> Self {
        permission.to_string()
    }
}

/// Not a resource and `_read` or `_write`.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not the name of a permission")]
pub struct NotAPermission;

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> Permission {
        text.parse().expect("a good name")
    }

    #[test]
    fn both_generations_of_names_are_one() {
        assert_eq!(named("rak_charge_read"), named("charge_read"), "only the prefix went");
        assert_eq!(named("rak_payment_intent_write").to_string(), "payment_intent_write", "the newer form is written");
        for wrong in ["", "_read", "charge", "Charge_read", "charge_read ", "char.ge_read", "rk_live_...abcd", "1_read"]
        {
            assert_eq!(wrong.parse::<Permission>(), Err(NotAPermission), "{wrong:?} is no name of Stripe's");
        }
    }

    #[test]
    fn write_needs_read_and_not_the_other_way_round() {
        assert!(named("customer_write").needs(&named("customer_read")), "who may not look may not change");
        assert!(!named("customer_read").needs(&named("customer_write")), "who may not change may look");
        assert!(!named("charge_read").needs(&named("customer_read")), "two resources");
    }
}

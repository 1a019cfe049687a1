//! How a credential is shown and remembered without its value.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::prefix::{PREFIXES, Prefix};

/// Prefix, three dots, the last four characters: `sk_test_...aBcD`, the form in which Stripe's own API shortens keys.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Mask(String);

const DOTS: &str = "...";
const SHOWN: usize = 4;

impl Mask {
    /// `value` must begin with `prefix` and be long enough that four characters give nothing away, as every credential is.
    pub(crate) fn of(prefix: Prefix, value: &str) -> Self {
        let last: String = value.chars().skip(value.chars().count().saturating_sub(SHOWN)).collect();
        Self(format!("{}{DOTS}{last}", prefix.text))
    }

    /// The whole mask.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last four characters, which a person compares and a screen reader speaks.
    pub fn last_four(&self) -> &str {
        self.0.rsplit('.').next().unwrap_or_default()
    }
}

impl fmt::Display for Mask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Mask {
    type Err = NotAMask;

    fn from_str(text: &str) -> Result<Self, NotAMask> {
        let last =
            PREFIXES.iter().find_map(|prefix| text.strip_prefix(prefix.text)?.strip_prefix(DOTS)).ok_or(NotAMask)?;
        let fits = last.len() == SHOWN && last.bytes().all(|b| b.is_ascii_alphanumeric() || b"_+/=".contains(&b));
        if fits { Ok(Self(text.to_owned())) } else { Err(NotAMask) }
    }
}

impl TryFrom<String> for Mask {
    type Error = NotAMask;

    fn try_from(text: String) -> Result<Self, NotAMask> {
        text.parse()
    }
}

impl From<Mask> for String {
    fn from(mask: Mask) -> Self {
        mask.0
    }
}

/// Not prefix, dots and four characters.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not the masked form of a credential")]
pub struct NotAMask;

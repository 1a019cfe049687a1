//! The kinds of credential that Stripe gives out and an integrator may ask for.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What a credential is, read from its prefix.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// `pk_`: meant for web pages, not confidential.
    Publishable,
    /// `sk_`: everything the account can do.
    Secret,
    /// `rk_`: what its permissions say.
    Restricted,
    /// `whsec_`: proves that a webhook delivery is Stripe's. Carries no mode.
    WebhookSecret,
    /// `sk_org_`: several accounts of one organisation.
    Organization,
}

impl Kind {
    /// All of them, in the order in which a person meets them.
    pub const ALL: [Self; 5] =
        [Self::Publishable, Self::Secret, Self::Restricted, Self::WebhookSecret, Self::Organization];

    /// Whether it signs calls to Stripe: what it can do is to be kept from others.
    pub(crate) fn is_private_key(self) -> bool {
        matches!(self, Self::Secret | Self::Restricted | Self::Organization)
    }

    /// The word in documents, on the command line and in the ledger.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Publishable => "publishable",
            Self::Secret => "secret",
            Self::Restricted => "restricted",
            Self::WebhookSecret => "webhook_secret",
            Self::Organization => "organization",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(text: &str) -> Result<Self, UnknownKind> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or(UnknownKind)
    }
}

/// Not the name of a kind.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not a kind of Stripe credential")]
pub struct UnknownKind;

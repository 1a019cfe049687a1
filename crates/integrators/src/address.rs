//! Where an integrator wants payment notices.

use std::fmt;

use keycourier_credentials::{Mode, SlotName};
use serde::Deserialize;
use url::{Host, Url};

use crate::Integrator;

/// A webhook that an integrator needs in one mode.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Webhook {
    /// Test or live.
    pub mode: Mode,
    /// Where Stripe shall send to.
    pub address: WebhookAddress,
    /// Which events, by Stripe's names.
    pub events: Vec<String>,
    /// Whether more events than these are wrong too.
    #[serde(default)]
    pub exactly: bool,
    /// The slot of this mode into which the signing secret belongs; without one nobody asks for it.
    pub secret_slot: Option<SlotName>,
}

/// How an address is known.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum WebhookAddress {
    /// The merchant copies it from the integrator's page; it is on this host or one below it.
    Copied {
        /// In lower case.
        host: String,
    },
    /// It is made from the project's id, which stands for `{project_id}`.
    Template {
        /// With https.
        url: String,
    },
}

impl WebhookAddress {
    /// The address for a project; none where the merchant has to copy it.
    pub fn of_project(&self, project_id: &str) -> Option<String> {
        match self {
            Self::Template { url } => Some(url.replace(PROJECT, project_id)),
            Self::Copied { .. } => None,
        }
    }
}

pub(crate) const PROJECT: &str = "{project_id}";

impl Integrator {
    /// The webhook that it needs in a mode.
    pub fn webhook(&self, mode: Mode) -> Option<&Webhook> {
        self.webhooks.iter().find(|webhook| webhook.mode == mode)
    }

    /// Reads an address that a merchant copied from the integrator's page.
    ///
    /// # Errors
    /// [`BadAddress`].
    pub fn copied_webhook(&self, mode: Mode, typed: &str) -> Result<WebhookUrl, BadAddress> {
        let wanted = self.webhook(mode).ok_or(BadAddress::NotAskedFor)?;
        let WebhookAddress::Copied { host } = &wanted.address else { return Err(BadAddress::NotAskedFor) };
        let text = typed.trim();
        let plain = !text.is_empty() && text.len() <= LONGEST && text.bytes().all(|byte| byte.is_ascii_graphic());
        let url = Url::parse(text).ok().filter(|_| plain && !text.contains('\\')).ok_or(BadAddress::NotAnAddress)?;
        let Some(Host::Domain(found)) = url.host() else { return Err(BadAddress::NotAnAddress) };
        if url.scheme() != "https" {
            return Err(BadAddress::NotHttps);
        }
        if !url.username().is_empty() || url.password().is_some() || url.port().is_some() || url.fragment().is_some() {
            return Err(BadAddress::NotAnAddress);
        }
        if is_of(found, host) {
            return Ok(WebhookUrl(url.into()));
        }
        let other = self.webhooks.iter().find(|webhook| {
            matches!(&webhook.address, WebhookAddress::Copied { host } if webhook.mode != mode && is_of(found, host))
        });
        Err(match other {
            Some(_) => BadAddress::OtherMode,
            None => BadAddress::OtherHost { wanted: host.clone() },
        })
    }
}

/// As much as a request takes.
const LONGEST: usize = 2048;

fn is_of(found: &str, host: &str) -> bool {
    found == host || found.strip_suffix(host).is_some_and(|below| below.ends_with('.'))
}

/// An address on the host of the integrator, with https, in its one form.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct WebhookUrl(String);

impl WebhookUrl {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for WebhookUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why an address is not the one.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum BadAddress {
    /// Nobody has to copy one: none is needed in this mode, or it is known.
    #[error("no address has to be copied")]
    NotAskedFor,
    /// No web address, or one with parts that such an address never has.
    #[error("not a web address")]
    NotAnAddress,
    /// `http` or something else.
    #[error("it must begin with https://")]
    NotHttps,
    /// The integrator's, for the other mode.
    #[error("this address is for the other mode")]
    OtherMode,
    /// Somebody else's.
    #[error("it must be on {wanted}")]
    OtherHost {
        /// Where it should be.
        wanted: String,
    },
}

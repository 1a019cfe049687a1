//! What an integrator wants to be told, and where.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use keycourier_credentials::Mode;
use serde::{Deserialize, Serialize};
use url::Url;

/// A webhook that an integrator needs.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct WantedWebhook {
    /// Test or live.
    pub mode: Mode,
    /// Where to.
    pub url: WebhookUrl,
    /// Which events.
    pub events: BTreeSet<EventName>,
    /// In which version of Stripe's API; any, where none is named.
    pub api_version: Option<ApiVersion>,
}

macro_rules! text_type {
    ($name:ident, $error:ident) => {
        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = $error;

            fn try_from(text: String) -> Result<Self, $error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }
    };
}

/// An address that Stripe can send to: `https` or `http`, at most 2048 characters of plain ASCII, and no name or password in it.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct WebhookUrl(String);

text_type!(WebhookUrl, NotAnAddress);

impl WebhookUrl {
    /// Whether it is encrypted; in live mode Stripe takes no other.
    pub fn is_https(&self) -> bool {
        self.parsed().is_some_and(|url| url.scheme() == "https")
    }

    /// What stands for it when two are compared: host in lower case, no usual port, no fragment.
    pub(crate) fn parsed(&self) -> Option<Url> {
        let mut url = Url::parse(&self.0).ok()?;
        url.set_fragment(None);
        Some(url)
    }
}

impl FromStr for WebhookUrl {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        let plain = text.len() <= 2048 && text.bytes().all(|byte| byte.is_ascii_graphic());
        let url = Url::parse(text).ok().filter(|_| plain).ok_or(NotAnAddress)?;
        let open = url.username().is_empty() && url.password().is_none();
        let fits = open && matches!(url.scheme(), "https" | "http") && url.has_host();
        if fits { Ok(Self(text.to_owned())) } else { Err(NotAnAddress) }
    }
}

/// Not an address that Stripe can send to.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not an address that Stripe can send to")]
pub struct NotAnAddress;

/// An event by Stripe's name, such as `invoice.paid`: 3 to 120 characters of `a-z`, `0-9`, `_` and `.`, with a dot inside.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct EventName(String);

text_type!(EventName, NotAnEvent);

impl FromStr for EventName {
    type Err = NotAnEvent;

    fn from_str(text: &str) -> Result<Self, NotAnEvent> {
        let known = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'.');
        let dotted = text.trim_matches('.').contains('.') && !text.starts_with('.') && !text.ends_with('.');
        let fits = (3..=120).contains(&text.len()) && text.bytes().all(known) && dotted;
        if fits { Ok(Self(text.to_owned())) } else { Err(NotAnEvent) }
    }
}

/// Not the name of an event.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not the name of an event")]
pub struct NotAnEvent;

/// A version of Stripe's API: a date, and since 2024 a name behind it, such as `2026-10-28.endive`.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct ApiVersion(String);

text_type!(ApiVersion, NotAnApiVersion);

impl FromStr for ApiVersion {
    type Err = NotAnApiVersion;

    fn from_str(text: &str) -> Result<Self, NotAnApiVersion> {
        let (date, name) = text.split_once('.').map_or((text, None), |(date, name)| (date, Some(name)));
        let shape = |byte: u8| if byte.is_ascii_digit() { b'0' } else { byte };
        let dated = date.bytes().map(shape).eq(*b"0000-00-00");
        let named = name.is_none_or(|name| {
            (1..=40).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
        });
        if dated && named { Ok(Self(text.to_owned())) } else { Err(NotAnApiVersion) }
    }
}

/// Not a version of Stripe's API.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not a version of Stripe's API")]
pub struct NotAnApiVersion;

/// The id of a webhook endpoint (`we_…`) or an event destination (`ed_…`), with up to 120 letters, digits and `_`.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct EndpointId(String);

text_type!(EndpointId, NotAnEndpoint);

impl EndpointId {
    /// Whether only the second version of the API knows it.
    pub fn is_destination(&self) -> bool {
        self.0.starts_with("ed_")
    }
}

impl FromStr for EndpointId {
    type Err = NotAnEndpoint;

    fn from_str(text: &str) -> Result<Self, NotAnEndpoint> {
        let body = text.strip_prefix("we_").or_else(|| text.strip_prefix("ed_")).ok_or(NotAnEndpoint)?;
        let fits =
            (1..=120).contains(&body.len()) && body.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if fits { Ok(Self(text.to_owned())) } else { Err(NotAnEndpoint) }
    }
}

/// Not the id of a webhook endpoint.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not the id of a webhook endpoint")]
pub struct NotAnEndpoint;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stripe_can_send_to_is_an_address() {
        for good in ["https://a.example/x", "http://a.example:8080/x?y=1", "https://127.0.0.1/"] {
            assert!(good.parse::<WebhookUrl>().is_ok(), "{good} can be sent to");
        }
        let long = format!("https://a.example/{}", "x".repeat(2048));
        for wrong in [
            "",
            "a.example",
            "ftp://a.example",
            "https://",
            "https://a.example/ x",
            "https://u:p@a.example",
            "https://a.example/\u{202E}",
            &long,
        ] {
            assert_eq!(wrong.parse::<WebhookUrl>(), Err(NotAnAddress), "{wrong:?} can't");
        }
    }

    #[test]
    fn events_versions_and_ids_have_stripes_forms() {
        for good in ["invoice.paid", "customer.subscription.created", "v1.billing.meter.error_report_triggered"] {
            assert!(good.parse::<EventName>().is_ok(), "{good} is Stripe's form");
        }
        for wrong in ["", "*", "invoice", "Invoice.paid", ".paid", "invoice.", "invoice paid.x", "<b>.x"] {
            assert_eq!(wrong.parse::<EventName>(), Err(NotAnEvent), "{wrong:?} is no event");
        }
        for good in ["2026-10-28.endive", "2020-08-27", "2026-01-01.some_preview"] {
            assert!(good.parse::<ApiVersion>().is_ok(), "{good} is a version");
        }
        for wrong in ["", "endive", "2026-10-28.", "2026-1-28", "2026-10-28.Endive", "2026-10-28 "] {
            assert_eq!(wrong.parse::<ApiVersion>(), Err(NotAnApiVersion), "{wrong:?} is no version");
        }
        for good in ["we_1AbC", "ed_test_61AbC"] {
            assert!(good.parse::<EndpointId>().is_ok(), "{good} is an id");
        }
        for wrong in ["", "we_", "wx_1", "we_1/x", "we_1?x", "we_\u{E9}"] {
            assert_eq!(wrong.parse::<EndpointId>(), Err(NotAnEndpoint), "{wrong:?} would change the path of a call");
        }
    }
}

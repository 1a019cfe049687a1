//! What is off about a webhook.

use std::collections::BTreeSet;

use keycourier_credentials::Mode;
use serde::{Deserialize, Serialize};
use url::Url;

use super::MOST_ENDPOINTS;
use super::change::Mend;
use super::list::{Endpoint, Listing, Sight};
use super::wanted::{ApiVersion, EndpointId, EventName, WantedWebhook, WebhookUrl};
use crate::Cause;

/// A wanted webhook, held against what Stripe has.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct WebhookFinding {
    /// What was wanted.
    pub wanted: WantedWebhook,
    /// The endpoint that comes nearest.
    pub endpoint: Option<FoundEndpoint>,
    /// How much was seen.
    #[serde(flatten)]
    pub sight: Sight,
    /// What is off, worst first. Nothing, where `sight` allows no word, and where all is well.
    pub off: Vec<Off>,
    /// Whether the key can create and mend endpoints.
    pub may_change: MayChange,
}

/// An endpoint at Stripe.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct FoundEndpoint {
    /// Its id.
    pub id: EndpointId,
    /// Where to.
    pub url: WebhookUrl,
    /// Which events.
    pub events: BTreeSet<EventName>,
}

/// Whether a key can create and mend endpoints.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MayChange {
    /// It can.
    Yes,
    /// It can't: the manual steps are left.
    No,
    /// Nobody knows before a try.
    Unknown,
}

/// One thing that is off.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Off {
    /// The wanted address is not encrypted, and Stripe takes no such address in live mode: the integrator's mistake.
    HttpInLive,
    /// There is none.
    Missing {
        /// Whether all lists were seen.
        certain: bool,
    },
    /// There is none, and no room for one: the account has sixteen.
    LimitReached {
        /// How many it has.
        count: usize,
    },
    /// There is one at the same host, under another address.
    WrongUrl {
        /// Where it sends to.
        found: WebhookUrl,
        /// In what the two differ.
        differs: AddressDifference,
    },
    /// It is of the other mode.
    WrongMode {
        /// Its mode.
        found: Mode,
    },
    /// It gets the events of connected accounts, not of this one.
    ConnectEndpoint,
    /// It gets events without their objects.
    ThinEvents,
    /// It is switched off.
    Disabled,
    /// Some wanted events are not sent.
    EventsMissing {
        /// Which.
        events: BTreeSet<EventName>,
    },
    /// More than one gets the wanted events at this address: each would be handled twice.
    DuplicateUrl {
        /// The others.
        others: Vec<EndpointId>,
    },
    /// Events come in another version of the API than the wanted one. That can't be mended, only made anew.
    OtherApiVersion {
        /// Its version; none is the account's own.
        found: Option<ApiVersion>,
    },
    /// All events are sent (`*`): it works, and tells the integrator more than it asked for.
    AllEvents,
    /// Events are sent that nobody asked for: it works.
    EventsTooMany {
        /// Which.
        events: BTreeSet<EventName>,
    },
}

/// In what an address differs from the wanted one at the same host.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AddressDifference {
    /// `http` in place of `https`, or another port.
    Scheme,
    /// With or without `www.`.
    Www,
    /// A slash at the end, or capital letters.
    Spelling,
    /// What follows the `?`.
    Query,
    /// Another path. That may well be somebody else's: a second project at the same integrator.
    Path,
}

impl AddressDifference {
    /// Whether it is a slip of whoever typed it, so that mending harms nobody.
    pub fn is_slip(self) -> bool {
        match self {
            Self::Scheme | Self::Www | Self::Spelling => true,
            Self::Query | Self::Path => false,
        }
    }
}

impl Off {
    /// The word in output for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::HttpInLive => "http_in_live",
            Self::Missing { .. } => "missing",
            Self::LimitReached { .. } => "limit_reached",
            Self::WrongUrl { .. } => "wrong_url",
            Self::WrongMode { .. } => "wrong_mode",
            Self::ConnectEndpoint => "connect_endpoint",
            Self::ThinEvents => "thin_events",
            Self::Disabled => "disabled",
            Self::EventsMissing { .. } => "events_missing",
            Self::DuplicateUrl { .. } => "duplicate_url",
            Self::OtherApiVersion { .. } => "other_api_version",
            Self::AllEvents => "all_events",
            Self::EventsTooMany { .. } => "events_too_many",
        }
    }

    /// Whether the integrator gets what it needs all the same.
    pub fn is_mark_only(&self) -> bool {
        matches!(self, Self::AllEvents | Self::EventsTooMany { .. })
    }
}

impl WebhookFinding {
    /// One word for the whole: `ok`, `not_allowed`, `could_not_ask`, or that of the worst thing that is off.
    pub fn code(&self) -> &'static str {
        match (self.off.first(), self.sight) {
            (Some(worst), _) => worst.code(),
            (None, Sight::Whole | Sight::Half) => "ok",
            (None, Sight::NotAllowed) => "not_allowed",
            (None, Sight::CouldNotAsk { .. }) => "could_not_ask",
        }
    }

    /// Why nothing is known, where nothing is.
    pub fn cause(&self) -> Option<Cause> {
        match self.sight {
            Sight::CouldNotAsk { cause } => Some(cause),
            Sight::Whole | Sight::Half | Sight::NotAllowed => None,
        }
    }

    /// Whether a new endpoint is what is called for, and the key may be able to make it. Where one stands under another path of the same
    /// host, both this and [`WebhookFinding::mend`] are possible, and the person has to say which.
    pub fn calls_for_create(&self) -> bool {
        let called_for = self.off.iter().any(|off| match off {
            Off::Missing { .. } | Off::WrongMode { .. } | Off::ConnectEndpoint | Off::ThinEvents => true,
            Off::WrongUrl { differs, .. } => !differs.is_slip(),
            _ => false,
        });
        let hindered = self.off.iter().any(|off| matches!(off, Off::HttpInLive | Off::LimitReached { .. }));
        called_for && !hindered && self.may_change != MayChange::No
    }

    /// The change that puts right what can be: address, events, switched off. None where there is nothing of that, or the key can't do it.
    /// Events that nobody asked for are taken away only with `exactly`.
    pub fn mend(&self, exactly: bool) -> Option<Mend> {
        let endpoint = self.endpoint.as_ref().filter(|_| self.may_change != MayChange::No)?;
        let mut mend = Mend { endpoint: endpoint.id.clone(), url: None, events: None, enable: false };
        for off in &self.off {
            match off {
                Off::HttpInLive | Off::WrongMode { .. } | Off::ConnectEndpoint | Off::ThinEvents => return None,
                Off::WrongUrl { .. } => mend.url = Some(self.wanted.url.clone()),
                Off::Disabled => mend.enable = true,
                Off::EventsMissing { .. } if !exactly => {
                    mend.events = Some(endpoint.events.union(&self.wanted.events).cloned().collect());
                }
                Off::EventsMissing { .. } => mend.events = Some(self.wanted.events.clone()),
                Off::AllEvents | Off::EventsTooMany { .. } if exactly => mend.events = Some(self.wanted.events.clone()),
                Off::AllEvents
                | Off::EventsTooMany { .. }
                | Off::DuplicateUrl { .. }
                | Off::OtherApiVersion { .. }
                | Off::Missing { .. }
                | Off::LimitReached { .. } => {}
            }
        }
        let does_something = mend.url.is_some() || mend.events.is_some() || mend.enable;
        does_something.then_some(mend)
    }
}

/// Holds a wanted webhook against what a key's account has.
pub fn compare(listing: &Listing, wanted: &WantedWebhook, may_change: MayChange) -> WebhookFinding {
    let mut finding =
        WebhookFinding { wanted: wanted.clone(), endpoint: None, sight: listing.sight, off: Vec::new(), may_change };
    if matches!(listing.sight, Sight::NotAllowed | Sight::CouldNotAsk { .. }) {
        return finding;
    }
    let http_in_live = wanted.mode == Mode::Live && !wanted.url.is_https();
    finding.off.extend(http_in_live.then_some(Off::HttpInLive));
    let near = listing.endpoints.iter().filter_map(|one| Some((one, one.url.as_ref()?)));
    let mut at_url: Vec<_> = near.clone().filter(|(_, url)| is_same(url, &wanted.url)).collect();
    at_url.sort_by_key(|(one, _)| distance(one, wanted));
    let nearest = at_url.first().copied().map(|(one, url)| (one, url, None));
    let nearest = nearest.or_else(|| {
        let differing = near.filter_map(|(one, url)| Some((one, url, Some(difference(url, &wanted.url)?))));
        differing.min_by_key(|(one, _, differs)| (differs.map(|one| one as u8), distance(one, wanted)))
    });
    let Some((nearest, url, differs)) = nearest else {
        let full = listing.count >= MOST_ENDPOINTS;
        finding.off.push(Off::Missing { certain: listing.sight == Sight::Whole });
        finding.off.extend(full.then_some(Off::LimitReached { count: listing.count }));
        return finding;
    };
    if let Some(differs) = differs {
        finding.off.push(Off::WrongUrl { found: url.clone(), differs });
    }
    finding.off.extend(flaws(nearest, wanted));
    let others = duplicates(nearest, at_url.iter().map(|(one, _)| *one), wanted);
    finding.off.extend((!others.is_empty()).then_some(Off::DuplicateUrl { others }));
    finding.off.sort_by_key(Off::is_mark_only);
    finding.endpoint = Some(FoundEndpoint { id: nearest.id.clone(), url: url.clone(), events: nearest.events.clone() });
    finding
}

/// What is off about an endpoint, its address aside.
fn flaws(endpoint: &Endpoint, wanted: &WantedWebhook) -> Vec<Off> {
    let mut flaws = Vec::new();
    flaws.extend((endpoint.mode != wanted.mode).then_some(Off::WrongMode { found: endpoint.mode }));
    flaws.extend(endpoint.connect.then_some(Off::ConnectEndpoint));
    flaws.extend(endpoint.thin.then_some(Off::ThinEvents));
    flaws.extend(endpoint.disabled.then_some(Off::Disabled));
    if endpoint.all_events {
        flaws.push(Off::AllEvents);
    } else {
        let missing: BTreeSet<EventName> = wanted.events.difference(&endpoint.events).cloned().collect();
        let many: BTreeSet<EventName> = endpoint.events.difference(&wanted.events).cloned().collect();
        flaws.extend((!missing.is_empty()).then_some(Off::EventsMissing { events: missing }));
        flaws.extend((!many.is_empty()).then_some(Off::EventsTooMany { events: many }));
    }
    let other_version = wanted.api_version.is_some() && endpoint.api_version != wanted.api_version;
    flaws.extend(other_version.then(|| Off::OtherApiVersion { found: endpoint.api_version.clone() }));
    flaws
}

/// How far an endpoint is from doing what is wanted; the least is taken for the one that is meant.
fn distance(endpoint: &Endpoint, wanted: &WantedWebhook) -> usize {
    flaws(endpoint, wanted).iter().fold(0, |sum, flaw| sum + if flaw.is_mark_only() { 1 } else { 10 })
}

/// The others that send the same events to the same address. Endpoints and destinations are not held against one another: the two lists
/// may show one thing under two ids.
fn duplicates<'a>(
    meant: &Endpoint,
    all: impl Iterator<Item = &'a Endpoint>,
    wanted: &WantedWebhook,
) -> Vec<EndpointId> {
    let overlaps = |one: &Endpoint| one.all_events || !one.events.is_disjoint(&wanted.events);
    let is_other = |one: &&Endpoint| {
        one.id != meant.id
            && one.id.is_destination() == meant.id.is_destination()
            && !one.disabled
            && one.mode == meant.mode
            && one.connect == meant.connect
            && overlaps(one)
    };
    all.filter(is_other).map(|one| one.id.clone()).collect()
}

fn is_same(one: &WebhookUrl, other: &WebhookUrl) -> bool {
    one.parsed().is_some_and(|one| Some(one) == other.parsed())
}

/// In what two addresses at one host differ; none where the hosts do.
fn difference(found: &WebhookUrl, wanted: &WebhookUrl) -> Option<AddressDifference> {
    let (found, wanted) = (found.parsed()?, wanted.parsed()?);
    let host = |url: &Url| url.host_str().map(|host| host.trim_start_matches("www.").to_owned());
    if host(&found) != host(&wanted) {
        return None;
    }
    let spelt = |url: &Url| url.path().trim_end_matches('/').to_ascii_lowercase();
    Some(if spelt(&found) != spelt(&wanted) {
        AddressDifference::Path
    } else if found.query() != wanted.query() {
        AddressDifference::Query
    } else if found.path() != wanted.path() {
        AddressDifference::Spelling
    } else if found.host_str() != wanted.host_str() {
        AddressDifference::Www
    } else {
        AddressDifference::Scheme
    })
}

#[cfg(test)]
mod tests;

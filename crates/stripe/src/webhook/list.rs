//! Asking what endpoints there are.

use std::collections::BTreeSet;

use keycourier_credentials::{AccountId, Credential, Mode};
use serde::{Deserialize, Serialize};
use url::form_urlencoded;

use super::wanted::{ApiVersion, EndpointId, EventName, WebhookUrl};
use crate::call::{Asked, Caller, Told};
use crate::refusal::Refusal;
use crate::{Cause, RequestId, Stripe};

/// One endpoint as Stripe lists it, without what is nobody's business: descriptions, names and metadata are not read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Endpoint {
    /// Its id.
    pub id: EndpointId,
    /// Where to; none where Stripe names none, or something else than an address.
    pub url: Option<WebhookUrl>,
    /// Test or live.
    pub mode: Mode,
    /// Which events, those with names of the usual form.
    pub events: BTreeSet<EventName>,
    /// Whether it gets all events (`*`).
    pub all_events: bool,
    /// Whether nothing is sent.
    pub disabled: bool,
    /// The version that events come in; none is the account's own.
    pub api_version: Option<ApiVersion>,
    /// Whether it gets the events of connected accounts in place of this one's.
    pub connect: bool,
    /// Whether it gets events without their objects, which most software can't use.
    pub thin: bool,
}

/// All endpoints that a key may see.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Listing {
    /// Those of the first version of the API, then what only the second lists.
    pub endpoints: Vec<Endpoint>,
    /// How much of it was seen.
    pub sight: Sight,
    /// Stripe's names for the calls.
    pub request_ids: Vec<RequestId>,
    /// The most that either version counted.
    pub(crate) count: usize,
}

/// How much of an account's endpoints was seen.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "sight", rename_all = "snake_case")]
pub enum Sight {
    /// Both lists.
    Whole,
    /// Only one of the two lists: what is in neither may still be there.
    Half,
    /// This key may not look.
    NotAllowed,
    /// Nothing was learnt.
    CouldNotAsk {
        /// Why.
        cause: Cause,
    },
}

impl Stripe {
    /// Lists the endpoints of a key's account and mode. It takes two calls, and one more for each further hundred.
    pub async fn list_webhooks(&self, key: &Credential, context: Option<&AccountId>) -> Listing {
        let caller = Caller::new(self, key, context);
        if let Some(cause) = caller.hindrance() {
            return Listing::nothing(cause);
        }
        let (first, second) = tokio::join!(endpoints(caller), destinations(caller));
        Listing::joined(first, second)
    }
}

/// What one of the two lists brought.
pub(crate) struct Part {
    found: Result<Vec<Endpoint>, Failure>,
    request_ids: Vec<RequestId>,
}

#[derive(Clone, Copy)]
enum Failure {
    NotAllowed,
    Nothing(Cause),
}

impl Listing {
    /// Nobody was asked.
    pub(crate) fn nothing(cause: Cause) -> Self {
        Self { endpoints: Vec::new(), sight: Sight::CouldNotAsk { cause }, request_ids: Vec::new(), count: 0 }
    }

    pub(crate) fn joined(first: Part, second: Part) -> Self {
        let request_ids = first.request_ids.into_iter().chain(second.request_ids).collect();
        let count = first.found.iter().chain(&second.found).map(Vec::len).max().unwrap_or_default();
        let (endpoints, sight) = match (first.found, second.found) {
            (Ok(first), Ok(second)) => (merged(first, second), Sight::Whole),
            (Ok(only), Err(_)) | (Err(_), Ok(only)) => (only, Sight::Half),
            (Err(Failure::NotAllowed), Err(_)) => (Vec::new(), Sight::NotAllowed),
            (Err(Failure::Nothing(cause)), Err(_)) => (Vec::new(), Sight::CouldNotAsk { cause }),
        };
        Self { endpoints, sight, request_ids, count }
    }
}

/// The second list has the endpoints of the first too, it is said; under which id, is not.
fn merged(first: Vec<Endpoint>, second: Vec<Endpoint>) -> Vec<Endpoint> {
    let is_known = |other: &Endpoint| {
        let twin = |one: &Endpoint| one.url.is_some() && one.url == other.url && one.events == other.events;
        first.iter().any(|one| one.id == other.id || (!other.thin && twin(one) && one.disabled == other.disabled))
    };
    let new: Vec<Endpoint> = second.into_iter().filter(|other| !is_known(other)).collect();
    first.into_iter().chain(new).collect()
}

/// The most pages that are asked for: sixteen endpoints fit on one, so more are a server's mistake.
const MOST_PAGES: usize = 10;
const PAGE: &str = "100";

/// `GET /v1/webhook_endpoints`.
pub(crate) async fn endpoints(caller: Caller<'_>) -> Part {
    let mut part = Part { found: Ok(Vec::new()), request_ids: Vec::new() };
    let mut behind: Option<EndpointId> = None;
    for _ in 0..MOST_PAGES {
        let mut request = caller.get("/v1/webhook_endpoints").query("limit", PAGE);
        if let Some(id) = &behind {
            request = request.query("starting_after", id.as_str());
        }
        let Some(page) = part.take(caller.read::<V1Page>(&request).await) else { break };
        let V1Page { data, has_more } = page;
        behind = data.last().and_then(|last| last.id.parse().ok());
        part.extend(data.into_iter().map(V1Endpoint::read));
        if !has_more || behind.is_none() {
            break;
        }
    }
    part
}

/// `GET /v2/core/event_destinations`.
pub(crate) async fn destinations(caller: Caller<'_>) -> Part {
    let mut part = Part { found: Ok(Vec::new()), request_ids: Vec::new() };
    let mut token: Option<String> = None;
    for _ in 0..MOST_PAGES {
        let mut request = caller.get("/v2/core/event_destinations").query("limit", PAGE);
        request = request.query("include[0]", "webhook_endpoint.url");
        if let Some(token) = &token {
            request = request.query("page", token);
        }
        let Some(page) = part.take(caller.read::<V2Page>(&request).await) else { break };
        part.extend(page.data.into_iter().filter(|one| one.kind == "webhook_endpoint").map(V2Endpoint::read));
        token = page.next_page_url.as_deref().and_then(page_token);
        if token.is_none() {
            break;
        }
    }
    part
}

impl Part {
    /// The page, or a note of why there is none. What earlier pages brought is dropped with it: half a list would say "missing" of what
    /// is there.
    fn take<T>(&mut self, asked: Asked<T>) -> Option<T> {
        self.request_ids.extend(asked.request_id);
        let failure = match asked.told {
            Told::Granted(page) => return Some(page),
            Told::Refused(Refusal::LacksPermission { .. }) => Failure::NotAllowed,
            Told::Refused(_) => Failure::Nothing(Cause::UnknownRefusal),
            Told::Faulted(_) => Failure::Nothing(Cause::UnexpectedAnswer),
            Told::Nothing(cause) => Failure::Nothing(cause),
        };
        self.found = Err(failure);
        None
    }

    fn extend(&mut self, page: impl Iterator<Item = Option<Endpoint>>) {
        if let Ok(found) = &mut self.found {
            found.extend(page.flatten());
        }
    }
}

/// Only this is taken out of the address of the next page; the address itself is never gone to.
fn page_token(address: &str) -> Option<String> {
    let (_, query) = address.split_once('?')?;
    let token = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "page")?.1.into_owned();
    (!token.is_empty() && token.len() <= 1024).then_some(token)
}

#[derive(Deserialize)]
struct V1Page {
    data: Vec<V1Endpoint>,
    has_more: bool,
}

/// <https://docs.stripe.com/api/webhook_endpoints/object>
#[derive(Deserialize)]
struct V1Endpoint {
    id: String,
    url: Option<String>,
    livemode: bool,
    enabled_events: Vec<String>,
    status: Option<String>,
    api_version: Option<String>,
    application: Option<String>,
}

impl V1Endpoint {
    fn read(self) -> Option<Endpoint> {
        Some(Endpoint {
            id: self.id.parse().ok()?,
            url: self.url.and_then(|url| url.parse().ok()),
            mode: mode(self.livemode),
            all_events: is_all(&self.enabled_events),
            events: names(self.enabled_events),
            disabled: self.status.is_some_and(|status| status != "enabled"),
            api_version: self.api_version.and_then(|version| version.parse().ok()),
            connect: self.application.is_some(),
            thin: false,
        })
    }
}

#[derive(Deserialize)]
struct V2Page {
    data: Vec<V2Endpoint>,
    next_page_url: Option<String>,
}

/// <https://docs.stripe.com/api/v2/core/event_destinations/object>
#[derive(Deserialize)]
struct V2Endpoint {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    livemode: bool,
    enabled_events: Vec<String>,
    event_payload: Option<String>,
    #[serde(default)]
    events_from: Option<Vec<String>>,
    status: Option<String>,
    snapshot_api_version: Option<String>,
    webhook_endpoint: Option<V2Url>,
}

#[derive(Deserialize)]
struct V2Url {
    url: Option<String>,
}

impl V2Endpoint {
    fn read(self) -> Option<Endpoint> {
        // `@self`, and `self` in earlier versions.
        let is_own = |from: &String| from.trim_start_matches('@') == "self";
        Some(Endpoint {
            id: self.id.parse().ok()?,
            url: self.webhook_endpoint.and_then(|one| one.url).and_then(|url| url.parse().ok()),
            mode: mode(self.livemode),
            all_events: is_all(&self.enabled_events),
            events: names(self.enabled_events),
            disabled: self.status.is_some_and(|status| status != "enabled"),
            api_version: self.snapshot_api_version.and_then(|version| version.parse().ok()),
            connect: self.events_from.is_some_and(|from| !from.is_empty() && !from.iter().any(is_own)),
            thin: self.event_payload.is_some_and(|payload| payload == "thin"),
        })
    }
}

fn mode(livemode: bool) -> Mode {
    if livemode { Mode::Live } else { Mode::Test }
}

fn is_all(events: &[String]) -> bool {
    events.iter().any(|event| event == "*")
}

fn names(events: Vec<String>) -> BTreeSet<EventName> {
    events.into_iter().filter_map(|event| event.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_token_of_the_next_page_is_taken() {
        assert_eq!(page_token("/v2/x?limit=1&page=ab%2Bc").as_deref(), Some("ab+c"), "unescaped, to be escaped again");
        for none in ["", "/v2/x", "/v2/x?page=", "https://evil.example/page=1", "/v2/x?pages=1"] {
            assert_eq!(page_token(none), None, "{none:?} names no page");
        }
    }
}

//! Webhook endpoints of the first version of the API and event destinations of the second, kept in memory.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::answer::Answer;
use super::api::missing;
use super::call::Call;
use super::script::Account;
use crate::keys;

/// Where Stripe sends events to.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Endpoint {
    /// `we_…`, or `ed_…` for one that only the second version lists. Empty: made when it is added.
    pub id: String,
    /// Whose it is.
    pub account: String,
    /// Its mode.
    pub livemode: bool,
    /// Where to.
    pub url: String,
    /// Which events.
    pub enabled_events: Vec<String>,
    /// Whether nothing is sent.
    pub disabled: bool,
    /// The version that events come in.
    pub api_version: Option<String>,
    /// The Connect application whose accounts' events it gets.
    pub application: Option<String>,
    /// Whether only the second version of the API lists it.
    pub destination: bool,
    /// Whether it gets events without their objects.
    pub thin: bool,
    /// What signs its deliveries; made when it is added.
    pub secret: String,
}

impl Default for Endpoint {
    fn default() -> Self {
        Self {
            id: String::new(),
            account: Account::default().id,
            livemode: false,
            url: "https://shop.example/stripe".to_owned(),
            enabled_events: vec!["invoice.paid".to_owned()],
            disabled: false,
            api_version: None,
            application: None,
            destination: false,
            thin: false,
            secret: String::new(),
        }
    }
}

/// All of them, of all accounts, and what was made besides.
#[derive(Default)]
pub(super) struct Endpoints {
    pub(super) all: Vec<Endpoint>,
    /// How many objects of other kinds were made.
    pub(super) created: usize,
    /// Answers by idempotency key, with what was asked.
    replays: BTreeMap<String, (String, Answer)>,
    made: u64,
}

/// Endpoints that an account may have in a mode (<https://docs.stripe.com/webhooks>).
const MOST: usize = 16;

impl Endpoints {
    /// With an id and a secret, where it has none.
    pub(super) fn add(&mut self, mut endpoint: Endpoint) -> Endpoint {
        self.made += 1;
        if endpoint.id.is_empty() {
            let account: Vec<char> = endpoint.account.chars().collect();
            let ending: String = account.iter().skip(account.len().saturating_sub(10)).collect();
            let prefix = if endpoint.destination { "ed_test_6" } else { "we_1" };
            // Far from the seeds of made-up keys: an id must not look like a part of one.
            let (time, rest) = (keys::filler(5, u64::MAX / 2 - self.made), keys::filler(8, u64::MAX / 3 - self.made));
            endpoint.id = format!("{prefix}{time}{ending}{rest}");
        }
        if endpoint.secret.is_empty() {
            endpoint.secret = keys::webhook_secret(1_000 + self.made);
        }
        self.all.push(endpoint.clone());
        endpoint
    }

    fn of(&self, account: &Account) -> impl Iterator<Item = &Endpoint> {
        let fits = |one: &&Endpoint| one.account == account.id && one.livemode == account.livemode;
        self.all.iter().filter(fits)
    }

    fn find(&mut self, id: &str, account: &Account, destinations: bool) -> Option<&mut Endpoint> {
        let fits = |one: &&mut Endpoint| {
            one.id == id
                && one.account == account.id
                && one.livemode == account.livemode
                && (destinations || !one.destination)
        };
        self.all.iter_mut().find(fits)
    }

    /// The answer that this idempotency key had, or a refusal where it was used for something else.
    fn replay(&self, call: &Call) -> Option<Answer> {
        let (asked, answer) = self.replays.get(call.idempotency_key.as_ref()?)?;
        if *asked == fingerprint(call) {
            return Some(answer.clone().with_header("idempotent-replayed", "true"));
        }
        let text = "Keys for idempotent requests can only be used with the same parameters they were first used with.";
        Some(Answer::error(400, "idempotency_error", None, text))
    }

    /// What was refused for its parameters was never begun, and is not kept (<https://docs.stripe.com/api/idempotent_requests>).
    fn keep(&mut self, call: &Call, answer: &Answer) {
        if let Some(key) = call.idempotency_key.as_ref().filter(|_| answer.status == 200) {
            self.replays.insert(key.clone(), (fingerprint(call), answer.clone()));
        }
    }
}

fn fingerprint(call: &Call) -> String {
    format!("{} {} {}", call.method, call.path, call.body)
}

/// `/v1/webhook_endpoints`.
pub(super) fn v1(call: &Call, id: &str, account: &Account, endpoints: &mut Endpoints) -> Answer {
    if call.method == "POST" {
        if let Some(answer) = endpoints.replay(call) {
            return answer;
        }
        let answer =
            if id.is_empty() { create(call, account, endpoints) } else { update(call, id, account, endpoints) };
        endpoints.keep(call, &answer);
        return answer;
    }
    if !id.is_empty() {
        return match endpoints.find(id, account, false) {
            Some(found) => Answer::json(200, &v1_object(found, false)),
            None => missing(id),
        };
    }
    // The newest first, as in all lists.
    let all: Vec<&Endpoint> = endpoints.of(account).filter(|one| !one.destination).collect();
    let behind = call.field("starting_after");
    let later =
        all.iter().rev().skip_while(|one| behind.is_some_and(|id| one.id != id)).skip(usize::from(behind.is_some()));
    let limit = call.field("limit").and_then(|limit| limit.parse().ok()).unwrap_or(10);
    let page: Vec<Value> = later.clone().take(limit).map(|one| v1_object(one, false)).collect();
    let has_more = later.count() > limit;
    Answer::json(200, &json!({ "object": "list", "data": page, "has_more": has_more, "url": "/v1/webhook_endpoints" }))
}

fn create(call: &Call, account: &Account, endpoints: &mut Endpoints) -> Answer {
    let Some(url) = call.field("url") else {
        return Answer::refusal(400, Some("parameter_missing"), "Missing required param: url.");
    };
    let Some(events) = call.list("enabled_events") else {
        return Answer::refusal(400, Some("parameter_missing"), "Missing required param: enabled_events.");
    };
    if let Some(refusal) = flaw(url, &events, account) {
        return refusal;
    }
    if endpoints.of(account).count() >= MOST {
        let mode = if account.livemode { "live" } else { "test" };
        return Answer::refusal(
            400,
            None,
            &format!("You have reached the maximum of {MOST} {mode} webhook endpoints."),
        );
    }
    let made = endpoints.add(Endpoint {
        account: account.id.clone(),
        livemode: account.livemode,
        url: url.to_owned(),
        enabled_events: events,
        api_version: call.field("api_version").map(str::to_owned),
        application: call.field("connect").filter(|connect| *connect == "true").map(|_| "ca_Made".to_owned()),
        ..Endpoint::default()
    });
    Answer::json(200, &v1_object(&made, true))
}

fn update(call: &Call, id: &str, account: &Account, endpoints: &mut Endpoints) -> Answer {
    let events = call.list("enabled_events");
    if endpoints.find(id, account, false).is_none() {
        return missing(id);
    }
    let url = call.field("url");
    let unchanged = "https://unchanged.example";
    if let Some(refusal) = flaw(url.unwrap_or(unchanged), events.as_deref().unwrap_or_default(), account) {
        return refusal;
    }
    let Some(found) = endpoints.find(id, account, false) else { return missing(id) };
    found.url = url.map_or_else(|| found.url.clone(), str::to_owned);
    found.enabled_events = events.unwrap_or_else(|| found.enabled_events.clone());
    found.disabled = call.field("disabled").map_or(found.disabled, |disabled| disabled == "true");
    Answer::json(200, &v1_object(found, false))
}

/// What Stripe would say against an address or its events.
fn flaw(url: &str, events: &[String], account: &Account) -> Option<Answer> {
    let invalid = |why: &str| Some(Answer::refusal(400, Some("url_invalid"), &format!("Invalid URL: {url}. {why}")));
    if !url.starts_with("https://") && !url.starts_with("http://") {
        return invalid("An explicit scheme (such as https) must be provided.");
    }
    if account.livemode && !url.starts_with("https://") {
        return invalid("URLs in livemode must begin with \"https://\"");
    }
    if url.contains("//localhost") || url.contains("//127.0.0.1") {
        return invalid("URL must be publicly accessible.");
    }
    let unknown = events.iter().find(|event| *event != "*" && !event.contains('.'))?;
    Some(Answer::refusal(
        400,
        None,
        &format!("Invalid enabled_events: must be one of account.updated, …; got {unknown}"),
    ))
}

fn v1_object(endpoint: &Endpoint, with_secret: bool) -> Value {
    let mut value = json!({
        "id": endpoint.id,
        "object": "webhook_endpoint",
        "api_version": endpoint.api_version,
        "application": endpoint.application,
        "created": 1_700_000_000,
        "description": null,
        "enabled_events": endpoint.enabled_events,
        "livemode": endpoint.livemode,
        "metadata": {},
        "status": status(endpoint),
        "url": endpoint.url,
    });
    if with_secret {
        value["secret"] = endpoint.secret.clone().into();
    }
    value
}

fn status(endpoint: &Endpoint) -> &'static str {
    if endpoint.disabled { "disabled" } else { "enabled" }
}

/// `/v2/core/event_destinations`, which lists the endpoints of the first version too.
pub(super) fn v2(call: &Call, id: &str, account: &Account, endpoints: &mut Endpoints) -> Answer {
    if call.version.is_none() {
        return Answer::refusal(400, Some("api_version_required"), "The Stripe-Version header is required.");
    }
    let (id, action) = id.split_once('/').unwrap_or((id, ""));
    match (call.method.as_str(), id.is_empty(), action) {
        ("GET", true, "") => v2_list(call, account, endpoints),
        ("POST", false, "" | "enable" | "disable") => {
            if let Some(answer) = endpoints.replay(call) {
                return answer;
            }
            let answer = v2_update(call, id, action, account, endpoints);
            endpoints.keep(call, &answer);
            answer
        }
        _ => missing(id),
    }
}

fn v2_list(call: &Call, account: &Account, endpoints: &Endpoints) -> Answer {
    let with_url = call.list("include").is_some_and(|include| include.iter().any(|one| one == "webhook_endpoint.url"));
    let limit: usize = call.field("limit").and_then(|limit| limit.parse().ok()).unwrap_or(20);
    let from: usize = call.field("page").and_then(|page| page.strip_prefix("page_")?.parse().ok()).unwrap_or(0);
    let all: Vec<&Endpoint> = endpoints.of(account).collect();
    let page: Vec<Value> = all.iter().skip(from).take(limit).map(|one| v2_object(one, with_url)).collect();
    let next = (from + limit < all.len()).then(|| {
        let include = if with_url { "&include%5B0%5D=webhook_endpoint.url" } else { "" };
        format!("/v2/core/event_destinations?page=page_{}&limit={limit}{include}", from + limit)
    });
    Answer::json(200, &json!({ "data": page, "next_page_url": next, "previous_page_url": null }))
}

fn v2_update(call: &Call, id: &str, action: &str, account: &Account, endpoints: &mut Endpoints) -> Answer {
    let events = call.list("enabled_events");
    let url = call.field("webhook_endpoint[url]");
    if let Some(refusal) = url.and_then(|url| flaw(url, events.as_deref().unwrap_or_default(), account)) {
        return refusal;
    }
    let Some(found) = endpoints.find(id, account, true) else { return missing(id) };
    match action {
        "enable" => found.disabled = false,
        "disable" => found.disabled = true,
        _ => {
            found.url = url.map_or_else(|| found.url.clone(), str::to_owned);
            found.enabled_events = events.unwrap_or_else(|| found.enabled_events.clone());
        }
    }
    Answer::json(200, &v2_object(found, true))
}

fn v2_object(endpoint: &Endpoint, with_url: bool) -> Value {
    json!({
        "id": endpoint.id,
        "object": "v2.core.event_destination",
        "created": "2026-01-01T00:00:00.000Z",
        "description": "",
        "enabled_events": endpoint.enabled_events,
        "event_payload": if endpoint.thin { "thin" } else { "snapshot" },
        "events_from": [if endpoint.application.is_some() { "@accounts" } else { "@self" }],
        "livemode": endpoint.livemode,
        "name": "canary of a destination's name",
        "snapshot_api_version": endpoint.api_version,
        "status": status(endpoint),
        "type": "webhook_endpoint",
        "webhook_endpoint": { "url": with_url.then_some(&endpoint.url), "signing_secret": null },
    })
}

//! Stripe's answers, word for word as far as they were ever recorded.

use std::io;

use hyper::header::{AUTHORIZATION, CONTENT_TYPE, LOCATION};
use hyper::{Request, Response};
use serde_json::{Value, json};

use super::body::Body;
use super::script::{Account, Behaviour, Wording};
use crate::keys;

/// What of a request decides about its answer.
pub(super) struct Call {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) key: Option<String>,
    has_context: bool,
    version: Option<String>,
    /// The how manieth it is.
    number: usize,
}

impl Call {
    pub(super) fn of<B>(request: &Request<B>, number: usize) -> Self {
        let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        Self {
            method: request.method().to_string(),
            path: request.uri().path().to_owned(),
            key: header(AUTHORIZATION.as_str()).and_then(|value| value.strip_prefix("Bearer ").map(str::to_owned)),
            has_context: request.headers().contains_key("stripe-context"),
            version: header("stripe-version"),
            number,
        }
    }
}

/// What will be sent.
pub(super) struct Answer {
    /// Milliseconds to wait first.
    pub(super) wait: Option<u64>,
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Sent,
}

enum Sent {
    Whole(Vec<u8>),
    CutIn(Vec<u8>),
    Nothing,
}

impl Answer {
    fn json(status: u16, value: &Value) -> Self {
        let headers = vec![(CONTENT_TYPE.as_str(), "application/json".to_owned())];
        Self { wait: None, status, headers, body: Sent::Whole(value.to_string().into_bytes()) }
    }

    /// Errors of the kinds that concern keys all have the type `invalid_request_error`: 401 and 403 alike
    /// (<https://docs.stripe.com/api/errors>).
    fn refusal(status: u16, code: Option<&str>, message: &str) -> Self {
        let mut error = json!({ "message": message, "type": "invalid_request_error" });
        if let Some(code) = code {
            error["code"] = code.into();
            error["doc_url"] = format!("https://stripe.com/docs/error-codes/{}", code.replace('_', "-")).into();
        }
        Self::json(status, &json!({ "error": error }))
    }

    fn with_header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    pub(super) fn into_response(self) -> io::Result<Response<Body>> {
        let body = match self.body {
            Sent::Whole(data) => Body::whole(data),
            Sent::CutIn(data) => Body::cut(data),
            Sent::Nothing => return Err(io::ErrorKind::ConnectionAborted.into()),
        };
        let mut response = Response::builder().status(self.status);
        for (name, value) in self.headers {
            response = response.header(name, value);
        }
        response.body(body).map_err(io::Error::other)
    }
}

pub(super) fn answer(call: &Call, behaviour: Behaviour, account: &Account) -> Answer {
    // Counted down: made-up keys are seeded from below, and an id that looks like a part of a key would be one.
    let number = u64::MAX - u64::try_from(call.number).unwrap_or_default();
    let answer = bare(call, behaviour, account).with_header("request-id", &format!("req_{}", keys::filler(14, number)));
    match &call.version {
        Some(version) => answer.with_header("stripe-version", version),
        None => answer,
    }
}

fn bare(call: &Call, behaviour: Behaviour, account: &Account) -> Answer {
    let Some(key) = call.key.as_deref() else {
        return Answer::refusal(401, None, NO_KEY);
    };
    match behaviour {
        Behaviour::Works => good(call, key, account),
        Behaviour::Unknown => Answer::refusal(401, None, &format!("Invalid API Key provided: {}", stars(key))),
        Behaviour::Expired => {
            Answer::refusal(401, Some("api_key_expired"), &format!("Expired API Key provided: {}", stars(key)))
        }
        Behaviour::LockedToOtherAddresses => {
            let text = "The API key provided does not allow requests from your IP address. (203.0.113.7)";
            Answer::refusal(401, None, text)
        }
        Behaviour::LacksPermission { wording, permission } => {
            let permission = permission.unwrap_or_else(|| usual_permission(&call.path).to_owned());
            lacks(wording, &permission, key, account)
        }
        Behaviour::PublishableKeyRefused { status, coded } => publishable(status, coded),
        Behaviour::NoAccess => {
            let text = format!(
                "The provided key '{}' does not have access to account '{}' (or that account does not exist). Application \
                 access may have been revoked.",
                stars(key),
                account.id
            );
            Answer::refusal(403, Some("account_invalid"), &text)
        }
        Behaviour::NotFound => Answer::refusal(404, Some("resource_missing"), "No such resource: 'x'"),
        Behaviour::Conflict => {
            let text = "There is currently another in-progress request using this Idempotent Key (that probably means you \
                        submitted twice, and the other request is still going through).";
            Answer::refusal(409, Some("idempotency_key_in_use"), text)
        }
        Behaviour::RateLimited => {
            let text =
                "Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.";
            Answer::refusal(429, Some("rate_limit"), text).with_header("stripe-rate-limited-reason", "global-rate")
        }
        Behaviour::Fails { status } => {
            Answer::json(status, &json!({ "error": { "message": "An unknown error occurred", "type": "api_error" } }))
        }
        Behaviour::Refused { status, code, message } => Answer::refusal(status, code.as_deref(), &message),
        Behaviour::Garbage { status, body } => {
            let headers = vec![(CONTENT_TYPE.as_str(), "text/html".to_owned())];
            Answer { wait: None, status, headers, body: Sent::Whole(body.into_bytes()) }
        }
        Behaviour::Redirect => Answer::json(302, &json!({})).with_header(LOCATION.as_str(), "/elsewhere"),
        Behaviour::Huge { bytes } => Answer { body: Sent::Whole(vec![b' '; bytes]), ..Answer::json(200, &json!({})) },
        Behaviour::Cut => Answer { body: Sent::Nothing, ..Answer::json(200, &json!({})) },
        Behaviour::CutInBody => Answer { body: Sent::CutIn(b"{".to_vec()), ..Answer::json(200, &json!({})) },
        Behaviour::Slow { ms, then } => Answer { wait: Some(ms), ..bare(call, *then, account) },
        Behaviour::Advises { retry, then } => {
            bare(call, *then, account).with_header("stripe-should-retry", if retry { "true" } else { "false" })
        }
    }
}

const NO_KEY: &str = "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer \
                      auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for \
                      details, or we can help at https://support.stripe.com/.";

fn good(call: &Call, key: &str, account: &Account) -> Answer {
    if key.starts_with("pk_") {
        return publishable(403, true);
    }
    if key.starts_with("sk_org_") && !call.has_context {
        let text = "The Stripe-Context header is required when using an organization API key.";
        return Answer::refusal(400, None, text);
    }
    match (call.method.as_str(), call.path.as_str()) {
        ("GET", "/v1/balance") => Answer::json(200, &balance(account)),
        ("GET", "/v1/account") => Answer::json(200, &described(account)),
        (method, path) => {
            let text = format!(
                "Unrecognized request URL ({method}: {path}). Please see https://stripe.com/docs or we can help at \
                 https://support.stripe.com/."
            );
            Answer::refusal(404, None, &text)
        }
    }
}

fn publishable(status: u16, coded: bool) -> Answer {
    let text = "This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of \
                your API keys at https://dashboard.stripe.com/account/apikeys.";
    Answer::refusal(status, coded.then_some("secret_key_required"), text)
}

fn lacks(wording: Wording, permission: &str, key: &str, account: &Account) -> Answer {
    let account = &account.id;
    let text = match wording {
        Wording::Old => format!(
            "The provided key '{}' does not have the required permissions for this endpoint on account '{account}'. Having \
             the 'rak_{permission}' permission would allow this request to continue.",
            stars(key)
        ),
        Wording::New => format!(
            "Permission denied. The provided key '{}' does not have the required permissions for this endpoint on account \
             '{account}'. Enabling \"{}\" ('{permission}') permissions on this key would allow this request to continue. You \
             can edit permissions at https://dashboard.stripe.com/b/{account}?destination=%2Fapikeys%2Fmk_1%2Fedit",
            dots(key),
            permission.replace('_', " ")
        ),
        Wording::NotOffered => format!(
            "The provided key '{}' does not have the required permissions for this endpoint on account '{account}'. This is a \
             restricted API key, but the required permissions are not available for use by restricted keys.",
            stars(key)
        ),
    };
    let code = matches!(wording, Wording::New).then_some("more_permissions_required");
    Answer::refusal(403, code, &text)
}

/// What <https://docs.stripe.com/keys/permissions-reference> lists for the path.
fn usual_permission(path: &str) -> &'static str {
    match path {
        "/v1/balance" => "balance_read",
        _ => "connected_account_read",
    }
}

/// A masked key as long as the whole one: eight characters, stars, six characters.
pub(super) fn stars(key: &str) -> String {
    const FIRST: usize = 8;
    const LAST: usize = 6;
    let length = key.chars().count();
    let hidden = |n: usize| n >= FIRST && n + LAST < length || length <= FIRST + LAST;
    key.chars().enumerate().map(|(n, character)| if hidden(n) { '*' } else { character }).collect()
}

/// The shorter mask of newer texts: `rk_live_...aBcD`.
fn dots(key: &str) -> String {
    let first: String = key.chars().take(8).collect();
    let last: String = key.chars().skip(key.chars().count().saturating_sub(4)).collect();
    format!("{first}...{last}")
}

/// The form of Stripe's published fixture.
fn balance(account: &Account) -> Value {
    let amounts = json!([{ "amount": 123_456_789, "currency": "usd", "source_types": { "card": 123_456_789 } }]);
    json!({
        "object": "balance",
        "available": amounts,
        "connect_reserved": [{ "amount": 0, "currency": "usd" }],
        "livemode": account.livemode,
        "pending": amounts,
    })
}

/// The form of Stripe's published fixture, shortened; an account has no `livemode`.
fn described(account: &Account) -> Value {
    json!({
        "id": account.id,
        "object": "account",
        "business_profile": { "mcc": null, "name": account.name, "support_email": null, "url": null },
        "charges_enabled": account.charges_enabled,
        "country": account.country,
        "default_currency": "usd",
        "details_submitted": account.charges_enabled,
        "email": "owner@shop.example",
        "payouts_enabled": account.charges_enabled,
        "settings": { "dashboard": { "display_name": account.name, "timezone": "Etc/UTC" } },
        "type": "standard",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_show_what_stripe_shows() {
        let key = keys::current("rk_live_", keys::ACCOUNT, 1);
        let mask = stars(&key);
        assert_eq!(mask.len(), key.len(), "the mask keeps the length");
        assert_eq!(mask.matches('*').count(), 93, "8 characters, 93 stars, 6 characters");
        let end: String = key.chars().skip(101).collect();
        assert!(mask.starts_with("rk_live_*") && mask.ends_with(&format!("*{end}")), "the ends are shown");
        assert_eq!(stars("sk_test_1234"), "************", "too short a key would be shown whole");
    }
}

//! How scripted requests end.

use std::io;

use hyper::Response;
use hyper::header::{CONTENT_TYPE, LOCATION};
use serde_json::{Value, json};

use super::api;
use super::body::Body;
use super::call::Call;
use super::endpoints::Endpoints;
use super::permissions;
use super::script::{Behaviour, KeyScript};
use super::text;
use crate::keys;

/// What will be sent.
#[derive(Clone)]
pub(super) struct Answer {
    /// Milliseconds to wait first.
    pub(super) wait: Option<u64>,
    pub(super) status: u16,
    headers: Vec<(&'static str, String)>,
    body: Sent,
}

#[derive(Clone)]
enum Sent {
    Whole(Vec<u8>),
    CutIn(Vec<u8>),
    Nothing,
}

impl Answer {
    pub(super) fn json(status: u16, value: &Value) -> Self {
        let headers = vec![(CONTENT_TYPE.as_str(), "application/json".to_owned())];
        Self { wait: None, status, headers, body: Sent::Whole(value.to_string().into_bytes()) }
    }

    /// Errors of the kinds that concern keys all have the type `invalid_request_error`: 401 and 403 alike
    /// (<https://docs.stripe.com/api/errors>).
    pub(super) fn refusal(status: u16, code: Option<&str>, message: &str) -> Self {
        Self::error(status, "invalid_request_error", code, message)
    }

    pub(super) fn error(status: u16, kind: &str, code: Option<&str>, message: &str) -> Self {
        let mut error = json!({ "message": message, "type": kind });
        if let Some(code) = code {
            error["code"] = code.into();
            error["doc_url"] = format!("https://stripe.com/docs/error-codes/{}", code.replace('_', "-")).into();
        }
        Self::json(status, &json!({ "error": error }))
    }

    pub(super) fn publishable(status: u16, coded: bool) -> Self {
        Self::refusal(status, coded.then_some("secret_key_required"), text::PUBLISHABLE)
    }

    pub(super) fn with_header(mut self, name: &'static str, value: &str) -> Self {
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

pub(super) fn answer(call: &Call, behaviour: Behaviour, script: &KeyScript, endpoints: &mut Endpoints) -> Answer {
    // Counted down: made-up keys are seeded from below, and an id that looks like a part of a key would be one.
    let number = u64::MAX - u64::try_from(call.number).unwrap_or_default();
    let answer = bare(call, behaviour, script, endpoints);
    let answer = answer.with_header("request-id", &format!("req_{}", keys::filler(14, number)));
    let answer = match &call.idempotency_key {
        Some(key) => answer.with_header("idempotency-key", key),
        None => answer,
    };
    match &call.version {
        Some(version) => answer.with_header("stripe-version", version),
        None => answer,
    }
}

fn bare(call: &Call, behaviour: Behaviour, script: &KeyScript, endpoints: &mut Endpoints) -> Answer {
    let Some(key) = call.key.as_deref() else {
        return Answer::refusal(401, None, text::NO_KEY);
    };
    let account = &script.account;
    match behaviour {
        Behaviour::Works => api::answer(call, key, script, endpoints),
        Behaviour::Unknown => Answer::refusal(401, None, &format!("Invalid API Key provided: {}", text::stars(key))),
        Behaviour::Expired => {
            let text = format!("Expired API Key provided: {}", text::stars(key));
            Answer::refusal(401, Some("api_key_expired"), &text)
        }
        Behaviour::LockedToOtherAddresses => {
            let text = "The API key provided does not allow requests from your IP address. (203.0.113.7)";
            Answer::refusal(401, None, text)
        }
        Behaviour::LacksPermission { wording, permission } => {
            let usual = || permissions::of(&call.method, &call.path).unwrap_or_else(|| "connected_account_read".into());
            lacks(wording, &permission.unwrap_or_else(usual), key, &account.id)
        }
        Behaviour::PublishableKeyRefused { status, coded } => Answer::publishable(status, coded),
        Behaviour::NoAccess => no_access(key, &account.id),
        Behaviour::NotFound => Answer::refusal(404, Some("resource_missing"), "No such resource: 'x'"),
        Behaviour::Conflict => {
            Answer::error(409, "idempotency_error", Some("idempotency_key_in_use"), text::IN_PROGRESS)
        }
        Behaviour::RateLimited => Answer::refusal(429, Some("rate_limit"), text::RATE_LIMIT)
            .with_header("stripe-rate-limited-reason", "global-rate"),
        Behaviour::Fails { status } => Answer::error(status, "api_error", None, "An unknown error occurred"),
        Behaviour::Refused { status, code, message } => Answer::refusal(status, code.as_deref(), &message),
        Behaviour::Garbage { status, body } => {
            let headers = vec![(CONTENT_TYPE.as_str(), "text/html".to_owned())];
            Answer { wait: None, status, headers, body: Sent::Whole(body.into_bytes()) }
        }
        Behaviour::Redirect => Answer::json(302, &json!({})).with_header(LOCATION.as_str(), "/elsewhere"),
        Behaviour::Huge { bytes } => Answer { body: Sent::Whole(vec![b' '; bytes]), ..Answer::json(200, &json!({})) },
        Behaviour::Cut => Answer { body: Sent::Nothing, ..Answer::json(200, &json!({})) },
        Behaviour::CutAfter => {
            let _ = api::answer(call, key, script, endpoints);
            Answer { body: Sent::Nothing, ..Answer::json(200, &json!({})) }
        }
        Behaviour::CutInBody => Answer { body: Sent::CutIn(b"{".to_vec()), ..Answer::json(200, &json!({})) },
        Behaviour::Slow { ms, then } => Answer { wait: Some(ms), ..bare(call, *then, script, endpoints) },
        Behaviour::Advises { retry, then } => bare(call, *then, script, endpoints)
            .with_header("stripe-should-retry", if retry { "true" } else { "false" }),
    }
}

pub(super) fn lacks(wording: super::Wording, permission: &str, key: &str, account: &str) -> Answer {
    let code = matches!(wording, super::Wording::New).then_some("more_permissions_required");
    Answer::refusal(403, code, &text::lacks(wording, permission, key, account))
}

pub(super) fn no_access(key: &str, account: &str) -> Answer {
    let text = format!(
        "The provided key '{}' does not have access to account '{account}' (or that account does not exist). Application access \
         may have been revoked.",
        text::stars(key)
    );
    Answer::refusal(403, Some("account_invalid"), &text)
}

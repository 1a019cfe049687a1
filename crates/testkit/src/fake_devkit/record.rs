//! What was asked.

use std::collections::BTreeMap;

use hyper::header::AUTHORIZATION;
use hyper::http::request::Parts;
use serde_json::Value;

/// One request, without token and values.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Recorded {
    /// `GET`, `PUT` …
    pub method: String,
    /// The path with its query.
    pub path: String,
    /// Its headers, names in lower case; the one with the token is left out.
    pub headers: BTreeMap<String, String>,
    /// Whether a bearer token came along.
    pub has_token: bool,
    /// The names in its JSON body.
    pub fields: Vec<String>,
}

impl Recorded {
    pub(super) fn of(head: &Parts, body: &[u8]) -> Self {
        let token = head.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let headers = head.headers.iter().filter(|(name, _)| **name != AUTHORIZATION);
        let body = serde_json::from_slice::<Value>(body).unwrap_or_default();
        Self {
            method: head.method.to_string(),
            path: head.uri.to_string(),
            headers: headers
                .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
                .collect(),
            has_token: token.is_some_and(|value| value.starts_with("Bearer ")),
            fields: body.as_object().map(|body| body.keys().cloned().collect()).unwrap_or_default(),
        }
    }
}

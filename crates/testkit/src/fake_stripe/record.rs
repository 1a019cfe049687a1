//! What was asked.

use std::collections::BTreeMap;

use std::time::Duration;

use hyper::header::AUTHORIZATION;
use hyper::http::request::Parts;

use super::call::Call;
use super::text::stars;

/// One request, without the value of its key.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// `GET`, `POST` …
    pub method: String,
    /// The path, without the query.
    pub path: String,
    /// What stood behind the `?`.
    pub query: Option<String>,
    /// Its headers, names in lower case; the one with the key is left out.
    pub headers: BTreeMap<String, String>,
    /// The key as Stripe's errors show it, where one came as a bearer.
    pub key: Option<String>,
    /// What a POST carried, as it came.
    pub body: String,
    /// When it came, counted from the start of the server.
    pub at: Duration,
}

impl Recorded {
    pub(super) fn of(request: &Parts, call: &Call, at: Duration) -> Self {
        let headers = request.headers.iter().filter(|(name, _)| **name != AUTHORIZATION);
        Self {
            method: call.method.clone(),
            path: call.path.clone(),
            query: request.uri.query().map(str::to_owned),
            headers: headers
                .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
                .collect(),
            key: call.key.as_deref().map(stars),
            body: call.body.clone(),
            at,
        }
    }

    /// A header by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }
}

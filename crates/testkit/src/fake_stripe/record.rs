//! What was asked.

use std::collections::BTreeMap;

use hyper::Request;
use hyper::header::AUTHORIZATION;

use super::answer::stars;

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
}

impl Recorded {
    pub(super) fn of<B>(request: &Request<B>, key: Option<&str>) -> Self {
        let headers = request.headers().iter().filter(|(name, _)| **name != AUTHORIZATION);
        Self {
            method: request.method().to_string(),
            path: request.uri().path().to_owned(),
            query: request.uri().query().map(str::to_owned),
            headers: headers
                .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
                .collect(),
            key: key.map(stars),
        }
    }

    /// A header by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }
}

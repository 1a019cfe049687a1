//! What is asked.

use std::fmt;
use std::str::FromStr;

use reqwest::Url;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use zeroize::Zeroizing;

use crate::{Error, Origin};

/// One call to make.
pub struct Request {
    pub(crate) method: Method,
    pub(crate) origin: Origin,
    path: String,
    query: Vec<(String, String)>,
    body: Body,
    headers: HeaderMap,
    /// Whether the body of a good answer is left unread.
    pub(crate) unread: bool,
    /// Something was given that can't be sent.
    refused: bool,
}

/// What a request carries.
enum Body {
    Form(Vec<(String, String)>),
    Json(Zeroizing<Vec<u8>>),
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Method {
    Get,
    Post,
    /// A POST that changes nothing.
    Ask,
    Put,
    Delete,
}

impl Request {
    /// Reads `path` (with its leading slash) there.
    pub fn get(origin: &Origin, path: &str) -> Self {
        Self {
            method: Method::Get,
            origin: origin.clone(),
            path: path.to_owned(),
            query: Vec::new(),
            body: Body::Form(Vec::new()),
            headers: HeaderMap::new(),
            unread: false,
            refused: false,
        }
    }

    /// Changes something there. All tries carry the one key, so that the server does it once.
    pub fn post(origin: &Origin, path: &str, key: &IdempotencyKey) -> Self {
        Self { method: Method::Post, ..Self::get(origin, path) }.header("idempotency-key", &key.0)
    }

    /// Asks something that changes nothing there, and so may be asked again, but takes a body: a POST.
    pub fn ask(origin: &Origin, path: &str) -> Self {
        Self { method: Method::Ask, ..Self::get(origin, path) }
    }

    /// Sets something there. Without an answer it may be done or not: it is not tried again behind the caller's back.
    pub fn put(origin: &Origin, path: &str) -> Self {
        Self { method: Method::Put, ..Self::get(origin, path) }
    }

    /// Removes something there; as [`Request::put`].
    pub fn delete(origin: &Origin, path: &str) -> Self {
        Self { method: Method::Delete, ..Self::get(origin, path) }
    }

    /// Sends `token` as the bearer, in a header that no log shows.
    pub fn bearer(mut self, token: &SecretString) -> Self {
        // EXPOSE: the server has to have it; our own copy is wiped right here.
        let text = Zeroizing::new(format!("Bearer {}", token.expose_secret()));
        match HeaderValue::from_str(&text) {
            Ok(mut value) => {
                value.set_sensitive(true);
                self.headers.insert(AUTHORIZATION, value);
            }
            Err(_) => self.refused = true,
        }
        self
    }

    /// Sends one more header.
    ///
    /// # Panics
    /// `name` is not in lower case, or no header name at all: it is a constant of the caller.
    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        match HeaderValue::from_str(value) {
            Ok(value) => {
                self.headers.insert(HeaderName::from_static(name), value);
            }
            Err(_) => self.refused = true,
        }
        self
    }

    /// Adds one pair to the address.
    pub fn query(mut self, name: &str, value: &str) -> Self {
        self.query.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Adds one pair to the form that a POST carries, in place of any JSON.
    pub fn form(mut self, name: &str, value: &str) -> Self {
        let pair = (name.to_owned(), value.to_owned());
        match &mut self.body {
            Body::Form(form) => form.push(pair),
            Body::Json(_) => self.body = Body::Form(vec![pair]),
        }
        self
    }

    /// Makes a POST carry `value` as JSON, in place of any form.
    pub fn json(mut self, value: &impl Serialize) -> Self {
        match serde_json::to_vec(value) {
            Ok(text) => self.body = Body::Json(Zeroizing::new(text)),
            Err(_) => self.refused = true,
        }
        self
    }

    /// Lets the body of an answer with a status from 200 to 299 go by without looking at it: the answer is its status, and what it says
    /// about other people is nobody's business here.
    pub fn unread(mut self) -> Self {
        self.unread = true;
        self
    }

    /// Sends this JSON as the body, in place of a form. It is wiped with the request.
    pub fn secret_json(self, body: Zeroizing<Vec<u8>>) -> Self {
        Self { body: Body::Json(body), ..self }
    }

    /// The request as the library wants it.
    pub(crate) fn build(&self, client: &reqwest::Client) -> Result<reqwest::Request, Error> {
        if self.refused {
            return Err(Error::NotSendable);
        }
        let address = self.address().ok_or(Error::NotSendable)?;
        let builder = match self.method {
            Method::Get => client.get(address),
            Method::Post | Method::Ask => client.post(address),
            Method::Put => client.put(address),
            Method::Delete => client.delete(address),
        };
        let builder = match &self.body {
            Body::Form(form) if self.method == Method::Post => builder.form(form),
            Body::Form(_) => builder,
            Body::Json(text) => builder.header(CONTENT_TYPE, "application/json").body(text.to_vec()),
        };
        builder.headers(self.headers.clone()).build().map_err(|error| Error::of(&error))
    }

    fn address(&self) -> Option<Url> {
        let mut url = self.origin.address(&self.path)?;
        if !self.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&self.query);
        }
        Some(url)
    }
}

/// What lets a server see that two tries are one: a random UUID, made before the first try and kept for all of them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// From 16 random bytes; the same bytes are the same key.
    pub fn of_random(bytes: [u8; 16]) -> Self {
        let mut number = u128::from_be_bytes(bytes);
        // Version 4, variant 1 (RFC 9562 §5.4).
        number = number & !(0xF << 76) | 0x4 << 76;
        number = number & !(0x3 << 62) | 0x2 << 62;
        let mut text = format!("{number:032x}");
        for at in [20, 16, 12, 8] {
            text.insert(at, '-');
        }
        Self(text)
    }

    /// The key of the call that follows this one in the same change, always the same one.
    pub fn next(&self) -> Self {
        let digits: String = self.0.chars().filter(|character| *character != '-').collect();
        let number = u128::from_str_radix(&digits, 16).unwrap_or_default();
        Self::of_random((number ^ 1).to_be_bytes())
    }

    /// The key, to be kept.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for IdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for IdempotencyKey {
    type Err = NotAnIdempotencyKey;

    /// Reads a key that was kept.
    fn from_str(text: &str) -> Result<Self, NotAnIdempotencyKey> {
        let digits: String = text.chars().filter(|character| *character != '-').collect();
        let number = u128::from_str_radix(&digits, 16).map_err(|_| NotAnIdempotencyKey)?;
        let key = Self::of_random(number.to_be_bytes());
        if key.0 == text { Ok(key) } else { Err(NotAnIdempotencyKey) }
    }
}

/// Not a random UUID as [`IdempotencyKey::as_str`] writes it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not an idempotency key")]
pub struct NotAnIdempotencyKey;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_idempotency_key_is_a_random_uuid() {
        let key = IdempotencyKey::of_random([0xFF; 16]);
        assert_eq!(key.0, "ffffffff-ffff-4fff-bfff-ffffffffffff", "version and variant stand where RFC 9562 has them");
        assert_eq!(IdempotencyKey::of_random([0; 16]).0, "00000000-0000-4000-8000-000000000000", "zeros are kept");
    }

    #[test]
    fn a_kept_idempotency_key_is_the_same_key() {
        let key = IdempotencyKey::of_random([0xA5; 16]);
        assert_eq!(key.as_str().parse(), Ok(key.clone()), "what was kept is read again");
        for wrong in ["", "x", "A5A5A5A5-A5A5-45A5-A5A5-A5A5A5A5A5A5", "a5a5a5a5a5a545a5a5a5a5a5a5a5a5a5", "+1"] {
            assert_eq!(wrong.parse::<IdempotencyKey>(), Err(NotAnIdempotencyKey), "{wrong:?} is not what we write");
        }
        assert_ne!(key.next(), key, "two calls are two");
        assert_eq!(key.next(), key.next(), "and the second is the same one at each try");
    }

    #[test]
    fn a_query_is_escaped() {
        let request = Request::get(&Origin::stripe(), "/v1/x").query("limit", "1&a=b#c");
        let address = request.address().map(String::from);
        assert_eq!(address.as_deref(), Some("https://api.stripe.com/v1/x?limit=1%26a%3Db%23c"), "it stays one pair");
    }
}

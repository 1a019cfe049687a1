//! What is asked.

use reqwest::Url;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use crate::{Error, Origin};

/// One call to make.
pub struct Request {
    pub(crate) method: Method,
    pub(crate) origin: Origin,
    path: String,
    query: Vec<(String, String)>,
    form: Vec<(String, String)>,
    json: Option<Zeroizing<Vec<u8>>>,
    headers: HeaderMap,
    /// Something was given that can't be sent.
    refused: bool,
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
            form: Vec::new(),
            json: None,
            headers: HeaderMap::new(),
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

    /// Adds one pair to the form that a POST carries.
    pub fn form(mut self, name: &str, value: &str) -> Self {
        self.form.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sends this JSON as the body, in place of a form. It is wiped with the request.
    pub fn json(self, body: Zeroizing<Vec<u8>>) -> Self {
        Self { json: Some(body), ..self }.header("content-type", "application/json")
    }

    /// The request as the library wants it.
    pub(crate) fn build(&self, client: &reqwest::Client) -> Result<reqwest::Request, Error> {
        if self.refused {
            return Err(Error::NotSendable);
        }
        let address = self.address().ok_or(Error::NotSendable)?;
        let builder = match self.method {
            Method::Get => client.get(address),
            Method::Post if self.json.is_none() => client.post(address).form(&self.form),
            Method::Post | Method::Ask => client.post(address),
            Method::Put => client.put(address),
            Method::Delete => client.delete(address),
        };
        let builder = match &self.json {
            Some(json) => builder.body(json.to_vec()),
            None => builder,
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
}

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
    fn a_query_is_escaped() {
        let request = Request::get(&Origin::stripe(), "/v1/x").query("limit", "1&a=b#c");
        let address = request.address().map(String::from);
        assert_eq!(address.as_deref(), Some("https://api.stripe.com/v1/x?limit=1%26a%3Db%23c"), "it stays one pair");
    }
}

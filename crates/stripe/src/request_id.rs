//! Stripe's name for one request.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The `Request-Id` of an answer: `req_` and 1 to 64 letters and digits. It finds the request in Stripe's own log, and may be shown.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct RequestId(String);

impl RequestId {
    /// The whole id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for RequestId {
    type Err = NotARequestId;

    fn from_str(text: &str) -> Result<Self, NotARequestId> {
        let body = text.strip_prefix("req_").ok_or(NotARequestId)?;
        let fits = (1..=64).contains(&body.len()) && body.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if fits { Ok(Self(text.to_owned())) } else { Err(NotARequestId) }
    }
}

impl TryFrom<String> for RequestId {
    type Error = NotARequestId;

    fn try_from(text: String) -> Result<Self, NotARequestId> {
        text.parse()
    }
}

impl From<RequestId> for String {
    fn from(id: RequestId) -> Self {
        id.0
    }
}

/// Not `req_` and letters and digits.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not the id of a request to Stripe")]
pub struct NotARequestId;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_request_ids_are_request_ids() {
        assert!("req_2YnKq5dYCnGgYp".parse::<RequestId>().is_ok(), "Stripe's form");
        let long = format!("req_{}", "a".repeat(65));
        for wrong in ["", "req_", "2YnKq5dYCnGgYp", "req_a b", "req_<b>", "req_a\nb", "REQ_a", &long] {
            assert_eq!(wrong.parse::<RequestId>(), Err(NotARequestId), "{wrong:?} may be anything");
        }
    }
}

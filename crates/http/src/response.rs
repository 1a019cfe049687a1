//! What came back.

use reqwest::header::HeaderMap;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

/// An answer of the server, whatever its status. It is not shown anywhere as it is, and wiped when dropped: it may hold a secret that
/// was just made.
pub struct Response {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Zeroizing<Vec<u8>>,
}

impl Response {
    /// The status, 200 to 599.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// A header, where it is there once and plain text.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.get_all(name).iter();
        values.next().filter(|_| values.next().is_none())?.to_str().ok()
    }

    /// The body as JSON. What `T` doesn't name is skipped, not kept.
    ///
    /// # Errors
    /// The body is no JSON, or not of that shape.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, NotUnderstood> {
        // serde_json's error quotes the body, so it stops here.
        serde_json::from_slice(&self.body).map_err(|_| NotUnderstood)
    }

    #[cfg(test)]
    pub(crate) fn of_test(status: u16, header: Option<(&'static str, &str)>) -> Self {
        let mut headers = HeaderMap::new();
        if let Some((name, value)) = header {
            headers.insert(name, value.parse().expect("a plain value"));
        }
        Self { status, headers, body: Zeroizing::default() }
    }
}

/// The body is no JSON of the expected shape.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the answer was not understood")]
pub struct NotUnderstood;

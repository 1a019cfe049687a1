//! Where a call may go.

use std::borrow::Cow;

use reqwest::Url;

/// Scheme and host of a server: one of the program's constants. There is no way to make one from a text, but for
/// `Origin::loopback`, which exists only with the feature `loopback-hosts`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Origin(Cow<'static, str>);

impl Origin {
    /// Stripe's API.
    pub const fn stripe() -> Self {
        Self(Cow::Borrowed("https://api.stripe.com"))
    }

    /// Dev Kit for AI's API.
    pub const fn devkit4ai() -> Self {
        Self(Cow::Borrowed("https://api.devkit4ai.com"))
    }

    /// A server on this computer.
    ///
    /// # Errors
    /// Anything but `http://127.0.0.1:PORT`, with a port from 1 to 65535 and nothing behind it.
    #[cfg(feature = "loopback-hosts")]
    pub fn loopback(text: &str) -> Result<Self, NotLoopback> {
        let port = text.strip_prefix(LOOPBACK).ok_or(NotLoopback)?;
        let number: u16 = port.parse().map_err(|_| NotLoopback)?;
        // The same port written otherwise ("+80", "080") is refused: one server has one name.
        if number == 0 || number.to_string() != port {
            return Err(NotLoopback);
        }
        Ok(Self(Cow::Owned(text.to_owned())))
    }

    /// Whether it was made by `loopback`.
    #[cfg(feature = "loopback-hosts")]
    pub(crate) fn is_loopback(&self) -> bool {
        self.0.starts_with(LOOPBACK)
    }

    /// The address of `path` there. Whatever the path holds, it can't change the host: it is set as a path, not joined as text.
    pub(crate) fn address(&self, path: &str) -> Option<Url> {
        let mut url = Url::parse(&self.0).ok()?;
        url.set_path(path);
        Some(url)
    }

    #[cfg(test)]
    pub(crate) fn of_test(text: &str) -> Self {
        Self(Cow::Owned(text.to_owned()))
    }
}

#[cfg(feature = "loopback-hosts")]
const LOOPBACK: &str = "http://127.0.0.1:";

/// Not `http://127.0.0.1:PORT`.
#[cfg(feature = "loopback-hosts")]
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not an address of the form http://127.0.0.1:PORT")]
pub struct NotLoopback;

#[cfg(test)]
mod tests {
    use super::*;

    /// That no other can be made in a shipped build is the compiler's to hold: without the feature there is no constructor.
    #[test]
    fn the_real_origins_are_https_constants() {
        let addresses = [Origin::stripe(), Origin::devkit4ai()].map(|origin| origin.address("/v1/x").map(String::from));
        let expected = ["https://api.stripe.com/v1/x", "https://api.devkit4ai.com/v1/x"];
        assert_eq!(addresses, expected.map(|text| Some(text.to_owned())), "keys go to these two and nowhere else");
    }

    #[test]
    fn no_path_leads_to_another_host() {
        for path in
            ["@evil.example/", "//evil.example/", "/..//evil.example", "?x", "#x", "https://evil.example/", ":1/"]
        {
            let host = Origin::stripe().address(path).and_then(|url| url.host_str().map(str::to_owned));
            assert_eq!(host.as_deref(), Some("api.stripe.com"), "{path} is no more than a path");
        }
    }

    #[cfg(feature = "loopback-hosts")]
    #[test]
    fn loopback_is_one_form_only() {
        assert!(Origin::loopback("http://127.0.0.1:4242").is_ok(), "the form that the fakes have");
        let refused = [
            "",
            "http://127.0.0.1",
            "http://127.0.0.1:",
            "http://127.0.0.1:0",
            "http://127.0.0.1:080",
            "http://127.0.0.1:+80",
            "http://127.0.0.1:65536",
            "http://127.0.0.1:80/",
            "http://127.0.0.1:80@evil.example",
            "http://127.0.0.1:80.evil.example",
            "http://127.0.0.1.evil.example:80",
            "https://127.0.0.1:80",
            "http://localhost:80",
            "http://[::1]:80",
            "HTTP://127.0.0.1:80",
            " http://127.0.0.1:80",
            "http://api.stripe.com",
        ];
        for text in refused {
            assert_eq!(Origin::loopback(text), Err(NotLoopback), "{text:?} is not exactly http://127.0.0.1:PORT");
        }
    }
}

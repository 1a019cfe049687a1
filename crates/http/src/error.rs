//! Why there was no answer.

use std::error::Error as StdError;
use std::io;

/// Why a call had no answer. It carries nothing of the address, the answer or the library's text: those may hold what nobody should see.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Error {
    /// No way to the server: not connected, or nobody listens.
    #[error("no way to the server")]
    NoNetwork,
    /// The server's name was not found: not connected, a broken name server, or one that blocks the name.
    #[error("the server's name was not found")]
    NameNotFound,
    /// The server showed a certificate that this computer doesn't trust. With the fixed addresses of [`crate::Origin`] that is nearly
    /// always a proxy or a virus scanner that reads along, or a clock that is wrong.
    #[error("the server's certificate is not trusted")]
    CertificateNotTrusted,
    /// No trusted connection for another reason: a broken handshake, or no certificates to judge by.
    #[error("no trusted connection to the server")]
    Tls,
    /// The proxy that this computer is set to use doesn't let the call through.
    #[error("the proxy does not let the call through")]
    Proxy,
    /// The proxy wants a name and a password (407).
    #[error("the proxy wants a name and a password")]
    ProxySignIn,
    /// No whole answer in time.
    #[error("no answer in time")]
    TimedOut,
    /// The connection ended before the answer was whole, or what came is no HTTP.
    #[error("the connection was cut")]
    Cut,
    /// The answer is bigger than any good one.
    #[error("the answer is too big")]
    TooBig,
    /// The token or a header has characters that HTTP has no place for: nothing was sent.
    #[error("the token has characters that can't be sent")]
    NotSendable,
}

impl Error {
    /// The reason, without its text.
    pub(crate) fn of(error: &reqwest::Error) -> Self {
        if error.is_builder() {
            Self::NotSendable
        } else if error.is_timeout() {
            Self::TimedOut
        } else if any_in_chain(error, wants_sign_in) {
            Self::ProxySignIn
        } else if any_in_chain(error, is_proxy) {
            Self::Proxy
        } else if any_in_chain(error, is_untrusted) {
            Self::CertificateNotTrusted
        } else if any_in_chain(error, is_tls) {
            Self::Tls
        } else if error.is_dns() {
            Self::NameNotFound
        } else if error.is_connect() && !any_in_chain(error, is_cut) {
            Self::NoNetwork
        } else {
            Self::Cut
        }
    }
}

fn any_in_chain(error: &reqwest::Error, holds: fn(&(dyn StdError + 'static)) -> bool) -> bool {
    let mut next: Option<&(dyn StdError + 'static)> = Some(error);
    while let Some(error) = next {
        if holds(error) {
            return true;
        }
        next = match error.downcast_ref::<io::Error>() {
            // An I/O error made of another error names that one's source as its own, and so hides it.
            Some(io) => io.get_ref().map(|inside| inside as _),
            None => error.source(),
        };
    }
    false
}

fn is_tls(error: &(dyn StdError + 'static)) -> bool {
    error.is::<rustls::Error>()
}

fn is_untrusted(error: &(dyn StdError + 'static)) -> bool {
    matches!(error.downcast_ref(), Some(rustls::Error::InvalidCertificate(_)))
}

fn wants_sign_in(error: &(dyn StdError + 'static)) -> bool {
    error.to_string() == "tunnel error: proxy authorization required"
}

/// hyper-util keeps its proxy errors private, so only their text tells. Tests of `client` hold it.
fn is_proxy(error: &(dyn StdError + 'static)) -> bool {
    let text = error.to_string();
    text.starts_with("tunnel error") || text.starts_with("SOCKS error")
}

fn is_cut(error: &(dyn StdError + 'static)) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, UnexpectedEof};
    let kind = error.downcast_ref::<io::Error>().map(io::Error::kind);
    matches!(kind, Some(BrokenPipe | ConnectionAborted | ConnectionReset | UnexpectedEof))
}

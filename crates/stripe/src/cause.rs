//! Why Stripe could not be asked.

use serde::{Deserialize, Serialize};

/// Why nothing could be learnt.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// No way to Stripe.
    NoNetwork,
    /// Stripe's name was not found: not connected, or a name server that blocks it.
    NameNotFound,
    /// What answered showed a certificate that this computer doesn't trust: a proxy or a virus scanner that reads along, or a clock that
    /// is wrong.
    CertificateNotTrusted,
    /// No trusted connection to Stripe, for another reason.
    Tls,
    /// The proxy that this computer is set to use doesn't let the call through.
    Proxy,
    /// The proxy wants a name and a password.
    ProxySignIn,
    /// No answer in time.
    TimedOut,
    /// The connection was cut.
    Cut,
    /// Stripe wants fewer calls (429).
    RateLimited,
    /// Stripe itself fails (5xx).
    ServerError,
    /// Stripe refused in words that we don't know.
    UnknownRefusal,
    /// What came is not an answer of Stripe's to what was asked.
    UnexpectedAnswer,
    /// An organization key is asked about one of its accounts, and none is known.
    NoAccountForOrganization,
    /// A webhook signing secret: it is never sent to Stripe, and no call tells about one.
    NothingToAsk,
}

impl Cause {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::NoNetwork,
        Self::NameNotFound,
        Self::CertificateNotTrusted,
        Self::Tls,
        Self::Proxy,
        Self::ProxySignIn,
        Self::TimedOut,
        Self::Cut,
        Self::RateLimited,
        Self::ServerError,
        Self::UnknownRefusal,
        Self::UnexpectedAnswer,
        Self::NoAccountForOrganization,
        Self::NothingToAsk,
    ];

    /// The word in documents, in the ledger and in output for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoNetwork => "no_network",
            Self::NameNotFound => "name_not_found",
            Self::CertificateNotTrusted => "certificate_not_trusted",
            Self::Tls => "tls",
            Self::Proxy => "proxy",
            Self::ProxySignIn => "proxy_sign_in",
            Self::TimedOut => "timed_out",
            Self::Cut => "cut",
            Self::RateLimited => "rate_limited",
            Self::ServerError => "server_error",
            Self::UnknownRefusal => "unknown_refusal",
            Self::UnexpectedAnswer => "unexpected_answer",
            Self::NoAccountForOrganization => "no_account_for_organization",
            Self::NothingToAsk => "nothing_to_ask",
        }
    }
}

impl From<keycourier_http::Error> for Cause {
    fn from(error: keycourier_http::Error) -> Self {
        use keycourier_http::Error;
        match error {
            Error::NoNetwork => Self::NoNetwork,
            Error::NameNotFound => Self::NameNotFound,
            Error::CertificateNotTrusted => Self::CertificateNotTrusted,
            Error::Tls => Self::Tls,
            Error::Proxy => Self::Proxy,
            Error::ProxySignIn => Self::ProxySignIn,
            Error::TimedOut => Self::TimedOut,
            Error::Cut => Self::Cut,
            // No credential has characters that can't be sent.
            Error::TooBig | Error::NotSendable => Self::UnexpectedAnswer,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cause_has_one_word() {
        for cause in Cause::ALL {
            assert_eq!(serde_json::to_value(cause).ok(), Some(cause.code().into()), "in JSON and everywhere else");
        }
    }
}

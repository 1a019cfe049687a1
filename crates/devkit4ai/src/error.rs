//! Why a call brought nothing.

use keycourier_http as http;

use crate::Field;

/// Why a call was not answered as asked. It holds nothing that the server said but the names of our own fields.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Error {
    /// 401: the token is unknown or past its end.
    #[error("the token is not taken any more: sign in again")]
    SignInAgain,
    /// 403: somebody else's project.
    #[error("this token may not change this project")]
    NotYourProject,
    /// 404.
    #[error("there is no such project")]
    NoSuchProject,
    /// 422: the server does not take what was sent.
    #[error("the server does not take some of the keys")]
    Refused {
        /// Which; empty where it does not say.
        fields: Vec<Field>,
    },
    /// Nothing was learnt.
    #[error("the server could not be asked")]
    CouldNotAsk(Cause),
    /// An answer came that is not one of its API's: perhaps of something on the way.
    #[error("the answer was not understood")]
    UnexpectedAnswer,
}

/// Why the server could not be asked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Cause {
    /// No way to it.
    NoNetwork,
    /// Its name was not found.
    NameNotFound,
    /// What answered showed a certificate that this computer doesn't trust.
    CertificateNotTrusted,
    /// No trusted connection, for another reason.
    Tls,
    /// The proxy stands in the way.
    Proxy,
    /// The proxy wants a name and a password.
    ProxySignIn,
    /// No answer in time.
    TimedOut,
    /// The connection ended too soon.
    Cut,
    /// 429: too many calls.
    Busy,
    /// 5xx.
    ServerError,
}

impl Error {
    /// The stable code, for programs and for tables of sentences.
    pub fn code(&self) -> &'static str {
        match self {
            Self::SignInAgain => "sign_in_again",
            Self::NotYourProject => "not_your_project",
            Self::NoSuchProject => "no_such_project",
            Self::Refused { .. } => "refused",
            Self::CouldNotAsk(_) => "could_not_ask",
            Self::UnexpectedAnswer => "unexpected_answer",
        }
    }
}

impl Cause {
    /// The stable code.
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
            Self::Busy => "busy",
            Self::ServerError => "server_error",
        }
    }
}

impl From<http::Error> for Error {
    fn from(error: http::Error) -> Self {
        Self::CouldNotAsk(match error {
            http::Error::NoNetwork => Cause::NoNetwork,
            http::Error::NameNotFound => Cause::NameNotFound,
            http::Error::CertificateNotTrusted => Cause::CertificateNotTrusted,
            http::Error::Tls => Cause::Tls,
            http::Error::Proxy => Cause::Proxy,
            http::Error::ProxySignIn => Cause::ProxySignIn,
            http::Error::TimedOut => Cause::TimedOut,
            http::Error::Cut => Cause::Cut,
            // A token has only characters that can be sent.
            http::Error::TooBig | http::Error::NotSendable => return Self::UnexpectedAnswer,
        })
    }
}

/// Why an update is not known to be done.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum UpdateError {
    /// It was refused, and nothing has changed.
    #[error("nothing was changed: {0}")]
    NotDone(Error),
    /// No answer came, or one without all keys, and looking again showed that these keys are not there. The same update may be sent
    /// again.
    #[error("some of the keys are not there yet")]
    Left {
        /// Which.
        fields: Vec<Field>,
    },
    /// No answer came, and looking again brought nothing: it may be done or not. A new plan tells.
    #[error("it may be done or not")]
    Unknown(Error),
}

impl UpdateError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotDone(error) => error.code(),
            Self::Left { .. } => "left",
            Self::Unknown(_) => "unknown",
        }
    }
}

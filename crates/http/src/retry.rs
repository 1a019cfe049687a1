//! Whether to try again.

use crate::request::Method;
use crate::{Error, Response};

/// Stripe's own word on whether trying again makes sense. Its client libraries obey it before any rule of their own
/// (`stripe-go`, `shouldRetry`); other servers don't send it.
const ADVICE: &str = "stripe-should-retry";

/// Whether another try is safe and may help.
///
/// Reading may be tried again when the server is busy (409, 429), failing (5xx), or the connection was. So may a POST, whose
/// idempotency key is the same in each try; but after a 5xx Stripe answers the same key with the same failure
/// (<https://docs.stripe.com/api/idempotent_requests>), so trying again helps nobody. A time-out is not tried again: somebody is
/// already waiting ten seconds.
pub(crate) fn is_worth_it(method: Method, outcome: &Result<Response, Error>) -> bool {
    match outcome {
        Ok(response) => match response.header(ADVICE) {
            Some("true") => true,
            Some("false") => false,
            Some(_) | None => match response.status() {
                409 | 429 => true,
                500..=599 => method == Method::Get,
                _ => false,
            },
        },
        Err(Error::NoNetwork | Error::NameNotFound | Error::Cut) => true,
        Err(
            Error::CertificateNotTrusted
            | Error::Tls
            | Error::Proxy
            | Error::ProxySignIn
            | Error::TimedOut
            | Error::TooBig
            | Error::NotSendable,
        ) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(method: Method, status: u16, advice: Option<&str>) -> bool {
        is_worth_it(method, &Ok(Response::of_test(status, advice.map(|advice| (ADVICE, advice)))))
    }

    #[test]
    fn the_servers_word_comes_first() {
        for method in [Method::Get, Method::Post] {
            assert!(!answered(method, 500, Some("false")), "the server says that it makes no sense");
            assert!(!answered(method, 429, Some("false")), "the server says that it makes no sense");
            assert!(answered(method, 400, Some("true")), "the server asks for it");
            assert!(answered(method, 500, Some("true")), "the server asks for it");
        }
        assert!(answered(Method::Get, 503, Some("perhaps")), "what is neither yes nor no says nothing");
    }

    #[test]
    fn only_what_passes_by_itself_is_tried_again() {
        let statuses = [200, 302, 400, 401, 402, 403, 404, 409, 422, 424, 429, 500, 502, 503, 599];
        let again = |method| statuses.into_iter().filter(|&status| answered(method, status, None)).collect::<Vec<_>>();
        assert_eq!(again(Method::Get), [409, 429, 500, 502, 503, 599], "busy and failing servers");
        assert_eq!(
            again(Method::Post),
            [409, 429],
            "a failure that the server saved under the key would only come again"
        );
    }

    #[test]
    fn failed_connections_are_tried_again_and_nothing_else() {
        let all = [
            (Error::NoNetwork, true),
            (Error::NameNotFound, true),
            (Error::Cut, true),
            (Error::CertificateNotTrusted, false),
            (Error::Tls, false),
            (Error::Proxy, false),
            (Error::ProxySignIn, false),
            (Error::TimedOut, false),
            (Error::TooBig, false),
            (Error::NotSendable, false),
        ];
        for (error, again) in all {
            assert_eq!(is_worth_it(Method::Get, &Err(error)), again, "{error}");
        }
    }
}

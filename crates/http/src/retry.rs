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
///
/// PUT and DELETE are tried again only where the first try certainly did nothing: after anything else the caller has to look, and a later
/// refusal must not hide that an earlier try was done.
pub(crate) fn is_worth_it(method: Method, outcome: &Result<Response, Error>) -> bool {
    match outcome {
        Ok(response) => match response.header(ADVICE) {
            Some("true") => true,
            Some("false") => false,
            Some(_) | None => match response.status() {
                409 | 429 => true,
                500..=599 => is_reading(method),
                _ => false,
            },
        },
        Err(Error::NoNetwork | Error::NameNotFound) => true,
        Err(Error::Cut) => is_reading(method) || method == Method::Post,
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

fn is_reading(method: Method) -> bool {
    matches!(method, Method::Get | Method::Ask)
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
        for method in [Method::Get, Method::Ask] {
            assert_eq!(again(method), [409, 429, 500, 502, 503, 599], "busy and failing servers");
        }
        for method in [Method::Post, Method::Put, Method::Delete] {
            assert_eq!(again(method), [409, 429], "a failure may be saved under the key, or have done its work");
        }
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
            for method in [Method::Get, Method::Ask, Method::Post] {
                assert_eq!(is_worth_it(method, &Err(error)), again, "{error}");
            }
            for method in [Method::Put, Method::Delete] {
                let certainly_nothing_done = matches!(error, Error::NoNetwork | Error::NameNotFound);
                assert_eq!(is_worth_it(method, &Err(error)), certainly_nothing_done, "{error}");
            }
        }
    }
}

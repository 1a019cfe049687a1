//! What a 401 or a 403 of Stripe's says.
//!
//! The JSON `type` is `invalid_request_error` for both (<https://docs.stripe.com/api/errors>), so the status comes first, then `code`, then
//! the text. Texts changed in 2026, and codes are often absent: both generations are known here, and the rest is not guessed at.

use keycourier_credentials::{AccountId, Kind};
use serde::Deserialize;

use crate::{Cause, Permission};

/// Why Stripe refused a call, as far as it concerns the key.
#[derive(Debug, Eq, PartialEq)]
pub(crate) enum Refusal {
    /// No such key.
    Unknown,
    /// Rolled, deleted, or past its end.
    Expired,
    /// A real key that other computers may use.
    LockedToOtherAddresses,
    /// A real publishable key, where a secret one belongs.
    Publishable,
    /// A real key without the permission.
    LacksPermission {
        /// Whose key it is, where the text says so.
        account: Option<AccountId>,
        /// The permission that the text names.
        named: Option<Permission>,
    },
}

/// Stripe's form of error. Anything else under the same status is somebody else's: a proxy answers 403 too.
#[derive(Deserialize)]
pub(crate) struct ErrorBody {
    error: ErrorFields,
}

impl ErrorBody {
    /// `error.type`.
    pub(crate) fn kind(&self) -> &str {
        &self.error.kind
    }

    /// `error.code`.
    pub(crate) fn code(&self) -> Option<&str> {
        self.error.code.as_deref()
    }

    /// Whether the text has this phrase, given in lower case.
    pub(crate) fn says(&self, phrase: &str) -> bool {
        self.error.message.as_deref().unwrap_or_default().to_ascii_lowercase().contains(phrase)
    }
}

#[derive(Deserialize)]
struct ErrorFields {
    /// Always there: what has none is not Stripe's.
    #[serde(rename = "type")]
    kind: String,
    code: Option<String>,
    message: Option<String>,
}

impl Refusal {
    /// Reads the body of an answer with status 401 or 403 to a call with a key of this kind.
    pub(crate) fn of(kind: Kind, status: u16, body: &ErrorBody) -> Result<Self, Cause> {
        let code = body.code();
        let text = body.error.message.as_deref().unwrap_or_default();
        let says = |phrase: &str| body.says(phrase);
        let publishable = kind == Kind::Publishable;
        match (status, code) {
            (401, Some("api_key_expired")) => Ok(Self::Expired),
            (403, Some("more_permissions_required")) => Ok(Self::lacks_permission(text)),
            (_, Some("secret_key_required")) if publishable => Ok(Self::Publishable),
            _ if publishable && says("publishable") => Ok(Self::Publishable),
            _ if says("ip address") => Ok(Self::LockedToOtherAddresses),
            (403, _) if PERMISSION_PHRASES.into_iter().any(says) => Ok(Self::lacks_permission(text)),
            (401, _) if says("expired api key") => Ok(Self::Expired),
            // Something on the way took the key out of the request.
            (401, _) if says("did not provide an api key") => Err(Cause::UnexpectedAnswer),
            (401, None) => Ok(Self::Unknown),
            (401, Some(_)) if publishable || says("invalid api key") => Ok(Self::Unknown),
            _ => Err(Cause::UnknownRefusal),
        }
    }

    fn lacks_permission(text: &str) -> Self {
        let quoted = || text.split('\'');
        Self::LacksPermission {
            account: quoted().find_map(|word| word.parse().ok()),
            named: quoted().find_map(|word| word.parse().ok()),
        }
    }
}

/// What a 403 says when the key lives and the permission is missing: until 2025 (also for what no restricted key may do), and in 2026.
const PERMISSION_PHRASES: [&str; 2] = ["required permissions", "would allow this request to continue"];

#[cfg(test)]
mod tests {
    use super::*;

    fn read(kind: Kind, status: u16, code: Option<&str>, text: &str) -> Result<Refusal, Cause> {
        let fields = ErrorFields {
            kind: "invalid_request_error".to_owned(),
            code: code.map(str::to_owned),
            message: Some(text.to_owned()),
        };
        Refusal::of(kind, status, &ErrorBody { error: fields })
    }

    #[test]
    fn account_and_permission_are_read_from_texts_with_apostrophes() {
        let text = "The key 'rk_live_...abcd' doesn't have the required permissions on account 'acct_1KcTestAccnt7Aa3'. Having the \
                    'rak_charge_read' permission would allow this request to continue.";
        let expected = Refusal::LacksPermission {
            account: "acct_1KcTestAccnt7Aa3".parse().ok(),
            named: "charge_read".parse().ok(),
        };
        assert_eq!(read(Kind::Restricted, 403, None, text), Ok(expected), "what stands between quotes is looked at");
    }

    #[test]
    fn a_code_weighs_more_than_a_text() {
        let misleading = "Invalid API Key provided; see your IP address and required permissions";
        let expired = read(Kind::Secret, 401, Some("api_key_expired"), misleading);
        assert_eq!(expired, Ok(Refusal::Expired), "codes are documented, texts are not");
        let lacks = read(Kind::Restricted, 403, Some("more_permissions_required"), "your IP address");
        assert!(matches!(lacks, Ok(Refusal::LacksPermission { .. })), "the same for permissions");
    }

    #[test]
    fn only_a_publishable_key_is_proven_by_that_word() {
        let text = "This API call cannot be made with a publishable API key.";
        for status in [401, 403] {
            assert_eq!(read(Kind::Publishable, status, None, text), Ok(Refusal::Publishable), "under {status}");
        }
        let secret = read(Kind::Secret, 403, Some("secret_key_required"), text);
        assert_eq!(secret, Err(Cause::UnknownRefusal), "that makes no sense for a secret key");
    }

    #[test]
    fn an_unknown_401_of_a_secret_key_is_not_called_wrong() {
        let read = |kind, code| read(kind, 401, code, "Something new.");
        assert_eq!(read(Kind::Secret, None), Ok(Refusal::Unknown), "without a code it is what unknown keys get");
        assert_eq!(read(Kind::Secret, Some("new_code")), Err(Cause::UnknownRefusal), "a code that nobody knows yet");
        assert_eq!(read(Kind::Publishable, Some("new_code")), Ok(Refusal::Unknown), "a living one gets another text");
    }
}

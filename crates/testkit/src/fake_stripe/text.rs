//! Stripe's sentences, word for word as far as they were ever recorded.

use super::script::Wording;

pub(super) const NO_KEY: &str = "You did not provide an API key. You need to provide your API key in the Authorization header, \
                                 using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See \
                                 https://stripe.com/docs/api#authentication for details, or we can help at \
                                 https://support.stripe.com/.";

pub(super) const PUBLISHABLE: &str = "This API call cannot be made with a publishable API key. Please use a secret API key. You can \
                                      find a list of your API keys at https://dashboard.stripe.com/account/apikeys.";

pub(super) const IN_PROGRESS: &str = "There is currently another in-progress request using this Idempotent Key (that probably means \
                                      you submitted twice, and the other request is still going through).";

pub(super) const RATE_LIMIT: &str =
    "Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.";

/// What a key without the permission is told.
pub(super) fn lacks(wording: Wording, permission: &str, key: &str, account: &str) -> String {
    let (stars, dots) = (stars(key), dots(key));
    match wording {
        Wording::Old => format!(
            "The provided key '{stars}' does not have the required permissions for this endpoint on account '{account}'. Having \
             the 'rak_{permission}' permission would allow this request to continue."
        ),
        Wording::New => format!(
            "Permission denied. The provided key '{dots}' does not have the required permissions for this endpoint on account \
             '{account}'. Enabling \"Some Resource Read\" ('{permission}') permissions on this key would allow this request to \
             continue. You can edit permissions at \
             https://dashboard.stripe.com/b/{account}?destination=%2Fapikeys%2Fmk_1%2Fedit"
        ),
        Wording::NotOffered => format!(
            "The provided key '{stars}' does not have the required permissions for this endpoint on account '{account}'. This is \
             a restricted API key, but the required permissions are not available for use by restricted keys."
        ),
    }
}

/// A masked key as long as the whole one: eight characters, stars, six characters.
pub(super) fn stars(key: &str) -> String {
    const FIRST: usize = 8;
    const LAST: usize = 6;
    let length = key.chars().count();
    let hidden = |n: usize| n >= FIRST && n + LAST < length || length <= FIRST + LAST;
    key.chars().enumerate().map(|(n, character)| if hidden(n) { '*' } else { character }).collect()
}

/// The shorter mask of newer texts: `rk_live_...aBcD`.
fn dots(key: &str) -> String {
    let first: String = key.chars().take(8).collect();
    let last: String = key.chars().skip(key.chars().count().saturating_sub(4)).collect();
    format!("{first}...{last}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys;

    #[test]
    fn masks_show_what_stripe_shows() {
        let key = keys::current("rk_live_", keys::ACCOUNT, 1);
        let mask = stars(&key);
        assert_eq!(mask.len(), key.len(), "the mask keeps the length");
        assert_eq!(mask.matches('*').count(), 93, "8 characters, 93 stars, 6 characters");
        let end: String = key.chars().skip(101).collect();
        assert!(mask.starts_with("rk_live_*") && mask.ends_with(&format!("*{end}")), "the ends are shown");
        assert_eq!(stars("sk_test_1234"), "************", "too short a key would be shown whole");
    }
}

//! The prefixes that say what a credential is.

use crate::{Kind, Mode};

/// A prefix as Stripe writes it. The longest that fits is the right one: `sk_org_live_` before nothing shorter.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Prefix {
    pub(crate) text: &'static str,
    pub(crate) kind: Kind,
    pub(crate) mode: Option<Mode>,
}

/// Stripe's prefixes (<https://docs.stripe.com/keys>; `rkcs_`, a claimable sandbox's restricted key, from Stripe's own command line).
pub(crate) const PREFIXES: [Prefix; 10] = [
    Prefix { text: "pk_live_", kind: Kind::Publishable, mode: Some(Mode::Live) },
    Prefix { text: "pk_test_", kind: Kind::Publishable, mode: Some(Mode::Test) },
    Prefix { text: "rk_live_", kind: Kind::Restricted, mode: Some(Mode::Live) },
    Prefix { text: "rk_test_", kind: Kind::Restricted, mode: Some(Mode::Test) },
    Prefix { text: "rkcs_test_", kind: Kind::Restricted, mode: Some(Mode::Test) },
    Prefix { text: "sk_live_", kind: Kind::Secret, mode: Some(Mode::Live) },
    Prefix { text: "sk_org_live_", kind: Kind::Organization, mode: Some(Mode::Live) },
    Prefix { text: "sk_org_test_", kind: Kind::Organization, mode: Some(Mode::Test) },
    Prefix { text: "sk_test_", kind: Kind::Secret, mode: Some(Mode::Test) },
    Prefix { text: "whsec_", kind: Kind::WebhookSecret, mode: None },
];

impl Prefix {
    /// The prefix that `text` begins with, letter for letter.
    pub(crate) fn of(text: &[u8]) -> Option<Self> {
        PREFIXES.into_iter().find(|prefix| text.starts_with(prefix.text.as_bytes()))
    }

    /// The prefix that `text` begins with when letter case and the separators (`-`, `_`, a space or none) are overlooked, and how many
    /// bytes of `text` it covers. What is found only this way was changed on its way here.
    pub(crate) fn of_damaged(text: &[u8]) -> Option<(Self, usize)> {
        PREFIXES.into_iter().find_map(|prefix| covered_loosely(prefix.text.as_bytes(), text).map(|n| (prefix, n)))
    }

    /// Whether `byte` may stand in what follows the prefix. A webhook secret's alphabet is that of base64, by Stripe's own scrubber;
    /// a key's is letters and digits, with the underscore that the same scrubber tolerates.
    pub(crate) fn takes(self, byte: u8) -> bool {
        match self.kind {
            Kind::WebhookSecret => byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='),
            Kind::Publishable | Kind::Secret | Kind::Restricted | Kind::Organization => {
                byte.is_ascii_alphanumeric() || byte == b'_'
            }
        }
    }
}

fn covered_loosely(prefix: &[u8], text: &[u8]) -> Option<usize> {
    let mut at = 0;
    let mut separators = 0;
    for &wanted in prefix {
        if wanted == b'_' {
            if matches!(text.get(at), Some(b'_' | b'-' | b' ' | b'.')) {
                at += 1;
                separators += 1;
            }
        } else if text.get(at)?.eq_ignore_ascii_case(&wanted) {
            at += 1;
        } else {
            return None;
        }
    }
    // Without any separator, and in words such as "whsec", ordinary prose would match.
    (separators > 0).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_organization_key_is_not_taken_for_a_secret_key() {
        let found = Prefix::of(b"sk_org_live_x").map(|prefix| prefix.kind);
        assert_eq!(found, Some(Kind::Organization), "the two prefixes share their first letters");
    }

    #[test]
    fn changed_case_and_separators_are_seen_as_damage() {
        for text in ["SK_LIVE_", "sk-live-", "Sk_live_", "sk live ", "sk_live-"] {
            let found = Prefix::of_damaged(text.as_bytes()).map(|(prefix, n)| (prefix.text, n));
            assert_eq!(found, Some(("sk_live_", text.len())), "{text} is the prefix after a mishap");
        }
        assert_eq!(Prefix::of_damaged(b"sklive"), None, "without a separator it may be any word");
    }
}

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

/// The most bytes that can stand between the beginning of a prefix, spelt in whatever way, and the word by which it is found.
pub(crate) const FARTHEST: usize = 16;

/// The most bytes of a prefix.
const LONGEST: usize = 12;

impl Prefix {
    /// Where the next prefix begins in `text`, not before `from`: where two keys stand with nothing between.
    pub(crate) fn next_in(text: &[u8], from: usize) -> Option<usize> {
        let mut parts = (from..text.len()).filter(|&at| text[at] == b'_');
        parts
            .find_map(|at| (at.saturating_sub(LONGEST).max(from)..at).find(|&start| Self::of(&text[start..]).is_some()))
    }

    /// The prefix that `text` begins with, letter for letter.
    pub(crate) fn of(text: &[u8]) -> Option<Self> {
        PREFIXES.into_iter().find(|prefix| text.starts_with(prefix.text.as_bytes()))
    }

    /// The prefix that `text` begins with when letter case and separators are overlooked, how many bytes of `text` it covers, and which
    /// of the two was changed. What is found only this way was changed on its way here.
    pub(crate) fn of_changed(text: &[u8]) -> Option<(Self, usize, Change)> {
        let parted = PREFIXES.into_iter().find(|prefix| prefix.kind == Kind::WebhookSecret);
        let parted = parted.and_then(|prefix| Some((prefix, covered_loosely(b"wh_sec_", text)?.0, Change::Separator)));
        let found = PREFIXES.into_iter().find_map(|prefix| {
            let (length, change) = covered_loosely(prefix.text.as_bytes(), text)?;
            Some((prefix, length, change))
        });
        found.or(parted)
    }

    /// Whether `byte` may stand in what follows the prefix. A webhook secret's alphabet is that of base64, by Stripe's own scrubber;
    /// a key's is letters and digits, with the underscore that the same scrubber tolerates.
    pub(crate) fn takes(self, byte: u8) -> bool {
        match self.kind {
            Kind::WebhookSecret => byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'_'),
            Kind::Publishable | Kind::Secret | Kind::Restricted | Kind::Organization => {
                byte.is_ascii_alphanumeric() || byte == b'_'
            }
        }
    }
}

/// What was changed in a prefix.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Change {
    LetterCase,
    Separator,
}

fn covered_loosely(prefix: &[u8], text: &[u8]) -> Option<(usize, Change)> {
    /// `sk - live - ` has three in each gap.
    const MOST: usize = 3;
    let separates = |byte: &u8| matches!(byte, b'_' | b'-' | b' ' | b'.' | b'/' | b':' | b'\\' | b'~');
    let mut at = 0;
    let (mut case, mut separators) = (false, false);
    for &wanted in prefix {
        if wanted == b'_' {
            let gap = text.get(at..)?.iter().take(MOST).take_while(|byte| separates(byte)).count();
            separators |= text.get(at..at + gap) != Some(b"_");
            at += gap;
        } else {
            let found = text.get(at)?;
            if !found.eq_ignore_ascii_case(&wanted) {
                return None;
            }
            case |= *found != wanted;
            at += 1;
        }
    }
    match (separators, case) {
        (true, _) => Some((at, Change::Separator)),
        (false, true) => Some((at, Change::LetterCase)),
        // "wh_sec_" as such is none of Stripe's.
        (false, false) => prefix.starts_with(b"wh_").then_some((at, Change::Separator)),
    }
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
    fn changed_case_and_separators_are_seen() {
        for (text, change) in [
            ("SK_LIVE_", Change::LetterCase),
            ("Sk_live_", Change::LetterCase),
            ("sk-live-", Change::Separator),
            ("sk live ", Change::Separator),
            ("sk_live-", Change::Separator),
            ("sk__live__", Change::Separator),
            ("sk - live - ", Change::Separator),
            ("sklive", Change::Separator),
        ] {
            let found = Prefix::of_changed(text.as_bytes()).map(|(prefix, n, change)| (prefix.text, n, change));
            assert_eq!(found, Some(("sk_live_", text.len(), change)), "{text} is the prefix after a mishap");
        }
        assert_eq!(Prefix::of_changed(b"sk_live_"), None, "this one is as it should be");
    }
}

//! How a key looks from outside.

use std::fmt;
use std::str::FromStr;

use keycourier_credentials::Credential;
use secrecy::ExposeSecret;

/// A key as the config shows it: its beginning, something in place of the middle, its end. How the API masks is not documented, so any
/// form is read that hides the middle; it is written in the program's own.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Shown {
    start: String,
    end: String,
}

/// The longest beginning and end that still hide a key.
const LONGEST_START: usize = 16;
const LONGEST_END: usize = 8;
/// As many characters at the end tell two keys apart.
const TELLING: usize = 4;

impl Shown {
    /// The end that a person compares; empty where nothing of it is shown.
    pub fn ending(&self) -> &str {
        &self.end
    }

    /// Whether it can be this key.
    pub fn likeness(&self, key: &Credential) -> Likeness {
        // EXPOSE: its two ends are compared.
        let value = key.value().expose_secret();
        if !(value.starts_with(&self.start) && value.ends_with(&self.end)) {
            Likeness::Different
        } else if self.end.len() < TELLING {
            Likeness::CannotTell
        } else {
            Likeness::Same
        }
    }
}

/// `start...end`.
impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}...{}", self.start, self.end)
    }
}

/// From the config. A text that hides nothing is refused: it could be a whole key.
impl FromStr for Shown {
    type Err = NotMasked;

    fn from_str(text: &str) -> Result<Self, NotMasked> {
        let first = text.find(hides).ok_or(NotMasked)?;
        let (start, rest) = text.split_at(first);
        let end = rest.trim_start_matches(hides);
        let hidden = rest.len() - end.len();
        let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_+/=".contains(&byte));
        let fits =
            start.len() <= LONGEST_START && end.len() <= LONGEST_END && hidden >= 3 && plain(start) && plain(end);
        if fits { Ok(Self { start: start.to_owned(), end: end.to_owned() }) } else { Err(NotMasked) }
    }
}

fn hides(character: char) -> bool {
    matches!(character, '.' | '*' | '\u{2022}' | '\u{2026}')
}

/// Whether a masked key is one at hand.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Likeness {
    /// Beginning and end are those of the key.
    Same,
    /// They are not.
    Different,
    /// Too little is shown.
    CannotTell,
}

/// Not the masked form of a key.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not the masked form of a key")]
pub struct NotMasked;

#[cfg(test)]
mod tests {
    use keycourier_credentials::parse;
    use keycourier_testkit::keys;

    use super::*;

    fn likeness(masked: &str, key: &str) -> Likeness {
        let paste = parse(key);
        let (_, key) = paste.credentials().next().expect("a whole key");
        masked.parse::<Shown>().expect("a mask").likeness(key)
    }

    #[test]
    fn masks_of_any_form_are_compared_with_keys() {
        let key = keys::current("sk_test_", keys::ACCOUNT, 1);
        let last: String = key.chars().skip(key.len() - 4).collect();
        for (masked, expected) in [
            (format!("sk_test_...{last}"), Likeness::Same),
            (format!("sk_test_****{last}"), Likeness::Same),
            (format!("sk_\u{2022}\u{2022}\u{2022}\u{2022}{last}"), Likeness::Same),
            (format!("sk_test_\u{2026}{last}"), Likeness::Same),
            (format!("sk_live_...{last}"), Likeness::Different),
            ("sk_test_...0000".to_owned(), Likeness::Different),
            ("sk_test_...".to_owned(), Likeness::CannotTell),
            ("********".to_owned(), Likeness::CannotTell),
        ] {
            assert_eq!(likeness(&masked, &key), expected, "{masked}");
        }
    }

    #[test]
    fn what_hides_nothing_is_no_mask() {
        let key = keys::current("sk_test_", keys::ACCOUNT, 1);
        let long_start: String = key.chars().take(40).collect();
        for text in [
            key.as_str(),
            "",
            "none",
            "sk..ab",
            "<b>...abcd",
            "sk_test_...ab cd",
            "sk_test_...aB.cD",
            "sk_test_...123456789",
            &format!("{long_start}...aBcD"),
        ] {
            assert!(text.parse::<Shown>().is_err(), "{} characters that may be a key", text.len());
        }
    }

    #[test]
    fn a_mask_is_written_in_one_form() {
        let shown = "sk_test_********aBcD".parse::<Shown>().expect("a mask");
        assert_eq!((shown.to_string().as_str(), shown.ending()), ("sk_test_...aBcD", "aBcD"), "as everywhere else");
    }
}

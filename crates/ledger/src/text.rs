//! Texts that people wrote, and names that programs gave. None of them can hold a credential.

use std::fmt;
use std::str::FromStr;

use keycourier_credentials::parse;
use rusqlite::types::ValueRef;
use unicode_normalization::UnicodeNormalization;

use crate::column::Column;

/// One line: 1 to 500 characters in normal form C, without control characters and marks that turn the direction of a line, without
/// space at its ends, and without a credential in it.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Line(String);

/// Several lines: like [`Line`], up to 10,000 characters, and line feeds may stand in it.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Prose(String);

/// A stable code such as `armor_damaged` or `works`: 1 to 64 characters of `a-z`, `0-9`, `_`.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Code(String);

/// An age recipient: `age1` and lower-case letters and digits, at most 4,096 characters. Whether it can be encrypted to, age says.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Recipient(String);

/// Why a text is not what the ledger keeps.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NotAText {
    /// Nothing, or only white space.
    #[error("empty")]
    Empty,
    /// Too many characters.
    #[error("too long")]
    TooLong,
    /// A control character, or one that turns the direction of a line.
    #[error("with a hidden character")]
    Hidden,
    /// A credential stands in it.
    #[error("with a credential in it")]
    HoldsCredential,
    /// Not of the form of a code or recipient.
    #[error("of another form")]
    WrongForm,
}

const LINE: usize = 500;
const PROSE: usize = 10_000;

impl Line {
    /// The best line that can be made of a text from outside, such as the name of a file: hidden characters are dropped, credentials
    /// become their masks, and what is too long is cut. `None` where nothing is left.
    pub fn made_of(text: &str) -> Option<Self> {
        let spaced: String = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
        let shown: String = masked(&spaced).nfc().filter(|c| !is_hidden(*c)).take(LINE).collect();
        // Dropping a character may have made a credential of what was none.
        masked(&shown).parse().ok()
    }
}

fn masked(text: &str) -> String {
    let paste = parse(text);
    let mut shown = String::with_capacity(text.len());
    let mut at = 0;
    for (n, credential) in paste.credentials() {
        let span = &paste.found()[n].span;
        shown.push_str(text.get(at..span.start).unwrap_or_default());
        shown.push_str(credential.mask().as_str());
        at = span.end;
    }
    shown.push_str(text.get(at..).unwrap_or_default());
    shown
}

pub(crate) fn holds_credential(text: &str) -> bool {
    parse(text).credentials().next().is_some()
}

fn checked(text: &str, longest: usize, takes: fn(char) -> bool) -> Result<String, NotAText> {
    let text: String = text.trim().nfc().collect();
    if text.is_empty() {
        Err(NotAText::Empty)
    } else if text.chars().count() > longest {
        Err(NotAText::TooLong)
    } else if !text.chars().all(takes) {
        Err(NotAText::Hidden)
    } else if holds_credential(&text) {
        Err(NotAText::HoldsCredential)
    } else {
        Ok(text)
    }
}

fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

impl FromStr for Line {
    type Err = NotAText;

    fn from_str(text: &str) -> Result<Self, NotAText> {
        checked(text, LINE, |c| !is_hidden(c)).map(Self)
    }
}

impl FromStr for Prose {
    type Err = NotAText;

    fn from_str(text: &str) -> Result<Self, NotAText> {
        checked(&text.replace("\r\n", "\n"), PROSE, |c| c == '\n' || !is_hidden(c)).map(Self)
    }
}

impl FromStr for Code {
    type Err = NotAText;

    fn from_str(text: &str) -> Result<Self, NotAText> {
        let takes = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        let fits = (1..=64).contains(&text.len()) && text.bytes().all(takes) && !holds_credential(text);
        if fits { Ok(Self(text.to_owned())) } else { Err(NotAText::WrongForm) }
    }
}

impl FromStr for Recipient {
    type Err = NotAText;

    fn from_str(text: &str) -> Result<Self, NotAText> {
        let takes = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let body = text.strip_prefix("age1").unwrap_or_default();
        let fits = (1..=4_092).contains(&body.len()) && body.bytes().all(takes);
        if fits { Ok(Self(text.to_owned())) } else { Err(NotAText::WrongForm) }
    }
}

macro_rules! texts {
    ($($name:ident),+) => {
        $(
            impl $name {
                /// The text itself.
                pub fn as_str(&self) -> &str {
                    &self.0
                }
            }

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str(&self.0)
                }
            }

            /// A row's text was checked when it was written; to look for credentials in each again would slow long lists.
            impl Column for $name {
                fn read(value: ValueRef<'_>) -> Option<Self> {
                    String::read(value).map(Self)
                }
            }
        )+
    };
}
texts!(Line, Prose, Code, Recipient);

#[cfg(test)]
mod tests {
    use keycourier_testkit::keys;

    use super::*;

    #[test]
    fn a_line_holds_what_a_person_wrote() {
        let line: Line = "  Lavadero Jardi\u{301}n, S.A. ".parse().unwrap();
        assert_eq!(
            line.as_str(),
            "Lavadero Jardín, S.A.",
            "composed and trimmed, so that two ways of typing are one name"
        );
    }

    #[test]
    fn what_a_text_may_not_hold_is_refused() {
        let long = "x".repeat(501);
        let key = keys::legacy("sk_live_", 1);
        let table = [
            ("", NotAText::Empty),
            (" \t", NotAText::Empty),
            (&long, NotAText::TooLong),
            ("two\nlines", NotAText::Hidden),
            ("turned \u{202E}round", NotAText::Hidden),
            (&key, NotAText::HoldsCredential),
            (&format!("our key is {key}"), NotAText::HoldsCredential),
        ];
        for (text, wrong) in table {
            assert_eq!(text.parse::<Line>(), Err(wrong), "a line shows whole and holds no secret");
        }
        assert_eq!("two\r\nlines".parse::<Prose>().unwrap().as_str(), "two\nlines", "answers may have several lines");
        assert_eq!(key.parse::<Prose>(), Err(NotAText::HoldsCredential), "an answer is no place for a key either");
    }

    #[test]
    fn a_masked_key_is_no_credential() {
        assert!("sk_test_...aBcD".parse::<Line>().is_ok(), "people write masks in names of files and tickets");
    }

    #[test]
    fn codes_and_recipients_have_their_form() {
        for wrong in ["", "Works", "works!", "works-not"] {
            assert_eq!(wrong.parse::<Code>(), Err(NotAText::WrongForm), "{wrong:?} is no stable code");
        }
        let key = keys::legacy("sk_live_", 1).to_lowercase();
        assert_eq!(key.parse::<Code>(), Err(NotAText::WrongForm), "a key fits a code's alphabet and is still refused");
        for wrong in ["", "age1", "age2abc", "AGE1ABC", "age1a-b"] {
            assert_eq!(wrong.parse::<Recipient>(), Err(NotAText::WrongForm), "{wrong:?} is no recipient");
        }
        assert!("age1qqqsyqcyq5".parse::<Recipient>().is_ok(), "age's own alphabet");
    }

    #[test]
    fn any_file_name_becomes_a_line_without_a_secret() {
        let key = keys::current("sk_live_", keys::ACCOUNT, 3);
        let mask = format!("sk_live_...{}", key.get(key.len() - 4..).unwrap());
        let hidden_inside = format!("{}\u{202E}{}", &key.get(..20).unwrap(), key.get(20..).unwrap());
        for name in [format!("{key}.txt"), hidden_inside, format!("a {key} b\n{key}")] {
            let line = Line::made_of(&name).unwrap();
            assert!(
                line.as_str().contains(&mask) && !line.as_str().contains(&key),
                "the value must not reach the ledger"
            );
        }
        assert_eq!(Line::made_of("\u{202E}\n"), None, "nothing is left of it");
        assert_eq!(Line::made_of(&"x".repeat(900)).unwrap().as_str().len(), 500, "cut, not refused");
    }
}

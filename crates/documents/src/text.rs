//! Text from outside that a person will read.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// One line of at most `MAX` characters in normal form C, without control characters and without those that turn the reading
/// direction: what it shows is what it says. May be empty.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Text<const MAX: usize>(String);

impl<const MAX: usize> Text<MAX> {
    /// From what a person typed: trimmed and brought into normal form.
    ///
    /// # Errors
    /// [`NotPlainText`] if it is too long or has characters that a line of text may not have.
    pub fn typed(text: &str) -> Result<Self, NotPlainText> {
        Self::try_from(text.trim().nfc().collect::<String>())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<const MAX: usize> fmt::Display for Text<MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<const MAX: usize> TryFrom<String> for Text<MAX> {
    type Error = NotPlainText;

    fn try_from(text: String) -> Result<Self, NotPlainText> {
        let fits = text.chars().count() <= MAX && !text.chars().any(is_unfit) && is_nfc(&text);
        if fits { Ok(Self(text)) } else { Err(NotPlainText) }
    }
}

impl<const MAX: usize> From<Text<MAX>> for String {
    fn from(text: Text<MAX>) -> Self {
        text.0
    }
}

/// Too long, not in normal form, or with control or direction characters.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not one line of plain text")]
pub struct NotPlainText;

/// Whether a line of text may not have it.
pub(crate) fn is_unfit(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' // reading direction
            | '\u{2028}' | '\u{2029}' // line separators
            | '\u{200B}' | '\u{2060}' | '\u{FEFF}') // nothing to see
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_shows_something_else_than_it_says_is_refused() {
        for text in ["a\nb", "a\u{202E}b", "a\u{200B}b", "\u{7}", "e\u{301}", "toolong"] {
            assert!(Text::<6>::try_from(text.to_owned()).is_err(), "{text:?} could mislead");
        }
        let typed = Text::<6>::typed(" e\u{301} ").map(String::from);
        assert_eq!(typed.as_deref(), Ok("\u{e9}"), "what is typed is brought into form");
    }
}

//! Texts that a search compares: letters without case and accents.

use std::fmt::Display;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case without accents: a search for "jardin" finds "Jardín".
pub(crate) fn fold(text: &str) -> String {
    text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// The words searched for, at most eight: each must be found.
pub(crate) fn words(search: &str) -> Vec<String> {
    fold(search).split_whitespace().take(8).map(str::to_owned).collect()
}

/// What a row is found by: its texts, folded, one a line, so that no word is found across two of them.
#[derive(Default)]
pub(crate) struct Findable(String);

impl Findable {
    pub(crate) fn with(mut self, text: impl Display) -> Self {
        self.0.push_str(&fold(&text.to_string()));
        self.0.push('\n');
        self
    }

    pub(crate) fn with_any<T: Display>(self, texts: impl IntoIterator<Item = T>) -> Self {
        texts.into_iter().fold(self, Self::with)
    }

    pub(crate) fn into_text(self) -> String {
        self.0
    }
}

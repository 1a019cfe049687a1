//! The languages that texts are in.

use std::str::FromStr;

use serde::Deserialize;

/// A language of the program.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Spanish.
    Es,
}

impl Language {
    /// Both.
    pub const ALL: [Self; 2] = [Self::En, Self::Es];

    /// Its two letters (ISO 639-1).
    pub fn as_str(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Es => "es",
        }
    }
}

/// From a tag such as `es` or `es-MX`.
impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(tag: &str) -> Result<Self, UnknownLanguage> {
        let first = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|known| first.eq_ignore_ascii_case(known.as_str())).ok_or(UnknownLanguage)
    }
}

/// No text is in that language.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("texts are in English and Spanish")]
pub struct UnknownLanguage;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_makes_no_other_language() {
        assert_eq!("es-MX".parse(), Ok(Language::Es), "Mexican Spanish is Spanish");
        assert_eq!("EN".parse(), Ok(Language::En), "letter case says nothing");
        assert_eq!("de".parse::<Language>(), Err(UnknownLanguage), "no text is in German");
    }
}

//! An integrator's domain.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A domain name as DNS has it: lower-case A-labels, at least two of them, at most 253 characters.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Domain(String);

impl Domain {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Domain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// From what a person typed, in any script and case.
impl FromStr for Domain {
    type Err = NotADomain;

    fn from_str(text: &str) -> Result<Self, NotADomain> {
        let ascii = idna::domain_to_ascii_strict(text.trim()).map_err(|_| NotADomain)?;
        let labels_fit = ascii.split('.').all(|label| !label.is_empty());
        if ascii.len() <= 253 && ascii.contains('.') && labels_fit { Ok(Self(ascii)) } else { Err(NotADomain) }
    }
}

/// From a document, where it must already have its one form.
impl TryFrom<String> for Domain {
    type Error = NotADomain;

    fn try_from(text: String) -> Result<Self, NotADomain> {
        let domain: Self = text.parse()?;
        if domain.0 == text { Ok(domain) } else { Err(NotADomain) }
    }
}

impl From<Domain> for String {
    fn from(domain: Domain) -> Self {
        domain.0
    }
}

/// Not a domain name, or in a document not in its one form.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not a domain name")]
pub struct NotADomain;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_has_one_form() {
        let parsed = "Bücher.Example".parse::<Domain>().map(String::from);
        assert_eq!(parsed.as_deref(), Ok("xn--bcher-kva.example"), "the words depend on the form");
        for wrong in ["", "localhost", "a..b", "exa mple.com", "example.com/path"] {
            assert!(wrong.parse::<Domain>().is_err(), "{wrong:?} is no domain name");
        }
        assert!(Domain::try_from("Example.com".to_owned()).is_err(), "a document spells it in lower case");
    }
}

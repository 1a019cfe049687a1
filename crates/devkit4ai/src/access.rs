//! Whose project, and by what right.

use std::fmt;
use std::str::FromStr;

use keycourier_credentials::parse;
use secrecy::{ExposeSecret, SecretString};

/// A project, and the token that opens it.
pub struct Access {
    /// The project.
    pub project: ProjectId,
    /// The token of somebody who may change it.
    pub token: Token,
}

/// A project's name in the API: a UUID, in lower case.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ProjectId(String);

impl ProjectId {
    /// The whole id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ProjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// From what a person copied: blanks around it and capitals do no harm.
impl FromStr for ProjectId {
    type Err = NotAProject;

    fn from_str(text: &str) -> Result<Self, NotAProject> {
        let text = text.trim().to_ascii_lowercase();
        let groups: Vec<&str> = text.split('-').collect();
        let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
        let hex = groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()));
        if lengths == [8, 4, 4, 4, 12] && hex { Ok(Self(text)) } else { Err(NotAProject) }
    }
}

/// Not a UUID.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a project's id has 32 hexadecimal digits in five groups")]
pub struct NotAProject;

/// A bearer token of Dev Kit for AI's. Like a key it is never shown or logged.
#[derive(Clone)]
pub struct Token(SecretString);

/// Far more than any token has.
const LONGEST: usize = 16 * 1024;

impl Token {
    /// From what a person copied; blanks around it and a leading `Bearer` are dropped.
    ///
    /// # Errors
    /// [`NotAToken`].
    pub fn read(pasted: &SecretString) -> Result<Self, NotAToken> {
        // EXPOSE: cut to size and kept as a secret again.
        let text = pasted.expose_secret().trim();
        let text = match text.split_once(char::is_whitespace) {
            Some((first, rest)) if first.eq_ignore_ascii_case("bearer") => rest.trim(),
            _ => text,
        };
        if text.is_empty() {
            return Err(NotAToken::Empty);
        }
        if !parse(text).found().is_empty() {
            return Err(NotAToken::StripeKey);
        }
        let fits = text.len() <= LONGEST && text.bytes().all(|byte| byte.is_ascii_graphic());
        if fits { Ok(Self(SecretString::from(text))) } else { Err(NotAToken::Form) }
    }

    pub(crate) fn secret(&self) -> &SecretString {
        &self.0
    }
}

/// Why a text is no token.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NotAToken {
    /// Nothing but blanks.
    #[error("nothing was given")]
    Empty,
    /// A key of Stripe's, which must not go where a token goes.
    #[error("this is a key of Stripe's, not a token")]
    StripeKey,
    /// Blanks or line breaks inside, or characters that no token has.
    #[error("a token is one word of plain characters")]
    Form,
}

#[cfg(test)]
mod tests {
    use keycourier_testkit::keys;

    use super::*;

    #[test]
    fn projects_are_uuids() {
        let id = "3F2504E0-4F89-41D3-9A0C-0305E82C3301";
        let parsed = format!("  {id}\n").parse::<ProjectId>().map(|project| project.to_string());
        assert_eq!(parsed, Ok(id.to_ascii_lowercase()), "as copied, in the one form that addresses are made of");
        for wrong in [
            "",
            "3f2504e04f8941d39a0c0305e82c3301",
            "3f2504e0-4f89-41d3-9a0c-0305e82c330",
            "3f2504e0-4f89-41d3-9a0c-0305e82c330g",
            "3f2504e0-4f89-41d3-9a0c-0305e82c3301/../x",
            "{3f2504e0-4f89-41d3-9a0c-0305e82c3301}",
            "3f2504e0-4f89-41d3-9a0c-0305e82c3301-",
        ] {
            assert_eq!(wrong.parse::<ProjectId>(), Err(NotAProject), "{wrong:?} would make another address");
        }
    }

    #[test]
    fn tokens_are_one_word_and_no_key() {
        let read =
            |text: &str| Token::read(&SecretString::from(text)).map(|token| token.secret().expose_secret().to_owned());
        assert_eq!(read(" abc.DEF-1_2~3+/=\r\n").as_deref(), Ok("abc.DEF-1_2~3+/="), "blanks around it are dropped");
        assert_eq!(read("Bearer abc").as_deref(), Ok("abc"), "the word before it is dropped");
        assert_eq!(read(" \n"), Err(NotAToken::Empty), "nothing is no token");
        assert_eq!(read("two words"), Err(NotAToken::Form), "a token is one word");
        assert_eq!(read("caf\u{e9}"), Err(NotAToken::Form), "no header takes it");
        assert_eq!(read(&"x".repeat(LONGEST + 1)), Err(NotAToken::Form), "no token is that long");
        let key = keys::current("sk_live_", keys::ACCOUNT, 1);
        assert_eq!(read(&key), Err(NotAToken::StripeKey), "a key must not be sent as a token");
        assert_eq!(read("sk_live_...aBcD"), Err(NotAToken::StripeKey), "nor a masked one");
    }
}

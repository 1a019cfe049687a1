//! What asking Stripe about a key brought to light.

use std::fmt;

use keycourier_credentials::{AccountId, Mode};
use serde::{Deserialize, Serialize};

use crate::{Cause, Permission, RequestId};

/// What is known about a key after asking. It holds nothing of the key itself.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Learnt {
    /// What Stripe said about the key as such.
    pub answer: Answer,
    /// What the key was found not to be allowed.
    pub lacks: Vec<Lack>,
    /// Its account; a refusal for want of a permission names it too.
    pub account: Option<AccountId>,
    /// The account's name in the Dashboard.
    pub account_name: Option<AccountName>,
    /// The account's country.
    pub country: Option<Country>,
    /// Whether the account may take payments yet: a new one can't before its owner has answered Stripe's questions.
    pub charges_enabled: Option<bool>,
    /// The mode that Stripe says the key is of.
    pub mode: Option<Mode>,
    /// Why one of the calls brought nothing, while another did.
    pub unanswered: Option<Cause>,
    /// Stripe's names for the calls that it answered.
    pub request_ids: Vec<RequestId>,
}

/// What Stripe said about a key, the weightiest first: where two calls were answered differently, the earlier here counts.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// It was accepted.
    Accepted,
    /// It was refused for want of a permission, as only a living key is.
    Lives,
    /// No such key.
    UnknownToStripe,
    /// Rolled, deleted, or past its end.
    Expired,
    /// A real key that other computers may use.
    LockedToOtherAddresses,
    /// A living publishable key.
    PublishableOk,
    /// Nothing was said.
    CouldNotAsk(Cause),
}

/// A permission that a key was found to lack.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Lack {
    /// What Stripe's reference asks for.
    pub permission: Permission,
    /// What the refusal itself named, where it is another: now and then it names a wrong one, so it is a second guess only.
    pub named: Option<Permission>,
}

impl Learnt {
    /// Nothing was asked, or nothing was said.
    pub(crate) fn nothing(cause: Cause) -> Self {
        Self {
            answer: Answer::CouldNotAsk(cause),
            lacks: Vec::new(),
            account: None,
            account_name: None,
            country: None,
            charges_enabled: None,
            mode: None,
            unanswered: None,
            request_ids: Vec::new(),
        }
    }

    /// Whether Stripe took the key for one that lives, and that may be asked more.
    pub fn lives(&self) -> bool {
        matches!(self.answer, Answer::Accepted | Answer::Lives)
    }

    /// Adds a permission that the key was found to lack, once.
    pub(crate) fn lacks(&mut self, permission: Permission, named: Option<Permission>) {
        if self.lacks.iter().all(|lack| lack.permission != permission) {
            let named = named.filter(|named| *named != permission);
            self.lacks.push(Lack { permission, named });
        }
    }
}

/// An account's name as its owner wrote it, fit to be shown: no control, direction or invisible characters, single spaces, at most
/// 120 characters.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccountName(String);

impl AccountName {
    const LONGEST: usize = 120;

    /// None where nothing visible is left.
    pub(crate) fn clean(text: &str) -> Option<Self> {
        let spaced = text.chars().map(|character| if character.is_whitespace() { ' ' } else { character });
        let visible: String = spaced.filter(|&character| !is_hidden(character)).collect();
        let single = visible.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        let short: String = single.chars().take(Self::LONGEST).collect();
        (!short.is_empty()).then_some(Self(short))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AccountName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for AccountName {
    type Error = NothingToShow;

    /// Cleans again: what was kept may have been changed meanwhile.
    fn try_from(text: String) -> Result<Self, NothingToShow> {
        Self::clean(&text).ok_or(NothingToShow)
    }
}

impl From<AccountName> for String {
    fn from(name: AccountName) -> Self {
        name.0
    }
}

/// A name without a visible character.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("nothing of the name can be shown")]
pub struct NothingToShow;

/// Control characters, and those of Unicode that change direction or show nothing.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// A country by its two capital letters (ISO 3166-1).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Country([u8; 2]);

impl Country {
    pub(crate) fn of(text: &str) -> Option<Self> {
        let letters: [u8; 2] = text.as_bytes().try_into().ok()?;
        letters.iter().all(u8::is_ascii_uppercase).then_some(Self(letters))
    }

    /// The two letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Country {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::of(&text).ok_or_else(|| serde::de::Error::custom("a country has two capital letters"))
    }
}

impl Serialize for Country {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// `GET /v1/balance`: the mode, and nothing else of it. Amounts are skipped by the reader, and wiped with the body.
#[derive(Deserialize)]
pub(crate) struct Balance {
    #[serde(rename = "object")]
    _object: BalanceObject,
    pub(crate) livemode: bool,
}

#[derive(Deserialize)]
enum BalanceObject {
    #[serde(rename = "balance")]
    Balance,
}

/// `GET /v1/account`, which names no mode.
#[derive(Deserialize)]
pub(crate) struct Account {
    #[serde(rename = "object")]
    _object: AccountObject,
    pub(crate) id: AccountId,
    pub(crate) country: Option<String>,
    pub(crate) charges_enabled: Option<bool>,
    settings: Option<Settings>,
}

#[derive(Deserialize)]
enum AccountObject {
    #[serde(rename = "account")]
    Account,
}

#[derive(Deserialize)]
struct Settings {
    dashboard: Option<Dashboard>,
}

#[derive(Deserialize)]
struct Dashboard {
    display_name: Option<String>,
}

impl Account {
    pub(crate) fn name(&self) -> Option<AccountName> {
        AccountName::clean(self.settings.as_ref()?.dashboard.as_ref()?.display_name.as_deref()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn account_names_are_fit_to_be_shown() {
        let cleaned = |text: &str| AccountName::clean(text).map(|name| name.0);
        assert_eq!(cleaned("Sparkle Car Wash").as_deref(), Some("Sparkle Car Wash"), "as its owner wrote it");
        assert_eq!(cleaned(" Caf\u{E9}\n\tdel\u{A0}Mar ").as_deref(), Some("Caf\u{E9} del Mar"), "on one line");
        assert_eq!(cleaned("\u{202E}hsaW\u{200B} raC\u{7}").as_deref(), Some("hsaW raC"), "nothing hidden");
        assert_eq!(cleaned(&"x".repeat(500)).map(|name| name.len()), Some(120), "no longer than a line");
        assert_eq!(cleaned("\u{200B} \u{202E}"), None, "nothing to show");
    }

    #[test]
    fn countries_are_two_capital_letters() {
        assert_eq!(Country::of("AU").map(|country| country.to_string()).as_deref(), Some("AU"), "Australia");
        for wrong in ["", "A", "au", "AUS", "<b", "\u{C4}"] {
            assert_eq!(Country::of(wrong), None, "{wrong:?} is no country");
        }
    }

    #[test]
    fn a_proof_of_life_weighs_more_than_a_refusal_and_any_answer_more_than_none() {
        let mut answers = [
            Answer::CouldNotAsk(Cause::NoNetwork),
            Answer::Expired,
            Answer::UnknownToStripe,
            Answer::Lives,
            Answer::Accepted,
        ];
        answers.sort();
        let expected = [
            Answer::Accepted,
            Answer::Lives,
            Answer::UnknownToStripe,
            Answer::Expired,
            Answer::CouldNotAsk(Cause::NoNetwork),
        ];
        assert_eq!(answers, expected, "the order in which the design lists them");
    }
}

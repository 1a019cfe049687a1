//! Whose Stripe account a credential belongs to, as far as the credential itself tells.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A Stripe account id: `acct_` and 8 to 64 letters and digits, usually 16.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccountId(String);

impl AccountId {
    /// The whole id.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn body(&self) -> &str {
        self.0.strip_prefix(ACCOUNT).unwrap_or(&self.0)
    }
}

const ACCOUNT: &str = "acct_";
/// Characters of the account that keys of the current generation carry.
pub(crate) const CARRIED: usize = 16;
/// Characters at the end of the account that ids of its objects (`we_`, `pi_` …) carry.
const IN_OBJECTS: usize = 10;

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for AccountId {
    type Err = NotAnAccount;

    fn from_str(text: &str) -> Result<Self, NotAnAccount> {
        let body = text.strip_prefix(ACCOUNT).ok_or(NotAnAccount)?;
        let fits = (8..=64).contains(&body.len()) && body.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if fits { Ok(Self(text.to_owned())) } else { Err(NotAnAccount) }
    }
}

impl TryFrom<String> for AccountId {
    type Error = NotAnAccount;

    fn try_from(text: String) -> Result<Self, NotAnAccount> {
        text.parse()
    }
}

impl From<AccountId> for String {
    fn from(account: AccountId) -> Self {
        account.0
    }
}

/// Not `acct_` and letters and digits.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not a Stripe account id")]
pub struct NotAnAccount;

/// What a credential or an object's id says about its account. Stripe does not document it: it is a strong hint, and the live check
/// has the last word.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum AccountHint {
    /// The whole account: a key of 107 characters has `5` and the account's 16 characters behind its prefix.
    Whole(AccountId),
    /// The account's last ten characters: what the id of an object carries.
    Ending(String),
    /// Older keys and webhook secrets carry nothing.
    Nothing,
}

impl AccountHint {
    /// What the body of a key of the current generation says. Anything else says nothing.
    pub(crate) fn of_current_body(body: &str) -> Self {
        body.strip_prefix('5')
            .and_then(|rest| rest.get(..CARRIED))
            .and_then(|carried| format!("{ACCOUNT}{carried}").parse().ok())
            .map_or(Self::Nothing, Self::Whole)
    }

    /// What the id of an object (`we_1…`, `pi_3…`) says: after a leading digit and five characters of time stand the account's last
    /// ten. Too short an id says nothing.
    pub fn of_object(id: &str) -> Self {
        const BEFORE: usize = 6;
        let ending = id
            .rsplit_once('_')
            .and_then(|(_, body)| body.get(BEFORE..BEFORE + IN_OBJECTS))
            .filter(|ending| ending.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        ending.map_or(Self::Nothing, |ending| Self::Ending(ending.to_owned()))
    }

    /// The account, where the whole of it is known.
    pub fn account(&self) -> Option<&AccountId> {
        match self {
            Self::Whole(account) => Some(account),
            Self::Ending(_) | Self::Nothing => None,
        }
    }

    /// Whether the two are of one account. Only credentials of one mode may be compared: a sandbox has an account of its own.
    pub fn relation(&self, other: &Self) -> Relation {
        let same = match (self, other) {
            (Self::Nothing, _) | (_, Self::Nothing) => return Relation::CannotTell,
            (Self::Whole(a), Self::Whole(b)) => a == b,
            (Self::Ending(a), Self::Ending(b)) => a == b,
            (Self::Whole(a), Self::Ending(b)) | (Self::Ending(b), Self::Whole(a)) => a.body().ends_with(b.as_str()),
        };
        if same { Relation::Same } else { Relation::Different }
    }
}

/// How two hints stand to one another.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Relation {
    /// One account.
    Same,
    /// Two accounts.
    Different,
    /// At least one of them carries nothing: never a reason to refuse.
    CannotTell,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_id_is_matched_with_the_account_of_a_key() {
        let key = AccountHint::of_current_body("51G6m1pFY0qyl6XeWrest");
        assert_eq!(key.account().map(AccountId::as_str), Some("acct_1G6m1pFY0qyl6XeW"), "16 characters follow the 5");
        let own = AccountHint::of_object("pi_1GGCGfFY0qyl6XeWabcd");
        let foreign = AccountHint::of_object("pi_1GGCGf0000000000abcd");
        assert_eq!(key.relation(&own), Relation::Same, "the id carries the account's last ten characters");
        assert_eq!(key.relation(&foreign), Relation::Different, "another account's ten characters");
        assert_eq!(key.relation(&AccountHint::Nothing), Relation::CannotTell, "an old key carries no account");
    }

    #[test]
    fn only_account_ids_are_account_ids() {
        for wrong in ["", "acct_", "acct_short", "acct_1G6m1pFY0qyl6Xe-", "we_1G6m1pFY0qyl6XeW", "1G6m1pFY0qyl6XeW"] {
            let parsed = wrong.parse::<AccountId>();
            if wrong == "acct_short" {
                assert_eq!(parsed, Err(NotAnAccount), "five characters are fewer than any account has");
            }
            assert!(parsed.is_err(), "{wrong:?} is no account id");
        }
    }
}

//! What the fake answers to whom.

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};

use crate::keys;

/// The keys that the fake knows, by value. It is JSON for programs: `{"keys":{"…":{"account":{…},"answers":{"then":"expired"}}}}`.
#[derive(Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Script {
    pub(super) keys: BTreeMap<String, KeyScript>,
}

impl Script {
    /// With one more key.
    pub fn with(mut self, key: &str, script: KeyScript) -> Self {
        self.keys.insert(key.to_owned(), script);
        self
    }

    /// What comes next for a key at a path, and whose it is.
    pub(super) fn next(&mut self, key: Option<&str>, path: &str) -> (Behaviour, Account) {
        let Some(script) = key.and_then(|key| self.keys.get_mut(key)) else {
            return (Behaviour::Unknown, Account::default());
        };
        let answers = script.at.get_mut(path).unwrap_or(&mut script.answers);
        let behaviour = answers.first.pop_front().unwrap_or_else(|| answers.then.clone());
        (behaviour, script.account.clone())
    }
}

/// One key: whose it is, and how requests with it end.
#[derive(Clone, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct KeyScript {
    account: Account,
    answers: Answers,
    /// By path, in place of `answers`.
    at: BTreeMap<String, Answers>,
}

impl KeyScript {
    /// A key that works in test mode.
    pub fn test() -> Self {
        Self::default()
    }

    /// A key that works in live mode.
    pub fn live() -> Self {
        Self::of(Account { livemode: true, ..Account::default() })
    }

    /// A key of this account, that works.
    pub fn of(account: Account) -> Self {
        Self { account, ..Self::default() }
    }

    /// Ends one more request this way before the rule of [`KeyScript::then`] holds.
    pub fn first(mut self, behaviour: Behaviour) -> Self {
        self.answers.first.push_back(behaviour);
        self
    }

    /// Ends all requests this way.
    pub fn then(mut self, behaviour: Behaviour) -> Self {
        self.answers.then = behaviour;
        self
    }

    /// Ends requests at `path` this way.
    pub fn at(mut self, path: &str, behaviour: Behaviour) -> Self {
        self.at.insert(path.to_owned(), Answers { first: VecDeque::new(), then: behaviour });
        self
    }
}

/// Answers in order.
#[derive(Clone, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Answers {
    /// Used up first, one a request.
    pub first: VecDeque<Behaviour>,
    /// All later ones.
    pub then: Behaviour,
}

/// A Stripe account.
#[derive(Clone, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Account {
    /// `acct_…`.
    pub id: String,
    /// The name in the Dashboard.
    pub name: String,
    /// Two letters.
    pub country: String,
    /// Whether it may take payments yet.
    pub charges_enabled: bool,
    /// Whether the key is of live mode.
    pub livemode: bool,
}

impl Default for Account {
    fn default() -> Self {
        Self {
            id: format!("acct_{}", keys::ACCOUNT),
            name: "Sparkle Car Wash".to_owned(),
            country: "AU".to_owned(),
            charges_enabled: true,
            livemode: false,
        }
    }
}

/// How a request ends.
#[derive(Clone, Default, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Behaviour {
    /// As Stripe would for a good key: 200, or the refusal that a publishable key, or an organization key without context, gets.
    #[default]
    Works,
    /// 401 without a code: no such key.
    Unknown,
    /// 401 `api_key_expired`.
    Expired,
    /// 401: the key's list of addresses has not this one.
    LockedToOtherAddresses,
    /// 403: the key lives, and may not do this.
    LacksPermission {
        /// Which of Stripe's texts.
        wording: Wording,
        /// The permission that the text names; none is the usual one of the path.
        permission: Option<String>,
    },
    /// What a publishable key gets where a secret one belongs.
    PublishableKeyRefused {
        /// 403 or 401: both were seen.
        status: u16,
        /// Whether the code stands beside the text.
        coded: bool,
    },
    /// 403 `account_invalid`: no access to the account of the context.
    NoAccess,
    /// 404 `resource_missing`.
    NotFound,
    /// 409.
    Conflict,
    /// 429.
    RateLimited,
    /// 500 to 599.
    Fails {
        /// The status.
        status: u16,
    },
    /// Stripe's form of error, with any status, code and text.
    Refused {
        /// The status.
        status: u16,
        /// `error.code`.
        code: Option<String>,
        /// `error.message`.
        message: String,
    },
    /// Any status with a body that is not Stripe's: a page of some proxy.
    Garbage {
        /// The status.
        status: u16,
        /// The whole body.
        body: String,
    },
    /// 302 to another path.
    Redirect,
    /// 200 and this many bytes.
    Huge {
        /// How many.
        bytes: usize,
    },
    /// The connection ends instead of an answer.
    Cut,
    /// The connection ends in the middle of the body.
    CutInBody,
    /// Waits first.
    Slow {
        /// How long, in milliseconds.
        ms: u64,
        /// How it ends after that.
        then: Box<Self>,
    },
    /// Adds `Stripe-Should-Retry`.
    Advises {
        /// Its value.
        retry: bool,
        /// How it ends.
        then: Box<Self>,
    },
}

/// The texts that Stripe has had for a missing permission.
#[derive(Clone, Copy, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Wording {
    /// Until 2025: without a code, "Having the 'rak_…' permission would allow …".
    Old,
    /// 2026: `more_permissions_required`, "Enabling … permissions on this key would allow …".
    New,
    /// No restricted key may do it.
    NotOffered,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_is_json_for_programs() {
        let text = r#"{"keys":{"k":{"answers":{"first":["conflict",{"slow":{"ms":5,"then":"works"}}],"then":"expired"},
            "at":{"/v1/account":{"then":{"lacks_permission":{"wording":"new","permission":null}}}}}}}"#;
        let mut script: Script = serde_json::from_str(text).expect("a good script");
        assert!(matches!(script.next(Some("k"), "/v1/balance").0, Behaviour::Conflict), "the first of the list");
        assert!(matches!(script.next(Some("k"), "/v1/balance").0, Behaviour::Slow { ms: 5, .. }), "the second");
        assert!(matches!(script.next(Some("k"), "/v1/balance").0, Behaviour::Expired), "the list is used up");
        let (account, _) = script.next(Some("k"), "/v1/account");
        assert!(matches!(account, Behaviour::LacksPermission { wording: Wording::New, .. }), "that path has its own");
        assert!(matches!(script.next(Some("other"), "/").0, Behaviour::Unknown), "no script, no key");
        let again = serde_json::to_string(&script).expect("any script is JSON");
        assert!(serde_json::from_str::<Script>(&again).is_ok(), "what is written can be read");
    }
}

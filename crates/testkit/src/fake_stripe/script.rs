//! What the fake answers to whom.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde::{Deserialize, Serialize};

use super::endpoints::Endpoint;
use super::naming;
use crate::keys;

/// The keys that the fake knows, by value. It is JSON for programs: `{"keys":{"…":{"account":{…},"answers":{"then":"expired"}}}}`.
#[derive(Clone, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Script {
    pub(super) keys: BTreeMap<String, KeyScript>,
    /// Webhook endpoints and event destinations that are there from the start.
    pub(super) endpoints: Vec<Endpoint>,
    /// Whether a key that stands in no script is what a word in it says (`…Expired…`), and works without one. Else it is unknown.
    pub(super) by_name: bool,
    /// Milliseconds that each answer takes at least.
    pub(super) latency: u64,
}

impl Script {
    /// With one more key.
    pub fn with(mut self, key: &str, script: KeyScript) -> Self {
        self.keys.insert(key.to_owned(), script);
        self
    }

    /// With one more webhook endpoint.
    pub fn with_endpoint(mut self, endpoint: Endpoint) -> Self {
        self.endpoints.push(endpoint);
        self
    }

    /// Where keys that stand in no script are what a word in them says.
    pub fn by_name(mut self) -> Self {
        self.by_name = true;
        self
    }

    /// Where each answer takes this many milliseconds.
    pub fn with_latency(mut self, milliseconds: u64) -> Self {
        self.latency = milliseconds;
        self
    }

    /// What comes next for a key, and its script.
    pub(super) fn next(&mut self, key: Option<&str>, method: &str, path: &str) -> (Behaviour, KeyScript) {
        match key.map(|key| (key, self.keys.get_mut(key))) {
            Some((_, Some(script))) => (script.next(method, path), script.clone()),
            Some((key, None)) if self.by_name => {
                let mut script = naming::script(key);
                (script.next(method, path), script)
            }
            Some((_, None)) | None => (Behaviour::Unknown, KeyScript::default()),
        }
    }
}

/// One key: whose it is, and how requests with it end.
#[derive(Clone, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct KeyScript {
    pub(super) account: Account,
    answers: Answers,
    /// By path, in place of `answers`: `/v1/account`, `POST /v1/account`, or with a star at its end for all that begins so.
    at: BTreeMap<String, Answers>,
    /// What it may do, by Stripe's names such as `charge_read`; write includes read. None: everything.
    permissions: Option<BTreeSet<String>>,
    /// How a missing permission is told.
    pub(super) wording: Wording,
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

    /// Ends requests at `path` this way. `POST /v1/x` is for one method only, `/v1/x*` for all paths that begin so.
    pub fn at(mut self, path: &str, behaviour: Behaviour) -> Self {
        self.at.entry(path.to_owned()).or_default().then = behaviour;
        self
    }

    /// Ends one more request at `path` this way before the rule of [`KeyScript::at`] holds.
    pub fn first_at(mut self, path: &str, behaviour: Behaviour) -> Self {
        self.at.entry(path.to_owned()).or_default().first.push_back(behaviour);
        self
    }

    /// May do these and no more, by Stripe's names such as `charge_read`.
    pub fn only(mut self, permissions: &[&str]) -> Self {
        self.permissions = Some(permissions.iter().map(|&permission| permission.to_owned()).collect());
        self
    }

    /// Tells missing permissions this way.
    pub fn wording(mut self, wording: Wording) -> Self {
        self.wording = wording;
        self
    }

    pub(super) fn next(&mut self, method: &str, path: &str) -> Behaviour {
        let with_method = format!("{method} {path}");
        let fits = |rule: &str| match rule.strip_suffix('*') {
            Some(beginning) => path.starts_with(beginning) || with_method.starts_with(beginning),
            None => rule == path || rule == with_method,
        };
        // The longest rule says most.
        let rule = self.at.keys().filter(|rule| fits(rule)).max_by_key(|rule| rule.len()).cloned();
        let answers = rule.and_then(|rule| self.at.get_mut(&rule)).unwrap_or(&mut self.answers);
        answers.first.pop_front().unwrap_or_else(|| answers.then.clone())
    }

    pub(super) fn may(&self, permission: &str) -> bool {
        let written = permission.strip_suffix("_read").map(|resource| format!("{resource}_write"));
        self.permissions.as_ref().is_none_or(|permissions| {
            permissions.contains(permission) || written.is_some_and(|written| permissions.contains(&written))
        })
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
    /// What was asked is done as for a good key, and then the connection ends instead of an answer.
    CutAfter,
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
#[derive(Clone, Copy, Default, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Wording {
    /// Until 2025: without a code, "Having the 'rak_…' permission would allow …".
    Old,
    #[default]
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
        let mut next = |key, path| script.next(Some(key), "GET", path).0;
        assert!(matches!(next("k", "/v1/balance"), Behaviour::Conflict), "the first of the list");
        assert!(matches!(next("k", "/v1/balance"), Behaviour::Slow { ms: 5, .. }), "the second");
        assert!(matches!(next("k", "/v1/balance"), Behaviour::Expired), "the list is used up");
        let account = next("k", "/v1/account");
        assert!(matches!(account, Behaviour::LacksPermission { wording: Wording::New, .. }), "that path has its own");
        assert!(matches!(next("other", "/"), Behaviour::Unknown), "no script, no key");
        let again = serde_json::to_string(&script).expect("any script is JSON");
        assert!(serde_json::from_str::<Script>(&again).is_ok(), "what is written can be read");
    }
    #[test]
    fn the_longest_rule_for_a_path_holds() {
        let mut script = KeyScript::test()
            .then(Behaviour::Expired)
            .at("/v1/customers*", Behaviour::Cut)
            .at("POST /v1/customers/cus_*", Behaviour::NotFound);
        assert!(matches!(script.next("GET", "/v1/balance"), Behaviour::Expired), "no rule of its own");
        assert!(matches!(script.next("GET", "/v1/customers"), Behaviour::Cut), "it begins so");
        assert!(matches!(script.next("POST", "/v1/customers/cus_1"), Behaviour::NotFound), "the more particular one");
    }

    #[test]
    fn write_includes_read() {
        let script = KeyScript::test().only(&["charge_read", "customer_write"]);
        assert!(script.may("charge_read") && script.may("customer_read"), "what is ticked, and what that includes");
        assert!(!script.may("charge_write") && !script.may("plan_read"), "and no more");
        assert!(KeyScript::test().may("plan_read"), "a key without a list may do everything");
    }
}

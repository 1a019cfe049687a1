//! Whether the credentials of one delivery and mode belong together.

use keycourier_credentials::{AccountHint, AccountId, Credential, Mode, Relation, SlotId};
use serde::{Deserialize, Serialize};

use crate::{EndpointId, Learnt};

/// What is known about one credential's account and mode, from itself and from Stripe.
#[derive(Clone, Debug)]
pub struct Party {
    slot: SlotId,
    account: AccountHint,
    mode: Option<Mode>,
}

/// What tells where a webhook signing secret belongs, which itself carries neither account nor mode: the endpoint that we created, or a
/// delivery that it was found to have signed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Origins {
    /// Its account, as far as known.
    pub account: AccountHint,
    /// Its mode.
    pub mode: Option<Mode>,
}

impl Origins {
    /// Of a secret that came with a new endpoint in this mode.
    pub fn of_endpoint(endpoint: &EndpointId, mode: Mode) -> Self {
        Self { account: AccountHint::of_object(endpoint.as_str()), mode: Some(mode) }
    }
}

impl Party {
    /// Stripe's own word comes first, then what is known of the credential's making, then what it carries.
    pub fn new(slot: &SlotId, key: &Credential, learnt: Option<&Learnt>, origins: Option<&Origins>) -> Self {
        let told = learnt.and_then(|learnt| learnt.account.clone()).map(AccountHint::Whole);
        let known = origins.map(|origins| origins.account.clone());
        let mode = learnt.and_then(|learnt| learnt.mode).or_else(|| origins.and_then(|origins| origins.mode));
        Self {
            slot: slot.clone(),
            account: told.or(known).unwrap_or_else(|| key.account().clone()),
            mode: mode.or_else(|| key.mode()),
        }
    }
}

/// How the credentials of one delivery and mode stand to one another.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Agreement {
    /// Whether they are of one account.
    pub account: Sameness,
    /// Which account, where one is known as a whole and none differs.
    pub of: Option<AccountId>,
    /// Whether they are of one mode.
    pub mode: Sameness,
    /// Those that stand against another one's account.
    pub other_account: Vec<SlotId>,
    /// Those of another mode than the delivery's.
    pub other_mode: Vec<SlotId>,
    /// Those whose account nothing tells: older keys, and webhook signing secrets from elsewhere.
    pub untold: Vec<SlotId>,
}

/// Whether several are one.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sameness {
    /// All of those that tell say the same, and all tell.
    Same,
    /// Two say different things.
    Different,
    /// Nothing speaks against it, but not all tell: never a reason to refuse.
    CannotTell,
}

/// Compares the credentials of one delivery in one mode. Test and live may differ: a sandbox has an account of its own.
pub fn agreement(mode: Mode, parties: &[Party]) -> Agreement {
    let differs = |one: &Party| parties.iter().any(|other| one.account.relation(&other.account) == Relation::Different);
    let slots = |fits: &dyn Fn(&Party) -> bool| -> Vec<SlotId> {
        parties.iter().filter(|party| fits(party)).map(|party| party.slot.clone()).collect()
    };
    let other_account = slots(&differs);
    let untold = slots(&|party| party.account == AccountHint::Nothing);
    let other_mode = slots(&|party| party.mode.is_some_and(|found| found != mode));
    let whole = parties.iter().find_map(|party| party.account.account().cloned());
    Agreement {
        account: sameness(!other_account.is_empty(), !untold.is_empty()),
        of: whole.filter(|_| other_account.is_empty()),
        mode: sameness(!other_mode.is_empty(), parties.iter().any(|party| party.mode.is_none())),
        other_account,
        other_mode,
        untold,
    }
}

fn sameness(differs: bool, is_untold: bool) -> Sameness {
    match (differs, is_untold) {
        (true, _) => Sameness::Different,
        (false, true) => Sameness::CannotTell,
        (false, false) => Sameness::Same,
    }
}

#[cfg(test)]
mod tests {
    use keycourier_credentials::{Kind, Slot, parse};
    use keycourier_testkit::keys;

    use super::*;

    fn party(kind: Kind, key: &str, origins: Option<&Origins>) -> Party {
        let paste = parse(key);
        let (_, credential) = paste.credentials().next().expect("a whole credential");
        Party::new(&Slot::usual(kind, Mode::Test).id, credential, None, origins)
    }

    fn pair(first: &str, second: &str) -> Agreement {
        let parties = [party(Kind::Publishable, first, None), party(Kind::Secret, second, None)];
        agreement(Mode::Test, &parties)
    }

    #[test]
    fn accounts_are_compared_as_far_as_keys_carry_them() {
        let current = |prefix, account| keys::current(prefix, account, 1);
        let (ours, other) = (keys::ACCOUNT, keys::OTHER_ACCOUNT);
        let same = pair(&current("pk_test_", ours), &current("sk_test_", ours));
        assert_eq!(same.account, Sameness::Same, "both carry it");
        assert_eq!(same.of.map(|id| id.to_string()), Some(format!("acct_{ours}")), "and it can be named");
        let different = pair(&current("pk_test_", ours), &current("rk_test_", other));
        assert_eq!(different.account, Sameness::Different, "two accounts");
        assert_eq!((different.other_account.len(), different.of), (2, None), "nobody knows which of the two is meant");
        let legacy = pair(&keys::legacy("pk_test_", 1), &current("sk_test_", ours));
        assert_eq!(legacy.account, Sameness::CannotTell, "an older key carries none");
        assert_eq!(legacy.untold.len(), 1, "and that one is named");
        assert!(legacy.of.is_some(), "what the other one says still holds");
    }

    #[test]
    fn modes_are_compared_with_the_deliverys() {
        let live = pair(&keys::current("pk_live_", keys::ACCOUNT, 1), &keys::current("sk_test_", keys::ACCOUNT, 2));
        assert_eq!(live.mode, Sameness::Different, "one of them is live");
        assert_eq!(live.other_mode, [Slot::usual(Kind::Publishable, Mode::Test).id], "and it is named");
    }

    #[test]
    fn what_stripe_names_counts_more_than_what_a_key_carries() {
        let id = |account: &str| format!("acct_{account}").parse::<AccountId>().expect("an account");
        let paste = parse(&keys::current("sk_test_", keys::OTHER_ACCOUNT, 1));
        let (_, key) = paste.credentials().next().expect("a whole key");
        let learnt = Learnt { account: Some(id(keys::ACCOUNT)), ..Learnt::nothing(crate::Cause::NothingToAsk) };
        let known = Origins { account: AccountHint::Whole(id(keys::OTHER_ACCOUNT)), mode: None };
        let slot = Slot::usual(Kind::Secret, Mode::Test).id;
        let told = agreement(Mode::Test, &[Party::new(&slot, key, Some(&learnt), Some(&known))]);
        assert_eq!(told.of, Some(id(keys::ACCOUNT)), "what a key carries is an observation, no promise");
        let untold = agreement(Mode::Test, &[Party::new(&slot, key, None, None)]);
        assert_eq!(untold.of, Some(id(keys::OTHER_ACCOUNT)), "but a good one where nobody says otherwise");
    }

    #[test]
    fn a_webhook_secret_belongs_where_its_endpoint_does() {
        let (secret, key) = (keys::webhook_secret(1), keys::current("sk_test_", keys::ACCOUNT, 2));
        let compare = |origins: Option<&Origins>| {
            let parties = [party(Kind::WebhookSecret, &secret, origins), party(Kind::Secret, &key, None)];
            agreement(Mode::Test, &parties)
        };
        let unknown = compare(None);
        assert_eq!((unknown.account, unknown.mode), (Sameness::CannotTell, Sameness::CannotTell), "it carries nothing");
        let of = |account: &str, mode| {
            let ending = account.get(6..).expect("sixteen characters");
            let id = format!("we_1AbCdE{ending}WxYz12").parse().expect("an endpoint's id");
            compare(Some(&Origins::of_endpoint(&id, mode)))
        };
        let same = of(keys::ACCOUNT, Mode::Test);
        assert_eq!(
            (same.account, same.mode),
            (Sameness::Same, Sameness::Same),
            "the endpoint's id carries its account"
        );
        assert_eq!(of(keys::OTHER_ACCOUNT, Mode::Test).account, Sameness::Different, "an endpoint of another account");
        assert_eq!(of(keys::ACCOUNT, Mode::Live).mode, Sameness::Different, "an endpoint of the other mode");
    }
}

//! What is wrong with a credential for one slot.

use crate::account::Relation;
use crate::providers;
use crate::{
    AccountHint, Content, Credential, Fingerprint, Found, Generation, Kind, Mode, Paste, Problem, Slot, SlotId,
};

/// What is known besides the paste.
#[derive(Default)]
pub struct Context<'a> {
    /// The keys that this delivery already has.
    pub held: &'a [Held],
    /// The keys of the person's other businesses.
    pub elsewhere: &'a [Elsewhere],
    /// What the integrator thinks of keys that may do everything.
    pub full_keys: FullKeys,
}

/// A key that stands in a slot.
pub struct Held {
    /// The slot.
    pub slot: SlotId,
    /// Its fingerprint.
    pub fingerprint: Fingerprint,
    /// What it says about its account.
    pub account: AccountHint,
}

/// A key of another business.
pub struct Elsewhere {
    /// That business, as its owner calls it.
    pub business: String,
    /// The mode of the key.
    pub mode: Mode,
    /// Its fingerprint.
    pub fingerprint: Fingerprint,
    /// What it says about its account.
    pub account: AccountHint,
}

/// What an integrator thinks of a secret key where a restricted one would do.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum FullKeys {
    /// Taken as they are.
    #[default]
    Fine,
    /// Taken, and a restricted one is recommended.
    Discouraged,
}

/// What came out for one slot.
#[derive(Debug, Eq, PartialEq)]
pub struct Judgement {
    /// The place in [`Paste::found`] of what was judged; none where nothing was found, or several fit.
    pub judged: Option<usize>,
    /// The places of the credentials that fit the slot's kinds and mode: more than one where the person has to pick.
    pub candidates: Vec<usize>,
    /// Worst first.
    pub problems: Vec<Problem>,
}

impl Judgement {
    /// Whether what was judged may be stored in the slot.
    pub fn may_be_stored(&self) -> bool {
        self.judged.is_some() && self.problems.iter().all(|problem| problem.severity() > crate::Severity::Error)
    }
}

/// Judges a paste for a slot. Where the text holds several credentials, only what fits the slot's kinds and mode counts; if nothing
/// fits, the nearest is judged.
pub fn judge(slot: &Slot, paste: &Paste, context: &Context<'_>) -> Judgement {
    let candidates: Vec<usize> =
        paste.credentials().filter(|(_, key)| slot.takes(key.kind(), key.mode())).map(|(n, _)| n).collect();
    let judged = match candidates.as_slice() {
        [] => nearest(slot, paste),
        [only] => Some(*only),
        several => {
            let problems = vec![Problem::Several { count: several.len() }];
            return Judgement { judged: None, candidates, problems };
        }
    };
    let problems = match judged.and_then(|n| paste.found().get(n)) {
        Some(found) => judge_found(slot, found, context),
        None => vec![paste.nothing().cloned().unwrap_or(Problem::Empty)],
    };
    Judgement { judged, candidates, problems }
}

/// Judges one whole credential for a slot; worst first.
pub fn judge_credential(slot: &Slot, key: &Credential, context: &Context<'_>) -> Vec<Problem> {
    let mut problems = form(slot, key, context);
    problems.extend(fit(slot, key.kind(), key.mode()));
    problems.extend(belonging(slot, key, context));
    worst_first(problems)
}

fn judge_found(slot: &Slot, found: &Found, context: &Context<'_>) -> Vec<Problem> {
    let mut problems = match &found.content {
        Content::Credential(key) => judge_credential(slot, key, context),
        Content::Flawed(flawed) => vec![flawed.problem()],
    };
    if !found.repairs.is_empty() {
        problems.push(Problem::Repaired { repairs: found.repairs.clone() });
    }
    problems
}

/// What comes closest: the right kind and mode but flawed, then the right kind, then the right mode, then the first.
fn nearest(slot: &Slot, paste: &Paste) -> Option<usize> {
    let distance = |found: &Found| {
        let wrong_mode = found.mode().is_some_and(|mode| mode != slot.id.mode);
        let wrong_kind = found.kind().is_some_and(|kind| !slot.accepts.contains(&kind));
        // Secret and restricted keys are taken for one another more often than for a publishable one.
        let far = found
            .kind()
            .is_some_and(|kind| !slot.accepts.iter().any(|wanted| wanted.is_private_key() == kind.is_private_key()));
        (wrong_kind, far, wrong_mode)
    };
    (0..paste.found().len()).min_by_key(|&n| distance(&paste.found()[n]))
}

fn form(slot: &Slot, key: &Credential, context: &Context<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    if let Some(provider) = providers::shared_form(key.kind(), key.body()) {
        problems.push(Problem::OtherProvider { provider, certain: false });
    } else if key.generation() == Generation::Unknown {
        problems.push(Problem::UnexpectedShape);
    }
    let full = matches!(key.kind(), Kind::Secret | Kind::Organization);
    if full && context.full_keys == FullKeys::Discouraged && slot.accepts.contains(&Kind::Restricted) {
        problems.push(Problem::FullAccess);
    }
    problems
}

fn fit(slot: &Slot, kind: Kind, mode: Option<Mode>) -> Vec<Problem> {
    let mut problems = Vec::new();
    if !slot.accepts.contains(&kind) {
        problems.push(Problem::WrongKind { found: kind, wanted: slot.accepts.clone() });
    }
    if let Some(found) = mode.filter(|&mode| mode != slot.id.mode) {
        problems.push(Problem::WrongMode { found, wanted: slot.id.mode });
    }
    problems
}

fn belonging(slot: &Slot, key: &Credential, context: &Context<'_>) -> Vec<Problem> {
    let fingerprint = key.fingerprint();
    let others = || context.held.iter().filter(|held| held.slot.mode == slot.id.mode && held.slot != slot.id);
    let differs = |account: &AccountHint| key.account().relation(account) == Relation::Different;
    let same = |account: &AccountHint| key.account().relation(account) == Relation::Same;

    let elsewhere = context
        .elsewhere
        .iter()
        .find(|other| other.fingerprint == fingerprint || (other.mode == slot.id.mode && same(&other.account)));
    let other_business = elsewhere.map(|other| Problem::OtherBusiness { business: other.business.clone() });
    let duplicate = others()
        .find(|held| held.fingerprint == fingerprint)
        .map(|held| Problem::Duplicate { slot: held.slot.clone() });
    let other_account =
        others().find(|held| differs(&held.account)).map(|held| Problem::OtherAccount { slot: held.slot.clone() });
    [other_business, duplicate, other_account].into_iter().flatten().collect()
}

fn worst_first(mut problems: Vec<Problem>) -> Vec<Problem> {
    problems.sort_by_key(|problem| (problem.severity(), problem.precedence()));
    problems
}

#[cfg(test)]
mod tests {
    use keycourier_testkit::keys;

    use super::*;
    use crate::{LooksLike, Repair, parse};

    fn codes(slot: &Slot, text: &str, context: &Context<'_>) -> Vec<&'static str> {
        judge(slot, &parse(text), context).problems.iter().map(Problem::code).collect()
    }

    fn live_secret() -> Slot {
        Slot::usual(Kind::Secret, Mode::Live)
    }

    fn held(slot: Slot, value: &str) -> Held {
        let paste = parse(value);
        let (_, key) = paste.credentials().next().expect("a good key");
        Held { slot: slot.id, fingerprint: key.fingerprint(), account: key.account().clone() }
    }

    #[test]
    fn each_mistake_has_its_code() {
        let good = keys::current("sk_live_", keys::ACCOUNT, 1);
        let other = keys::current("sk_live_", keys::ACCOUNT, 2);
        let cases: [(String, &[&str]); 16] = [
            (good.clone(), &[]),
            (String::new(), &["empty"]),
            (" \n\t".to_owned(), &["empty"]),
            ("sk_live_...EVqc".to_owned(), &["hidden_form"]),
            (format!("sk_live_{}", keys::filler(12, 1)), &["truncated"]),
            (format!("Sk_Live_{}", keys::filler(99, 1)), &["damaged"]),
            (keys::middle("pk_live_", 3), &["wrong_kind"]),
            (keys::webhook_secret(3), &["wrong_kind"]),
            (keys::current("sk_test_", keys::ACCOUNT, 1), &["wrong_mode"]),
            (keys::middle("pk_test_", 3), &["wrong_kind", "wrong_mode"]),
            (format!("{good}\n{other}"), &["several"]),
            ("acct_1KcTestAccnt7Aa3".to_owned(), &["not_a_credential"]),
            (format!("ghp_{}", keys::filler(36, 1)), &["other_provider"]),
            ("sk_live_YOUR_KEY".to_owned(), &["placeholder"]),
            (format!("sk_live_{}", keys::filler(50, 1)), &["unexpected_shape"]),
            (format!("  {good} "), &["repaired"]),
        ];
        for (text, expected) in cases {
            assert_eq!(codes(&live_secret(), &text, &Context::default()), expected, "{} characters", text.len());
        }
    }

    #[test]
    fn neighbours_that_belong_to_other_slots_are_no_problem() {
        let text = format!("{}\n{}", keys::middle("pk_live_", 1), keys::current("sk_live_", keys::ACCOUNT, 2));
        for kind in [Kind::Publishable, Kind::Secret] {
            let slot = Slot::usual(kind, Mode::Live);
            assert!(codes(&slot, &text, &Context::default()).is_empty(), "the {kind} slot takes its own");
        }
    }

    #[test]
    fn keys_of_one_delivery_and_mode_must_agree() {
        let pk = keys::current("pk_live_", keys::ACCOUNT, 1);
        let sk = keys::current("sk_live_", keys::ACCOUNT, 2);
        let foreign = keys::current("sk_live_", keys::OTHER_ACCOUNT, 3);
        let held = [held(Slot::usual(Kind::Publishable, Mode::Live), &pk)];
        let context = Context { held: &held, ..Context::default() };
        assert!(codes(&live_secret(), &sk, &context).is_empty(), "both keys carry the same account");
        assert_eq!(codes(&live_secret(), &foreign, &context), ["other_account"], "the accounts differ");
        let legacy = keys::legacy("sk_live_", 4);
        assert!(codes(&live_secret(), &legacy, &context).is_empty(), "an old key carries nothing to differ by");
        let test = keys::current("sk_test_", keys::OTHER_ACCOUNT, 5);
        let slot = Slot::usual(Kind::Secret, Mode::Test);
        assert!(codes(&slot, &test, &context).is_empty(), "a sandbox has an account of its own");
    }

    #[test]
    fn a_key_stands_in_one_slot_of_a_mode() {
        let sk = keys::current("sk_live_", keys::ACCOUNT, 1);
        let mut second = live_secret();
        second.id.name = "second_secret".parse().expect("a good name");
        let held = [held(live_secret(), &sk)];
        let context = Context { held: &held, ..Context::default() };
        assert_eq!(codes(&second, &sk, &context), ["duplicate"], "it already stands in the first slot");
        assert!(codes(&live_secret(), &sk, &context).is_empty(), "pasting it again into its own slot is fine");
    }

    #[test]
    fn a_key_of_another_business_is_told() {
        let theirs = keys::current("sk_live_", keys::OTHER_ACCOUNT, 1);
        let key = held(live_secret(), &theirs);
        let elsewhere = [Elsewhere {
            business: "Harbour Dental".to_owned(),
            mode: Mode::Live,
            fingerprint: key.fingerprint,
            account: key.account,
        }];
        let context = Context { elsewhere: &elsewhere, ..Context::default() };
        assert_eq!(codes(&live_secret(), &theirs, &context), ["other_business"], "it is that business's very key");
        let same_account = keys::current("sk_live_", keys::OTHER_ACCOUNT, 2);
        assert_eq!(codes(&live_secret(), &same_account, &context), ["other_business"], "it is of their account");
    }

    #[test]
    fn a_full_key_is_a_warning_only_where_it_is_discouraged() {
        let sk = keys::current("sk_live_", keys::ACCOUNT, 1);
        let discouraged = Context { full_keys: FullKeys::Discouraged, ..Context::default() };
        assert_eq!(codes(&live_secret(), &sk, &discouraged), ["full_access"], "a restricted key would do");
        let rk = keys::current("rk_live_", keys::ACCOUNT, 2);
        assert!(codes(&live_secret(), &rk, &discouraged).is_empty(), "this is the restricted key");
    }

    #[test]
    fn what_has_an_error_may_not_be_stored_and_what_has_a_warning_may() {
        let store = |text: &str| judge(&live_secret(), &parse(text), &Context::default()).may_be_stored();
        assert!(store(&keys::current("sk_live_", keys::ACCOUNT, 1)), "a good key");
        assert!(store(&format!("sk_live_{}", keys::filler(50, 1))), "a form that we don't know may be a good key");
        assert!(store(&format!("sk_live_{}", "9f3a7c1e5b".repeat(4))), "hexadecimal");
        assert!(!store(&keys::legacy("sk_test_", 1)), "a test key in Live");
        assert!(!store("hello"), "no key at all");
    }

    #[test]
    fn problems_carry_what_their_sentence_needs() {
        let judged = judge(&live_secret(), &parse("MyShop.txt"), &Context::default());
        assert_eq!(
            judged.problems,
            [Problem::NotACredential { looks_like: LooksLike::FileName }],
            "the name of a file"
        );
        let key = keys::current("sk_live_", keys::ACCOUNT, 1);
        let judged = judge(&live_secret(), &parse(&format!("\"{key}\"")), &Context::default());
        assert_eq!(judged.problems, [Problem::Repaired { repairs: vec![Repair::Quotes] }], "which repair was made");
    }
}

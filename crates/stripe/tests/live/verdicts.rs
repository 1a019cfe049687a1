//! What is made of what Stripe told about a key.

use std::time::Duration;

use keycourier_credentials::{Mode, parse};
use keycourier_http::{Client, Limits, Origin};
use keycourier_stripe::{Answer, Cause, Expected, Permission, Stripe, VERSION, Verdict};
use keycourier_testkit::fake_stripe::{Account, Behaviour, KeyScript, Wording};
use keycourier_testkit::keys;

use crate::support::{
    ACCOUNT, BALANCE, account_of, check, check_within, in_test, lacks, page, publishable, refused, restricted, secret,
};

#[tokio::test]
async fn causes_are_told_apart() {
    let slow = Behaviour::Slow { ms: 60_000, then: Box::new(Behaviour::Works) };
    let cases = [
        (slow, Cause::TimedOut),
        (Behaviour::RateLimited, Cause::RateLimited),
        (Behaviour::Fails { status: 502 }, Cause::ServerError),
        (Behaviour::Cut, Cause::Cut),
        (Behaviour::NoAccess, Cause::UnknownRefusal),
        (Behaviour::Huge { bytes: 2 << 20 }, Cause::UnexpectedAnswer),
        (Behaviour::Redirect, Cause::UnexpectedAnswer),
        (page(401, "<html>Sign in</html>"), Cause::UnexpectedAnswer),
    ];
    for (behaviour, cause) in cases {
        let limits = Limits { per_try: Duration::from_millis(500), ..Limits::default() };
        let checked = check_within(&secret(), Some(KeyScript::test().then(behaviour)), None, limits).await;
        assert_eq!(checked.verdict(&in_test()), Verdict::CouldNotAsk { cause }, "the person's next step differs");
    }
    let stripe = Stripe::new(
        Client::new(Limits { first_wait: Duration::ZERO, ..Limits::default() }),
        Origin::loopback("http://127.0.0.1:1").expect("a good form"),
    );
    let (key, context) = (parse(&secret()), None);
    let (_, credential) = key.credentials().next().expect("a whole key");
    let learnt = stripe.check_key(credential, context).await;
    assert_eq!(learnt.answer, Answer::CouldNotAsk(Cause::NoNetwork), "nobody listens on port 1");
}

#[tokio::test]
async fn a_good_key_tells_its_account_and_mode() {
    let account =
        Account { name: "Sparkle\u{202E} Car Wash\n".to_owned(), charges_enabled: false, ..Account::default() };
    let learnt = check(&secret(), Some(KeyScript::of(account))).await.learnt;
    assert_eq!(learnt.answer, Answer::Accepted, "both calls were granted");
    assert_eq!(learnt.account, Some(account_of(keys::ACCOUNT)), "by its id");
    let name = learnt.account_name.map(|name| name.to_string());
    assert_eq!(name.as_deref(), Some("Sparkle Car Wash"), "by its name, fit to be shown");
    assert_eq!(learnt.country.map(|country| country.to_string()).as_deref(), Some("AU"), "where it is");
    assert_eq!(learnt.charges_enabled, Some(false), "payments are not activated: a mark, no refusal");
    assert_eq!(learnt.mode, Some(Mode::Test), "from the balance");
    assert_eq!(learnt.request_ids.len(), 2, "one for each call");
    assert_eq!((learnt.lacks, learnt.unanswered), (vec![], None), "nothing is missing");
}

#[tokio::test]
async fn a_refusal_for_want_of_a_permission_still_names_the_account() {
    for (wording, named) in [(Wording::Old, true), (Wording::New, true), (Wording::NotOffered, false)] {
        let other = Behaviour::LacksPermission { wording, permission: Some("accounts_kyc_basic_read".to_owned()) };
        let script = KeyScript::test().then(lacks(wording)).at(ACCOUNT, other);
        let learnt = check(&restricted(), Some(script)).await.learnt;
        assert_eq!(learnt.answer, Answer::Lives, "a permission text proves life");
        assert_eq!(learnt.account, Some(account_of(keys::ACCOUNT)), "the text says on which account");
        assert_eq!(learnt.mode, None, "nothing told the mode");
        let lacking: Vec<String> = learnt.lacks.iter().map(|lack| lack.permission.to_string()).collect();
        assert_eq!(lacking, ["balance_read", "connected_account_read"], "as Stripe's reference has them");
        let second: Vec<_> = learnt.lacks.iter().map(|lack| lack.named.as_ref().map(Permission::to_string)).collect();
        let expected = named.then(|| "accounts_kyc_basic_read".to_owned());
        assert_eq!(second, [None, expected], "what the text named is kept where it is another");
    }
}

#[tokio::test]
async fn only_what_the_integrator_needs_is_missing() {
    let script = KeyScript::test().at(BALANCE, lacks(Wording::New));
    let checked = check(&restricted(), Some(script)).await;
    assert_eq!(checked.code(), "works", "a least-privilege key that nobody needs more of is a good one");
    let needs = ["charge_read", "balance_read"].map(|name| name.parse::<Permission>().expect("a name"));
    let verdict = checked.verdict(&Expected { needs: &needs, ..in_test() });
    assert_eq!(verdict, Verdict::WorksButLacks { lacks: vec![needs[1].clone()] }, "balance is needed and missing");
    let needs = ["balance_write".parse::<Permission>().expect("a name")];
    let verdict = checked.verdict(&Expected { needs: &needs, ..in_test() });
    assert_eq!(verdict.code(), "works_but_lacks", "who may not look may not change either");
}

#[tokio::test]
async fn the_other_mode_and_another_account_are_told() {
    let checked = check(&secret(), Some(KeyScript::live())).await;
    let verdict = checked.verdict(&in_test());
    assert_eq!(verdict, Verdict::WrongMode { found: Mode::Live, wanted: Mode::Test }, "Stripe says that it is live");

    let wanted = account_of(keys::OTHER_ACCOUNT);
    let expected = Expected { mode: Mode::Live, account: Some(&wanted), needs: &[] };
    let found = account_of(keys::ACCOUNT);
    let other = Verdict::OtherAccount { found: found.clone(), wanted: wanted.clone() };
    assert_eq!(checked.verdict(&expected), other, "not the account that the person confirmed");
    let same = Expected { account: Some(&found), ..expected };
    assert_eq!(checked.verdict(&same), Verdict::Works, "the account that the person confirmed");

    let refused = check(&restricted(), Some(KeyScript::test().then(lacks(Wording::Old)))).await;
    let expected = Expected { account: Some(&wanted), ..in_test() };
    assert_eq!(refused.verdict(&expected).code(), "other_account", "a refusal names the account too");
}

#[tokio::test]
async fn an_account_that_could_not_be_asked_for_is_not_taken_for_the_right_one() {
    let script = KeyScript::test().at(ACCOUNT, Behaviour::Fails { status: 500 });
    let checked = check(&secret(), Some(script)).await;
    assert_eq!(checked.learnt.unanswered, Some(Cause::ServerError), "half of it is missing");
    assert_eq!(checked.code(), "works", "the key lives, and no account is expected");
    let wanted = account_of(keys::ACCOUNT);
    let verdict = checked.verdict(&Expected { account: Some(&wanted), ..in_test() });
    assert_eq!(verdict, Verdict::CouldNotAsk { cause: Cause::ServerError }, "whose it is has to be asked again");

    let bodiless = KeyScript::test().at(ACCOUNT, refused(403, Some("more_permissions_required"), ""));
    let checked = check(&restricted(), Some(bodiless)).await;
    let verdict = checked.verdict(&Expected { account: Some(&wanted), ..in_test() });
    assert_eq!(verdict, Verdict::Works, "a key that may not tell its account is no worse for it");
}

#[tokio::test]
async fn a_proof_of_life_outweighs_a_refusal() {
    let script = KeyScript::test().at(ACCOUNT, Behaviour::Unknown);
    assert_eq!(check(&secret(), Some(script)).await.code(), "works", "a new key is not known everywhere at once");
    let script = KeyScript::test().at(ACCOUNT, Behaviour::Cut).then(Behaviour::Expired);
    assert_eq!(check(&secret(), Some(script)).await.code(), "expired", "any answer outweighs none");
}

#[tokio::test]
async fn an_organization_key_needs_an_account_to_be_asked_about() {
    let key = keys::organization("test", 1);
    let checked = check(&key, Some(KeyScript::test())).await;
    let cause = Cause::NoAccountForOrganization;
    assert_eq!(
        checked.verdict(&in_test()),
        Verdict::CouldNotAsk { cause },
        "Stripe wants to know which of its accounts"
    );
    assert!(checked.requests.is_empty(), "so asking would be in vain");

    let context = account_of(keys::ACCOUNT);
    let checked = check_within(&key, Some(KeyScript::test()), Some(&context), Limits::default()).await;
    assert_eq!(checked.code(), "works", "with an account it is a key like others");
    let named = checked.requests.iter().all(|asked| asked.header("stripe-context") == Some(context.as_str()));
    assert!(named, "on every call");

    let checked = check_within(&secret(), Some(KeyScript::test()), Some(&context), Limits::default()).await;
    let unnamed = checked.requests.iter().all(|asked| asked.header("stripe-context").is_none());
    assert!(unnamed, "other keys may be refused for it");
}

#[tokio::test]
async fn a_webhook_secret_never_leaves() {
    let checked = check(&keys::webhook_secret(1), None).await;
    assert_eq!(checked.verdict(&in_test()), Verdict::CouldNotAsk { cause: Cause::NothingToAsk }, "no call tells");
    assert!(checked.requests.is_empty(), "nothing was sent");
}

#[tokio::test]
async fn every_call_names_the_version() {
    for key in [secret(), restricted(), publishable()] {
        let checked = check(&key, Some(KeyScript::test())).await;
        assert!(!checked.requests.is_empty(), "Stripe was asked");
        let named = checked.requests.iter().all(|asked| asked.header("stripe-version") == Some(VERSION));
        assert!(named, "or each account's own default would apply");
        assert!(checked.requests.iter().all(|asked| asked.method == "GET"), "a check changes nothing");
    }
}

#[tokio::test]
async fn made_up_keys_are_unknown() {
    for key in [secret(), restricted(), publishable(), keys::legacy("sk_live_", 6)] {
        let checked = check(&key, None).await;
        assert_eq!(checked.code(), "unknown_to_stripe", "the fake has no script for it, as Stripe has no such key");
        assert!(checked.verdict(&in_test()).stops_sending(), "it can't work for anybody");
    }
}

/// Values in answers that must not come out again: amounts, texts, and the key's own characters.
#[tokio::test]
async fn nothing_of_the_key_or_of_stripes_texts_can_be_printed() {
    let leaky = format!("canary {}", secret());
    let behaviours = [
        Behaviour::Works,
        Behaviour::Unknown,
        Behaviour::Expired,
        Behaviour::LockedToOtherAddresses,
        lacks(Wording::Old),
        lacks(Wording::New),
        lacks(Wording::NotOffered),
        Behaviour::NoAccess,
        Behaviour::RateLimited,
        Behaviour::Cut,
        refused(403, Some("canary"), "canary"),
        refused(401, None, "canary"),
        refused(403, None, "canary: the required permissions on account 'canary'. 'rak_canary.read'"),
        page(200, &leaky),
        page(401, &leaky),
        page(403, &leaky),
        page(500, &leaky),
    ];
    for key in [secret(), restricted(), publishable()] {
        let body = key.as_bytes().get(8..).expect("something behind the prefix");
        for behaviour in behaviours.clone() {
            let checked = check(&key, Some(KeyScript::test().then(behaviour))).await;
            let upstream =
                ["canary", "123456789", "123_456_789", "owner@", "provided", "Enabling", "Request rate", "****"];
            for text in upstream {
                assert!(!checked.shown.contains(text), "{text:?} came from the server, and is in {}", checked.shown);
            }
            // A mask may show the last six, and the account's characters are no secret.
            let hidden = body.get(17..body.len() - 6).expect("a key of the current generation");
            for part in hidden.windows(6) {
                let part = str::from_utf8(part).expect("letters and digits");
                assert!(!checked.shown.contains(part), "six characters of the key are in {}", checked.shown);
                let recorded = format!("{:?}", checked.requests);
                assert!(!recorded.contains(part), "not even the fake keeps a key");
            }
        }
    }
}

#[test]
fn what_stops_sending_is_what_would_fail_for_the_receiver() {
    let account = account_of(keys::ACCOUNT);
    let all = [
        (Verdict::Works, false),
        (Verdict::WorksButLacks { lacks: vec![] }, false),
        (Verdict::UnknownToStripe, true),
        (Verdict::Expired, true),
        (Verdict::LockedToOtherAddresses, false),
        (Verdict::WrongMode { found: Mode::Live, wanted: Mode::Test }, true),
        (Verdict::OtherAccount { found: account.clone(), wanted: account }, true),
        (Verdict::PublishableOk, false),
        (Verdict::CouldNotAsk { cause: Cause::NoNetwork }, false),
    ];
    for (verdict, stops) in all {
        assert_eq!(verdict.stops_sending(), stops, "{}", verdict.code());
        let json = serde_json::to_value(&verdict).expect("a verdict is JSON");
        assert_eq!(json["code"], verdict.code(), "one word for one thing");
    }
    let json = serde_json::to_value(Verdict::CouldNotAsk { cause: Cause::NoAccountForOrganization }).expect("JSON");
    assert_eq!(json["cause"], "no_account_for_organization", "causes are words too");
}

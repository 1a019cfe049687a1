//! The table of answers: each as Stripe or somebody on the way gives it, and the one word that is made of it.

use keycourier_credentials::Mode;
use keycourier_http::Limits;
use keycourier_stripe::{Cause, Expected, Verdict};
use keycourier_testkit::fake_stripe::{Behaviour, KeyScript, Wording};
use keycourier_testkit::keys;

use crate::support::{
    ACCOUNT, Checked, account_of, check, check_within, lacks, page, publishable, refused, restricted, secret,
};

/// The verdict, and behind a stroke the cause, where nothing could be learnt.
fn word(checked: &Checked, mode: Mode) -> String {
    let verdict = checked.verdict(&Expected { mode, account: None, needs: &[] });
    match verdict {
        Verdict::CouldNotAsk { cause } => format!("{}/{}", verdict.code(), cause.code()),
        _ => verdict.code().to_owned(),
    }
}

type Row = (&'static str, Behaviour, &'static str);

#[rustfmt::skip]
fn to_a_secret_key() -> Vec<Row> {
    let permission = |text| refused(403, None, text);
    vec![
        ("a good key", Behaviour::Works, "works"),
        ("no such key", Behaviour::Unknown, "unknown_to_stripe"),
        ("no such key, in the words of somebody new", refused(401, None, "That is no key of ours."), "unknown_to_stripe"),
        ("rolled or deleted", Behaviour::Expired, "expired"),
        ("expired without a code", refused(401, None, "Expired API Key provided: rk_***"), "expired"),
        ("the code of expiry under another text", refused(401, Some("api_key_expired"), "Something new."), "expired"),
        ("not from this address", Behaviour::LockedToOtherAddresses, "locked_to_other_addresses"),
        ("not from this address, under 403", refused(403, None, "The API key provided does not allow requests from your IP address."), "locked_to_other_addresses"),
        ("not from this address, with a new code", refused(401, Some("ip_address_not_allowed"), "… from your IP address."), "locked_to_other_addresses"),
        ("no permission, until 2025", lacks(Wording::Old), "works"),
        ("no permission, 2026", lacks(Wording::New), "works"),
        ("no permission that a restricted key can have", lacks(Wording::NotOffered), "works"),
        ("a code for permissions without the text", refused(403, Some("more_permissions_required"), ""), "works"),
        ("a permission's text without its first half", permission("Enabling x would allow this request to continue."), "works"),
        ("an unknown code, and a text that says it all", refused(401, Some("something_new"), "Invalid API Key provided: sk_test_***abcd"), "unknown_to_stripe"),
        ("an unknown code", refused(401, Some("something_new"), "Something new."), "could_not_ask/unknown_refusal"),
        ("the key was lost on the way", refused(401, None, "You did not provide an API key."), "could_not_ask/unexpected_answer"),
        ("an account of which we have no access", Behaviour::NoAccess, "could_not_ask/unknown_refusal"),
        ("not a platform", permission("Only Stripe Connect platforms can work with other accounts."), "could_not_ask/unknown_refusal"),
        ("an unknown 403", permission("Something new."), "could_not_ask/unknown_refusal"),
        ("a publishable key's refusal", Behaviour::PublishableKeyRefused { status: 403, coded: true }, "could_not_ask/unknown_refusal"),
        ("400", refused(400, Some("parameter_missing"), "Something."), "could_not_ask/unexpected_answer"),
        ("402", refused(402, Some("card_declined"), "Something."), "could_not_ask/unexpected_answer"),
        ("404", Behaviour::NotFound, "could_not_ask/unexpected_answer"),
        ("the other mode's object", refused(404, Some("resource_missing"), "a similar object exists in live mode"), "could_not_ask/unexpected_answer"),
        ("409", Behaviour::Conflict, "could_not_ask/unexpected_answer"),
        ("424", refused(424, None, "Something."), "could_not_ask/unexpected_answer"),
        ("429", Behaviour::RateLimited, "could_not_ask/rate_limited"),
        ("429 for a lock", refused(429, Some("lock_timeout"), "This object cannot be accessed right now."), "could_not_ask/rate_limited"),
        ("500", Behaviour::Fails { status: 500 }, "could_not_ask/server_error"),
        ("503", Behaviour::Fails { status: 503 }, "could_not_ask/server_error"),
        ("a page of a proxy", page(200, "<html>Sign in</html>"), "could_not_ask/unexpected_answer"),
        ("a 401 of a proxy", page(401, "<html>Sign in</html>"), "could_not_ask/unexpected_answer"),
        ("a 407 that got through", page(407, ""), "could_not_ask/unexpected_answer"),
        ("a 502 of a proxy", page(502, "<html>Bad gateway</html>"), "could_not_ask/server_error"),
        ("somebody else's form of error", page(403, r#"{"error":{"message":"You lack the required permissions."}}"#), "could_not_ask/unexpected_answer"),
        ("a 403 of a proxy", page(403, "{}"), "could_not_ask/unexpected_answer"),
        ("nothing under 401", page(401, ""), "could_not_ask/unexpected_answer"),
        ("JSON of something else", page(200, r#"{"object":"list","livemode":false,"id":"acct_12345678"}"#), "could_not_ask/unexpected_answer"),
        ("204", page(204, ""), "could_not_ask/unexpected_answer"),
        ("a redirect", Behaviour::Redirect, "could_not_ask/unexpected_answer"),
        ("a cut connection", Behaviour::Cut, "could_not_ask/cut"),
        ("a cut answer", Behaviour::CutInBody, "could_not_ask/cut"),
        ("a huge answer", Behaviour::Huge { bytes: 2 << 20 }, "could_not_ask/unexpected_answer"),
        ("told not to try again", Behaviour::Advises { retry: false, then: Box::new(Behaviour::RateLimited) }, "could_not_ask/rate_limited"),
    ]
}

#[rustfmt::skip]
fn to_a_publishable_key() -> Vec<Row> {
    let proven = |status, coded| Behaviour::PublishableKeyRefused { status, coded };
    vec![
        ("a good key", Behaviour::Works, "publishable_ok"),
        ("by its text under 403", proven(403, false), "publishable_ok"),
        ("by its text under 401", proven(401, false), "publishable_ok"),
        ("by its code under 401", proven(401, true), "publishable_ok"),
        ("by its code alone", refused(403, Some("secret_key_required"), ""), "publishable_ok"),
        ("no such key", Behaviour::Unknown, "unknown_to_stripe"),
        ("any other 401", refused(401, Some("something_new"), "Something new."), "unknown_to_stripe"),
        ("rotated", Behaviour::Expired, "expired"),
        ("an unknown 403", refused(403, None, "Something new."), "could_not_ask/unknown_refusal"),
        ("429", Behaviour::RateLimited, "could_not_ask/rate_limited"),
        ("500", Behaviour::Fails { status: 500 }, "could_not_ask/server_error"),
        ("a 401 of a proxy", page(401, "publishable"), "could_not_ask/unexpected_answer"),
        ("a cut connection", Behaviour::Cut, "could_not_ask/cut"),
    ]
}

#[tokio::test]
async fn each_answer_to_a_secret_or_restricted_key_has_its_verdict() {
    let rows = to_a_secret_key();
    assert!(rows.len() >= 40, "whatever is documented, and what stands on the way");
    for key in [secret(), restricted()] {
        for (name, behaviour, expected) in &rows {
            let checked = check(&key, Some(KeyScript::test().then(behaviour.clone()))).await;
            assert_eq!(word(&checked, Mode::Test), *expected, "{name}");
        }
    }
}

#[tokio::test]
async fn each_answer_to_a_publishable_key_has_its_verdict() {
    for key in [publishable(), keys::middle("pk_test_", 4), keys::legacy("pk_live_", 5)] {
        for (name, behaviour, expected) in to_a_publishable_key() {
            let checked = check(&key, Some(KeyScript::test().then(behaviour))).await;
            assert_eq!(word(&checked, Mode::Test), expected, "{name}");
            let only_account = checked.requests.iter().all(|asked| asked.path == ACCOUNT);
            assert!(only_account, "{name}: one kind of call is enough, each leaves a line in a log");
        }
    }
}

#[tokio::test]
async fn each_answer_to_an_organization_key_has_its_verdict() {
    let key = keys::organization("test", 1);
    let ours = account_of(keys::ACCOUNT);
    let other = account_of(keys::OTHER_ACCOUNT);
    let unasked = Cause::NoAccountForOrganization.code();
    let rows = [
        ("no account to ask about", None, Behaviour::Works, format!("could_not_ask/{unasked}")),
        ("one of its accounts", Some(&ours), Behaviour::Works, "works".to_owned()),
        ("not one of its accounts", Some(&other), Behaviour::Works, "could_not_ask/unknown_refusal".to_owned()),
        ("no such key", Some(&ours), Behaviour::Unknown, "unknown_to_stripe".to_owned()),
        ("rolled", Some(&ours), Behaviour::Expired, "expired".to_owned()),
        ("no permission", Some(&ours), lacks(Wording::New), "works".to_owned()),
    ];
    for (name, context, behaviour, expected) in rows {
        let script = KeyScript::test().then(behaviour);
        let checked = check_within(&key, Some(script), context, Limits::default()).await;
        assert_eq!(word(&checked, Mode::Test), expected, "{name}");
    }
}

#[tokio::test]
async fn the_other_mode_has_its_verdict() {
    let checked = check(&secret(), Some(KeyScript::live())).await;
    assert_eq!(word(&checked, Mode::Test), "wrong_mode", "the balance names the mode");
    assert_eq!(word(&checked, Mode::Live), "works", "there it belongs");
}

//! What a key can do.

use keycourier_credentials::{AccountId, Paste, parse};
use keycourier_stripe::{Ability, AbilityState, Cause, Expected, Learnt, NotProbed, Permission, WriteProbes, verdict};
use keycourier_testkit::fake_stripe::{Behaviour, KeyScript, Recorded, Script, Wording};
use keycourier_testkit::keys;

use crate::support::{account_of, in_test, lacks, page, refused, restricted, secret, stripe};

const AGREED: WriteProbes = WriteProbes::Allowed { nonce: [0xAB; 16] };

/// All that the program has a probe for, by Stripe's names.
const READ: [&str; 22] = [
    "connected_account_read",
    "balance_read",
    "balance_transaction_source_read",
    "charge_read",
    "checkout_session_read",
    "coupon_read",
    "credit_note_read",
    "customer_read",
    "dispute_read",
    "event_read",
    "invoice_read",
    "payment_intent_read",
    "payment_method_read",
    "payout_read",
    "plan_read",
    "product_read",
    "promotion_code_read",
    "setup_intent_read",
    "subscription_read",
    "tax_rate_read",
    "transfer_read",
    "webhook_read",
];

/// Those that can't be written to without making something.
const WITHOUT_WRITE: [&str; 4] = ["connected_account", "balance", "balance_transaction_source", "event"];

struct Asked {
    abilities: Vec<Ability>,
    learnt: Learnt,
    requests: Vec<Recorded>,
    created: usize,
}

impl Asked {
    fn states(&self) -> Vec<&'static str> {
        self.abilities.iter().map(|ability| ability.state.code()).collect()
    }
}

fn needs(names: &[&str]) -> Vec<Permission> {
    names.iter().map(|name| name.parse().expect("a good name")).collect()
}

fn written() -> Vec<String> {
    let resources = READ.iter().filter_map(|name| name.strip_suffix("_read"));
    resources.filter(|resource| !WITHOUT_WRITE.contains(resource)).map(|resource| format!("{resource}_write")).collect()
}

async fn ask(key: &str, script: KeyScript, needs: &[Permission], writes: WriteProbes) -> Asked {
    let (fake, stripe) = stripe(Script::default().with(key, script));
    let paste: Paste = parse(key);
    let (_, credential) = paste.credentials().next().expect("a whole key");
    let context: Option<AccountId> = Some(account_of(keys::ACCOUNT));
    let mut learnt = stripe.check_key(credential, context.as_ref()).await;
    let abilities = stripe.check_abilities(credential, context.as_ref(), needs, writes, &mut learnt).await;
    Asked { abilities, learnt, requests: fake.requests(), created: fake.created() }
}

#[tokio::test]
async fn each_read_permission_is_found_out() {
    for key in [restricted(), keys::organization("test", 3)] {
        let all = ask(&key, KeyScript::test().only(&READ), &needs(&READ), WriteProbes::NotAgreed).await;
        assert_eq!(all.states(), ["has"; READ.len()], "all boxes are ticked");
        assert!(all.requests.iter().all(|asked| asked.method == "GET"), "looking changes nothing");
        let lists = all.requests.iter().skip(2);
        assert!(lists.clone().all(|asked| asked.query.as_deref() == Some("limit=1")), "no more than one item each");
        assert_eq!(lists.count(), READ.len() - 2, "account and balance are known already");
    }
    for wording in [Wording::Old, Wording::New, Wording::NotOffered] {
        let script = KeyScript::test().only(&[]).wording(wording);
        let none = ask(&restricted(), script, &needs(&READ), WriteProbes::NotAgreed).await;
        assert_eq!(none.states(), ["lacks"; READ.len()], "no box is ticked");
        assert_eq!(none.learnt.account, Some(account_of(keys::ACCOUNT)), "each refusal names the account");
    }
}

#[tokio::test]
async fn one_missing_box_is_one_missing_permission() {
    for missing in READ {
        let ticked: Vec<&str> = READ.into_iter().filter(|name| *name != missing).collect();
        let script = KeyScript::test().only(&ticked);
        let wanted = needs(&READ);
        let asked = ask(&restricted(), script, &wanted, WriteProbes::NotAgreed).await;
        let lacking = asked.abilities.iter().filter(|ability| ability.state == AbilityState::Lacks);
        let lacking: Vec<String> = lacking.map(|ability| ability.permission.to_string()).collect();
        assert_eq!(lacking, [missing], "this one and no other");
        let verdict = verdict(&asked.learnt, &Expected { needs: &wanted, ..in_test() });
        assert_eq!(verdict.code(), "works_but_lacks", "which the verdict says too");
    }
}

#[tokio::test]
async fn write_permissions_are_tried_only_when_agreed_and_make_nothing() {
    let written = written();
    let names: Vec<&str> = written.iter().map(String::as_str).collect();
    let wanted = needs(&names);
    let not_agreed = ask(&restricted(), KeyScript::test(), &wanted, WriteProbes::NotAgreed).await;
    let why = AbilityState::NotProbed { why: NotProbed::WritesNotAgreed };
    assert!(not_agreed.abilities.iter().all(|ability| ability.state == why), "nobody agreed");
    assert_eq!(not_agreed.requests.len(), 2, "nothing but who the key is was asked");

    let all = ask(&restricted(), KeyScript::test().only(&names), &wanted, AGREED).await;
    assert_eq!(
        all.states(),
        vec!["has"; names.len()],
        "an id that nothing has is not found, so the permission is there"
    );
    assert_eq!(all.created, 0, "and nothing was made");
    let posts: Vec<&Recorded> = all.requests.iter().filter(|asked| asked.method == "POST").collect();
    assert!(
        posts.iter().all(|asked| asked.path.contains("Keycourierabababab")),
        "each names a thing that is not there"
    );
    let mut keys: Vec<_> = posts.iter().filter_map(|asked| asked.header("idempotency-key")).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), names.len(), "each is a call of its own");

    let none = ask(&restricted(), KeyScript::test().only(&READ), &wanted, AGREED).await;
    assert_eq!(none.states(), vec!["lacks"; names.len()], "reading is not writing");
    let blind =
        ask(&restricted(), KeyScript::test().only(&["balance_read"]), &needs(&["customer_write"]), AGREED).await;
    assert_eq!(blind.states(), ["lacks"], "the refusal of a change says so");
}

#[tokio::test]
async fn what_has_no_probe_is_said_to_be_untried() {
    let names = ["event_write", "balance_write", "terminal_read", "balance_transaction_source_write"];
    let asked = ask(&restricted(), KeyScript::test(), &needs(&names), AGREED).await;
    let why = AbilityState::NotProbed { why: NotProbed::NoProbe };
    assert!(asked.abilities.iter().all(|ability| ability.state == why), "no harmless call tells");
    assert_eq!(asked.requests.len(), 2, "so none was made");
}

#[tokio::test]
async fn a_secret_key_may_do_everything_and_is_not_asked() {
    let asked = ask(&secret(), KeyScript::test(), &needs(&["charge_read", "customer_write"]), AGREED).await;
    assert_eq!(asked.states(), ["has", "has"], "that is what makes it a secret key");
    assert_eq!(asked.requests.len(), 2, "no needless line in a log");
}

#[tokio::test]
async fn a_dead_key_is_asked_nothing_more() {
    for behaviour in [Behaviour::Expired, Behaviour::Unknown, Behaviour::LockedToOtherAddresses, Behaviour::Redirect] {
        let script = KeyScript::test().then(behaviour);
        let asked = ask(&restricted(), script, &needs(&["charge_read"]), AGREED).await;
        assert_eq!(asked.states(), ["could_not_ask"], "nothing is known of its permissions");
        assert_eq!(asked.requests.len(), 2, "who it is was asked, and that was all");
    }
}

#[tokio::test]
async fn what_is_no_answer_about_a_permission_is_never_called_missing() {
    let read = [
        (Behaviour::RateLimited, Cause::RateLimited),
        (Behaviour::Fails { status: 503 }, Cause::ServerError),
        (Behaviour::Cut, Cause::Cut),
        (Behaviour::NoAccess, Cause::UnknownRefusal),
        (Behaviour::Expired, Cause::UnknownRefusal),
        (Behaviour::NotFound, Cause::UnexpectedAnswer),
        (Behaviour::Redirect, Cause::UnexpectedAnswer),
        (page(403, "<html>required permissions</html>"), Cause::UnexpectedAnswer),
    ];
    for (behaviour, cause) in read {
        let script = KeyScript::test().at("/v1/charges", behaviour);
        let asked = ask(&restricted(), script, &needs(&["charge_read"]), AGREED).await;
        assert_eq!(asked.abilities[0].state, AbilityState::CouldNotAsk { cause }, "not known, not missing");
        let wanted = needs(&["charge_read"]);
        let verdict = verdict(&asked.learnt, &Expected { needs: &wanted, ..in_test() });
        assert_eq!(verdict.code(), "works", "a key is no worse for it");
    }
    let write = [
        (page(200, r#"{"id":"cus_x"}"#), Cause::UnexpectedAnswer),
        (refused(404, None, "Unrecognized request URL (POST: /v1/customers/x)."), Cause::UnexpectedAnswer),
        (page(404, "<html>Not found</html>"), Cause::UnexpectedAnswer),
        (page(400, "<html>Bad request</html>"), Cause::UnexpectedAnswer),
        (page(400, r#"{"error":{"type":"idempotency_error"}}"#), Cause::UnexpectedAnswer),
        (Behaviour::Conflict, Cause::UnexpectedAnswer),
        (Behaviour::Fails { status: 500 }, Cause::ServerError),
    ];
    for (behaviour, cause) in write {
        let script = KeyScript::test().at("POST /v1/customers/*", behaviour);
        let asked = ask(&restricted(), script, &needs(&["customer_write"]), AGREED).await;
        assert_eq!(asked.abilities[0].state, AbilityState::CouldNotAsk { cause }, "only Stripe's own words count");
    }
    let bad_request = refused(400, Some("parameter_invalid"), "Invalid hash");
    let script = KeyScript::test().at("POST /v1/customers/*", bad_request);
    let asked = ask(&restricted(), script, &needs(&["customer_write"]), AGREED).await;
    assert_eq!(asked.states(), ["has"], "the parameters were looked at, so the permission was there");
}

#[tokio::test]
async fn nothing_of_a_customer_comes_out() {
    let asked = ask(&restricted(), KeyScript::test(), &needs(&READ), WriteProbes::NotAgreed).await;
    let json = serde_json::to_string(&(&asked.abilities, &asked.learnt)).expect("findings are JSON");
    let shown = format!("{json} {:?} {:?}", asked.abilities, asked.learnt).to_lowercase();
    assert!(!shown.contains("canary"), "lists are let go by unread: {shown}");
    assert!(
        asked.abilities.iter().skip(2).all(|ability| ability.request_id.is_some()),
        "Stripe's name of each call stays"
    );
    let script = KeyScript::test().at("/v1/charges", Behaviour::Huge { bytes: 2 << 20 });
    let asked = ask(&restricted(), script, &needs(&["charge_read"]), WriteProbes::NotAgreed).await;
    assert_eq!(asked.states(), ["has"], "not even its length matters: it is never read");
}

#[tokio::test]
async fn a_refusal_may_name_another_permission() {
    let script = KeyScript::test().at(
        "/v1/charges",
        Behaviour::LacksPermission { wording: Wording::New, permission: Some("dispute_write".to_owned()) },
    );
    let asked = ask(&restricted(), script, &needs(&["charge_read"]), WriteProbes::NotAgreed).await;
    assert_eq!(asked.abilities[0].permission.to_string(), "charge_read", "what was asked for is what is missing");
    let named = asked.learnt.lacks[0].named.as_ref().map(ToString::to_string);
    assert_eq!(named.as_deref(), Some("dispute_write"), "what Stripe named is a second guess");
    let script = KeyScript::test().then(lacks(Wording::Old));
    let asked = ask(&restricted(), script, &needs(&["balance_read"]), WriteProbes::NotAgreed).await;
    assert_eq!(asked.learnt.lacks.iter().filter(|lack| lack.permission.resource() == "balance").count(), 1, "once");
}

#[test]
fn labels_are_those_of_the_dashboard() {
    let label = |name: &str| name.parse::<Permission>().expect("a good name").label();
    assert_eq!(label("charge_read"), Some("Charges and Refunds"), "refunds ride on charges");
    assert_eq!(label("plan_write"), Some("Prices"), "prices kept the name of what they were");
    assert_eq!(label("webhook_write"), Some("Webhook Endpoints"), "as in the form");
    assert_eq!(label("something_read"), None, "a name that the program doesn't know is shown as it is");
    assert!(READ.iter().all(|name| label(name).is_some()), "whatever can be probed can be named");
}

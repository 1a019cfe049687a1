//! `keycourier check`, against the stand-in for Stripe.

use keycourier_testkit::fake_stripe::{Behaviour, Endpoint, FakeStripe, KeyScript, Script};
use keycourier_testkit::keys;
use keycourier_tests::program::{Bench, keycourier, keycourier_loopback};
use serde_json::{Value, json};

fn stripe(script: Script) -> FakeStripe {
    FakeStripe::start(script).expect("a free port")
}

#[test]
fn check_says_what_each_key_is_and_exits_with_0_where_nothing_stops() {
    let (publishable, secret) =
        (keys::current("pk_live_", keys::ACCOUNT, 1), keys::current("sk_live_", keys::ACCOUNT, 2));
    let fake = stripe(Script::default().with(&publishable, KeyScript::live()).with(&secret, KeyScript::live()));
    let text = format!("publishable: {publishable}\nsecret: {secret}\n");
    let bench = Bench::new();
    let run = bench.run_against(&fake.base(), &["check", "--json"], text.as_bytes());
    let checks = run.json()["checks"].clone();
    assert_eq!((run.code, checks.as_array().map(Vec::len)), (0, Some(1)), "one mode: {}", run.all());
    let keys_found = &checks[0]["keys"];
    assert_eq!(keys_found[0]["verdict"], json!({"code": "publishable_ok"}), "a living publishable key");
    assert_eq!(keys_found[1]["verdict"], json!({"code": "works"}), "a living secret key");
    assert_eq!(keys_found[1]["account_name"], "Sparkle Car Wash", "whose it is");
    assert_eq!(checks[0]["agreement"]["account"], "same", "they belong together");
    for key in [&publishable, &secret] {
        assert!(!run.all().contains(key.as_str()), "masks only");
    }
    let said = bench.run_against(&fake.base(), &["check"], text.as_bytes());
    assert!(said.said.contains("Live secret key") && said.said.contains("works."), "for people: {}", said.said);
}

#[test]
fn check_exits_with_1_where_a_key_must_not_be_sent_and_0_where_nobody_knows() {
    let secret = keys::current("sk_test_", keys::ACCOUNT, 3);
    let bench = Bench::new();
    let run = |behaviour: Behaviour| {
        let fake = stripe(Script::default().with(&secret, KeyScript::test().then(behaviour)));
        bench.run_against(&fake.base(), &["check", "--json"], secret.as_bytes())
    };
    let verdict = |run: &keycourier_tests::program::Run| run.json()["checks"][0]["keys"][0]["verdict"]["code"].clone();
    for (behaviour, code, exit) in [
        (Behaviour::Unknown, "unknown_to_stripe", 1),
        (Behaviour::Expired, "expired", 1),
        (Behaviour::LockedToOtherAddresses, "locked_to_other_addresses", 0),
        (Behaviour::Garbage { status: 200, body: "<html>".to_owned() }, "could_not_ask", 0),
    ] {
        let run = run(behaviour);
        assert_eq!((run.code, verdict(&run)), (exit, json!(code)), "{}", run.all());
    }
    let nothing = bench.run_against("http://127.0.0.1:9", &["check", "--json"], b"see attached");
    assert_eq!(
        (nothing.code, &nothing.json()["error"]["code"]),
        (1, &json!("no_keys")),
        "there is nothing to ask about"
    );
}

#[test]
fn write_permissions_are_tried_only_when_told_so() {
    let restricted = keys::current("rk_live_", keys::ACCOUNT, 4);
    let script = KeyScript::live().only(&["charge_read", "balance_read", "balance_transaction_source_read"]);
    let fake = stripe(Script::default().with(&restricted, script));
    let bench = Bench::new();
    let run = |args: &[&str]| bench.run_against(&fake.base(), args, restricted.as_bytes());
    let of_customers = |run: &keycourier_tests::program::Run| -> Value {
        let abilities = run.json()["checks"][0]["keys"][0]["abilities"].clone();
        let found = abilities.as_array().into_iter().flatten().find(|one| one["permission"] == "customer_write");
        found.map(|one| one["state"].clone()).unwrap_or_default()
    };
    let looked = run(&["check", "--json", "--preset", "serval"]);
    assert_eq!((looked.code, of_customers(&looked)), (0, json!("not_probed")), "only looking: {}", looked.all());
    assert!(fake.requests().iter().all(|request| request.method == "GET"), "nothing else went out");
    let tried = run(&["check", "--json", "--preset", "serval", "--write-probes"]);
    assert_eq!((tried.code, of_customers(&tried)), (0, json!("lacks")), "which is a warning: {}", tried.all());
    let unknown = run(&["check", "--json", "--preset", "nobody"]);
    assert_eq!((unknown.code, &unknown.json()["error"]["code"]), (1, &json!("unknown_integrator")), "no such preset");
}

#[test]
fn the_webhooks_of_a_request_are_held_against_stripes() {
    let bench = Bench::new();
    bench.run(&["identity", "new", "--identity", "desk.txt"]);
    let from = r#"
        name = "Harbour"
        domain = "harbour.example"
        [[slots]]
        slot = "secret"
        mode = "test"
        accepts = ["secret"]
        required = true
        purpose = "Takes payments"
        [[webhooks]]
        mode = "test"
        url = "https://api.harbour.example/stripe"
        events = ["invoice.paid", "invoice.payment_failed"]
    "#;
    bench.write("from.toml", from);
    let made = bench.run(&["request", "new", "--from", "from.toml", "--identity", "desk.txt", "--out", "r"]);
    assert_eq!(made.code, 0, "a request is made: {}", made.all());
    let secret = keys::current("sk_test_", keys::ACCOUNT, 5);
    let off = Endpoint { url: "https://api.harbour.example/stripe".to_owned(), ..Endpoint::default() };
    let fake = stripe(Script::default().with(&secret, KeyScript::test()).with_endpoint(off));
    let run = bench.run_against(&fake.base(), &["check", "--json", "--request", "r"], secret.as_bytes());
    let webhook = run.json()["checks"][0]["webhooks"][0].clone();
    assert_eq!((run.code, &webhook["code"]), (0, &json!("events_missing")), "a warning: {}", run.all());
    assert_eq!(webhook["off"][0]["events"], json!(["invoice.payment_failed"]), "which ones");
}

#[test]
fn the_command_that_people_get_can_be_pointed_at_no_other_host() {
    let has_door = |program: &std::path::Path| {
        let bytes = std::fs::read(program).expect("it was built");
        let door = b"KEYCOURIER_STRIPE_BASE";
        bytes.windows(door.len()).any(|window| window == door)
    };
    assert!(has_door(keycourier_loopback()), "the search finds it where it is");
    assert!(!has_door(keycourier()), "and nowhere else");
}

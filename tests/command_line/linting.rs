//! `keycourier lint`.

use keycourier_testkit::keys;
use keycourier_tests::program::Bench;
use serde_json::{Value, json};

#[test]
fn lint_says_what_is_there_and_what_is_wrong() {
    let bench = Bench::new();
    let secret = keys::current("sk_live_", keys::ACCOUNT, 1);
    let run = bench.run_with(&["lint", "--json"], secret.as_bytes());
    let last: String = secret.chars().skip(secret.len() - 4).collect();
    let expected = json!({
        "credentials": [{
            "kind": "secret", "mode": "live", "mask": format!("sk_live_...{last}"),
            "account": format!("acct_{}", keys::ACCOUNT), "generation": "current",
        }],
        "problems": [],
    });
    assert_eq!((run.code, run.json()), (0, expected), "a good key is no problem");

    let test = keys::legacy("sk_test_", 2);
    let cases = [
        (&["lint", "--json", "--mode", "live", "--slot", "secret"][..], test.as_str(), "wrong_mode"),
        (&["lint", "--json", "--slot", "publishable"], &secret, "wrong_kind"),
        (&["lint", "--json", "--slot", "secret"], "sk_live_...EVqc", "hidden_form"),
        (&["lint", "--json"], "see attached", "not_a_credential"),
        (&["lint", "--json"], "", "empty"),
    ];
    for (args, text, code) in cases {
        let run = bench.run_with(args, text.as_bytes());
        let problem = run.json()["problems"][0].clone();
        assert_eq!((run.code, problem["code"].as_str()), (1, Some(code)), "{args:?}");
        assert_eq!(problem["severity"], "error", "{code} keeps a key from being stored");
    }
}

#[test]
fn a_warning_alone_is_fine() {
    let bench = Bench::new();
    let odd = format!("sk_live_{}", keys::filler(61, 1));
    let run = bench.run_with(&["lint", "--json", "--slot", "secret"], odd.as_bytes());
    assert_eq!(
        (run.code, run.json()["problems"][0]["code"].as_str()),
        (0, Some("unexpected_shape")),
        "Stripe will tell"
    );
}

#[test]
fn keys_of_two_accounts_are_told_apart() {
    let bench = Bench::new();
    bench.write("pk.txt", keys::current("pk_live_", keys::ACCOUNT, 1));
    let foreign = keys::current("sk_live_", keys::OTHER_ACCOUNT, 2);
    let run = bench.run_with(&["lint", "--json", "--beside", "pk.txt"], foreign.as_bytes());
    assert_eq!(run.json()["problems"][0]["code"], "other_account", "the two keys carry different accounts");
    assert_ne!(run.json()["credentials"][0]["account"], Value::Null, "which one it is can be read");
}

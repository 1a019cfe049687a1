//! Two Live keys in a text file become a bundle that the helpdesk opens.

use keycourier_testkit::keys;
use keycourier_tests::program::Bench;
use serde_json::Value;

/// The text file that merchants are asked to e-mail: two lines.
pub(crate) fn two_lines() -> (String, String, String) {
    let publishable = keys::current("pk_live_", keys::ACCOUNT, 1);
    let secret = keys::current("sk_live_", keys::ACCOUNT, 2);
    (format!("{publishable}\r\n{secret}\r\n"), publishable, secret)
}

/// A bench on which `b.age` was sealed for the desk in `desk`.
pub(crate) fn sealed() -> (Bench, String, String) {
    let bench = Bench::new();
    let words = bench.desk("desk", "r.keyrequest");
    let (text, publishable, secret) = two_lines();
    bench.write("keys.txt", text);
    bench.write("answers.toml", "trading_name = \"Some Car Wash\"\nphone = \"03 9999 0000\"\n");
    let args = [
        "seal",
        "--request",
        "r.keyrequest",
        "--keys",
        "keys.txt",
        "--business",
        "Some Car Wash Pty Ltd",
        "--answers",
        "answers.toml",
        "--verified-words",
        &words,
        "--out",
        "b.age",
    ];
    let run = bench.run(&args);
    assert_eq!(run.code, 0, "it is sealed: {}", run.all());
    assert!(!run.all().contains(&secret), "nothing printed holds a key");
    (bench, publishable, secret)
}

#[test]
fn what_went_in_comes_out() {
    let (bench, publishable, secret) = sealed();
    let opened = bench.run(&["open", "--json", "--reveal", "--identity", "desk", "b.age"]);
    assert_eq!(opened.code, 0, "the desk opens it: {}", opened.all());
    let json = opened.json();
    let values: Vec<&Value> = json["keys"].as_array().into_iter().flatten().map(|key| &key["value"]).collect();
    assert_eq!(values, [&Value::from(publishable), &Value::from(secret)], "both keys, to the letter");
    assert_eq!(json["business"], "Some Car Wash Pty Ltd", "who sent them");
    assert_eq!(json["ticket"], "IM-20417", "which request they answer");
    assert_eq!(json["accounts"][0]["id"], format!("acct_{}", keys::ACCOUNT), "of which account they are");
    assert_eq!(json["keys"][1]["check"], "not_checked", "the command line never asks Stripe when it seals");
    assert_eq!(json["answers"][0]["text"], "Some Car Wash", "what was answered");
    assert_eq!(json["state"], "not_kept", "nothing was written into a ledger");
}

#[test]
fn keys_stay_masked_unless_asked_for() {
    let (bench, publishable, secret) = sealed();
    for args in [&["open", "--identity", "desk", "b.age"][..], &["open", "--json", "--identity", "desk", "b.age"]] {
        let all = bench.run(args).all();
        assert!(all.contains("sk_live_..."), "the mask tells which key it is");
        assert!(!all.contains(&publishable) && !all.contains(&secret), "the keys themselves are not shown");
    }
}

#[test]
fn keys_come_out_as_other_programs_want_them() {
    let (bench, publishable, secret) = sealed();
    let env = bench.run(&["open", "--reveal", "--format", "env", "--identity", "desk", "b.age"]);
    let expected = format!("STRIPE_LIVE_PUBLISHABLE_KEY={publishable}\nSTRIPE_LIVE_SECRET_KEY={secret}\n");
    assert_eq!(env.said, expected, "lines for an .env file");
    let devkit = bench.run(&["open", "--reveal", "--format", "devkit4ai", "--identity", "desk", "b.age"]).json();
    assert_eq!(devkit["live_secret_key"], secret, "the fields of its config API");
}

#[test]
fn keys_can_come_from_standard_input() {
    let bench = Bench::new();
    let words = bench.desk("desk", "r.keyrequest");
    let (text, ..) = two_lines();
    let args = ["seal", "--request", "r.keyrequest", "--keys", "-", "--verified-words", &words, "--out", "b.age"];
    let run = bench.run_with(&args, text.as_bytes());
    assert_eq!(run.code, 0, "a pipe is as good as a file: {}", run.all());
}

#[test]
fn live_keys_are_not_locked_for_somebody_who_is_not_proven() {
    let bench = Bench::new();
    let words = bench.desk("desk", "r.keyrequest");
    bench.write("keys.txt", two_lines().0);
    let seal = |more: &[&str]| {
        let args = ["seal", "--json", "--request", "r.keyrequest", "--keys", "keys.txt", "--out", "b.age"];
        bench.run(&[&args, more].concat())
    };
    let five = words.rsplit_once(' ').map(|(five, _)| five).unwrap_or_default();
    for (more, code) in [
        (&[][..], "not_proven"),
        (&["--verified-words", five], "wrong_words"),
        (&["--verified-words", "one two three four five six"], "wrong_words"),
    ] {
        let run = seal(more);
        assert_eq!((run.code, run.json()["error"]["code"].as_str()), (1, Some(code)), "{more:?}");
        assert!(!bench.path("b.age").exists(), "a refusal leaves no file");
    }
    assert_eq!(seal(&["--verified-words", &words]).code, 0, "with their words it is locked");
}

#[test]
fn spoken_words_serve_a_helpdesk_without_the_program() {
    let bench = Bench::new();
    let (text, _, secret) = two_lines();
    bench.write("keys.txt", text);
    let words = b"walnut harbor cider plaza gentle bonfire\n";
    let sealed = bench.run_with(
        &["seal", "--passphrase-fd", "0", "--keys", "keys.txt", "--business", "Some Car Wash", "--out", "b.age"],
        words,
    );
    assert_eq!(sealed.code, 0, "{}", sealed.all());
    let opened = bench.run_with(&["open", "--json", "--reveal", "--passphrase-fd", "0", "b.age"], words).json();
    assert_eq!(opened["keys"][1]["value"], secret, "the words open it");
    assert_eq!(opened["sender"], Value::Null, "and nobody is proven by them");
    let wrong = bench.run_with(&["open", "--json", "--passphrase-fd", "0", "b.age"], b"other words\n");
    assert_eq!((wrong.code, wrong.json()["error"]["code"].as_str()), (1, Some("not_for_us")), "other words do not");
}

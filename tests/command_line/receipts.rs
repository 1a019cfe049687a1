//! A desk confirms a bundle; files are opened many at a time.

use keycourier_tests::program::Bench;
use serde_json::Value;

use crate::main_job::sealed;

fn confirm(bench: &Bench, more: &[&str]) -> keycourier_tests::program::Run {
    let args = ["receipt", "--json", "--identity", "desk", "--bundle", "b.age", "--out", "r.keyreceipt"];
    bench.run(&[&args, more].concat())
}

#[test]
fn a_confirmation_names_the_bundle_and_says_what_became_of_each_key() {
    let (bench, _, secret) = sealed();
    let run = confirm(&bench, &["--verdict", "works"]);
    assert_eq!(run.code, 0, "{}", run.all());
    let opened = bench.run(&["open", "--json", "--identity", "desk", "b.age"]).json();
    let shown = bench.run(&["receipt", "show", "--json", "r.keyreceipt"]).json();
    assert_eq!(shown["bundle"]["id"], opened["id"], "it is for this bundle");
    assert_eq!(shown["request_id"], opened["request_id"], "and the request that the bundle answers");
    let desk = bench.run(&["identity", "show", "--json", "--identity", "desk"]).json();
    assert_eq!(shown["from"]["sign"], desk["sign"], "signed by the desk");
    let verdicts: Vec<&Value> = shown["items"].as_array().into_iter().flatten().map(|item| &item["verdict"]).collect();
    assert_eq!(verdicts, ["works", "works"], "one line a key");
    let text = String::from_utf8(bench.read("r.keyreceipt")).expect("text");
    assert!(!text.contains(&secret) && !text.contains("sk_live_"), "no key is in it, not even masked");
}

#[test]
fn a_rejection_says_why_and_what_to_do() {
    let (bench, ..) = sealed();
    let more = ["--verdict", "rejected", "--code", "expired", "--advice", "Make a new secret key, please."];
    assert_eq!(confirm(&bench, &more).code, 0, "it is written");
    let people = bench.run(&["receipt", "show", "r.keyreceipt"]).said;
    assert!(people.contains("Live secret: rejected (expired)"), "why: {people}");
    assert!(people.contains("Make a new secret key, please."), "and what to do: {people}");
}

#[test]
fn what_can_not_be_confirmed_is_refused() {
    let (bench, ..) = sealed();
    bench.run(&["identity", "new", "--identity", "other"]);
    let refused = |args: &[&str]| {
        let run = bench.run(&[&["receipt", "--json"], args].concat());
        assert!(!bench.path("r").exists(), "a refusal leaves no file");
        (run.code, run.said.contains("error").then(|| run.json()["error"]["code"].clone()))
    };
    let code = |code: &str| Some(Value::from(code));
    let of =
        |identity, bundle, verdict| ["--identity", identity, "--bundle", bundle, "--verdict", verdict, "--out", "r"];
    assert_eq!(refused(&of("other", "b.age", "works")), (1, code("not_for_us")), "only who can open it confirms it");
    assert_eq!(refused(&of("desk", "r.keyrequest", "works")), (1, code("not_a_bundle")), "a request is no bundle");
    assert_eq!(refused(&of("desk", "b.age", "perhaps")).0, 2, "there are three verdicts");
    let with_code = [&of("desk", "b.age", "works")[..], &["--code", "expired"]].concat();
    assert_eq!(refused(&with_code), (2, code("usage")), "what works has no reason for being rejected");
    assert_eq!(refused(&["--identity", "desk"]).0, 2, "a bundle is needed");
    let long = "x".repeat(501);
    let with_advice = [&of("desk", "b.age", "works")[..], &["--advice", &long]].concat();
    assert_eq!(refused(&with_advice), (1, code("bad_text")), "advice is one line");

    bench.write("changed", String::from_utf8_lossy(&bench.read("r.keyrequest")).replace("REQUEST", "RECEIPT"));
    let shown = bench.run(&["receipt", "show", "--json", "changed"]);
    assert_eq!(shown.json()["error"]["code"], "wrong_namespace", "a request does not pass for a confirmation");
    let none = bench.run(&["receipt", "show", "--json", "b.age"]);
    assert_eq!(none.json()["error"]["code"], "not_this_document", "nor does a bundle");
}

#[test]
fn many_files_make_one_line_each_in_order_and_as_they_are_opened() {
    let (bench, ..) = sealed();
    let good = bench.read("b.age");
    bench.write("note.txt", "hello");
    let names: Vec<String> =
        (0..40).map(|n| if n % 4 == 3 { "note.txt".to_owned() } else { format!("{n}.age") }).collect();
    for name in names.iter().filter(|name| *name != "note.txt") {
        bench.write(name, &good);
    }
    let args: Vec<&str> = ["open", "--format", "json", "--identity", "desk"]
        .into_iter()
        .chain(names.iter().map(String::as_str))
        .collect();
    let run = bench.run(&args);
    assert_eq!(run.code, 1, "one that does not open is told by the exit code");
    let lines: Vec<Value> = run.said.lines().map(|line| serde_json::from_str(line).expect("JSON a line")).collect();
    let files: Vec<&str> = lines.iter().filter_map(|line| line["file"].as_str()).collect();
    assert_eq!(files, names, "each file has its line, in order");
    for line in &lines {
        let is_note = line["file"] == "note.txt";
        assert_eq!(line["error"]["code"] == "not_a_bundle", is_note, "what is wrong stands in its own line");
        assert_eq!(line["keys"].as_array().map(Vec::len) == Some(2), !is_note, "and the others are whole");
    }
}

#[test]
fn keys_for_other_programs_want_to_be_revealed_one_file_at_a_time() {
    let (bench, _, secret) = sealed();
    for args in [
        &["open", "--format", "env", "--identity", "desk", "b.age"][..],
        &["open", "--format", "devkit4ai", "--identity", "desk", "b.age"],
        &["open", "--format", "env", "--reveal", "--identity", "desk", "b.age", "b.age"],
    ] {
        let run = bench.run(args);
        assert_eq!(run.code, 2, "{args:?}");
        assert!(!run.all().contains(&secret), "and nothing is shown");
    }
    let masked = bench.run(&["open", "--format", "json", "--identity", "desk", "b.age"]);
    assert!(masked.code == 0 && !masked.said.contains(&secret), "JSON alone stays masked: {}", masked.all());
}

#[test]
fn a_bare_code_has_words_too() {
    let bench = Bench::new();
    let code = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";
    let shown = bench.run(&["request", "words", "--json", code]).json();
    assert_eq!(shown["words"][0], "renderer", "the vector of docs/formats.md");
    assert_eq!(shown["digits"], "1500 3178 9240 9032 4613 8804", "the vector of docs/formats.md");
    assert_eq!(bench.run(&["request", "words", "r.keyrequest"]).code, 2, "a request needs the identity that signed it");
}

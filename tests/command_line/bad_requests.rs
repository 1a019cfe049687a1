//! A request that must not be answered is refused, each with its own code and sentence, and nothing is written. Nothing is asked of anybody:
//! the command seals without a network.

use keycourier_documents::{Identity, Request};
use keycourier_tests::program::Bench;
use secrecy::SecretString;
use serde_json::{Value, json};

use crate::main_job::two_lines;

/// A request like that of `from.toml`, changed and signed by the desk.
fn signed(bench: &Bench, change: impl FnOnce(&mut Value)) -> Option<Vec<u8>> {
    let desk = SecretString::from(String::from_utf8(bench.read("desk")).expect("text"));
    let desk = Identity::from_file(&desk).expect("the desk's identity");
    let shown = bench.run(&["request", "show", "--json", "r.keyrequest"]).json();
    let mut fields = shown;
    fields.as_object_mut().expect("an object").remove("sha256");
    change(&mut fields);
    let request: Request = serde_json::from_value(fields).ok()?;
    Some(request.sign(desk.signing())?.armored().into_bytes())
}

fn refusal(bench: &Bench, request: &str, words: &str) -> (i32, Value, String) {
    let args = ["--request", request, "--keys", "keys.txt", "--verified-words", words, "--out", "b.age"];
    let run = bench.run(&[&["seal", "--json"][..], &args].concat());
    let said = bench.run(&[&["seal"][..], &args].concat()).complained;
    (run.code, run.json()["error"]["code"].clone(), said)
}

#[test]
fn each_request_that_must_not_be_answered_is_refused_with_its_own_sentence() {
    let bench = Bench::new();
    let words = bench.desk("desk", "r.keyrequest");
    bench.write("keys.txt", two_lines().0);
    let good = String::from_utf8(bench.read("r.keyrequest")).expect("armor is text");
    let other_name = signed(&bench, |fields| fields["issuer"]["name"] = json!("Imagatech")).expect("well-formed");
    let look_alike = signed(&bench, |fields| fields["issuer"]["domain"] = json!("xn--imgatec-3fg.com.au"));
    let bare_look_alike = signed(&bench, |fields| {
        fields["issuer"]["domain"] = json!("xn--imgatec-3fg.com.au");
        fields.as_object_mut().expect("an object").remove("preset");
    });
    let expired = signed(&bench, |fields| fields["expires"] = json!("2025-01-01T00:00:00Z"));
    bench.write("huge", vec![b'x'; (1 << 20) + 1]);
    let cases = [
        ("expired", expired.expect("well-formed"), "expired"),
        ("the words of another name", other_name, "wrong_words"),
        ("a look-alike with a known preset", look_alike.expect("well-formed"), "preset_mismatch"),
        ("the words of another domain", bare_look_alike.expect("well-formed"), "wrong_words"),
        ("larger than a mebibyte", bench.read("huge"), "too_big"),
        (
            "two in one mail",
            [good.as_bytes(), &signed(&bench, |fields| fields["ticket"] = json!("IM-2")).expect("another")].concat(),
            "several",
        ),
        ("cut off", good.as_bytes().iter().copied().take(good.len() / 2).collect(), "armor_damaged"),
    ];
    let mut sentences = Vec::new();
    for (what, request, code) in cases {
        bench.write("bad.keyrequest", request);
        let (exit, found, said) = refusal(&bench, "bad.keyrequest", &words);
        assert_eq!((exit, &found), (1, &json!(code)), "{what}: {said}");
        assert!(said.matches('.').count() >= 2, "{what}: what happened, and what to do: {said}");
        assert!(!bench.path("b.age").exists(), "{what}: a refusal leaves no file");
        if !sentences.contains(&(code, said.clone())) {
            sentences.push((code, said));
        }
    }
    let codes: std::collections::BTreeSet<&str> = sentences.iter().map(|(code, _)| *code).collect();
    assert_eq!(codes.len(), sentences.len(), "one sentence a code: {sentences:?}");
}

#[test]
fn a_look_alike_is_shown_in_the_letters_of_dns() {
    let bench = Bench::new();
    bench.run(&["identity", "new", "--identity", "desk"]);
    let slots =
        "[[slots]]\nslot = \"secret\"\nmode = \"live\"\naccepts = [\"secret\"]\nrequired = true\npurpose = \"x\"\n";
    bench.write("from.toml", format!("name = \"Imagatec\"\ndomain = \"im\u{430}gatec.com.au\"\n{slots}"));
    let made = bench.run(&["request", "new", "--from", "from.toml", "--identity", "desk", "--out", "r.keyrequest"]);
    assert_eq!(made.code, 0, "somebody may own that domain: {}", made.all());
    let shown = bench.run(&["request", "show", "r.keyrequest"]).said;
    assert!(shown.contains("xn--imgatec-3fg.com.au"), "it does not look like the real one: {shown}");
}

#[test]
fn a_late_answer_needs_to_be_wanted() {
    let bench = Bench::new();
    let words = bench.desk("desk", "r.keyrequest");
    bench.write("keys.txt", two_lines().0);
    let expired = signed(&bench, |fields| fields["expires"] = json!("2025-01-01T00:00:00Z")).expect("well-formed");
    bench.write("late.keyrequest", expired);
    assert_eq!(refusal(&bench, "late.keyrequest", &words).1, "expired", "its date is over");
    let args = ["seal", "--json", "--late", "--request", "late.keyrequest", "--keys", "keys.txt", "--out", "b.age"];
    let run = bench.run(&[&args[..], &["--verified-words", &words]].concat());
    assert_eq!(run.code, 0, "they said that they still take it: {}", run.all());
    assert!(run.said.contains("\"late\""), "and that it is late is noted: {}", run.said);
    assert_eq!(bench.run(&["open", "--identity", "desk", "b.age"]).code, 0, "it opens");
}

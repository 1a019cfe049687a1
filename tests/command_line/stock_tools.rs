//! The promise of docs/formats.md: `age`, `ssh-keygen` and `jq` open and check a bundle without this program, and can make one.

use std::process::Command;

use keycourier_testkit::keys;
use keycourier_tests::program::{Bench, finish};
use serde_json::{Value, json};

use crate::main_job::sealed;

pub(crate) fn shell(bench: &Bench, script: &str) -> String {
    let mut command = Command::new("bash");
    command.args(["-euo", "pipefail", "-c", script]).current_dir(bench.path(""));
    let run = finish(&mut command, b"");
    assert_eq!(run.code, 0, "stock tools take it (Debian: age, openssh-client, jq): {}", run.all());
    run.said
}

#[test]
fn stock_tools_open_and_check_a_bundle() {
    let (bench, publishable, secret) = sealed();
    let said = shell(
        &bench,
        "age -d -i desk b.age > doc
         head -n1 doc > body
         tail -n +2 doc > sig
         ssh-keygen -Y check-novalidate -n bundle.v1@keycourier -s sig < body >&2
         jq -r '.keys[].value' body",
    );
    assert_eq!(said, format!("{publishable}\n{secret}\n"), "the JSON inside is what went in");

    let body: Value = serde_json::from_slice(&bench.read("body")).expect("jq has read it too");
    let signer = body["from"]["sign"].as_str().unwrap_or_default();
    bench.write("allowed", format!("merchant namespaces=\"bundle.v1@keycourier\" {signer}\n"));
    let verify = "ssh-keygen -Y verify -f allowed -I merchant -n bundle.v1@keycourier -s sig < body";
    assert!(shell(&bench, verify).contains("Good"), "the signature is of the key that the bundle names");
    shell(&bench, "! ssh-keygen -Y verify -f allowed -I merchant -n receipt.v1@keycourier -s sig < body");
    shell(
        &bench,
        "sed 's/Car Wash/Car Wish/' body > other; ! ssh-keygen -Y verify -f allowed -I merchant -n bundle.v1@keycourier -s sig < other",
    );
}

#[test]
fn a_bundle_made_by_hand_with_stock_tools_opens_in_ours() {
    let bench = Bench::new();
    bench.desk("desk", "r.keyrequest");
    let shown = bench.run(&["identity", "show", "--json", "--identity", "desk"]).json();
    let recipient = shown["age"].as_str().unwrap_or_default().to_owned();
    shell(&bench, "ssh-keygen -q -t ed25519 -N '' -C '' -f sender");
    let signer = String::from_utf8(bench.read("sender.pub")).expect("text").trim().to_owned();
    let secret = keys::current("sk_live_", keys::ACCOUNT, 7);
    let body = json!({
        "format": "bundle.v1", "id": "AAECAwQFBgcICQoLDA0ODw", "created": "2026-11-21T03:00:00Z", "to": [recipient],
        "from": {"sign": signer, "business": "By Hand", "app": "bash"},
        "keys": [{"slot": "secret", "mode": "live", "kind": "secret", "value": secret, "check": "not_checked"}],
    });
    bench.write("body", format!("{body}\n"));
    shell(
        &bench,
        &format!(
            "ssh-keygen -q -Y sign -f sender -n bundle.v1@keycourier body; cat body body.sig | age -a -r {recipient} > b.age"
        ),
    );
    let opened = bench.run(&["open", "--json", "--reveal", "--identity", "desk", "b.age"]);
    assert_eq!(opened.code, 0, "{}", opened.all());
    assert_eq!(opened.json()["keys"][0]["value"], secret, "the key comes out");
    shell(&bench, &format!("cat body body.sig | age -r {recipient} > binary.age"));
    assert_eq!(bench.run(&["open", "--identity", "desk", "binary.age"]).code, 0, "binary age is read too");
}

#[test]
fn stock_age_opens_a_spoken_words_file() {
    let bench = Bench::new();
    bench.write("keys.txt", keys::current("sk_live_", keys::ACCOUNT, 3));
    let args = ["seal", "--passphrase-fd", "0", "--keys", "keys.txt", "--business", "Some Car Wash", "--out", "b.age"];
    assert_eq!(bench.run_with(&args, b"one-two-three-four-five-six").code, 0, "it is sealed");
    // age reads a passphrase from a terminal only; script gives it one.
    let said = shell(
        &bench,
        "(sleep 1; echo one-two-three-four-five-six) | script -qec 'age -d -o plain b.age' /dev/null >/dev/null; cat plain",
    );
    assert!(said.starts_with("Company: Some Car Wash\nLive secret key: sk_live_"), "labelled text that a person reads");
}

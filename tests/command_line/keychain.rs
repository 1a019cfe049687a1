//! The command line with a keychain, and without.

use keycourier_testkit::session::{KeyringState, Session};
use keycourier_tests::program::{Bench, Run, finish};

use crate::main_job::two_lines;

fn run_in(session: &Session, bench: &Bench, args: &[&str]) -> Run {
    let mut command = bench.command();
    session.apply(&mut command);
    finish(command.args(args), b"")
}

fn seal(session: &Session, bench: &Bench, words: &str, out: &str) -> Run {
    let args =
        ["seal", "--json", "--request", "r.keyrequest", "--keys", "keys.txt", "--verified-words", words, "--out", out];
    run_in(session, bench, &args)
}

fn prepared() -> (Bench, String) {
    let bench = Bench::new();
    let words = bench.desk("desk", "r.keyrequest");
    bench.write("keys.txt", two_lines().0);
    (bench, words)
}

#[test]
fn two_bundles_of_one_computer_have_one_sender() {
    let session = Session::start(KeyringState::Unlocked).expect("a throw-away session");
    let (bench, words) = prepared();
    for out in ["1.age", "2.age"] {
        let run = seal(&session, &bench, &words, out);
        assert_eq!(run.code, 0, "{}", run.all());
    }
    let sender = |file| bench.run(&["open", "--json", "--identity", "desk", file]).json()["sender"].clone();
    assert_eq!(sender("1.age"), sender("2.age"), "the keychain keeps the key that this computer signs with");
}

#[test]
fn without_a_keychain_a_one_time_key_signs_and_it_is_said() {
    let session = Session::start(KeyringState::NoBus).expect("a throw-away session");
    let (bench, words) = prepared();
    let run = seal(&session, &bench, &words, "1.age");
    let notes = run.json()["notes"].to_string();
    assert!(run.code == 0 && notes.contains("one_time_key"), "{}", run.all());
}

#[test]
fn a_locked_keychain_is_reported_and_nothing_is_sealed() {
    let session = Session::start(KeyringState::Unlocked).expect("a throw-away session");
    let (bench, words) = prepared();
    assert_eq!(seal(&session, &bench, &words, "1.age").code, 0, "the computer's key is made while it is unlocked");
    session.lock().expect("it locks");
    let run = seal(&session, &bench, &words, "2.age");
    assert_eq!((run.code, run.json()["error"]["code"].as_str()), (1, Some("keychain_locked")), "{}", run.all());
    assert!(!bench.path("2.age").exists(), "a refusal leaves no file");
    session.unlock().expect("it unlocks");
    assert_eq!(seal(&session, &bench, &words, "2.age").code, 0, "unlocked, it goes on");
}

#[test]
fn a_desk_can_live_in_the_keychain() {
    let session = Session::start(KeyringState::Unlocked).expect("a throw-away session");
    let bench = Bench::new();
    let missing = run_in(&session, &bench, &["identity", "show", "--json"]);
    assert_eq!(missing.json()["error"]["code"], "no_identity", "none was made yet");
    let made = run_in(&session, &bench, &["identity", "new", "--json"]).json();
    let shown = run_in(&session, &bench, &["identity", "show", "--json"]).json();
    assert_eq!(made, shown, "what was made is there");
    let again = run_in(&session, &bench, &["identity", "new", "--json"]);
    assert_eq!(again.json()["error"]["code"], "identity_exists", "a desk is never replaced by typing a command twice");
}

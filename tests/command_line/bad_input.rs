//! What goes wrong ends in a sentence with one next step, the code in JSON, no half-written file and no secret anywhere.

use std::fs::File;
use std::process::Command;

use keycourier_testkit::keys;
use keycourier_tests::program::{Bench, finish};

use crate::main_job::{sealed, two_lines};

/// Everything that a run may leave behind: what was printed, and every file.
fn assert_nothing_leaked(bench: &Bench, printed: &str, secret: &str, except: &[&str]) {
    assert!(!printed.contains(secret), "no key is printed");
    for name in bench.names().iter().filter(|name| !except.contains(&name.as_str())) {
        let path = bench.path(name);
        let holds = path.is_file() && bench.read(name).windows(secret.len()).any(|part| part == secret.as_bytes());
        assert!(!holds, "{name} holds a key");
    }
}

#[test]
fn every_refusal_of_open_has_its_code_and_its_sentence() {
    let (bench, _, secret) = sealed();
    bench.run(&["identity", "new", "--identity", "other"]);
    let good = String::from_utf8(bench.read("b.age")).expect("armor is text");
    bench.write("cut.age", good.get(..good.len() / 2).unwrap_or_default());
    bench.write("note.txt", "hello");
    File::create(bench.path("huge.age")).and_then(|file| file.set_len(1 << 30)).expect("a sparse gibibyte");
    let cases = [
        ("desk", "cut.age", "armor_damaged", "attach"),
        ("desk", "note.txt", "not_a_bundle", ".age"),
        ("desk", "huge.age", "too_big", "right file"),
        ("desk", "none.age", "file_missing", "name"),
        ("other", "b.age", "not_for_us", "Ask the sender"),
        ("note.txt", "b.age", "not_an_identity", "identity new"),
    ];
    for (identity, file, code, next_step) in cases {
        let run = bench.run(&["open", "--json", "--identity", identity, file]);
        assert_eq!((run.code, run.json()["error"]["code"].as_str()), (1, Some(code)), "{file} with {identity}");
        let people = bench.run(&["open", "--identity", identity, file]);
        assert!(people.complained.contains(next_step), "{code} names a next step: {}", people.complained);
        assert_nothing_leaked(&bench, &format!("{}{}", run.all(), people.all()), &secret, &["keys.txt", "huge.age"]);
    }
}

#[test]
fn one_bad_file_never_keeps_the_others_from_opening() {
    let (bench, ..) = sealed();
    bench.write("note.txt", "hello");
    let run = bench.run(&["open", "--json", "--identity", "desk", "note.txt", "b.age", "none.age"]);
    let lines: Vec<&str> = run.said.lines().collect();
    assert_eq!((run.code, lines.len()), (1, 3), "one line a file, in order: {}", run.said);
    assert!(lines[1].contains("Some Car Wash"), "the good one is opened");
}

#[test]
fn an_existing_file_is_left_alone_without_force() {
    let (bench, ..) = sealed();
    let before = bench.read("desk");
    let run = bench.run(&["identity", "new", "--json", "--identity", "desk"]);
    assert_eq!((run.code, run.json()["error"]["code"].as_str()), (1, Some("file_exists")), "it says so");
    assert_eq!(bench.read("desk"), before, "a desk's identity is never lost by typing a command twice");
    assert_eq!(bench.run(&["identity", "new", "--force", "--identity", "desk"]).code, 0, "with --force it is replaced");
    assert_ne!(bench.read("desk"), before, "by a new one");
}

#[test]
fn a_wrong_paste_is_refused_with_what_is_wrong_and_leaves_no_file() {
    let bench = Bench::new();
    let words = bench.desk("desk", "r.keyrequest");
    let (_, publishable, secret) = two_lines();
    let foreign = keys::current("sk_live_", keys::OTHER_ACCOUNT, 9);
    let test = keys::current("sk_test_", keys::ACCOUNT, 9);
    let cases = [
        ("only the publishable key", publishable.clone(), "secret", "empty"),
        ("only the secret key", secret.clone(), "publishable", "empty"),
        ("a test key", format!("{publishable}\n{test}"), "secret", "wrong_mode"),
        ("another account's", format!("{publishable}\n{foreign}"), "secret", "other_account"),
        ("the hidden form", format!("{publishable}\nsk_live_...EVqc"), "secret", "hidden_form"),
        ("two secret keys", format!("{publishable}\n{secret}\n{foreign}"), "secret", "several"),
        ("nothing", "hello".to_owned(), "publishable", "not_a_credential"),
    ];
    for (what, text, slot, code) in cases {
        bench.write("keys.txt", text);
        let args = [
            "seal",
            "--json",
            "--request",
            "r.keyrequest",
            "--keys",
            "keys.txt",
            "--verified-words",
            &words,
            "--out",
            "b.age",
        ];
        let run = bench.run(&args);
        let problem = run.json()["error"]["problems"][0].clone();
        assert_eq!(
            (run.code, problem["slot"].as_str(), problem["code"].as_str()),
            (1, Some(slot), Some(code)),
            "{what}"
        );
        assert!(!bench.path("b.age").exists(), "{what}: a refusal leaves no file");
        assert_nothing_leaked(&bench, &run.all(), &secret, &["keys.txt"]);
    }
}

#[test]
fn a_request_that_is_none_or_was_changed_is_refused() {
    let bench = Bench::new();
    let words = bench.desk("desk", "r.keyrequest");
    bench.write("keys.txt", two_lines().0);
    let good = String::from_utf8(bench.read("r.keyrequest")).expect("armor is text");
    let line = good.lines().nth(6).unwrap_or_default();
    let other: String = line.chars().rev().collect();
    let end = good.find("-----END").unwrap_or_default();
    let cases = [
        ("hello".to_owned(), "not_this_document"),
        (good.get(..end).unwrap_or_default().to_owned(), "armor_damaged"),
        (good.replace(line, &other), "bad_signature"),
    ];
    for (text, code) in cases {
        bench.write("bad.keyrequest", text);
        let args = [
            "seal",
            "--json",
            "--request",
            "bad.keyrequest",
            "--keys",
            "keys.txt",
            "--verified-words",
            &words,
            "--out",
            "b.age",
        ];
        let run = bench.run(&args);
        assert_eq!((run.code, run.json()["error"]["code"].as_str()), (1, Some(code)), "{}", run.all());
    }
    bench.write(
        "mangled.keyrequest",
        format!("Hi,\r\nplease see below\r\n\r\n> {}", good.trim().replace('\n', "\r\n> ")),
    );
    let shown = bench.run(&["request", "show", "--json", "mangled.keyrequest"]);
    assert_eq!(shown.json()["issuer"]["name"], "Imagatec", "quoted and re-wrapped by mail it still reads");
}

#[test]
fn a_preset_under_another_domain_is_refused() {
    let bench = Bench::new();
    bench.run(&["identity", "new", "--identity", "desk"]);
    bench.write("from.toml", "name = \"Imagatec\"\ndomain = \"imagatec.example\"\npreset = \"imagatec\"\n");
    let run = bench.run(&["request", "new", "--json", "--from", "from.toml", "--identity", "desk", "--out", "r"]);
    assert_eq!(run.json()["error"]["code"], "preset_mismatch", "nobody else may look like a known integrator");
}

#[test]
fn a_key_among_the_answers_is_refused() {
    let bench = Bench::new();
    let words = bench.desk("desk", "r.keyrequest");
    let (text, _, secret) = two_lines();
    bench.write("keys.txt", text);
    bench.write("answers.toml", format!("contact = \"Jo, {secret}\"\n"));
    let args = [
        "seal",
        "--json",
        "--request",
        "r.keyrequest",
        "--keys",
        "keys.txt",
        "--answers",
        "answers.toml",
        "--verified-words",
        &words,
        "--out",
        "b.age",
    ];
    let run = bench.run(&args);
    assert_eq!(run.json()["error"]["code"], "secret_in_answer", "answers are read by everybody at the helpdesk");
    assert!(!run.all().contains(&secret), "and the key is not repeated");
}

#[test]
fn a_full_disk_leaves_no_half_written_file() {
    let bench = Bench::new();
    let words = bench.desk("desk", "r.keyrequest");
    bench.write("keys.txt", two_lines().0);
    std::fs::create_dir(bench.path("full")).expect("a folder to mount on");
    // A disk of one page, full before the bundle comes; in a mount namespace of its own, which needs root, as the test run has.
    let script = format!(
        "mount -t tmpfs -o size=4k tmpfs full && head -c 4096 /dev/zero > full/filler && \
         '{}' seal --json --request r.keyrequest --keys keys.txt --verified-words '{words}' --out full/b.age; \
         code=$?; ls -A full; exit $code",
        keycourier_tests::program::keycourier().display()
    );
    let mut command = Command::new("unshare");
    command.args(["--mount", "bash", "-c", &script]).current_dir(bench.path("")).env("HOME", bench.path(""));
    let run = finish(&mut command, b"");
    assert_eq!(run.code, 1, "{}", run.all());
    assert!(run.said.contains("\"disk_full\""), "it says why: {}", run.all());
    assert_eq!(run.said.lines().last(), Some("filler"), "nothing of the bundle is left on the disk");
}

//! An identity is locked with a passphrase, and comes back by our command and by stock tools.

use keycourier_testkit::session::{KeyringState, Session};
use keycourier_tests::program::{Bench, finish};

use crate::main_job::sealed;
use crate::stock_tools::shell;

const PASSPHRASE: &[u8] = b"correct horse battery staple\n";

#[test]
fn a_backup_gives_the_identity_back_to_us_and_to_stock_age() {
    let (bench, _, secret) = sealed();
    let backup = ["identity", "backup", "--identity", "desk", "--passphrase-fd", "0", "--out", "desk.backup"];
    let run = bench.run_with(&backup, PASSPHRASE);
    assert_eq!(run.code, 0, "{}", run.all());
    assert!(!run.all().contains("AGE-SECRET-KEY"), "nothing printed opens anything");

    let restored = bench.run_with(
        &["identity", "restore", "--json", "--identity", "again", "--passphrase-fd", "0", "desk.backup"],
        PASSPHRASE,
    );
    assert_eq!(restored.code, 0, "{}", restored.all());
    assert_eq!(bench.read("again"), bench.read("desk"), "every line of it");
    let shown = bench.run(&["identity", "show", "--json", "--identity", "desk"]).json();
    assert_eq!(restored.json(), shown, "it says whose it is");

    // age reads a passphrase from a terminal only; script gives it one.
    let opened = shell(
        &bench,
        "(sleep 1; echo correct horse battery staple) | script -qec 'age -d -o stock desk.backup' /dev/null >/dev/null
         age -d -i stock b.age",
    );
    assert!(opened.contains(&secret), "what stock age takes out of the backup opens the desk's files in stock age");
}

#[test]
fn what_is_wrong_with_a_backup_is_said_and_nothing_is_written() {
    let bench = Bench::new();
    bench.desk("desk", "r.keyrequest");
    let backup = |passphrase: &[u8]| {
        let args =
            ["identity", "backup", "--json", "--identity", "desk", "--passphrase-fd", "0", "--out", "desk.backup"];
        bench.run_with(&args, passphrase)
    };
    for (passphrase, code) in
        [(&b"eleven char"[..], "short_passphrase"), (b"\n", "no_passphrase"), (b"", "no_passphrase")]
    {
        let run = backup(passphrase);
        assert_eq!((run.code, run.json()["error"]["code"].as_str()), (1, Some(code)), "{passphrase:?}");
        assert!(!bench.path("desk.backup").exists(), "a refusal leaves no file");
    }
    assert_eq!(backup(PASSPHRASE).code, 0, "a long one is taken");
    assert_eq!(backup(PASSPHRASE).json()["error"]["code"], "file_exists", "the first backup is not overwritten");

    let restore = |file: &str, passphrase: &[u8]| {
        let args = ["identity", "restore", "--json", "--identity", "again", "--passphrase-fd", "0", file];
        bench.run_with(&args, passphrase)
    };
    let good = String::from_utf8(bench.read("desk.backup")).expect("armor is text");
    bench.write("cut.backup", good.get(..good.len() / 2).unwrap_or_default());
    for (file, passphrase, code) in [
        ("desk.backup", &b"correct horse battery"[..], "wrong_passphrase"),
        ("cut.backup", PASSPHRASE, "armor_damaged"),
        ("desk", PASSPHRASE, "not_a_backup"),
        ("none", PASSPHRASE, "file_missing"),
    ] {
        let run = restore(file, passphrase);
        assert_eq!((run.code, run.json()["error"]["code"].as_str()), (1, Some(code)), "{file}: {}", run.all());
        assert!(!bench.path("again").exists(), "a refusal leaves no file");
    }
    bench.write("again", "mine");
    assert_eq!(restore("desk.backup", PASSPHRASE).json()["error"]["code"], "file_exists", "nothing is overwritten");
}

#[cfg(unix)]
#[test]
fn backups_and_what_comes_out_of_them_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let bench = Bench::new();
    bench.desk("desk", "r.keyrequest");
    bench.run_with(&["identity", "backup", "--identity", "desk", "--passphrase-fd", "0", "--out", "b"], PASSPHRASE);
    bench.run_with(&["identity", "restore", "--identity", "again", "--passphrase-fd", "0", "b"], PASSPHRASE);
    for name in ["b", "again"] {
        let mode = std::fs::metadata(bench.path(name)).expect("it is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name} is nobody else's business");
    }
}

#[test]
fn an_identity_moves_from_one_keychain_to_another() {
    let bench = Bench::new();
    let run = |session: &Session, args: &[&str], input: &[u8]| {
        let mut command = bench.command();
        session.apply(&mut command);
        finish(command.args(args), input)
    };
    let old = Session::start(KeyringState::Unlocked).expect("a throw-away session");
    let made = run(&old, &["identity", "new", "--json"], b"").json();
    let backed_up = run(&old, &["identity", "backup", "--passphrase-fd", "0", "--out", "b"], PASSPHRASE);
    assert_eq!(backed_up.code, 0, "{}", backed_up.all());
    let again = run(&old, &["identity", "restore", "--json", "--passphrase-fd", "0", "b"], PASSPHRASE);
    assert_eq!(again.json()["error"]["code"], "identity_exists", "a desk that is there is never replaced");

    let new = Session::start(KeyringState::Unlocked).expect("another throw-away session");
    let restored = run(&new, &["identity", "restore", "--json", "--passphrase-fd", "0", "b"], PASSPHRASE);
    assert_eq!(restored.json(), made, "the other computer has the same desk");
    assert_eq!(run(&new, &["identity", "show", "--json"], b"").json(), made, "and keeps it");
}

//! The session itself: what is in it, what is kept out, and that nothing of it stays.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixStream;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;

use super::daemon::spawn;
use super::folders::PROCESSES;
use super::*;

fn runs(process: &Path) -> bool {
    let pid = process.file_name().unwrap();
    let output = Command::new("ps").args(["-o", "stat=", "-p"]).arg(pid).output().unwrap();
    !output.stdout.is_empty()
}

#[test]
fn a_program_inside_sees_nothing_of_the_outer_desktop() {
    const OUTER: [&str; 5] =
        ["SSH_AUTH_SOCK", "GNOME_KEYRING_CONTROL", "WAYLAND_DISPLAY", "XDG_DATA_DIRS", "DBUS_STARTER_ADDRESS"];
    if std::env::var_os("DBUS_STARTER_ADDRESS").is_none() {
        let mut again = Command::new(std::env::current_exe().unwrap());
        again.args(["--exact", "session::tests::a_program_inside_sees_nothing_of_the_outer_desktop"]);
        again.envs(OUTER.map(|outer| (outer, "/outer"))).env_remove("CARGO_HOME").env_remove("RUSTUP_HOME");
        let output = again.output().unwrap();
        let printed = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success() && printed.contains("1 passed"), "on a computer with a desktop: {printed}");
        return;
    }
    let session = Session::start(KeyringState::NoService).unwrap();
    let output = session.command("env").output().unwrap();
    let seen = String::from_utf8(output.stdout).unwrap();
    for outer in OUTER {
        assert!(!seen.contains(outer), "{outer} leads out of the session: {seen}");
    }
    let home = format!("HOME={}", session.home().display());
    assert!(seen.lines().any(|line| line == home), "its home is the session's: {seen}");
    let bus = format!("DBUS_SESSION_BUS_ADDRESS=unix:path={}", session.folder("run").join("bus").display());
    assert!(seen.lines().any(|line| line == bus), "its bus is the session's: {seen}");
    for tools in ["CARGO_HOME=", "RUSTUP_HOME="] {
        assert!(seen.lines().any(|line| line.starts_with(tools)), "a build inside needs {tools}: {seen}");
    }
    let mode = fs::metadata(session.folder("run")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700, "the keyring's daemon refuses a folder others can enter");
}

#[test]
fn nothing_of_a_session_stays() {
    let mut session = Session::start(KeyringState::Unlocked).unwrap();
    session.restart_keyring().unwrap();
    let root = session.home().parent().unwrap().to_owned();
    UnixStream::connect(session.folders.socket()).expect("the bus is up");
    let notes = fs::read_dir(root.join(PROCESSES)).unwrap();
    let processes: Vec<PathBuf> = notes.map(|note| note.unwrap().path()).collect();
    assert_eq!(processes.len(), 2, "a bus and a keyring, the one before the restart no more: {processes:?}");
    assert!(processes.iter().all(|process| runs(process)), "they run");
    drop(session);
    assert!(!processes.iter().any(|process| runs(process)), "its programs end with the session");
    assert!(!root.exists(), "so do its folders, and the keyring's file in them");
}

#[test]
fn a_locked_keyring_can_be_unlocked_and_locked() {
    let session = Session::start(KeyringState::Locked).unwrap();
    let store = || {
        let mut tool = session.command("sh");
        tool.args(["-c", "printf value | secret-tool store --label=x a b"]).output().unwrap().status.success()
    };
    assert!(!store(), "a locked keyring takes nothing");
    session.unlock().unwrap();
    assert!(store(), "an unlocked one does");
    session.lock().unwrap();
    assert!(!store(), "and then no more");
}

#[test]
fn two_sessions_have_two_screens_and_leave_none() {
    let mut one = Session::start(KeyringState::NoBus).unwrap();
    let mut two = Session::start(KeyringState::NoBus).unwrap();
    one.start_display().unwrap();
    two.start_display().unwrap();
    let name = |session: &Session| session.env().into_iter().find(|(name, _)| name == "DISPLAY").unwrap().1;
    assert_ne!(name(&one), name(&two), "windows of two tests must not take each other's keyboard");
    let size = one.command("xdotool").arg("getdisplaygeometry").output().unwrap();
    assert_eq!(String::from_utf8_lossy(&size.stdout).trim(), "1280 900", "a program of the session draws on it");
    let processes = one.home().parent().unwrap().join(PROCESSES);
    let of_one: Vec<PathBuf> = fs::read_dir(processes).unwrap().map(|note| note.unwrap().path()).collect();
    assert_eq!(of_one.len(), 2, "a screen and a window manager: {of_one:?}");
    drop(one);
    assert!(!of_one.iter().any(|process| runs(process)), "they end with the session");
}

#[test]
fn a_session_without_a_keyring_says_so() {
    let session = Session::start(KeyringState::NoBus).unwrap();
    let error = session.lock().unwrap_err();
    assert_eq!(error.to_string(), "this session has no keyring", "a test that mixes up its states must learn it");
}

#[test]
fn a_missing_tool_is_named_with_its_package() {
    let error = spawn(&mut Command::new("no-such-tool"), "no-such-tool", "its-package").unwrap_err();
    assert_eq!(
        format!("{error:?}"),
        "no-such-tool is not installed, and this test needs it: apt-get install --no-install-recommends its-package",
        "whoever runs the tests must be told what to install, also by an unwrap"
    );
}

#[test]
fn a_test_inside_is_part_of_the_session() {
    inside(KeyringState::NoService, |session| {
        assert_eq!(std::env::home_dir(), Some(session.home()), "the code under test runs in this very process");
    });
}

#[test]
fn a_test_that_fails_inside_fails_outside() {
    let within = std::env::var_os("KEYCOURIER_TEST_SESSION").is_some();
    let body = |_: &mut Session| panic!("a reason");
    let panic = catch_unwind(AssertUnwindSafe(|| inside(KeyringState::NoBus, body)))
        .expect_err("a test that fails in its session must not pass");
    if within {
        resume_unwind(panic);
    }
    let told = panic.downcast_ref::<String>().unwrap();
    assert!(told.contains("failed inside") && told.contains("a reason"), "the reason must be told: {told}");
}

#[test]
fn a_body_that_was_never_run_fails() {
    fn elsewhere() -> impl FnOnce(&mut Session) {
        |_| {}
    }
    let panic = catch_unwind(AssertUnwindSafe(|| inside(KeyringState::NoBus, elsewhere())))
        .expect_err("a test whose name is not found would pass untested");
    let told = panic.downcast_ref::<String>().unwrap();
    assert!(told.contains("was not run in its session"), "it must say why: {told}");
}

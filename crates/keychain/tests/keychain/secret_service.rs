//! The real GNOME Keyring in every state that no window is needed for. Each test runs in a session of its own.

use std::io::Write as _;
use std::process::Stdio;

use keycourier_keychain::{Deadlines, GetError, Item, Keychain, ProbeError, PutError, RemoveError, State};
use keycourier_testkit::session::{KeyringState, Session, inside};

use super::{NEVER, kept, key, secret, text};

/// What `secret-tool` finds under `user`, which is what any other program of the desktop sees.
fn looked_up(session: &Session, user: &str) -> Option<String> {
    let output = session
        .command("secret-tool")
        .args(["lookup", "service", "keycourier", "username", user])
        .output()
        .expect("secret-tool is not installed: apt-get install --no-install-recommends libsecret-tools");
    output.status.success().then(|| String::from_utf8(output.stdout).unwrap())
}

#[test]
fn an_unlocked_keyring_keeps_what_other_programs_can_look_up() {
    inside(KeyringState::Unlocked, |session| {
        let keychain = Keychain::system();
        keychain.probe().wait().unwrap();
        assert_eq!(keychain.state(), State::Reachable, "a quiet probe can't tell that it is unlocked");
        keychain.probe_by_writing().wait().unwrap();
        assert_eq!(keychain.state(), State::Ready, "this one can");
        let longest = "é".repeat(1_280);
        for value in ["plain", "ключ 鍵 🔑", longest.as_str()] {
            keychain.put(key("7f-A_9"), secret(value)).wait().unwrap();
            assert_eq!(kept(&keychain, key("7f-A_9")).as_deref(), Some(value), "not a byte may change");
            assert_eq!(looked_up(session, "key/7f-A_9").as_deref(), Some(value), "under the documented name");
        }
        let other = Keychain::system();
        assert_eq!(kept(&other, key("7f-A_9")).as_deref(), Some(longest.as_str()), "it is the system's, not ours");
        assert_eq!(kept(&keychain, Item::DEVICE), None, "what was never put is not there");
        keychain.remove(key("7f-A_9")).wait().unwrap();
        keychain.remove(key("7f-A_9")).wait().expect("removing what is gone is fine");
        assert_eq!(looked_up(session, "key/7f-A_9"), None, "removed is gone for everybody");
        assert_eq!(looked_up(session, "probe/throw-away"), None, "a probe leaves nothing behind");
    });
}

#[test]
fn a_locked_keyring_is_locked_until_it_is_unlocked() {
    inside(KeyringState::Unlocked, |session| {
        let keychain = Keychain::system();
        keychain.put(key("1"), secret("value")).wait().unwrap();
        session.lock().unwrap();
        assert_eq!(text(&keychain, key("1")), Err(GetError::Locked), "the item is there, its value closed");
        assert_eq!(keychain.state(), State::Locked, "the person has to unlock it");
        assert_eq!(keychain.put(key("1"), secret("new")).wait(), Err(PutError::Locked), "nor can it be changed");
        assert_eq!(keychain.put(key("2"), secret("new")).wait(), Err(PutError::Locked), "nor another one made");
        assert_eq!(keychain.remove(key("1")).wait(), Err(RemoveError::Locked), "nor removed");
        assert_eq!(kept(&keychain, key("2")), None, "that an item is not there, it says locked too");
        keychain.remove(key("2")).wait().expect("nothing to remove, nothing to unlock");
        assert_eq!(keychain.state(), State::Locked, "which doesn't make it unlocked");
        session.unlock().unwrap();
        assert_eq!(kept(&keychain, key("1")).as_deref(), Some("value"), "the same handle goes on");
        assert_eq!(keychain.state(), State::Ready, "it gave a value");
    });
}

#[test]
fn a_keyring_that_was_locked_before_we_came_answers_but_takes_nothing() {
    inside(KeyringState::Locked, |session| {
        let keychain = Keychain::system();
        keychain.probe().wait().expect("a quiet probe can't tell");
        assert_eq!(keychain.state(), State::Reachable, "so it must not be called ready");
        assert_eq!(keychain.probe_by_writing().wait(), Err(ProbeError::Locked), "writing does tell");
        assert_eq!(keychain.state(), State::Locked, "for a screen too");
        session.unlock().unwrap();
        keychain.probe_by_writing().wait().expect("the same handle goes on");
    });
}

#[test]
fn a_daemon_without_a_keyring_is_not_available() {
    inside(KeyringState::Unmade, |_| {
        let keychain = Keychain::system();
        assert_eq!(kept(&keychain, key("1")), None, "there is nothing in it");
        assert_eq!(keychain.state(), State::Reachable, "but somebody answers");
        assert_eq!(keychain.put(key("1"), secret("value")).wait(), Err(PutError::NotAvailable), "nowhere to put it");
        assert_eq!(keychain.state(), State::NotAvailable, "and nothing to unlock");
    });
}

#[test]
fn a_bus_without_a_keyring_is_not_available_until_one_comes() {
    inside(KeyringState::NoService, |session| {
        let keychain = Keychain::system();
        assert_eq!(keychain.probe().wait(), Err(ProbeError::NotAvailable), "there is none");
        assert_eq!(text(&keychain, key("1")), Err(GetError::NotAvailable), "which is not the same as no such item");
        assert_eq!(
            keychain.put(key("1"), secret("value")).wait(),
            Err(PutError::NotAvailable),
            "no other place is used"
        );
        assert_eq!(keychain.remove(key("1")).wait(), Err(RemoveError::NotAvailable), "nothing is known to be gone");
        assert_eq!(keychain.state(), State::NotAvailable, "the screens offer this session only");
        session.restart_keyring().unwrap();
        keychain.put(key("1"), secret("value")).wait().expect("a daemon that starts later than we is found");
        assert_eq!(looked_up(session, "key/1").as_deref(), Some("value"), "and used");
    });
}

#[test]
fn no_bus_is_not_available() {
    inside(KeyringState::NoBus, |_| not_available());
}

#[test]
fn a_disabled_bus_is_not_available() {
    inside(KeyringState::BusDisabled, |_| not_available());
}

fn not_available() {
    let keychain = Keychain::system();
    assert_eq!(keychain.probe().wait(), Err(ProbeError::NotAvailable), "there is none");
    assert_eq!(text(&keychain, key("1")), Err(GetError::NotAvailable), "which is not the same as no such item");
    assert_eq!(keychain.put(key("1"), secret("value")).wait(), Err(PutError::NotAvailable), "no other place is used");
    assert_eq!(keychain.state(), State::NotAvailable, "the screens offer this session only");
}

#[test]
fn a_daemon_that_dies_is_not_available_until_it_is_back() {
    inside(KeyringState::Unlocked, |session| {
        let keychain = Keychain::system();
        keychain.put(key("1"), secret("value")).wait().unwrap();
        session.kill_keyring().unwrap();
        assert_eq!(text(&keychain, key("1")), Err(GetError::NotAvailable), "nobody answers");
        assert_eq!(keychain.state(), State::NotAvailable, "for a screen too");
        session.restart_keyring().unwrap();
        assert_eq!(kept(&keychain, key("1")).as_deref(), Some("value"), "the same handle goes on");
        assert_eq!(keychain.state(), State::Ready, "for a screen too");
    });
}

#[test]
fn a_daemon_that_restarts_goes_unnoticed() {
    inside(KeyringState::Unlocked, |session| {
        let keychain = Keychain::system();
        keychain.put(key("1"), secret("value")).wait().unwrap();
        session.restart_keyring().unwrap();
        assert_eq!(kept(&keychain, key("1")).as_deref(), Some("value"), "a read is made again on a new session");
        session.restart_keyring().unwrap();
        keychain.put(key("1"), secret("new")).wait().expect("so is a write");
        session.restart_keyring().unwrap();
        keychain.put(key("2"), secret("other")).wait().expect("also that of a new item");
        assert_eq!(looked_up(session, "key/1").as_deref(), Some("new"), "it is there");
        session.restart_keyring().unwrap();
        keychain.remove(key("1")).wait().expect("so is a removal");
        assert_eq!(looked_up(session, "key/1"), None, "it is gone");
        assert_eq!(looked_up(session, "key/2").as_deref(), Some("other"), "and nothing else");
    });
}

#[test]
fn a_daemon_that_hangs_is_waited_for_and_can_be_given_up() {
    inside(KeyringState::Unlocked, |session| {
        let soon = std::time::Duration::from_millis(50);
        let system = || Keychain::system_within(Deadlines { waiting_after: soon, abandon_after: NEVER });
        let keychain = system();
        keychain.put(key("1"), secret("value")).wait().unwrap();
        let states = keychain.watch();

        session.freeze_keyring().unwrap();
        let reply = keychain.put(key("1"), secret("new"));
        assert!(states.iter().any(|state| state == State::Waiting), "a screen offers Cancel");
        session.thaw_keyring().unwrap();
        reply.wait().expect("an answer that comes late still counts");
        assert_eq!(kept(&keychain, key("1")).as_deref(), Some("new"), "it was stored");

        session.freeze_keyring().unwrap();
        let given_up = keychain.get(key("1"));
        assert!(states.iter().any(|state| state == State::Waiting), "a screen offers Cancel");
        keychain.cancel();
        assert!(matches!(given_up.wait(), Err(GetError::Cancelled)), "the person had enough");
        session.thaw_keyring().unwrap();
        assert_eq!(kept(&keychain, key("1")).as_deref(), Some("new"), "another thread and connection take over");
    });
}

#[test]
fn an_item_that_is_there_twice_is_damaged_until_it_is_put_anew() {
    inside(KeyringState::Unlocked, |session| {
        let keychain = Keychain::system();
        keychain.put(key("1"), secret("value")).wait().unwrap();
        let mut tool = session
            .command("secret-tool")
            .args(["store", "--collection=session", "--label=copy", "service", "keycourier", "username", "key/1"])
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        tool.stdin.take().unwrap().write_all(b"copy").unwrap();
        assert!(tool.wait().unwrap().success(), "the copy must be there");
        assert_eq!(text(&keychain, key("1")), Err(GetError::Damaged), "nobody knows which one counts");
        keychain.put(key("1"), secret("new")).wait().expect("pasting the key again is the way out");
        assert_eq!(kept(&keychain, key("1")).as_deref(), Some("new"), "now there is one");
    });
}

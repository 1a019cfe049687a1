//! Keeping for this session only.

use keycourier_keychain::{Item, Kept, Keychain, PutError, State};

use super::{kept, key, secret};

#[test]
fn this_session_keeps_reads_and_removes_and_says_that_it_is_no_keychain() {
    let keychain = Keychain::for_this_session();
    assert_eq!(keychain.kept(), Kept::ThisSession, "the screens must be able to say so");
    keychain.put(key("1"), secret("first")).wait().unwrap();
    let clone = keychain.clone();
    clone.put(key("1"), secret("second")).wait().unwrap();
    assert_eq!(kept(&keychain, key("1")).as_deref(), Some("second"), "clones share what is kept");
    assert_eq!(kept(&keychain, Item::DEVICE), None, "what was never put is not there");
    keychain.remove(key("1")).wait().unwrap();
    keychain.remove(key("1")).wait().expect("removing what is gone is fine");
    assert_eq!(kept(&keychain, key("1")), None, "removed is gone");
    assert_eq!(keychain.state(), State::Ready, "memory always answers");
    assert_eq!(keychain.watch().iter().collect::<Vec<_>>(), [State::Ready], "and never changes");
}

#[test]
fn this_session_has_the_same_limit_as_a_keychain() {
    let long = "x".repeat(2_561);
    assert_eq!(
        Keychain::for_this_session().put(key("1"), secret(&long)).wait(),
        Err(PutError::TooLong),
        "what is taken here must fit when the keychain is back"
    );
}

//! What becomes of a store's answers, over the library's mock.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use keycourier_keychain::{
    Deadlines, GetError, Item, Kept, Keychain, ProbeError, PutError, RemoveError, SERVICE, State,
};
use keyring_core::api::CredentialStoreApi as _;
use keyring_core::{Entry, Error, mock};
use secrecy::SecretString;

use super::{NEVER, kept, key, secret, text};

/// A keychain over a mock, the mock, and how often it was opened.
struct Mocked {
    keychain: Keychain,
    store: Arc<mock::Store>,
    opened: Arc<AtomicUsize>,
}

impl Mocked {
    fn new() -> Self {
        let store = mock::Store::new().unwrap();
        let opened = Arc::new(AtomicUsize::new(0));
        let (handed, count) = (Arc::clone(&store), Arc::clone(&opened));
        let open = move || {
            count.fetch_add(1, Ordering::SeqCst);
            let store: Arc<keyring_core::CredentialStore> = handed.clone();
            Ok(store)
        };
        let keychain = Keychain::new(open, Deadlines { waiting_after: NEVER, abandon_after: NEVER });
        Self { keychain, store, opened }
    }

    fn opened(&self) -> usize {
        self.opened.load(Ordering::SeqCst)
    }

    fn entry(&self, user: &str) -> Entry {
        self.store.build(SERVICE, user, None).unwrap()
    }

    /// The next call for `user` fails with `error`, and only that one.
    fn fail(&self, user: &str, error: Error) {
        self.entry(user).as_any().downcast_ref::<mock::Cred>().unwrap().set_error(error);
    }
}

fn platform(text: &str) -> Error {
    Error::PlatformFailure(text.to_owned().into())
}

#[test]
fn a_value_comes_back_as_it_was_put() {
    let Mocked { keychain, store: _, opened: _ } = Mocked::new();
    assert_eq!(keychain.kept(), Kept::System, "a store is a keychain");
    assert_eq!(keychain.state(), State::Unasked, "nothing was asked yet");
    let longest = "é".repeat(1_280);
    for value in ["", "plain", "ключ 鍵 🔑", longest.as_str()] {
        keychain.put(key("1"), secret(value)).wait().unwrap();
        assert_eq!(kept(&keychain, key("1")).as_deref(), Some(value), "not a byte may change");
    }
    keychain.put_text(Item::desk(3), &SecretString::from("identity")).wait().unwrap();
    assert_eq!(kept(&keychain, Item::desk(3)).as_deref(), Some("identity"), "a text is kept by its bytes");
    assert_eq!(keychain.state(), State::Ready, "it gave values");
    keychain.remove(key("1")).wait().unwrap();
    keychain.remove(key("1")).wait().expect("removing what is gone is fine");
    assert_eq!(kept(&keychain, key("1")), None, "removed is gone");
    assert_eq!(kept(&keychain, Item::desk(3)).as_deref(), Some("identity"), "items don't share anything");
}

#[test]
fn a_value_over_the_limit_never_reaches_the_keychain() {
    let mocked = Mocked::new();
    let long = "x".repeat(2_561);
    assert_eq!(
        mocked.keychain.put(key("1"), secret(&long)).wait(),
        Err(PutError::TooLong),
        "Windows takes 2,560 bytes"
    );
    assert_eq!(mocked.opened(), 0, "the limit is the same on systems that would take it");
}

#[test]
fn each_error_of_a_store_becomes_what_a_person_can_act_on() {
    let damaged = || Error::BadEncoding(vec![0xff]);
    let cases: [(Error, GetError, State); 8] = [
        (Error::NoStorageAccess("x".into()), GetError::Locked, State::Locked),
        (platform("x"), GetError::NotAvailable, State::NotAvailable),
        (damaged(), GetError::Damaged, State::Ready),
        (Error::BadDataFormat(vec![0xff], "x".into()), GetError::Damaged, State::Ready),
        (Error::BadStoreFormat("x".into()), GetError::NotAvailable, State::NotAvailable),
        (Error::NoDefaultStore, GetError::NotAvailable, State::NotAvailable),
        (Error::Invalid("x".into(), "x".into()), GetError::NotAvailable, State::NotAvailable),
        (Error::NotSupportedByStore("x".into()), GetError::NotAvailable, State::NotAvailable),
    ];
    for (error, expected, state) in cases {
        let mocked = Mocked::new();
        let shown = format!("{error:?}");
        mocked.fail("key/1", error);
        assert_eq!(text(&mocked.keychain, key("1")), Err(expected), "of {shown}");
        assert_eq!(mocked.keychain.state(), state, "after {shown}");
    }
    let mocked = Mocked::new();
    mocked.fail("key/1", Error::TooLong("secret".into(), 9));
    assert_eq!(mocked.keychain.put(key("1"), secret("x")).wait(), Err(PutError::TooLong), "a store may be narrower");
    mocked.fail("key/1", Error::NoStorageAccess("x".into()));
    assert_eq!(mocked.keychain.put(key("1"), secret("x")).wait(), Err(PutError::Locked), "of a write too");
    mocked.fail("key/1", Error::NoStorageAccess("x".into()));
    assert_eq!(mocked.keychain.remove(key("1")).wait(), Err(RemoveError::Locked), "of a removal too");
}

#[test]
fn a_keychain_that_cannot_be_opened_is_not_available_and_asked_again() {
    let attempts = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&attempts);
    let open = move || match count.fetch_add(1, Ordering::SeqCst) {
        0 => Err(Error::NoStorageAccess("x".into())),
        1 => Err(platform("x")),
        _ => {
            let store: Arc<keyring_core::CredentialStore> = mock::Store::new()?;
            Ok(store)
        }
    };
    let keychain = Keychain::new(open, Deadlines::default());
    assert_eq!(keychain.probe().wait(), Err(ProbeError::Locked), "what opening says counts");
    assert_eq!(keychain.probe().wait(), Err(ProbeError::NotAvailable), "no store, no keychain");
    assert_eq!(attempts.load(Ordering::SeqCst), 2, "a store that can't be opened is not tried twice for one call");
    keychain.probe().wait().expect("a keychain that came up later must be found");
    assert_eq!(keychain.state(), State::Reachable, "it answered");
}

#[test]
fn a_kept_store_that_breaks_is_replaced_unnoticed() {
    let mocked = Mocked::new();
    mocked.keychain.put(key("1"), secret("value")).wait().unwrap();
    assert_eq!(mocked.opened(), 1, "the store is opened for the first call");
    mocked.fail("key/1", platform("the session is gone"));
    assert_eq!(kept(&mocked.keychain, key("1")).as_deref(), Some("value"), "a daemon's restart is nobody's business");
    assert_eq!(mocked.opened(), 2, "by a new store");
    mocked.fail("key/1", platform("the session is gone"));
    mocked.keychain.put(key("1"), secret("other")).wait().expect("nor for a write");
    mocked.fail("key/1", platform("the session is gone"));
    mocked.keychain.remove(key("1")).wait().expect("nor for a removal");
    assert_eq!(kept(&mocked.keychain, key("1")), None, "which was made");
}

#[test]
fn a_new_store_that_breaks_is_reported_not_retried() {
    let mocked = Mocked::new();
    mocked.fail("key/1", platform("x"));
    assert_eq!(text(&mocked.keychain, key("1")), Err(GetError::NotAvailable), "another new store would not help");
    assert_eq!(mocked.opened(), 1, "one call, one store");
    assert_eq!(kept(&mocked.keychain, key("1")), None, "the next call starts anew");
    assert_eq!(mocked.opened(), 2, "with a store of its own");
}

#[test]
fn locked_keychain_is_reported_not_retried() {
    let mocked = Mocked::new();
    mocked.keychain.put(key("1"), secret("value")).wait().unwrap();
    mocked.fail("key/1", Error::NoStorageAccess("x".into()));
    assert_eq!(text(&mocked.keychain, key("1")), Err(GetError::Locked), "a second try would show a second window");
    assert_eq!(mocked.opened(), 1, "nothing is wrong with the store");
}

#[test]
fn nothing_of_a_librarys_error_is_told() {
    let canary = format!("{}-{}", "canary", "value");
    let bytes = format!("{:?}", canary.as_bytes());
    let errors = [
        Error::BadEncoding(canary.clone().into_bytes()),
        Error::BadDataFormat(canary.clone().into_bytes(), canary.clone().into()),
        Error::PlatformFailure(canary.clone().into()),
        Error::NoStorageAccess(canary.clone().into()),
        Error::BadStoreFormat(canary.clone()),
        Error::Invalid(canary.clone(), canary.clone()),
        Error::NotSupportedByStore(canary.clone()),
    ];
    for error in errors {
        let mocked = Mocked::new();
        mocked.fail("key/1", error);
        let told = text(&mocked.keychain, key("1")).unwrap_err();
        let shown = format!("{told:?} {told}");
        assert!(!shown.contains(&canary), "{shown} ends up in logs");
        assert!(!shown.contains(bytes.trim_matches(['[', ']'])), "{shown} ends up in logs");
        assert!(std::error::Error::source(&told).is_none(), "a source would be printed with it");
    }
}

#[test]
fn an_item_that_is_there_twice_is_damaged_until_it_is_put_anew() {
    let mocked = Mocked::new();
    let twice = || {
        mocked.entry("copy").set_secret(b"old").unwrap();
        Error::Ambiguous(vec![mocked.entry("copy"), mocked.entry("gone meanwhile")])
    };
    mocked.fail("key/1", twice());
    assert_eq!(text(&mocked.keychain, key("1")), Err(GetError::Damaged), "nobody knows which one counts");
    mocked.fail("key/1", twice());
    mocked.keychain.put(key("1"), secret("new")).wait().expect("pasting the key again is the way out");
    assert!(matches!(mocked.entry("copy").get_secret(), Err(Error::NoEntry)), "an old copy must not come back");
    assert_eq!(kept(&mocked.keychain, key("1")).as_deref(), Some("new"), "the new value is the only one");
    mocked.fail("key/1", twice());
    mocked.keychain.remove(key("1")).wait().unwrap();
    assert!(matches!(mocked.entry("copy").get_secret(), Err(Error::NoEntry)), "removed means every copy");
}

#[test]
fn a_quiet_probe_writes_nothing_and_a_probe_by_writing_leaves_nothing() {
    let mocked = Mocked::new();
    mocked.keychain.probe().wait().unwrap();
    assert_eq!(mocked.keychain.state(), State::Reachable, "a locked keychain would have said the same");
    mocked.keychain.probe_by_writing().wait().unwrap();
    assert_eq!(mocked.keychain.state(), State::Ready, "it took a value");
    let left = mocked.store.search(&[("service", SERVICE)].into()).unwrap();
    assert!(
        left.iter().all(|entry| matches!(entry.get_secret(), Err(Error::NoEntry))),
        "a probe must not leave anything behind"
    );
    mocked.fail("probe/throw-away", Error::NoStorageAccess("x".into()));
    assert_eq!(mocked.keychain.probe_by_writing().wait(), Err(ProbeError::Locked), "this one does tell");
}

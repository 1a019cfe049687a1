//! Calls that take their time, and those that are given up.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use keycourier_keychain::{Deadlines, GetError, Keychain, PutError, RemoveError, State};

use super::slow_store::{GoOn, Opened, SlowStore};
use super::{NEVER, kept, key, secret, text};

struct Slow {
    keychain: Keychain,
    store: Arc<SlowStore>,
    opened: Arc<AtomicUsize>,
    /// Says each time a store was dropped, which a worker does after it has handed over its last answer.
    dropped: Receiver<()>,
}

/// The shortest time after which a call counts as waiting. Tests that use it never ask how long anything took.
const AT_ONCE: Duration = Duration::from_millis(1);

impl Slow {
    fn new(deadlines: Deadlines) -> Self {
        let store = Arc::new(SlowStore::default());
        let opened = Arc::new(AtomicUsize::new(0));
        let (drops, dropped) = mpsc::channel();
        let (shared, count) = (Arc::clone(&store), Arc::clone(&opened));
        let open = move || {
            count.fetch_add(1, Ordering::SeqCst);
            Ok(Opened::handle(&shared, &drops))
        };
        Self { keychain: Keychain::new(open, deadlines), store, opened, dropped }
    }

    /// Waits soon, gives up never.
    fn patient() -> Self {
        Self::new(Deadlines { waiting_after: AT_ONCE, abandon_after: NEVER })
    }

    /// Neither waits nor gives up by itself.
    fn calm() -> Self {
        Self::new(Deadlines { waiting_after: NEVER, abandon_after: NEVER })
    }

    fn opened(&self) -> usize {
        self.opened.load(Ordering::SeqCst)
    }
}

fn until(states: &Receiver<State>, state: State) {
    assert!(states.iter().any(|seen| seen == state), "the state {state:?} must come");
}

#[test]
fn an_answer_that_comes_after_the_first_deadline_still_counts() {
    let slow = Slow::patient();
    let states = slow.keychain.watch();
    let hold = slow.store.hold("key/1");
    let reply = slow.keychain.put(key("1"), secret("value"));
    until(&states, State::Waiting);
    assert_eq!(slow.keychain.state(), State::Waiting, "a screen that looks now must see it");
    hold.release(GoOn::Well);
    assert_eq!(reply.wait(), Ok(()), "the person took their time to type a password");
    until(&states, State::Ready);
    assert_eq!(slow.store.value("key/1").as_deref(), Some(&b"value"[..]), "it is stored");
    assert_eq!(slow.opened(), 1, "by the same thread's store");
}

#[test]
fn cancel_ends_what_is_open_and_what_stands_behind_it() {
    let slow = Slow::patient();
    let states = slow.keychain.watch();
    let hold = slow.store.hold("key/1");
    let open = slow.keychain.put(key("1"), secret("value"));
    let behind = slow.keychain.get(key("2"));
    hold.entered();
    until(&states, State::Waiting);
    slow.keychain.cancel();
    assert_eq!(open.wait(), Err(PutError::Cancelled), "nobody wants to wait for it any more");
    assert!(matches!(behind.wait(), Err(GetError::Cancelled)), "it would wait for the same window");
    assert_eq!(slow.keychain.state(), State::Unasked, "nothing is open, and nothing known");
    slow.keychain.put(key("2"), secret("other")).wait().expect("another thread takes over");
    assert_eq!(slow.opened(), 2, "with a store of its own: the first one's is in use");
    hold.release(GoOn::Well);
}

#[test]
fn cancel_with_nothing_open_changes_nothing() {
    let slow = Slow::calm();
    slow.keychain.put(key("1"), secret("value")).wait().unwrap();
    slow.keychain.cancel();
    assert_eq!(kept(&slow.keychain, key("1")).as_deref(), Some("value"), "a cancel that came too late is harmless");
    assert_eq!(slow.opened(), 1, "nobody was given up");
}

#[test]
fn a_call_without_an_answer_is_given_up_at_the_second_deadline() {
    let slow = Slow::new(Deadlines { waiting_after: AT_ONCE, abandon_after: AT_ONCE });
    let states = slow.keychain.watch();
    let hold = slow.store.hold("key/1");
    let open = slow.keychain.remove(key("1"));
    let behind = slow.keychain.put(key("1"), secret("value"));
    assert_eq!(open.wait(), Err(RemoveError::NotResponding), "nobody waits forever");
    assert_eq!(behind.wait(), Err(PutError::NotResponding), "nor for what stands behind it");
    assert_eq!(slow.keychain.state(), State::NotAvailable, "a keychain that doesn't answer is none");
    let seen: Vec<State> = states.try_iter().collect();
    assert_eq!(seen, [State::Unasked, State::Waiting, State::NotAvailable], "a screen offers Cancel in between");
    hold.release(GoOn::Well);
}

#[test]
fn a_write_that_was_given_up_can_never_overwrite_a_later_one() {
    let slow = Slow::calm();
    let hold = slow.store.hold("key/1");
    let given_up = slow.keychain.put(key("1"), secret("old"));
    hold.entered();
    slow.keychain.cancel();
    assert_eq!(given_up.wait(), Err(PutError::Cancelled), "its thread is left behind");
    assert_eq!(
        slow.keychain.put(key("1"), secret("new")).wait(),
        Err(PutError::NotResponding),
        "the old value could still come on top of it"
    );
    assert_eq!(
        slow.keychain.remove(key("1")).wait(),
        Err(RemoveError::NotResponding),
        "the old value could still come back after it"
    );
    assert_eq!(kept(&slow.keychain, key("1")), None, "reading harms nobody");
    slow.keychain.put(key("2"), secret("other")).wait().expect("other items are not concerned");

    hold.release(GoOn::Well);
    slow.dropped.recv().expect("the thread drops its store when the call is over");
    assert_eq!(kept(&slow.keychain, key("1")).as_deref(), Some("old"), "the write happened after all");
    slow.keychain.put(key("1"), secret("new")).wait().expect("nothing can come on top of it any more");
    assert_eq!(kept(&slow.keychain, key("1")).as_deref(), Some("new"), "the later write is the one that counts");
}

#[test]
fn a_late_answer_is_dropped_and_tells_nothing_about_the_keychain() {
    let slow = Slow::calm();
    slow.keychain.put(key("1"), secret("value")).wait().unwrap();
    let hold = slow.store.hold("key/1");
    let given_up = slow.keychain.get(key("1"));
    hold.entered();
    slow.keychain.cancel();
    assert!(matches!(given_up.wait(), Err(GetError::Cancelled)), "its thread is left behind");
    hold.release(GoOn::Well);
    slow.dropped.recv().expect("the thread drops its store when the call is over");
    assert_eq!(kept(&slow.keychain, key("2")), None, "the late answer has been heard by now");
    assert_eq!(slow.keychain.state(), State::Reachable, "an answer to nobody must not pass for one of today");
}

#[test]
fn a_call_that_was_given_up_makes_no_second_attempt() {
    let slow = Slow::calm();
    assert_eq!(kept(&slow.keychain, key("2")), None, "from now on the store is a kept one");
    let hold = slow.store.hold("key/1");
    let given_up = slow.keychain.put(key("1"), secret("value"));
    hold.entered();
    slow.keychain.cancel();
    assert_eq!(given_up.wait(), Err(PutError::Cancelled), "its thread is left behind");
    hold.release(GoOn::Broken);
    slow.dropped.recv().expect("the thread drops its store when the call is over");
    assert_eq!(text(&slow.keychain, key("2")), Ok(None), "the late failure has been heard by now");
    assert_eq!(slow.store.value("key/1"), None, "cancelled, and the first attempt had failed");
    assert_eq!(slow.opened(), 2, "one store for each thread");
}

#[test]
fn a_call_that_was_given_up_while_its_store_opened_is_never_made() {
    let store = Arc::new(SlowStore::default());
    let (drops, dropped) = mpsc::channel();
    let (opening, has_begun) = mpsc::channel();
    let (let_open, may_open) = mpsc::channel();
    let (shared, may_open) = (Arc::clone(&store), Mutex::new(may_open));
    let open = move || {
        opening.send(()).unwrap();
        may_open.lock().unwrap().recv().unwrap();
        Ok(Opened::handle(&shared, &drops))
    };
    let keychain = Keychain::new(open, Deadlines { waiting_after: NEVER, abandon_after: NEVER });
    let given_up = keychain.put(key("1"), secret("value"));
    has_begun.recv().unwrap();
    keychain.cancel();
    assert_eq!(given_up.wait(), Err(PutError::Cancelled), "its thread is left behind");
    let_open.send(()).unwrap();
    dropped.recv().expect("the thread drops its store when the call is over");
    assert_eq!(store.value("key/1"), None, "nothing had been written when it was cancelled");
}

#[test]
fn a_store_that_panics_is_not_available_and_made_anew() {
    let slow = Slow::calm();
    let hold = slow.store.hold("key/1");
    let reply = slow.keychain.put(key("1"), secret("value"));
    hold.release(GoOn::Panicking);
    assert_eq!(reply.wait(), Err(PutError::NotAvailable), "whoever waits must hear of it");
    slow.keychain.put(key("1"), secret("value")).wait().expect("the next call gets a new store");
    assert_eq!(slow.opened(), 2, "the old one may be half way through something");
}

#[test]
fn what_was_asked_is_done_though_nobody_is_left_to_hear() {
    let slow = Slow::calm();
    let hold = slow.store.hold("key/1");
    drop(slow.keychain.put(key("1"), secret("value")));
    let last = slow.keychain.put(key("2"), secret("other"));
    drop(slow.keychain);
    hold.release(GoOn::Well);
    assert_eq!(last.wait(), Ok(()), "the last handle does not take its work with it");
    assert_eq!(slow.store.value("key/1").as_deref(), Some(&b"value"[..]), "nor does a reply");
    slow.dropped.recv().expect("then the threads end");
}

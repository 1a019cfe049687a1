//! Ledger and keychain together: restarts, a locked keychain, and this session only.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use keycourier_credentials::Mode;
use keycourier_keychain::{Deadlines, Item, Keychain};
use keycourier_testkit::fake_stripe::Script;
use keycourier_wire::{AppError, CheckState, KeyStorage, KeychainState, Mode as WireMode};
use keyring_core::mock::Store;

use super::main_job::{accept, change, knows, live_keys, paste};
use crate::app::testing::{Helpdesk, World, operation_request};

/// A keychain that is locked until the flag says otherwise.
fn lockable() -> (Keychain, Arc<AtomicBool>) {
    let open = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&open);
    let store = Store::new().expect("a store in memory");
    let give = move || {
        if flag.load(Ordering::SeqCst) {
            Ok(Arc::clone(&store) as Arc<keyring_core::CredentialStore>)
        } else {
            Err(keyring_core::Error::NoStorageAccess("locked".into()))
        }
    };
    (Keychain::new(give, Deadlines::default()), open)
}

async fn pasted(world: &World) -> String {
    let keys = live_keys();
    let request_id = world.open(&Helpdesk::imagatec().asks(Mode::Live), "open").await;
    let id = accept(world, &request_id, "accept").await;
    world.copy(&format!("{}\n{}", keys.0, keys.1));
    let pasted = world.app.paste_key(paste("paste", &id, WireMode::Live)).await.expect("the verdict comes first");
    assert_eq!(pasted.filled.len(), 2, "whatever the keychain does");
    id
}

async fn storage(world: &World, id: &str, wanted: KeyStorage) {
    for _ in 0..2_000 {
        let delivery = world.delivery(id).await;
        if delivery.slots.iter().filter_map(|slot| slot.key.as_ref()).all(|key| key.storage == wanted) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("the keys come to be {wanted:?}")
}

#[tokio::test]
async fn keys_are_there_after_a_restart() {
    let mut world = World::new(knows(&live_keys()));
    let id = pasted(&world).await;
    world.saved(&id).await;
    world.restart();
    storage(&world, &id, KeyStorage::Saved).await;
    world.app.start_check(change("check", &id)).await.expect("their values are in the keychain");
    assert_eq!(world.checked(&id).await.state, CheckState::Done, "and Stripe knows them");
}

#[tokio::test]
async fn a_locked_keychain_is_reported_and_nothing_is_lost_until_it_is_unlocked() {
    let (keychain, unlocked) = lockable();
    let world = World::over(keychain, Script::default());
    let id = pasted(&world).await;
    storage(&world, &id, KeyStorage::Waiting).await;
    let status = world.app.get_app_status().await.expect("a status");
    assert_eq!(status.keychain, KeychainState::Locked, "the person has to act");
    let retried = world.app.retry_keychain(operation_request("retry")).await;
    assert_eq!(retried.err(), Some(AppError::KeychainLocked), "still locked");

    unlocked.store(true, Ordering::SeqCst);
    let status = world.app.retry_keychain(operation_request("retry")).await.expect("unlocked by now");
    assert_eq!(status.keychain, KeychainState::Ready, "it took a value");
    storage(&world, &id, KeyStorage::Saved).await;
}

#[tokio::test]
async fn without_a_keychain_keys_stay_for_this_session_by_choice_and_are_gone_afterwards() {
    let (keychain, _) = lockable();
    let mut world = World::over(keychain, knows(&live_keys()));
    let id = pasted(&world).await;
    storage(&world, &id, KeyStorage::Waiting).await;
    let status = world.app.use_session_only(operation_request("session")).await.expect("a choice");
    assert!(status.session_only, "every screen says so");
    storage(&world, &id, KeyStorage::SessionOnly).await;
    world.app.start_check(change("check", &id)).await.expect("their values are in memory");
    world.checked(&id).await;

    world.restart();
    let status = world.app.get_app_status().await.expect("a status");
    assert!(!status.session_only, "the choice ended with the program");
    storage(&world, &id, KeyStorage::NotHere).await;
    let refused = world.app.start_check(change("check-2", &id)).await;
    assert_eq!(refused.err(), Some(AppError::KeychainLocked), "there is nothing to ask Stripe with");
}

#[tokio::test]
async fn a_removal_that_a_crash_cut_short_is_finished() {
    let mut world = World::new(Script::default());
    let id = pasted(&world).await;
    let delivery = world.saved(&id).await;
    let key = delivery.slots[1].key.clone().expect("it is there").key_id;
    let row = key.parse().expect("an id");
    let now = world.app.clock.now();
    world.app.ledger().write(|change| change.begin_removing(row, now)).expect("it is there");
    world.later(600);
    world.restart();
    world.app.reconcile().await;
    let item = Item::key(&key).expect("an id");
    assert!(matches!(world.keychain.get(item).wait(), Ok(None)), "its value is gone from the keychain");
    let delivery = world.delivery(&id).await;
    assert_eq!(delivery.missing, 1, "and its row from the ledger, while the other one stays");
}

#[tokio::test]
async fn a_key_that_never_reached_the_keychain_is_given_up_after_a_crash() {
    let (keychain, unlocked) = lockable();
    let mut world = World::over(keychain, Script::default());
    let id = pasted(&world).await;
    storage(&world, &id, KeyStorage::Waiting).await;
    unlocked.store(true, Ordering::SeqCst);
    world.restart();
    world.app.reconcile().await;
    assert_eq!(world.delivery(&id).await.missing, 0, "another process may be in the middle of saving it");
    world.later(600);
    world.app.reconcile().await;
    assert_eq!(world.delivery(&id).await.missing, 2, "the rows are empty again: the values are nowhere");
}

#[tokio::test]
async fn a_copy_of_the_ledger_goes_once_it_is_a_month_old() {
    let world = World::new(Script::default());
    let copy = world.folder.path().join("ledger.sqlite.before-1");
    let file = std::fs::File::create(&copy).expect("room for a file");
    file.set_modified(world.app.clock.now().into()).expect("a file of ours");
    let month = 30 * 24 * 60 * 60;
    world.later(month);
    assert_eq!(world.app.retire().ok(), Some(()), "nothing is in the way");
    assert!(copy.exists(), "until then an update can be taken back");
    world.later(1);
    assert_eq!(world.app.retire().ok(), Some(()), "nothing is in the way");
    assert!(!copy.exists(), "afterwards it would only keep what was deleted");
}

use std::time::Duration;

use keycourier_ledger::{Event, HistoryFilter};
use keycourier_testkit::keys;
use keycourier_wire::{
    AppError, ChangeInboxItemRequest, CopyInboxKeyRequest, CopyInboxKeysRequest, InboxList, InboxState, Mode, SlotRef,
};

use super::world::{Merchant, World, stranger};
use crate::app::Shell as _;

async fn received(world: &World, merchant: &Merchant) -> String {
    let bundle = world.answer(merchant).await;
    world.add("keys.age", &merchant.seal(&bundle)).await.item_id
}

fn change(world: &World, item_id: &str) -> ChangeInboxItemRequest {
    ChangeInboxItemRequest { operation_id: world.operation(), item_id: item_id.to_owned() }
}

#[tokio::test]
async fn one_key_goes_to_the_clipboard_for_a_while() {
    let world = World::with_desk().await;
    let merchant = Merchant::new(keys::ACCOUNT);
    let item_id = received(&world, &merchant).await;
    let slot = SlotRef { mode: Mode::Live, slot: "secret".to_owned() };
    let request = |operation: &str| CopyInboxKeyRequest {
        operation_id: operation.to_owned(),
        item_id: item_id.clone(),
        slot: slot.clone(),
    };
    let copied = world.app.copy_inbox_key(request("one")).await.expect("a clipboard");
    assert_eq!(world.shell.clipboard().as_deref(), Some(merchant.secret.as_str()), "the key, and nothing around it");
    assert_eq!(world.shell.lent_for(), Some(Duration::from_secs(copied.clears_in_seconds.into())), "then it is gone");
    let item = world.item(&item_id).await;
    let copied_at: Vec<bool> = item.keys.iter().map(|key| key.copied_at.is_some()).collect();
    assert_eq!(copied_at, [false, true], "which one was handed on");

    world.shell.copy("something else");
    assert_eq!(world.app.copy_inbox_key(request("one")).await, Ok(copied), "a page that was loaded anew");
    assert_eq!(world.shell.clipboard().as_deref(), Some("something else"), "does not copy again");
}

#[tokio::test]
async fn both_keys_are_two_lines_publishable_first() {
    let world = World::with_desk().await;
    let merchant = Merchant::new(keys::ACCOUNT);
    let item_id = received(&world, &merchant).await;
    let request = CopyInboxKeysRequest { operation_id: world.operation(), item_id, mode: Mode::Live };
    world.app.copy_inbox_keys(request).await.expect("a clipboard");
    let expected = format!("{}\n{}", merchant.publishable, merchant.secret);
    assert_eq!(world.shell.clipboard(), Some(expected), "as the integrator's own instructions have them");

    let history = world.app.ledger().history(&HistoryFilter::default()).expect("a sound ledger");
    let handed: Vec<_> = history.iter().filter(|entry| entry.what.event == Event::KeyHandedOn).collect();
    assert_eq!(handed.len(), 2, "one entry a key");
    for entry in &handed {
        let mask = entry.what.mask.as_ref().expect("by its mask");
        assert!(
            [&merchant.publishable, &merchant.secret].iter().any(|value| value.ends_with(mask.last_four())),
            "{mask} is the key that was copied"
        );
    }
    let written = format!("{history:?}");
    for value in [&merchant.publishable, &merchant.secret] {
        assert!(!written.contains(value.as_str()), "and the value is nowhere in it");
    }
}

#[tokio::test]
async fn what_is_not_there_is_not_copied() {
    let world = World::with_desk().await;
    let merchant = Merchant::new(keys::ACCOUNT);
    let item_id = received(&world, &merchant).await;
    let test = CopyInboxKeysRequest { operation_id: world.operation(), item_id, mode: Mode::Test };
    assert_eq!(world.app.copy_inbox_keys(test).await, Err(AppError::Gone), "there are no test keys");
    let foreign = world.add("foreign.age", &merchant.seal(&merchant.bundle_to(vec![stranger()]))).await;
    let closed = CopyInboxKeysRequest { operation_id: world.operation(), item_id: foreign.item_id, mode: Mode::Live };
    let refused = world.app.copy_inbox_keys(closed).await;
    assert!(matches!(refused, Err(AppError::NotOpened { .. })), "nothing can be had from it: {refused:?}");
    assert_eq!(world.shell.clipboard(), None, "the clipboard is as it was");
}

#[tokio::test]
async fn installed_is_done_with_and_can_be_taken_back() {
    let world = World::with_desk().await;
    let item_id = received(&world, &Merchant::new(keys::ACCOUNT)).await;
    let nothing = world.app.undo_installed(change(&world, &item_id)).await;
    assert_eq!(nothing, Err(AppError::NothingToUndo), "nobody said so yet");

    let done = world.app.mark_installed(change(&world, &item_id)).await.expect("a row with keys");
    assert_eq!((done.row.state, done.installed_at.is_some()), (InboxState::Confirm, true), "the keys are there");
    assert_eq!(world.rows(InboxList::ToDo, "").await.rows.len(), 1, "the customer is still to be told");
    let again = world.app.mark_installed(change(&world, &item_id)).await;
    assert!(again.is_ok(), "said twice is said once");

    let back = world.app.undo_installed(change(&world, &item_id)).await.expect("it was marked");
    assert_eq!((back.row.state, back.installed_at), (InboxState::Check, None), "as before");
}

#[tokio::test]
async fn a_file_that_can_t_be_opened_is_never_installed() {
    let world = World::with_desk().await;
    let added = world.add("a.age", b"nothing").await;
    let refused = world.app.mark_installed(change(&world, &added.item_id)).await;
    assert!(matches!(refused, Err(AppError::NotOpened { .. })), "there are no keys in it: {refused:?}");
}

use keycourier_documents::{Account, Bundle};
use keycourier_ledger::{Direction, HistoryFilter};
use keycourier_testkit::keys;
use keycourier_wire::{InboxState, NoteView, SenderState};

use super::world::{Merchant, World, at};
use crate::app::ids::document_id;

async fn notes(world: &World, name: &str, file: &[u8]) -> Vec<NoteView> {
    let added = world.add(name, file).await;
    world.item(&added.item_id).await.notes
}

#[tokio::test]
async fn new_keys_of_the_same_sender_and_account_replace_the_old_ones() {
    let world = World::with_desk().await;
    let merchant = Merchant::new(keys::ACCOUNT);
    let old = world.answer(&merchant).await;
    let first = world.add("old.age", &merchant.seal(&old)).await;
    let new = Bundle { supersedes: Some(old.id), ..world.answer(&merchant).await };
    let second = world.add("new.age", &merchant.seal(&new)).await;
    let item = world.item(&second.item_id).await;
    assert!(item.row.replaces, "the row says so");
    let arrived_at = world.item(&first.item_id).await.row.arrived_at;
    assert_eq!(item.notes, [NoteView::Replaces { arrived_at }], "and which one");
    assert_eq!(item.sender.map(|sender| sender.state), Some(SenderState::Known), "seen before");
}

#[tokio::test]
async fn keys_of_somebody_else_replace_nothing() {
    let world = World::with_desk().await;
    let merchant = Merchant::new(keys::ACCOUNT);
    let old = world.answer(&merchant).await;
    world.add("old.age", &merchant.seal(&old)).await;

    let forger = Merchant::new(keys::ACCOUNT);
    let forged = Bundle { supersedes: Some(old.id), ..world.answer(&forger).await };
    let added = world.add("forged.age", &forger.seal(&forged)).await;
    let item = world.item(&added.item_id).await;
    assert_eq!((item.row.state, item.row.replaces), (InboxState::Suspicious, false), "call the customer");
    assert_eq!(item.notes, [NoteView::NewSenderForAccount, NoteView::OtherSender], "and why");
    assert_eq!(item.sender.map(|sender| sender.state), Some(SenderState::NewForAccount), "a known account");

    let moved = Merchant { signing: merchant.signing, ..Merchant::new(keys::OTHER_ACCOUNT) };
    let other = Bundle { supersedes: Some(old.id), ..world.answer(&moved).await };
    let added = world.add("other.age", &moved.seal(&other)).await;
    let item = world.item(&added.item_id).await;
    assert_eq!((item.row.state, item.row.replaces), (InboxState::Suspicious, false), "money would go elsewhere");
    assert_eq!(item.notes, [NoteView::OtherAccount], "the sender is known, the account is another");

    let kept = world.app.ledger().bundle_of_document(Direction::Received, &document_id(old.id));
    let kept = kept.expect("a sound ledger").expect("it is here");
    assert_eq!(world.app.ledger().replaced_by(kept.id), Ok(None), "the good keys stay the good ones");
}

#[tokio::test]
async fn an_account_that_the_sender_names_falsely_is_seen() {
    let world = World::with_desk().await;
    let merchant = Merchant::new(keys::ACCOUNT);
    let mut bundle = world.answer(&merchant).await;
    let id = format!("acct_{}", keys::OTHER_ACCOUNT).parse().expect("an account");
    bundle.accounts = vec![Account { mode: keycourier_credentials::Mode::Live, id, name: None }];
    let added = world.add("a.age", &merchant.seal(&bundle)).await;
    let accounts = world.item(&added.item_id).await.accounts;
    assert_eq!(accounts[0].keys, keycourier_wire::SameAccount::Different, "the keys carry another account");
}

#[tokio::test]
async fn what_was_not_asked_for_or_late_is_noted() {
    let world = World::with_desk().await;
    let merchant = Merchant::new(keys::ACCOUNT);
    let recipient = world.document(&world.request().await).request().to[0].age.clone();
    let unasked = merchant.seal(&merchant.bundle_to(vec![recipient]));
    let first = notes(&world, "unasked.age", &unasked).await;
    assert_eq!(first, [NoteView::NotAskedFor, NoteView::NewSender], "perhaps they answered an old mail");

    let day = 24 * 60 * 60;
    let late = Bundle { created: at(31 * day), ..world.answer(&merchant).await };
    let expired_at = at(30 * day).to_string();
    let second = notes(&world, "late.age", &merchant.seal(&late)).await;
    assert_eq!(second, [NoteView::AfterTheDate { expired_at }], "late, and still opened");
}

#[tokio::test]
async fn the_history_tells_what_came_and_holds_no_key() {
    let world = World::with_desk().await;
    let merchant = Merchant::new(keys::ACCOUNT);
    world.add("a.age", &merchant.seal(&world.answer(&merchant).await)).await;
    world.add("b.age", b"nothing").await;
    let history = world.app.ledger().history(&HistoryFilter::default()).expect("a sound ledger");
    let events: Vec<&str> = history.iter().map(|entry| entry.what.event.as_str()).collect();
    assert_eq!(events, ["file_not_opened", "bundle_received", "request_made", "desk_made"], "newest first");
    assert!(!format!("{history:?}").contains(&merchant.secret), "no value is in it");
}

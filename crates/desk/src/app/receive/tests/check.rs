use std::sync::Arc;

use keycourier_credentials::Kind;
use keycourier_documents::CheckCode;
use keycourier_testkit::fake_stripe::{Account, Behaviour, KeyScript};
use keycourier_testkit::keys;
use keycourier_wire::{
    CancelCheckRequest, ChangeInboxItemRequest, CheckBlock, CheckState, CheckView, InboxItemView, InboxState,
    PageEvent, SlotRef, Verdict,
};

use super::world::{Merchant, World, key};

/// Checks a row, and waits until the page was told that the check has ended.
async fn checked(world: &World, item_id: &str) -> InboxItemView {
    let request = ChangeInboxItemRequest { operation_id: world.operation(), item_id: item_id.to_owned() };
    let started = world.app.check_inbox_item(request).await.expect("a row with keys");
    let running = started.our_check.expect("a check that goes on");
    assert_eq!((running.state, running.done), (CheckState::Running, 0), "the page is not kept waiting");
    while progress(world).last().is_none_or(|check| check.state == CheckState::Running) {
        tokio::task::yield_now().await;
    }
    world.item(item_id).await
}

fn progress(world: &World) -> Vec<CheckView> {
    let of_check = |event| match event {
        PageEvent::CheckProgress { check } => Some(*check),
        _ => None,
    };
    world.shell.events().into_iter().filter_map(of_check).collect()
}

async fn received(world: &World, merchant: &Merchant) -> String {
    let bundle = world.answer(merchant).await;
    world.add("keys.age", &merchant.seal(&bundle)).await.item_id
}

#[tokio::test]
async fn our_check_stands_beside_the_sender_s() {
    let world = World::with_desk().await;
    let merchant = Merchant::new(keys::ACCOUNT);
    world.stripe.set(&merchant.secret, KeyScript::live());
    world.stripe.set(&merchant.publishable, KeyScript::live());
    let item_id = received(&world, &merchant).await;
    let item = checked(&world, &item_id).await;
    assert_eq!(item.row.state, InboxState::Install, "hand the keys on");
    let ours: Vec<_> = item.keys.iter().flat_map(|key| &key.our_check).map(|check| &check.verdict).collect();
    assert_eq!(ours, [&Verdict::PublishableOk, &Verdict::Works], "what we found");
    let check = item.our_check.expect("it was checked");
    assert_eq!((check.state, check.done, check.total), (CheckState::Done, 2, 2), "both answered");
    assert_eq!(
        check.modes[0].account.as_ref().map(|found| found.account.id.clone()),
        Some(format!("acct_{}", keys::ACCOUNT)),
        "whose they are"
    );
    assert_eq!(progress(&world).iter().map(|check| check.done).collect::<Vec<_>>(), [1, 2, 2], "as it came in");
}

#[tokio::test]
async fn a_key_that_died_since_the_sender_s_check_is_seen() {
    let world = World::with_desk().await;
    let merchant = Merchant::new(keys::ACCOUNT);
    world.stripe.set(&merchant.secret, KeyScript::live().then(Behaviour::Expired));
    world.stripe.set(&merchant.publishable, KeyScript::live());
    let item_id = received(&world, &merchant).await;
    let item = checked(&world, &item_id).await;
    assert_eq!(item.row.state, InboxState::KeyFails, "nothing to install");
    let secret = &item.keys[1];
    assert_eq!(secret.sender_check.verdict, Verdict::Works, "by the sender's word it worked");
    assert_eq!(secret.our_check.as_ref().map(|check| &check.verdict), Some(&Verdict::Expired), "by ours it does not");
    let slot = SlotRef { mode: keycourier_wire::Mode::Live, slot: "secret".to_owned() };
    assert_eq!(item.our_check.map(|check| check.blocks), Some(vec![CheckBlock::KeyStops { slot }]), "which one");

    world.stripe.set(&merchant.secret, KeyScript::live());
    assert_eq!(checked_again(&world, &item_id).await, InboxState::Install, "asked again, the newest answer counts");
}

async fn checked_again(world: &World, item_id: &str) -> InboxState {
    let before = progress(world).len();
    let request = ChangeInboxItemRequest { operation_id: world.operation(), item_id: item_id.to_owned() };
    world.app.check_inbox_item(request).await.expect("a row with keys");
    while !progress(world).iter().skip(before).any(|check| check.state == CheckState::Done) {
        tokio::task::yield_now().await;
    }
    world.item(item_id).await.row.state
}

#[tokio::test]
async fn a_stripe_that_can_t_be_asked_says_nothing_about_the_keys() {
    let world = World::with_desk().await;
    let merchant = Merchant::new(keys::ACCOUNT);
    world.stripe.set(&merchant.secret, KeyScript::live().then(Behaviour::Fails { status: 503 }));
    world.stripe.set(&merchant.publishable, KeyScript::live());
    let item_id = received(&world, &merchant).await;
    assert_eq!(checked(&world, &item_id).await.row.state, InboxState::Check, "never shown as wrong");
}

#[tokio::test]
async fn a_key_of_another_account_than_the_sender_names_fails() {
    let world = World::with_desk().await;
    let merchant = Merchant::new(keys::ACCOUNT);
    let other = Account { id: format!("acct_{}", keys::OTHER_ACCOUNT), livemode: true, ..Account::default() };
    world.stripe.set(&merchant.secret, KeyScript::of(other));
    world.stripe.set(&merchant.publishable, KeyScript::live());
    let item_id = received(&world, &merchant).await;
    let item = checked(&world, &item_id).await;
    assert_eq!(item.row.state, InboxState::KeyFails, "the money would go elsewhere");
    let verdict = item.keys[1].our_check.as_ref().map(|check| check.verdict.clone());
    assert!(matches!(verdict, Some(Verdict::OtherAccount { .. })), "and that is why: {verdict:?}");
}

#[tokio::test]
async fn a_webhook_secret_can_t_be_asked_about_and_holds_nothing_up() {
    let world = World::with_desk().await;
    let merchant = Merchant::new(keys::ACCOUNT);
    world.stripe.set(&merchant.secret, KeyScript::live());
    world.stripe.set(&merchant.publishable, KeyScript::live());
    let mut bundle = world.answer(&merchant).await;
    let webhook = keys::webhook_secret(4);
    bundle.keys.push(key("webhook_secret", Kind::WebhookSecret, &webhook, CheckCode::NotChecked));
    let added = world.add("keys.age", &merchant.seal(&bundle)).await;
    let item = checked(&world, &added.item_id).await;
    assert_eq!(item.row.state, InboxState::Install, "the other two were asked about");
    let asked = world.stripe.requests();
    assert_eq!(asked.len(), 3, "two calls for the secret key, one for the publishable one, none for the webhook's");
}

#[tokio::test]
async fn a_check_stops_at_once_and_records_nothing() {
    let world = World::with_desk().await;
    let merchant = Merchant::new(keys::ACCOUNT);
    let slow = || KeyScript::live().then(Behaviour::Slow { ms: 60_000, then: Box::new(Behaviour::Works) });
    world.stripe.set(&merchant.secret, slow());
    world.stripe.set(&merchant.publishable, slow());
    let item_id = received(&world, &merchant).await;
    let idle = Arc::strong_count(&world.shell);
    let request = || ChangeInboxItemRequest { operation_id: world.operation(), item_id: item_id.clone() };
    let started = world.app.check_inbox_item(request()).await.expect("a row with keys");
    let check_id = started.our_check.and_then(|check| check.check_id).expect("a check that goes on");
    let again = world.app.check_inbox_item(request()).await.expect("it runs").our_check.expect("still");
    assert_eq!(again.check_id.as_ref(), Some(&check_id), "a second press starts no second check");
    let shown = world.item(&item_id).await.our_check.map(|check| (check.check_id, check.state));
    let expected = (Some(check_id.clone()), CheckState::Running);
    assert_eq!(shown, Some(expected), "a page that was loaded anew can stop it");
    while world.stripe.requests().is_empty() {
        tokio::task::yield_now().await;
    }

    let cancel = CancelCheckRequest { operation_id: world.operation(), check_id: check_id.clone() };
    let stopped = world.app.cancel_check(cancel).await.expect("it runs");
    assert_eq!(
        (stopped.check_id, stopped.subject_id.as_str(), stopped.state, stopped.done),
        (Some(check_id), item_id.as_str(), CheckState::Cancelled, 0),
        "this check of this row, without waiting for Stripe"
    );
    assert!(stopped.finished_at.is_some(), "it is over");
    // What asks holds the program; once nobody else does, nothing more can come.
    while Arc::strong_count(&world.shell) > idle {
        tokio::task::yield_now().await;
    }
    let item = world.item(&item_id).await;
    assert!(item.keys.iter().all(|key| key.our_check.is_none()), "nothing was learnt, so nothing is recorded");
    assert_eq!(item.row.state, InboxState::Check, "and it can be checked again");
    assert_eq!(item.our_check.map(|check| check.state), Some(CheckState::Cancelled), "that is what came of it");
}

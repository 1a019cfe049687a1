//! Keys that are put into the integrator's own page.

use std::time::Duration;

use keycourier_ledger::{Event, HistoryFilter};
use keycourier_testkit::fake_stripe::{KeyScript, Script};
use keycourier_testkit::keys;
use keycourier_wire::{
    AccountRequest, AppError, CopyPutInKeyRequest, DeliveryRequest, DeliveryView, Mode, ModeProgress, PutInRefusal,
    PutInRefusedRequest, PutInView, SendWay, SlotRef, StartDeliveryRequest, StartNextRequest, Step, WaitingFor,
};

use super::main_job::{change, paste};
use crate::app::Shell as _;
use crate::app::testing::World;

fn secret(mode: Mode) -> SlotRef {
    SlotRef { mode, slot: "secret".to_owned() }
}

pub(super) async fn start(world: &World, preset: &str, modes: &[Mode]) -> Result<DeliveryView, AppError> {
    let request = StartDeliveryRequest {
        operation_id: format!("start-{preset}-{}", modes.len()),
        preset: preset.to_owned(),
        modes: modes.to_vec(),
        business_id: None,
    };
    world.app.start_delivery(request).await
}

/// Pastes a key, has it checked, and says that the account is theirs.
pub(super) async fn check(world: &World, id: &str, text: &str, mode: Mode, again: &str) {
    world.copy(text);
    let pasted = world.app.paste_key(paste(&format!("paste{again}"), id, mode)).await.expect("an answer");
    assert_eq!(pasted.refused, vec![], "good keys");
    world.app.start_check(change(&format!("check{again}"), id)).await.expect("they are there");
    let checked = world.checked(id).await;
    for of_mode in checked.modes {
        let Some(account) = of_mode.account else { continue };
        let confirmed = AccountRequest {
            operation_id: format!("confirm{again}-{:?}", of_mode.mode),
            delivery_id: id.to_owned(),
            mode: of_mode.mode,
            account_id: account.account.id,
        };
        world.app.confirm_account(confirmed).await.expect("the account that was shown");
    }
}

async fn copy(world: &World, id: &str, operation: &str, mode: Mode) -> Result<PutInView, AppError> {
    let request =
        CopyPutInKeyRequest { operation_id: operation.to_owned(), delivery_id: id.to_owned(), slot: secret(mode) };
    world.app.copy_put_in_key(request).await
}

async fn screen(world: &World, id: &str) -> PutInView {
    world.app.get_put_in(DeliveryRequest { delivery_id: id.to_owned() }).await.expect("its page is known")
}

/// What the history says of putting in, oldest first.
fn history(world: &World) -> Vec<(String, String)> {
    let filter = HistoryFilter { events: vec![Event::KeyPutIn, Event::SentUndone], ..HistoryFilter::default() };
    let entries = world.app.ledger().history(&filter).expect("it can be read");
    let line = |entry: keycourier_ledger::Entry| {
        let detail = entry.what.detail.map(|detail| detail.as_str().to_owned());
        (detail.unwrap_or_default(), entry.what.mask.map(|mask| mask.to_string()).unwrap_or_default())
    };
    entries.into_iter().rev().map(line).collect()
}

fn jelou() -> (World, String) {
    let key = keys::current("sk_test_", keys::ACCOUNT, 1);
    (World::new(Script::default().with(&key, KeyScript::test())), key)
}

#[tokio::test]
async fn a_key_is_lent_to_the_clipboard_and_taken_back_once_it_is_accepted() {
    let (world, key) = jelou();
    let delivery = start(&world, "jelou", &[Mode::Test]).await.expect("one of two modes");
    let id = delivery.delivery_id;
    assert_eq!((delivery.way, delivery.step), (SendWay::PutIn, Step::Collect), "on the integrator's own page");
    check(&world, &id, &key, Mode::Test, "").await;
    let ready = world.delivery(&id).await;
    assert_eq!((ready.step, ready.send_blocks), (Step::Send, vec![]), "nobody is to be proven, and no name is asked");

    let before = screen(&world, &id).await;
    assert_eq!((before.lent, before.place.as_str()), (None, "Brain Studio"), "nothing is on the clipboard yet");
    let copied = copy(&world, &id, "copy", Mode::Test).await.expect("it may be put in");
    assert_eq!(world.shell.clipboard().as_ref(), Some(&key), "the very key, to be pasted there");
    assert_eq!(world.shell.lent_for(), Some(Duration::from_secs(90)), "as the settings say");
    let lent = copied.lent.expect("the countdown runs");
    assert_eq!((lent.slot.clone(), lent.clears_in_ms), (secret(Mode::Test), 90_000), "and is shown");
    assert_eq!(screen(&world, &id).await.lent, Some(lent), "also by a page that was loaded anew");
    world.copy("something else");
    assert_eq!(screen(&world, &id).await.lent, None, "what the person copied since has taken its place");

    copy(&world, &id, "copy-again", Mode::Test).await.expect("as often as needed");
    let done = world.app.mark_put_in(change("yes", &id)).await.expect("it was ready");
    assert_eq!(world.shell.clipboard(), None, "nobody pastes it elsewhere by mistake");
    assert_eq!((done.step, done.modes[0].progress), (Step::FollowUp, ModeProgress::PutIn), "it is over there");
    assert_eq!(done.business.map(|known| known.name), Some("Sparkle Car Wash".to_owned()), "Stripe knows the name");
    let follow_up = done.follow_up.expect("what comes now");
    assert!(follow_up.after[0].contains("one payment"), "a real payment from start to finish: {:?}", follow_up.after);
    let next = follow_up.next.expect("Live");
    assert!(next.mode == Mode::Live && next.expected, "Test, then Live");
    let end: String = key.chars().skip(key.len() - 4).collect();
    let mask = format!("sk_test_...{end}");
    let expected = ["copied", "copied", "accepted"].map(|detail| (detail.to_owned(), mask.clone()));
    assert_eq!(history(&world), expected, "by mask");
    assert!(world.shell.faults().is_empty(), "no fault was logged");
}

#[tokio::test]
async fn what_the_page_said_is_kept_and_can_be_taken_back() {
    let (mut world, key) = jelou();
    let id = start(&world, "jelou", &[Mode::Test]).await.expect("one mode").delivery_id;
    check(&world, &id, &key, Mode::Test, "").await;
    let refused = PutInRefusedRequest {
        operation_id: "no".to_owned(),
        delivery_id: id.clone(),
        said: PutInRefusal::LacksPermission,
    };
    let not_taken = world.app.mark_put_in_refused(refused).await.expect("it was ready");
    assert_eq!((not_taken.step, not_taken.modes[0].progress), (Step::Send, ModeProgress::NotAccepted), "still to do");
    world.saved(&id).await;
    world.restart();
    let row = world.app.list_deliveries().await.expect("a list").remove(0);
    assert_eq!(row.waiting_for, Some(WaitingFor::NotAccepted), "after a restart too");
    let undone = world.app.undo_put_in(change("undo", &id)).await.expect("it was said");
    assert_eq!(undone.modes[0].progress, ModeProgress::Checked, "as before");
    let twice = world.app.undo_put_in(change("undo-2", &id)).await;
    assert_eq!(twice.err(), Some(AppError::NothingToUndo), "once");

    world.app.mark_put_in(change("yes", &id)).await.expect("now it took it");
    let undone = world.app.undo_put_in(change("undo-3", &id)).await.expect("it was said");
    assert_eq!((undone.step, undone.follow_up), (Step::Send, None), "a slip of the finger");
    let said: Vec<String> = history(&world).into_iter().map(|(detail, _)| detail).collect();
    assert_eq!(said, ["lacks_permission", "put_in", "accepted", "put_in"], "nothing is swept away");
}

#[tokio::test]
async fn another_key_has_to_be_put_in_again() {
    let (world, key) = jelou();
    let id = start(&world, "jelou", &[Mode::Test]).await.expect("one mode").delivery_id;
    check(&world, &id, &key, Mode::Test, "").await;
    world.app.mark_put_in(change("yes", &id)).await.expect("it was ready");
    world.later(60);
    let other = keys::current("sk_test_", keys::ACCOUNT, 2);
    world.copy(&other);
    world.app.paste_key(paste("paste-2", &id, Mode::Test)).await.expect("another key");
    let changed = world.delivery(&id).await;
    assert_eq!((changed.step, changed.modes[0].progress), (Step::Check, ModeProgress::Collected), "begun anew");
    let unchecked = copy(&world, &id, "copy", Mode::Test).await;
    assert_eq!(unchecked.err(), Some(AppError::NotReady), "an unchecked key is not put in");
    assert_eq!(world.shell.clipboard(), Some(other), "and nothing was put on the clipboard");
}

#[tokio::test]
async fn live_comes_after_test_and_is_a_delivery_of_its_own() {
    let (world, key) = jelou();
    let id = start(&world, "jelou", &[Mode::Test]).await.expect("one mode").delivery_id;
    check(&world, &id, &key, Mode::Test, "").await;
    world.app.mark_put_in(change("yes", &id)).await.expect("it was ready");
    let next = |operation: &str| StartNextRequest {
        operation_id: operation.to_owned(),
        delivery_id: id.clone(),
        mode: Mode::Live,
    };
    let live = world.app.start_next_delivery(next("next")).await.expect("it comes next");
    assert_eq!((live.modes[0].mode, live.step), (Mode::Live, Step::Collect), "with a state of its own");
    assert_eq!(live.business.map(|known| known.name), Some("Sparkle Car Wash".to_owned()), "the same business");
    let again = world.app.start_next_delivery(next("next-2")).await.expect("it is there");
    assert_eq!(again.delivery_id, live.delivery_id, "and not a second one");
    assert_eq!(world.delivery(&id).await.step, Step::FollowUp, "Test stays as it is");
}

#[tokio::test]
async fn modes_are_asked_for_as_the_integrator_takes_them() {
    let world = World::new(Script::default());
    let both = [Mode::Test, Mode::Live];
    for (preset, modes, expected) in [
        ("jelou", &both[..], false),
        ("stackone", &both, false),
        ("serval", &both, false),
        ("devkit4ai", &both, true),
        ("imagatec", &both[..1], false),
        ("serval", &[], false),
    ] {
        let started = start(&world, preset, modes).await;
        assert_eq!(started.is_ok(), expected, "{preset} {modes:?}");
    }
    let stackone = start(&world, "stackone", &[Mode::Live]).await.expect("an environment");
    assert_eq!(stackone.unit.as_deref(), Some("Production"), "by StackOne's own name");
    let known = world.app.list_integrators().await.expect("a list");
    let ways: Vec<(&str, SendWay, bool)> =
        known.iter().map(|known| (known.preset.as_str(), known.way, known.one_mode)).collect();
    let expected = [
        ("devkit4ai", SendWay::Update, false),
        ("imagatec", SendWay::Bundle, true),
        ("jelou", SendWay::PutIn, true),
        ("serval", SendWay::PutIn, true),
        ("stackone", SendWay::PutIn, true),
    ];
    assert_eq!(ways, expected, "all five can be picked");
}

#[tokio::test]
async fn a_kind_that_is_not_taken_is_answered_in_the_integrators_own_words() {
    let world = World::new(Script::default());
    let cases = [
        ("jelou", Mode::Test, keys::legacy("pk_test_", 1), "The publishable key isn't used there"),
        ("imagatec", Mode::Live, keys::current("rk_live_", keys::ACCOUNT, 2), "estricted"),
    ];
    for (preset, mode, key, expected) in cases {
        let id = start(&world, preset, &[mode]).await.expect("one mode").delivery_id;
        world.copy(&key);
        let answer = world.app.paste_key(paste(&format!("paste-{preset}"), &id, mode)).await.expect("an answer");
        let reason = answer.refused[0].reason.clone().unwrap_or_default();
        assert!(reason.contains(expected), "{preset}: {reason}");
    }
}

#[tokio::test]
async fn a_kind_that_may_fail_there_is_taken_with_a_note() {
    let world = World::new(Script::default());
    let id = start(&world, "jelou", &[Mode::Test]).await.expect("one mode").delivery_id;
    world.copy(&keys::current("rk_test_", keys::ACCOUNT, 1));
    let answer = world.app.paste_key(paste("paste", &id, Mode::Test)).await.expect("it is taken");
    let note = answer.delivery.slots[0].note.clone();
    assert_eq!(note.as_deref(), Some("Safer, but may fail there; you can replace it later."), "and the person knows");
}

#[tokio::test]
async fn the_integrators_page_is_opened_in_the_browser() {
    let world = World::new(Script::default());
    for (preset, page) in [("serval", "https://app.serval.com"), ("devkit4ai", "https://devkit4ai.com")] {
        let id = start(&world, preset, &[Mode::Test]).await.expect("one mode").delivery_id;
        world.app.open_integrator_page(change(&format!("open-{preset}"), &id)).await.expect("it has one");
        assert_eq!(world.shell.pages().last().map(String::as_str), Some(page), "its own page");
    }
    let id = start(&world, "imagatec", &[Mode::Live]).await.expect("one mode").delivery_id;
    let none = world.app.open_integrator_page(change("open", &id)).await;
    assert_eq!(none, Err(AppError::Gone), "it takes locked files");
}

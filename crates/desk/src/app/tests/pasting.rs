//! Wrong pastes, their fixes, and the same command twice.

use keycourier_credentials::Mode;
use keycourier_testkit::fake_stripe::Script;
use keycourier_testkit::keys;
use keycourier_wire::{
    AppError, DeleteKeyFileRequest, DeliveryView, Fix, Mode as WireMode, PasteKeyRequest, Problem, ReadKeyFileRequest,
    RemoveKeyRequest, SlotRef, UndoKeyChangeRequest, UseCandidateRequest,
};

use super::main_job::{accept, live_keys, paste};
use crate::app::testing::{Helpdesk, World};

pub(super) fn live(slot: &str) -> SlotRef {
    SlotRef { mode: WireMode::Live, slot: slot.to_owned() }
}

async fn started() -> (World, String) {
    let world = World::new(Script::default());
    let request_id = world.open(&Helpdesk::imagatec().asks(Mode::Live), "open").await;
    let id = accept(&world, &request_id, "accept").await;
    (world, id)
}

fn into_row(operation: &str, id: &str, slot: &str) -> PasteKeyRequest {
    PasteKeyRequest { slot: Some(live(slot)), ..paste(operation, id, WireMode::Live) }
}

#[tokio::test]
async fn a_key_in_the_wrong_row_is_moved_without_a_second_paste() {
    let (world, id) = started().await;
    let keys = live_keys();
    world.copy(&keys.1);
    let refused = world.app.paste_key(into_row("paste", &id, "publishable")).await.expect("an answer");
    assert_eq!(refused.filled, vec![], "it is a secret key");
    let problem = &refused.refused[0].problem;
    assert!(matches!(problem.problem, Problem::WrongKind { .. }), "and that is said: {problem:?}");
    assert_eq!(problem.fix, Some(Fix::MoveTo { candidate: 0, slot: live("secret") }), "with where it belongs");

    world.copy("something else by now");
    let fix = UseCandidateRequest {
        operation_id: "fix".to_owned(),
        paste_id: refused.paste_id.expect("it is kept for that"),
        candidate: 0,
        slot: live("secret"),
    };
    let fixed = world.app.use_candidate(fix.clone()).await.expect("it fits there");
    assert_eq!(fixed.filled[0].slot, live("secret"), "moved");
    assert_eq!(fixed.delivery.missing, 1, "the other one is still missing");
    let gone = world.app.use_candidate(UseCandidateRequest { operation_id: "fix-2".to_owned(), ..fix }).await;
    assert_eq!(gone.err(), Some(AppError::PasteGone), "wiped on success");
}

#[tokio::test]
async fn what_was_repaired_is_used_only_when_the_person_says_so() {
    let (world, id) = started().await;
    let (_, secret) = live_keys();
    world.copy(&secret.replacen("sk_live_", "Sk-Live-", 1));
    let refused = world.app.paste_key(into_row("paste", &id, "secret")).await.expect("an answer");
    assert_eq!(refused.filled, vec![], "a changed key is never taken silently");
    let fix = refused.refused[0].problem.fix.clone();
    assert_eq!(fix, Some(Fix::UseRepaired { candidate: 0, slot: live("secret") }), "what it was is offered");
    let fix = UseCandidateRequest {
        operation_id: "fix".to_owned(),
        paste_id: refused.paste_id.expect("it is kept for that"),
        candidate: 0,
        slot: live("secret"),
    };
    let fixed = world.app.use_candidate(fix).await.expect("it has the form of a key");
    assert_eq!(fixed.filled[0].slot, live("secret"), "the repaired key is in its row");
    let row = fixed.delivery.slots.iter().find(|row| row.at == live("secret")).expect("the row");
    let mask = row.key.as_ref().map(|key| key.mask.clone());
    assert!(mask.is_some_and(|mask| mask.starts_with("sk_live_...")), "with the prefix that Stripe writes");
}

#[tokio::test]
async fn a_repaired_key_of_the_wrong_kind_is_not_offered() {
    let (world, id) = started().await;
    world.copy(&keys::current("sk_test_", keys::ACCOUNT, 6).replacen("sk_", "SK-", 1));
    let refused = world.app.paste_key(into_row("paste", &id, "publishable")).await.expect("an answer");
    assert_eq!(refused.refused[0].problem.fix, Some(Fix::PasteAgain), "no row of this delivery takes it");
}

#[tokio::test]
async fn the_file_that_keys_came_from_is_deleted_when_the_person_wants_that() {
    let (world, id) = started().await;
    let (publishable, secret) = live_keys();
    let path = world.folder.path().join("Shop_Stripe_API_Keys.txt");
    let text = format!("Publishable: {publishable}\r\nSecret: {secret}\r\nPIN 4711");
    std::fs::write(&path, &text).expect("a file");
    let read = |operation: &str| ReadKeyFileRequest {
        operation_id: operation.to_owned(),
        delivery_id: id.clone(),
        slot: None,
        mode: WireMode::Live,
        path: path.display().to_string(),
    };
    let delete = |operation: &str, file_id: &str| DeleteKeyFileRequest {
        operation_id: operation.to_owned(),
        file_id: file_id.to_owned(),
    };
    let pasted = world.app.read_key_file(read("read")).await.expect("an answer");
    assert_eq!(pasted.filled.len(), 2, "each key is in its row");
    let file = pasted.file.expect("the file still holds them");
    assert_eq!(file.name, "Shop_Stripe_API_Keys.txt", "it is named without its folder");

    std::fs::write(&path, format!("{text}\nand something new")).expect("a change");
    let changed = world.app.delete_key_file(delete("one", &file.file_id)).await;
    assert!(matches!(changed, Err(AppError::FileChanged { .. })), "what was written since is not lost");
    assert!(path.exists(), "it was left as it is");

    let again = world.app.read_key_file(read("again")).await.expect("an answer").file.expect("it still holds them");
    world.app.delete_key_file(delete("two", &again.file_id)).await.expect("it is unchanged");
    assert!(!path.exists(), "gone for good");
    let late = world.app.delete_key_file(delete("three", &again.file_id)).await;
    assert_eq!(late.err(), Some(AppError::Gone), "there is nothing to delete twice");
}

#[tokio::test]
async fn a_pending_paste_is_gone_after_two_minutes() {
    let (world, id) = started().await;
    world.copy(&live_keys().1);
    let refused = world.app.paste_key(into_row("paste", &id, "publishable")).await.expect("an answer");
    world.later(121);
    let late = UseCandidateRequest {
        operation_id: "fix".to_owned(),
        paste_id: refused.paste_id.expect("it was kept"),
        candidate: 0,
        slot: live("secret"),
    };
    assert_eq!(world.app.use_candidate(late).await.err(), Some(AppError::PasteGone), "no key waits for ever");
}

#[tokio::test]
async fn what_has_an_error_is_never_stored() {
    let (world, id) = started().await;
    let (_, secret) = live_keys();
    let test = keys::current("sk_test_", keys::ACCOUNT, 4);
    let other = keys::current("sk_live_", keys::OTHER_ACCOUNT, 5);
    let cut: String = secret.chars().take(20).collect();
    let masked = format!("{}...{}", "sk_live_", "aB3d");
    let cases: [(&str, String, &str); 6] = [
        ("empty", "  ".to_owned(), "empty"),
        ("hidden", masked, "hidden_form"),
        ("cut", cut, "truncated"),
        ("test", test, "wrong_mode"),
        ("two", format!("{secret}\n{other}"), "several"),
        ("words", "my keys please".to_owned(), "not_a_credential"),
    ];
    for (operation, text, code) in cases {
        world.copy(&text);
        let pasted = world.app.paste_key(into_row(operation, &id, "secret")).await.expect("an answer");
        assert_eq!(pasted.filled, vec![], "{code}: nothing is stored");
        let json = serde_json::to_value(&pasted.refused[0].problem).expect("a view");
        assert_eq!(json["code"], code, "the right cause");
        assert!(pasted.delivery.slots.iter().all(|slot| slot.key.is_none()), "{code}: the rows are empty");
    }
}

#[tokio::test]
async fn a_key_of_another_account_is_refused_beside_the_first() {
    let (world, id) = started().await;
    world.copy(&live_keys().0);
    world.app.paste_key(paste("one", &id, WireMode::Live)).await.expect("an answer");
    world.copy(&keys::current("sk_live_", keys::OTHER_ACCOUNT, 6));
    let refused = world.app.paste_key(paste("two", &id, WireMode::Live)).await.expect("an answer");
    let problem = &refused.refused[0].problem;
    assert_eq!(problem.problem, Problem::OtherAccount { slot: live("publishable") }, "two shops in one delivery");
}

#[tokio::test]
async fn a_paste_sent_twice_is_taken_once() {
    let (mut world, id) = started().await;
    let keys = live_keys();
    world.copy(&keys.1);
    let first = world.app.paste_key(paste("paste", &id, WireMode::Live)).await.expect("an answer");
    world.copy(&keys.0);
    let again = world.app.paste_key(paste("paste", &id, WireMode::Live)).await.expect("the same answer");
    assert_eq!(again, first, "the clipboard is not read a second time");
    world.saved(&id).await;
    world.restart();
    let after = world.app.paste_key(paste("paste", &id, WireMode::Live)).await.expect("an answer");
    assert_eq!(after.filled, vec![], "also after a restart nothing is taken twice");
    assert_eq!(after.delivery.missing, 1, "what was there is there");
}

#[tokio::test]
async fn a_removed_key_comes_back_once() {
    let (world, id) = started().await;
    world.copy(&live_keys().1);
    world.app.paste_key(paste("paste", &id, WireMode::Live)).await.expect("an answer");
    let slot = live("secret");
    let remove = RemoveKeyRequest { operation_id: "remove".to_owned(), delivery_id: id.clone(), slot: slot.clone() };
    let removed = world.app.remove_key(remove).await.expect("it was there");
    assert_eq!(removed.missing, 2, "the row is empty");
    let undo = |operation: &str| UndoKeyChangeRequest {
        operation_id: operation.to_owned(),
        delivery_id: id.clone(),
        slot: slot.clone(),
    };
    let back = world.app.undo_key_change(undo("undo")).await.expect("just now");
    assert_eq!(back.delivery.missing, 1, "it is back");
    let twice = world.app.undo_key_change(undo("undo-2")).await;
    assert_eq!(twice.err(), Some(AppError::NothingToUndo), "there was one step to undo");
}

#[tokio::test]
async fn only_a_removal_or_a_replacement_can_be_undone() {
    let (world, id) = started().await;
    let secret = |delivery: &DeliveryView| {
        delivery.slots.iter().find(|slot| slot.at == live("secret")).expect("asked for").can_undo
    };
    world.copy(&live_keys().1);
    let pasted = world.app.paste_key(paste("first", &id, WireMode::Live)).await.expect("an answer");
    assert!(!secret(&pasted.delivery), "there was no key to go back to");
    world.copy(&keys::current("sk_live_", keys::ACCOUNT, 7));
    let replaced = world.app.paste_key(into_row("second", &id, "secret")).await.expect("an answer");
    assert!(secret(&replaced.delivery), "the key before can be had back");
    let remove = RemoveKeyRequest { operation_id: "remove".to_owned(), delivery_id: id.clone(), slot: live("secret") };
    assert!(secret(&world.app.remove_key(remove).await.expect("it was there")), "so can a removed one");
    world.copy(&live_keys().1);
    let again = world.app.paste_key(paste("third", &id, WireMode::Live)).await.expect("an answer");
    assert!(!secret(&again.delivery), "the row was empty");
}

use keycourier_credentials::Kind;
use keycourier_documents::{Receipt, ReceiptVerdict};
use keycourier_ledger::{Event, HistoryFilter};
use keycourier_testkit::keys;
use keycourier_wire::{
    AppError, ConfirmationOutcome, CopyConfirmationRequest, InboxItemView, InboxList, InboxState,
    MakeConfirmationRequest, Mode, RejectReason, RejectedSlot, SlotRef, TextField, WriteConfirmationRequest,
};

use super::world::{Merchant, World, text};

async fn received(world: &World, merchant: &Merchant) -> String {
    let bundle = world.answer(merchant).await;
    world.add("keys.age", &merchant.seal(&bundle)).await.item_id
}

fn request(world: &World, item_id: &str, rejected: &[(&str, RejectReason)]) -> MakeConfirmationRequest {
    let slot = |name: &str| SlotRef { mode: Mode::Live, slot: name.to_owned() };
    let rejected = rejected.iter().map(|(name, reason)| RejectedSlot { slot: slot(name), reason: *reason });
    MakeConfirmationRequest {
        operation_id: world.operation(),
        item_id: item_id.to_owned(),
        rejected: rejected.collect(),
        advice: None,
    }
}

fn outcomes(item: &InboxItemView) -> Vec<ConfirmationOutcome> {
    let confirmation = item.confirmation.as_ref().expect("one was made");
    confirmation.items.iter().map(|item| item.outcome).collect()
}

/// The newest confirmation as the customer gets it.
async fn saved(world: &World, item_id: &str) -> Receipt {
    let place = world.folder.path().join("confirmation.keyreceipt");
    world.shell.choose(Some(place.clone()));
    world.app.save_confirmation(world.change(item_id)).await.expect("room for a file");
    Receipt::read(&std::fs::read(place).expect("it was written")).expect("signed, and whole")
}

#[tokio::test]
async fn nothing_is_said_to_work_without_our_check() {
    let world = World::with_desk().await;
    let item_id = received(&world, &Merchant::new(keys::ACCOUNT)).await;
    let item = world.app.make_confirmation(request(&world, &item_id, &[])).await.expect("a sender");
    assert_eq!(outcomes(&item), [ConfirmationOutcome::Received; 2], "the sender's own check says nothing for us");
    let verdicts: Vec<_> = saved(&world, &item_id).await.items.iter().map(|item| item.verdict).collect();
    assert_eq!(verdicts, [ReceiptVerdict::Received; 2], "nor does the signed document");
    assert_eq!(item.row.state, InboxState::Check, "that they have arrived ends nothing");
}

#[tokio::test]
async fn keys_that_work_and_are_installed_are_confirmed_by_the_desk_s_own_signature() {
    let world = World::with_desk().await;
    let merchant = Merchant::new(keys::ACCOUNT);
    world.knows(&merchant);
    let bundle = world.answer(&merchant).await;
    let item_id = world.add("keys.age", &merchant.seal(&bundle)).await.item_id;
    let item = world.checked(&item_id).await;
    let would: Vec<_> = item.would_confirm.iter().map(|item| item.outcome).collect();
    assert_eq!(would, [ConfirmationOutcome::Works; 2], "what our check says, before anything is signed");
    world.app.mark_installed(world.change(&item_id)).await.expect("a row with keys");
    let item = world.app.make_confirmation(request(&world, &item_id, &[])).await.expect("a sender");
    assert_eq!(item.row.state, InboxState::Confirmed, "the customer knows, and nothing is left to do");
    assert_eq!(world.rows(InboxList::ToDo, "").await.to_do, 0, "so it is off the list");

    let receipt = saved(&world, &item_id).await;
    let desk = world.app.desk().expect("a desk");
    assert_eq!(receipt.from.sign.public_key(), *desk.signer.as_bytes(), "the key that the words stand for");
    assert_eq!(receipt.bundle.id, bundle.id, "which file it is of");
    assert_eq!(receipt.items.iter().filter(|item| item.verdict == ReceiptVerdict::Works).count(), 2, "both work");
    let made = world.app.ledger().history(&HistoryFilter::default()).expect("a sound ledger");
    let made = made.iter().find(|entry| entry.what.event == Event::ReceiptMade).expect("it is written down");
    assert_eq!(made.what.detail.as_ref().map(ToString::to_string).as_deref(), Some("works"), "and what it says");

    let back = world.app.undo_installed(world.change(&item_id)).await.expect("it was installed");
    assert_eq!(back.row.state, InboxState::Install, "taken back");
    let again = world.app.mark_installed(world.change(&item_id)).await.expect("a row with keys");
    assert_eq!(again.row.state, InboxState::Confirmed, "the customer knows already that they work");
}

#[tokio::test]
async fn a_rejected_key_names_a_reason_and_waits_for_the_customer() {
    let world = World::with_desk().await;
    let merchant = Merchant::new(keys::ACCOUNT);
    world.knows(&merchant);
    let item_id = received(&world, &merchant).await;
    world.checked(&item_id).await;
    let made = MakeConfirmationRequest {
        advice: Some("Please give it the permission to read charges.".to_owned()),
        ..request(&world, &item_id, &[("secret", RejectReason::PermissionMissing)])
    };
    let item = world.app.make_confirmation(made).await.expect("a sender");
    assert_eq!(item.row.state, InboxState::Rejected, "now it is the customer's turn");
    assert_eq!(world.rows(InboxList::ToDo, "").await.to_do, 0, "and nobody's here");
    let confirmation = item.confirmation.expect("one was made");
    assert_eq!(confirmation.outcome, ConfirmationOutcome::Rejected, "one bad key stops the whole");
    let said: Vec<_> = confirmation.items.iter().map(|item| (item.outcome, item.reason)).collect();
    let expected =
        [(ConfirmationOutcome::Works, None), (ConfirmationOutcome::Rejected, Some(RejectReason::PermissionMissing))];
    assert_eq!(said, expected, "the other one still works");
    let receipt = saved(&world, &item_id).await;
    assert_eq!(receipt.items[1].code.as_ref().map(|code| code.as_str()), Some("permission_missing"), "by its code");
    assert_eq!(receipt.advice, Some(text("Please give it the permission to read charges.")), "in the agent's words");

    let again = world.app.make_confirmation(request(&world, &item_id, &[])).await.expect("a sender");
    assert_eq!(again.row.state, InboxState::Install, "mended in Stripe: it is to be installed after all");
    assert_eq!(again.confirmation.map(|last| last.outcome), Some(ConfirmationOutcome::Works), "the last one counts");
}

#[tokio::test]
async fn what_our_check_found_wrong_is_proposed_and_what_is_missing_too() {
    let world = World::with_desk().await;
    let merchant = Merchant::new(keys::ACCOUNT);
    let mut bundle = world.answer(&merchant).await;
    bundle.keys.retain(|key| key.kind == Kind::Secret);
    let item_id = world.add("keys.age", &merchant.seal(&bundle)).await.item_id;
    world.app.check_inbox_item(world.change(&item_id)).await.expect("a row with a key");
    while world.item(&item_id).await.keys[0].our_check.is_none() {
        tokio::task::yield_now().await;
    }
    let would: Vec<_> =
        world.item(&item_id).await.would_confirm.into_iter().map(|item| (item.slot.slot, item.reason)).collect();
    let expected = [
        ("secret".to_owned(), Some(RejectReason::UnknownToStripe)),
        ("publishable".to_owned(), Some(RejectReason::KeyMissing)),
    ];
    assert_eq!(would, expected, "Stripe knows no such key, and the other was never sent");
    let rejected = [("secret", RejectReason::UnknownToStripe), ("publishable", RejectReason::KeyMissing)];
    let item = world.app.make_confirmation(request(&world, &item_id, &rejected)).await.expect("a sender");
    assert_eq!(outcomes(&item), [ConfirmationOutcome::Rejected; 2], "as proposed: {:?}", item.confirmation);
}

#[tokio::test]
async fn what_a_confirmation_does_not_take_is_refused_and_none_is_made() {
    let world = World::with_desk().await;
    let merchant = Merchant::new(keys::ACCOUNT);
    let item_id = received(&world, &merchant).await;
    let with_key = MakeConfirmationRequest {
        advice: Some(format!("You sent {}", merchant.secret)),
        ..request(&world, &item_id, &[])
    };
    let refused = world.app.make_confirmation(with_key).await.err();
    assert_eq!(refused, Some(AppError::SecretInText { field: TextField::Advice }), "a mail would carry it");
    let unknown = request(&world, &item_id, &[("webhook_secret", RejectReason::Expired)]);
    assert_eq!(world.app.make_confirmation(unknown).await.err(), Some(AppError::Gone), "nobody asked for that");
    let broken = world.add("a.age", b"nothing").await.item_id;
    let nobody = world.app.make_confirmation(request(&world, &broken, &[])).await.err();
    assert_eq!(nobody, Some(AppError::NothingToConfirm), "nobody is known who could be told");
    let none = world.app.save_confirmation(world.change(&item_id)).await.err();
    assert_eq!(none, Some(AppError::NothingToConfirm), "none was made by any of these");
}

#[tokio::test]
async fn the_mail_begins_with_what_a_person_understands_and_holds_the_confirmation() {
    let world = World::with_desk().await;
    let merchant = Merchant::new(keys::ACCOUNT);
    let mut bundle = world.answer(&merchant).await;
    bundle.from.contact = Some(text("Sam Taylor <sam@carwash.example>"));
    let item_id = world.add("keys.age", &merchant.seal(&bundle)).await.item_id;
    world.app.make_confirmation(request(&world, &item_id, &[])).await.expect("a sender");
    let write = |body: &str| WriteConfirmationRequest {
        operation_id: world.operation(),
        item_id: item_id.clone(),
        subject: "Your Stripe keys".to_owned(),
        body: body.to_owned(),
    };
    let sent = world.app.write_confirmation(write("Your keys have arrived.")).await.expect("a draft");
    assert!(sent.opened && sent.inside && sent.file_on_clipboard, "nothing has to be attached: {sent:?}");
    let mail = world.shell.mails().pop().expect("a draft");
    assert!(mail.starts_with("mailto:sam@carwash.example?"), "to whom the customer named: {mail}");
    assert!(
        mail.contains("body=Your%20keys%20have%20arrived.%0D%0A%0D%0A-----BEGIN"),
        "a person's words first: {mail}"
    );
    assert!(mail.len() <= 2_000, "mail programs of Windows take no more: {}", mail.len());
    let copied = world.shell.files_copied().pop().expect("a file on the clipboard");
    assert!(
        Receipt::read(&std::fs::read(copied).expect("it lies there")).is_ok(),
        "to be attached where there is no room"
    );

    let long = world.app.write_confirmation(write(&"Please read on. ".repeat(100))).await.expect("a draft");
    assert!(long.opened && !long.inside && long.file_on_clipboard, "too long for one address: attach the file");
    assert!(!world.shell.mails().pop().expect("a draft").contains("BEGIN"), "never half of a confirmation");

    let copy = CopyConfirmationRequest {
        operation_id: world.operation(),
        item_id: item_id.clone(),
        body: "Your keys have arrived.".to_owned(),
    };
    world.app.copy_confirmation(copy).await.expect("a clipboard");
    let clipboard = world.shell.clipboard().expect("a text");
    assert!(clipboard.starts_with("Your keys have arrived.\n\n-----BEGIN KEYCOURIER RECEIPT-----\n"), "{clipboard}");
    assert!(Receipt::read(clipboard.as_bytes()).is_ok(), "the customer can drop the whole mail in");
}

#[tokio::test]
async fn a_confirmation_sent_twice_is_one() {
    let world = World::with_desk().await;
    let item_id = received(&world, &Merchant::new(keys::ACCOUNT)).await;
    let once = request(&world, &item_id, &[]);
    world.app.make_confirmation(once.clone()).await.expect("a sender");
    let first = saved(&world, &item_id).await;
    world.app.make_confirmation(once).await.expect("the same answer");
    assert_eq!(saved(&world, &item_id).await, first, "a page that was loaded anew signs no second one");
}

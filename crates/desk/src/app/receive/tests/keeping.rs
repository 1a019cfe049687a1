use keycourier_testkit::keys;
use keycourier_wire::{
    AppError, CopyInboxKeysRequest, InboxList, Language, Mode, SaveSettingsRequest, SetTicketRequest, TextField, Theme,
};

use super::world::{Merchant, World};

async fn received(world: &World, merchant: &Merchant) -> String {
    let bundle = world.answer(merchant).await;
    world.add("keys.age", &merchant.seal(&bundle)).await.item_id
}

#[tokio::test]
async fn the_locked_file_of_installed_keys_goes_after_the_days_that_were_set_and_the_masks_stay() {
    let world = World::with_desk().await;
    let id = received(&world, &Merchant::new(keys::ACCOUNT)).await;
    let settings = SaveSettingsRequest {
        operation_id: world.operation(),
        language: Language::En,
        theme: Theme::System,
        clear_clipboard_seconds: 90,
        keep_sealed_days: 7,
    };
    let saved = world.app.save_settings(settings).await.expect("good settings");
    assert_eq!(saved.keep_sealed_days, 7, "as chosen");
    let installed = world.app.mark_installed(world.change(&id)).await.expect("a row with keys");
    assert!(installed.file_kept, "it is needed until the keys work");
    assert_eq!(installed.deleted_on.as_deref(), Some("2027-01-22T08:00:00Z"), "a week from now");

    world.later(7 * 24 * 60 * 60);
    world.app.retire().expect("a sound ledger");
    assert!(world.item(&id).await.file_kept, "to the day");
    world.later(1);
    world.app.retire().expect("a sound ledger");
    let item = world.item(&id).await;
    assert!(!item.file_kept && item.deleted_on.is_none(), "the sealed bytes are gone");
    assert_eq!(item.keys.len(), 2, "by mask, everything is still known");
    let copy = CopyInboxKeysRequest { operation_id: world.operation(), item_id: id, mode: Mode::Live };
    assert_eq!(world.app.copy_inbox_keys(copy).await.err(), Some(AppError::FileDeleted), "and that is why");
}

#[tokio::test]
async fn a_broken_file_takes_a_ticket_and_is_found_by_it() {
    let world = World::with_desk().await;
    let id = world.add("keys-final(2).age", b"nothing").await.item_id;
    let ticket = |ticket: &str| SetTicketRequest {
        operation_id: world.operation(),
        item_id: id.clone(),
        ticket: Some(ticket.to_owned()),
    };
    let item = world.app.set_inbox_ticket(ticket(" IM-20499 ")).await.expect("a ticket");
    assert_eq!(item.row.ticket.as_deref(), Some("IM-20499"), "as typed, without the blanks around it");
    assert_eq!(world.rows(InboxList::ToDo, "20499").await.rows.len(), 1, "that is how the agent looks for it");
    let key = keys::current("sk_live_", keys::ACCOUNT, 5);
    let refused = world.app.set_inbox_ticket(ticket(&key)).await.err();
    assert_eq!(refused, Some(AppError::SecretInText { field: TextField::Ticket }), "a ticket is shown everywhere");
    let none = SetTicketRequest { ticket: Some(String::new()), ..ticket("") };
    assert_eq!(world.app.set_inbox_ticket(none).await.map(|item| item.row.ticket), Ok(None), "taken away again");
}

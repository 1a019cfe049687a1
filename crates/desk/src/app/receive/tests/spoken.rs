use keycourier_documents::{SpokenWords, seal_spoken};
use keycourier_testkit::keys;
use keycourier_wire::{
    AddedOutcome, AppError, CopyInboxKeyRequest, InboxState, Mode, OpenWithWordsRequest, OpeningCode, SenderState,
    SlotRef, TextFault, TextField,
};
use rand_core::OsRng;
use secrecy::{ExposeSecret, SecretString};

use super::world::World;

fn typed(world: &World, item_id: &str, words: &str) -> OpenWithWordsRequest {
    OpenWithWordsRequest {
        operation_id: world.operation(),
        item_id: item_id.to_owned(),
        words: SecretString::from(words),
    }
}

#[tokio::test]
async fn a_spoken_words_file_opens_with_its_words_and_proves_nobody() {
    let world = World::with_desk().await;
    let secret = keys::current("sk_live_", keys::ACCOUNT, 2);
    let inside = SecretString::from(format!("Company: Some Car Wash\nLive secret key: {secret}\n"));
    let words = SpokenWords::random(&mut OsRng);
    let file = seal_spoken(&inside, &words).expect("random bytes");
    let added = world.add("keys.age", &file).await;
    assert_eq!(added.outcome, AddedOutcome::NotOpened, "nobody has read out any words yet");
    let id = added.item_id;
    let locked = InboxState::NotOpened { cause: OpeningCode::NeedsPassphrase };
    assert_eq!(world.item(&id).await.row.state, locked, "it says what it waits for");

    let five = world.app.open_with_words(typed(&world, &id, "one two three four five")).await.err();
    let bad = AppError::BadText { field: TextField::Words, fault: TextFault::WrongForm };
    assert_eq!(five, Some(bad), "six words: nothing was tried");
    let wrong = world.app.open_with_words(typed(&world, &id, "able acid acorn acre act age")).await.err();
    assert_eq!(wrong, Some(AppError::NotOpened { cause: OpeningCode::WrongWords }), "a cause of its own");
    let state = world.item(&id).await.row.state;
    assert_eq!(state, InboxState::NotOpened { cause: OpeningCode::WrongWords }, "the row says so too");

    // EXPOSE: a test types what the customer would read out.
    let read_out = words.passphrase().expose_secret().replace('-', " ").to_uppercase();
    let item = world.app.open_with_words(typed(&world, &id, &read_out)).await.expect("the words of this file");
    assert_eq!(item.row.company.as_deref(), Some("Some Car Wash"), "by its own word");
    assert_eq!(item.sender.map(|sender| sender.state), Some(SenderState::NotProven), "anybody could have made it");
    assert_eq!(item.keys.len(), 1, "the key in it");
    assert!(item.would_confirm.is_empty(), "nobody is known who could be told");
    let copy = CopyInboxKeyRequest {
        operation_id: world.operation(),
        item_id: id.clone(),
        slot: SlotRef { mode: Mode::Live, slot: "secret".to_owned() },
    };
    world.app.copy_inbox_key(copy).await.expect("nobody types the words twice");
    assert_eq!(world.shell.clipboard(), Some(secret), "the very key");
    assert_eq!(world.add("again.age", &file).await.outcome, AddedOutcome::AlreadyHere, "the same file is the same row");
}

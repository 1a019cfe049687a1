use keycourier_testkit::keys;
use keycourier_wire::{
    AppError, BackUpDeskRequest, BackupState, InboxState, OpeningCode, OperationRequest, RestoreDeskRequest,
};
use secrecy::SecretString;

use super::world::{Merchant, World, imagatec};

const PASSPHRASE: &str = "five random words would do";

fn operation(world: &World) -> OperationRequest {
    OperationRequest { operation_id: world.operation() }
}

fn with(world: &World, passphrase: &str) -> RestoreDeskRequest {
    RestoreDeskRequest { operation_id: world.operation(), passphrase: SecretString::from(passphrase) }
}

#[tokio::test]
async fn a_desk_comes_back_from_its_backup_and_opens_what_it_could_not() {
    let lost = World::with_desk().await;
    let place = lost.folder.path().join("desk.age");
    lost.shell.choose(Some(place.clone()));
    let backup = BackUpDeskRequest { operation_id: lost.operation(), passphrase: SecretString::from(PASSPHRASE) };
    lost.app.back_up_desk(backup).await.expect("room for a file");
    let merchant = Merchant::new(keys::ACCOUNT);
    let file = merchant.seal(&lost.answer(&merchant).await);
    let words = lost.app.get_desk_words().await.expect("a desk");

    let world = World::empty();
    let none = world.app.restore_desk(with(&world, PASSPHRASE)).await.err();
    assert_eq!(none, Some(AppError::NoBackupChosen), "there is nothing to open yet");
    world.shell.choose(Some(place));
    let chosen = world.app.choose_backup(operation(&world)).await.expect("an age file");
    assert_eq!(chosen.file_name.as_deref(), Some("desk.age"), "which one was chosen");
    let wrong = world.app.restore_desk(with(&world, "something else")).await.err();
    assert_eq!(wrong, Some(AppError::NotOpened { cause: OpeningCode::WrongPassphrase }), "a typing mistake");
    assert_eq!(world.app.get_desk().await, Ok(None), "and nothing is half restored");

    let desk = world.app.restore_desk(with(&world, PASSPHRASE)).await.expect("the passphrase, without choosing again");
    assert_eq!((desk.name.as_str(), desk.domain.as_str()), ("Imagatec", "imagatec.com.au"), "what the words stand for");
    assert!(matches!(desk.backup, BackupState::Made { .. }), "it came from one");
    assert_eq!(world.app.get_desk_words().await, Ok(words), "customers hear the same words");
    let item = world.add("keys.age", &file).await.item_id;
    assert_eq!(world.item(&item).await.row.state, InboxState::Check, "what was locked for it opens here");
}

#[tokio::test]
async fn another_desk_is_never_overwritten() {
    let world = World::with_desk().await;
    let other = World::empty();
    other.app.set_up_desk(imagatec("other")).await.expect("a new desk");
    let place = other.folder.path().join("desk.age");
    other.shell.choose(Some(place.clone()));
    let backup = BackUpDeskRequest { operation_id: other.operation(), passphrase: SecretString::from(PASSPHRASE) };
    other.app.back_up_desk(backup).await.expect("room for a file");

    let before = world.app.get_desk_words().await;
    world.shell.choose(Some(place));
    world.app.choose_backup(operation(&world)).await.expect("an age file");
    let refused = world.app.restore_desk(with(&world, PASSPHRASE)).await.err();
    assert_eq!(refused, Some(AppError::DeskExists), "customers of this one would hear other words");
    assert_eq!(world.app.get_desk_words().await, before, "it is what it was");
}

#[tokio::test]
async fn what_is_no_backup_is_refused_before_a_passphrase_is_asked_for() {
    let world = World::empty();
    world.shell.choose(Some(world.file("notes.txt", b"hello")));
    let refused = world.app.choose_backup(operation(&world)).await.err();
    assert_eq!(refused, Some(AppError::NotOpened { cause: OpeningCode::NotABundle }), "the wrong file");
    world.shell.choose(None);
    assert_eq!(
        world.app.choose_backup(operation(&world)).await.map(|saved| saved.file_name),
        Ok(None),
        "changed their mind"
    );
}

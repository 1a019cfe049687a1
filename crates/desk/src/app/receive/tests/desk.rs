use std::io::Read;
use std::iter;

use age::armor::ArmoredReader;
use age::{Decryptor, Identity as AgeIdentity, scrypt};
use keycourier_documents::{DeskWords, Identity};
use keycourier_wire::{
    AppError, BackUpDeskRequest, BackupState, ChangeDeskContactRequest, OperationRequest, SetUpDeskRequest, TextFault,
    TextField,
};
use secrecy::SecretString;

use super::world::{World, imagatec, text};

#[tokio::test]
async fn a_computer_has_one_desk() {
    let world = World::empty();
    assert_eq!(world.app.get_desk().await, Ok(None), "nobody set one up yet");
    let made = world.app.set_up_desk(imagatec("a")).await.expect("a new desk");
    assert_eq!(world.app.set_up_desk(imagatec("a")).await, Ok(made.clone()), "a page that was loaded anew asks again");
    assert_eq!(world.app.get_desk().await, Ok(Some(made)), "and it is still the one");
    assert_eq!(
        world.app.set_up_desk(imagatec("b")).await,
        Err(AppError::DeskExists),
        "a second would have other words"
    );
    assert_eq!(world.app.ledger().desks().expect("a sound ledger").len(), 1, "one row");
}

#[tokio::test]
async fn a_command_sent_twice_at_once_makes_one_identity() {
    let world = World::empty();
    let (one, other) = tokio::join!(world.app.set_up_desk(imagatec("a")), world.app.set_up_desk(imagatec("a")));
    assert_eq!(one, other, "both are told of the same desk");
    let desk = world.app.desk().expect("it was made");
    let identity = world.app.identity(desk.number).await.expect("its keys are kept");
    let recipient = identity.recipient().expect("a recipient");
    assert_eq!(recipient.as_str(), desk.recipient.as_str(), "what the ledger knows is what the keychain opens");
}

#[tokio::test]
async fn of_two_windows_that_set_up_a_desk_one_is_refused() {
    let world = World::empty();
    let (one, other) = tokio::join!(world.app.set_up_desk(imagatec("a")), world.app.set_up_desk(imagatec("b")));
    let refused = [&one, &other].into_iter().filter(|made| **made == Err(AppError::DeskExists)).count();
    assert_eq!(refused, 1, "there is one desk: {one:?}, {other:?}");
    let desk = world.app.desk().expect("the other one made it");
    let identity = world.app.identity(desk.number).await.expect("its keys are kept");
    let recipient = identity.recipient().expect("a recipient");
    assert_eq!(recipient.as_str(), desk.recipient.as_str(), "the refused one touched nobody's keys");
}

#[tokio::test]
async fn a_desk_without_a_domain_is_not_made() {
    let world = World::empty();
    for (domain, fault) in [("", TextFault::Empty), ("imagatec", TextFault::WrongForm), ("a b.c", TextFault::WrongForm)]
    {
        let request = SetUpDeskRequest { domain: domain.to_owned(), ..imagatec(&world.operation()) };
        let refused = world.app.set_up_desk(request).await;
        let expected = AppError::BadText { field: TextField::DeskDomain, fault };
        assert_eq!(refused, Err(expected), "{domain:?}: the words stand for it");
    }
    assert_eq!(world.app.get_desk_words().await, Err(AppError::NoDesk), "nothing was made");
}

#[tokio::test]
async fn the_words_are_those_that_a_merchant_computes_from_a_request() {
    let world = World::with_desk().await;
    let view = world.request().await;
    let issuer = world.document(&view).request().issuer.clone();
    let theirs = DeskWords::of(&issuer.domain, &issuer.name, &issuer.sign);
    let ours = world.app.get_desk_words().await.expect("there is a desk");
    assert_eq!(ours.words, theirs.words(), "what the desk reads out is what the merchant types");
    assert_eq!(ours.digits, theirs.digits(), "in digits too");
}

#[tokio::test]
async fn stock_age_opens_a_backup_with_the_passphrase() {
    let world = World::with_desk().await;
    let path = world.folder.path().join("backup.age");
    world.shell.choose(Some(path.clone()));
    let passphrase = "Correct Horse-battery 7";
    let back_up = |operation: &str, passphrase: &str| BackUpDeskRequest {
        operation_id: operation.to_owned(),
        passphrase: SecretString::from(passphrase),
    };
    let short = world.app.back_up_desk(back_up("short", "elevenchars")).await;
    let too_short = AppError::BadText { field: TextField::Passphrase, fault: TextFault::TooShort { at_least: 12 } };
    assert_eq!(short, Err(too_short), "eleven characters are guessed too soon");
    assert!(!path.exists(), "a refusal leaves no file");

    let saved = world.app.back_up_desk(back_up("full", passphrase)).await.expect("room for a file");
    assert_eq!(saved.file_name.as_deref(), Some("backup.age"), "the person sees where it went");
    let file = std::fs::read(&path).expect("it was written");
    let mut header = Vec::new();
    ArmoredReader::new(file.as_slice()).read_to_end(&mut header).expect("armor");
    let header = String::from_utf8_lossy(&header);
    let locked = header.lines().nth(1).expect("one stanza");
    assert!(locked.starts_with("-> scrypt ") && locked.ends_with(" 18"), "neither cheap nor too dear: {locked}");
    let identity = scrypt::Identity::new(SecretString::from(passphrase));
    let decryptor = Decryptor::new_buffered(ArmoredReader::new(file.as_slice())).expect("an age file");
    let mut stream = decryptor.decrypt(iter::once(&identity as &dyn AgeIdentity)).expect("the passphrase as typed");
    let mut plain = String::new();
    stream.read_to_string(&mut plain).expect("text");
    for line in ["# keycourier-desk-name: Imagatec", "# keycourier-desk-domain: imagatec.com.au"] {
        assert!(plain.lines().any(|found| found == line), "without {line} the words could not be had back");
    }
    let restored = Identity::from_file(&SecretString::from(plain)).expect("an identity file");
    let desk = world.app.desk().expect("a desk");
    let kept = world.app.identity(desk.number).await.expect("kept");
    assert_eq!(restored.signing().signer(), kept.signing().signer(), "the same desk signs");
    assert_eq!(restored.recipient(), kept.recipient(), "and opens");
    let view = world.app.get_desk().await.expect("a sound ledger").expect("a desk");
    assert!(matches!(view.backup, BackupState::Made { .. }), "the badge says so: {:?}", view.backup);
}

#[tokio::test]
async fn a_backup_can_be_put_off_and_a_closed_dialog_makes_none() {
    let world = World::with_desk().await;
    let request = BackUpDeskRequest {
        operation_id: world.operation(),
        passphrase: SecretString::from("long enough for anybody"),
    };
    let saved = world.app.back_up_desk(request).await.expect("no fault");
    assert_eq!(saved.file_name, None, "the person closed the dialog");
    let put_off = world.app.postpone_backup(OperationRequest { operation_id: world.operation() }).await;
    let state = put_off.expect("a sound ledger").backup;
    assert!(matches!(state, BackupState::Postponed { .. }), "it stays on screen: {state:?}");
}

#[tokio::test]
async fn the_contact_changes_and_the_name_does_not() {
    let world = World::with_desk().await;
    let change = ChangeDeskContactRequest {
        operation_id: world.operation(),
        email: None,
        phone: Some("1300 365 443".to_owned()),
        hours: Some(" ".to_owned()),
    };
    let view = world.app.change_desk_contact(change).await.expect("a good contact");
    let shown = (view.email, view.phone.as_deref(), view.hours);
    assert_eq!(shown, (None, Some("1300 365 443"), None), "as typed; blank is nothing");
    let name: keycourier_documents::Text<80> = text("Imagatec");
    assert_eq!(view.name, name.as_str(), "the words stand for the name");
}

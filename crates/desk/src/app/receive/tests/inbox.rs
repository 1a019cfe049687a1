use keycourier_credentials::{Kind, Mode};
use keycourier_documents::{Answer, Bundle, CheckCode};
use keycourier_testkit::keys;
use keycourier_wire::{
    AddFilesRequest, AddedOutcome, AppError, InboxList, InboxState, KeyKind, NoteView, OpeningCode, OperationRequest,
    SameAccount, SenderState, SlotRef, Verdict,
};

use super::world::{Merchant, World, key, stranger, text};

#[tokio::test]
async fn an_answer_is_a_row_and_shows_no_key() {
    let world = World::with_desk().await;
    let merchant = Merchant::new(keys::ACCOUNT);
    let mut bundle = world.answer(&merchant).await;
    bundle.answers = vec![Answer { id: "trading_name".parse().expect("a name"), text: text("Some Car Wash Newport") }];
    bundle.note = Some(text("call me after nine"));
    let added = world.add("SomeCarWash.age", &merchant.seal(&bundle)).await;
    assert_eq!(added.outcome, AddedOutcome::Opened, "it was made for this desk");

    let item = world.item(&added.item_id).await;
    let row = &item.row;
    assert_eq!(
        (row.company.as_deref(), row.ticket.as_deref()),
        (Some("Some Car Wash"), Some("IM-20417")),
        "in one line"
    );
    assert_eq!(row.state, InboxState::Check, "what is to be done next");
    let sender = item.sender.as_ref().expect("it is signed");
    assert_eq!((sender.state, sender.contact.as_deref()), (SenderState::New, Some("Sam Taylor")), "who to call");
    assert_eq!(item.notes, [NoteView::NewSender], "asked for, in time, and the first time");
    assert!(item.answers_request.is_some(), "it answers our request");
    assert_eq!(item.accounts[0].keys, SameAccount::Same, "the keys carry their account");
    let masks: Vec<_> = item.keys.iter().map(|key| (key.kind, key.ending.as_str())).collect();
    let ending = |value: &str| value.get(value.len() - 4..).unwrap_or_default().to_owned();
    let (publishable, secret) = (ending(&merchant.publishable), ending(&merchant.secret));
    assert_eq!(masks, [(KeyKind::Publishable, publishable.as_str()), (KeyKind::Secret, secret.as_str())], "the ends");
    assert_eq!(item.keys[1].sender_check.verdict, Verdict::Works, "what the sender found");
    assert!(item.keys.iter().all(|key| key.our_check.is_none()), "what we found is another matter");
    assert_eq!(item.answers[0].label, "Trading name", "under our question");
    assert_eq!(item.note.as_deref(), Some("call me after nine"), "read from the sealed bytes");

    let shown = serde_json::to_string(&item).expect("a view is JSON");
    for value in [&merchant.publishable, &merchant.secret] {
        assert!(!shown.contains(value.as_str()), "the page never holds a key");
    }
}

#[tokio::test]
async fn a_file_for_somebody_else_is_a_row_that_says_so() {
    let world = World::with_desk().await;
    let merchant = Merchant::new(keys::ACCOUNT);
    let foreign = merchant.seal(&merchant.bundle_to(vec![stranger()]));
    let added = world.add("foreign.age", &foreign).await;
    assert_eq!(added.outcome, AddedOutcome::NotOpened, "nobody here can open it");
    let item = world.item(&added.item_id).await;
    assert_eq!(item.row.state, InboxState::NotOpened { cause: OpeningCode::NotForUs }, "and that is why");
    assert_eq!(item.row.file_name.as_deref(), Some("foreign.age"), "the agent sees which file");
    assert!(item.keys.is_empty() && item.sender.is_none(), "nothing else is known");
}

#[tokio::test]
async fn what_can_t_be_opened_says_why() {
    let world = World::with_desk().await;
    let merchant = Merchant::new(keys::ACCOUNT);
    let good = merchant.seal(&world.answer(&merchant).await);
    let cut = good.get(..good.len() / 2).unwrap_or_default();
    let huge = vec![b'x'; (1 << 20) + 1];
    let table: [(&str, &[u8], OpeningCode); 4] = [
        ("holiday.jpg", b"\xff\xd8\xff", OpeningCode::NotABundle),
        ("cut.age", cut, OpeningCode::ArmorDamaged),
        ("empty.age", b"", OpeningCode::NotABundle),
        ("huge.age", &huge, OpeningCode::TooBig),
    ];
    for (name, bytes, cause) in table {
        let added = world.add(name, bytes).await;
        let state = world.item(&added.item_id).await.row.state;
        assert_eq!(state, InboxState::NotOpened { cause }, "{name}");
        assert_eq!(world.add(name, bytes).await.outcome, AddedOutcome::AlreadyHere, "{name} again is no new row");
    }
    assert_eq!(world.rows(InboxList::All, "").await.all, 4, "a row each");
    assert_eq!(world.rows(InboxList::All, "holiday").await.rows.len(), 1, "found by the name of its file");
}

#[tokio::test]
async fn the_same_file_twice_is_one_row() {
    let world = World::with_desk().await;
    let merchant = Merchant::new(keys::ACCOUNT);
    let file = merchant.seal(&world.answer(&merchant).await);
    let first = world.add("a.age", &file).await;
    let again = world.add("a (1).age", &file).await;
    assert_eq!((again.outcome, &again.item_id), (AddedOutcome::AlreadyHere, &first.item_id), "known by what is in it");
    assert_eq!(world.rows(InboxList::All, "").await.all, 1, "one row");
    let notes = world.item(&first.item_id).await.notes;
    assert_eq!(notes, [NoteView::NewSender, NoteView::CameAgain { times: 2 }], "and nothing was decided anew");
}

#[tokio::test]
async fn a_command_sent_twice_adds_once() {
    let world = World::with_desk().await;
    let merchant = Merchant::new(keys::ACCOUNT);
    let path = world.file("a.age", &merchant.seal(&world.answer(&merchant).await));
    let request =
        || AddFilesRequest { operation_id: "same".to_owned(), paths: vec![path.to_string_lossy().into_owned()] };
    let first = world.app.add_inbox_files(request()).await.expect("it can be read");
    assert_eq!(world.app.add_inbox_files(request()).await, Ok(first.clone()), "the same answer");
    let notes = world.item(first.items[0].item_id.as_deref().expect("a row")).await.notes;
    assert_eq!(notes, [NoteView::NewSender], "it did not come again");
}

#[tokio::test]
async fn another_bundle_under_a_known_id_is_refused() {
    let world = World::with_desk().await;
    let merchant = Merchant::new(keys::ACCOUNT);
    let bundle = world.answer(&merchant).await;
    let first = world.add("a.age", &merchant.seal(&bundle)).await;
    let changed = Bundle { note: Some(text("other keys")), ..bundle };
    let second = world.add("b.age", &merchant.seal(&changed)).await;
    assert_ne!(first.item_id, second.item_id, "it is a row of its own");
    let state = world.item(&second.item_id).await.row.state;
    assert_eq!(state, InboxState::NotOpened { cause: OpeningCode::Replayed }, "an id stands for one bundle");
    assert_eq!(world.item(&first.item_id).await.note, None, "the first is what it was");
}

#[tokio::test]
async fn a_mail_s_text_is_opened_and_opened_again() {
    let world = World::with_desk().await;
    let merchant = Merchant::new(keys::ACCOUNT);
    let file = String::from_utf8(merchant.seal(&world.answer(&merchant).await)).expect("armor");
    let quoted: String = file.lines().map(|line| format!("> {line} \r\n")).collect();
    world.shell.copy(&format!("Hi,\r\nhere are our keys:\r\n{quoted}\r\nSam"));
    let request = OperationRequest { operation_id: world.operation() };
    let added = world.app.paste_inbox_text(request).await.expect("a locked file is in it");
    assert_eq!(
        (added.items[0].outcome, &added.items[0].file_name),
        (AddedOutcome::Opened, &None),
        "as it came by mail"
    );
    assert_eq!(
        world.item(added.items[0].item_id.as_deref().expect("a row")).await.keys.len(),
        2,
        "the kept bytes open too"
    );
    let same = world.add("a.age", file.as_bytes()).await;
    assert_eq!(same.outcome, AddedOutcome::AlreadyHere, "the attachment of the same mail is the same");
}

#[tokio::test]
async fn a_pasted_text_without_a_file_makes_no_row() {
    let world = World::with_desk().await;
    world.shell.copy("my password is hunter2");
    let request = OperationRequest { operation_id: world.operation() };
    let refused = world.app.paste_inbox_text(request).await;
    assert_eq!(refused, Err(AppError::NotOpened { cause: OpeningCode::NotABundle }), "it may be anything");
    assert_eq!(world.rows(InboxList::All, "").await.all, 0, "so nothing of it is kept");
}

#[tokio::test]
async fn without_a_desk_nothing_is_taken() {
    let world = World::empty();
    let path = world.file("a.age", b"x").to_string_lossy().into_owned();
    let request = AddFilesRequest { operation_id: world.operation(), paths: vec![path] };
    assert_eq!(world.app.add_inbox_files(request).await, Err(AppError::NoDesk), "nobody could open it");
}

#[tokio::test]
async fn one_unreadable_file_does_not_keep_the_others_out() {
    let world = World::with_desk().await;
    let merchant = Merchant::new(keys::ACCOUNT);
    let good = world.file("good.age", &merchant.seal(&world.answer(&merchant).await));
    let gone = world.folder.path().join("gone.age");
    let paths = [gone, good].map(|path| path.to_string_lossy().into_owned()).to_vec();
    let added = world.app.add_inbox_files(AddFilesRequest { operation_id: world.operation(), paths }).await;
    let outcomes: Vec<_> = added
        .expect("a desk")
        .items
        .into_iter()
        .map(|item| (item.file_name.unwrap_or_default(), item.outcome, item.item_id.is_some()))
        .collect();
    let expected = [("gone.age", AddedOutcome::NotRead, false), ("good.age", AddedOutcome::Opened, true)];
    let expected = expected.map(|(name, outcome, row)| (name.to_owned(), outcome, row));
    assert_eq!(outcomes, expected, "the agent is told which, in the order in which they were dropped");
    assert_eq!(world.rows(InboxList::All, "").await.all, 1, "the other one is in");
}

#[tokio::test]
async fn a_missing_key_is_named() {
    let world = World::with_desk().await;
    let merchant = Merchant::new(keys::ACCOUNT);
    let mut bundle = world.answer(&merchant).await;
    bundle.keys.retain(|key| key.kind == Kind::Secret);
    let added = world.add("a.age", &merchant.seal(&bundle)).await;
    let item = world.item(&added.item_id).await;
    assert_eq!(item.row.state, InboxState::KeyMissing { missing: KeyKind::Publishable }, "before anything is checked");
    let slot = SlotRef { mode: keycourier_wire::Mode::Live, slot: "publishable".to_owned() };
    assert_eq!(item.missing, [slot], "which one to ask for");
}

#[tokio::test]
async fn keys_that_are_not_what_the_bundle_says_are_malformed() {
    let world = World::with_desk().await;
    let merchant = Merchant::new(keys::ACCOUNT);
    let secret = || key("secret", Kind::Secret, &merchant.secret, CheckCode::Works);
    let mut test_key = secret();
    test_key.mode = Mode::Test;
    let two_in_one = format!("{}\n{}", merchant.secret, merchant.publishable);
    let table = [
        ("no key of Stripe's", vec![key("secret", Kind::Secret, "hello", CheckCode::Works)]),
        (
            "a secret key as a publishable one",
            vec![key("publishable", Kind::Publishable, &merchant.secret, CheckCode::Works)],
        ),
        ("a live key as a test one", vec![test_key]),
        ("two keys in one slot", vec![secret(), secret()]),
        ("two keys in one value", vec![key("secret", Kind::Secret, &two_in_one, CheckCode::Works)]),
    ];
    for (what, wrong) in table {
        let bundle = Bundle { keys: wrong, ..world.answer(&merchant).await };
        let added = world.add("a.age", &merchant.seal(&bundle)).await;
        let state = world.item(&added.item_id).await.row.state;
        assert_eq!(state, InboxState::NotOpened { cause: OpeningCode::Malformed }, "{what}");
    }
}

#[tokio::test]
async fn rows_are_found_by_ticket_account_and_last_four() {
    let world = World::with_desk().await;
    let merchant = Merchant::new(keys::ACCOUNT);
    world.add("a.age", &merchant.seal(&world.answer(&merchant).await)).await;
    world.add("b.age", b"nothing").await;
    let last_four = merchant.secret.get(merchant.secret.len() - 4..).unwrap_or_default();
    for search in ["im-20417", "car wash", keys::ACCOUNT, last_four] {
        let found = world.rows(InboxList::ToDo, search).await;
        assert_eq!(found.rows.len(), 1, "{search}: what an agent has at hand");
        assert_eq!((found.to_do, found.all), (2, 2), "{search}: the counts are of the lists");
    }
}

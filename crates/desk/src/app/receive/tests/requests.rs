use keycourier_documents::{Scope as DocumentScope, SignedRequest};
use keycourier_testkit::keys;
use keycourier_wire::{
    AppError, KeyKind, MakeRequestRequest, Mode, OwnRequestRequest, OwnRequestState, PreviewRequestRequest,
    RequestDraft, RequestDraftSlot, RestrictedPolicy, Scope, SetUpDeskRequest, TextFault, TextField,
};

use super::world::{Merchant, World, draft, imagatec};

fn form() -> RequestDraft {
    let slot = |mode, kind| RequestDraftSlot { mode, kind, required: true, purpose: None };
    RequestDraft {
        preset: None,
        modes: Vec::new(),
        slots: vec![slot(Mode::Test, KeyKind::Secret), slot(Mode::Live, KeyKind::WebhookSecret)],
        restricted: RestrictedPolicy::Refused,
        ..draft()
    }
}

#[tokio::test]
async fn a_preset_is_for_its_own_domain() {
    let world = World::with_desk().await;
    let presets = world.app.list_request_presets().await.expect("a desk");
    let names: Vec<&str> = presets.iter().map(|preset| preset.preset.as_str()).collect();
    assert_eq!(names, ["imagatec"], "this desk's own and nobody else's");
    assert_eq!((&presets[0].modes, presets[0].one_mode), (&vec![Mode::Live], false), "as its data says");

    let elsewhere = World::empty();
    let other = SetUpDeskRequest { domain: "other.example".to_owned(), ..imagatec("a") };
    elsewhere.app.set_up_desk(other).await.expect("a desk of another domain");
    assert_eq!(elsewhere.app.list_request_presets().await, Ok(Vec::new()), "no preset is theirs");
    let request = MakeRequestRequest { operation_id: "b".to_owned(), draft: draft() };
    let refused = elsewhere.app.make_request(request).await.err();
    assert!(matches!(refused, Some(AppError::NotOpened { .. })), "nobody asks in another's name: {refused:?}");
}

#[tokio::test]
async fn what_is_copied_and_saved_is_the_request_that_was_made() {
    let world = World::with_desk().await;
    let made = world.request().await;
    assert_eq!(
        (made.modes.as_slice(), made.slots, made.state),
        (&[Mode::Live][..], 2, OwnRequestState::Open),
        "two keys"
    );
    assert_eq!(made.file_name, "Imagatec_IM20417.keyrequest", "a person finds it by desk and ticket");
    let own =
        |operation: &str| OwnRequestRequest { operation_id: operation.to_owned(), request_id: made.request_id.clone() };
    world.app.copy_request(own("copy")).await.expect("a clipboard");
    let text = world.shell.clipboard().expect("it was copied");
    let path = world.folder.path().join("r.keyrequest");
    world.shell.choose(Some(path.clone()));
    world.app.save_request(own("save")).await.expect("room for a file");
    assert_eq!(std::fs::read_to_string(&path).expect("it was written"), text, "file and text are one");
    let read = SignedRequest::read(text.as_bytes()).expect("what a merchant opens");
    assert_eq!(read, world.document(&made), "the very bytes that were signed");
    assert_eq!(
        read.request().deliver.email.as_ref().map(ToString::to_string).as_deref(),
        Some("help@imagatec.com.au"),
        "where the answer goes"
    );
    assert_eq!(world.app.list_requests().await, Ok(vec![made]), "it is in the list");
}

#[tokio::test]
async fn a_form_says_what_the_merchant_will_see() {
    let world = World::with_desk().await;
    let shown = world.app.preview_request(PreviewRequestRequest { draft: form() }).await.expect("a good form");
    let slots: Vec<_> =
        shown.slots.iter().map(|slot| (slot.at.mode, slot.at.slot.as_str(), slot.accepts.clone())).collect();
    let secret = vec![KeyKind::Secret, KeyKind::Organization];
    let expected = [(Mode::Test, "secret", secret), (Mode::Live, "webhook_secret", vec![KeyKind::WebhookSecret])];
    assert_eq!(slots, expected, "restricted keys do not fit where they are refused");
    assert_eq!(world.app.list_requests().await, Ok(Vec::new()), "a preview makes nothing");
}

#[tokio::test]
async fn a_request_for_one_merchant_needs_no_ticket() {
    let world = World::with_desk().await;
    let draft = RequestDraft { scope: Scope::One { ticket: None }, ..form() };
    let request = MakeRequestRequest { operation_id: world.operation(), draft };
    let made = world.app.make_request(request).await.expect("a good form");
    assert_eq!(made.scope, Scope::One { ticket: None }, "it is still for one");
    let document = world.document(&made);
    assert_eq!(document.request().scope, DocumentScope::One, "and signed so");
}

#[tokio::test]
async fn what_a_form_does_not_take_is_refused() {
    let world = World::with_desk().await;
    let bad = |field, fault| AppError::BadText { field, fault };
    let key = keys::legacy("sk_live_", 5);
    let twice = form().slots.iter().chain(&form().slots).cloned().collect();
    let table = [
        (RequestDraft { slots: Vec::new(), ..form() }, bad(TextField::Slots, TextFault::Empty)),
        (RequestDraft { slots: twice, ..form() }, bad(TextField::Slots, TextFault::WrongForm)),
        (RequestDraft { modes: vec![Mode::Test], ..draft() }, bad(TextField::Slots, TextFault::WrongForm)),
        (RequestDraft { modes: Vec::new(), ..draft() }, bad(TextField::Slots, TextFault::Empty)),
        (RequestDraft { expires_in_days: None, ..form() }, bad(TextField::Expiry, TextFault::Empty)),
        (RequestDraft { expires_in_days: Some(366), ..form() }, bad(TextField::Expiry, TextFault::WrongForm)),
        (
            RequestDraft { scope: Scope::One { ticket: Some(key) }, ..form() },
            AppError::SecretInText { field: TextField::Ticket },
        ),
    ];
    for (draft, expected) in table {
        let refused = world.app.preview_request(PreviewRequestRequest { draft: draft.clone() }).await.err();
        assert_eq!(refused, Some(expected), "{draft:?}");
    }
}

#[tokio::test]
async fn the_answer_of_the_one_merchant_closes_a_request() {
    let world = World::with_desk().await;
    let merchant = Merchant::new(keys::ACCOUNT);
    let bundle = world.answer(&merchant).await;
    world.add("keys.age", &merchant.seal(&bundle)).await;
    let listed = world.app.list_requests().await.expect("a sound ledger");
    assert_eq!((listed[0].state, listed[0].answers), (OwnRequestState::Answered, 1), "nothing more to wait for");
}

#[tokio::test]
async fn a_request_made_twice_by_one_operation_is_one() {
    let world = World::with_desk().await;
    let request = || MakeRequestRequest { operation_id: "same".to_owned(), draft: draft() };
    let first = world.app.make_request(request()).await;
    assert_eq!(first, world.app.make_request(request()).await, "the page sees one answer");
    assert_eq!(world.app.list_requests().await.map(|listed| listed.len()), Ok(1), "and one request");
}

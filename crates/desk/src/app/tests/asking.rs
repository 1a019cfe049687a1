//! Who asks: proven, changed, or pretending.

use keycourier_credentials::Mode;
use keycourier_documents::SigningKey;
use keycourier_testkit::fake_stripe::Script;
use keycourier_wire::{AppError, GetRequestRequest, Proof, RequestFault, StartDeliveryRequest, TryWordsRequest};
use rand_core::OsRng;

use super::main_job::say_words;
use crate::app::testing::{Helpdesk, World, operation_request};

#[tokio::test]
async fn another_signing_key_under_a_proven_domain_is_blocked() {
    let world = World::new(Script::default());
    let desk = Helpdesk::imagatec();
    let first = world.open(&desk.asks(Mode::Live), "open").await;
    assert!(say_words(&world, &desk, Mode::Live, &first, "words").await, "a first meeting");
    let other_key = SigningKey::random(&mut OsRng);
    let second = world.open(&desk.asks_in(&[Mode::Live], &other_key), "open-2").await;
    let who = world.app.get_request(GetRequestRequest { request_id: second }).await.expect("it is kept").who;
    assert!(matches!(who.proof, Proof::SignerChanged { .. }), "the domain is the same and the key is not: {who:?}");
    let still = world.app.get_request(GetRequestRequest { request_id: first }).await.expect("it is kept").who;
    assert!(matches!(still.proof, Proof::Proven { .. }), "nobody takes a proof away by asking");
    assert_eq!(still.phone.as_deref(), Some("1300 365 443"), "the number that the program knows");
}

#[tokio::test]
async fn a_proof_does_not_follow_the_key_to_another_name() {
    let world = World::new(Script::default());
    let desk = Helpdesk::named("Small Shop Tools", "tools.example");
    let first = world.open(&desk.asks(Mode::Live), "open").await;
    assert!(say_words(&world, &desk, Mode::Live, &first, "words").await, "a first meeting");
    let renamed = desk.renamed("Big Bank Pay", "bank.example");
    let second = world.open(&renamed.asks(Mode::Live), "open-2").await;
    let who = world.app.get_request(GetRequestRequest { request_id: second }).await.expect("it is kept").who;
    assert!(matches!(who.proof, Proof::NotProven { .. }), "the words stood for the other name: {who:?}");
    let known = Some("Small Shop Tools (tools.example)".to_owned());
    assert_eq!(who.known_as, known, "and the person is told under which name they met it");
}

#[tokio::test]
async fn a_known_name_under_another_domain_is_refused() {
    let world = World::new(Script::default());
    let impostor = Helpdesk::named("imagatec", "imagatec-help.example");
    world.copy(&impostor.asks(Mode::Live).armored());
    let refused = world.app.open_clipboard(operation_request("open")).await;
    assert_eq!(
        refused,
        Err(AppError::RequestRefused { cause: RequestFault::PresetMismatch }),
        "not from its own domain"
    );
}

#[tokio::test]
async fn a_delivery_without_a_request_waits_and_takes_one() {
    let world = World::new(Script::default());
    let start = StartDeliveryRequest {
        operation_id: "start".to_owned(),
        preset: "imagatec".to_owned(),
        modes: vec![keycourier_wire::Mode::Live],
        business_id: None,
    };
    let started = world.app.start_delivery(start.clone()).await.expect("a known integrator");
    assert_eq!(started.who.proof, Proof::NoRequest, "nobody has asked yet");
    let again = world.app.start_delivery(start).await.expect("the same");
    assert_eq!(again.delivery_id, started.delivery_id, "a command sent twice has one effect");
    assert_eq!(world.app.list_deliveries().await.expect("a list").len(), 1, "one delivery");

    let desk = Helpdesk::imagatec();
    let request_id = world.open(&desk.asks(Mode::Live), "open").await;
    let preview = world.app.get_request(GetRequestRequest { request_id: request_id.clone() }).await.expect("kept");
    assert_eq!(preview.waiting_deliveries.len(), 1, "it is from the same integrator");
    let accept = keycourier_wire::AcceptRequestRequest {
        operation_id: "accept".to_owned(),
        request_id: request_id.clone(),
        delivery_id: Some(started.delivery_id.clone()),
        business_id: None,
    };
    let taken = world.app.accept_request(accept).await.expect("it waits");
    assert_eq!(taken.delivery_id, started.delivery_id, "no second delivery");
    assert_eq!(taken.request_id, Some(request_id), "it has its request now");
}

#[tokio::test]
async fn a_key_typed_as_words_is_refused() {
    let world = World::new(Script::default());
    let request_id = world.open(&Helpdesk::imagatec().asks(Mode::Live), "open").await;
    let key = keycourier_testkit::keys::current("sk_live_", keycourier_testkit::keys::ACCOUNT, 3);
    let typed = TryWordsRequest { operation_id: "words".to_owned(), request_id, words: vec![key] };
    let refused = world.app.try_words(typed).await;
    let expected = AppError::SecretInText { field: keycourier_wire::TextField::Words };
    assert_eq!(refused.err(), Some(expected), "a key belongs into a key field");
}

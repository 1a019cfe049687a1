//! Webhooks: found, made, mended, and set up by hand.

use keycourier_documents::RequestedWebhook;
use keycourier_ledger::Event;
use keycourier_testkit::fake_stripe::{Behaviour, Endpoint, FakeStripe, KeyScript, Script, sign};
use keycourier_testkit::keys;
use keycourier_wire::{
    AddressFault, AppError, CheckView, GetWebhookGuideRequest, Mode as WireMode, NotFixed, ProveSecretRequest,
    SecretProof, SetWebhookAddressRequest, SlotRef, TextField, Verdict, WebhookFix, WebhookOff, WebhookRequest,
    WebhookState, WebhookView,
};

use super::checking::{checked, events, pasted, started};
use crate::app::testing::World;

const URL: &str = "https://flows.jelou.dev/stripe/7f3a";
const EVENTS: [&str; 3] =
    ["payment_intent.payment_failed", "payment_intent.requires_action", "payment_intent.succeeded"];

fn address(operation: &str, id: &str, address: &str) -> SetWebhookAddressRequest {
    SetWebhookAddressRequest {
        operation_id: operation.to_owned(),
        delivery_id: id.to_owned(),
        mode: WireMode::Test,
        address: address.to_owned(),
    }
}

fn webhook_of(check: &CheckView) -> WebhookView {
    let details = check.modes[0].details.clone().expect("it is a delivery's");
    details.webhooks.into_iter().next().expect("Jelou needs one")
}

fn at(operation: &str, id: &str, url: &str) -> WebhookRequest {
    WebhookRequest {
        operation_id: operation.to_owned(),
        delivery_id: id.to_owned(),
        mode: WireMode::Test,
        url: url.to_owned(),
    }
}

fn endpoint(events: &[&str]) -> Endpoint {
    let enabled_events = events.iter().map(|&event| event.to_owned()).collect();
    Endpoint { url: URL.to_owned(), enabled_events, ..Endpoint::default() }
}

/// A merchant with a Test key for Jelou, checked.
async fn jelou(script: KeyScript, change: impl FnOnce(Script) -> Script) -> (World, String, String) {
    let key = keys::current("sk_test_", keys::ACCOUNT, 1);
    let world = World::new(change(Script::default().with(&key, script)));
    let id = started(&world, "jelou", WireMode::Test).await;
    pasted(&world, &id, &key, "paste", WireMode::Test).await;
    let check = checked(&world, &id, "check").await;
    assert_eq!(webhook_of(&check).state, WebhookState::NoAddress, "the merchant copies it from Brain Studio");
    (world, id, key)
}

fn all(stripe: &FakeStripe) -> Vec<Vec<String>> {
    stripe.endpoints().into_iter().map(|endpoint| endpoint.enabled_events).collect()
}

#[tokio::test]
async fn a_missing_webhook_is_made_once_on_a_click() {
    let (world, id, _) = jelou(KeyScript::test(), |script| script).await;
    let check = world.app.set_webhook_address(address("address", &id, URL)).await.expect("on Jelou's host");
    let missing = webhook_of(&check);
    assert_eq!(missing.off, [WebhookOff::Missing { certain: true }], "looked at once");
    assert_eq!(missing.fix, Some(WebhookFix::Create), "a secret key may");
    assert!(world.stripe.endpoints().is_empty(), "nothing is made unasked");

    let made = world.app.fix_webhook(at("fix", &id, URL)).await.expect("it can be made");
    let made = webhook_of(&made);
    assert_eq!((made.state, made.fix, made.made_here), (WebhookState::Ok, None, true), "as it should be");
    let again = world.app.fix_webhook(at("fix", &id, URL)).await.expect("the same click");
    assert_eq!(webhook_of(&again).state, WebhookState::Ok, "gets the same answer");
    let mut events_there = all(&world.stripe);
    events_there.iter_mut().for_each(|events| events.sort());
    assert_eq!(events_there, [EVENTS], "one, with exactly what Jelou needs");
    assert_eq!(events(&world, Event::WebhookMade), 1, "and it is written down");
    assert_eq!(events(&world, Event::KeyAdded), 1, "a secret that nobody asked for is not kept");
}

#[tokio::test]
async fn a_try_whose_answer_was_lost_is_made_again_as_the_same_one_also_after_a_restart() {
    let lost = KeyScript::test().first_at("POST /v1/webhook_endpoints", Behaviour::CutAfter);
    let (mut world, id, _) = jelou(lost, |script| script).await;
    world.app.set_webhook_address(address("address", &id, URL)).await.expect("on Jelou's host");
    let check = world.app.fix_webhook(at("fix", &id, URL)).await.expect("that is no error");
    assert_eq!(webhook_of(&check).not_fixed, Some(NotFixed::CouldNotAsk), "nobody knows whether it was made");
    let sent = |world: &World| -> Vec<Option<String>> {
        let posts = world.stripe.requests().into_iter().filter(|request| request.method == "POST");
        posts.map(|request| request.headers.get("idempotency-key").cloned()).collect()
    };
    let first = sent(&world);
    let kept = world.app.ledger().webhooks_of(keycourier_ledger::HandoverId::from_number(id.parse().unwrap())).unwrap();
    let open = kept[0].open.clone().expect("written down before the first try");
    assert_eq!(first, [Some(open.idempotency)], "with the key that it went out with");
    world.restart();
    let check = checked(&world, &id, "check-2").await;
    assert_eq!(webhook_of(&check).state, WebhookState::Ok, "it had been made after all");
    assert_eq!(webhook_of(&check).not_fixed, None, "which looking again tells");
    assert_eq!(all(&world.stripe).len(), 1, "once");
}

#[tokio::test]
async fn a_webhook_that_is_off_is_mended_on_a_click_and_nothing_else_changes() {
    let shop = Endpoint::default();
    let off = Endpoint { disabled: true, ..endpoint(&["payment_intent.succeeded", "charge.refunded"]) };
    let (world, id, _) = jelou(KeyScript::test(), |script| script.with_endpoint(shop.clone()).with_endpoint(off)).await;
    let check = world.app.set_webhook_address(address("address", &id, URL)).await.expect("on Jelou's host");
    let found = webhook_of(&check);
    let missing = EVENTS[..2].iter().map(|&event| event.to_owned()).collect::<Vec<_>>();
    let expected = [
        WebhookOff::Disabled,
        WebhookOff::EventsMissing { events: missing.clone() },
        WebhookOff::EventsTooMany { events: vec!["charge.refunded".to_owned()] },
    ];
    assert_eq!(found.off, expected, "everything that is off, worst first");
    let mend = WebhookFix::Mend { address: false, adds: missing, removes: true, enables: true };
    assert_eq!(found.fix, Some(mend), "what a click would do is said before");
    let mended = world.app.fix_webhook(at("fix", &id, URL)).await.expect("it can be mended");
    assert_eq!(webhook_of(&mended).state, WebhookState::Ok, "put right");
    let there = world.stripe.endpoints();
    assert_eq!(there.len(), 2, "none was made");
    assert_eq!(
        (&there[0].url, &there[0].enabled_events),
        (&shop.url, &shop.enabled_events),
        "the shop's own is as it was"
    );
    assert_eq!(events(&world, Event::WebhookMended), 1, "and it is written down");
}

#[tokio::test]
async fn only_addresses_of_the_integrator_are_taken() {
    let (world, id, key) = jelou(KeyScript::test(), |script| script).await;
    let other = AddressFault::OtherHost { wanted: "jelou.dev".to_owned() };
    let cases = [
        ("https://evil.example/x", other),
        ("http://flows.jelou.dev/x", AddressFault::NotHttps),
        ("https://flows.jelou.ai/x", AddressFault::OtherMode),
        ("our webhook", AddressFault::NotAnAddress),
    ];
    for (n, (typed, cause)) in cases.into_iter().enumerate() {
        let refused = world.app.set_webhook_address(address(&format!("a{n}"), &id, typed)).await;
        assert_eq!(refused.err(), Some(AppError::BadWebhookAddress { cause }), "{typed} is not Jelou's for Test");
    }
    let secret = world.app.set_webhook_address(address("b", &id, &format!("https://jelou.dev/{key}"))).await;
    let field = TextField::WebhookAddress;
    assert_eq!(secret.err(), Some(AppError::SecretInText { field }), "an address holds no key");
    let check = world.app.get_check(super::main_job::delivery_request(&id)).await.expect("it is there");
    assert_eq!(webhook_of(&check).state, WebhookState::NoAddress, "and none of them was kept");
}

#[tokio::test]
async fn where_the_key_may_not_look_the_person_says_that_it_is_done() {
    let key = keys::current("rk_test_", keys::ACCOUNT, 1);
    let script = KeyScript::test().only(&["balance_read", "connected_account_read"]);
    let world = World::new(Script::default().with(&key, script));
    let id = started(&world, "jelou", WireMode::Test).await;
    pasted(&world, &id, &key, "paste", WireMode::Test).await;
    world.app.set_webhook_address(address("address", &id, URL)).await.expect("before any check");
    let check = checked(&world, &id, "check").await;
    let unseen = webhook_of(&check);
    assert_eq!((unseen.state, unseen.fix), (WebhookState::NotAllowed, None), "no button that can't work");
    let refused = world.app.fix_webhook(at("fix", &id, URL)).await;
    assert_eq!(refused.err(), Some(AppError::NotReady), "nor a way around it");
    let guide = GetWebhookGuideRequest { delivery_id: id.clone(), mode: WireMode::Test, url: Some(URL.to_owned()) };
    let guide = world.app.get_webhook_guide(guide).await.expect("Jelou has one");
    assert!(guide.steps.len() > 3, "the way by hand: {guide:?}");
    let done = world.app.mark_webhook_done(at("done", &id, URL)).await.expect("it is there");
    assert_eq!(webhook_of(&done).state, WebhookState::ByHand, "by their word");
    assert_eq!(events(&world, Event::WebhookByHand), 1, "which is written down");
    let undone = world.app.undo_webhook_done(at("undo", &id, URL)).await.expect("it is there");
    assert_eq!(webhook_of(&undone).state, WebhookState::NotAllowed, "and can be taken back");
}

#[tokio::test]
async fn a_key_that_may_not_create_is_told_by_the_try_and_offered_no_second() {
    let refused = Behaviour::LacksPermission { wording: Default::default(), permission: None };
    let key = keys::current("rk_test_", keys::ACCOUNT, 1);
    let world = World::new(Script::default().with(&key, KeyScript::test().at("POST /v1/webhook_endpoints", refused)));
    let id = started(&world, "jelou", WireMode::Test).await;
    pasted(&world, &id, &key, "paste", WireMode::Test).await;
    world.app.set_webhook_address(address("address", &id, URL)).await.expect("on Jelou's host");
    let check = checked(&world, &id, "check").await;
    assert_eq!(webhook_of(&check).fix, Some(WebhookFix::Create), "nobody knows before a try");
    let tried = webhook_of(&world.app.fix_webhook(at("fix", &id, URL)).await.expect("that is no error"));
    assert_eq!(tried.not_fixed, Some(NotFixed::NotAllowed), "Stripe says so");
    assert_eq!(tried.fix, None, "the manual way is left");
}

/// A request that wants the signing secret of a new webhook.
async fn with_secret_slot(script: KeyScript) -> (World, String) {
    let desk = crate::app::testing::Helpdesk::imagatec();
    let key = keys::current("sk_test_", keys::ACCOUNT, 1);
    let world = World::new(Script::default().with(&key, script));
    let signed = desk.asks_with(keycourier_credentials::Mode::Test, |request| {
        request.slots.retain(|slot| slot.slot.as_str() == "secret");
        let mut slot = request.slots[0].clone();
        slot.slot = "webhook_secret".parse().expect("a name");
        slot.accepts = vec![keycourier_credentials::Kind::WebhookSecret];
        request.slots.push(slot);
        request.webhooks = vec![RequestedWebhook {
            mode: keycourier_credentials::Mode::Test,
            url: keycourier_documents::Text::typed("https://api.imagatec.com.au/stripe").expect("an address"),
            events: vec![keycourier_documents::Text::typed("invoice.paid").expect("an event")],
            api_version: None,
            secret_slot: Some("webhook_secret".parse().expect("a name")),
        }];
    });
    let request = world.open(&signed, "open").await;
    let id = super::main_job::accept(&world, &request, "accept").await;
    pasted(&world, &id, &key, "paste", WireMode::Test).await;
    (world, id)
}

fn secret_slot() -> SlotRef {
    SlotRef { mode: WireMode::Test, slot: "webhook_secret".to_owned() }
}

#[tokio::test]
async fn a_new_webhooks_secret_goes_into_its_slot_and_the_keychain_and_is_known_to_be_right() {
    let (world, id) = with_secret_slot(KeyScript::test()).await;
    let check = checked(&world, &id, "check").await;
    assert_eq!(webhook_of(&check).fix, Some(WebhookFix::Create), "there is none");
    let url = "https://api.imagatec.com.au/stripe";
    let made = world.app.fix_webhook(at("fix", &id, url)).await.expect("it can be made");
    assert_eq!(webhook_of(&made).state, WebhookState::Ok, "made");
    let delivery = world.saved(&id).await;
    let slot = delivery.slots.iter().find(|slot| slot.at == secret_slot()).expect("asked for");
    let ending = slot.key.as_ref().expect("filled without a paste").ending.clone();
    let secret = world.stripe.endpoints()[0].secret.clone();
    assert!(secret.ends_with(&ending), "by the secret that Stripe told once");
    assert_eq!(
        slot.verdict.as_ref().map(|view| view.verdict.clone()),
        Some(Verdict::Works),
        "it came with its endpoint"
    );
    assert_eq!(delivery.missing, 0, "nothing is left to be copied");
    let shown = serde_json::to_string(&made).expect("JSON");
    assert!(!shown.contains(&secret), "the page never sees it");
    assert!(world.shell.clipboard().is_none_or(|text| !text.contains(&secret)), "nor does the clipboard");
    let secret_row = |check: &CheckView| check.modes[0].keys.iter().any(|key| key.proven);
    assert!(secret_row(&checked(&world, &id, "check-2").await), "and that is remembered");
}

#[tokio::test]
async fn a_pasted_secret_is_held_against_a_real_delivery() {
    let (world, id) = with_secret_slot(KeyScript::test()).await;
    let secret = keys::webhook_secret(7);
    pasted(&world, &id, &secret, "paste-2", WireMode::Test).await;
    let check = checked(&world, &id, "check").await;
    let of_secret = check.modes[0].keys.iter().find(|key| key.slot == secret_slot()).expect("it is there").clone();
    assert!(!of_secret.proven, "nothing tells about it");
    let body = r#"{"id":"evt_1","type":"invoice.paid","livemode":false}"#;
    let prove = |operation: &str, text: String| ProveSecretRequest {
        operation_id: operation.to_owned(),
        delivery_id: id.clone(),
        slot: secret_slot(),
        text,
    };
    let of = |secret: &str| format!("Stripe-Signature: {}\n\n{body}", sign(secret, 1_799_999_000, body));
    let other = world.app.prove_secret(prove("p1", of(&keys::webhook_secret(8)))).await.expect("it can be read");
    assert_eq!(other.proof, SecretProof::NotSignedByThis, "another endpoint's");
    let unread = world.app.prove_secret(prove("p2", body.to_owned())).await;
    assert!(matches!(unread, Err(AppError::BadSignedDelivery { .. })), "without the header nothing can be told");
    let right = world.app.prove_secret(prove("p3", of(&secret))).await.expect("it can be read");
    assert_eq!(right.proof, SecretProof::Genuine { event: Some("invoice.paid".to_owned()) }, "it signed that");
    let of_secret = right.check.modes[0].keys.iter().find(|key| key.slot == secret_slot()).expect("it is there");
    assert!(of_secret.proven, "from now on it is known");
    assert_eq!(of_secret.verdict.as_ref().map(|view| view.verdict.clone()), Some(Verdict::Works), "as right");
}

#[tokio::test]
async fn a_secret_whose_answer_was_lost_is_fetched_by_the_same_try() {
    let (world, id) =
        with_secret_slot(KeyScript::test().first_at("POST /v1/webhook_endpoints", Behaviour::CutAfter)).await;
    checked(&world, &id, "check").await;
    let url = "https://api.imagatec.com.au/stripe";
    let lost = webhook_of(&world.app.fix_webhook(at("fix", &id, url)).await.expect("that is no error"));
    assert_eq!(lost.not_fixed, Some(NotFixed::CouldNotAsk), "the answer is lost");
    assert_eq!((lost.state, lost.fix), (WebhookState::Ok, Some(WebhookFix::Create)), "made, but without its secret");
    world.app.fix_webhook(at("fix-2", &id, url)).await.expect("it can be made");
    let delivery = world.saved(&id).await;
    assert_eq!(delivery.missing, 0, "the secret came with the second answer");
    assert_eq!(world.stripe.endpoints().len(), 1, "of the one webhook that was made");
    let posts = world.stripe.requests().into_iter().filter(|request| request.method == "POST");
    let keys: Vec<_> = posts.map(|request| request.headers.get("idempotency-key").cloned()).collect();
    assert_eq!(keys.len(), 2, "two tries");
    assert_eq!(keys[0], keys[1], "which Stripe takes for one");
}

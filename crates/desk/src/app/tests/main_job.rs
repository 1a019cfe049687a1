//! From a request to a file that only the desk can open.

use keycourier_credentials::Mode;
use keycourier_documents::{CheckCode, Contents, DeskWords, OpeningKeys, Unlock, open};
use keycourier_testkit::fake_stripe::{Behaviour, KeyScript, Script};
use keycourier_testkit::keys;
use keycourier_wire::{
    AcceptRequestRequest, AccountRequest, AnswerQuestionsRequest, AppError, BundleRequest, BundleState,
    CancelCheckRequest, ChangeDeliveryRequest, CheckBlock, CheckState, CopyTextRequest, DeliveryRequest, GivenAnswer,
    Mode as WireMode, OpenedView, PageEvent, PasteKeyRequest, Proof, RemoveKeyRequest, SendBlock, SlotRef, Step,
    TextField, TryWordsRequest, Verdict, VerdictWeight, WriteEmailRequest,
};
use secrecy::ExposeSecret;

use crate::app::testing::{Helpdesk, World, operation_request};

pub(super) fn change(operation: &str, delivery: &str) -> ChangeDeliveryRequest {
    ChangeDeliveryRequest { operation_id: operation.to_owned(), delivery_id: delivery.to_owned() }
}

pub(super) fn paste(operation: &str, delivery: &str, mode: WireMode) -> PasteKeyRequest {
    PasteKeyRequest { operation_id: operation.to_owned(), delivery_id: delivery.to_owned(), slot: None, mode }
}

pub(super) fn delivery_request(delivery: &str) -> DeliveryRequest {
    DeliveryRequest { delivery_id: delivery.to_owned() }
}

pub(super) async fn accept(world: &World, request_id: &str, operation: &str) -> String {
    let request = AcceptRequestRequest {
        operation_id: operation.to_owned(),
        request_id: request_id.to_owned(),
        delivery_id: None,
        business_id: None,
    };
    world.app.accept_request(request).await.expect("a new delivery").delivery_id
}

pub(super) async fn say_words(world: &World, desk: &Helpdesk, mode: Mode, request_id: &str, operation: &str) -> bool {
    let signed = desk.asks(mode);
    let issuer = &signed.request().issuer;
    let words = DeskWords::of(&issuer.domain, &issuer.name, &issuer.sign).words();
    let request = TryWordsRequest {
        operation_id: operation.to_owned(),
        request_id: request_id.to_owned(),
        words: words.map(str::to_owned).to_vec(),
    };
    world.app.try_words(request).await.expect("six words").matched
}

pub(super) async fn answer(world: &World, delivery: &str, operation: &str) {
    let request = AnswerQuestionsRequest {
        operation_id: operation.to_owned(),
        delivery_id: delivery.to_owned(),
        business_name: Some("Sparkle Car Wash".to_owned()),
        answers: vec![GivenAnswer { id: "contact".to_owned(), values: vec!["Ana, mornings".to_owned()] }],
    };
    world.app.answer_questions(request).await.expect("good answers");
}

pub(super) fn live_keys() -> (String, String) {
    (keys::current("pk_live_", keys::ACCOUNT, 1), keys::current("sk_live_", keys::ACCOUNT, 2))
}

pub(super) fn knows(keys: &(String, String)) -> Script {
    Script::default().with(&keys.0, KeyScript::live()).with(&keys.1, KeyScript::live())
}

pub(super) async fn checked(world: &World, id: &str) {
    world.app.start_check(change("check", id)).await.expect("the keys are there");
    let check = world.checked(id).await;
    assert_eq!(check.state, CheckState::Done, "all answers are in");
    let account = check.modes[0].account.clone().expect("Stripe names it");
    let confirmed = AccountRequest {
        operation_id: "confirm".to_owned(),
        delivery_id: id.to_owned(),
        mode: WireMode::Live,
        account_id: account.account.id,
    };
    let check = world.app.confirm_account(confirmed).await.expect("the account that was shown");
    assert_eq!(check.blocks, vec![], "two living keys of one confirmed account");
}

#[tokio::test]
async fn a_merchant_hands_two_live_keys_to_the_desk_and_only_the_desk_can_open_them() {
    let keys = live_keys();
    let world = World::new(knows(&keys));
    let desk = Helpdesk::imagatec();
    let request_id = world.open(&desk.asks(Mode::Live), "open").await;
    let id = accept(&world, &request_id, "accept").await;
    let pasted = {
        world.copy(&format!("{}\r\n{}\r\n", keys.0, keys.1));
        world.app.paste_key(paste("paste", &id, WireMode::Live)).await.expect("two good keys")
    };
    assert_eq!(pasted.filled.len(), 2, "each found its own row");
    assert_eq!(pasted.paste_id, None, "nothing of the paste is left in memory");
    assert!(say_words(&world, &desk, Mode::Live, &request_id, "words").await, "the desk's own words");
    checked(&world, &id).await;
    answer(&world, &id, "answer").await;

    let delivery = world.delivery(&id).await;
    assert_eq!(delivery.send_blocks, vec![], "nothing stands in the way");
    assert_eq!(delivery.step, Step::Send, "checked and answered");
    let locked = world.app.lock_delivery(change("lock", &id)).await.expect("it may be locked");
    let bundle = locked.bundle.expect("a locked file");
    assert_eq!(bundle.file_name, "SparkleCarWash_Stripe_API_Keys.age", "the default name");
    assert_eq!(bundle.mail_to.as_deref(), Some("help@imagatec.com.au"), "where the request says");

    let file = std::fs::read(world.folder.path().join("outbox").join(&bundle.file_name)).expect("it lies there");
    let opening = OpeningKeys::new([&desk.identity]);
    let Ok(Contents::Bundle(opened)) = open(&file, &Unlock::Keys(&opening)) else {
        panic!("the desk opens what was locked for it")
    };
    // EXPOSE: a test compares what arrived with what was pasted.
    let arrived: Vec<&str> = opened.bundle.keys.iter().map(|key| key.value.expose_secret()).collect();
    assert_eq!(arrived, [keys.0.as_str(), keys.1.as_str()], "the very keys");
    let codes: Vec<CheckCode> = opened.bundle.keys.iter().map(|key| key.check).collect();
    assert_eq!(codes, [CheckCode::PublishableOk, CheckCode::Works], "with what Stripe said");
    assert_eq!(opened.bundle.answers[0].text.as_str(), "Ana, mornings", "and the answers");
    assert_eq!(opened.bundle.accounts.len(), 1, "and the account that was confirmed");
    let kept = world.app.ledger().bundle(crate::app::ids::bundle_id(&bundle.bundle_id).unwrap()).unwrap().unwrap();
    let hash = kept.payload_sha256.map(|hash| hash.to_string());
    assert_eq!(hash.as_deref(), Some(opened.hash.as_str()), "a receipt will find the bundle by this");
    assert!(world.shell.faults().is_empty(), "no fault was logged");

    let mail = WriteEmailRequest {
        operation_id: "mail".to_owned(),
        bundle_id: bundle.bundle_id.clone(),
        subject: "Our keys".to_owned(),
        body: "The file is attached.".to_owned(),
    };
    let draft = world.app.write_email(mail).await.expect("a draft");
    assert!(draft.opened && draft.file_on_clipboard, "Ctrl+V attaches it");
    let sent = BundleRequest { operation_id: "sent".to_owned(), bundle_id: bundle.bundle_id.clone() };
    let after = world.app.mark_sent(sent).await.expect("it was made");
    assert_eq!(after.bundle.as_ref().map(|bundle| bundle.state), Some(BundleState::Sent), "the person said so");
    assert_eq!(after.step, Step::FollowUp, "what is left is waiting");

    let removed = world.app.remove_delivery_keys(change("remove", &id)).await.expect("they are sent");
    assert_eq!(removed.follow_up.map(|follow_up| follow_up.keys_here), Some(0), "no key is left on this computer");
    assert_eq!(removed.missing, 0, "and none is missing: they are on the other side");
}

#[tokio::test]
async fn live_keys_are_never_locked_for_somebody_who_is_not_proven() {
    let keys = live_keys();
    let world = World::new(knows(&keys));
    let desk = Helpdesk::imagatec();
    let request_id = world.open(&desk.asks(Mode::Live), "open").await;
    let id = accept(&world, &request_id, "accept").await;
    world.copy(&format!("{}\n{}", keys.0, keys.1));
    world.app.paste_key(paste("paste", &id, WireMode::Live)).await.expect("two good keys");
    checked(&world, &id).await;
    answer(&world, &id, "answer").await;
    assert_eq!(world.delivery(&id).await.send_blocks, vec![SendBlock::NotProven], "the call is all that is missing");
    let refused = world.app.lock_delivery(change("lock", &id)).await;
    assert_eq!(refused, Err(AppError::NotProven), "whoever wrote that request may be anybody");
    assert!(!world.folder.path().join("outbox").exists(), "a refusal leaves no file");

    let wrong = TryWordsRequest {
        operation_id: "wrong".to_owned(),
        request_id: request_id.clone(),
        words: ["abacus"; 6].map(str::to_owned).to_vec(),
    };
    let result = world.app.try_words(wrong).await.expect("six words");
    assert!(!result.matched, "these are not theirs");
    assert_eq!(result.who.proof, Proof::NotProven { postponed: false, wrong_tries: 1 }, "and it is remembered");
    assert!(say_words(&world, &desk, Mode::Live, &request_id, "words").await, "the right ones");
    assert!(world.app.lock_delivery(change("lock", &id)).await.is_ok(), "what failed may be tried again");
}

#[tokio::test]
async fn a_key_that_stripe_does_not_know_stops_the_file_and_one_that_could_not_be_asked_goes_along() {
    let keys = live_keys();
    let unreachable = KeyScript::live().then(Behaviour::Fails { status: 500 });
    let world = World::new(Script::default().with(&keys.0, unreachable));
    let desk = Helpdesk::imagatec();
    let request_id = world.open(&desk.asks(Mode::Live), "open").await;
    let id = accept(&world, &request_id, "accept").await;
    say_words(&world, &desk, Mode::Live, &request_id, "words").await;
    world.copy(&format!("{}\n{}", keys.0, keys.1));
    world.app.paste_key(paste("paste", &id, WireMode::Live)).await.expect("they look right");
    answer(&world, &id, "answer").await;
    let refused = world.app.lock_delivery(change("early", &id)).await;
    assert_eq!(refused, Err(AppError::NotReady), "nobody asked Stripe yet");
    world.app.start_check(change("check", &id)).await.expect("the keys are there");
    let check = world.checked(&id).await;
    let weights: Vec<_> = check.modes[0].keys.iter().filter_map(|key| key.verdict.as_ref()).map(|v| v.weight).collect();
    assert_eq!(weights, [VerdictWeight::Mark, VerdictWeight::Stops], "silence is no verdict; a refusal is");
    assert_eq!(world.app.lock_delivery(change("lock", &id)).await, Err(AppError::NotReady), "one key is wrong");

    world.stripe.set(&keys.1, KeyScript::live());
    world.later(5);
    world.app.start_check(change("again", &id)).await.expect("asked once more");
    world.checked(&id).await;
    let blocks = world.delivery(&id).await.send_blocks;
    assert_eq!(blocks, vec![SendBlock::AccountOpen { mode: WireMode::Live }], "only the account is to be confirmed");
}

#[tokio::test]
async fn a_locked_file_is_made_once_and_anew_after_a_change() {
    let keys = live_keys();
    let world = World::new(knows(&keys));
    let desk = Helpdesk::imagatec();
    let request_id = world.open(&desk.asks(Mode::Live), "open").await;
    let id = accept(&world, &request_id, "accept").await;
    say_words(&world, &desk, Mode::Live, &request_id, "words").await;
    world.copy(&format!("{}\n{}", keys.0, keys.1));
    world.app.paste_key(paste("paste", &id, WireMode::Live)).await.expect("two good keys");
    checked(&world, &id).await;
    answer(&world, &id, "answer").await;
    let first = world.app.lock_delivery(change("lock", &id)).await.expect("ready").bundle.expect("made");
    let again = world.app.lock_delivery(change("lock", &id)).await.expect("the same").bundle.expect("made");
    let other = world.app.lock_delivery(change("other", &id)).await.expect("the same").bundle.expect("made");
    assert_eq!((&again.bundle_id, &other.bundle_id), (&first.bundle_id, &first.bundle_id), "nothing has changed");

    world.later(60);
    let request = AnswerQuestionsRequest {
        operation_id: "answer-2".to_owned(),
        delivery_id: id.clone(),
        business_name: None,
        answers: vec![GivenAnswer { id: "contact".to_owned(), values: vec!["Ben".to_owned()] }],
    };
    world.app.answer_questions(request).await.expect("a good answer");
    assert!(world.delivery(&id).await.bundle.is_some_and(|bundle| bundle.outdated), "it says another contact");
    let anew = world.app.lock_delivery(change("anew", &id)).await.expect("ready").bundle.expect("made");
    assert_ne!(anew.bundle_id, first.bundle_id, "another file");
    assert!(!anew.outdated, "with what is there now");
}

#[tokio::test]
async fn an_account_that_is_not_theirs_stops_the_file_until_its_keys_are_replaced() {
    let keys = live_keys();
    let world = World::new(knows(&keys));
    let request_id = world.open(&Helpdesk::imagatec().asks(Mode::Live), "open").await;
    let id = accept(&world, &request_id, "accept").await;
    world.copy(&format!("{}\n{}", keys.0, keys.1));
    world.app.paste_key(paste("paste", &id, WireMode::Live)).await.expect("two good keys");
    world.app.start_check(change("check", &id)).await.expect("the keys are there");
    let account = world.checked(&id).await.modes[0].account.clone().expect("Stripe names it");
    assert_eq!(account.account.name.as_deref(), Some("Sparkle Car Wash"), "a name that a person knows");
    let rejected = AccountRequest {
        operation_id: "reject".to_owned(),
        delivery_id: id.clone(),
        mode: WireMode::Live,
        account_id: account.account.id,
    };
    let check = world.app.reject_account(rejected).await.expect("the account that was shown");
    assert_eq!(check.blocks, vec![CheckBlock::AccountRejected { mode: WireMode::Live }], "somebody else's shop");
    for slot in ["publishable", "secret"] {
        let slot = SlotRef { mode: WireMode::Live, slot: slot.to_owned() };
        let remove = RemoveKeyRequest { operation_id: slot.slot.clone(), delivery_id: id.clone(), slot };
        world.app.remove_key(remove).await.expect("it was there");
    }
    let other = keys::current("sk_live_", keys::OTHER_ACCOUNT, 9);
    world.copy(&other);
    let pasted = world.app.paste_key(paste("other", &id, WireMode::Live)).await.expect("another shop's key");
    let stands = SendBlock::AccountOpen { mode: WireMode::Live };
    assert!(!pasted.delivery.send_blocks.contains(&stands), "what was said was about the other account");
}

#[tokio::test]
async fn a_check_stops_at_once_and_keeps_what_was_learnt() {
    let keys = live_keys();
    let slow = KeyScript::live().then(Behaviour::Slow { ms: 60_000, then: Box::new(Behaviour::Works) });
    let script = Script::default().with(&keys.0, KeyScript::live()).with(&keys.1, slow);
    let world = World::new(script);
    let request_id = world.open(&Helpdesk::imagatec().asks(Mode::Live), "open").await;
    let id = accept(&world, &request_id, "accept").await;
    world.copy(&format!("{}\n{}", keys.0, keys.1));
    world.app.paste_key(paste("paste", &id, WireMode::Live)).await.expect("two good keys");
    let running = world.app.start_check(change("check", &id)).await.expect("the keys are there");
    assert_eq!((running.state, running.total), (CheckState::Running, 2), "two answers to come");
    let check_id = running.check_id.expect("it runs");
    let answered = |event: &PageEvent| matches!(event, PageEvent::CheckProgress { check } if check.done == 1);
    while !world.shell.events().iter().any(answered) {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    let cancel = CancelCheckRequest { operation_id: "cancel".to_owned(), check_id };
    let stopped = world.app.cancel_check(cancel).await.expect("it runs");
    assert_eq!(stopped.state, CheckState::Cancelled, "without waiting for the slow one");
    let verdicts: Vec<_> =
        stopped.modes[0].keys.iter().map(|key| key.verdict.clone().expect("nothing is open")).collect();
    assert_eq!(verdicts[0].verdict, Verdict::PublishableOk, "what was learnt stays");
    assert_eq!(verdicts[1].verdict, Verdict::NotChecked, "and the other is open again");
}

#[tokio::test]
async fn the_page_can_put_no_key_on_the_clipboard() {
    let world = World::new(Script::default());
    let (_, secret) = live_keys();
    let copy = CopyTextRequest { operation_id: "copy".to_owned(), text: format!("here: {secret}") };
    let refused = world.app.copy_text(copy).await;
    assert_eq!(refused, Err(AppError::SecretInText { field: TextField::Text }), "a key leaves by no text");
    assert_eq!(world.shell.clipboard(), None, "nothing was put there");
}

#[tokio::test]
async fn a_file_that_was_made_here_is_recognised() {
    let keys = live_keys();
    let world = World::new(knows(&keys));
    let desk = Helpdesk::imagatec();
    let request_id = world.open(&desk.asks(Mode::Live), "open").await;
    let id = accept(&world, &request_id, "accept").await;
    say_words(&world, &desk, Mode::Live, &request_id, "words").await;
    world.copy(&format!("{}\n{}", keys.0, keys.1));
    world.app.paste_key(paste("paste", &id, WireMode::Live)).await.expect("two good keys");
    checked(&world, &id).await;
    answer(&world, &id, "answer").await;
    let bundle = world.app.lock_delivery(change("lock", &id)).await.expect("ready").bundle.expect("made");
    let copy = BundleRequest { operation_id: "copy".to_owned(), bundle_id: bundle.bundle_id };
    world.app.copy_bundle_text(copy).await.expect("text");
    let text = world.shell.clipboard().expect("armor");
    world.copy(&format!("\r\n{}", text.replace('\n', "\r\n")));
    let opened = world.app.open_clipboard(operation_request("own")).await;
    assert!(
        matches!(&opened, Ok(OpenedView::OwnBundle { delivery_id, integrator, .. }) if *delivery_id == id && integrator == "Imagatec"),
        "only they can open it, and that is said: {opened:?}"
    );
}

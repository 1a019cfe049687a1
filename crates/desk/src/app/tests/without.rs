//! A helpdesk without Keycourier.

use keycourier_documents::{Contents, DeskWords, Identity, OpeningKeys, SpokenWords, Unlock, open};
use keycourier_testkit::fake_stripe::Script;
use keycourier_wire::{
    AnswerQuestionsRequest, AppError, BundleRequest, DeliveryRequest, DeliveryWay, GetRequestRequest, GivenAnswer,
    Mode as WireMode, Proof, SendBlock, StartDeliveryRequest, TextFault, TextField, TryCodeWordsRequest,
    UseCodeRequest, WaitingFor,
};
use rand_core::OsRng;
use secrecy::{ExposeSecret, SecretString};

use super::main_job::{change, checked, knows, live_keys, paste};
use crate::app::testing::{Helpdesk, World};

async fn started(world: &World) -> String {
    let start = StartDeliveryRequest {
        operation_id: "start".to_owned(),
        preset: "imagatec".to_owned(),
        modes: vec![WireMode::Live],
        business_id: None,
    };
    world.app.start_delivery(start).await.expect("a known integrator").delivery_id
}

/// Keys pasted, checked, and all questions answered.
async fn collected(world: &World, id: &str, keys: &(String, String)) {
    world.copy(&format!("{}\r\n{}\r\n", keys.0, keys.1));
    world.app.paste_key(paste("paste", id, WireMode::Live)).await.expect("two good keys");
    checked(world, id).await;
    let questions = world.app.get_questions(DeliveryRequest { delivery_id: id.to_owned() }).await.expect("a preset's");
    let answer = |question: &keycourier_wire::QuestionView| GivenAnswer {
        id: question.id.clone(),
        values: vec![question.choices.first().cloned().unwrap_or_else(|| "1300 000 000".to_owned())],
    };
    let answers = AnswerQuestionsRequest {
        operation_id: "answer".to_owned(),
        delivery_id: id.to_owned(),
        business_name: Some("Sparkle Car Wash".to_owned()),
        answers: questions.questions.iter().map(answer).collect(),
    };
    world.app.answer_questions(answers).await.expect("good answers");
}

fn file_of(world: &World, name: &str) -> Vec<u8> {
    std::fs::read(world.folder.path().join("outbox").join(name)).expect("it lies there")
}

fn delivery(id: &str) -> DeliveryRequest {
    DeliveryRequest { delivery_id: id.to_owned() }
}

#[tokio::test]
async fn six_spoken_words_lock_live_keys_for_a_helpdesk_that_has_nothing() {
    let keys = live_keys();
    let mut world = World::new(knows(&keys));
    let id = started(&world).await;
    assert_eq!(world.delivery(&id).await.send_blocks.first(), Some(&SendBlock::NoRequest), "nobody could open it");
    let spoken = world.app.use_spoken_words(change("spoken", &id)).await.expect("there is no request");
    assert_eq!(
        (spoken.locked_by, spoken.who.proof),
        (DeliveryWay::SpokenWords, Proof::Spoken),
        "and every step says so"
    );
    let early = world.app.get_spoken_words(delivery(&id)).await;
    assert_eq!(early, Err(AppError::NotReady), "words without a file could only be read to the wrong person");

    collected(&world, &id, &keys).await;
    assert_eq!(world.delivery(&id).await.send_blocks, vec![], "a call that the merchant places counts as proof");
    let locked = world.app.lock_delivery(change("lock", &id)).await.expect("it may be locked");
    let bundle = locked.bundle.expect("a locked file");
    let view = world.app.get_spoken_words(delivery(&id)).await.expect("they are kept");
    assert_eq!(view.words.len(), 6, "to be read out one by one");
    assert_eq!(view.who.phone.as_deref(), Some("1300 365 443"), "on the number that the program knows");

    let said = SpokenWords::typed(&SecretString::from(view.words.join(" ")));
    let Ok(Contents::Spoken(opened)) = open(&file_of(&world, &bundle.file_name), &Unlock::Words(&said)) else {
        panic!("whoever hears the words opens it")
    };
    // EXPOSE: a test compares what arrived with what was pasted.
    let text = opened.text.expose_secret();
    assert!(text.starts_with("Company: Sparkle Car Wash\n"), "a person reads it without this program");
    assert!(text.contains(&format!("Live publishable key: {}", keys.0)), "each key with its name");
    assert!(text.contains(&format!("Live secret key: {}", keys.1)), "each key with its name");
    assert!(text.contains("Phone number: 1300 000 000"), "and the answers");

    world.restart();
    let again = world.app.get_spoken_words(delivery(&id)).await.expect("the call may come tomorrow");
    assert_eq!(again.words, view.words, "the file that is on its way opens with these");
    let relocked = world.app.lock_delivery(change("lock-2", &id)).await.expect("nothing changed");
    assert_eq!(relocked.bundle.map(|again| again.bundle_id), Some(bundle.bundle_id.clone()), "the same file");

    let sent = BundleRequest { operation_id: "sent".to_owned(), bundle_id: bundle.bundle_id };
    world.app.mark_sent(sent).await.expect("it was made");
    let waiting = world.app.list_deliveries().await.expect("one").remove(0).waiting_for;
    assert_eq!(waiting, Some(WaitingFor::SpokenCall), "a file without its words opens to nobody");
    world.app.remove_delivery_keys(change("remove", &id)).await.expect("they are sent");
    let gone = world.app.get_spoken_words(delivery(&id)).await.expect("the delivery is there");
    assert_eq!(gone.words, Vec::<String>::new(), "the words go with the keys that they open");
}

#[tokio::test]
async fn a_request_that_comes_later_takes_the_place_of_spoken_words() {
    let world = World::new(Script::default());
    let id = started(&world).await;
    world.app.use_spoken_words(change("spoken", &id)).await.expect("there is no request");
    let request_id = world.open(&Helpdesk::imagatec().asks(keycourier_credentials::Mode::Live), "open").await;
    let preview = world.app.get_request(GetRequestRequest { request_id: request_id.clone() }).await.expect("kept");
    assert_eq!(preview.waiting_deliveries.len(), 1, "it may take the keys that are there");
    let accept = keycourier_wire::AcceptRequestRequest {
        operation_id: "accept".to_owned(),
        request_id,
        delivery_id: Some(id.clone()),
        business_id: None,
    };
    let taken = world.app.accept_request(accept).await.expect("it waits");
    assert_eq!(taken.locked_by, DeliveryWay::Request, "locked for whoever asked");
    assert!(matches!(taken.who.proof, Proof::NotProven { .. }), "who has to be proven now: {:?}", taken.who.proof);
    let refused = world.app.use_spoken_words(change("spoken-2", &id)).await;
    assert_eq!(refused.err(), Some(AppError::Gone), "a request is the better way");
}

#[tokio::test]
async fn a_change_of_mind_waits_for_a_request_again() {
    let world = World::new(Script::default());
    let id = started(&world).await;
    world.app.use_spoken_words(change("spoken", &id)).await.expect("there is no request");
    let back = world.app.wait_for_request(change("back", &id)).await.expect("it may");
    assert_eq!((back.locked_by, back.who.proof), (DeliveryWay::Request, Proof::NoRequest), "as it was before");
}

#[tokio::test]
async fn a_bare_code_needs_its_words_before_live_keys_are_locked_for_it() {
    let keys = live_keys();
    let world = World::new(knows(&keys));
    let id = started(&world).await;
    let theirs = Identity::random(&mut OsRng);
    let code = theirs.recipient().expect("its own");
    let use_code = UseCodeRequest {
        operation_id: "code".to_owned(),
        delivery_id: id.clone(),
        code: format!("  {}\r\n", code.as_str()),
    };
    let chosen = world.app.use_code(use_code).await.expect("a good code");
    assert_eq!(chosen.locked_by, DeliveryWay::Code, "from now on");
    collected(&world, &id, &keys).await;
    assert_eq!(world.delivery(&id).await.send_blocks, vec![SendBlock::NotProven], "anybody can give out a code");
    let refused = world.app.lock_delivery(change("early", &id)).await;
    assert_eq!(refused, Err(AppError::NotProven), "Live keys to nobody known");

    let say = |operation: &str, typed: String| TryCodeWordsRequest {
        operation_id: operation.to_owned(),
        delivery_id: id.clone(),
        typed,
    };
    let wrong = world.app.try_code_words(say("wrong", ["abacus"; 6].join(" "))).await.expect("six words");
    assert!(!wrong.matched, "the words of another code");
    assert_eq!(wrong.who.proof, Proof::NotProven { postponed: false, wrong_tries: 1 }, "and it is remembered");
    let right = say("right", DeskWords::of_recipient(&code).digits());
    assert!(world.app.try_code_words(right).await.expect("24 digits").matched, "its own, as digits");
    let bundle = world.app.lock_delivery(change("lock", &id)).await.expect("proven").bundle.expect("a locked file");
    let opening = OpeningKeys::new([&theirs]);
    let opened = open(&file_of(&world, &bundle.file_name), &Unlock::Keys(&opening));
    assert!(matches!(opened, Ok(Contents::Bundle(_))), "whoever has the code's key opens it");
}

#[tokio::test]
async fn what_is_no_code_is_refused() {
    let world = World::new(Script::default());
    let id = started(&world).await;
    let field = || TextField::Code;
    let bad = |fault| AppError::BadText { field: field(), fault };
    let good = Identity::random(&mut OsRng).recipient().expect("its own").as_str().to_owned();
    let key = keycourier_testkit::keys::current("sk_live_", keycourier_testkit::keys::ACCOUNT, 3);
    let cases = [
        (" \n".to_owned(), bad(TextFault::Empty)),
        ("age1".to_owned(), bad(TextFault::WrongForm)),
        (good.replace('q', "p").replacen("age1", "age1q", 1), bad(TextFault::WrongForm)),
        (good.chars().take(40).collect(), bad(TextFault::WrongForm)),
        (format!("age1yubikey1{}", "q".repeat(58)), bad(TextFault::WrongForm)),
        ("ssh-ed25519 AAAA".to_owned(), bad(TextFault::WrongForm)),
        ("a".repeat(500), bad(TextFault::TooLong { at_most: 400 })),
        (key, AppError::SecretInText { field: field() }),
    ];
    for (n, (code, expected)) in cases.into_iter().enumerate() {
        let request = UseCodeRequest { operation_id: format!("code-{n}"), delivery_id: id.clone(), code };
        assert_eq!(world.app.use_code(request).await.err(), Some(expected), "case {n}");
    }
    assert_eq!(world.delivery(&id).await.locked_by, DeliveryWay::Request, "nothing was chosen");
}

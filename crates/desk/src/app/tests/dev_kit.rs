//! Dev Kit for AI: connecting, previewing, updating, and everything that goes wrong on the way.

use keycourier_devkit4ai::Token;
use keycourier_testkit::fake_devkit::{Project, Surprise};
use keycourier_testkit::fake_stripe::{KeyScript, Script};
use keycourier_testkit::keys;
use keycourier_wire::{
    AppError, ConnectDevKitRequest, DeliveryRequest, DevKitAction, DevKitCause, DevKitField, DevKitPreviewView,
    DevKitTrouble, DevKitUpdatedView, DevKitValidity, KeyKind, Mode, ModeProgress, PasteTokenRequest, Step, TextFault,
    TextField, TokenState, TypedTokenRequest, UpdateDevKitRequest, WaitingFor,
};
use secrecy::SecretString;

use super::main_job::change;
use super::put_in::{check, start};
use crate::app::testing::World;

const PROJECT: &str = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
const TOKEN: &str = "a-token-of-ana";

/// A project of Ana's, a delivery to it, and its secret key.
async fn world(mode: Mode) -> (World, String, String) {
    let key = keys::current(&format!("sk_{}_", word(mode)), keys::ACCOUNT, 1);
    // Stripe knows another one too, of which Dev Kit for AI does not.
    let other = keys::current(&format!("sk_{}_", word(mode)), keys::ACCOUNT, 5);
    let script = || match mode {
        Mode::Test => KeyScript::test(),
        Mode::Live => KeyScript::live(),
    };
    let world = World::new(Script::default().with(&key, script()).with(&other, script()));
    world.dev_kit.allow(TOKEN, "ana");
    world.dev_kit.set_project(PROJECT, Project::of("ana"));
    world.dev_kit.stripe_takes(&key);
    let id = start(&world, "devkit4ai", &[mode]).await.expect("one mode is enough").delivery_id;
    (world, id, key)
}

fn word(mode: Mode) -> &'static str {
    match mode {
        Mode::Test => "test",
        Mode::Live => "live",
    }
}

async fn give_token(world: &World, id: &str, operation: &str, keep: bool) -> TokenState {
    world.copy(TOKEN);
    let request = PasteTokenRequest { operation_id: operation.to_owned(), delivery_id: id.to_owned(), keep };
    world.app.paste_dev_kit_token(request).await.expect("a token").token
}

fn connect(id: &str, operation: &str, project: &str) -> ConnectDevKitRequest {
    ConnectDevKitRequest { operation_id: operation.to_owned(), delivery_id: id.to_owned(), project: project.to_owned() }
}

async fn connected(mode: Mode) -> (World, String, String) {
    let (world, id, key) = world(mode).await;
    give_token(&world, &id, "token", false).await;
    world.app.connect_dev_kit(connect(&id, "connect", PROJECT)).await.expect("Ana's own project");
    (world, id, key)
}

async fn ready(mode: Mode) -> (World, String, String) {
    let (world, id, key) = connected(mode).await;
    check(&world, &id, &key, mode, "").await;
    (world, id, key)
}

async fn preview(world: &World, id: &str) -> Result<DevKitPreviewView, AppError> {
    world.app.preview_dev_kit(DeliveryRequest { delivery_id: id.to_owned() }).await
}

async fn update(world: &World, id: &str, operation: &str, preview_id: &str) -> Result<DevKitUpdatedView, AppError> {
    let request = UpdateDevKitRequest {
        operation_id: operation.to_owned(),
        delivery_id: id.to_owned(),
        preview_id: preview_id.to_owned(),
    };
    world.app.update_dev_kit(request).await
}

fn told(trouble: DevKitTrouble) -> Option<AppError> {
    Some(AppError::DevKit { trouble })
}

fn puts(world: &World) -> Vec<Vec<String>> {
    world.dev_kit.requests().into_iter().filter(|request| request.method == "PUT").map(|put| put.fields).collect()
}

#[tokio::test]
async fn a_project_is_connected_previewed_and_updated_with_only_what_changed() {
    let (world, id, key) = world(Mode::Live).await;
    let old = keys::current("sk_live_", keys::ACCOUNT, 9);
    let test = keys::current("sk_test_", keys::ACCOUNT, 8);
    let project = Project::of("ana").with("live_secret_key", &old).with("test_secret_key", &test);
    world.dev_kit.set_project(PROJECT, project);
    let row = world.app.list_deliveries().await.expect("a list").remove(0);
    assert_eq!((row.step, row.waiting_for), (Step::Connect, Some(WaitingFor::Connect)), "the project comes first");
    assert_eq!(give_token(&world, &id, "token", false).await, TokenState::ThisSession, "as the person chose");
    let connected = world.app.connect_dev_kit(connect(&id, "connect", PROJECT)).await.expect("Ana's own project");
    assert_eq!(connected.project.as_deref(), Some(PROJECT), "found");
    let expected = format!("https://api.devkit4ai.com/api/v1/payments/stripe/webhooks/{PROJECT}/live");
    let hooks: Vec<(Mode, &str)> = connected.webhooks.iter().map(|known| (known.mode, known.url.as_str())).collect();
    assert_eq!(hooks, [(Mode::Live, expected.as_str())], "so that the check can make the webhook");
    check(&world, &id, &key, Mode::Live, "").await;

    let seen = preview(&world, &id).await.expect("everything is there");
    assert!(puts(&world).is_empty(), "a preview changes nothing");
    let end = |key: &str| key.chars().skip(key.len() - 4).collect::<String>();
    let at = |kind| DevKitField { mode: Mode::Live, kind };
    let secret = seen.changes.iter().find(|change| change.field == at(KeyKind::Secret)).expect("all six are shown");
    let expected = DevKitAction::Replace {
        old: format!("sk_live_...{}", end(&old)),
        old_ending: end(&old),
        new: format!("sk_live_...{}", end(&key)),
    };
    assert_eq!((&secret.action, secret.lost), (&expected, true), "the old live key can't be had back from there");
    assert_eq!(seen.validity[0].validity, DevKitValidity::Valid, "it has asked Stripe");
    let kept =
        seen.changes.iter().find(|change| change.field.mode == Mode::Test && change.field.kind == KeyKind::Secret);
    assert!(matches!(kept.map(|change| &change.action), Some(DevKitAction::Keep { .. })), "Test stays");

    let done = update(&world, &id, "update", &seen.preview_id).await.expect("it takes the key");
    assert_eq!(puts(&world), [["live_secret_key"]], "only what changed");
    assert_eq!(done.sent, [at(KeyKind::Secret)], "and that is said");
    assert!(done.shown.iter().any(|shown| shown.mask == format!("sk_live_...{}", end(&key))), "masked, as it answers");
    assert_eq!((done.delivery.step, done.delivery.modes[0].progress), (Step::FollowUp, ModeProgress::Updated), "done");
    update(&world, &id, "update", &seen.preview_id).await.expect("sent twice by a page that was loaded anew");
    assert_eq!(puts(&world).len(), 1, "the same again has no second effect");
    assert_eq!(world.dev_kit.project(PROJECT).expect("there").keys["test_secret_key"], test, "Test is untouched");
    assert!(world.shell.faults().is_empty(), "no fault was logged");
}

#[tokio::test]
async fn what_is_no_token_or_project_is_refused_before_anything_is_asked() {
    let (world, id, _) = world(Mode::Test).await;
    let typed = |operation: &str, value: &str| TypedTokenRequest {
        operation_id: operation.to_owned(),
        delivery_id: id.clone(),
        keep: false,
        value: SecretString::from(value),
    };
    let key = keys::current("sk_live_", keys::ACCOUNT, 3);
    let field = TextField::Token;
    for (n, (text, expected)) in [
        ("", AppError::BadText { field: field.clone(), fault: TextFault::Empty }),
        ("two words", AppError::BadText { field: field.clone(), fault: TextFault::WrongForm }),
        (key.as_str(), AppError::SecretInText { field }),
    ]
    .into_iter()
    .enumerate()
    {
        let refused = world.app.typed_dev_kit_token(typed(&format!("typed-{n}"), text)).await;
        assert_eq!(refused.err(), Some(expected), "case {n}");
    }
    let missing = world.app.connect_dev_kit(connect(&id, "connect-0", PROJECT)).await;
    assert_eq!(missing.err(), told(DevKitTrouble::TokenMissing), "the token comes first");
    give_token(&world, &id, "token", false).await;
    let field = TextField::Project;
    for (n, (text, expected)) in [
        (" ", AppError::BadText { field: field.clone(), fault: TextFault::Empty }),
        ("my project", AppError::BadText { field: field.clone(), fault: TextFault::WrongForm }),
        (key.as_str(), AppError::SecretInText { field }),
    ]
    .into_iter()
    .enumerate()
    {
        let refused = world.app.connect_dev_kit(connect(&id, &format!("connect-{n}-1"), text)).await;
        assert_eq!(refused.err(), Some(expected), "case {n}");
    }
    assert!(world.dev_kit.requests().is_empty(), "nothing has left the computer");
}

#[tokio::test]
async fn each_refusal_is_told_apart_and_the_token_alone_is_asked_for_again() {
    for (status, expected) in [
        (401, DevKitTrouble::SignInAgain),
        (403, DevKitTrouble::NotYourProject),
        (404, DevKitTrouble::NoSuchProject),
        (429, DevKitTrouble::CouldNotAsk { cause: DevKitCause::Busy }),
        (500, DevKitTrouble::CouldNotAsk { cause: DevKitCause::ServerError }),
        (418, DevKitTrouble::UnexpectedAnswer),
    ] {
        let (world, id, _) = world(Mode::Test).await;
        give_token(&world, &id, "token", false).await;
        world.dev_kit.surprise("GET", Surprise::Fails(status));
        let refused = world.app.connect_dev_kit(connect(&id, "connect", PROJECT)).await;
        assert_eq!(refused.err(), told(expected), "{status}");
        let state = world.app.get_dev_kit(DeliveryRequest { delivery_id: id.clone() }).await.expect("a state").token;
        let forgotten = state == TokenState::Missing;
        assert_eq!(forgotten, status == 401, "{status}: only a token that is not taken is forgotten");
    }
}

#[tokio::test]
async fn an_expired_token_is_asked_for_again_and_all_else_is_kept() {
    let (world, id, _) = ready(Mode::Test).await;
    let seen = preview(&world, &id).await.expect("everything is there");
    world.dev_kit.expire(TOKEN);
    let ended = update(&world, &id, "update", &seen.preview_id).await;
    assert_eq!(ended.err(), told(DevKitTrouble::SignInAgain), "it ends by itself after a while");
    let state = world.app.get_dev_kit(DeliveryRequest { delivery_id: id.clone() }).await.expect("a state");
    assert_eq!((state.token, state.project.as_deref()), (TokenState::Missing, Some(PROJECT)), "the project is known");
    assert_eq!(world.delivery(&id).await.step, Step::Send, "nothing has to be collected or checked again");
    world.dev_kit.allow("a-new-token", "ana");
    world.copy("a-new-token");
    let again = PasteTokenRequest { operation_id: "token-2".to_owned(), delivery_id: id.clone(), keep: false };
    world.app.paste_dev_kit_token(again).await.expect("a token");
    update(&world, &id, "update-2", &seen.preview_id).await.expect("what was previewed still holds");
}

#[tokio::test]
async fn an_update_that_breaks_off_is_looked_at_and_can_be_sent_again() {
    let (world, id, _) = ready(Mode::Test).await;
    let seen = preview(&world, &id).await.expect("everything is there");
    world.dev_kit.surprise("PUT", Surprise::CutAfterDoing);
    let done = update(&world, &id, "update", &seen.preview_id).await.expect("a look shows that it is done");
    assert!(done.looked, "and that is said");

    let (world, id, _) = ready(Mode::Test).await;
    let seen = preview(&world, &id).await.expect("everything is there");
    world.dev_kit.surprise("PUT", Surprise::Cut);
    let left = update(&world, &id, "update", &seen.preview_id).await;
    let fields = vec![DevKitField { mode: Mode::Test, kind: KeyKind::Secret }];
    assert_eq!(left.err(), told(DevKitTrouble::Left { fields }), "a look shows that it is not");
    assert_eq!(world.delivery(&id).await.step, Step::Send, "nothing is said to be done");
    update(&world, &id, "update", &seen.preview_id).await.expect("the same again");
}

#[tokio::test]
async fn a_field_that_is_not_taken_is_named() {
    let (world, id, _) = ready(Mode::Test).await;
    let seen = preview(&world, &id).await.expect("everything is there");
    world.dev_kit.surprise("PUT", Surprise::Refuses(vec!["test_secret_key"]));
    let refused = update(&world, &id, "update", &seen.preview_id).await;
    let fields = vec![DevKitField { mode: Mode::Test, kind: KeyKind::Secret }];
    assert_eq!(refused.err(), told(DevKitTrouble::Refused { fields }), "422 says which");
}

#[tokio::test]
async fn a_project_that_changed_meanwhile_is_looked_at_again() {
    let (world, id, _) = ready(Mode::Live).await;
    let seen = preview(&world, &id).await.expect("everything is there");
    let other = keys::current("sk_live_", keys::ACCOUNT, 7);
    world.dev_kit.set_project(PROJECT, Project::of("ana").with("live_secret_key", &other));
    let refused = update(&world, &id, "update", &seen.preview_id).await;
    assert_eq!(refused.err(), told(DevKitTrouble::ChangedMeanwhile), "a live key that nobody saw is not replaced");
    assert!(puts(&world).is_empty(), "nothing was sent");
}

#[tokio::test]
async fn a_key_that_they_call_wrong_is_not_sent() {
    let (world, id, _) = connected(Mode::Test).await;
    let other = keys::current("sk_test_", keys::ACCOUNT, 5);
    check(&world, &id, &other, Mode::Test, "").await;
    let seen = preview(&world, &id).await.expect("Stripe itself knows the key");
    assert_eq!(seen.validity[0].validity, DevKitValidity::Invalid, "it has asked Stripe");
    let refused = update(&world, &id, "update", &seen.preview_id).await;
    assert_eq!(refused.err(), told(DevKitTrouble::KeyInvalid { mode: Mode::Test }), "nor by a page that asks for it");
    assert!(puts(&world).is_empty(), "nothing was sent");
}

#[tokio::test]
async fn a_kept_token_is_there_after_a_restart_and_one_of_the_session_is_not() {
    for (keep, expected) in [(true, TokenState::Kept), (false, TokenState::Missing)] {
        let (mut world, id, _) = world_over_a_keychain(keep).await;
        world.restart();
        let state = world.app.get_dev_kit(DeliveryRequest { delivery_id: id.clone() }).await.expect("a state");
        assert_eq!((state.token, state.project.as_deref()), (expected, Some(PROJECT)), "keep: {keep}");
        let forgotten =
            world.app.forget_dev_kit_token(change("forget", &id)).await.expect("whether or not there is one");
        assert_eq!(forgotten.token, TokenState::Missing, "also in the keychain");
    }
}

async fn world_over_a_keychain(keep: bool) -> (World, String, String) {
    let store = keyring_core::mock::Store::new().expect("a store in memory");
    let keychain = keycourier_keychain::Keychain::new(
        move || Ok(std::sync::Arc::clone(&store) as std::sync::Arc<keyring_core::CredentialStore>),
        keycourier_keychain::Deadlines::default(),
    );
    let world = World::over(keychain, Script::default());
    world.dev_kit.allow(TOKEN, "ana");
    world.dev_kit.set_project(PROJECT, Project::of("ana"));
    let id = start(&world, "devkit4ai", &[Mode::Test]).await.expect("one mode is enough").delivery_id;
    give_token(&world, &id, "token", keep).await;
    world.app.connect_dev_kit(connect(&id, "connect", PROJECT)).await.expect("Ana's own project");
    assert!(Token::read(&SecretString::from(TOKEN)).is_ok(), "the test's own token is one");
    (world, id, String::new())
}

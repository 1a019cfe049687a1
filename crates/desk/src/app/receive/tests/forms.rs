use keycourier_ledger::{Event, HistoryFilter};
use keycourier_testkit::keys;
use keycourier_wire::{AppError, CopyHandOnRequest, HandOnForm, PreviewHandOnRequest, SaveHandOnRequest};

use super::world::{Merchant, World};
use crate::app::Shell;

/// How a file with these two keys reads.
type Expected = fn(&str, &str) -> String;

async fn received(world: &World, merchant: &Merchant) -> String {
    let bundle = world.answer(merchant).await;
    world.add("keys.age", &merchant.seal(&bundle)).await.item_id
}

fn mask(key: &str) -> String {
    format!("{}...{}", key.get(..8).unwrap_or_default(), key.get(key.len() - 4..).unwrap_or_default())
}

/// The order of names says nothing in JSON, and depends on how the library was built.
fn read(form: HandOnForm, text: &str) -> serde_json::Value {
    match form {
        HandOnForm::Env => text.into(),
        HandOnForm::Json | HandOnForm::DevKit4Ai => serde_json::from_str(text).expect("JSON"),
    }
}

#[tokio::test]
async fn each_form_is_shown_by_mask_and_written_with_the_keys() {
    let world = World::with_desk().await;
    let merchant = Merchant::new(keys::ACCOUNT);
    let id = received(&world, &merchant).await;
    let table: [(HandOnForm, Expected, &str, &str); 3] = [
        (
            HandOnForm::Env,
            |pk, sk| format!("STRIPE_LIVE_PUBLISHABLE_KEY={pk}\nSTRIPE_LIVE_SECRET_KEY={sk}\n"),
            "SomeCarWash.env",
            "env_file",
        ),
        (
            HandOnForm::DevKit4Ai,
            |pk, sk| format!("{{\n  \"live_publishable_key\": \"{pk}\",\n  \"live_secret_key\": \"{sk}\"\n}}\n"),
            "SomeCarWash_DevKit4AI.json",
            "devkit4ai_file",
        ),
        (
            HandOnForm::Json,
            |pk, sk| {
                format!(
                    "{{\n  \"company\": \"Some Car Wash\",\n  \"live_account\": \"acct_{}\",\n  \
                     \"live_publishable_key\": \"{pk}\",\n  \"live_secret_key\": \"{sk}\",\n  \"ticket\": \"IM-20417\"\n}}\n",
                    keys::ACCOUNT
                )
            },
            "SomeCarWash_Stripe.json",
            "json_file",
        ),
    ];
    for (form, expected, name, detail) in table {
        let preview = world.app.preview_hand_on(PreviewHandOnRequest { item_ids: vec![id.clone()], form });
        let preview = preview.await.expect("a row with keys");
        let masks = expected(&mask(&merchant.publishable), &mask(&merchant.secret));
        assert_eq!(read(form, &preview.text), read(form, &masks), "{form:?}: masks");
        assert_eq!((preview.file_name.as_str(), preview.keys), (name, 2), "{form:?}: what would be written");

        let place = world.folder.path().join(name);
        world.shell.choose(Some(place.clone()));
        let save = SaveHandOnRequest { operation_id: world.operation(), item_ids: vec![id.clone()], form };
        let saved = world.app.save_hand_on(save).await.expect("room for a file");
        assert_eq!(saved.file_name.as_deref(), Some(name), "{form:?}: where it went");
        let written = std::fs::read_to_string(&place).expect("it was written");
        let whole = expected(&merchant.publishable, &merchant.secret);
        assert_eq!(read(form, &written), read(form, &whole), "{form:?}: the keys themselves");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(&place).expect("it is there").permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{form:?}: nobody else on this computer reads it");
        }
        let history = world.app.ledger().history(&HistoryFilter::default()).expect("a sound ledger");
        let last: Vec<_> = history.iter().take_while(|entry| entry.what.event == Event::KeyHandedOn).take(2).collect();
        assert_eq!(last.len(), 2, "{form:?}: one entry a key");
        for entry in last {
            let where_to = entry.what.detail.as_ref().map(ToString::to_string);
            assert_eq!(where_to.as_deref(), Some(detail), "{form:?}: where to");
        }
        let written = format!("{history:?}");
        assert!(!written.contains(&merchant.secret), "{form:?}: and never the value");
    }
}

#[tokio::test]
async fn a_closed_dialog_hands_nothing_on() {
    let world = World::with_desk().await;
    let id = received(&world, &Merchant::new(keys::ACCOUNT)).await;
    let save = SaveHandOnRequest { operation_id: world.operation(), item_ids: vec![id.clone()], form: HandOnForm::Env };
    assert_eq!(world.app.save_hand_on(save).await.map(|saved| saved.file_name), Ok(None), "changed their mind");
    assert!(world.item(&id).await.keys.iter().all(|key| key.copied_at.is_none()), "nothing left the inbox");
}

#[tokio::test]
async fn several_customers_go_into_one_table_and_into_no_other_form() {
    let world = World::with_desk().await;
    let [first, second] = [Merchant::new(keys::ACCOUNT), Merchant::new(keys::OTHER_ACCOUNT)];
    let ids = vec![received(&world, &first).await, received(&world, &second).await];
    for form in [HandOnForm::Env, HandOnForm::DevKit4Ai] {
        let refused = world.app.preview_hand_on(PreviewHandOnRequest { item_ids: ids.clone(), form }).await.err();
        assert_eq!(refused, Some(AppError::Gone), "{form:?} has no place for two companies");
    }
    let copy = CopyHandOnRequest { operation_id: world.operation(), item_ids: ids, form: HandOnForm::Json };
    world.app.copy_hand_on(copy).await.expect("a clipboard");
    let clipboard = world.shell.clipboard().expect("a text");
    assert!(clipboard.starts_with("[\n") && clipboard.contains(&first.secret) && clipboard.contains(&second.secret));
    assert!(world.shell.lent_for().is_some(), "for a short time");
    let none = PreviewHandOnRequest { item_ids: Vec::new(), form: HandOnForm::Json };
    assert_eq!(world.app.preview_hand_on(none).await.err(), Some(AppError::Gone), "nothing of nothing");
}

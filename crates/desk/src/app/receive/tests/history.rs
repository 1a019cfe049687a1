use keycourier_testkit::keys;
use keycourier_wire::{CopyInboxKeysRequest, HistoryFilterRequest, HistoryGroup, Mode, Role, SaveHistoryRequest};

use super::world::{Merchant, World};

fn filter(group: Option<HistoryGroup>, search: &str) -> HistoryFilterRequest {
    HistoryFilterRequest { side: Some(Role::Desk), group, mode: None, search: search.to_owned(), before: None }
}

#[tokio::test]
async fn the_history_and_its_table_name_keys_by_mask_alone() {
    let world = World::with_desk().await;
    let merchant = Merchant::new(keys::ACCOUNT);
    world.knows(&merchant);
    let bundle = world.answer(&merchant).await;
    let id = world.add("keys.age", &merchant.seal(&bundle)).await.item_id;
    world.checked(&id).await;
    let copy = CopyInboxKeysRequest { operation_id: world.operation(), item_id: id.clone(), mode: Mode::Live };
    world.app.copy_inbox_keys(copy).await.expect("a clipboard");
    world.app.mark_installed(world.change(&id)).await.expect("a row with keys");

    let all = world.app.list_history(filter(None, "")).await.expect("a sound ledger");
    let events: Vec<&str> = all.entries.iter().map(|entry| entry.event.as_str()).collect();
    for event in ["desk_made", "request_made", "bundle_received", "key_checked", "key_handed_on", "installed"] {
        assert!(events.contains(&event), "{event} is written down: {events:?}");
    }
    let handed = world.app.list_history(filter(Some(HistoryGroup::Keys), "car wash")).await.expect("a sound ledger");
    let ends: Vec<_> = handed.entries.iter().filter_map(|entry| entry.ending.as_deref()).collect();
    assert_eq!(ends.len(), 2, "what a person filters for");
    let none = world.app.list_history(filter(Some(HistoryGroup::Confirmations), "nobody")).await;
    assert_eq!(none.map(|view| (view.entries.len(), view.more)), Ok((0, false)), "nothing found is no fault");

    let place = world.folder.path().join("history.csv");
    world.shell.choose(Some(place.clone()));
    let save = SaveHistoryRequest {
        operation_id: world.operation(),
        side: None,
        group: None,
        mode: None,
        search: String::new(),
    };
    world.app.save_history(save).await.expect("room for a file");
    let table = std::fs::read_to_string(place).expect("it was written");
    assert!(table.contains("\"key_handed_on\""), "what was done: {table}");
    let shown = serde_json::to_string(&all).expect("a view is JSON");
    for key in [&merchant.publishable, &merchant.secret] {
        let middle = key.get(12..key.len() - 4).expect("a long key");
        assert!(!table.contains(middle) && !shown.contains(middle), "no table and no page holds a key");
    }
}

#[tokio::test]
async fn a_long_history_comes_in_pages() {
    let world = World::with_desk().await;
    for n in 0..201 {
        world.add(&format!("{n}.age"), format!("nothing {n}").as_bytes()).await;
    }
    let first = world.app.list_history(filter(Some(HistoryGroup::Files), "")).await.expect("a sound ledger");
    assert_eq!((first.entries.len(), first.more), (200, true), "one page");
    let before = first.entries.last().map(|entry| entry.entry_id.clone());
    let next = HistoryFilterRequest { before, ..filter(Some(HistoryGroup::Files), "") };
    let second = world.app.list_history(next).await.expect("a sound ledger");
    assert_eq!((second.entries.len(), second.more), (1, false), "and the rest");
}

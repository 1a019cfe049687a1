use std::sync::atomic::AtomicBool;

use keycourier_testkit::keys;
use keycourier_wire::{
    AddFilesRequest, AddedOutcome, InboxList, InboxRowsRequest, OperationRequest, PageEvent, StopInboxWorkRequest,
};

use super::world::{Merchant, World};

#[tokio::test]
async fn many_files_become_rows_in_the_order_in_which_they_were_dropped() {
    let world = World::with_desk().await;
    let merchant = Merchant::new(keys::ACCOUNT);
    let mut paths = Vec::new();
    for n in 0..100 {
        let file = merchant.seal(&world.answer(&merchant).await);
        paths.push(world.file(&format!("{n}.age"), &file));
    }
    let twice = world.file("twice.age", &std::fs::read(&paths[0]).expect("it is there"));
    paths.push(twice);
    let paths: Vec<String> = paths.iter().map(|path| path.to_string_lossy().into_owned()).collect();
    let request = AddFilesRequest { operation_id: "drop".to_owned(), paths };
    let added = world.app.add_inbox_files(request).await.expect("a desk");
    let names: Vec<String> = added.items.iter().filter_map(|item| item.file_name.clone()).collect();
    let expected: Vec<String> = (0..100).map(|n| format!("{n}.age")).chain(["twice.age".to_owned()]).collect();
    assert_eq!(names, expected, "however many cores opened them");
    let opened = added.items.iter().filter(|item| item.outcome == AddedOutcome::Opened).count();
    assert_eq!((opened, added.left_out), (100, 0), "one of two that are the same is new");
    let list = world.rows(InboxList::ToDo, "").await;
    assert_eq!((list.item_ids.len(), list.rows.len(), list.all), (100, 100, 100), "each once");

    let told: Vec<(u32, u32)> = world
        .shell
        .events()
        .into_iter()
        .filter_map(|event| match event {
            PageEvent::InboxProgress { operation_id, done, total } if operation_id == "drop" => Some((done, total)),
            _ => None,
        })
        .collect();
    assert_eq!(told.last(), Some(&(101, 101)), "the page can say how far it is: {told:?}");
    assert!(told.len() > 1 && told.is_sorted(), "as it goes: {told:?}");

    let wanted = vec![list.item_ids[7].clone(), list.item_ids[3].clone()];
    let rows = world.app.get_inbox_rows(InboxRowsRequest { item_ids: wanted.clone() }).await.expect("rows");
    let ids: Vec<String> = rows.into_iter().map(|row| row.item_id).collect();
    assert_eq!(ids, wanted, "the page asks for what it shows");
}

#[tokio::test]
async fn what_was_not_reached_when_it_was_stopped_is_counted_and_makes_no_row() {
    let world = World::with_desk().await;
    let paths = [world.file("a.age", b"one"), world.file("b.age", b"two")];
    let keys = world.app.opening_keys().await.expect("a desk");
    let added = world.app.take_files("stopped", &keys, &paths, &AtomicBool::new(true)).expect("no fault");
    assert_eq!((added.items.len(), added.left_out), (0, 2), "the person knows that some are left");
    assert_eq!(world.rows(InboxList::All, "").await.all, 0, "and none of those is in");
    let all = world.app.take_files("again", &keys, &paths, &AtomicBool::new(false)).expect("no fault");
    assert_eq!((all.items.len(), all.left_out), (2, 0), "the control: not stopped");
}

#[tokio::test]
async fn stopping_what_is_over_does_nothing() {
    let world = World::with_desk().await;
    let request = StopInboxWorkRequest { operation_id: world.operation(), work_id: "long ago".to_owned() };
    assert_eq!(world.app.stop_inbox_work(request).await, Ok(()), "the person was too late");
    let none = world.app.pick_inbox_files(OperationRequest { operation_id: world.operation() }).await;
    assert_eq!(none.map(|added| added.items.len()), Ok(0), "and a closed dialog adds nothing");
}

use keycourier_testkit::keys;
use keycourier_wire::{ChangeInboxItemsRequest, InboxList, InboxState, SkipReason};

use super::world::{Merchant, World};

async fn received(world: &World, merchant: &Merchant) -> String {
    let bundle = world.answer(merchant).await;
    world.add("keys.age", &merchant.seal(&bundle)).await.item_id
}

fn items(world: &World, ids: &[&str]) -> ChangeInboxItemsRequest {
    let item_ids = ids.iter().map(|id| (*id).to_owned()).collect();
    ChangeInboxItemsRequest { operation_id: world.operation(), item_ids }
}

#[tokio::test]
async fn each_row_goes_its_own_way_and_what_was_left_out_is_told() {
    let world = World::with_desk().await;
    let (good, unchecked) = (Merchant::new(keys::ACCOUNT), Merchant::new(keys::OTHER_ACCOUNT));
    world.knows(&good);
    let works = received(&world, &good).await;
    let other = received(&world, &unchecked).await;
    let broken = world.add("holiday.jpg", b"nothing").await.item_id;
    world.checked(&works).await;
    let all = [works.as_str(), other.as_str(), broken.as_str(), "999"];

    let installed = world.app.mark_many_installed(items(&world, &all)).await.expect("no fault");
    assert_eq!(installed.done, [works.clone(), other.clone()], "those with keys");
    let skipped: Vec<_> = installed.skipped.iter().map(|row| (row.name.as_deref(), row.why)).collect();
    assert_eq!(skipped, [(Some("holiday.jpg"), SkipReason::NotOpened)], "by its name, and why");
    let failed: Vec<_> = installed.failed.iter().map(|row| row.item_id.as_str()).collect();
    assert_eq!(failed, ["999"], "a row that is gone keeps nobody else");
    let again = world.app.mark_many_installed(items(&world, &[&works])).await.expect("no fault");
    assert_eq!(again.skipped[0].why, SkipReason::Already, "said twice is said once");

    let confirm = items(&world, &all);
    let confirmed = world.app.confirm_inbox_items(confirm.clone()).await.expect("no fault");
    assert_eq!(confirmed.done, std::slice::from_ref(&works), "the one of which our check says that it works");
    let why: Vec<_> = confirmed.skipped.iter().map(|row| row.why).collect();
    assert_eq!(why, [SkipReason::NotChecked, SkipReason::NotOpened], "never \"works\" without a check");
    assert_eq!(world.item(&works).await.row.state, InboxState::Confirmed, "done with");
    assert_eq!(world.app.confirm_inbox_items(confirm).await, Ok(confirmed), "a page that was loaded anew");

    let aside = world.app.set_many_aside(items(&world, &[&works, &other, &broken])).await.expect("no fault");
    assert_eq!((aside.done.len(), aside.skipped.len()), (2, 1), "what is confirmed is done with already");
    assert_eq!(world.rows(InboxList::ToDo, "").await.to_do, 0, "nothing waits");
    let back = world.app.take_up_again(world.change(&broken)).await.expect("it was set aside");
    assert!(matches!(back.row.state, InboxState::NotOpened { .. }), "a broken file is a broken file again");
    let installed = world.app.take_up_again(world.change(&other)).await.expect("it was set aside");
    assert_eq!(installed.row.state, InboxState::Confirm, "its keys are still where they are needed");
}

#[tokio::test]
async fn many_are_checked_at_once() {
    let world = World::with_desk().await;
    let merchants = [Merchant::new(keys::ACCOUNT), Merchant::new(keys::OTHER_ACCOUNT)];
    let mut ids = Vec::new();
    for merchant in &merchants {
        world.knows(merchant);
        ids.push(received(&world, merchant).await);
    }
    let broken = world.add("holiday.jpg", b"nothing").await.item_id;
    let all = [ids[0].as_str(), ids[1].as_str(), broken.as_str()];
    let started = world.app.check_inbox_items(items(&world, &all)).await.expect("no fault");
    assert_eq!((started.done.len(), started.skipped.len()), (2, 1), "what can't be opened has nothing to check");
    for id in &ids {
        while world.item(id).await.row.state == InboxState::Check {
            tokio::task::yield_now().await;
        }
    }
}

//! What the Check step finds out about keys beside their verdicts.

use keycourier_credentials::Mode;
use keycourier_ledger::{Event, HistoryFilter};
use keycourier_testkit::fake_stripe::{Account, Behaviour, KeyScript, Script};
use keycourier_testkit::keys;
use keycourier_wire::{
    AbilityState, AgreeToWriteProbesRequest, CheckBlock, CheckKeyRequest, CheckState, CheckView, DeliveryRequest,
    Mode as WireMode, Sameness, SendBlock, SlotRef, StartDeliveryRequest, Verdict,
};

use super::main_job::{accept, change, knows, live_keys, paste};
use crate::app::testing::{Helpdesk, World};

/// A delivery to a known integrator that has sent no request.
pub(super) async fn started(world: &World, preset: &str, mode: WireMode) -> String {
    let request = StartDeliveryRequest {
        operation_id: format!("start-{preset}"),
        preset: preset.to_owned(),
        modes: vec![mode],
        business_id: None,
    };
    world.app.start_delivery(request).await.expect("it is known").delivery_id
}

pub(super) async fn pasted(world: &World, id: &str, key: &str, operation: &str, mode: WireMode) {
    world.copy(key);
    let filled = world.app.paste_key(paste(operation, id, mode)).await.expect("it is read").filled;
    assert_eq!(filled.len(), 1, "it has a row");
    world.saved(id).await;
}

pub(super) async fn checked(world: &World, id: &str, operation: &str) -> CheckView {
    world.app.start_check(change(operation, id)).await.expect("a key is there");
    let check = world.checked(id).await;
    assert_eq!(check.state, CheckState::Done, "all answers are in");
    check
}

pub(super) fn events(world: &World, event: Event) -> usize {
    let filter = HistoryFilter { events: vec![event], ..HistoryFilter::default() };
    world.app.ledger().history(&filter).expect("it can be read").len()
}

fn states(check: &CheckView) -> Vec<(String, AbilityState)> {
    let details = check.modes[0].details.as_ref().expect("it is a delivery's");
    let abilities = details.permissions.iter().flat_map(|key| &key.abilities);
    abilities.map(|ability| (ability.permission.resource.clone(), ability.state)).collect()
}

fn agree(operation: &str, id: &str, agreed: bool) -> AgreeToWriteProbesRequest {
    AgreeToWriteProbesRequest { operation_id: operation.to_owned(), delivery_id: id.to_owned(), agreed }
}

#[tokio::test]
async fn permissions_to_change_things_are_tried_only_after_the_merchant_agreed() {
    let key = keys::current("rk_live_", keys::ACCOUNT, 1);
    let may = ["charge_read", "balance_read", "connected_account_read", "balance_transaction_source_read"];
    let world = World::new(Script::default().with(&key, KeyScript::live().only(&may)));
    let id = started(&world, "serval", WireMode::Live).await;
    pasted(&world, &id, &key, "paste", WireMode::Live).await;

    let check = checked(&world, &id, "check").await;
    let details = check.modes[0].details.clone().expect("it is a delivery's");
    assert!(details.write_probes.offered, "Serval needs to write customers");
    assert_eq!(details.write_probes.agreed_at, None, "nobody was asked yet");
    let customer = |check: &CheckView| states(check).into_iter().find(|(resource, _)| resource == "customer");
    assert_eq!(customer(&check), Some(("customer".to_owned(), AbilityState::NotAgreed)), "so nobody tried");
    let posts = || world.stripe.requests().iter().filter(|request| request.method == "POST").count();
    assert_eq!(posts(), 0, "looking is all that happened");

    world.app.agree_to_write_probes(agree("agree", &id, true)).await.expect("it may be tried");
    let check = world.checked(&id).await;
    assert_eq!(customer(&check), Some(("customer".to_owned(), AbilityState::Lacks)), "it was tried");
    assert!(posts() > 0, "by a call that changes nothing");
    let verdict = check.modes[0].keys[0].verdict.clone().expect("it was checked").verdict;
    assert!(matches!(verdict, Verdict::WorksButLacks { .. }), "which is a mark, and no reason to stop");
    let blocks = world.delivery(&id).await.send_blocks;
    assert!(!blocks.iter().any(|block| matches!(block, SendBlock::KeyStops { .. })), "it goes along: {blocks:?}");
    assert_eq!(events(&world, Event::WriteProbesAgreed), 1, "and it is written down who wanted that");

    let before = posts();
    world.app.agree_to_write_probes(agree("not-any-more", &id, false)).await.expect("it may be taken back");
    checked(&world, &id, "check-2").await;
    assert_eq!(posts(), before, "from then on nothing is tried");
}

#[tokio::test]
async fn an_answer_is_stale_after_a_day_and_one_row_can_be_asked_again() {
    let keys = live_keys();
    let world = World::new(knows(&keys));
    let request = world.open(&Helpdesk::imagatec().asks(Mode::Live), "open").await;
    let id = accept(&world, &request, "accept").await;
    world.copy(&format!("{}\n{}", keys.0, keys.1));
    world.app.paste_key(paste("paste", &id, WireMode::Live)).await.expect("two keys");
    let check = checked(&world, &id, "check").await;
    assert!(check.modes[0].keys.iter().all(|key| !key.stale), "just asked");

    world.later(25 * 3_600);
    let check = world.app.get_check(DeliveryRequest { delivery_id: id.clone() }).await.expect("it is there");
    assert!(check.modes[0].keys.iter().all(|key| key.stale), "much may have happened in a day");
    let slot = SlotRef { mode: WireMode::Live, slot: "secret".to_owned() };
    let again = CheckKeyRequest { operation_id: "again".to_owned(), delivery_id: id.clone(), slot };
    let asked_before = world.stripe.requests().len();
    world.app.check_key(again).await.expect("it is there");
    let check = world.checked(&id).await;
    let stale: Vec<bool> = check.modes[0].keys.iter().map(|key| key.stale).collect();
    assert_eq!(stale, [true, false], "that row alone was asked about");
    assert_eq!(world.stripe.requests().len() - asked_before, 2, "by its own two calls");
    let agreement = check.modes[0].details.clone().and_then(|details| details.agreement);
    assert_eq!(agreement.map(|agreement| agreement.account), Some(Sameness::Same), "the other's answer still counts");

    let past = world.app.list_checks(DeliveryRequest { delivery_id: id.clone() }).await.expect("it is there");
    assert_eq!(past.len(), 2, "two checks");
    assert!(past[0].at > past[1].at, "the newest first");
    assert_eq!(
        past[1].keys.iter().map(|key| key.verdict.clone()).collect::<Vec<_>>(),
        [Verdict::PublishableOk, Verdict::Works]
    );
}

#[tokio::test]
async fn keys_of_two_accounts_stop_the_file_even_where_only_stripe_can_tell() {
    let (publishable, secret) = (keys::current("pk_live_", keys::ACCOUNT, 1), keys::legacy("sk_live_", 2));
    let other = Account { id: format!("acct_{}", keys::OTHER_ACCOUNT), livemode: true, ..Account::default() };
    let script = Script::default().with(&publishable, KeyScript::live()).with(&secret, KeyScript::of(other));
    let world = World::new(script);
    let request = world.open(&Helpdesk::imagatec().asks(Mode::Live), "open").await;
    let id = accept(&world, &request, "accept").await;
    world.copy(&format!("{publishable}\n{secret}"));
    world.app.paste_key(paste("paste", &id, WireMode::Live)).await.expect("two keys");
    let check = checked(&world, &id, "check").await;
    assert!(check.blocks.contains(&CheckBlock::KeysDisagree { mode: WireMode::Live }), "the card form would not fit");
    let blocks = world.delivery(&id).await.send_blocks;
    assert!(blocks.contains(&SendBlock::KeysDisagree { mode: WireMode::Live }), "nor does it go out");

    let right = keys::current("sk_live_", keys::ACCOUNT, 3);
    world.stripe.set(&right, KeyScript::live());
    pasted(&world, &id, &right, "replace", WireMode::Live).await;
    let check = checked(&world, &id, "check-2").await;
    assert!(!check.blocks.contains(&CheckBlock::KeysDisagree { mode: WireMode::Live }), "put right");
}

#[tokio::test]
async fn a_stopped_check_asks_no_more_and_nothing_of_stripes_words_is_shown() {
    const WORDS: &str = "Somebody at Stripe wrote this";
    let key = keys::current("rk_live_", keys::ACCOUNT, 1);
    let refused = Behaviour::Refused { status: 403, code: None, message: WORDS.to_owned() };
    let slow = KeyScript::live()
        .at("/v1/charges", Behaviour::Slow { ms: 60_000, then: Box::default() })
        .at("/v1/customers", refused);
    let world = World::new(Script::default().with(&key, slow));
    let id = started(&world, "serval", WireMode::Live).await;
    pasted(&world, &id, &key, "paste", WireMode::Live).await;
    let begun = world.app.start_check(change("check", &id)).await.expect("a key is there");
    let probed = || world.stripe.requests().iter().any(|request| request.path == "/v1/charges");
    for _ in 0..2_000 {
        let identified = world.app.ledger().history(&HistoryFilter::default()).is_ok() && probed();
        if identified {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    let cancel = keycourier_wire::CancelCheckRequest {
        operation_id: "stop".to_owned(),
        check_id: begun.check_id.expect("it runs"),
    };
    let check = world.app.cancel_check(cancel).await.expect("it runs");
    assert_eq!(check.state, CheckState::Cancelled, "at once, though an answer takes a minute");
    let verdict = check.modes[0].keys[0].verdict.clone().expect("what was learnt stays").verdict;
    assert_eq!(verdict, Verdict::Works, "that it lives was known already");
    let shown = serde_json::to_string(&check).expect("it crosses as JSON");
    assert!(!shown.contains(WORDS), "what a server says is never shown");
    assert!(world.shell.faults().iter().all(|fault| !fault.contains(WORDS)), "nor logged");
}

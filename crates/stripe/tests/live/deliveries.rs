//! One check of all that a delivery holds in one mode.

use std::pin::pin;
use std::sync::Mutex;
use std::time::Duration;

use keycourier_credentials::{AccountId, Kind, Mode, Paste, Slot, SlotId, parse};
use keycourier_http::{Client, Limits, Origin};
use keycourier_stripe::{
    Findings, MayChange, Origins, Permission, Plan, PlannedKey, Progress, Sameness, Step, Stripe, Verdict,
    WantedWebhook, WriteProbes,
};
use keycourier_testkit::fake_stripe::{Behaviour, Endpoint, KeyScript, Script};
use keycourier_testkit::keys;

use crate::support::{account_of, publishable, restricted, secret, stripe};

struct Holding {
    slot: SlotId,
    paste: Paste,
    origins: Option<Origins>,
}

fn holding(kind: Kind, key: &str) -> Holding {
    Holding { slot: Slot::usual(kind, Mode::Test).id, paste: parse(key), origins: None }
}

fn three() -> Vec<Holding> {
    vec![
        holding(Kind::Publishable, &publishable()),
        holding(Kind::Restricted, &restricted()),
        holding(Kind::WebhookSecret, &keys::webhook_secret(5)),
    ]
}

/// What to check beside the keys.
#[derive(Default)]
struct Wish {
    account: Option<AccountId>,
    needs: Vec<Permission>,
    webhooks: Vec<WantedWebhook>,
    writes: bool,
}

fn needs(names: &[&str]) -> Vec<Permission> {
    names.iter().map(|name| name.parse().expect("a good name")).collect()
}

fn webhook() -> WantedWebhook {
    let events = ["invoice.paid".parse().expect("an event")].into();
    WantedWebhook {
        mode: Mode::Test,
        url: "https://shop.example/stripe".parse().expect("an address"),
        events,
        api_version: None,
    }
}

fn planned(one: &Holding) -> PlannedKey<'_> {
    let (_, key) = one.paste.credentials().next().expect("a whole credential");
    PlannedKey { slot: &one.slot, key, origins: one.origins.as_ref() }
}

async fn check(
    stripe: &Stripe,
    held: &[Holding],
    wish: &Wish,
    tell: &(dyn Fn(Progress<'_>) + Send + Sync),
) -> Findings {
    let keys: Vec<PlannedKey<'_>> = held.iter().map(planned).collect();
    let plan = Plan {
        mode: Mode::Test,
        keys: &keys,
        account: wish.account.as_ref(),
        needs: &wish.needs,
        webhooks: &wish.webhooks,
        write_probes: if wish.writes { WriteProbes::Allowed { nonce: [3; 16] } } else { WriteProbes::NotAgreed },
    };
    stripe.check_delivery(&plan, tell).await
}

fn scripts(restricted_key: KeyScript) -> Script {
    Script::default().with(&publishable(), KeyScript::test()).with(&restricted(), restricted_key)
}

fn codes(findings: &Findings) -> Vec<&'static str> {
    findings.keys.iter().map(|key| key.verdict.code()).collect()
}

#[tokio::test]
async fn one_check_finds_out_everything() {
    let script = KeyScript::test().only(&["charge_read", "webhook_write", "balance_read"]);
    let (_fake, stripe) = stripe(scripts(script).with_endpoint(Endpoint::default()));
    let wish = Wish {
        needs: needs(&["charge_read", "customer_read", "webhook_write"]),
        webhooks: vec![webhook(), WantedWebhook { mode: Mode::Live, ..webhook() }],
        writes: true,
        ..Wish::default()
    };
    let findings = check(&stripe, &three(), &wish, &|_| {}).await;
    assert_eq!(codes(&findings), ["publishable_ok", "works_but_lacks", "could_not_ask"], "each key has its word");
    let Verdict::WorksButLacks { lacks } = &findings.keys[1].verdict else {
        panic!("the restricted key lacks something")
    };
    assert_eq!(lacks, &needs(&["customer_read"]), "by name");
    let states: Vec<&str> = findings.keys[1].abilities.iter().map(|ability| ability.state.code()).collect();
    assert_eq!(states, ["has", "lacks", "has"], "in the order of the needs");
    assert_eq!(findings.agreement.account, Sameness::CannotTell, "nothing tells where the webhook secret belongs");
    assert_eq!(findings.agreement.of, Some(account_of(keys::ACCOUNT)), "the keys are of this account");
    assert_eq!(findings.webhooks.len(), 1, "live webhooks are for the live plan");
    assert_eq!(findings.webhooks[0].code(), "ok", "it is there");
    assert_eq!(findings.webhooks[0].may_change, MayChange::Yes, "the probe told");
}

#[tokio::test]
async fn findings_are_kept_and_read_again() {
    let (_fake, stripe) = stripe(scripts(KeyScript::test().only(&[])));
    let wish = Wish { needs: needs(&["charge_read", "event_write"]), webhooks: vec![webhook()], ..Wish::default() };
    let findings = check(&stripe, &three(), &wish, &|_| {}).await;
    let json = serde_json::to_string(&findings).expect("findings are JSON");
    assert_eq!(serde_json::from_str::<Findings>(&json).ok(), Some(findings), "nothing is lost");
}

#[tokio::test]
async fn progress_is_told_by_step_and_ends_complete() {
    let (_fake, stripe) = stripe(scripts(KeyScript::test()).with_endpoint(Endpoint::default()));
    let wish = Wish { needs: needs(&["charge_read", "customer_read"]), webhooks: vec![webhook()], ..Wish::default() };
    let told = Mutex::new(Vec::new());
    check(&stripe, &three(), &wish, &|progress| {
        let step = match progress.step {
            Step::Began => "began",
            Step::Identified { .. } => "identified",
            Step::Probed { .. } => "probed",
            Step::Listed { .. } => "listed",
        };
        told.lock().expect("no panic so far").push((step, progress.done, progress.total));
    })
    .await;
    let told = told.into_inner().expect("no panic so far");
    assert_eq!(told.first(), Some(&("began", 0, 3)), "three keys to begin with");
    assert!(told.is_sorted_by_key(|(_, done, _)| *done), "it never goes back");
    let count = |wanted| told.iter().filter(|(step, ..)| *step == wanted).count();
    assert_eq!((count("identified"), count("probed"), count("listed")), (3, 2, 1), "one for each");
    assert!(told.last().is_some_and(|(_, done, total)| done == total), "and it ends complete: {told:?}");
}

#[tokio::test]
async fn a_dead_key_costs_no_more_than_finding_that_out() {
    let (fake, stripe) = stripe(scripts(KeyScript::test().then(Behaviour::Expired)));
    let wish = Wish {
        needs: needs(&["charge_read", "customer_write"]),
        webhooks: vec![webhook()],
        writes: true,
        ..Wish::default()
    };
    let findings = check(&stripe, &three(), &wish, &|_| {}).await;
    assert_eq!(codes(&findings), ["publishable_ok", "expired", "could_not_ask"], "the restricted key is dead");
    assert_eq!(fake.requests().len(), 3, "two calls for it and one for the publishable key");
    assert_eq!(findings.webhooks[0].code(), "could_not_ask", "no key could ask about webhooks");
}

#[tokio::test]
async fn webhooks_are_listed_with_the_first_key_that_lives() {
    let second = keys::current("sk_test_", keys::ACCOUNT, 8);
    let dead = KeyScript::test().then(Behaviour::Unknown);
    let (fake, stripe) = stripe(scripts(dead).with(&second, KeyScript::test()).with_endpoint(Endpoint::default()));
    let mut held = three();
    held.push(holding(Kind::Secret, &second));
    let wish = Wish { webhooks: vec![webhook()], ..Wish::default() };
    let findings = check(&stripe, &held, &wish, &|_| {}).await;
    assert_eq!(findings.webhooks[0].code(), "ok", "the other key can");
    assert_eq!(findings.webhooks[0].may_change, MayChange::Yes, "and may change");
    let listed = fake.requests().iter().filter(|asked| asked.path == "/v1/webhook_endpoints").count();
    assert_eq!(listed, 1, "once is enough");
}

#[tokio::test]
async fn accounts_and_modes_are_compared_across_the_delivery() {
    let other = keys::current("pk_test_", keys::OTHER_ACCOUNT, 3);
    let (_fake, stripe) = stripe(scripts(KeyScript::test()).with(&other, KeyScript::test()));
    let held = [holding(Kind::Publishable, &other), holding(Kind::Restricted, &restricted())];
    let findings = check(&stripe, &held, &Wish::default(), &|_| {}).await;
    assert_eq!(findings.agreement.account, Sameness::Different, "the publishable key carries another account");

    // Older keys carry nothing, but Stripe names the account of one of them.
    let (pk, sk) = (keys::legacy("pk_test_", 1), keys::legacy("sk_test_", 2));
    let script = Script::default().with(&pk, KeyScript::test()).with(&sk, KeyScript::test());
    let (_fake, stripe) = super::support::stripe(script);
    let findings =
        check(&stripe, &[holding(Kind::Publishable, &pk), holding(Kind::Secret, &sk)], &Wish::default(), &|_| {}).await;
    assert_eq!(findings.agreement.account, Sameness::CannotTell, "nothing tells about the older publishable key");
    assert_eq!(findings.agreement.of, Some(account_of(keys::ACCOUNT)), "Stripe named the other's");

    let wish = Wish { account: Some(account_of(keys::OTHER_ACCOUNT)), ..Wish::default() };
    let findings = check(&stripe, &[holding(Kind::Secret, &sk)], &wish, &|_| {}).await;
    assert_eq!(codes(&findings), ["other_account"], "not the one that the person confirmed");

    let live = Origins::of_endpoint(&"we_1AbCdEcntAccount".parse().expect("an id"), Mode::Live);
    let held = [Holding { origins: Some(live), ..holding(Kind::WebhookSecret, &keys::webhook_secret(1)) }];
    let findings = check(&stripe, &held, &Wish::default(), &|_| {}).await;
    assert_eq!(codes(&findings), ["wrong_mode"], "a webhook secret whose endpoint is live");
}

#[tokio::test]
async fn an_organization_key_is_asked_about_the_account_of_its_neighbour() {
    let key = keys::organization("test", 4);
    let (fake, stripe) = stripe(scripts(KeyScript::test()).with(&key, KeyScript::test()));
    let held = [holding(Kind::Organization, &key), holding(Kind::Publishable, &publishable())];
    let wish = Wish { needs: needs(&["charge_read"]), ..Wish::default() };
    let findings = check(&stripe, &held, &wish, &|_| {}).await;
    assert_eq!(codes(&findings), ["works", "publishable_ok"], "the publishable key carries the account");
    let context = account_of(keys::ACCOUNT);
    let named = fake.requests().iter().filter(|asked| asked.header("stripe-context") == Some(context.as_str())).count();
    assert_eq!(named, 3, "on each call of the organization key's, and on no other");

    let findings = check(&stripe, &held[..1], &wish, &|_| {}).await;
    let Verdict::CouldNotAsk { cause } = findings.keys[0].verdict else { panic!("nobody knows about which account") };
    assert_eq!(cause.code(), "no_account_for_organization", "said honestly");
}

#[tokio::test]
async fn two_checks_at_once_share_four_places() {
    let script = || scripts(KeyScript::test()).with_latency(5);
    let (fake, stripe) = stripe(script());
    let wish = || Wish {
        needs: needs(&["charge_read", "customer_read", "plan_read", "product_read", "invoice_read", "payout_read"]),
        webhooks: vec![webhook()],
        ..Wish::default()
    };
    let (first, second) = (wish(), wish());
    let (held, quiet): (_, &(dyn Fn(Progress<'_>) + Send + Sync)) = (three(), &|_| {});
    let other = stripe.clone();
    tokio::join!(check(&stripe, &held, &first, quiet), check(&other, &held, &second, quiet));
    assert_eq!(fake.most_at_once(), 4, "all places are used, and no more, however many deliveries are checked");
}

#[tokio::test]
async fn a_dropped_check_ends_at_once_and_frees_its_places() {
    let slow = Behaviour::Slow { ms: 60_000, then: Box::new(Behaviour::Works) };
    let (fake, stripe) = stripe(scripts(KeyScript::test().then(slow)));
    let (held, wish) = (three(), Wish::default());
    {
        let mut check = pin!(check(&stripe, &held, &wish, &|_| {}));
        while fake.requests().len() < 3 {
            tokio::select! {
                _ = &mut check => panic!("the fake waits a minute"),
                () = tokio::time::sleep(Duration::from_millis(1)) => {}
            }
        }
    }
    fake.set(&restricted(), KeyScript::test());
    let findings = check(&stripe, &held, &wish, &|_| {}).await;
    assert_eq!(codes(&findings)[1], "works", "nothing of the first is in the way of the second");
    assert_eq!(fake.requests().len(), 6, "and it was not asked on behind anybody's back");
}

/// The bound that a check is built for: two rounds of calls, whatever their number.
#[tokio::test]
async fn no_call_waits_for_more_than_who_the_key_is() {
    let (fake, stripe) = stripe(scripts(KeyScript::test()).with_latency(20));
    let wish = Wish { needs: needs(&["charge_read"]), webhooks: vec![webhook()], ..Wish::default() };
    check(&stripe, &three(), &wish, &|_| {}).await;
    let paths: Vec<String> = fake.requests().into_iter().map(|asked| asked.path).collect();
    let mut first: Vec<&str> = paths.iter().take(3).map(String::as_str).collect();
    first.sort_unstable();
    assert_eq!(first, ["/v1/account", "/v1/account", "/v1/balance"], "all keys are identified together");
    let mut second: Vec<&str> = paths.iter().skip(3).map(String::as_str).collect();
    second.sort_unstable();
    assert_eq!(second, ["/v1/charges", "/v1/webhook_endpoints", "/v2/core/event_destinations"], "then all else");
}

/// Keys, customers, amounts and Stripe's own sentences: what must not come out whatever is printed.
#[tokio::test]
async fn no_finding_prints_a_key_or_a_word_of_the_servers() {
    let leaky = format!("canary {} {}", secret(), publishable());
    let answers = [
        Behaviour::Works,
        Behaviour::LacksPermission { wording: keycourier_testkit::fake_stripe::Wording::New, permission: None },
        Behaviour::Refused { status: 403, code: Some("canary".to_owned()), message: leaky.clone() },
        Behaviour::Refused { status: 401, code: None, message: leaky.clone() },
        Behaviour::Garbage { status: 200, body: leaky.clone() },
        Behaviour::Garbage { status: 500, body: leaky },
    ];
    for answer in answers {
        let script = Script::default()
            .with(&publishable(), KeyScript::test().then(answer.clone()))
            .with(&restricted(), KeyScript::test().then(answer));
        let (fake, stripe) = stripe(script.with_endpoint(Endpoint::default()));
        let wish = Wish {
            needs: needs(&["charge_read", "customer_write"]),
            webhooks: vec![webhook()],
            writes: true,
            ..Wish::default()
        };
        let held = three();
        let findings = check(&stripe, &held, &wish, &|_| {}).await;
        let json = serde_json::to_string(&findings).expect("findings are JSON");
        let shown = format!("{findings:?} {json} {:?}", fake.requests());
        for canary in ["canary", "123456789", "owner@", "provided", "Enabling", "****"] {
            let of_fake = canary == "****";
            assert!(of_fake || !shown.contains(canary), "{canary} came from the server: {shown}");
        }
        for key in [publishable(), restricted(), keys::webhook_secret(5)] {
            // Behind the account, which is no secret, and before the ending that a mask may show.
            let hidden = key.as_bytes().get(26..key.len() - 6).expect("a long key");
            for part in hidden.windows(6) {
                let part = str::from_utf8(part).expect("letters and digits");
                assert!(!shown.contains(part), "six characters of a key are in {shown}");
            }
        }
    }
}

#[tokio::test]
async fn without_a_network_everything_is_unknown_and_nothing_is_wrong() {
    let limits =
        Limits { first_wait: Duration::ZERO, longest_wait: Duration::ZERO, per_second: 1_000, ..Limits::default() };
    let stripe = Stripe::new(Client::new(limits), Origin::loopback("http://127.0.0.1:1").expect("a good form"));
    let wish = Wish { needs: needs(&["charge_read"]), webhooks: vec![webhook()], ..Wish::default() };
    let findings = check(&stripe, &three(), &wish, &|_| {}).await;
    assert_eq!(codes(&findings), ["could_not_ask"; 3], "nobody answered");
    assert!(findings.keys.iter().all(|key| !key.verdict.stops_sending()), "so nothing is held back");
}

/// Checks are made from tasks that move between threads, and are dropped there.
#[test]
fn a_check_can_be_spawned() {
    fn is_send<T: Send>(value: T) -> T {
        value
    }
    let (_fake, stripe) = stripe(Script::default());
    let (held, wish) = (Vec::new(), Wish::default());
    let check = is_send(check(&stripe, &held, &wish, &|_| {}));
    assert!(size_of_val(&check) > 0, "it compiles, and nothing is sent until it is polled");
}

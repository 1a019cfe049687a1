//! Listing, creating and mending webhooks.

use keycourier_credentials::{Kind, Mode, Paste, parse};
use keycourier_http::IdempotencyKey;
use keycourier_stripe::{
    Created, EventName, MayChange, NotChanged, Off, Reason, Sight, Stripe, WantedWebhook, WebhookFinding, compare,
};
use keycourier_testkit::fake_stripe::{Account, Behaviour, Endpoint, FakeStripe, KeyScript, Script, Wording};
use secrecy::ExposeSecret;

use crate::support::{lacks, publishable, refused, restricted, secret, stripe};

const V1: &str = "/v1/webhook_endpoints";
const V2: &str = "/v2/core/event_destinations";
const URL: &str = "https://jelou.example/hooks/stripe";

struct Setting {
    fake: FakeStripe,
    stripe: Stripe,
    paste: Paste,
}

fn setting(key: &str, script: KeyScript, endpoints: Vec<Endpoint>) -> Setting {
    let script = endpoints.into_iter().fold(Script::default().with(key, script), Script::with_endpoint);
    let (fake, stripe) = stripe(script);
    Setting { fake, stripe, paste: parse(key) }
}

impl Setting {
    fn key(&self) -> &keycourier_credentials::Credential {
        self.paste.credentials().next().expect("a whole key").1
    }

    async fn find(&self, wanted: &WantedWebhook) -> WebhookFinding {
        let listing = self.stripe.list_webhooks(self.key(), None).await;
        compare(&listing, wanted, MayChange::Unknown)
    }

    async fn create(&self, wanted: &WantedWebhook, idempotency: &IdempotencyKey) -> Result<Created, NotChanged> {
        self.stripe.create_webhook(self.key(), None, wanted, idempotency).await
    }

    async fn reason(&self, wanted: &WantedWebhook) -> Option<Reason> {
        self.create(wanted, &idempotency(9)).await.err().map(|not| not.reason)
    }
}

fn idempotency(seed: u8) -> IdempotencyKey {
    IdempotencyKey::of_random([seed; 16])
}

fn wanted(mode: Mode) -> WantedWebhook {
    let events = ["payment_intent.succeeded", "payment_intent.payment_failed"];
    WantedWebhook {
        mode,
        url: URL.parse().expect("an address"),
        events: events.into_iter().map(|event| event.parse::<EventName>().expect("an event")).collect(),
        api_version: None,
    }
}

fn endpoint() -> Endpoint {
    let events = wanted(Mode::Test).events.iter().map(ToString::to_string).collect();
    Endpoint { url: URL.to_owned(), enabled_events: events, ..Endpoint::default() }
}

#[tokio::test]
async fn an_endpoint_is_created_and_its_secret_comes_once() {
    let setting = setting(&secret(), KeyScript::test(), vec![]);
    let wanted = wanted(Mode::Test);
    assert_eq!(setting.find(&wanted).await.off, [Off::Missing { certain: true }], "there is none yet");
    let created = setting.create(&wanted, &idempotency(1)).await.expect("it is created");
    let kept = &setting.fake.endpoints()[0];
    // EXPOSE: compared with what the fake made.
    assert_eq!(created.secret().expose_secret(), kept.secret, "the secret that signs its deliveries");
    assert_eq!(created.credential().map(|one| one.kind()), Some(Kind::WebhookSecret), "as a credential");
    assert_eq!(created.endpoint.as_str(), kept.id, "and the id");
    assert!(created.request_id.is_some(), "Stripe's name of the call");
    assert_eq!(setting.find(&wanted).await.code(), "ok", "now there is one");
}

#[tokio::test]
async fn a_lost_answer_costs_neither_the_secret_nor_a_second_endpoint() {
    let script = KeyScript::test().at(&format!("POST {V1}"), Behaviour::CutAfter);
    let setting = setting(&secret(), script, vec![]);
    let wanted = wanted(Mode::Test);
    let lost = setting.create(&wanted, &idempotency(1)).await.err().expect("nothing came back");
    assert_eq!(lost.reason.code(), "could_not_ask", "nobody knows whether it was made");
    assert!(lost.reason.keeps_the_key(), "so the key is kept for another try");
    setting.fake.set(&secret(), KeyScript::test());
    let created = setting.create(&wanted, &idempotency(1)).await.expect("the kept answer");
    let made = setting.fake.endpoints();
    assert_eq!(made.len(), 1, "Stripe made one");
    // EXPOSE: compared with what the fake made.
    assert_eq!(created.secret().expose_secret(), made[0].secret, "and tells its secret again for the same key");

    let other = WantedWebhook { url: "https://other.example/".parse().expect("an address"), ..wanted };
    let reason = setting.create(&other, &idempotency(1)).await.err().map(|not| not.reason);
    assert_eq!(reason, Some(Reason::AnotherChange), "one key is for one change");
}

#[tokio::test]
async fn each_refusal_of_a_change_has_its_reason() {
    let post = format!("POST {V1}");
    let at = |behaviour| KeyScript::test().at(&post, behaviour);
    let cases = [
        (at(lacks(Wording::Old)), Reason::NotAllowed),
        (at(lacks(Wording::New)), Reason::NotAllowed),
        (at(Behaviour::Conflict), Reason::StillRunning),
        (at(Behaviour::NotFound), Reason::Gone),
        (at(refused(400, Some("parameter_invalid"), "Something.")), Reason::Refused),
        (at(refused(400, None, "Invalid URL: x")), Reason::AddressRefused),
    ];
    for (script, reason) in cases {
        let setting = setting(&restricted(), script, vec![]);
        assert_eq!(setting.reason(&wanted(Mode::Test)).await, Some(reason), "{}", reason.code());
        assert!(setting.fake.endpoints().is_empty(), "nothing was made");
    }
    for (behaviour, code) in [
        (Behaviour::Expired, "key_refused"),
        (Behaviour::Unknown, "key_refused"),
        (Behaviour::LockedToOtherAddresses, "key_refused"),
        (Behaviour::RateLimited, "could_not_ask"),
        (Behaviour::Fails { status: 500 }, "could_not_ask"),
        (Behaviour::Garbage { status: 200, body: "{}".to_owned() }, "could_not_ask"),
    ] {
        let setting = setting(&secret(), at(behaviour), vec![]);
        let reason = setting.reason(&wanted(Mode::Test)).await.map(|reason| reason.code());
        assert_eq!(reason, Some(code), "what stands between");
    }
}

#[tokio::test]
async fn stripes_own_rules_are_told_apart() {
    let live = || KeyScript::of(Account { livemode: true, ..Account::default() });
    let open = setting(&secret(), live(), vec![]);
    let http = WantedWebhook { url: "http://jelou.example/x".parse().expect("an address"), ..wanted(Mode::Live) };
    assert_eq!(open.reason(&http).await, Some(Reason::AddressRefused), "live mode wants https");
    let near = WantedWebhook { url: "https://127.0.0.1/x".parse().expect("an address"), ..wanted(Mode::Test) };
    assert_eq!(open.reason(&near).await, Some(Reason::AddressRefused), "an address that nobody else can reach");

    let many = |n| Endpoint { url: format!("https://shop.example/{n}"), ..Endpoint::default() };
    let full = setting(&secret(), KeyScript::test(), (0..16).map(many).collect());
    let finding = full.find(&wanted(Mode::Test)).await;
    assert_eq!(finding.off[1], Off::LimitReached { count: 16 }, "said before anybody clicks");
    assert!(!finding.calls_for_create(), "and not offered");
    assert_eq!(full.reason(&wanted(Mode::Test)).await, Some(Reason::LimitReached), "nor possible");
}

#[tokio::test]
async fn an_endpoint_is_mended() {
    let off = Endpoint {
        disabled: true,
        enabled_events: vec!["payment_intent.succeeded".into(), "payout.paid".into()],
        ..endpoint()
    };
    for (destination, disabled) in [(false, true), (true, true), (true, false)] {
        let setting = setting(&secret(), KeyScript::test(), vec![Endpoint { destination, disabled, ..off.clone() }]);
        let finding = setting.find(&wanted(Mode::Test)).await;
        let mend = finding.mend(true).expect("there is something to mend");
        let changed = setting.stripe.mend_webhook(setting.key(), None, &mend, &idempotency(2)).await;
        assert!(changed.is_ok_and(|id| id.is_some()), "it is done, by whichever version of the API knows it");
        let after = setting.find(&wanted(Mode::Test)).await;
        assert_eq!((after.code(), after.off), ("ok", vec![]), "all is well now");
        let again = setting.stripe.mend_webhook(setting.key(), None, &mend, &idempotency(2)).await;
        assert!(again.is_ok(), "a second time changes nothing");
    }
    let typo = Endpoint { url: "https://jelou.example/hooks/stripe/".to_owned(), ..endpoint() };
    for destination in [false, true] {
        let setting = setting(&secret(), KeyScript::test(), vec![Endpoint { destination, ..typo.clone() }]);
        let mend = setting.find(&wanted(Mode::Test)).await.mend(false).expect("the address is off");
        let changed = setting.stripe.mend_webhook(setting.key(), None, &mend, &idempotency(3)).await;
        assert!(changed.is_ok(), "it is put right");
        assert_eq!(setting.fake.endpoints()[0].url, URL, "where it should send to");
    }
}

#[tokio::test]
async fn an_endpoint_that_is_gone_or_out_of_reach_is_not_mended() {
    let setting = setting(&secret(), KeyScript::test(), vec![Endpoint { disabled: true, ..endpoint() }]);
    let mend = setting.find(&wanted(Mode::Test)).await.mend(false).expect("it is switched off");
    let gone = keycourier_stripe::Mend { endpoint: "we_1Gone".parse().expect("an id"), ..mend.clone() };
    let outcome = setting.stripe.mend_webhook(setting.key(), None, &gone, &idempotency(1)).await;
    assert_eq!(outcome.err().map(|not| not.reason), Some(Reason::Gone), "somebody deleted it meanwhile");
    setting.fake.set(&secret(), KeyScript::test().only(&["webhook_read"]));
    let outcome = setting.stripe.mend_webhook(setting.key(), None, &mend, &idempotency(2)).await;
    assert_eq!(outcome.err().map(|not| not.reason), Some(Reason::NotAllowed), "the key may only look");
}

#[tokio::test]
async fn all_pages_are_read() {
    let many = |n| Endpoint { url: format!("https://shop.example/{n}"), ..Endpoint::default() };
    let first = std::iter::once(endpoint());
    let setting = setting(&secret(), KeyScript::test(), first.chain((0..230).map(many)).collect());
    let listing = setting.stripe.list_webhooks(setting.key(), None).await;
    assert_eq!((listing.endpoints.len(), listing.sight), (231, Sight::Whole), "three pages of each list");
    assert_eq!(listing.request_ids.len(), 6, "and no call twice");
    assert_eq!(compare(&listing, &wanted(Mode::Test), MayChange::Yes).code(), "ok", "the oldest is on the last page");
}

#[tokio::test]
async fn what_only_one_list_has_is_found_and_half_a_sight_is_said() {
    let workbench = setting(&secret(), KeyScript::test(), vec![Endpoint { destination: true, ..endpoint() }]);
    assert_eq!(workbench.find(&wanted(Mode::Test)).await.code(), "ok", "made in the newer Dashboard");
    workbench.fake.add_endpoint(Endpoint::default());
    assert_eq!(workbench.find(&wanted(Mode::Test)).await.code(), "ok", "beside one that both lists have");
    let thin = setting(&secret(), KeyScript::test(), vec![Endpoint { destination: true, thin: true, ..endpoint() }]);
    assert_eq!(thin.find(&wanted(Mode::Test)).await.code(), "thin_events", "events of another form");

    let half = KeyScript::test().only(&["webhook_read"]);
    let setting = setting(&restricted(), half, vec![Endpoint { destination: true, ..endpoint() }]);
    let finding = setting.find(&wanted(Mode::Test)).await;
    assert_eq!(finding.off, [Off::Missing { certain: false }], "it may be where the key can't look");
    assert_eq!(finding.sight, Sight::Half, "which is said");
}

#[tokio::test]
async fn what_a_key_may_not_see_is_not_called_missing() {
    for wording in [Wording::Old, Wording::New, Wording::NotOffered] {
        let script = KeyScript::test().only(&["charge_read"]).wording(wording);
        let finding = setting(&restricted(), script, vec![endpoint()]).find(&wanted(Mode::Test)).await;
        assert_eq!((finding.code(), finding.off), ("not_allowed", vec![]), "the manual way is left");
    }
    let failing = KeyScript::test().at(V1, Behaviour::Fails { status: 500 }).at(V2, Behaviour::Cut);
    let finding = setting(&secret(), failing, vec![endpoint()]).find(&wanted(Mode::Test)).await;
    assert_eq!((finding.code(), finding.off), ("could_not_ask", vec![]), "nobody answered");
    let torn = KeyScript::test()
        .first_at(&format!("GET {V1}"), Behaviour::Works)
        .at(&format!("GET {V1}"), Behaviour::NotFound);
    let many = |n| Endpoint { url: format!("https://shop.example/{n}"), ..Endpoint::default() };
    let setting = setting(&secret(), torn, std::iter::once(endpoint()).chain((0..120).map(many)).collect());
    let listing = setting.stripe.list_webhooks(setting.key(), None).await;
    assert_eq!(listing.sight, Sight::Half, "half a list is none");
    let finding = super::webhooks::setting(&publishable(), KeyScript::test(), vec![]).find(&wanted(Mode::Test)).await;
    assert_eq!(finding.code(), "could_not_ask", "a publishable key sees nothing");
}

#[tokio::test]
async fn nothing_of_another_endpoint_comes_out() {
    let other = Endpoint { url: "https://canary.example/secret-token".to_owned(), ..Endpoint::default() };
    let destination = Endpoint { destination: true, ..other.clone() };
    let setting = setting(&secret(), KeyScript::test(), vec![other, destination, endpoint()]);
    let finding = setting.find(&wanted(Mode::Test)).await;
    let shown = format!("{finding:?} {}", serde_json::to_string(&finding).expect("a finding is JSON"));
    assert!(!shown.contains("canary") && !shown.contains("whsec_"), "only what is at the wanted host: {shown}");
    let again: WebhookFinding =
        serde_json::from_str(&serde_json::to_string(&finding).expect("JSON")).expect("and back");
    assert_eq!(again, finding, "it can be kept");
}

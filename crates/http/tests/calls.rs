//! Calls over a real connection, to a server that misbehaves on purpose.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use keycourier_http::{Client, Error, IdempotencyKey, Limits, Origin, Request, Response};
use keycourier_testkit::fake_stripe::{Behaviour, FakeStripe, KeyScript, Script};
use keycourier_testkit::keys;
use secrecy::SecretString;

const PATH: &str = "/v1/balance";

struct Setting {
    fake: FakeStripe,
    client: Client,
    key: SecretString,
}

fn setting(script: KeyScript) -> Setting {
    within(script, Limits::default())
}

/// A key with this script, and a client that doesn't wait between tries.
fn within(script: KeyScript, limits: Limits) -> Setting {
    let key = keys::current("sk_test_", keys::ACCOUNT, 1);
    let fake = FakeStripe::start(Script::default().with(&key, script)).expect("a free port");
    let client = Client::new(Limits { first_wait: Duration::ZERO, longest_wait: Duration::ZERO, ..limits });
    Setting { fake, client, key: SecretString::from(key) }
}

impl Setting {
    fn origin(&self) -> Origin {
        Origin::loopback(&self.fake.base()).expect("the fake is on loopback")
    }

    fn get(&self) -> Request {
        Request::get(&self.origin(), PATH).bearer(&self.key)
    }

    fn post(&self) -> Request {
        let key = IdempotencyKey::of_random([7; 16]);
        Request::post(&self.origin(), PATH, &key).bearer(&self.key).form("url", "https://shop.example/?a=1&b=2")
    }

    async fn outcome(&self, request: Request) -> (Result<u16, Error>, usize) {
        let outcome = self.client.send(&request).await;
        (outcome.map(|response| response.status()), self.fake.requests().len())
    }
}

#[tokio::test]
async fn a_call_carries_what_it_should_and_nothing_else() {
    let setting = setting(KeyScript::test());
    let request = setting.get().header("stripe-version", "2026-10-28.endive").query("limit", "1");
    let response = setting.client.send(&request).await.expect("the fake answers");
    assert_eq!(response.status(), 200, "a good key");
    assert!(response.header("request-id").is_some_and(|id| id.starts_with("req_")), "headers can be read");
    let asked = setting.fake.requests().remove(0);
    let names: Vec<&str> = asked.headers.keys().map(String::as_str).collect();
    assert_eq!(names, ["accept", "host", "stripe-version", "user-agent"], "no cookie, no referrer, no encoding");
    let agent = asked.header("user-agent").unwrap_or_default();
    assert!(agent.starts_with("Keycourier/"), "servers are told who asks: {agent}");
    assert_eq!((asked.method.as_str(), asked.query.as_deref()), ("GET", Some("limit=1")), "as asked for");
    assert!(asked.key.is_some_and(|mask| mask.starts_with("sk_test_*")), "the key came as a bearer");
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_is_not_followed() {
    let setting = setting(KeyScript::test().then(Behaviour::Redirect));
    let (outcome, _) = setting.outcome(setting.get()).await;
    assert_eq!(outcome, Ok(302), "the answer itself");
    let paths: Vec<String> = setting.fake.requests().into_iter().map(|asked| asked.path).collect();
    assert_eq!(paths, [PATH], "a key goes nowhere that we did not send it");
}

#[tokio::test]
async fn what_passes_is_tried_three_times_and_what_does_not_is_tried_once() {
    let advised = |retry, then| Behaviour::Advises { retry, then: Box::new(then) };
    let cases = [
        (Behaviour::Works, Ok(200), 1),
        (Behaviour::Unknown, Ok(401), 1),
        (Behaviour::NotFound, Ok(404), 1),
        (Behaviour::Conflict, Ok(409), 3),
        (Behaviour::RateLimited, Ok(429), 3),
        (Behaviour::Fails { status: 500 }, Ok(500), 3),
        (Behaviour::Fails { status: 503 }, Ok(503), 3),
        (Behaviour::Cut, Err(Error::Cut), 3),
        (Behaviour::CutInBody, Err(Error::Cut), 3),
        (Behaviour::Huge { bytes: (1 << 20) + 1 }, Err(Error::TooBig), 1),
        (advised(false, Behaviour::Fails { status: 500 }), Ok(500), 1),
        (advised(false, Behaviour::RateLimited), Ok(429), 1),
        (advised(true, Behaviour::NotFound), Ok(404), 3),
    ];
    for (n, (behaviour, expected, tries)) in cases.into_iter().enumerate() {
        let setting = setting(KeyScript::test().then(behaviour));
        let outcome = setting.outcome(setting.get()).await;
        assert_eq!(outcome, (expected, tries), "case {n}");
    }
}

#[tokio::test]
async fn a_second_try_that_works_is_the_answer() {
    let script = KeyScript::test().first(Behaviour::Fails { status: 502 }).first(Behaviour::Cut);
    let setting = setting(script);
    let outcome = setting.outcome(setting.get()).await;
    assert_eq!(outcome, (Ok(200), 3), "it failed, was cut, and worked");
}

#[tokio::test]
async fn tries_of_a_post_carry_one_idempotency_key() {
    let script = KeyScript::test().first(Behaviour::Cut).first(Behaviour::Conflict);
    let setting = setting(script);
    let (_, tries) = setting.outcome(setting.post()).await;
    assert_eq!(tries, 3, "cut, then in progress, then answered");
    let asked = setting.fake.requests();
    let keys: Vec<&str> = asked.iter().filter_map(|asked| asked.header("idempotency-key")).collect();
    assert_eq!(keys, ["07070707-0707-4707-8707-070707070707"; 3], "or the server would do it three times");
    let kinds: Vec<&str> = asked.iter().filter_map(|asked| asked.header("content-type")).collect();
    assert_eq!(kinds, ["application/x-www-form-urlencoded"; 3], "Stripe's version 1 takes forms");
}

#[tokio::test]
async fn a_post_that_failed_on_the_server_is_not_repeated() {
    let setting = setting(KeyScript::test().then(Behaviour::Fails { status: 500 }));
    let outcome = setting.outcome(setting.post()).await;
    assert_eq!(outcome, (Ok(500), 1), "the same key would only get the saved failure again");
}

#[tokio::test]
async fn an_answer_that_does_not_come_is_a_time_out_and_not_asked_for_again() {
    let slow = Behaviour::Slow { ms: 60_000, then: Box::new(Behaviour::Works) };
    let limits = Limits { per_try: Duration::from_millis(50), ..Limits::default() };
    let setting = within(KeyScript::test().then(slow), limits);
    let outcome = setting.outcome(setting.get()).await;
    assert_eq!(outcome, (Err(Error::TimedOut), 1), "somebody is waiting");
}

#[tokio::test]
async fn nobody_listening_is_no_network() {
    let client = setting(KeyScript::test()).client;
    let closed = Origin::loopback("http://127.0.0.1:1").expect("a good form");
    let outcome = client.send(&Request::get(&closed, PATH)).await.map(|response| response.status());
    assert_eq!(outcome, Err(Error::NoNetwork), "port 1 has no server");
}

#[tokio::test]
async fn an_answer_of_exactly_the_allowed_size_is_taken() {
    let setting = setting(KeyScript::test().then(Behaviour::Huge { bytes: 1 << 20 }));
    let outcome = setting.outcome(setting.get()).await;
    assert_eq!(outcome, (Ok(200), 1), "a mebibyte is allowed");
}

#[tokio::test]
async fn no_more_than_four_calls_are_open_at_once() {
    let slow = Behaviour::Slow { ms: 150, then: Box::new(Behaviour::Works) };
    let setting = setting(KeyScript::test().then(slow));
    let calls: Vec<_> = (0..12).map(|_| (setting.client.clone(), setting.get())).collect();
    let mut running = Vec::new();
    for (client, request) in calls {
        running.push(tokio::spawn(async move { client.send(&request).await.map(|response| response.status()) }));
    }
    for call in running {
        assert_eq!(call.await.expect("no panic"), Ok(200), "all are answered in the end");
    }
    assert_eq!(setting.fake.most_at_once(), 4, "clones share four places, and use them");
}

#[tokio::test]
async fn a_dropped_call_gives_its_place_back() {
    let slow = Behaviour::Slow { ms: 60_000, then: Box::new(Behaviour::Works) };
    let limits = Limits { at_once: 1, ..Limits::default() };
    let setting = within(KeyScript::test().first(slow), limits);
    {
        let request = setting.get();
        let mut call = pin!(setting.client.send(&request));
        while setting.fake.requests().is_empty() {
            tokio::select! {
                _ = &mut call => panic!("the fake waits a minute"),
                () = tokio::time::sleep(Duration::from_millis(1)) => {}
            }
        }
    }
    let (outcome, _) = setting.outcome(setting.get()).await;
    assert_eq!(outcome, Ok(200), "the only place is free again");
}

#[tokio::test]
async fn what_is_left_unread_is_its_status_and_no_more() {
    for (behaviour, read, unread) in [
        (Behaviour::Works, Ok((200, true)), Ok((200, false))),
        (Behaviour::Huge { bytes: 2 << 20 }, Err(Error::TooBig), Ok((200, false))),
        (Behaviour::CutInBody, Err(Error::Cut), Ok((200, false))),
        (Behaviour::Unknown, Ok((401, true)), Ok((401, true))),
    ] {
        let setting = setting(KeyScript::test().then(behaviour));
        let outcome = |response: Response| (response.status(), response.json::<serde_json::Value>().is_ok());
        let seen = setting.client.send(&setting.get()).await.map(outcome);
        assert_eq!(seen, read, "a body that is read is JSON, or the call fails");
        let seen = setting.client.send(&setting.get().unread()).await.map(outcome);
        assert_eq!(seen, unread, "of a good answer only the status counts; an error is read all the same");
    }
}

#[tokio::test]
async fn a_post_carries_a_form_or_json() {
    let setting = setting(KeyScript::test());
    let json = setting.post().json(&["a"]);
    setting.client.send(&json).await.expect("the fake answers");
    let asked = setting.fake.requests().remove(0);
    assert_eq!(asked.header("content-type"), Some("application/json"), "Stripe's version 2 takes JSON");
}

#[tokio::test]
async fn a_body_is_understood_or_not_and_never_quoted() {
    let canary = "canary-of-the-server";
    let setting = setting(KeyScript::test().then(Behaviour::Garbage { status: 200, body: format!("\"{canary}\"") }));
    let response = setting.client.send(&setting.get()).await.expect("an answer");
    let error = response.json::<u32>().expect_err("a text is no number");
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains(canary), "what a server says goes into no error: {shown}");
    assert_eq!(response.json::<String>().as_deref(), Ok(canary), "it was there");
}

#[tokio::test]
async fn no_error_says_where_or_what_was_asked() {
    let setting = setting(KeyScript::test().then(Behaviour::Cut));
    let request = setting.get().query("secret", "canary-of-the-query");
    let error = setting.client.send(&request).await.err().expect("it is cut");
    let shown = format!("{error} {error:?}");
    for canary in ["canary", "127.0.0.1", "sk_test_", "hyper", "reqwest", PATH] {
        assert!(!shown.contains(canary), "{canary} stands in {shown}");
    }
}

/// Calls are made from tasks that move between threads.
#[test]
fn calls_can_be_spawned() {
    fn is_send<T: Send>(value: T) -> T {
        value
    }
    async fn call(client: Client, request: Request) -> Result<Response, Error> {
        client.send(&request).await
    }
    fn check(client: Client, request: Request) -> impl Future<Output = Result<Response, Error>> + Send {
        is_send(call(client, request))
    }
    let future = check(Client::new(Limits::default()), Request::get(&Origin::stripe(), PATH));
    assert!(size_of_val(&future) > 0, "it compiles, and nothing is sent until it is polled");
}

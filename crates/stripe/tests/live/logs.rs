//! What libraries write into logs at their most talkative.

use std::sync::{Mutex, PoisonError};

use keycourier_credentials::parse;
use keycourier_http::IdempotencyKey;
use keycourier_stripe::WantedWebhook;
use keycourier_testkit::fake_stripe::{Behaviour, KeyScript, Script};
use log::{LevelFilter, Log, Metadata, Record};

use crate::support::{secret, stripe};

struct Kept(Mutex<String>);

static KEPT: Kept = Kept(Mutex::new(String::new()));

impl Log for Kept {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &Record<'_>) {
        let line = format!("{} {}\n", record.target(), record.args());
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push_str(&line);
    }

    fn flush(&self) {}
}

#[tokio::test]
async fn no_log_holds_a_key_or_what_the_server_said() {
    log::set_logger(&KEPT).expect("the only one in this process");
    log::set_max_level(LevelFilter::Trace);
    let key = secret();
    let paste = parse(&key);
    let (_, credential) = paste.credentials().next().expect("a whole key");
    let canary = Behaviour::Refused { status: 401, code: None, message: format!("canary {key}") };
    for script in [KeyScript::test(), KeyScript::test().then(canary), KeyScript::test().then(Behaviour::Cut)] {
        let (_fake, stripe) = stripe(Script::default().with(&key, script));
        stripe.check_key(credential, None).await;
        let wanted = WantedWebhook {
            mode: keycourier_credentials::Mode::Test,
            url: "https://shop.example/x".parse().expect("an address"),
            events: ["invoice.paid".parse().expect("an event")].into(),
            api_version: None,
        };
        // Whether it is made is another test's matter.
        let _ = stripe.create_webhook(credential, None, &wanted, &IdempotencyKey::of_random([1; 16])).await;
    }
    let kept = KEPT.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    assert!(kept.contains("reqwest"), "the libraries do write: {kept}");
    assert!(!kept.contains("canary") && !kept.contains("whsec_"), "nothing that the server said: {kept}");
    let hidden = key.as_bytes().get(26..).expect("a long key");
    for part in hidden.windows(6) {
        let part = str::from_utf8(part).expect("letters and digits");
        assert!(!kept.contains(part), "six characters of the key are in {kept}");
    }
}

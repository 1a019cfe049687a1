//! What a full check of a delivery costs where each answer takes 100 ms, beside what four calls at once and twenty a second allow:
//! `cargo run --release -p keycourier-stripe --example checking_cost --features loopback-hosts`.

use std::error::Error;
use std::io::Write;
use std::time::Instant;

use keycourier_credentials::{Kind, Mode, Slot, parse};
use keycourier_http::{Client, Limits, Origin};
use keycourier_stripe::{Permission, Plan, PlannedKey, Stripe, WriteProbes};
use keycourier_testkit::fake_stripe::{FakeStripe, KeyScript, Script};
use keycourier_testkit::keys;

/// Milliseconds.
const ANSWER: u64 = 100;

fn main() -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(measure())
}

async fn measure() -> Result<(), Box<dyn Error>> {
    let value = keys::current("rk_test_", keys::ACCOUNT, 1);
    let paste = parse(&value);
    let (_, key) = paste.credentials().next().ok_or("no key")?;
    let slot = Slot::usual(Kind::Restricted, Mode::Test).id;
    let all: Vec<Permission> = RESOURCES.iter().map(|name| format!("{name}_read").parse()).collect::<Result<_, _>>()?;
    let mut out = std::io::stdout().lock();
    for count in [0, 4, all.len()] {
        let needs = all.get(..count).unwrap_or_default();
        let fake = FakeStripe::start(Script::default().with(&value, KeyScript::test()).with_latency(ANSWER))?;
        let stripe = Stripe::new(Client::new(Limits::default()), Origin::loopback(&fake.base())?);
        let keys = [PlannedKey { slot: &slot, key, origins: None }];
        let plan = Plan {
            mode: Mode::Test,
            keys: &keys,
            account: None,
            needs,
            webhooks: &[],
            write_probes: WriteProbes::NotAgreed,
        };
        let start = Instant::now();
        stripe.check_delivery(&plan, &|_| ()).await;
        let took = start.elapsed();
        let calls = fake.requests().len() as f64;
        let allowed = (calls / 4.0 * (ANSWER as f64 / 1000.0)).max(calls / 20.0);
        let ratio = took.as_secs_f64() / allowed;
        writeln!(out, "{calls} calls: allowed {allowed:.2} s, took {:.2} s, ratio {ratio:.2}", took.as_secs_f64())?;
    }
    Ok(())
}

const RESOURCES: [&str; 12] = [
    "customer",
    "charge",
    "payment_intent",
    "balance",
    "product",
    "invoice",
    "subscription",
    "coupon",
    "event",
    "payout",
    "dispute",
    "checkout_session",
];

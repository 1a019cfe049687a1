//! A key, a script and a fake Stripe, and what came of asking.

use std::time::Duration;

use keycourier_credentials::{AccountId, Mode, parse};
use keycourier_http::{Client, Limits, Origin};
use keycourier_stripe::{Expected, Learnt, Stripe, Verdict, verdict};
use keycourier_testkit::fake_stripe::{Behaviour, FakeStripe, KeyScript, Recorded, Script, Wording};
use keycourier_testkit::keys;

pub(crate) const BALANCE: &str = "/v1/balance";
pub(crate) const ACCOUNT: &str = "/v1/account";

/// A fake Stripe and the way to it. Nobody waits between tries, and the twenty a second are for the limiter's own tests.
pub(crate) fn stripe(script: Script) -> (FakeStripe, Stripe) {
    let limits = Limits { per_second: 10_000, ..Limits::default() };
    stripe_within(script, limits)
}

pub(crate) fn stripe_within(script: Script, limits: Limits) -> (FakeStripe, Stripe) {
    let fake = FakeStripe::start(script).expect("a free port");
    let origin = Origin::loopback(&fake.base()).expect("the fake is on loopback");
    let limits = Limits { first_wait: Duration::ZERO, longest_wait: Duration::ZERO, ..limits };
    (fake, Stripe::new(Client::new(limits), origin))
}

pub(crate) struct Checked {
    pub(crate) learnt: Learnt,
    pub(crate) requests: Vec<Recorded>,
    /// All that anybody could print of it.
    pub(crate) shown: String,
}

impl Checked {
    pub(crate) fn verdict(&self, expected: &Expected<'_>) -> Verdict {
        verdict(&self.learnt, expected)
    }

    pub(crate) fn code(&self) -> &'static str {
        self.verdict(&in_test()).code()
    }
}

pub(crate) async fn check(key: &str, script: Option<KeyScript>) -> Checked {
    check_within(key, script, None, Limits::default()).await
}

pub(crate) async fn check_within(
    key: &str,
    script: Option<KeyScript>,
    context: Option<&AccountId>,
    limits: Limits,
) -> Checked {
    let scripts = script.into_iter().fold(Script::default(), |all, script| all.with(key, script));
    let (fake, stripe) = stripe_within(scripts, limits);
    let paste = parse(key);
    let (_, credential) = paste.credentials().next().expect("a whole key");
    let learnt = stripe.check_key(credential, context).await;
    let verdict = verdict(&learnt, &in_test());
    let json = serde_json::to_string(&verdict).expect("a verdict is JSON");
    let shown = format!("{learnt:?} {verdict:?} {json}");
    Checked { learnt, requests: fake.requests(), shown }
}

pub(crate) fn in_test() -> Expected<'static> {
    Expected { mode: Mode::Test, account: None, needs: &[] }
}

pub(crate) fn secret() -> String {
    keys::current("sk_test_", keys::ACCOUNT, 1)
}

pub(crate) fn restricted() -> String {
    keys::current("rk_test_", keys::ACCOUNT, 2)
}

pub(crate) fn publishable() -> String {
    keys::current("pk_test_", keys::ACCOUNT, 3)
}

pub(crate) fn account_of(text: &str) -> AccountId {
    format!("acct_{text}").parse().expect("an account")
}

pub(crate) fn lacks(wording: Wording) -> Behaviour {
    Behaviour::LacksPermission { wording, permission: None }
}

pub(crate) fn refused(status: u16, code: Option<&str>, message: &str) -> Behaviour {
    Behaviour::Refused { status, code: code.map(str::to_owned), message: message.to_owned() }
}

pub(crate) fn page(status: u16, body: &str) -> Behaviour {
    Behaviour::Garbage { status, body: body.to_owned() }
}

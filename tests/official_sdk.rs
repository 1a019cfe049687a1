//! Stripe's own SDK for Python, from PyPI, judges the fake Stripe and the check of signatures: all that is known here of Stripe's answers
//! is worth as much as the fake is like Stripe.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use keycourier_credentials::parse;
use keycourier_stripe::{Proof, SignedDelivery};
use keycourier_testkit::fake_stripe::{Behaviour, FakeStripe, KeyScript, Script, Wording, sign, signature};
use keycourier_testkit::keys;
use keycourier_tests::program::finish;
use serde_json::{Value, json};

const VERSION: &str = "16.1.0";
const TIME: i64 = 1_790_000_000;

/// A folder with the SDK, in the target folder: made once, by `python3 -m venv` and pip.
fn python() -> &'static Path {
    static MADE: LazyLock<PathBuf> = LazyLock::new(|| {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let folder = target.join(format!("stripe-python-{VERSION}"));
        let program = |folder: &Path| {
            if cfg!(windows) { folder.join("Scripts/python.exe") } else { folder.join("bin/python") }
        };
        let works = |folder: &Path| {
            let asked = Command::new(program(folder)).args(["-c", "import stripe; print(stripe.VERSION)"]).output();
            asked.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).trim() == VERSION)
        };
        if !works(&folder) {
            // Made aside and moved: another test may be making it at the same time.
            let aside = target.join(format!("stripe-python-{}", std::process::id()));
            run(Command::new("python3").args(["-m", "venv"]).arg(&aside));
            let wanted = Path::new(env!("CARGO_MANIFEST_DIR")).join("official_sdk/requirements.txt");
            let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "-r"];
            run(Command::new(program(&aside)).args(pip).arg(wanted));
            let _ = std::fs::remove_dir_all(&folder);
            if std::fs::rename(&aside, &folder).is_err() {
                let _ = std::fs::remove_dir_all(&aside);
            }
            assert!(works(&folder), "the SDK is there now");
        }
        program(&folder)
    });
    &MADE
}

fn run(command: &mut Command) {
    let run = finish(command, b"");
    assert_eq!(run.code, 0, "Python with venv and pip is needed (Debian: python3-venv), and PyPI: {}", run.all());
}

/// What the SDK makes of what is asked.
fn judged(asked: &Value) -> Value {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("official_sdk/judge.py");
    let mut command = Command::new(python());
    // A proxy would look for the fake on its own computer.
    command.arg(script).env("NO_PROXY", "127.0.0.1").env("PYTHONDONTWRITEBYTECODE", "1");
    let run = finish(&mut command, asked.to_string().as_bytes());
    assert_eq!(run.code, 0, "the judge speaks: {}", run.complained);
    serde_json::from_str(&run.said).expect("in JSON")
}

struct Case {
    name: &'static str,
    behaviour: Behaviour,
    class: Option<&'static str>,
    code: Option<&'static str>,
    /// 0 where the SDK had nothing that it could read one from.
    status: u16,
}

fn case(
    name: &'static str,
    behaviour: Behaviour,
    class: &'static str,
    code: Option<&'static str>,
    status: u16,
) -> Case {
    Case { name, behaviour, class: Some(class), code, status }
}

fn cases() -> Vec<Case> {
    let lacks = |wording| Behaviour::LacksPermission { wording, permission: None };
    let refused = |status, code: &str| Behaviour::Refused {
        status,
        code: Some(code.to_owned()),
        message: "Missing required param: url.".to_owned(),
    };
    let (auth, permission, request) = ("AuthenticationError", "PermissionError", "InvalidRequestError");
    let more = Some("more_permissions_required");
    vec![
        Case { name: "a good key", behaviour: Behaviour::Works, class: None, code: None, status: 200 },
        case("no such key", Behaviour::Unknown, auth, None, 401),
        case("expired", Behaviour::Expired, auth, Some("api_key_expired"), 401),
        case("locked to addresses", Behaviour::LockedToOtherAddresses, auth, None, 401),
        case("no permission, until 2025", lacks(Wording::Old), permission, None, 403),
        case("no permission, 2026", lacks(Wording::New), permission, more, 403),
        case("no permission to be had", lacks(Wording::NotOffered), permission, None, 403),
        case("another's account", Behaviour::NoAccess, permission, Some("account_invalid"), 403),
        case(
            "a publishable key",
            Behaviour::PublishableKeyRefused { status: 403, coded: true },
            permission,
            Some("secret_key_required"),
            403,
        ),
        case(
            "a publishable key, as of old",
            Behaviour::PublishableKeyRefused { status: 401, coded: false },
            auth,
            None,
            401,
        ),
        case("nothing of that name", Behaviour::NotFound, request, Some("resource_missing"), 404),
        case("a parameter short", refused(400, "parameter_missing"), request, Some("parameter_missing"), 400),
        case("too many calls", Behaviour::RateLimited, "RateLimitError", Some("rate_limit"), 429),
        case("in progress", Behaviour::Conflict, "APIError", Some("idempotency_key_in_use"), 409),
        case("a failure", Behaviour::Fails { status: 500 }, "APIError", None, 500),
        case("out of order", Behaviour::Fails { status: 503 }, "APIError", None, 503),
        case("a page", Behaviour::Garbage { status: 200, body: "<html>".to_owned() }, "APIError", None, 0),
        case("a cut connection", Behaviour::Cut, "APIConnectionError", None, 0),
    ]
}

/// An event with a letter that has two bytes.
const BODY: &str = "{\n  \"id\": \"evt_1\",\n  \"type\": \"invoice.paid\",\n  \"data\": {\"name\": \"M\u{FC}ller\"}\n}";

/// Secret, header and body, and whether they belong together.
fn deliveries() -> Vec<(String, String, String, bool)> {
    let (ours, other) = (keys::webhook_secret(1), keys::webhook_secret(2));
    let good = signature(&ours, TIME, BODY);
    let rolled = format!("t={TIME},v1={},v1={good},v0=6ffbb59b2300aae6", signature(&other, TIME, BODY));
    let header = sign(&ours, TIME, BODY);
    let with = |header: &str, body: &str, genuine| (ours.clone(), header.to_owned(), body.to_owned(), genuine);
    vec![
        with(&header, BODY, true),
        with(&rolled, BODY, true),
        with(&header, "{}", false),
        with(&header, &BODY.replace("paid", "void"), false),
        with(&format!("t={},v1={good}", TIME + 1), BODY, false),
        with(&format!("t={TIME},v0={good},v1={}", "0".repeat(64)), BODY, false),
        (other, header, BODY.to_owned(), false),
    ]
}

fn ours(secret: &str, header: &str, body: &str) -> bool {
    let secret = parse(secret);
    let (_, secret) = secret.credentials().next().expect("a whole secret");
    let delivery = SignedDelivery::read(&format!("Stripe-Signature: {header}\n\n{body}")).expect("a delivery");
    matches!(delivery.verify(secret, TIME), Proof::Genuine { .. })
}

#[test]
fn stripes_own_sdk_takes_the_fake_for_stripe_and_agrees_about_signatures() {
    let cases = cases();
    let key = |n: usize| keys::current("rk_test_", keys::ACCOUNT, 100 + n as u64);
    let owner = keys::current("sk_test_", keys::ACCOUNT, 1);
    let organization = keys::organization("test", 1);
    let script = cases.iter().enumerate().fold(Script::default(), |script, (n, case)| {
        script.with(&key(n), KeyScript::test().then(case.behaviour.clone()))
    });
    let script = script.with(&owner, KeyScript::test()).with(&organization, KeyScript::test());
    let fake = FakeStripe::start(script).expect("a free port");

    let mut calls: Vec<Value> = (0..cases.len()).map(|n| json!({ "key": key(n), "context": null })).collect();
    let account = format!("acct_{}", keys::ACCOUNT);
    calls.push(json!({ "key": organization, "context": account }));
    calls.push(json!({ "key": organization, "context": null }));
    let deliveries = deliveries();
    let signed: Vec<Value> = deliveries
        .iter()
        .map(|(secret, header, body, _)| json!({ "secret": secret, "header": header, "body": body }))
        .collect();
    let secret = keys::webhook_secret(3);
    let sign = json!({ "secret": secret, "body": BODY, "time": TIME });
    let asked = json!({ "base": fake.base(), "calls": calls, "owner": owner, "signed": signed, "sign": sign });
    let said = judged(&asked);
    assert_eq!(said["version"], VERSION, "the pinned one");

    for (n, case) in cases.iter().enumerate() {
        let outcome = &said["calls"][n];
        assert_eq!(outcome["class"].as_str(), case.class, "{}: the class of error", case.name);
        assert_eq!(outcome["code"].as_str(), case.code, "{}: its code", case.name);
        if case.class.is_some() && case.status > 0 {
            assert_eq!(outcome["status"].as_u64(), Some(u64::from(case.status)), "{}: its status", case.name);
            let id = outcome["request_id"].as_str().unwrap_or_default();
            assert!(id.starts_with("req_"), "{}: Stripe's name of the call", case.name);
        }
    }
    let (with, without) = (&said["calls"][cases.len()], &said["calls"][cases.len() + 1]);
    assert_eq!(with["class"], Value::Null, "an organization key with one of its accounts");
    assert_eq!(without["class"], "InvalidRequestError", "and without");

    let made = &said["webhooks"];
    assert_eq!(made["secret"].as_str(), Some(fake.endpoints()[0].secret.as_str()), "the secret comes with creation");
    assert_eq!(made["same"], true, "one idempotency key is one endpoint");
    assert_eq!(made["mended"], json!(["disabled", ["invoice.paid"], null]), "and never again");
    assert_eq!((&made["listed"], &made["destinations"]), (&json!(16), &json!(16)), "pages of both versions");
    assert_eq!(made["too_many"]["class"], "InvalidRequestError", "sixteen and no more");
    assert_eq!(made["other_change"]["class"], "IdempotencyError", "one key is for one change");
    assert_eq!(made["gone"]["code"], "resource_missing", "none of that name");

    for (n, (secret, header, body, genuine)) in deliveries.iter().enumerate() {
        assert_eq!(said["verified"][n], *genuine, "delivery {n}, by Stripe's rules");
        assert_eq!(ours(secret, header, body), *genuine, "delivery {n}, by ours");
    }
    let theirs = said["signed"].as_str().expect("a header");
    assert!(ours(&secret, theirs, BODY), "what Stripe's SDK signs is genuine");
    assert!(!ours(&keys::webhook_secret(4), theirs, BODY), "but for the secret that signed it only");
}

//! Requests that must not be believed: each refused with its own code when it is opened, before anything is kept or anybody is asked.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use keycourier_documents::{Identity, SigningKey};
use keycourier_testkit::fake_stripe::Script;
use keycourier_wire::{AppError, GetRequestRequest, OpenedView, OpeningCode, RequestFault};
use rand_core::OsRng;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use ssh_key::private::{Ed25519Keypair, PrivateKey};
use ssh_key::{HashAlg, LineEnding};

use crate::app::testing::{World, operation_request};

const REQUEST: &str = "request.v1@keycourier";

struct Desk {
    identity: Identity,
}

impl Desk {
    fn new() -> Self {
        Self { identity: Identity::random(&mut OsRng) }
    }

    fn recipient(&self) -> String {
        self.identity.recipient().expect("its own").to_string()
    }

    /// A good payload, to be spoilt.
    fn payload(&self) -> Value {
        json!({
            "format": "request.v1", "id": "AAAAAAAAAAAAAAAAAAAAAA", "created": "2026-11-20T00:00:00Z", "scope": "one",
            "ticket": "IM-20417",
            "issuer": {
                "name": "Imagatec", "domain": "imagatec.com.au", "sign": self.identity.signing().signer().to_string(),
            },
            "to": [{"label": "Helpdesk", "age": self.recipient()}],
            "slots": [slot("secret")],
            "webhooks": [{"mode": "live", "url": "https://imagatec.com.au/stripe", "events": ["charge.succeeded"]}],
        })
    }

    fn with(&self, spoil: impl FnOnce(&mut Value)) -> String {
        let mut payload = self.payload();
        spoil(&mut payload);
        armored(&signed_by(self.identity.signing(), REQUEST, &payload.to_string()))
    }
}

fn slot(name: &str) -> Value {
    json!({"slot": name, "mode": "live", "accepts": ["secret"], "required": true, "purpose": "Taking payments"})
}

/// A signed line of any payload, under any namespace.
fn signed_by(key: &SigningKey, namespace: &str, payload: &str) -> String {
    // EXPOSE: a key made for this test, in the form that the signature library takes.
    let seed: [u8; 32] = key.seed().expose_secret().try_into().expect("32 bytes");
    let private = PrivateKey::from(Ed25519Keypair::from_seed(&seed));
    let line = format!("{payload}\n");
    let signature = private.sign(namespace, HashAlg::Sha512, line.as_bytes()).expect("it signs");
    format!("{line}{}", signature.to_pem(LineEnding::LF).expect("armor"))
}

fn armored(document: &str) -> String {
    let base64 = STANDARD.encode(document);
    let lines: Vec<&str> =
        base64.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).expect("base64 is ASCII")).collect();
    format!("-----BEGIN KEYCOURIER REQUEST-----\n{}\n-----END KEYCOURIER REQUEST-----\n", lines.join("\n"))
}

#[tokio::test]
async fn each_bad_request_is_refused_with_its_own_code_and_nothing_is_kept_or_asked() {
    let desk = Desk::new();
    let payload = desk.payload().to_string();
    let stranger = SigningKey::random(&mut OsRng);
    let good = signed_by(desk.identity.signing(), REQUEST, &payload);
    let swapped = payload.replace(&desk.recipient(), &Desk::new().recipient());
    let plugin = "age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t";
    let hybrid = format!("age1pq1{}", "q".repeat(1900));
    let refused = |cause| AppError::RequestRefused { cause };
    let name = |name: &str| desk.with(|request| request["issuer"]["name"] = json!(name));
    let domain = |domain: &str| desk.with(|request| request["issuer"]["domain"] = json!(domain));

    let cases: Vec<(&str, String, AppError)> = vec![
        ("no request", "hello".to_owned(), AppError::NotOpened { cause: OpeningCode::NotABundle }),
        ("cut off", desk.with(|_| ()).replace("-----END", "....."), refused(RequestFault::ArmorDamaged)),
        ("two at once", format!("{}{}", desk.with(|_| ()), Desk::new().with(|_| ())), refused(RequestFault::Several)),
        ("not signed", armored(&format!("{payload}\n")), refused(RequestFault::NotSigned)),
        (
            "signed as a bundle",
            armored(&signed_by(desk.identity.signing(), "bundle.v1@keycourier", &payload)),
            refused(RequestFault::WrongNamespace),
        ),
        ("the key swapped", armored(&good.replace(&payload, &swapped)), refused(RequestFault::BadSignature)),
        ("signed anew", armored(&signed_by(&stranger, REQUEST, &payload)), refused(RequestFault::SignerMismatch)),
        (
            "40 slots",
            desk.with(|request| request["slots"] = (0..40).map(|n| slot(&format!("s{n}"))).collect()),
            refused(RequestFault::TooMuch),
        ),
        (
            "a mebibyte of nothing",
            desk.with(|request| request["more"] = json!("x".repeat(600_000))),
            refused(RequestFault::TooMuch),
        ),
        ("a direction turned", name("ua.moc\u{202E}"), refused(RequestFault::HiddenCharacters)),
        ("a control character", name("Imaga\u{7}tec"), refused(RequestFault::HiddenCharacters)),
        ("a look-alike domain", domain("im\u{430}gatec.com.au"), refused(RequestFault::BadDomain)),
        (
            "a webhook without https",
            desk.with(|request| request["webhooks"][0]["url"] = json!("http://imagatec.com.au/stripe")),
            refused(RequestFault::WebhookNotHttps),
        ),
        (
            "a plugin's recipient",
            desk.with(|request| request["to"][0]["age"] = json!(plugin)),
            refused(RequestFault::RecipientNotSupported),
        ),
        (
            "recipients of mixed classes",
            desk.with(|request| request["to"] = json!([request["to"][0], {"label": "Server", "age": hybrid}])),
            refused(RequestFault::RecipientNotSupported),
        ),
        ("a known name under another domain", domain("imagatec-help.example"), refused(RequestFault::PresetMismatch)),
        (
            "a preset under another domain",
            desk.with(|request| {
                request["issuer"]["name"] = json!("Helpful People");
                request["issuer"]["domain"] = json!("helpful.example");
                request["preset"] = json!("imagatec");
            }),
            refused(RequestFault::PresetMismatch),
        ),
        ("another form", desk.with(|request| request["slots"] = json!("all")), refused(RequestFault::Malformed)),
        (
            "of a later version",
            armored(&signed_by(
                desk.identity.signing(),
                "request.v2@keycourier",
                &payload.replace("request.v1", "request.v2"),
            )),
            refused(RequestFault::NewerVersion),
        ),
    ];
    let world = World::new(Script::default());
    for (n, (what, text, expected)) in cases.into_iter().enumerate() {
        world.copy(&text);
        let opened = world.app.open_clipboard(operation_request(&format!("open-{n}"))).await;
        assert_eq!(opened.err(), Some(expected), "{what}");
    }
    assert!(world.stripe.requests().is_empty(), "nobody was asked");
    assert_eq!(world.app.ledger().integrators(), Ok(Vec::new()), "and nobody is known by it");
}

#[tokio::test]
async fn another_request_under_a_known_id_is_refused() {
    let (desk, world) = (Desk::new(), World::new(Script::default()));
    world.copy(&desk.with(|_| ()));
    assert!(world.app.open_clipboard(operation_request("open")).await.is_ok(), "without a fault it opens");
    world.copy(&desk.with(|request| request["slots"][0]["purpose"] = json!("Something else")));
    let replayed = world.app.open_clipboard(operation_request("open-2")).await;
    let expected = AppError::RequestRefused { cause: RequestFault::Replayed };
    assert_eq!(replayed.err(), Some(expected), "its desk would never know which one was answered");
}

#[tokio::test]
async fn a_domain_that_looks_like_another_is_shown_in_letters_that_can_not_be_mistaken() {
    let (desk, world) = (Desk::new(), World::new(Script::default()));
    world.copy(&desk.with(|request| {
        request["issuer"]["name"] = json!("Helpful People");
        // The first letter is Cyrillic: "аpple" in the letters that people see.
        request["issuer"]["domain"] = json!("xn--pple-43d.com");
    }));
    let Ok(OpenedView::Request { preview }) = world.app.open_clipboard(operation_request("open")).await else {
        panic!("a proper domain, whatever it looks like")
    };
    assert_eq!(preview.who.domain, "xn--pple-43d.com", "never in the letters that deceive");
}

#[tokio::test]
async fn a_request_whose_date_is_over_says_so_before_anything_else() {
    let (desk, world) = (Desk::new(), World::new(Script::default()));
    world.copy(&desk.with(|request| request["expires"] = json!("2026-11-21T00:00:00Z")));
    let Ok(OpenedView::Request { preview }) = world.app.open_clipboard(operation_request("open")).await else {
        panic!("late is not wrong")
    };
    assert!(preview.expired, "the person decides whether they still answer");
    let again = GetRequestRequest { request_id: preview.request_id };
    assert!(world.app.get_request(again).await.expect("it is kept").expired, "at every look");
}

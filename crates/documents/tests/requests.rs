//! Requests that must not be believed: one case a fault, each with the code by which a person is told what to do.

#[allow(dead_code, reason = "the other tests of this folder use the rest")]
mod by_hand;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use by_hand::{signed_by, weakly_signed};
use keycourier_documents::{DeskWords, Identity, ReadError, SignedRequest, SigningKey};
use rand_core::OsRng;
use serde_json::{Value, json};

const REQUEST: &str = "request.v1@keycourier";

struct Desk {
    identity: Identity,
}

impl Desk {
    fn new() -> Self {
        Self { identity: Identity::random(&mut OsRng) }
    }

    fn recipient(&self) -> String {
        self.identity.recipient().expect("a new identity has one").to_string()
    }

    /// A good payload, to be spoilt.
    fn payload(&self) -> Value {
        json!({
            "format": "request.v1", "id": "AAAAAAAAAAAAAAAAAAAAAA", "created": "2026-11-20T00:00:00Z", "scope": "one",
            "ticket": "IM-20417", "expires": "2026-12-20T00:00:00Z",
            "issuer": {
                "name": "Imagatec", "domain": "imagatec.com.au", "sign": self.identity.signing().signer().to_string(),
            },
            "to": [{"label": "Helpdesk", "age": self.recipient()}],
            "slots": [slot("secret")],
            "webhooks": [webhook("https://imagatec.com.au/stripe")],
            "questions": [question("trading_name")],
        })
    }

    fn signed(&self, payload: &Value) -> Vec<u8> {
        armored(&signed_by(self.identity.signing(), REQUEST, &payload.to_string()))
    }

    fn with(&self, spoil: impl FnOnce(&mut Value)) -> Vec<u8> {
        let mut payload = self.payload();
        spoil(&mut payload);
        self.signed(&payload)
    }
}

fn slot(name: &str) -> Value {
    json!({"slot": name, "mode": "live", "accepts": ["secret"], "required": true, "purpose": "Taking payments"})
}

fn webhook(url: &str) -> Value {
    json!({"mode": "live", "url": url, "events": ["charge.succeeded"]})
}

fn question(id: &str) -> Value {
    json!({"id": id, "label": "What is the shop called?", "type": "text", "required": true})
}

fn armored(document: &[u8]) -> Vec<u8> {
    let base64 = STANDARD.encode(document);
    let lines: Vec<String> =
        base64.as_bytes().chunks(64).map(|line| String::from_utf8_lossy(line).into_owned()).collect();
    let lines = lines.join("\n");
    format!("-----BEGIN KEYCOURIER REQUEST-----\n{lines}\n-----END KEYCOURIER REQUEST-----\n").into_bytes()
}

fn many(count: usize, one: impl Fn(usize) -> Value) -> Value {
    (0..count).map(one).collect()
}

#[test]
fn each_bad_request_is_refused_with_its_own_code() {
    let desk = Desk::new();
    assert!(SignedRequest::read(&desk.signed(&desk.payload())).is_ok(), "without a fault it reads");

    let payload = desk.payload().to_string();
    let stranger = SigningKey::random(&mut OsRng);
    let swapped = payload.replace(&desk.recipient(), &Desk::new().recipient());
    let good = String::from_utf8(signed_by(desk.identity.signing(), REQUEST, &payload)).expect("text");
    let plugin = "age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t";
    let hybrid = format!("age1pq1{}", "q".repeat(1900));
    let deep = format!("{}{}", "[".repeat(5_000), "]".repeat(5_000));

    let cases: Vec<(&str, Vec<u8>, ReadError)> = vec![
        ("no request", b"hello".to_vec(), ReadError::NotThisDocument),
        ("the lines of a receipt", replaced(&desk, "REQUEST", "RECEIPT"), ReadError::NotThisDocument),
        ("no end", replaced(&desk, "-----END", "....."), ReadError::ArmorDamaged),
        ("not signed", armored(format!("{payload}\n").as_bytes()), ReadError::NotSigned),
        (
            "signed as a bundle",
            armored(&signed_by(desk.identity.signing(), "bundle.v1@keycourier", &payload)),
            ReadError::WrongNamespace,
        ),
        ("a key of small order", armored(&weakly_signed(REQUEST, &payload)), ReadError::WeakKey),
        ("the recipient's key swapped", armored(good.replace(&payload, &swapped).as_bytes()), ReadError::BadSignature),
        ("signed anew by somebody else", armored(&signed_by(&stranger, REQUEST, &payload)), ReadError::SignerMismatch),
        ("40 slots", desk.with(|p| p["slots"] = many(40, |n| slot(&format!("s{n}")))), ReadError::TooMuch),
        ("9 recipients", desk.with(|p| p["to"] = many(9, |_| desk.payload()["to"][0].clone())), ReadError::TooMuch),
        (
            "9 webhooks",
            desk.with(|p| p["webhooks"] = many(9, |n| webhook(&format!("https://a.example/{n}")))),
            ReadError::TooMuch,
        ),
        ("17 questions", desk.with(|p| p["questions"] = many(17, |n| question(&format!("q{n}")))), ReadError::TooMuch),
        ("101 events", desk.with(|p| p["webhooks"][0]["events"] = many(101, |_| json!("e"))), ReadError::TooMuch),
        ("33 choices", desk.with(|p| p["questions"][0]["choices"] = many(33, |_| json!("c"))), ReadError::TooMuch),
        ("32 KiB of nothing", desk.with(|p| p["more"] = json!("x".repeat(33_000))), ReadError::TooMuch),
        ("a mebibyte of nothing", desk.with(|p| p["more"] = json!("x".repeat(1 << 20))), ReadError::TooMuch),
        (
            "a direction turned",
            desk.with(|p| p["issuer"]["name"] = json!("ua.moc\u{202E}")),
            ReadError::HiddenCharacters,
        ),
        ("a line end in a name", desk.with(|p| p["issuer"]["name"] = json!("a\nproven")), ReadError::HiddenCharacters),
        (
            "something invisible in a purpose",
            desk.with(|p| p["slots"][0]["purpose"] = json!("Pay\u{200B}ments")),
            ReadError::HiddenCharacters,
        ),
        ("an escape for terminals", desk.with(|p| p["ticket"] = json!("\u{1B}[2J")), ReadError::HiddenCharacters),
        (
            "a look-alike domain in its own letters",
            desk.with(|p| p["issuer"]["domain"] = json!("im\u{430}gatec.com.au")),
            ReadError::BadDomain,
        ),
        ("a domain in capitals", desk.with(|p| p["issuer"]["domain"] = json!("Imagatec.com.au")), ReadError::BadDomain),
        ("a path for a domain", desk.with(|p| p["issuer"]["domain"] = json!("a.example/b")), ReadError::BadDomain),
        ("a plugin's recipient", desk.with(|p| p["to"][0]["age"] = json!(plugin)), ReadError::RecipientNotSupported),
        (
            "recipients of mixed classes",
            desk.with(|p| p["to"] = json!([p["to"][0], {"label": "Server", "age": hybrid}])),
            ReadError::RecipientNotSupported,
        ),
        (
            "an ssh key for a recipient",
            desk.with(|p| p["to"][0]["age"] = p["issuer"]["sign"].clone()),
            ReadError::RecipientNotSupported,
        ),
        (
            "a recipient in capitals",
            desk.with(|p| p["to"][0]["age"] = json!(desk.recipient().to_uppercase())),
            ReadError::RecipientNotSupported,
        ),
        (
            "a webhook without https",
            desk.with(|p| p["webhooks"][0]["url"] = json!("http://imagatec.com.au/stripe")),
            ReadError::WebhookNotHttps,
        ),
        (
            "a webhook of another kind",
            desk.with(|p| p["webhooks"][0]["url"] = json!("file:///etc/passwd")),
            ReadError::WebhookNotHttps,
        ),
        (
            "brackets without end",
            armored(&signed_by(
                desk.identity.signing(),
                REQUEST,
                &payload.replacen('{', &format!("{{\"x\":{deep},"), 1),
            )),
            ReadError::Malformed,
        ),
        ("a number for a name", desk.with(|p| p["issuer"]["name"] = json!(1.0e300)), ReadError::Malformed),
        (
            "a number that no computer holds",
            armored(&signed_by(
                desk.identity.signing(),
                REQUEST,
                &payload.replace("\"2026-11-20T00:00:00Z\"", &"9".repeat(5_000)),
            )),
            ReadError::Malformed,
        ),
        ("no slot", desk.with(|p| p["slots"] = json!([])), ReadError::Malformed),
        ("no recipient", desk.with(|p| p["to"] = json!([])), ReadError::Malformed),
        ("a slot twice", desk.with(|p| p["slots"] = json!([slot("secret"), slot("secret")])), ReadError::Malformed),
        ("a slot that takes nothing", desk.with(|p| p["slots"][0]["accepts"] = json!([])), ReadError::Malformed),
        ("a kind that nobody knows", desk.with(|p| p["slots"][0]["accepts"] = json!(["pin"])), ReadError::Malformed),
        ("a ticket for everybody", desk.with(|p| p["scope"] = json!("everybody")), ReadError::Malformed),
        ("a field twice", duplicated(&desk), ReadError::Malformed),
        ("a newer format", desk.with(|p| p["format"] = json!("request.v2")), ReadError::NewerVersion),
    ];
    for (what, bytes, expected) in &cases {
        assert_eq!(SignedRequest::read(bytes).err(), Some(*expected), "{what}");
    }
    let met: std::collections::BTreeSet<&str> = cases.iter().map(|(_, _, code)| code.code()).collect();
    assert_eq!(met.len(), 14, "every code but that of several in one text, which the mail corpus meets: {met:?}");
}

#[test]
fn a_look_alike_domain_is_shown_as_what_it_is_and_has_other_words() {
    let desk = Desk::new();
    let real = SignedRequest::read(&desk.signed(&desk.payload())).expect("a good one");
    let look_alike: keycourier_documents::Domain = "im\u{430}gatec.com.au".parse().expect("somebody may own it");
    let fake = desk.with(|p| p["issuer"]["domain"] = json!(look_alike.as_str()));
    let fake = SignedRequest::read(&fake).expect("well-formed, and signed by whoever owns that domain");
    assert_eq!(fake.request().issuer.domain.to_string(), "xn--imgatec-3fg.com.au", "never in letters that look alike");
    let words = |signed: &SignedRequest| {
        let issuer = &signed.request().issuer;
        DeskWords::of(&issuer.domain, &issuer.name, &issuer.sign)
    };
    assert_ne!(words(&fake).words(), words(&real).words(), "even the same key has other words under it");
}

fn replaced(desk: &Desk, from: &str, to: &str) -> Vec<u8> {
    String::from_utf8(desk.signed(&desk.payload())).expect("armor is text").replace(from, to).into_bytes()
}

fn duplicated(desk: &Desk) -> Vec<u8> {
    let payload = desk.payload().to_string().replacen('{', "{\"ticket\":\"another\",", 1);
    armored(&signed_by(desk.identity.signing(), REQUEST, &payload))
}

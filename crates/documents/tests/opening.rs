//! One case for every way in which opening can end, each made by hand so that nothing but the one fault is in it.

mod by_hand;

use by_hand::{locked_to, signed_by, weakly_signed};
use keycourier_credentials::{Kind, Mode};
use keycourier_documents::{
    Bundle, Contents, Deliver, DocumentId, Identity, Issuer, LARGEST_FILE, OpenError, OpeningKeys, Recipient, Request,
    RequestedSlot, RestrictedKeys, Scope, SigningKey, SpokenWords, Text, Unlock, open, seal, seal_spoken,
};
use keycourier_testkit::keys;
use rand_core::OsRng;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

const BUNDLE: &str = "bundle.v1@keycourier";

struct Scene {
    desk: Identity,
    sender: SigningKey,
}

impl Scene {
    fn new() -> Self {
        Self { desk: Identity::random(&mut OsRng), sender: SigningKey::random(&mut OsRng) }
    }

    fn recipient(&self) -> String {
        self.desk.recipient().expect("a new identity has a recipient").to_string()
    }

    /// A good payload, to be spoilt.
    fn payload(&self) -> Value {
        json!({
            "format": "bundle.v1", "id": "AAAAAAAAAAAAAAAAAAAAAA", "created": "2026-11-21T03:00:00Z",
            "to": [self.recipient()],
            "from": {"sign": self.sender.signer().to_string(), "business": "Some Car Wash", "app": "by hand"},
            "keys": [{
                "slot": "secret", "mode": "live", "kind": "secret", "check": "not_checked",
                "value": keys::current("sk_live_", keys::ACCOUNT, 1),
            }],
        })
    }

    fn signed(&self, namespace: &str, payload: &str) -> Vec<u8> {
        signed_by(&self.sender, namespace, payload)
    }

    fn good(&self) -> Vec<u8> {
        self.locked(&self.signed(BUNDLE, &self.payload().to_string()))
    }

    fn with(&self, spoil: impl FnOnce(&mut Value)) -> Vec<u8> {
        let mut payload = self.payload();
        spoil(&mut payload);
        self.locked(&self.signed(BUNDLE, &payload.to_string()))
    }

    fn locked(&self, plaintext: &[u8]) -> Vec<u8> {
        let recipient: age::x25519::Recipient = self.recipient().parse().expect("a recipient");
        locked_to(&[&recipient], plaintext)
    }

    fn refusal(&self, file: &[u8]) -> Option<OpenError> {
        let keys = OpeningKeys::new([&self.desk]);
        open(file, &Unlock::Keys(&keys)).err()
    }
}

fn binary(file: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut age::armor::ArmoredReader::new(file), &mut bytes).expect("good armor");
    bytes
}

fn request_by(desk: &Identity) -> String {
    let request = Request {
        id: DocumentId::random(&mut OsRng),
        created: "2026-11-20T00:00:00Z".parse().expect("a time"),
        scope: Scope::One,
        ticket: Text::typed("IM-20417").ok(),
        expires: None,
        issuer: Issuer {
            name: Text::typed("Imagatec").expect("a name"),
            domain: "imagatec.com.au".parse().expect("a domain"),
            email: None,
            sign: *desk.signing().signer(),
        },
        to: vec![Recipient { label: Text::typed("Helpdesk").expect("a label"), age: desk.recipient().expect("one") }],
        preset: None,
        slots: vec![RequestedSlot {
            slot: "secret".parse().expect("a name"),
            mode: Mode::Live,
            accepts: vec![Kind::Secret],
            required: true,
            purpose: Text::typed("Taking payments").expect("a line"),
        }],
        restricted: RestrictedKeys::Refused,
        permissions: Vec::new(),
        webhooks: Vec::new(),
        questions: Vec::new(),
        deliver: Deliver::default(),
        rotation: None,
    };
    request.sign(desk.signing()).expect("a good request").document().to_owned()
}

#[test]
fn each_fault_ends_in_its_own_code() {
    let scene = Scene::new();
    let good = scene.good();
    assert_eq!(scene.refusal(&good), None, "without a fault it opens, or no case below would mean anything");

    let mut flipped = binary(&good);
    let last = flipped.len() - 1;
    flipped[last] ^= 1;
    let text = String::from_utf8(good).expect("armor is text");
    let half = text.get(..text.len() / 2).expect("ASCII");
    let payload = scene.payload().to_string();
    let doc = scene.signed(BUNDLE, &payload);
    let changed = String::from_utf8(doc.clone()).expect("text").replace("Car Wash", "Car Wish").into_bytes();
    let stranger = SigningKey::random(&mut OsRng);
    let other = Identity::random(&mut OsRng);
    let other_recipient = other.recipient().expect("one").to_string();
    let words = SpokenWords::random(&mut OsRng);
    let spoken = seal_spoken(&SecretString::from("Company: Some Car Wash\n"), &words).expect("it locks");
    let stanzas = "-> X25519 AAAA\nAAAA\n".repeat(21);
    let two_formats = payload.replacen('{', "{\"format\":\"bundle.v1\",", 1);
    let deep = payload.replacen('{', &format!("{{\"x\":{}{},", "[".repeat(17), "]".repeat(17)), 1);
    let mac = "A".repeat(43);
    let foreign_class = format!("age-encryption.org/v1\n-> piv-p256 AAAA\nAAAA\n--- {mac}\n");
    let many = format!("age-encryption.org/v1\n{stanzas}--- {mac}\n");

    let cases: Vec<(&str, Vec<u8>, OpenError)> = vec![
        ("more than 1 MiB", vec![b'-'; LARGEST_FILE + 1], OpenError::TooBig),
        ("a picture", b"\x89PNG\r\n".to_vec(), OpenError::NotABundle),
        ("an empty file", Vec::new(), OpenError::NotABundle),
        ("half of it", half.as_bytes().to_vec(), OpenError::ArmorDamaged),
        (
            "a character that is no base64",
            text.replace("\n-----END", "!\n-----END").into_bytes(),
            OpenError::ArmorDamaged,
        ),
        ("a class of recipients not known", foreign_class.into_bytes(), OpenError::UnsupportedHeader),
        ("21 recipients", many.into_bytes(), OpenError::UnsupportedHeader),
        ("spoken words", spoken, OpenError::NeedsPassphrase),
        (
            "for another desk",
            locked_to(&[&other_recipient.parse::<age::x25519::Recipient>().expect("one")], &doc),
            OpenError::NotForUs,
        ),
        ("one bit of the payload", flipped, OpenError::Damaged),
        ("more than 256 KiB inside", scene.locked(&vec![b'{'; 300 << 10]), OpenError::Damaged),
        ("no signature", scene.locked(format!("{payload}\n").as_bytes()), OpenError::NotSigned),
        ("something behind the signature", scene.locked(&[doc.as_slice(), b"more\n"].concat()), OpenError::NotSigned),
        (
            "signed as a receipt",
            scene.locked(&scene.signed("receipt.v1@keycourier", &payload)),
            OpenError::WrongNamespace,
        ),
        ("signed as a file", scene.locked(&scene.signed("file", &payload)), OpenError::WrongNamespace),
        ("a key of small order", scene.locked(&weakly_signed(BUNDLE, &payload)), OpenError::WeakKey),
        ("one letter changed", scene.locked(&changed), OpenError::BadSignature),
        ("not JSON", scene.locked(&scene.signed(BUNDLE, "{nonsense")), OpenError::Malformed),
        ("not an object", scene.locked(&scene.signed(BUNDLE, "[]")), OpenError::Malformed),
        (
            "a field twice",
            scene.locked(&scene.signed(BUNDLE, &payload.replace("\"keys\"", "\"note\":\"a\",\"note\":\"b\",\"keys\""))),
            OpenError::Malformed,
        ),
        ("its format twice", scene.locked(&scene.signed(BUNDLE, &two_formats)), OpenError::Malformed),
        (
            "its format twice, once in escapes",
            scene.locked(&scene.signed(
                BUNDLE,
                &two_formats.replacen("format\":\"bundle.v1\",\"from", "f\\u006frmat\":\"bundle.v1\",\"from", 1),
            )),
            OpenError::Malformed,
        ),
        ("brackets in brackets", scene.locked(&scene.signed(BUNDLE, &deep)), OpenError::Malformed),
        (
            "a carriage return inside",
            scene.locked(&scene.signed(BUNDLE, &payload.replace("{\"", "{\r\""))),
            OpenError::Malformed,
        ),
        (
            "a direction mark in the name",
            scene.with(|p| p["from"]["business"] = json!("a\u{202E}b")),
            OpenError::Malformed,
        ),
        ("a newer format", scene.with(|p| p["format"] = json!("bundle.v2")), OpenError::NewerVersion),
        ("a newer namespace", scene.locked(&scene.signed("bundle.v2@keycourier", &payload)), OpenError::NewerVersion),
        ("signed by somebody else", scene.locked(&signed_by(&stranger, BUNDLE, &payload)), OpenError::SignerMismatch),
        ("passed on by another desk", scene.with(|p| p["to"] = json!([other_recipient])), OpenError::Readdressed),
        (
            "answers a stranger's request",
            scene.with(|p| p["request"] = json!(request_by(&other))),
            OpenError::RequestNotOurs,
        ),
        (
            "answers a changed request",
            scene.with(|p| p["request"] = json!(request_by(&scene.desk).replace("Taking", "Faking"))),
            OpenError::RequestNotOurs,
        ),
    ];
    for (what, file, expected) in &cases {
        assert_eq!(scene.refusal(file), Some(*expected), "{what}");
    }
    let met: std::collections::BTreeSet<&str> = cases.iter().map(|(_, _, code)| code.code()).collect();
    assert_eq!(met.len(), 16, "every code of the table was met");
}

#[test]
fn a_request_of_this_desk_comes_back_with_the_bundle() {
    let scene = Scene::new();
    let file = scene.with(|p| p["request"] = json!(request_by(&scene.desk)));
    let keys = OpeningKeys::new([&scene.desk]);
    let Ok(Contents::Bundle(opened)) = open(&file, &Unlock::Keys(&keys)) else { panic!("it opens") };
    let ticket = opened.request.and_then(|request| request.request().ticket.clone());
    assert_eq!(ticket.map(String::from).as_deref(), Some("IM-20417"), "the desk sees which request it answers");
}

#[test]
fn a_sealed_bundle_is_named_by_the_hash_that_its_recipient_finds() {
    let scene = Scene::new();
    let bundle: Bundle = serde_json::from_value(scene.payload()).expect("a good bundle");
    let sealed = seal(&bundle, &scene.sender).expect("its own signer, and a recipient");
    let keys = OpeningKeys::new([&scene.desk]);
    let Ok(Contents::Bundle(opened)) = open(&sealed.file, &Unlock::Keys(&keys)) else { panic!("it is for this desk") };
    assert_eq!(opened.hash, sealed.hash, "or a receipt would name a bundle that its sender does not know");
}

#[test]
fn an_earlier_identity_still_opens() {
    let scene = Scene::new();
    let present = Identity::random(&mut OsRng);
    let file = scene.with(|p| p["request"] = json!(request_by(&scene.desk)));
    let keys = OpeningKeys::new([&present, &scene.desk]);
    assert!(open(&file, &Unlock::Keys(&keys)).is_ok(), "what was sent before the change must open after it");
}

#[test]
fn opening_uses_nothing_up() {
    let scene = Scene::new();
    let file = scene.good();
    for _ in 0..3 {
        assert_eq!(scene.refusal(&file), None, "an agent may open a bundle as often as they like");
    }
}

#[test]
fn spoken_words_open_what_they_locked_and_wrong_ones_do_not() {
    let words = SpokenWords::random(&mut OsRng);
    let text = "Company: Some Car Wash\nLive secret key: …\n";
    let file = seal_spoken(&SecretString::from(text), &words).expect("it locks");
    // EXPOSE: words made for this test, typed the way a person types them.
    let typed = words.passphrase().expose_secret().replace('-', "  ").to_uppercase();
    let typed = SpokenWords::typed(&SecretString::from(typed));
    let Ok(Contents::Spoken(spoken)) = open(&file, &Unlock::Words(&typed)) else { panic!("the words open it") };
    // EXPOSE: compared with what went in.
    assert_eq!(spoken.text.expose_secret(), text, "what was locked comes out");
    let wrong = SpokenWords::random(&mut OsRng);
    assert_eq!(open(&file, &Unlock::Words(&wrong)).err(), Some(OpenError::NotForUs), "other words don't open it");
}

#[test]
fn a_passphrase_that_would_take_an_hour_is_refused_unread() {
    let file = "age-encryption.org/v1\n-> scrypt rF0/NwblUHHTpgQgRpe5CQ 23\nqW9eVsT0NVb/Vswtw8kPIxUnaYmm9Px1dYmq2+4+qZA\n\
                --- 38TpQMxQRRNMfmYYpBX6DDrLx4/QY7UpM3o1ObOObPU\n0123456789abcdef0123456789abcdef";
    let words = SpokenWords::random(&mut OsRng);
    let refused = open(file.as_bytes(), &Unlock::Words(&words)).err();
    assert_eq!(refused, Some(OpenError::UnsupportedHeader), "work factor 23 wants eight gigabytes");
}

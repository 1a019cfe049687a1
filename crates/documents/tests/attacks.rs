//! What somebody who may decrypt a bundle, or nobody at all, can try with it. What only an inbox can tell (an id that came before, a sender
//! who is another one) is decided where the inbox is; here it is shown that opening gives it what it decides by.

#[allow(dead_code, reason = "the other tests of this folder use the rest")]
mod by_hand;

use by_hand::{locked_to, signed_by, weakly_signed};
use keycourier_documents::{
    Bundle, Contents, Identity, OpenError, Opened, OpeningKeys, Receipt, SigningKey, Unlock, open, seal,
};
use keycourier_testkit::keys;
use rand_core::OsRng;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

const BUNDLE: &str = "bundle.v1@keycourier";

/// A merchant, the desk that asked, and somebody else's desk.
struct Scene {
    merchant: SigningKey,
    desk: Identity,
    other: Identity,
}

fn recipient(desk: &Identity) -> age::x25519::Recipient {
    desk.recipient().expect("a new identity has one").as_str().parse().expect("a recipient")
}

fn opened_by(desk: &Identity, file: &[u8]) -> Result<Opened, OpenError> {
    let keys = OpeningKeys::new([desk]);
    match open(file, &Unlock::Keys(&keys))? {
        Contents::Bundle(opened) => Ok(*opened),
        Contents::Spoken(_) => panic!("no words were used"),
    }
}

impl Scene {
    fn new() -> Self {
        Self {
            merchant: SigningKey::random(&mut OsRng),
            desk: Identity::random(&mut OsRng),
            other: Identity::random(&mut OsRng),
        }
    }

    fn payload(&self, to: &[&Identity]) -> Value {
        let to: Vec<String> = to.iter().map(|desk| recipient(desk).to_string()).collect();
        json!({
            "format": "bundle.v1", "id": "AAAAAAAAAAAAAAAAAAAAAA", "created": "2026-11-21T03:00:00Z", "to": to,
            "from": {"sign": self.merchant.signer().to_string(), "business": "Some Car Wash", "app": "by hand"},
            "accounts": [{"mode": "live", "id": format!("acct_{}", keys::ACCOUNT)}],
            "keys": [{
                "slot": "secret", "mode": "live", "kind": "secret", "check": "works",
                "value": keys::current("sk_live_", keys::ACCOUNT, 1),
            }],
        })
    }

    fn sealed(&self, payload: &Value) -> Vec<u8> {
        let bundle: Bundle = serde_json::from_value(payload.clone()).expect("a good bundle");
        seal(&bundle, &self.merchant).expect("its own signer").file
    }
}

/// What a recipient has after decrypting: the signed line.
fn decrypted(desk: &Identity, file: &[u8]) -> String {
    // EXPOSE: a key made for this test.
    let identity = desk.to_file();
    let line = identity.expose_secret().lines().find(|line| line.starts_with("AGE-SECRET-KEY-1")).expect("its key");
    let identity: age::x25519::Identity = line.parse().expect("its key");
    let mut plain = String::new();
    let armor = age::armor::ArmoredReader::new(file);
    let decryptor = age::Decryptor::new(armor).expect("a header");
    let mut stream = decryptor.decrypt(std::iter::once(&identity as &dyn age::Identity)).expect("it is a recipient");
    std::io::Read::read_to_string(&mut stream, &mut plain).expect("whole");
    plain
}

#[test]
fn what_a_recipient_or_a_stranger_makes_of_a_bundle_is_refused_with_its_own_code() {
    let scene = Scene::new();
    let for_one = scene.sealed(&scene.payload(&[&scene.desk]));
    let for_both = scene.sealed(&scene.payload(&[&scene.desk, &scene.other]));
    assert!(opened_by(&scene.desk, &for_one).is_ok(), "without an attack it opens");
    assert!(opened_by(&scene.other, &for_both).is_ok(), "for both of its recipients");

    let line = decrypted(&scene.desk, &for_one);
    let shared = decrypted(&scene.other, &for_both);
    let (payload, signature) = line.split_once('\n').expect("a line and its signature");
    let attacker = SigningKey::random(&mut OsRng);
    let to_desk = recipient(&scene.desk);
    let to_other = recipient(&scene.other);
    let both: [&dyn age::Recipient; 2] = [&to_desk, &to_other];
    let foreign_key = keys::current("sk_live_", keys::OTHER_ACCOUNT, 2);
    let their_key = keys::current("sk_live_", keys::ACCOUNT, 1);
    let signed_request = signed_by(&scene.merchant, "request.v1@keycourier", payload);

    let cases: Vec<(&str, &Identity, Vec<u8>, OpenError)> = vec![
        (
            "the desk that it was for passes it on to another, who shall take it for their own",
            &scene.other,
            locked_to(&[&to_other], line.as_bytes()),
            OpenError::Readdressed,
        ),
        (
            "one of two recipients puts other keys into it",
            &scene.desk,
            locked_to(&both, shared.replace(&their_key, &foreign_key).as_bytes()),
            OpenError::BadSignature,
        ),
        (
            "one of two recipients adds a third to the list",
            &scene.desk,
            locked_to(
                &both,
                shared
                    .replacen("\"to\":[", &format!("\"to\":[\"{}\",", recipient(&Identity::random(&mut OsRng))), 1)
                    .as_bytes(),
            ),
            OpenError::BadSignature,
        ),
        ("the signature stripped", &scene.desk, locked_to(&[&to_desk], payload.as_bytes()), OpenError::NotSigned),
        (
            "the signature stripped, its line end left",
            &scene.desk,
            locked_to(&[&to_desk], format!("{payload}\n").as_bytes()),
            OpenError::NotSigned,
        ),
        (
            "the signature swapped for somebody else's",
            &scene.desk,
            locked_to(&[&to_desk], &signed_by(&attacker, BUNDLE, payload)),
            OpenError::SignerMismatch,
        ),
        (
            "the signature of another bundle",
            &scene.desk,
            locked_to(&[&to_desk], format!("{}\n{signature}", payload.replace("Car Wash", "Bakery")).as_bytes()),
            OpenError::BadSignature,
        ),
        (
            "a signature that fits everything",
            &scene.desk,
            locked_to(&[&to_desk], &weakly_signed(BUNDLE, payload)),
            OpenError::WeakKey,
        ),
        ("signed for another purpose", &scene.desk, locked_to(&[&to_desk], &signed_request), OpenError::WrongNamespace),
        (
            "a request inside that the desk never signed",
            &scene.desk,
            {
                let mut payload = scene.payload(&[&scene.desk]);
                payload["request"] = json!(String::from_utf8(signed_request.clone()).expect("text"));
                scene.sealed(&payload)
            },
            OpenError::RequestNotOurs,
        ),
        ("for somebody else", &scene.other, for_one, OpenError::NotForUs),
    ];
    for (what, desk, file, expected) in cases {
        assert_eq!(opened_by(desk, &file).err(), Some(expected), "{what}");
    }
}

#[test]
fn forged_new_keys_open_as_another_sender_and_never_as_the_one_they_replace() {
    let scene = Scene::new();
    let real = opened_by(&scene.desk, &scene.sealed(&scene.payload(&[&scene.desk]))).expect("it opens");
    let forger = Scene { merchant: SigningKey::random(&mut OsRng), ..scene };
    let mut forged = forger.payload(&[&forger.desk]);
    forged["id"] = json!("AQEBAQEBAQEBAQEBAQEBAQ");
    forged["supersedes"] = json!(real.bundle.id);
    forged["accounts"][0]["id"] = json!(format!("acct_{}", keys::OTHER_ACCOUNT));
    let forged = opened_by(&forger.desk, &forger.sealed(&forged)).expect("anybody may write to a desk");
    assert_eq!(forged.bundle.supersedes, Some(real.bundle.id), "it claims to replace the real one");
    assert_ne!(forged.bundle.from.sign, real.bundle.from.sign, "but its signer is not the real one's");
    assert_ne!(forged.bundle.accounts, real.bundle.accounts, "nor is its account");
}

#[test]
fn an_id_that_comes_again_with_other_contents_has_another_hash() {
    let scene = Scene::new();
    let payload = scene.payload(&[&scene.desk]);
    let first = opened_by(&scene.desk, &scene.sealed(&payload)).expect("it opens");
    let again = opened_by(&scene.desk, &scene.sealed(&payload)).expect("it opens");
    assert_eq!((&again.bundle.id, &again.hash), (&first.bundle.id, &first.hash), "encrypted anew it is the same one");
    let mut changed = payload;
    changed["note"] = json!("use these from now on");
    let changed = opened_by(&scene.desk, &scene.sealed(&changed)).expect("it opens");
    assert_eq!(changed.bundle.id, first.bundle.id, "its id came before");
    assert_ne!(changed.hash, first.hash, "and by its hash it is told from the first");
}

#[test]
fn a_receipt_is_nobody_elses() {
    let scene = Scene::new();
    let payload = json!({
        "format": "receipt.v1", "id": "AAAAAAAAAAAAAAAAAAAAAA", "created": "2026-11-21T03:00:00Z",
        "bundle": {"id": "AAAAAAAAAAAAAAAAAAAAAA", "sha256": "ab".repeat(32)},
        "from": {"sign": scene.desk.signing().signer().to_string()},
        "items": [{"slot": "secret", "mode": "live", "verdict": "works"}],
    })
    .to_string();
    let armored = |document: &[u8]| {
        use base64::Engine;
        let base64 = base64::engine::general_purpose::STANDARD.encode(document);
        format!("-----BEGIN KEYCOURIER RECEIPT-----\n{base64}\n-----END KEYCOURIER RECEIPT-----\n").into_bytes()
    };
    let code = |document: &[u8]| Receipt::read(&armored(document)).err().map(|error| error.code());
    let namespace = "receipt.v1@keycourier";
    assert_eq!(code(&signed_by(scene.desk.signing(), namespace, &payload)), None, "the desk's own reads");
    let by_other = signed_by(scene.other.signing(), namespace, &payload);
    assert_eq!(code(&by_other), Some("signer_mismatch"), "another desk can't confirm in its name");
    assert_eq!(code(&weakly_signed(namespace, &payload)), Some("weak_key"), "nor can everybody");
    let as_bundle = signed_by(scene.desk.signing(), BUNDLE, &payload);
    assert_eq!(code(&as_bundle), Some("wrong_namespace"), "nor does what was signed for another purpose count");
    let text = String::from_utf8(signed_by(scene.desk.signing(), namespace, &payload)).expect("text");
    assert_eq!(code(text.replace("works", "wrong").as_bytes()), Some("bad_signature"), "nor what was changed");
}

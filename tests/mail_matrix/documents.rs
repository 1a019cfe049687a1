//! A request, a bundle and a receipt, made anew for each run, and reading them.

use keycourier_credentials::Mode;
use keycourier_documents::{
    Bundle, Contents, DocumentId, Identity, OpeningKeys, Receipt, ReceiptItem, ReceiptSender, ReceiptVerdict,
    Receipted, SignedRequest, SigningKey, Text, Unlock, open, seal,
};
use keycourier_testkit::keys;
use rand_core::OsRng;
use secrecy::ExposeSecret;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    Request,
    Bundle,
    Receipt,
}

impl Kind {
    pub(crate) const ALL: [Self; 3] = [Self::Request, Self::Bundle, Self::Receipt];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Bundle => "bundle",
            Self::Receipt => "receipt",
        }
    }

    /// What stands in the marks.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Request => "KEYCOURIER REQUEST",
            Self::Bundle => "AGE ENCRYPTED FILE",
            Self::Receipt => "KEYCOURIER RECEIPT",
        }
    }
}

/// A document as it is sent, and everything that it says.
pub(crate) struct Document {
    pub(crate) kind: Kind,
    pub(crate) text: String,
    pub(crate) payload: Vec<Value>,
}

/// Two different documents of one kind, and who can read them.
pub(crate) struct Pair {
    pub(crate) scene: Scene,
    pub(crate) one: Document,
    pub(crate) other: Document,
}

/// A pair whose base64 ends in so many equals signs, 0 to 2: some manglings touch those only.
pub(crate) fn pair(kind: Kind, padding: usize) -> Pair {
    let scene = Scene { desk: Identity::random(&mut OsRng), sender: SigningKey::random(&mut OsRng) };
    // age adds a stanza of random length to a bundle, so that its padding is found by trying.
    let mut texts = (0..).map(|seed| scene.text(kind, seed)).filter(|text| text.matches('=').count() == padding);
    let mut made = || {
        let text = texts.next().expect("one of a few has it");
        scene.read(kind, text.as_bytes()).expect("nothing happened to it yet")
    };
    let (one, other) = (made(), made());
    drop(texts);
    Pair { scene, one, other }
}

pub(crate) struct Scene {
    desk: Identity,
    sender: SigningKey,
}

impl Scene {
    /// Reads it as the program does.
    pub(crate) fn read(&self, kind: Kind, bytes: &[u8]) -> Result<Document, &'static str> {
        let payload = match kind {
            Kind::Request => {
                let signed = SignedRequest::read(bytes).map_err(|error| error.code())?;
                vec![json!(signed.request()), json!(signed.document())]
            }
            Kind::Receipt => vec![json!(Receipt::read(bytes).map_err(|error| error.code())?)],
            Kind::Bundle => {
                let keys = OpeningKeys::new([&self.desk]);
                let Contents::Bundle(opened) = open(bytes, &Unlock::Keys(&keys)).map_err(|error| error.code())? else {
                    return Err("spoken");
                };
                // EXPOSE: keys made for this test, to compare them.
                let values = opened.bundle.keys.iter().map(|key| json!(key.value.expose_secret()));
                [json!(opened.hash)].into_iter().chain(values).collect()
            }
        };
        Ok(Document { kind, text: String::from_utf8_lossy(bytes).into_owned(), payload })
    }

    fn text(&self, kind: Kind, seed: u64) -> String {
        match kind {
            Kind::Request => self.request(seed),
            Kind::Bundle => self.bundle(seed),
            Kind::Receipt => self.receipt(seed),
        }
    }

    fn recipient(&self) -> String {
        self.desk.recipient().expect("a new identity has a recipient").to_string()
    }

    fn request(&self, seed: u64) -> String {
        let request: keycourier_documents::Request = serde_json::from_value(json!({
            "id": DocumentId::random(&mut OsRng), "created": "2026-11-20T00:00:00Z", "scope": "one",
            "ticket": format!("IM-{}", 10_u64.pow(seed as u32 % 3) + seed),
            "issuer": {
                "name": "Imagatec", "domain": "imagatec.com.au", "sign": self.desk.signing().signer().to_string(),
            },
            "to": [{"label": "Helpdesk", "age": self.recipient()}],
            "slots": [
                {"slot": "publishable", "mode": "live", "accepts": ["publishable"], "required": true, "purpose": "Checkout"},
                {"slot": "secret", "mode": "live", "accepts": ["secret"], "required": true, "purpose": "Taking payments"},
            ],
        }))
        .expect("a good request");
        request.sign(self.desk.signing()).expect("its own signer").armored()
    }

    fn bundle(&self, seed: u64) -> String {
        let bundle: Bundle = serde_json::from_value(json!({
            "id": DocumentId::random(&mut OsRng), "created": "2026-11-21T03:00:00Z", "to": [self.recipient()],
            "from": {"sign": self.sender.signer().to_string(), "business": "Caf\u{e9} Ã\u{2014}\u{2018}", "app": "a test"},
            "keys": [
                {"slot": "publishable", "mode": "live", "kind": "publishable", "check": "works",
                 "value": keys::current("pk_live_", keys::ACCOUNT, seed)},
                {"slot": "secret", "mode": "live", "kind": "secret", "check": "not_checked",
                 "value": keys::current("sk_live_", keys::ACCOUNT, seed)},
            ],
        }))
        .expect("a good bundle");
        String::from_utf8(seal(&bundle, &self.sender).expect("its own signer").file).expect("armor is text")
    }

    fn receipt(&self, seed: u64) -> String {
        let receipt = Receipt {
            id: DocumentId::random(&mut OsRng),
            created: "2026-11-21T04:00:00Z".parse().expect("a time"),
            bundle: Receipted {
                id: DocumentId::random(&mut OsRng),
                sha256: "ab".repeat(32).try_into().expect("64 digits"),
            },
            request_id: None,
            from: ReceiptSender { sign: *self.desk.signing().signer() },
            items: vec![ReceiptItem {
                slot: "secret".parse().expect("a name"),
                mode: Mode::Live,
                verdict: ReceiptVerdict::Rejected,
                code: Text::typed("expired").ok(),
            }],
            advice: Text::typed(&format!("Make a new key, please ({})", 10_u64.pow(seed as u32 % 3) + seed)).ok(),
        };
        receipt.sign(self.desk.signing()).expect("its own signer")
    }
}

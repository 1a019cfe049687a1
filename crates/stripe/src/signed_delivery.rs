//! Whether a webhook signing secret is the right one, told offline by a delivery that Stripe made.
//!
//! No call of Stripe's tells about such a secret, and none ever gets to see it. But a delivery carries a signature
//! (<https://docs.stripe.com/webhooks#verify-manually>): HMAC-SHA256 over time, dot and body, with the whole `whsec_…` as its key.

use hmac::{Hmac, Mac};
use keycourier_credentials::{AccountHint, Credential, Kind, Mode};
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::{EventName, Origins};

/// A delivery of Stripe's as a person copied it from the log of a server or from the Dashboard: header and body. It may be about a
/// customer, so nothing of it is printed, and it is not to be kept.
pub struct SignedDelivery {
    /// As text, for it is signed as such.
    time: String,
    signatures: Vec<[u8; 32]>,
    /// The body in the forms that copying may have given it; the signature says which is the one.
    bodies: Vec<String>,
}

/// The longest text that is looked at. Stripe's events are far below it.
const LONGEST: usize = 1 << 20;

/// Why a text is no delivery.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum NotADelivery {
    /// There is no line with `t=…,v1=…`.
    #[error("there is no Stripe-Signature header")]
    NoSignature,
    /// The header stands there, but not the body in curly brackets.
    #[error("there is no body")]
    NoBody,
    /// Longer than any delivery.
    #[error("the text is too long")]
    TooLong,
}

impl NotADelivery {
    /// The word in output for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSignature => "no_signature",
            Self::NoBody => "no_body",
            Self::TooLong => "too_long",
        }
    }
}

/// The outcome of holding a secret against a delivery.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Proof {
    /// The secret signed it: it is the right one for whatever endpoint this came from.
    Genuine {
        /// How old the signature is, in seconds; negative where this computer's clock is behind. Replays are no danger here, so any age
        /// proves the same.
        age: i64,
        /// The mode that the event names.
        mode: Option<Mode>,
        /// The kind of event.
        event: Option<EventName>,
    },
    /// Another secret signed it, or the text was changed while it was copied. A frequent reason is the secret of Stripe's command line
    /// (`stripe listen`), which is another than the endpoint's.
    NotSignedByThis,
    /// What was given is no webhook signing secret.
    NotAWebhookSecret,
}

impl Proof {
    /// The word in output for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Genuine { .. } => "genuine",
            Self::NotSignedByThis => "not_signed_by_this",
            Self::NotAWebhookSecret => "not_a_webhook_secret",
        }
    }
}

impl SignedDelivery {
    /// Reads what a person pasted: the header, with or without its name, alone or among other headers, and the body before or behind it.
    ///
    /// # Errors
    /// [`NotADelivery`].
    pub fn read(text: &str) -> Result<Self, NotADelivery> {
        if text.len() > LONGEST {
            return Err(NotADelivery::TooLong);
        }
        let (header, before, behind) = find_header(text).ok_or(NotADelivery::NoSignature)?;
        let mut bodies = forms(behind);
        bodies.extend(forms(before));
        if bodies.is_empty() {
            return Err(NotADelivery::NoBody);
        }
        Ok(Self { time: header.time, signatures: header.signatures, bodies })
    }

    /// Holds a secret against it, in constant time. `now` is in seconds since 1970.
    pub fn verify(&self, secret: &Credential, now: i64) -> Proof {
        self.verify_with_origins(secret, now).0
    }

    /// As [`SignedDelivery::verify`], and with what a genuine delivery tells about where the secret belongs.
    pub fn verify_with_origins(&self, secret: &Credential, now: i64) -> (Proof, Option<Origins>) {
        if secret.kind() != Kind::WebhookSecret {
            return (Proof::NotAWebhookSecret, None);
        }
        let Some(body) = self.bodies.iter().find(|body| self.is_signed(secret, body)) else {
            return (Proof::NotSignedByThis, None);
        };
        let event: Event = serde_json::from_str(body).unwrap_or_default();
        let mode = event.livemode.map(|live| if live { Mode::Live } else { Mode::Test });
        // Where it is about a connected account, the event's id carries that one.
        let account = match (&event.account, &event.id) {
            (None, Some(id)) => AccountHint::of_object(id),
            (Some(_), _) | (None, None) => AccountHint::Nothing,
        };
        let age = now.saturating_sub(self.time.parse().unwrap_or(now));
        let name = event.kind.and_then(|kind| kind.parse().ok());
        (Proof::Genuine { age, mode, event: name }, Some(Origins { account, mode }))
    }

    fn is_signed(&self, secret: &Credential, body: &str) -> bool {
        // EXPOSE: the whole text is the key of the signature; the library wipes nothing, but copies it into a block on the stack only.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.value().expose_secret().as_bytes()) else {
            return false;
        };
        mac.update(self.time.as_bytes());
        mac.update(b".");
        mac.update(body.as_bytes());
        // Several stand there while a secret is being rolled.
        self.signatures.iter().any(|signature| mac.clone().verify_slice(signature).is_ok())
    }
}

#[derive(Default, Deserialize)]
struct Event {
    id: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    livemode: Option<bool>,
    account: Option<String>,
}

struct Header {
    time: String,
    signatures: Vec<[u8; 32]>,
}

/// The header, and what stands before and behind its line.
fn find_header(text: &str) -> Option<(Header, &str, &str)> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if let Some(header) = read_header(line) {
            return Some((header, text.get(..at)?, text.get(at + line.len()..)?));
        }
        at += line.len();
    }
    None
}

/// `t=…` and one or more `v1=…`, parted by commas; whatever stands before `t=` is the header's name, and other schemes are passed over
/// as Stripe asks.
fn read_header(line: &str) -> Option<Header> {
    let start = line.match_indices("t=").map(|(at, _)| at).find(|&at| {
        let before = line.get(..at).and_then(|before| before.chars().next_back());
        before.is_none_or(|before| !before.is_ascii_alphanumeric())
    })?;
    let value = line.get(start..)?;
    let parts = || value.split(',').map(|part| part.trim_matches(|c: char| c.is_whitespace() || "\"'`;}".contains(c)));
    let time = parts().find_map(|part| part.strip_prefix("t="))?;
    let is_time = (1..=12).contains(&time.len()) && time.bytes().all(|byte| byte.is_ascii_digit());
    let signatures: Vec<[u8; 32]> = parts().filter_map(|part| from_hex(part.strip_prefix("v1=")?)).collect();
    (is_time && !signatures.is_empty()).then(|| Header { time: time.to_owned(), signatures })
}

fn from_hex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (n, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * n..2 * n + 2)?, 16).ok()?;
    }
    Some(bytes)
}

/// A body between its outer brackets, as it stands, with the line breaks that Stripe sends, and with the break that a log may have cut.
fn forms(text: &str) -> Vec<String> {
    let (Some(start), Some(end)) = (text.find('{'), text.rfind('}')) else { return Vec::new() };
    let Some(exact) = text.get(start..=end) else { return Vec::new() };
    let unix = exact.replace("\r\n", "\n").replace('\u{A0}', " ");
    let mut forms = vec![exact.to_owned(), format!("{unix}\n")];
    if unix != exact {
        forms.insert(1, unix);
    }
    forms
}

#[cfg(test)]
mod tests;

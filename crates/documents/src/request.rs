//! The integrator's signed question.

use std::collections::BTreeSet;

use jiff::Timestamp;
use keycourier_credentials::{Kind, Mode, Slot, SlotId, SlotName};
use serde::{Deserialize, Serialize};

use crate::armor;
use crate::format::Format;
use crate::read_error::ReadError;
use crate::request_faults::fault_of;
use crate::signed_line::{self, LineError};
use crate::{DocumentId, Domain, Recipient, Sha256Hash, Signer, SigningKey, Text};

/// What stands before the armor, for whoever opens the file without this program.
const BEFORE: &str = "This is a request for Stripe keys. Open this file with Keycourier, or copy all of it\n\
and paste it there. Never answer it by sending keys in an e-mail.\n";

/// What an integrator asks for. The writer spells everything out, also what it took from a preset; the reader trusts the fields.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Request {
    /// Its own name.
    pub id: DocumentId,
    /// When it was made.
    pub created: Timestamp,
    /// For whom it is.
    pub scope: Scope,
    /// The desk's ticket; only with [`Scope::One`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<Text<80>>,
    /// After this an answer is late, and still opens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Timestamp>,
    /// Who asks.
    pub issuer: Issuer,
    /// To whom the answer is encrypted: one to eight.
    pub to: Vec<Recipient>,
    /// The known integrator that it was made from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preset: Option<Text<40>>,
    /// What is asked for: 1 to 32, no two of one mode and name.
    pub slots: Vec<RequestedSlot>,
    /// What the integrator thinks of restricted keys.
    #[serde(default)]
    pub restricted: RestrictedKeys,
    /// What the integrator's software does with the key; at most 64.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub permissions: Vec<Permission>,
    /// The webhooks that it needs; at most 8.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub webhooks: Vec<RequestedWebhook>,
    /// What else it wants to know; at most 16.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<Question>,
    /// Where the answer goes.
    #[serde(default, skip_serializing_if = "Deliver::is_empty")]
    pub deliver: Deliver,
    /// A whole rotation document, after the desk's signing key was changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rotation: Option<String>,
}

/// For whom a request is.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// One merchant.
    One,
    /// Everybody: published on a website.
    Everybody,
}

/// Who asks.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Issuer {
    /// What it calls itself.
    pub name: Text<80>,
    /// Its domain.
    pub domain: Domain,
    /// Where it reads mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Text<254>>,
    /// Its signing key; the document must be signed by it.
    pub sign: Signer,
}

/// One thing asked for.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct RequestedSlot {
    /// Its name.
    pub slot: SlotName,
    /// Test or live.
    pub mode: Mode,
    /// The kinds that fit; at least one.
    pub accepts: Vec<Kind>,
    /// Whether an answer is complete without it.
    pub required: bool,
    /// What it is for, in the integrator's words.
    pub purpose: Text<200>,
}

impl RequestedSlot {
    /// As the rules for pastes take it.
    pub fn slot(&self) -> Slot {
        Slot {
            id: SlotId { mode: self.mode, name: self.slot.clone() },
            accepts: self.accepts.clone(),
            required: self.required,
        }
    }
}

/// What an integrator thinks of restricted keys.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RestrictedKeys {
    /// Better than a secret key.
    Recommended,
    /// As good as a secret key.
    #[default]
    Allowed,
    /// They do not work there.
    Refused,
}

/// Something that a restricted key must be able to do.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Permission {
    /// Stripe's name for it without `rak_` and without the level, such as `customer`.
    pub resource: Text<80>,
    /// How far it must go.
    pub level: Level,
}

/// How far a permission goes. Write includes read.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Look.
    Read,
    /// Change.
    Write,
}

/// A webhook that the integrator needs.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct RequestedWebhook {
    /// Test or live.
    pub mode: Mode,
    /// Where Stripe shall send to.
    pub url: Text<2048>,
    /// Which events, by Stripe's names; at most 100.
    pub events: Vec<Text<80>>,
    /// The version of Stripe's API in which they shall come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_version: Option<Text<40>>,
    /// The slot of this mode into which the signing secret belongs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret_slot: Option<SlotName>,
}

/// Something else that the integrator wants to know.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Question {
    /// Its name in the answers.
    pub id: SlotName,
    /// What is asked.
    pub label: Text<200>,
    /// How it is answered.
    #[serde(rename = "type")]
    pub kind: QuestionType,
    /// What there is to choose from; at most 32.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Text<120>>,
    /// A line of help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Text<200>>,
    /// Whether an answer is complete without it.
    pub required: bool,
}

/// How a question is answered.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionType {
    /// A line of text.
    Text,
    /// One of the choices.
    Choice,
    /// Any of the choices.
    Several,
    /// A phone number.
    Phone,
}

/// Where the answer goes.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Deliver {
    /// An address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Text<254>>,
    /// What the subject of the mail shall be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<Text<200>>,
}

impl Deliver {
    fn is_empty(&self) -> bool {
        self == &Self::default()
    }
}

impl Request {
    /// Signs it. None if it is longer than a request may be or breaks a bound that its fields name.
    pub fn sign(self, key: &SigningKey) -> Option<SignedRequest> {
        if !self.keeps_its_bounds() || self.issuer.sign != *key.signer() {
            return None;
        }
        let line =
            signed_line::write(Format::Request, &Line { format: Format::Request.version(), document: &self }, key)?;
        let document = String::from_utf8(line.to_vec()).ok()?;
        let hash = hash_of(&document);
        Some(SignedRequest { request: self, document, hash })
    }

    fn keeps_its_bounds(&self) -> bool {
        let names: BTreeSet<_> = self.slots.iter().map(|slot| (slot.mode, &slot.slot)).collect();
        let questions: BTreeSet<_> = self.questions.iter().map(|question| &question.id).collect();
        (1..=8).contains(&self.to.len())
            && (1..=32).contains(&self.slots.len())
            && names.len() == self.slots.len()
            && self.slots.iter().all(|slot| (1..=Kind::ALL.len()).contains(&slot.accepts.len()))
            && self.permissions.len() <= 64
            && self.webhooks.len() <= 8
            && self.webhooks.iter().all(|webhook| webhook.events.len() <= 100)
            && self.webhooks.iter().all(|webhook| webhook.url.as_str().starts_with("https://"))
            && self.questions.len() <= 16
            && questions.len() == self.questions.len()
            && self.questions.iter().all(|question| question.choices.len() <= 32)
            && !self.issuer.name.is_empty()
            && (self.ticket.is_none() || self.scope == Scope::One)
    }
}

#[derive(Serialize)]
pub(crate) struct Line<'a, T> {
    pub(crate) format: String,
    #[serde(flatten)]
    pub(crate) document: &'a T,
}

/// A request, and the very bytes that were signed.
#[derive(Clone, Debug, PartialEq)]
pub struct SignedRequest {
    request: Request,
    document: String,
    hash: Sha256Hash,
}

impl SignedRequest {
    /// Reads what came by mail or in a file. Proves that the key named in it signed it, not whose key that is.
    ///
    /// # Errors
    /// [`ReadError`], in the order of its variants.
    pub fn read(bytes: &[u8]) -> Result<Self, ReadError> {
        let document = armor::unwrap(Format::Request, bytes)?;
        Self::read_document(&document)
    }

    /// Reads the document itself, as it stands in a bundle.
    ///
    /// # Errors
    /// As [`SignedRequest::read`], without those of the armor.
    pub fn read_document(document: &[u8]) -> Result<Self, ReadError> {
        let verified = signed_line::verify(Format::Request, document)?;
        let request: Request = match signed_line::read(Format::Request, &verified) {
            Err(LineError::Malformed) => return Err(fault_of(verified.payload)),
            read => read?,
        };
        if !request.keeps_its_bounds() {
            return Err(fault_of(verified.payload));
        }
        if request.issuer.sign != verified.signer {
            return Err(ReadError::SignerMismatch);
        }
        let hash = Sha256Hash::of_payload(verified.payload);
        let document = String::from_utf8(document.to_vec()).map_err(|_| ReadError::Malformed)?;
        Ok(Self { request, document, hash })
    }

    /// What is asked.
    pub fn request(&self) -> &Request {
        &self.request
    }

    /// Payload, line feed and signature.
    pub fn document(&self) -> &str {
        &self.document
    }

    /// The hash of its payload.
    pub fn hash(&self) -> &Sha256Hash {
        &self.hash
    }

    /// As it is sent: a few lines for people, then the armor.
    pub fn armored(&self) -> String {
        armor::wrap(Format::Request, self.document.as_bytes(), BEFORE)
    }
}

fn hash_of(document: &str) -> Sha256Hash {
    Sha256Hash::of_payload(document.split('\n').next().unwrap_or_default().as_bytes())
}

//! The helpdesk's signed answer to a bundle.

use jiff::Timestamp;
use keycourier_credentials::{Mode, SlotName};
use serde::{Deserialize, Serialize};

use crate::armor;
use crate::format::Format;
use crate::read_error::ReadError;
use crate::request::Line;
use crate::signed_line;
use crate::{DocumentId, Sha256Hash, Signer, SigningKey, Text};

const BEFORE: &str = "This is the confirmation for Stripe keys that you sent with Keycourier. If you like, drop it into\n\
the program: it then shows what was received.\n";

/// What became of a bundle. Holds no secrets.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Receipt {
    /// Its own name.
    pub id: DocumentId,
    /// When it was made.
    pub created: Timestamp,
    /// The bundle that it answers.
    pub bundle: Receipted,
    /// The request that the bundle answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<DocumentId>,
    /// Who answers.
    pub from: ReceiptSender,
    /// One line a key.
    pub items: Vec<ReceiptItem>,
    /// What the merchant should do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advice: Option<Text<500>>,
}

/// Which bundle a receipt is for.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Receipted {
    /// Its id.
    pub id: DocumentId,
    /// The hash of its payload, which only its sender and its receiver know.
    pub sha256: Sha256Hash,
}

/// Who answers.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct ReceiptSender {
    /// The desk's signing key; the document must be signed by it.
    pub sign: Signer,
}

/// What became of one key.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct ReceiptItem {
    /// The slot's name.
    pub slot: SlotName,
    /// Test or live.
    pub mode: Mode,
    /// What became of it.
    pub verdict: ReceiptVerdict,
    /// Why it was rejected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Text<40>>,
}

/// What became of a key.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptVerdict {
    /// It arrived.
    Received,
    /// It works, by the desk's own check.
    Works,
    /// It can't be used.
    Rejected,
}

impl Receipt {
    /// Signs it and puts it into armor. None if it is not signed by the key that it names or is too long.
    pub fn sign(&self, key: &SigningKey) -> Option<String> {
        if self.from.sign != *key.signer() {
            return None;
        }
        let line =
            signed_line::write(Format::Receipt, &Line { format: Format::Receipt.version(), document: self }, key)?;
        Some(armor::wrap(Format::Receipt, &line, BEFORE))
    }

    /// Reads what came by mail or in a file. Whether its signer is the desk that the bundle went to is for the caller to compare.
    ///
    /// # Errors
    /// As for a request: a receipt has the same form.
    pub fn read(bytes: &[u8]) -> Result<Self, ReadError> {
        let document = armor::unwrap(Format::Receipt, bytes)?;
        let verified = signed_line::verify(Format::Receipt, &document)?;
        let receipt: Self = signed_line::read(Format::Receipt, &verified)?;
        if receipt.from.sign == verified.signer { Ok(receipt) } else { Err(ReadError::SignerMismatch) }
    }
}

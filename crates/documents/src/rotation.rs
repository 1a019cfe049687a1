//! A desk's old signing key vouching for its new one.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::format::Format;
use crate::read_error::ReadError;
use crate::request::Line;
use crate::signed_line;
use crate::{DocumentId, Domain, Signer, SigningKey};

/// From one signing key to the next. Stands inside of a later request.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Rotation {
    /// Its own name.
    pub id: DocumentId,
    /// When it was made.
    pub created: Timestamp,
    /// The desk's domain.
    pub domain: Domain,
    /// The key that signs this, and nothing after it.
    pub old_sign: Signer,
    /// The key that counts from now on.
    pub new_sign: Signer,
}

impl Rotation {
    /// Signs it with the old key: the document that a request carries. None if `key` is not the old key.
    pub fn sign(&self, key: &SigningKey) -> Option<String> {
        if self.old_sign != *key.signer() {
            return None;
        }
        let line =
            signed_line::write(Format::Rotation, &Line { format: Format::Rotation.version(), document: self }, key)?;
        String::from_utf8(line.to_vec()).ok()
    }

    /// Reads the document that a request carries, and makes sure that the old key signed it.
    ///
    /// # Errors
    /// As for a request: a rotation has the same form.
    pub fn read(document: &str) -> Result<Self, ReadError> {
        let verified = signed_line::verify(Format::Rotation, document.as_bytes())?;
        let rotation: Self = signed_line::read(Format::Rotation, &verified)?;
        if rotation.old_sign == verified.signer { Ok(rotation) } else { Err(ReadError::SignerMismatch) }
    }
}

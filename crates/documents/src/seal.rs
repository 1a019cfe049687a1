//! Turning a bundle into a file that only its recipients can open.

use std::io::Write;

use age::armor::{ArmoredWriter, Format as ArmorFormat};
use age::{Encryptor, Recipient as AgeKey};

use crate::format::Format;
use crate::request::Line;
use crate::signed_line;
use crate::{Bundle, Sha256Hash, SigningKey};

/// A locked bundle.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SealedBundle {
    /// The file: an armored age file.
    pub file: Vec<u8>,
    /// The hash of its payload, by which a receipt names it.
    pub hash: Sha256Hash,
}

/// Signs and encrypts to exactly the recipients that the bundle names. Armored, which mail survives best.
///
/// # Errors
/// [`SealError`]; nothing is half done.
pub fn seal(bundle: &Bundle, key: &SigningKey) -> Result<SealedBundle, SealError> {
    if bundle.from.sign != *key.signer() {
        return Err(SealError::NotTheSigner);
    }
    let recipients: Vec<age::x25519::Recipient> =
        bundle.to.iter().map(|to| to.key()).collect::<Result<_, _>>().map_err(|_| SealError::Recipients)?;
    let document =
        signed_line::write(Format::Bundle, &Line { format: Format::Bundle.version(), document: bundle }, key)
            .ok_or(SealError::TooLong)?;
    let encryptor =
        Encryptor::with_recipients(recipients.iter().map(|to| to as &dyn AgeKey)).map_err(|_| SealError::Recipients)?;
    let payload = document.split(|&byte| byte == b'\n').next().unwrap_or_default();
    Ok(SealedBundle { file: encrypt(encryptor, &document)?, hash: Sha256Hash::of_payload(payload) })
}

pub(crate) fn encrypt(encryptor: Encryptor, plaintext: &[u8]) -> Result<Vec<u8>, SealError> {
    let write = || {
        let armored = ArmoredWriter::wrap_output(Vec::new(), ArmorFormat::AsciiArmor)?;
        let mut stream = encryptor.wrap_output(armored)?;
        stream.write_all(plaintext)?;
        stream.finish()?.finish()
    };
    write().map_err(|_| SealError::Recipients)
}

/// Why a bundle can't be sealed.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum SealError {
    /// It names another signer than the key that is to sign it.
    #[error("the bundle names another signer")]
    NotTheSigner,
    /// It names no recipient, or one that can't be encrypted to.
    #[error("no recipient that can be encrypted to")]
    Recipients,
    /// Its payload is longer than a bundle's may be.
    #[error("more than fits into one bundle")]
    TooLong,
}

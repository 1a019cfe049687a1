//! Identities in files.

use std::path::Path;

use keycourier_credentials::decode;
use keycourier_documents::{Identity, IdentityError};
use secrecy::{ExposeSecret, SecretString};

use crate::{FileError, Over, Randomness, read_capped, write_new};

/// Makes an identity and writes it to a file.
///
/// # Errors
/// [`FileError`]; then nothing was made.
pub fn new_identity(path: &Path, over: Over, randomness: &Randomness) -> Result<Identity, FileError> {
    let identity = randomness.with(|random| Identity::random(random));
    // EXPOSE: written to the file that its owner asked for, which only they may read.
    write_new(path, identity.to_file().expose_secret().as_bytes(), over)?;
    Ok(identity)
}

/// Reads an identity file.
///
/// # Errors
/// [`IdentityFileError`].
pub fn read_identity(path: &Path) -> Result<Identity, IdentityFileError> {
    Ok(Identity::from_file(&read_identity_file(path)?)?)
}

/// Reads an identity file as it is, with every line of it.
///
/// # Errors
/// [`IdentityFileError`], also where it holds no identity.
pub fn read_identity_file(path: &Path) -> Result<SecretString, IdentityFileError> {
    let bytes = read_capped(path)?;
    let text = SecretString::from(decode(&bytes).as_str());
    Identity::from_file(&text)?;
    Ok(text)
}

/// Why an identity file gives no identity.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum IdentityFileError {
    /// The file itself.
    #[error(transparent)]
    File(#[from] FileError),
    /// What stands in it.
    #[error(transparent)]
    Content(#[from] IdentityError),
}

impl IdentityFileError {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::File(error) => error.code(),
            Self::Content(IdentityError::NotAnIdentity) => "not_an_identity",
            Self::Content(IdentityError::NoSigningKey) => "no_signing_key",
        }
    }
}

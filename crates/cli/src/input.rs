//! Where texts and secrets come from: files, standard input and descriptors; never arguments or the environment.

use std::io;
use std::path::Path;

use keycourier_credentials::decode;
use keycourier_desk::{FileError, read_capped, read_stream};
use keycourier_documents::SpokenWords;
use secrecy::SecretString;
use zeroize::Zeroizing;

use crate::failure::Failure;

/// The bytes of a file, or of standard input for `-`.
pub(crate) fn bytes(path: &Path) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let read = if path == Path::new("-") { read_stream(io::stdin().lock()) } else { read_capped(path) };
    read.map_err(|error| about(path, error))
}

/// The text of a file, or of standard input for `-`.
pub(crate) fn text(path: &Path) -> Result<Zeroizing<String>, Failure> {
    bytes(path).map(|bytes| decode(&bytes))
}

/// The words that stand behind a descriptor, on one line or several.
pub(crate) fn words(descriptor: u32) -> Result<SpokenWords, Failure> {
    typed(descriptor).map(|text| SpokenWords::typed(&SecretString::from(text.as_str())))
}

/// The passphrase that stands behind a descriptor: its first line, to the letter.
pub(crate) fn passphrase(descriptor: u32) -> Result<SecretString, Failure> {
    typed(descriptor).map(|text| SecretString::from(text.lines().next().unwrap_or_default()))
}

fn typed(descriptor: u32) -> Result<Zeroizing<String>, Failure> {
    let missing = || Failure::new("no_passphrase", format!("--passphrase-fd {descriptor}"));
    let bytes = if descriptor == 0 { read_stream(io::stdin().lock()) } else { behind(descriptor) };
    let text = decode(&bytes.map_err(|_| missing())?);
    if text.trim().is_empty() { Err(missing()) } else { Ok(text) }
}

pub(crate) fn about(path: &Path, error: FileError) -> Failure {
    Failure::new(error.code(), path.display().to_string())
}

#[cfg(unix)]
fn behind(descriptor: u32) -> Result<Zeroizing<Vec<u8>>, FileError> {
    read_capped(Path::new(&format!("/dev/fd/{descriptor}")))
}

/// Windows hands no descriptors but the standard ones to a program.
#[cfg(not(unix))]
fn behind(_descriptor: u32) -> Result<Zeroizing<Vec<u8>>, FileError> {
    Err(FileError::Missing)
}

//! age alone, strictly by its specification (<https://c2sp.org/age>), without what makes a file a bundle: for published test vectors.

use std::io::{self, Cursor, Read};

use age::armor::ArmoredReader;
use age::stream::StreamReader;
use age::{DecryptError, Decryptor, Identity as AgeIdentity};
use secrecy::{ExposeSecret, SecretString};

use crate::header::Header;
use crate::open::BACKUP_WORK_FACTOR;

const MAGIC: &[u8] = b"age-encryption.org/";
const MARK: &[u8] = b"-----";
const IDENTITY: &str = "AGE-SECRET-KEY-1";

/// What age files are opened with. Holds secrets: no `Debug`.
#[derive(Default)]
pub struct AgeKeys {
    identities: Vec<age::x25519::Identity>,
    passphrase: Option<age::scrypt::Identity>,
    foreign: bool,
}

impl AgeKeys {
    /// Takes the identities of an identity file. Lines that start with `#` and empty ones say nothing; identities of a class that this
    /// version does not know make every file unsupported, since it could not be told whether one of them would have opened it.
    #[must_use]
    pub fn with_identities(mut self, file: &SecretString) -> Self {
        // EXPOSE: read line by line into types that wipe themselves.
        for line in file.expose_secret().lines().map(str::trim) {
            match line.parse() {
                Ok(identity) if line.starts_with(IDENTITY) => self.identities.push(identity),
                _ if line.is_empty() || line.starts_with('#') => {}
                _ => self.foreign = true,
            }
        }
        self
    }

    /// Takes a passphrase.
    #[must_use]
    pub fn with_passphrase(mut self, passphrase: SecretString) -> Self {
        let mut identity = age::scrypt::Identity::new(passphrase);
        identity.set_max_work_factor(BACKUP_WORK_FACTOR);
        self.passphrase = Some(identity);
        self
    }
}

/// The layer at which age refuses a file.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum AgeFault {
    /// No header, one that breaks the specification, or classes of recipients that are not supported.
    #[error("the header is none or not supported")]
    Header,
    /// The armor.
    #[error("the armor is damaged")]
    Armor,
    /// None of the keys opens it.
    #[error("no key fits")]
    NoMatch,
    /// A key opens it, and the header was changed.
    #[error("the header was changed")]
    Mac,
    /// What is inside is cut off or changed.
    #[error("the contents are damaged")]
    Payload,
}

/// What comes out of an age file, authenticated 64 KiB at a time. Reading fails where [`AgeFault::Payload`] begins; what was read before
/// that is authentic.
pub struct AgePlaintext(StreamReader<Cursor<Vec<u8>>>);

impl Read for AgePlaintext {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

/// Opens an age file, binary or in armor, of any size. Nothing is repaired.
///
/// # Errors
/// [`AgeFault`] without its last, which only reading can meet.
pub fn read_age(file: &[u8], keys: &AgeKeys) -> Result<AgePlaintext, AgeFault> {
    let binary = if file.starts_with(MAGIC) { file.to_vec() } else { dearmored(file)? };
    let header = Header::read(&binary).ok_or(AgeFault::Header)?;
    if header.is_refused() || keys.foreign {
        return Err(AgeFault::Header);
    }
    let decryptor = Decryptor::new_buffered(Cursor::new(binary)).map_err(|_| AgeFault::Header)?;
    let identities = keys.identities.iter().map(|key| key as &dyn AgeIdentity);
    let passphrase = keys.passphrase.iter().map(|key| key as &dyn AgeIdentity);
    decryptor.decrypt(identities.chain(passphrase)).map(AgePlaintext).map_err(|problem| match problem {
        DecryptError::NoMatchingKeys | DecryptError::KeyDecryptionFailed | DecryptError::DecryptionFailed => {
            AgeFault::NoMatch
        }
        DecryptError::InvalidMac => AgeFault::Mac,
        _ => AgeFault::Header,
    })
}

/// Blank lines may stand before the armor; the library wants none.
fn dearmored(file: &[u8]) -> Result<Vec<u8>, AgeFault> {
    let mut armor = file;
    while let Some(end) = armor.iter().position(|&byte| byte == b'\n') {
        let (line, rest) = armor.split_at(end + 1);
        if !line.trim_ascii().is_empty() {
            break;
        }
        armor = rest;
    }
    if !file.windows(MARK.len()).any(|part| part == MARK) {
        return Err(AgeFault::Header);
    }
    if !armor.starts_with(MARK) {
        return Err(AgeFault::Armor);
    }
    let mut binary = Vec::with_capacity(armor.len());
    let read = ArmoredReader::new(armor).read_to_end(&mut binary);
    // What is no armor is passed through by the library.
    if read.is_err() || binary.starts_with(MARK) { Err(AgeFault::Armor) } else { Ok(binary) }
}

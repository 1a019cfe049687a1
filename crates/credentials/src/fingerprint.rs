//! Telling two credentials apart without keeping either.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

/// The first 16 bytes of SHA-256 over `kc1-key`, a zero byte and the value. Equal values have equal fingerprints; no value can be
/// had from one, since a Stripe key has far more than 128 bits that nobody can guess.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Fingerprint([u8; 16]);

impl Fingerprint {
    /// Of a credential's value.
    pub fn of(value: &SecretString) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"kc1-key\0");
        // EXPOSE: hashed at once; the digest keeps nothing of it.
        hash.update(value.expose_secret().as_bytes());
        let digest = hash.finalize();
        let mut first = [0; 16];
        first.copy_from_slice(&digest[..16]);
        Self(first)
    }

    /// As the ledger keeps it.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// As the ledger keeps it.
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

//! Who signed.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::VerifyingKey;
use rand_core::CryptoRngCore;
use secrecy::{ExposeSecret, SecretSlice};
use serde::{Deserialize, Serialize};
use ssh_key::private::{Ed25519Keypair, PrivateKey};
use zeroize::Zeroizing;

const ALGORITHM: &str = "ssh-ed25519";
const SEED: usize = 32;

/// A signing key: 32 bytes of Ed25519 seed.
pub struct SigningKey {
    seed: SecretSlice<u8>,
    signer: Signer,
}

impl SigningKey {
    /// A new one.
    pub fn random(random: &mut dyn CryptoRngCore) -> Self {
        let mut seed = Zeroizing::new([0; SEED]);
        random.fill_bytes(seed.as_mut());
        Self::from_bytes(&seed)
    }

    /// From a kept seed; none unless it has 32 bytes.
    pub fn from_seed(seed: &SecretSlice<u8>) -> Option<Self> {
        // EXPOSE: copied into the same kind of wiped buffer.
        let bytes = <[u8; SEED]>::try_from(seed.expose_secret()).ok().map(Zeroizing::new)?;
        Some(Self::from_bytes(&bytes))
    }

    /// The seed, for keeping.
    pub fn seed(&self) -> &SecretSlice<u8> {
        &self.seed
    }

    /// The public half.
    pub fn signer(&self) -> &Signer {
        &self.signer
    }

    /// The form in which the signature library takes it.
    pub(crate) fn private_key(&self) -> PrivateKey {
        // EXPOSE: the library's own type wipes its copy.
        let bytes = <[u8; SEED]>::try_from(self.seed.expose_secret()).map(Zeroizing::new).unwrap_or_default();
        PrivateKey::from(Ed25519Keypair::from_seed(&bytes))
    }

    fn from_bytes(bytes: &[u8; SEED]) -> Self {
        let public = Ed25519Keypair::from_seed(bytes).public.0;
        Self { seed: SecretSlice::from(bytes.to_vec()), signer: Signer(public) }
    }
}

/// A public signing key, written `ssh-ed25519 BASE64` without comment. Never one of the weak keys under which some signature fits
/// any message.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Signer([u8; SEED]);

impl Signer {
    /// From the bytes that [`Self::public_key`] gave.
    ///
    /// # Errors
    /// [`NotASigner`].
    pub fn from_public_key(bytes: [u8; SEED]) -> Result<Self, NotASigner> {
        VerifyingKey::from_bytes(&bytes).map_err(|_| NotASigner::Malformed).and_then(|key| Self::of_key(&key))
    }

    /// Of a key that was made sure to be a point of the curve.
    pub(crate) fn of_key(key: &VerifyingKey) -> Result<Self, NotASigner> {
        if key.is_weak() { Err(NotASigner::Weak) } else { Ok(Self(key.to_bytes())) }
    }

    /// The 32 bytes of the key.
    pub fn public_key(&self) -> [u8; SEED] {
        self.0
    }
}

impl fmt::Display for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut blob = Vec::with_capacity(51);
        for part in [ALGORITHM.as_bytes(), &self.0] {
            blob.extend(u32::try_from(part.len()).unwrap_or_default().to_be_bytes());
            blob.extend(part);
        }
        write!(f, "{ALGORITHM} {}", STANDARD.encode(blob))
    }
}

impl FromStr for Signer {
    type Err = NotASigner;

    fn from_str(text: &str) -> Result<Self, NotASigner> {
        let key = ssh_key::PublicKey::from_openssh(text).map_err(|_| NotASigner::Malformed)?;
        let bytes = key.key_data().ed25519().ok_or(NotASigner::Malformed)?.0;
        let signer = Self::from_public_key(bytes)?;
        // One key has one spelling, so that comparing texts compares keys.
        if signer.to_string() == text { Ok(signer) } else { Err(NotASigner::Malformed) }
    }
}

impl TryFrom<String> for Signer {
    type Error = NotASigner;

    fn try_from(text: String) -> Result<Self, NotASigner> {
        text.parse()
    }
}

impl From<Signer> for String {
    fn from(signer: Signer) -> Self {
        signer.to_string()
    }
}

/// Why a text is not a signer.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NotASigner {
    /// Not `ssh-ed25519` and its base64.
    #[error("not an Ed25519 key as OpenSSH writes it")]
    Malformed,
    /// A key of small order: anybody can sign for it.
    #[error("a weak key")]
    Weak,
}

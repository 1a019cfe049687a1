//! A desk's or a computer's own keys.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rand_core::CryptoRngCore;
use secrecy::{ExposeSecret, SecretSlice, SecretString};
use zeroize::Zeroizing;

use crate::{AgeRecipient, SigningKey};

const SIGNING: &str = "# keycourier-sign-ed25519: ";
const AGE: &str = "AGE-SECRET-KEY-1";

/// One signing key and one age identity, made together.
pub struct Identity {
    signing: SigningKey,
    age: age::x25519::Identity,
}

impl Identity {
    /// A new one. The age key comes from the system's own random source, which its library does not let us pass in.
    pub fn random(random: &mut dyn CryptoRngCore) -> Self {
        Self { signing: SigningKey::random(random), age: age::x25519::Identity::generate() }
    }

    /// The signing half.
    pub fn signing(&self) -> &SigningKey {
        &self.signing
    }

    /// What bundles for it are encrypted to.
    pub fn recipient(&self) -> Option<AgeRecipient> {
        self.age.to_public().to_string().parse().ok()
    }

    pub(crate) fn age(&self) -> &age::x25519::Identity {
        &self.age
    }

    /// As a file: a normal age identity file with one more comment line, so that stock `age -d -i` takes it.
    pub fn to_file(&self) -> SecretString {
        // EXPOSE: put together in a wiped buffer and handed on as a secret.
        let (seed, age) = (self.signing.seed().expose_secret(), self.age.to_string());
        let seed = Zeroizing::new(STANDARD.encode(seed));
        let recipient = self.age.to_public();
        let signer = self.signing.signer();
        let file = Zeroizing::new(format!(
            "# Keep this file to yourself: whoever has it can open what was sent to you, and sign as you.\n\
             # signs as: {signer}\n# public key: {recipient}\n{SIGNING}{}\n{}\n",
            *seed,
            // EXPOSE: as above.
            age.expose_secret()
        ));
        SecretString::from(file.as_str())
    }

    /// Reads such a file.
    ///
    /// # Errors
    /// [`IdentityError`] if either key is missing or malformed.
    pub fn from_file(file: &SecretString) -> Result<Self, IdentityError> {
        // EXPOSE: read line by line; what is kept goes into types that wipe themselves.
        let lines = || file.expose_secret().lines().map(str::trim);
        let age = lines().find(|line| line.starts_with(AGE)).ok_or(IdentityError::NotAnIdentity)?;
        let age = age.parse().map_err(|_| IdentityError::NotAnIdentity)?;
        let seed = lines().find_map(|line| line.strip_prefix(SIGNING)).ok_or(IdentityError::NoSigningKey)?;
        let seed = STANDARD.decode(seed).map_err(|_| IdentityError::NoSigningKey)?;
        let signing = SigningKey::from_seed(&SecretSlice::from(seed)).ok_or(IdentityError::NoSigningKey)?;
        Ok(Self { signing, age })
    }
}

/// Why a file is no identity.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum IdentityError {
    /// No age identity in it.
    #[error("not an age identity file")]
    NotAnIdentity,
    /// An age identity without our line for the signing key.
    #[error("an age identity file without Keycourier's signing key")]
    NoSigningKey,
}

#[cfg(test)]
mod tests {
    use rand_core::OsRng;

    use super::*;

    #[test]
    fn an_identity_file_gives_both_keys_back() {
        let identity = Identity::random(&mut OsRng);
        let again = Identity::from_file(&identity.to_file()).expect("what was written can be read");
        assert_eq!(again.signing().signer(), identity.signing().signer(), "the signing key came through");
        assert_eq!(again.recipient(), identity.recipient(), "the age key came through");
    }

    #[test]
    fn a_plain_age_identity_is_told_from_nonsense() {
        let read = |text: &str| Identity::from_file(&SecretString::from(text)).err();
        assert_eq!(read("hello"), Some(IdentityError::NotAnIdentity), "no key at all");
        let age = age::x25519::Identity::generate().to_string();
        // EXPOSE: a key made for this test.
        assert_eq!(read(age.expose_secret()), Some(IdentityError::NoSigningKey), "age's own identity can't sign");
    }
}

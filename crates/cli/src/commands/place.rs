//! Where identities are kept when no file is named: the system's keychain.

use keycourier_desk::Randomness;
use keycourier_documents::{Identity, SigningKey};
use keycourier_keychain::{GetError, Item, Keychain, PutError};
use secrecy::{ExposeSecret, SecretSlice, SecretString};

use crate::failure::Failure;

/// The desk of this computer.
const DESK: Item = Item::desk(1);

pub(super) fn desk_identity(keychain: &Keychain) -> Result<Option<Identity>, Failure> {
    let Some(value) = keychain.get(DESK).wait().map_err(not_got)? else { return Ok(None) };
    // EXPOSE: the identity file's text, read into types that wipe themselves.
    let text = std::str::from_utf8(value.expose_secret()).map(SecretString::from);
    let identity = text.ok().and_then(|text| Identity::from_file(&text).ok());
    identity.map(Some).ok_or_else(|| Failure::new("keychain_damaged", "desk"))
}

pub(super) fn keep_desk_identity(keychain: &Keychain, identity: &Identity) -> Result<(), Failure> {
    keychain.put_text(DESK, &identity.to_file()).wait().map_err(not_put)
}

/// The key that this computer signs with; made when it is first needed.
pub(super) fn device_key(keychain: &Keychain, randomness: &Randomness) -> Result<SigningKey, Failure> {
    if let Some(seed) = keychain.get(Item::DEVICE).wait().map_err(not_got)? {
        return SigningKey::from_seed(&seed).ok_or_else(|| Failure::new("keychain_damaged", "device"));
    }
    let key = randomness.with(SigningKey::random);
    // EXPOSE: a copy for the keychain, in the same kind of wiped buffer.
    let seed = SecretSlice::from(key.seed().expose_secret().to_vec());
    keychain.put(Item::DEVICE, seed).wait().map_err(not_put)?;
    Ok(key)
}

fn not_got(error: GetError) -> Failure {
    let code = match error {
        GetError::Locked | GetError::Cancelled => "keychain_locked",
        GetError::NotAvailable | GetError::NotResponding => "keychain_not_available",
        GetError::Damaged => "keychain_damaged",
    };
    Failure::new(code, "keychain")
}

fn not_put(error: PutError) -> Failure {
    let code = match error {
        PutError::Locked | PutError::Cancelled => "keychain_locked",
        PutError::NotAvailable | PutError::NotResponding => "keychain_not_available",
        PutError::Full | PutError::TooLong => "keychain_full",
    };
    Failure::new(code, "keychain")
}

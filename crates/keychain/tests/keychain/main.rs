//! The keychain from outside: over the library's mock, over a store that blocks, and over the real keyring of a throw-away session.
#![cfg(test)]

mod answers;
#[cfg(target_os = "linux")]
mod secret_service;
mod slow_store;
mod this_session;
mod waiting;

use keycourier_keychain::{GetError, Item, Keychain};
use secrecy::{ExposeSecret, SecretSlice};

/// Longer than any test takes.
const NEVER: std::time::Duration = std::time::Duration::from_secs(3_600);

fn key(id: &str) -> Item {
    Item::key(id).unwrap()
}

fn secret(value: &str) -> SecretSlice<u8> {
    SecretSlice::from(value.as_bytes().to_vec())
}

/// What the keychain has under `item`, as text.
fn text(keychain: &Keychain, item: Item) -> Result<Option<String>, GetError> {
    let value = keychain.get(item).wait()?;
    // EXPOSE: to compare a made-up value.
    Ok(value.map(|value| String::from_utf8(value.expose_secret().to_vec()).unwrap()))
}

/// What the keychain has under `item`, if it has it and says so.
fn kept(keychain: &Keychain, item: Item) -> Option<String> {
    text(keychain, item).unwrap()
}

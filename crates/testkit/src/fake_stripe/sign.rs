//! Deliveries as Stripe signs them (<https://docs.stripe.com/webhooks#verify-manually>).

use std::fmt::Write as _;

use hmac::{Hmac, Mac};
use sha2::Sha256;

/// The value of `Stripe-Signature` for a body, at a time in seconds since 1970: the whole secret is the key.
pub fn sign(secret: &str, time: i64, body: &str) -> String {
    format!("t={time},v1={}", signature(secret, time, body))
}

/// The signature alone.
pub fn signature(secret: &str, time: i64, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any length will do");
    mac.update(format!("{time}.{body}").as_bytes());
    mac.finalize().into_bytes().iter().fold(String::new(), |mut hex, byte| {
        // Writing into a text can't fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

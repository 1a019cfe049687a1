//! The one place where a secret becomes part of a text: the payload that is about to be encrypted.

use secrecy::{ExposeSecret, SecretString};
use serde::Serializer;

pub(crate) fn serialize<S: Serializer>(secret: &SecretString, serializer: S) -> Result<S::Ok, S::Error> {
    // EXPOSE: written into a buffer that is wiped after it has been encrypted.
    serializer.serialize_str(secret.expose_secret())
}

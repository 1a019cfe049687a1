//! One line of JSON and a signature over exactly its bytes. No canonical form exists or is needed.

use ed25519_dalek::VerifyingKey;
use serde::Serialize;
use serde::de::DeserializeOwned;
use ssh_key::{Algorithm, HashAlg, LineEnding, SshSig};
use zeroize::Zeroizing;

use crate::format::{Age, Format};
use crate::{Signer, SigningKey};

const SIGNATURE_BEGIN: &[u8] = b"-----BEGIN SSH SIGNATURE-----\n";
const SIGNATURE_END: &[u8] = b"-----END SSH SIGNATURE-----\n";

/// Brackets within brackets; a document of ours has five.
const DEEPEST: usize = 16;

/// What reading a signed line can end in, in the order in which it is found.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum LineError {
    NotSigned,
    WrongNamespace,
    WeakKey,
    BadSignature,
    Malformed,
    NewerVersion,
}

/// Whose the line is, and the line without its line feed.
pub(crate) struct Verified<'a> {
    pub(crate) signer: Signer,
    pub(crate) payload: &'a [u8],
    newer: bool,
}

/// Writes and signs. The buffer is wiped when dropped, since a bundle's payload holds secrets.
pub(crate) fn write<T: Serialize>(format: Format, document: &T, key: &SigningKey) -> Option<Zeroizing<Vec<u8>>> {
    // As much as a payload may have, so that no half-grown copies are left behind while it grows.
    let mut line = Zeroizing::new(Vec::with_capacity(format.longest()));
    serde_json::to_writer(&mut *line, document).ok()?;
    if line.len() > format.longest() {
        return None;
    }
    line.push(b'\n');
    let signature = key.private_key().sign(&format.namespace(), HashAlg::Sha512, &line).ok()?;
    let armor = signature.to_pem(LineEnding::LF).ok()?;
    line.extend_from_slice(armor.trim_end().as_bytes());
    line.push(b'\n');
    Some(line)
}

/// Checks the signature; nothing of the payload is looked at before.
pub(crate) fn verify(format: Format, document: &[u8]) -> Result<Verified<'_>, LineError> {
    let end = document.iter().position(|&byte| byte == b'\n').ok_or(LineError::NotSigned)?;
    let (line, armor) = document.split_at(end + 1);
    if !(armor.starts_with(SIGNATURE_BEGIN) && armor.ends_with(SIGNATURE_END)) {
        return Err(LineError::NotSigned);
    }
    let signature = SshSig::from_pem(armor).map_err(|_| LineError::NotSigned)?;
    let expected = (Algorithm::Ed25519, HashAlg::Sha512);
    if (signature.algorithm(), signature.hash_alg()) != expected || !signature.reserved().is_empty() {
        return Err(LineError::NotSigned);
    }
    let newer = match signature.namespace().strip_suffix("@keycourier").map(|version| format.compare(version)) {
        Some(Age::Ours) => false,
        Some(Age::Newer) => true,
        Some(Age::Other) | None => return Err(LineError::WrongNamespace),
    };
    let public = signature.public_key().ed25519().ok_or(LineError::NotSigned)?.0;
    let key = VerifyingKey::from_bytes(&public).map_err(|_| LineError::BadSignature)?;
    let signer = Signer::of_key(&key).map_err(|_| LineError::WeakKey)?;
    // The library's own check lets keys of small order pass; the strict one of the curve library does not.
    let strict = || {
        let signed = SshSig::signed_data(signature.namespace(), HashAlg::Sha512, line).ok()?;
        let bytes = ed25519_dalek::Signature::from_slice(signature.signature_bytes()).ok()?;
        key.verify_strict(&signed, &bytes).ok()
    };
    strict().ok_or(LineError::BadSignature)?;
    Ok(Verified { signer, payload: line.get(..end).unwrap_or_default(), newer })
}

/// Reads the payload of a verified line.
pub(crate) fn read<T: DeserializeOwned>(format: Format, verified: &Verified<'_>) -> Result<T, LineError> {
    #[derive(serde::Deserialize)]
    struct Head {
        format: String,
    }
    if verified.newer {
        return Err(LineError::NewerVersion);
    }
    let payload = verified.payload;
    let fits = (2..=format.longest()).contains(&payload.len()) && payload.first() == Some(&b'{');
    if !fits || payload.contains(&b'\r') || is_deeper_than(payload, DEEPEST) {
        return Err(LineError::Malformed);
    }
    // Our own writer puts the format first: then nothing needs to be read twice.
    let first = format!("{{\"format\":\"{}\",", format.version());
    if payload.strip_prefix(first.as_bytes()).is_some_and(|rest| !names_a_format(rest)) {
        return serde_json::from_slice(payload).map_err(|_| LineError::Malformed);
    }
    let head: Head = serde_json::from_slice(payload).map_err(|_| LineError::Malformed)?;
    match format.compare(&head.format) {
        Age::Ours => serde_json::from_slice(payload).map_err(|_| LineError::Malformed),
        Age::Newer => Err(LineError::NewerVersion),
        Age::Other => Err(LineError::Malformed),
    }
}

/// Whether a field of that name could stand here too; a known field that stands twice is malformed. A name may be spelt with escapes.
fn names_a_format(json: &[u8]) -> bool {
    json.split(|&byte| byte == b'"').any(|part| part == b"format" || part.windows(2).any(|pair| pair == b"\\u"))
}

fn is_deeper_than(json: &[u8], most: usize) -> bool {
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    for byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'{' | b'[' if !in_text => depth += 1,
            b'}' | b']' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > most {
            return true;
        }
    }
    false
}

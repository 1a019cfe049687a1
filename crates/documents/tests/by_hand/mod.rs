//! Documents put together by hand, so that nothing but the one fault is in them.

use std::io::Write;

use age::armor::{ArmoredWriter, Format};
use keycourier_documents::SigningKey;
use secrecy::ExposeSecret;
use ssh_key::private::{Ed25519Keypair, PrivateKey};
use ssh_key::public::{Ed25519PublicKey, KeyData};
use ssh_key::{Algorithm, HashAlg, LineEnding, Signature, SshSig};

/// A signed line of any payload, under any namespace.
pub(crate) fn signed_by(key: &SigningKey, namespace: &str, payload: &str) -> Vec<u8> {
    // EXPOSE: a key made for this test, in the form that the signature library takes.
    let seed: [u8; 32] = key.seed().expose_secret().try_into().expect("32 bytes");
    let private = PrivateKey::from(Ed25519Keypair::from_seed(&seed));
    let line = format!("{payload}\n");
    let signature = private.sign(namespace, HashAlg::Sha512, line.as_bytes()).expect("it signs");
    [line, signature.to_pem(LineEnding::LF).expect("armor")].concat().into_bytes()
}

/// Under the neutral point of the curve as public key, one constant signature fits every message for a check that is not strict.
pub(crate) fn weakly_signed(namespace: &str, payload: &str) -> Vec<u8> {
    let mut neutral = [0; 32];
    neutral[0] = 1;
    let signature = [neutral.as_slice(), &[0; 32]].concat();
    let signature = Signature::new(Algorithm::Ed25519, signature).expect("64 bytes");
    let key = KeyData::Ed25519(Ed25519PublicKey(neutral));
    let sig = SshSig::new(key, namespace, HashAlg::Sha512, signature).expect("a namespace");
    format!("{payload}\n{}", sig.to_pem(LineEnding::LF).expect("armor")).into_bytes()
}

/// Anything, encrypted to anybody.
pub(crate) fn locked_to(recipients: &[&dyn age::Recipient], plaintext: &[u8]) -> Vec<u8> {
    let encryptor = age::Encryptor::with_recipients(recipients.iter().copied()).expect("recipients");
    let armor = ArmoredWriter::wrap_output(Vec::new(), Format::AsciiArmor).expect("armor");
    let mut stream = encryptor.wrap_output(armor).expect("header");
    stream.write_all(plaintext).expect("memory takes it");
    stream.finish().and_then(ArmoredWriter::finish).expect("memory takes it")
}

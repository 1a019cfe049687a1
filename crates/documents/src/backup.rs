//! A desk's or a person's identity in one file that a passphrase opens; stock `age -d` does too.

use age::Encryptor;
use secrecy::{ExposeSecret, SecretString};

use crate::header::{Audience, audience};
use crate::open::{BACKUP_WORK_FACTOR, WORK_FACTOR, age_binary, decrypt_with_passphrase};
use crate::seal::encrypt;
use crate::{Identity, OpenError, SealError};

/// Locks an identity file, with every line of it, also those that others wrote into it.
///
/// # Errors
/// [`SealError`], which only a failing random source can bring about.
pub fn lock_identity_file(file: &SecretString, passphrase: &SecretString) -> Result<Vec<u8>, SealError> {
    let mut recipient = age::scrypt::Recipient::new(passphrase.clone());
    // Set, never measured: a file made on a fast computer must open on a slow one.
    recipient.set_work_factor(WORK_FACTOR);
    let encryptor = Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient))
        .map_err(|_| SealError::Recipients)?;
    // EXPOSE: goes into the encryption.
    encrypt(encryptor, file.expose_secret().as_bytes())
}

/// Opens such a file: the identity file that went in, to the letter. It is made sure that it holds an identity.
///
/// # Errors
/// [`OpenError`]; `NotForUs` is a wrong passphrase, `Malformed` says that what is inside is no identity of ours.
pub fn unlock_identity_file(file: &[u8], passphrase: &SecretString) -> Result<SecretString, OpenError> {
    let binary = age_binary(file)?;
    let plaintext = match audience(&binary) {
        Audience::Passphrase => decrypt_with_passphrase(&binary, passphrase.clone(), BACKUP_WORK_FACTOR)?,
        Audience::Keys => return Err(OpenError::NotForUs),
        Audience::Unsupported => return Err(OpenError::UnsupportedHeader),
        Audience::Broken => return Err(OpenError::Damaged),
    };
    let text = std::str::from_utf8(&plaintext).map_err(|_| OpenError::Malformed)?;
    let text = SecretString::from(text);
    Identity::from_file(&text).map(|_| text).map_err(|_| OpenError::Malformed)
}

#[cfg(test)]
mod tests {
    use rand_core::OsRng;

    use super::*;

    #[test]
    fn a_backup_gives_back_every_line_and_only_for_its_passphrase() {
        let identity = Identity::random(&mut OsRng).to_file();
        // EXPOSE: a key made for this test, with a line of somebody else's.
        let file = SecretString::from(format!("# keycourier-desk-name: Imagatec\n{}", identity.expose_secret()));
        let passphrase = SecretString::from("correct horse battery");
        let locked = lock_identity_file(&file, &passphrase).expect("it locks");
        let opened = unlock_identity_file(&locked, &passphrase).expect("its own passphrase");
        // EXPOSE: compared with what went in.
        assert_eq!(opened.expose_secret(), file.expose_secret(), "nothing of it is lost");
        let wrong = unlock_identity_file(&locked, &SecretString::from("correct horse")).err();
        assert_eq!(wrong, Some(OpenError::NotForUs), "another passphrase does not open it");
    }
}

//! A file for a helpdesk without this program: labelled text, locked with six words that the merchant reads out.

use age::Encryptor;
use rand_core::CryptoRngCore;
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use crate::open::WORK_FACTOR;
use crate::seal::encrypt;
use crate::{SealError, word_list};

const COUNT: usize = 6;

/// Six words as the passphrase of an age file: lower case, a hyphen between.
pub struct SpokenWords(SecretString);

impl SpokenWords {
    /// New ones: 77 bits. Words with a hyphen of their own are left out, since they can't be told apart when typed.
    pub fn random(random: &mut dyn CryptoRngCore) -> Self {
        let plain: Vec<&str> = word_list().iter().copied().filter(|word| !word.contains('-')).collect();
        let mut words: Vec<&str> = Vec::with_capacity(COUNT);
        let count = u32::try_from(plain.len()).unwrap_or(u32::MAX);
        // The last, incomplete round of the numbers would make the first words likelier.
        let fair = u32::MAX - u32::MAX % count;
        while words.len() < COUNT {
            let drawn = random.next_u32();
            if drawn < fair {
                words.extend(usize::try_from(drawn % count).ok().and_then(|n| plain.get(n)));
            }
        }
        Self(SecretString::from(words.join("-")))
    }

    /// What somebody typed: any case, anything but letters between the words.
    pub fn typed(text: &SecretString) -> Self {
        // EXPOSE: brought into form in a wiped buffer.
        let lower = Zeroizing::new(text.expose_secret().to_lowercase());
        let words: Vec<&str> = lower.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
        Self(SecretString::from(words.join("-")))
    }

    /// The words, to be read out.
    pub fn passphrase(&self) -> SecretString {
        self.0.clone()
    }
}

/// Locks a text.
///
/// # Errors
/// [`SealError`], which only a failing random source can bring about.
pub fn seal_spoken(text: &SecretString, words: &SpokenWords) -> Result<Vec<u8>, SealError> {
    let mut recipient = age::scrypt::Recipient::new(words.passphrase());
    // Measuring this machine, as the library does by default, would make a file that slower machines refuse.
    recipient.set_work_factor(WORK_FACTOR);
    let encryptor = Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient))
        .map_err(|_| SealError::Recipients)?;
    // EXPOSE: goes into the encryption.
    encrypt(encryptor, text.expose_secret().as_bytes())
}

/// What was in a spoken-words file. Nothing says who made it.
pub struct SpokenFile {
    /// Labelled lines.
    pub text: SecretString,
}

impl SpokenFile {
    pub(crate) fn read(plaintext: &[u8]) -> Option<Self> {
        std::str::from_utf8(plaintext).ok().map(|text| Self { text: SecretString::from(text) })
    }
}

//! Six words that stand for a desk's signing key, to be read out over the phone.
//!
//! The words are those of EFF's large list (<https://www.eff.org/dice>, CC BY 3.0 US). The stretching makes a search for a key with
//! the same words, or the same name under other words, cost a second's worth of work a try instead of a microsecond's.

use std::sync::LazyLock;

use scrypt::Params;
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use crate::{AgeRecipient, Domain, Signer, Text};

const COUNT: usize = 6;
const LIST: &str = include_str!("eff_large_words.txt");
const SALT: &[u8] = b"kc1-words";
/// N = 2^15, r = 8, p = 1: 32 MiB and a tenth of a second.
const LOG_N: u8 = 15;

/// The 7,776 words, in order.
pub fn word_list() -> &'static [&'static str] {
    static WORDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| LIST.lines().collect());
    &WORDS
}

/// A desk's words, and the same number as digits.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct DeskWords {
    number: u128,
}

impl DeskWords {
    /// Of a desk: name and domain count too, so that nobody can use its words under another name. Costs 32 MiB and a moment.
    pub fn of(domain: &Domain, name: &Text<80>, signer: &Signer) -> Self {
        let name: String = name.as_str().trim().nfc().collect();
        Self::stretched("kc1-words", domain.as_str(), &name, &signer.public_key())
    }

    /// Of a bare `age1…` code that somebody gave out without a request.
    pub fn of_recipient(recipient: &AgeRecipient) -> Self {
        Self::stretched("kc1-age", "", "", recipient.as_str().as_bytes())
    }

    /// The six words.
    pub fn words(&self) -> [&'static str; COUNT] {
        let list = word_list();
        let base = list.len() as u128;
        let mut left = self.number;
        let mut words = [""; COUNT];
        for word in words.iter_mut().rev() {
            *word = list.get(usize::try_from(left % base).unwrap_or_default()).copied().unwrap_or_default();
            left /= base;
        }
        words
    }

    /// The same as 24 digits in six groups of four, for who does not read English words.
    pub fn digits(&self) -> String {
        let digits = format!("{:024}", self.number);
        let groups: Vec<String> =
            digits.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
        groups.join(" ")
    }

    /// Whether what a person typed are these words, or these digits. Only letters count, or only digits: case, hyphens and what
    /// stands between do not.
    ///
    /// # Errors
    /// [`NotTheWords`] for anything but all six.
    pub fn confirm(&self, typed: &str) -> Result<(), NotTheWords> {
        let letters =
            |text: &str| text.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase();
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        let (typed_letters, typed_digits) = (letters(typed), digits(typed));
        let fits = match (typed_letters.is_empty(), typed_digits.is_empty()) {
            (false, true) => typed_letters == letters(&self.words().concat()),
            (true, false) => typed_digits == digits(&self.digits()),
            (true, true) | (false, false) => false,
        };
        if fits { Ok(()) } else { Err(NotTheWords) }
    }

    fn stretched(prefix: &str, domain: &str, name: &str, key: &[u8]) -> Self {
        let digest = Sha256::new()
            .chain_update(prefix)
            .chain_update([0])
            .chain_update(domain)
            .chain_update([0])
            .chain_update(name)
            .chain_update([0])
            .chain_update(key)
            .finalize();
        let mut stretched = [0; 16];
        let possible = (word_list().len() as u128).pow(6);
        // The parameters are constants within the library's bounds; a test holds them to the published vectors.
        if let Ok(params) = Params::new(LOG_N, 8, 1, stretched.len()) {
            scrypt::scrypt(&digest, SALT, &params, &mut stretched).unwrap_or_default();
        }
        Self { number: u128::from_be_bytes(stretched) % possible }
    }
}

/// Not all six words, or not the 24 digits.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("these are not the words")]
pub struct NotTheWords;

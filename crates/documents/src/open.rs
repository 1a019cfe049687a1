//! Opening what arrives, in one fixed order.

use std::borrow::Cow;
use std::io::Read;

use age::{DecryptError, Decryptor, Identity as AgeIdentity};
use secrecy::SecretString;
use zeroize::Zeroizing;

use crate::answered_requests::AnsweredRequests;
use crate::format::Format;
use crate::header::{Audience, audience};
use crate::mail_repair::{AGE_MAGIC, AgeText, age_armor, dearmored};
use crate::signed_line::{self, LineError};
use crate::{AgeRecipient, Bundle, Identity, Sha256Hash, SignedRequest, Signer, SpokenFile, SpokenWords};

/// The most bytes that a file may have: a bundle has a few thousand.
pub const LARGEST_FILE: usize = 1 << 20;
/// The most bytes that may come out of one.
const LARGEST_PLAINTEXT: usize = 256 << 10;
/// 256 MiB of memory and about a second: what the writer uses, and the most that a stranger's file may cost.
pub(crate) const WORK_FACTOR: u8 = 18;
/// A gibibyte: the most that a file may cost which a person made themselves, perhaps with another program.
pub(crate) const BACKUP_WORK_FACTOR: u8 = 20;

/// What can open a file.
pub enum Unlock<'a> {
    /// A desk's keys.
    Keys(&'a OpeningKeys),
    /// Words that somebody read out.
    Words(&'a SpokenWords),
}

/// A desk's present and earlier identities.
pub struct OpeningKeys {
    identities: Vec<age::x25519::Identity>,
    recipients: Vec<AgeRecipient>,
    signers: Vec<Signer>,
    answered: AnsweredRequests,
}

impl OpeningKeys {
    /// The present identity first; the earlier ones open what was sent before.
    pub fn new<'a>(identities: impl IntoIterator<Item = &'a Identity>) -> Self {
        let mut keys = Self {
            identities: Vec::new(),
            recipients: Vec::new(),
            signers: Vec::new(),
            answered: AnsweredRequests::default(),
        };
        for identity in identities {
            keys.identities.push(identity.age().clone());
            keys.recipients.extend(identity.recipient());
            keys.signers.push(*identity.signing().signer());
        }
        keys
    }
}

/// What was in a file.
pub enum Contents {
    /// A bundle, with everything about it proven that can be.
    Bundle(Box<Opened>),
    /// Labelled text without a signature, locked with spoken words.
    Spoken(SpokenFile),
}

/// An opened bundle. Holds secrets: no `Debug`.
pub struct Opened {
    /// What it says.
    pub bundle: Bundle,
    /// The hash of its payload: the receipt names it.
    pub hash: Sha256Hash,
    /// The request that it answers, which this desk signed.
    pub request: Option<SignedRequest>,
}

/// Opens a file. Costs the same however often it is done: nothing is used up.
///
/// # Errors
/// [`OpenError`], in the order of its variants.
pub fn open(file: &[u8], unlock: &Unlock<'_>) -> Result<Contents, OpenError> {
    let binary = age_binary(file)?;
    match (audience(&binary), unlock) {
        (Audience::Unsupported, _) => Err(OpenError::UnsupportedHeader),
        (Audience::Broken, _) => Err(OpenError::Damaged),
        (Audience::Passphrase, Unlock::Keys(_)) => Err(OpenError::NeedsPassphrase),
        (Audience::Keys, Unlock::Words(_)) => Err(OpenError::NotForUs),
        (Audience::Passphrase, Unlock::Words(words)) => {
            let plaintext = decrypt_with_passphrase(&binary, words.passphrase(), WORK_FACTOR)?;
            SpokenFile::read(&plaintext).map(Contents::Spoken).ok_or(OpenError::Damaged)
        }
        (Audience::Keys, Unlock::Keys(keys)) => {
            let plaintext = decrypt(&binary, keys.identities.iter().map(|key| key as &dyn AgeIdentity))?;
            read_bundle(&plaintext, keys).map(|opened| Contents::Bundle(Box::new(opened)))
        }
    }
}

/// What age reads, out of whatever mail made of it.
pub(crate) fn age_binary(file: &[u8]) -> Result<Cow<'_, [u8]>, OpenError> {
    if file.len() > LARGEST_FILE {
        return Err(OpenError::TooBig);
    }
    let armored = match age_armor(file) {
        AgeText::AsItCame(bytes) => Cow::Borrowed(bytes),
        AgeText::Repaired(bytes) => Cow::Owned(bytes),
        AgeText::Several => return Err(OpenError::Several),
        AgeText::Damaged => return Err(OpenError::ArmorDamaged),
        AgeText::None => return Err(OpenError::NotABundle),
    };
    if armored.starts_with(AGE_MAGIC) {
        return Ok(armored);
    }
    let binary = dearmored(&armored).ok_or(OpenError::ArmorDamaged)?;
    // Letters that were changed give other bytes from the first one on.
    if binary.starts_with(AGE_MAGIC) { Ok(Cow::Owned(binary)) } else { Err(OpenError::ArmorDamaged) }
}

pub(crate) fn decrypt_with_passphrase(
    binary: &[u8],
    passphrase: SecretString,
    work_factor: u8,
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let mut identity = age::scrypt::Identity::new(passphrase);
    identity.set_max_work_factor(work_factor);
    decrypt(binary, std::iter::once(&identity as &dyn AgeIdentity))
}

fn decrypt<'a>(
    binary: &[u8],
    identities: impl Iterator<Item = &'a dyn AgeIdentity>,
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let decryptor = Decryptor::new_buffered(binary).map_err(|problem| refusal(&problem))?;
    let stream = decryptor.decrypt(identities).map_err(|problem| refusal(&problem))?;
    let limit = LARGEST_PLAINTEXT.saturating_add(1);
    // What comes out is shorter than what went in, and the whole buffer is wiped.
    let mut plaintext = Zeroizing::new(Vec::with_capacity(limit.min(binary.len())));
    stream.take(limit as u64).read_to_end(&mut plaintext).map_err(|_| OpenError::Damaged)?;
    if plaintext.len() > LARGEST_PLAINTEXT { Err(OpenError::Damaged) } else { Ok(plaintext) }
}

fn refusal(problem: &DecryptError) -> OpenError {
    match problem {
        // With a passphrase, a key that does not unwrap is a wrong passphrase; the payload's own faults come later, as I/O errors.
        DecryptError::NoMatchingKeys | DecryptError::KeyDecryptionFailed | DecryptError::DecryptionFailed => {
            OpenError::NotForUs
        }
        DecryptError::InvalidHeader | DecryptError::UnknownFormat | DecryptError::ExcessiveWork { .. } => {
            OpenError::UnsupportedHeader
        }
        // The library may learn new ways to fail; none of them opens the file.
        _ => OpenError::Damaged,
    }
}

fn read_bundle(plaintext: &[u8], keys: &OpeningKeys) -> Result<Opened, OpenError> {
    let verified = signed_line::verify(Format::Bundle, plaintext)?;
    let bundle: Bundle = signed_line::read(Format::Bundle, &verified)?;
    if bundle.from.sign != verified.signer {
        return Err(OpenError::SignerMismatch);
    }
    if !bundle.to.iter().any(|to| keys.recipients.contains(to)) {
        return Err(OpenError::Readdressed);
    }
    let request = match &bundle.request {
        None => None,
        Some(document) => {
            let is_ours = |request: &SignedRequest| keys.signers.contains(&request.request().issuer.sign);
            Some(keys.answered.read(document, is_ours).ok_or(OpenError::RequestNotOurs)?)
        }
    };
    Ok(Opened { hash: Sha256Hash::of_payload(verified.payload), bundle, request })
}

/// Why a file was not opened, in the order in which it is looked for.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum OpenError {
    /// Larger than any bundle.
    #[error("the file is too big to be a bundle")]
    TooBig,
    /// Nothing encrypted with age in it.
    #[error("the file is not a bundle")]
    NotABundle,
    /// Two different ones are in it.
    #[error("there is more than one bundle in the file")]
    Several,
    /// The armor is cut off or changed.
    #[error("the file was damaged on its way")]
    ArmorDamaged,
    /// A header that is none, or only kinds of recipients that this version does not know.
    #[error("the file was made by another program or a newer version")]
    UnsupportedHeader,
    /// Locked with spoken words.
    #[error("the file is locked with spoken words")]
    NeedsPassphrase,
    /// For somebody else, or the words are wrong.
    #[error("the file was made for somebody else")]
    NotForUs,
    /// Changed after it was made.
    #[error("the contents are damaged")]
    Damaged,
    /// No signature inside.
    #[error("the contents are not signed")]
    NotSigned,
    /// Signed as something else than a bundle.
    #[error("the signature is for another kind of document")]
    WrongNamespace,
    /// Signed with a key that anybody can sign for.
    #[error("the contents are signed with a weak key")]
    WeakKey,
    /// The signature does not fit.
    #[error("the signature does not fit the contents")]
    BadSignature,
    /// Signed, and not as the format wants it.
    #[error("the contents do not have the form of a bundle")]
    Malformed,
    /// Made by a newer version.
    #[error("the file was made by a newer version")]
    NewerVersion,
    /// The key named inside did not sign it.
    #[error("the contents name another signer")]
    SignerMismatch,
    /// Its sender encrypted it to somebody else; a third hand passed it on.
    #[error("the file was made for somebody else and passed on")]
    Readdressed,
    /// The request inside is not this desk's.
    #[error("the file answers a request that is not yours")]
    RequestNotOurs,
}

impl OpenError {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::TooBig => "too_big",
            Self::NotABundle => "not_a_bundle",
            Self::Several => "several",
            Self::ArmorDamaged => "armor_damaged",
            Self::UnsupportedHeader => "unsupported_header",
            Self::NeedsPassphrase => "needs_passphrase",
            Self::NotForUs => "not_for_us",
            Self::Damaged => "damaged",
            Self::NotSigned => "not_signed",
            Self::WrongNamespace => "wrong_namespace",
            Self::WeakKey => "weak_key",
            Self::BadSignature => "bad_signature",
            Self::Malformed => "malformed",
            Self::NewerVersion => "newer_version",
            Self::SignerMismatch => "signer_mismatch",
            Self::Readdressed => "readdressed",
            Self::RequestNotOurs => "request_not_ours",
        }
    }
}

impl From<LineError> for OpenError {
    fn from(problem: LineError) -> Self {
        match problem {
            LineError::NotSigned => Self::NotSigned,
            LineError::WrongNamespace => Self::WrongNamespace,
            LineError::WeakKey => Self::WeakKey,
            LineError::BadSignature => Self::BadSignature,
            LineError::Malformed => Self::Malformed,
            LineError::NewerVersion => Self::NewerVersion,
        }
    }
}

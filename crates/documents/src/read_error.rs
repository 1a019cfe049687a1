//! What can be wrong with a signed text: a request, a receipt or a rotation.

use crate::signed_line::LineError;

/// Why a signed text can't be read, in the order in which it is looked for.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ReadError {
    /// The text holds no document of this kind.
    #[error("no such document in this text")]
    NotThisDocument,
    /// The text holds two different ones.
    #[error("more than one document in this text")]
    Several,
    /// Cut off or changed on its way.
    #[error("the document was damaged on its way")]
    ArmorDamaged,
    /// No signature.
    #[error("the document is not signed")]
    NotSigned,
    /// Signed as something else.
    #[error("the signature is for another kind of document")]
    WrongNamespace,
    /// Signed with a key that anybody can sign for.
    #[error("the document is signed with a weak key")]
    WeakKey,
    /// The signature does not fit: something was changed.
    #[error("the signature does not fit the document")]
    BadSignature,
    /// Signed, and not as the format wants it.
    #[error("the document does not have the form of one")]
    Malformed,
    /// It asks for more than a request may, or is longer than one may be.
    #[error("the document holds more than it may")]
    TooMuch,
    /// A text in it shows something else than it says: control characters, or ones that turn the reading direction.
    #[error("a text in the document has characters that nobody sees")]
    HiddenCharacters,
    /// Its domain is none, or not spelt as DNS has it.
    #[error("the document names no domain in its one form")]
    BadDomain,
    /// It wants answers encrypted to a class of recipients that is not supported, or mixes classes.
    #[error("the document names recipients that are not supported")]
    RecipientNotSupported,
    /// It wants Stripe to send to an address that anybody on the way can read.
    #[error("the document names a webhook without https")]
    WebhookNotHttps,
    /// Made by a newer version.
    #[error("the document was made by a newer version")]
    NewerVersion,
    /// The key named in it did not sign it.
    #[error("the document names another signer")]
    SignerMismatch,
}

impl ReadError {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotThisDocument => "not_this_document",
            Self::Several => "several",
            Self::ArmorDamaged => "armor_damaged",
            Self::NotSigned => "not_signed",
            Self::WrongNamespace => "wrong_namespace",
            Self::WeakKey => "weak_key",
            Self::BadSignature => "bad_signature",
            Self::Malformed => "malformed",
            Self::TooMuch => "too_much",
            Self::HiddenCharacters => "hidden_characters",
            Self::BadDomain => "bad_domain",
            Self::RecipientNotSupported => "recipient_not_supported",
            Self::WebhookNotHttps => "webhook_not_https",
            Self::NewerVersion => "newer_version",
            Self::SignerMismatch => "signer_mismatch",
        }
    }
}

impl From<LineError> for ReadError {
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

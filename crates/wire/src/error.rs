//! Why a command could not be done. A variant stands here only where the page acts on it.

use serde::Serialize;
use ts_rs::TS;

use crate::DevKitTrouble;

/// Why a command could not be done.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(tag = "code", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export_to = "error.ts")]
pub enum AppError {
    /// The keychain has not answered for five seconds.
    KeychainWaiting,
    /// The keychain is locked.
    KeychainLocked,
    /// There is no keychain.
    KeychainNotAvailable,
    /// The keychain takes no more.
    KeychainFull,
    /// The keychain's item can't be read: paste the key again.
    KeyDamaged,
    /// The key is not on this computer: paste it again.
    KeyNotHere,
    /// Nothing is on the clipboard, or no text.
    ClipboardEmpty,
    /// The clipboard can't be reached.
    ClipboardNotAvailable,
    /// A request is not one to be answered.
    RequestRefused {
        /// Why.
        cause: RequestFault,
    },
    /// What was opened is not what it should be.
    NotOpened {
        /// Why.
        cause: OpeningCode,
    },
    /// A file can't be read.
    FileNotRead {
        /// Its name.
        file_name: String,
    },
    /// A file can't be written.
    FileNotWritten {
        /// Its name.
        file_name: String,
    },
    /// A file was changed since it was read, and so it was left as it is.
    FileChanged {
        /// Its name.
        file_name: String,
    },
    /// The disk is full.
    DiskFull,
    /// What the page asked about is gone: a delivery, a row, a request, a file.
    Gone,
    /// The pending paste is gone: paste again.
    PasteGone,
    /// Nothing is there to undo any more.
    NothingToUndo,
    /// The locked file was deleted some time after its keys were installed.
    FileDeleted,
    /// There is nothing to confirm: no signed sender, or no confirmation made yet.
    NothingToConfirm,
    /// No backup was chosen.
    NoBackupChosen,
    /// Live keys are not locked for somebody who is not proven.
    NotProven,
    /// The integrator's signing key is another than the one that was proven.
    SignerChanged,
    /// The locked file can't be made yet; the delivery's `sendBlocks` say why.
    NotReady,
    /// A secret was found in a text that is no key field.
    SecretInText {
        /// The field.
        field: TextField,
    },
    /// A text is not what its field takes.
    BadText {
        /// The field.
        field: TextField,
        /// What is wrong.
        fault: TextFault,
    },
    /// An address for webhooks is not one that the integrator can have given.
    BadWebhookAddress {
        /// Why.
        cause: crate::AddressFault,
    },
    /// A copied delivery of a webhook can't be read.
    BadSignedDelivery {
        /// Why.
        cause: crate::DeliveryFault,
    },
    /// No mail program answers.
    NoMailProgram,
    /// No browser answers.
    NoBrowser,
    /// Dev Kit for AI did not do what was asked.
    DevKit {
        /// Why.
        trouble: DevKitTrouble,
    },
    /// There is no desk on this computer yet.
    NoDesk,
    /// A desk is here already.
    DeskExists,
    /// The program's data was written by a newer version.
    DataFromNewerVersion,
    /// Another copy of the program holds the data.
    DataBusy,
    /// The program's data is damaged.
    DataDamaged,
    /// Anything else. The log holds the detail under this reference.
    Internal {
        /// Eight characters to quote.
        reference: String,
    },
}

/// Why a request, a locked file or a pasted text was not opened: the codes of `docs/formats.md`, in the order in which they are
/// looked for, and a few that only a window has.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "error.ts")]
pub enum OpeningCode {
    /// Larger than anything of ours.
    TooBig,
    /// Nothing of ours.
    NotABundle,
    /// Its frame is damaged: cut off, or changed by mail.
    ArmorDamaged,
    /// Locked in a way that we don't open.
    UnsupportedHeader,
    /// Locked with spoken words.
    NeedsPassphrase,
    /// Locked for somebody else.
    NotForUs,
    /// Changed on the way.
    Damaged,
    /// No signature.
    NotSigned,
    /// Signed for another purpose.
    WrongNamespace,
    /// Signed with a key that proves nothing.
    WeakKey,
    /// The signature is not of this text.
    BadSignature,
    /// Signed, and not what the format says.
    Malformed,
    /// Made by a newer version.
    NewerVersion,
    /// Signed by another than it says.
    SignerMismatch,
    /// Locked again for somebody it was not meant for.
    Readdressed,
    /// It answers a request that is not this desk's.
    RequestNotOurs,
    /// Another file under the id of one that is here.
    Replayed,
    /// It uses a known integrator's name under another domain.
    PresetMismatch,
    /// A locked file, and this computer has no desk that could open it.
    NoDesk,
    /// Locked with spoken words, and those that were typed don't open it.
    WrongWords,
    /// A backup, and the passphrase that was typed doesn't open it.
    WrongPassphrase,
    /// A confirmation of a file that was not made here.
    ConfirmsUnknown,
    /// A confirmation that somebody else than the addressee signed.
    ConfirmedByOther,
    /// A confirmation by an addressee who is not proven yet.
    ConfirmerNotProven,
}

/// Why a request is not answered: the merchant's side of [`OpeningCode`].
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "error.ts")]
pub enum RequestFault {
    /// Its frame is damaged: cut off, or changed by mail.
    ArmorDamaged,
    /// Several in one text.
    Several,
    /// No signature.
    NotSigned,
    /// Signed for another purpose.
    WrongNamespace,
    /// Signed with a key that proves nothing.
    WeakKey,
    /// The signature is not of this text: something was changed.
    BadSignature,
    /// Signed, and not what the format says.
    Malformed,
    /// It asks for more than a request may, or is longer than one may be.
    TooMuch,
    /// It has characters that nobody sees, or that turn the direction of a line.
    HiddenCharacters,
    /// Its domain is none, or not spelt as DNS has it.
    BadDomain,
    /// It wants the answer locked in a way that is not supported.
    RecipientNotSupported,
    /// It has Stripe send to an address that anybody on the way can read.
    WebhookNotHttps,
    /// Made by a newer version.
    NewerVersion,
    /// Signed by another than it says.
    SignerMismatch,
    /// Another request under the id of one that is here.
    Replayed,
    /// It uses a known integrator's name under another domain.
    PresetMismatch,
}

/// A field of a form.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(tag = "name", rename_all = "snake_case", rename_all_fields = "camelCase")]
#[ts(export_to = "error.ts")]
pub enum TextField {
    /// The business's name.
    BusinessName,
    /// An answer.
    Answer {
        /// The question's id.
        id: String,
    },
    /// The mail's subject or text.
    Mail,
    /// A copied delivery of a webhook.
    SignedDelivery,
    /// The address for webhooks.
    WebhookAddress,
    /// A text to copy.
    Text,
    /// The id of a project.
    Project,
    /// The token of a project.
    Token,
    /// The typed words.
    Words,
    /// The typed digits.
    Digits,
    /// The desk's name.
    DeskName,
    /// The desk's domain.
    DeskDomain,
    /// The desk's address for mail.
    DeskEmail,
    /// The desk's telephone number.
    DeskPhone,
    /// The desk's hours.
    DeskHours,
    /// The passphrase of a backup.
    Passphrase,
    /// What a confirmation advises.
    Advice,
    /// A code that starts with age1.
    Code,
    /// A request's ticket.
    Ticket,
    /// A request's slots.
    Slots,
    /// A slot's purpose.
    Purpose,
    /// A request's date.
    Expiry,
}

/// What is wrong with a text.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
#[ts(export_to = "error.ts")]
pub enum TextFault {
    /// Nothing is there.
    Empty,
    /// Too short.
    TooShort {
        /// The fewest characters.
        at_least: u32,
    },
    /// Too long.
    TooLong {
        /// The most characters.
        at_most: u32,
    },
    /// Letters that a person can't see, or that turn the direction of a line.
    HiddenCharacters,
    /// Not of the form that it must have.
    WrongForm,
}

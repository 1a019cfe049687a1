//! Requests, bundles, receipts and rotations. Bytes in, bytes out; nothing here touches a file, the network or a clock.
//!
//! All four are **signed lines** ([`docs/formats.md`](../../../docs/formats.md)): one line of JSON and an SSHSIG signature over exactly
//! those bytes. A bundle is such a document inside age, so that `age`, `ssh-keygen` and `jq` open and check it without this program.

mod age_reader;
mod answered_requests;
mod armor;
mod backup;
mod bundle;
mod domain;
mod exposed;
mod format;
mod header;
mod id;
mod identity;
mod mail_repair;
mod open;
mod read_error;
mod receipt;
mod recipient;
mod request;
mod request_faults;
mod rotation;
mod seal;
mod signed_line;
mod signing;
mod spoken;
mod text;
mod words;

pub use age_reader::{AgeFault, AgeKeys, AgePlaintext, read_age};
pub use armor::{Kindred, looks_like};
pub use backup::{lock_identity_file, unlock_identity_file};
pub use bundle::{Account, Answer, Bundle, BundleKey, BundleWebhook, CheckCode, Sender};
pub use domain::{Domain, NotADomain};
pub use id::{DocumentId, Sha256Hash};
pub use identity::{Identity, IdentityError};
pub use mail_repair::age_part;
pub use open::{Contents, LARGEST_FILE, OpenError, Opened, OpeningKeys, Unlock, open};
pub use read_error::ReadError;
pub use receipt::{Receipt, ReceiptItem, ReceiptSender, ReceiptVerdict, Receipted};
pub use recipient::{AgeRecipient, NotARecipient, Recipient};
pub use request::{
    Deliver, Issuer, Level, Permission, Question, QuestionType, Request, RequestedSlot, RequestedWebhook,
    RestrictedKeys, Scope, SignedRequest,
};
pub use rotation::Rotation;
pub use seal::{SealError, SealedBundle, seal};
pub use signing::{NotASigner, Signer, SigningKey};
pub use spoken::{SpokenFile, SpokenWords, seal_spoken};
pub use text::{NotPlainText, Text};
pub use words::{DeskWords, NotTheWords, word_list};

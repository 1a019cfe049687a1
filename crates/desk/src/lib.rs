//! The use-cases of both roles, for the window and the command line alike.
//!
//! Everything from outside is passed in: the clock, randomness, the keychain, the ledger's path, the addresses. [`App`] is what the
//! window calls, one method a command; the other modules are what it and the command line share.

pub mod app;
mod asking;
mod clock;
mod file_error;
mod files;
mod identities;
mod linting;
mod opening;
mod places;
mod receipting;
mod sealing;
mod spoken_text;

pub use app::{App, Parts};
pub use asking::{AskError, Blueprint, BlueprintSlot};
pub use clock::{Clock, Randomness};
pub use file_error::FileError;
pub use files::{Over, read_capped, read_stream, write_new};
pub use identities::{IdentityFileError, new_identity, read_identity, read_identity_file};
pub use linting::{Linted, LintedCredential, lint};
pub use opening::{OpenedFile, OpenedKey, open_file};
pub use places::{FOLDER, LEDGER, ledger_in};
pub use receipting::{NotReceipted, Verdict, receipt_for};
pub use sealing::{Answers, NotSealed, ProvenBy, SealNote, SealedKeys, Sealing, seal_keys};
pub use spoken_text::spoken_text;

//! Everything that is not a secret, in SQLite.
//!
//! [`Ledger`] reads; [`Ledger::write`] makes a [`Change`], which writes, and is written as a whole or not at all. No text that the
//! ledger keeps can hold a key's value: see [`Line`], [`Prose`], [`Code`] and [`Sealed`].
//!
//! A value is in the keychain, under the [`KeyId`]. The two are kept together by an order that survives being killed at any point:
//!
//! - saving: [`Change::begin_saving`] (row `pending`) → keychain → [`Change::saved`] (row `stored`);
//! - removing: [`Change::begin_removing`] (row `removing`) → keychain → [`Change::removed`] (row gone, its mask in the history).
//!
//! What a crash left over in between is [`Ledger::unsettled`].
//!
//! Killed at any point, the file holds the old state or the new one. Whether it also survives a loss of power is SQLite's and the
//! disk's (`synchronous=FULL`).

mod answers;
mod bundles;
mod businesses;
mod checks;
mod column;
mod csv;
mod deliveries;
mod desks;
mod error;
mod folding;
mod handover_checks;
mod handovers;
mod history;
mod ids;
mod inbox;
mod intake;
mod integrators;
mod keys;
mod ledger;
mod migrations;
mod names;
mod opening;
mod operations;
mod receipts;
mod requests;
#[cfg(test)]
mod sample;
mod sealed;
mod secret_origins;
mod slots;
mod text;
mod ways;
mod webhooks;

pub use answers::Answer;
pub use bundles::{Bundle, BundleAccount, BundleKey, BundleSlot, BundleState, Direction, IntakeNote};
pub use businesses::{Account, AccountState, Business, BusinessAccount};
pub use checks::{Check, CheckedBy};
pub use deliveries::{Delivery, DeliveryMode, LatestBundle};
pub use desks::{Desk, DeskContact, NewDesk};
pub use error::LedgerError;
pub use handover_checks::HandoverCheck;
pub use handovers::{Handover, ModeProgress, NewHandover, Progress};
pub use history::{Entry, Event, HistoryFilter, NewEntry};
pub use ids::{
    BundleId, BusinessId, CheckId, DeskNumber, Digest, DocumentId, HandoverId, HistoryId, IntegratorId, KeyId, NotAnId,
    OperationId, ReceiptId, RequestId, SignerKey, WordsId,
};
pub use inbox::{InboxCounts, InboxFilter, InboxOrder, InboxRow};
pub use intake::{BundleContent, DocumentRef, Intake, Unopened};
pub use integrators::{Integrator, NewIntegrator, Pin, Pinned, Proof, Proven};
pub use keys::{Key, KeyState, NewKey, Saving};
pub use ledger::{Change, Ledger};
pub use names::{Recorded, Side, UnknownWord};
pub use opening::BUSY_TIMEOUT;
pub use receipts::{NewReceipt, Outcome, Receipt, ReceiptItem};
pub use requests::{NewRequest, Origin, Request, Scope};
pub use sealed::{NotSealed, Sealed};
pub use secret_origins::SecretOrigin;
pub use slots::{AskedSlot, HandoverSlot, KeyUse};
pub use text::{Code, Line, NotAText, Prose, Recipient};
pub use ways::Way;
pub use webhooks::{OpenChange, Webhook};

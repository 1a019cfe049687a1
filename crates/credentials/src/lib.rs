//! What a Stripe credential is.
//!
//! Pure: text in, types out. [`parse`] finds every credential in what a person pasted, [`route`] says which slot each belongs to, and
//! [`judge`] says what is wrong with it for one slot. Nothing here asks Stripe: a key that passes looks right, no more.
//!
//! Rules about forms are Stripe's own where it publishes them (<https://docs.stripe.com/keys>) and observations where it does not; a
//! length that nobody promised is never more than a warning.

mod account;
mod by_hand;
mod cleaning;
mod credential;
mod fingerprint;
mod foreign;
mod hidden;
mod joining;
mod judge;
mod kind;
mod lookalike;
mod mask;
mod mode;
mod paste;
mod placeholder;
mod prefix;
mod problem;
mod providers;
mod reading;
mod route;
mod slot;

pub use account::{AccountHint, AccountId, NotAnAccount, Relation};
pub use cleaning::{Repair, decode};
pub use credential::{Credential, Generation};
pub use fingerprint::Fingerprint;
pub use judge::{Context, Elsewhere, FullKeys, Held, Judgement, judge, judge_credential};
pub use kind::{Kind, UnknownKind};
pub use mask::{Mask, NotAMask};
pub use mode::{Mode, UnknownMode};
pub use paste::{Content, DamageCause, Flaw, Flawed, Found, Paste, parse};
pub use problem::{LooksLike, Problem, Severity};
pub use route::{Routed, route};
pub use slot::{NotASlotName, Slot, SlotId, SlotName};

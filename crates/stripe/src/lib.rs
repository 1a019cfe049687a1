//! Live checks of keys against Stripe.
//!
//! [`Stripe::check_key`] asks what reads nothing but the account itself, and says what was [`Learnt`]; [`verdict`] is what that means for
//! one slot. Both rest on how Stripe answers, which is only partly documented: a status says most, then the error's `code`, then its
//! text, and what fits no rule is "could not ask", never "wrong". No text of Stripe's leaves this crate, apart from the account's name,
//! cleaned.
//!
//! Every call names the API version ([`VERSION`]): without it, each account's own default would apply.

mod check;
mod learnt;
mod permission;
mod refusal;
mod request_id;
mod verdict;

pub use check::{Stripe, VERSION};
pub use learnt::{AccountName, Answer, Country, Lack, Learnt};
pub use permission::{Level, NotAPermission, Permission};
pub use request_id::{NotARequestId, RequestId};
pub use verdict::{Cause, Expected, Verdict, verdict};

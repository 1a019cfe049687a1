//! Live checks of keys against Stripe.
//!
//! [`Stripe::check_key`] asks what reads nothing but the account itself, and says what was [`Learnt`]; [`verdict`] is what that means for
//! one slot. [`Stripe::check_delivery`] checks all that a delivery holds in one mode: keys, permissions, whether they belong together,
//! and webhooks. [`Stripe::create_webhook`] and [`Stripe::mend_webhook`] are the only calls that change something, but for probes of
//! permissions to write, which name things that don't exist and are made only where they were agreed to.
//!
//! All rests on how Stripe answers, which is only partly documented: a status says most, then the error's `code`, then its text, and what
//! fits no rule is "could not ask", never "wrong". No text of Stripe's leaves this crate, apart from the account's name, cleaned, and the
//! addresses of webhooks at the wanted host. Lists of a business's customers and payments are asked for by their status alone.
//!
//! Every call names the API version ([`VERSION`]): without it, each account's own default would apply.

mod ability;
mod call;
mod cause;
mod check;
mod delivery_check;
mod key_form;
mod learnt;
mod permission;
mod probes;
mod refusal;
mod request_id;
mod sameness;
mod signed_delivery;
mod verdict;
mod webhook;

pub use ability::{Ability, AbilityState, NotProbed, WriteProbes};
pub use cause::Cause;
pub use check::{Stripe, VERSION};
pub use delivery_check::{Findings, KeyFinding, Plan, PlannedKey, Progress, Step};
pub use key_form::key_form_url;
pub use learnt::{AccountName, Answer, Country, Lack, Learnt, NothingToShow};
pub use permission::{Level, NotAPermission, Permission};
pub use request_id::{NotARequestId, RequestId};
pub use sameness::{Agreement, Origins, Party, Sameness, agreement};
pub use signed_delivery::{NotADelivery, Proof, SignedDelivery};
pub use verdict::{Expected, Verdict, verdict};
pub use webhook::{
    AddressDifference, ApiVersion, Created, Endpoint, EndpointId, EventName, FoundEndpoint, Listing, MOST_ENDPOINTS,
    MayChange, Mend, NotAnAddress, NotAnApiVersion, NotAnEndpoint, NotAnEvent, NotChanged, Off, Reason, Sight,
    WantedWebhook, WebhookFinding, WebhookUrl, compare,
};

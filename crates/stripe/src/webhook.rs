//! Webhooks: where Stripe tells an integrator what happens.
//!
//! The first version of Stripe's API lists *webhook endpoints*; the second lists *event destinations*, among them those endpoints and
//! others that only it knows. Both are asked, and only where both answered is an endpoint said to be missing.

mod change;
mod compare;
mod list;
mod wanted;

pub use change::{Created, Mend, NotChanged, Reason};
pub use compare::{AddressDifference, FoundEndpoint, MayChange, Off, WebhookFinding, compare};
pub use list::{Endpoint, Listing, Sight};
pub(crate) use list::{Part, destinations, endpoints};
pub use wanted::{
    ApiVersion, EndpointId, EventName, NotAnAddress, NotAnApiVersion, NotAnEndpoint, NotAnEvent, WantedWebhook,
    WebhookUrl,
};

/// Endpoints that an account may have in a mode (<https://docs.stripe.com/webhooks>).
pub const MOST_ENDPOINTS: usize = 16;

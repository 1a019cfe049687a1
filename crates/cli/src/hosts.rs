//! Which servers the command talks to.

use keycourier_http::Origin;

/// Stripe's API: a constant.
#[cfg(not(feature = "loopback-hosts"))]
pub(crate) fn stripe() -> Option<Origin> {
    Some(Origin::stripe())
}

/// Stripe's API, or the one on this computer that `KEYCOURIER_STRIPE_BASE` names. None where the name is no such address: a test that
/// misspells it must not reach the real one.
#[cfg(feature = "loopback-hosts")]
pub(crate) fn stripe() -> Option<Origin> {
    match std::env::var("KEYCOURIER_STRIPE_BASE").ok() {
        None => Some(Origin::stripe()),
        Some(base) => Origin::loopback(&base).ok(),
    }
}

//! Which servers the program talks to.

use keycourier_http::Origin;

/// Stripe's API: a constant.
#[cfg(not(feature = "loopback-hosts"))]
pub(crate) fn stripe() -> Option<Origin> {
    Some(Origin::stripe())
}

/// Stripe's API, or the one on this computer that `--stripe-base` or `KEYCOURIER_STRIPE_BASE` names. None where the name is no such
/// address: a test that misspells it must not reach the real one.
#[cfg(feature = "loopback-hosts")]
pub(crate) fn stripe() -> Option<Origin> {
    let arguments: Vec<String> = std::env::args().collect();
    let argument = arguments.iter().skip_while(|argument| *argument != "--stripe-base").nth(1).cloned();
    match argument.or_else(|| std::env::var("KEYCOURIER_STRIPE_BASE").ok()) {
        None => Some(Origin::stripe()),
        Some(base) => Origin::loopback(&base).ok(),
    }
}

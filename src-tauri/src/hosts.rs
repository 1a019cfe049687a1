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
    named("--stripe-base", "KEYCOURIER_STRIPE_BASE", Origin::stripe())
}

/// Dev Kit for AI's API: a constant.
#[cfg(not(feature = "loopback-hosts"))]
pub(crate) fn dev_kit() -> Option<Origin> {
    Some(Origin::devkit4ai())
}

/// Dev Kit for AI's API, or the one on this computer that `--devkit-base` or `KEYCOURIER_DEVKIT_BASE` names; none as for Stripe.
#[cfg(feature = "loopback-hosts")]
pub(crate) fn dev_kit() -> Option<Origin> {
    named("--devkit-base", "KEYCOURIER_DEVKIT_BASE", Origin::devkit4ai())
}

#[cfg(feature = "loopback-hosts")]
fn named(option: &str, variable: &str, usual: Origin) -> Option<Origin> {
    let arguments: Vec<String> = std::env::args().collect();
    let argument = arguments.iter().skip_while(|argument| *argument != option).nth(1).cloned();
    match argument.or_else(|| std::env::var(variable).ok()) {
        None => Some(usual),
        Some(base) => Origin::loopback(&base).ok(),
    }
}

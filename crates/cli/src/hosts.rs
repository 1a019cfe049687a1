//! Which servers the command talks to.

use keycourier_devkit4ai::DevKit;
use keycourier_http::{Client, Limits, Origin};

use crate::args::PushArgs;
use crate::failure::Failure;

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

/// Dev Kit for AI's API: a constant.
#[cfg(not(feature = "loopback-hosts"))]
pub(crate) fn dev_kit(_args: &PushArgs) -> Result<DevKit, Failure> {
    Ok(DevKit::new(Client::new(Limits::default()), Origin::devkit4ai()))
}

/// Dev Kit for AI's API, or the one on this computer that `--devkit-base` or `KEYCOURIER_DEVKIT_BASE` names: a test that misspells it
/// must not reach the real one.
#[cfg(feature = "loopback-hosts")]
pub(crate) fn dev_kit(args: &PushArgs) -> Result<DevKit, Failure> {
    let base = args.devkit_base.clone().or_else(|| std::env::var("KEYCOURIER_DEVKIT_BASE").ok());
    let origin = match base {
        None => Origin::devkit4ai(),
        Some(base) => Origin::loopback(&base).map_err(|_| Failure::new("not_loopback", "--devkit-base"))?,
    };
    Ok(DevKit::new(Client::new(Limits::default()), origin))
}

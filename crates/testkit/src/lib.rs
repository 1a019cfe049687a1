//! For tests only: made-up keys, clocks, throw-away sessions.

#[cfg(feature = "fake-devkit")]
pub mod fake_devkit;
#[cfg(feature = "fake-stripe")]
pub mod fake_stripe;
pub mod keys;
#[cfg(unix)]
pub mod session;

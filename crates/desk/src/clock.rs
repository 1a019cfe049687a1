//! Time and chance, passed in so that tests choose them.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use rand_core::{CryptoRng, CryptoRngCore, OsRng, RngCore};

/// Tells the time.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    /// The system's.
    #[expect(clippy::disallowed_methods, reason = "the one place where the time comes from")]
    pub fn system() -> Self {
        Self(Arc::new(Timestamp::now))
    }

    /// Any other.
    pub fn from_fn(now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// The time, in whole seconds: documents carry no more.
    pub fn now(&self) -> Timestamp {
        let now = (self.0)();
        Timestamp::from_second(now.as_second()).unwrap_or(now)
    }
}

/// Where chance comes from.
#[derive(Clone)]
pub struct Randomness(Arc<Mutex<dyn CryptoRngCore + Send>>);

impl Randomness {
    /// The system's.
    pub fn system() -> Self {
        Self::from_source(OsRng)
    }

    /// Any other.
    pub fn from_source(source: impl RngCore + CryptoRng + Send + 'static) -> Self {
        Self(Arc::new(Mutex::new(source)))
    }

    /// Lends the source.
    pub fn with<T>(&self, draw: impl FnOnce(&mut dyn CryptoRngCore) -> T) -> T {
        draw(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

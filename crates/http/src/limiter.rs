//! How many calls may be open, and how many may begin in a second.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, Semaphore, SemaphorePermit};
use tokio::time::{Instant, sleep_until};

/// Lets calls begin. Clones share one count.
///
/// Stripe allows 25 calls a second in a sandbox (<https://docs.stripe.com/rate-limits>), so the bound is on *any* second: a bucket that
/// fills evenly, as rate limiters of the usual kind have it, would let twice as many through in the first one, or slow a check of two
/// calls down.
#[derive(Clone)]
pub(crate) struct Limiter(Arc<Shared>);

struct Shared {
    places: Semaphore,
    /// When the latest calls began, oldest first; never more than `per_window`.
    begun: Mutex<VecDeque<Instant>>,
    per_window: usize,
}

const WINDOW: Duration = Duration::from_secs(1);

impl Limiter {
    /// `at_once` calls open, `per_second` begun in any second; 0 counts as 1.
    pub(crate) fn new(at_once: usize, per_second: usize) -> Self {
        let places = Semaphore::new(at_once.clamp(1, Semaphore::MAX_PERMITS));
        Self(Arc::new(Shared { places, begun: Mutex::default(), per_window: per_second.max(1) }))
    }

    /// Waits until a call may begin. Its place is given back when the returned value is dropped; waiting stops when the future is
    /// dropped, and then no call was counted.
    pub(crate) async fn admit(&self) -> Admission<'_> {
        // The semaphore is never closed; were it, calls would go on without it.
        let place = self.0.places.acquire().await.ok();
        // Held while sleeping: whoever comes later begins later.
        let mut begun = self.0.begun.lock().await;
        if begun.len() >= self.0.per_window
            && let Some(&oldest) = begun.front()
        {
            sleep_until(oldest + WINDOW).await;
            begun.pop_front();
        }
        begun.push_back(Instant::now());
        Admission { _place: place }
    }
}

/// A place among the open calls.
pub(crate) struct Admission<'a> {
    _place: Option<SemaphorePermit<'a>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn begin(limiter: &Limiter, calls: usize) -> Vec<Duration> {
        let start = Instant::now();
        let mut begun = Vec::new();
        for _ in 0..calls {
            drop(limiter.admit().await);
            begun.push(start.elapsed());
        }
        begun
    }

    #[tokio::test(start_paused = true)]
    async fn no_second_has_more_than_its_share() {
        let begun = begin(&Limiter::new(4, 20), 65).await;
        for (n, &at) in begun.iter().enumerate() {
            let share = begun[n..].iter().take_while(|&&other| other < at + WINDOW).count();
            assert!(share <= 20, "{share} calls began in the second from {at:?}");
        }
        assert_eq!(begun[19], Duration::ZERO, "a first second's share waits for nothing");
        assert_eq!(begun[64], WINDOW * 3, "65 calls are three full seconds and five more");
    }

    #[tokio::test(start_paused = true)]
    async fn a_place_is_free_again_once_its_call_is_over() {
        let limiter = Limiter::new(2, 100);
        let (first, _second) = (limiter.admit().await, limiter.admit().await);
        let third = tokio::time::timeout(WINDOW, limiter.admit()).await;
        assert!(third.is_err(), "both places are taken");
        drop(first);
        let third = tokio::time::timeout(WINDOW, limiter.clone().admit()).await.is_ok();
        assert!(third, "a clone shares the places, and one is free");
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_given_up_while_waiting_is_not_counted() {
        let limiter = Limiter::new(4, 1);
        drop(limiter.admit().await);
        let given_up = tokio::time::timeout(WINDOW / 2, limiter.admit()).await;
        assert!(given_up.is_err(), "this second's share is used up");
        let begun = begin(&limiter, 1).await;
        assert_eq!(begun, [WINDOW / 2], "the next one waits for the first call's second only");
    }
}

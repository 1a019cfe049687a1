//! The answer to one operation, waited for by a thread or by a task.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use secrecy::SecretSlice;

use crate::fault::Failure;

/// What an operation ended with, whichever it was.
pub(crate) type Outcome = Result<Found, Failure>;

/// What a call that went well found.
pub(crate) enum Found {
    Done,
    Value(SecretSlice<u8>),
    Missing,
}

/// The answer to come. [`wait`](Self::wait) blocks a thread for it; a task awaits it, on any executor. Dropping it leaves the
/// operation to happen unheard.
///
/// It always comes: [`Deadlines::abandon_after`](crate::Deadlines) bounds each call, and an operation waits for those before it.
#[must_use = "the operation may fail"]
pub struct Reply<T, E> {
    slot: Arc<Slot>,
    read: fn(Outcome) -> Result<T, E>,
}

impl<T, E> Reply<T, E> {
    /// Blocks until the answer is there.
    ///
    /// # Errors
    ///
    /// The operation's own.
    pub fn wait(self) -> Result<T, E> {
        let mut answer = self.slot.lock();
        loop {
            if let Some(outcome) = answer.outcome.take() {
                return (self.read)(outcome);
            }
            answer = self.slot.answered.wait(answer).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// An answer that is there already.
    pub(crate) fn ready(outcome: Outcome, read: fn(Outcome) -> Result<T, E>) -> Self {
        let (promise, reply) = promise(read);
        promise.fulfil(outcome);
        reply
    }
}

/// Polling again after the answer was given stays pending.
impl<T, E> Future for Reply<T, E> {
    type Output = Result<T, E>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut answer = self.slot.lock();
        match answer.outcome.take() {
            Some(outcome) => Poll::Ready((self.read)(outcome)),
            None => {
                answer.waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}

/// The side that owes the answer.
pub(crate) struct Promise(Arc<Slot>);

impl Promise {
    /// Gives the answer. The first one counts.
    pub(crate) fn fulfil(self, outcome: Outcome) {
        self.0.answer(outcome);
    }
}

/// Whoever waits is never left alone, whatever became of the thread that owed the answer.
impl Drop for Promise {
    fn drop(&mut self) {
        self.0.answer(Err(Failure::NotAvailable));
    }
}

pub(crate) fn promise<T, E>(read: fn(Outcome) -> Result<T, E>) -> (Promise, Reply<T, E>) {
    let slot = Arc::new(Slot { answer: Mutex::default(), answered: Condvar::new() });
    (Promise(Arc::clone(&slot)), Reply { slot, read })
}

struct Slot {
    answer: Mutex<Answer>,
    answered: Condvar,
}

#[derive(Default)]
struct Answer {
    given: bool,
    outcome: Option<Outcome>,
    waker: Option<Waker>,
}

impl Slot {
    fn lock(&self) -> MutexGuard<'_, Answer> {
        self.answer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, outcome: Outcome) {
        let mut answer = self.lock();
        if answer.given {
            return;
        }
        answer.given = true;
        answer.outcome = Some(outcome);
        let waker = answer.waker.take();
        drop(answer);
        self.answered.notify_all();
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::Wake;

    use super::*;
    use crate::errors;

    #[derive(Default)]
    struct Wakes(AtomicUsize);

    impl Wake for Wakes {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }

    #[test]
    fn a_task_is_woken_when_the_answer_comes() {
        let wakes = Arc::new(Wakes::default());
        let waker = Waker::from(Arc::clone(&wakes));
        let mut context = Context::from_waker(&waker);
        let (promise, mut reply) = promise(errors::put);
        assert!(Pin::new(&mut reply).poll(&mut context).is_pending(), "there is no answer yet");
        promise.fulfil(Ok(Found::Done));
        assert_eq!(wakes.0.load(Ordering::SeqCst), 1, "a task sleeps until it is woken");
        assert_eq!(Pin::new(&mut reply).poll(&mut context), Poll::Ready(Ok(())), "the answer must be the one given");
    }

    #[test]
    fn a_broken_promise_is_an_answer_too() {
        let (promise, reply) = promise(errors::put);
        drop(promise);
        assert_eq!(reply.wait(), Err(errors::PutError::NotAvailable), "whoever waits would wait forever");
    }

    #[test]
    fn the_first_answer_counts() {
        let (promise, reply) = promise(errors::put);
        promise.fulfil(Err(Failure::Cancelled));
        assert_eq!(
            reply.wait(),
            Err(errors::PutError::Cancelled),
            "dropping the promise must not overwrite its answer"
        );
    }
}

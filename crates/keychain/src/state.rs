//! What the keychain is like, for a screen.

use crate::fault::Failure;
use crate::reply::{Found, Outcome};

/// What the keychain is like, as far as its last answer told. A damaged, missing or too long item says nothing about the keychain
/// as a whole and is an operation's own answer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum State {
    /// Nothing was asked yet, or the last question was cancelled.
    Unasked,
    /// It answers, but only "no such item" so far, which a locked keychain says too.
    Reachable,
    /// It gave or took a value.
    Ready,
    /// A call has been open for [`Deadlines::waiting_after`](crate::Deadlines): the system may be showing an unlock window. An answer
    /// still counts; [`Keychain::cancel`](crate::Keychain::cancel) gives up.
    Waiting,
    /// It must be unlocked first: no window could be shown, or the person closed it.
    Locked,
    /// There is none, it is broken, or it did not answer.
    NotAvailable,
}

impl State {
    /// The state after `outcome`, where `self` is the last one that was not [`Waiting`](State::Waiting).
    pub(crate) fn after(self, outcome: &Outcome) -> Self {
        match outcome {
            Ok(Found::Done | Found::Value(_)) => Self::Ready,
            Ok(Found::Missing) => match self {
                Self::Ready | Self::Locked => self,
                Self::Unasked | Self::Reachable | Self::Waiting | Self::NotAvailable => Self::Reachable,
            },
            Err(Failure::Damaged | Failure::Full | Failure::TooLong) => Self::Ready,
            Err(Failure::Locked) => Self::Locked,
            Err(Failure::NotAvailable | Failure::NotResponding) => Self::NotAvailable,
            Err(Failure::Cancelled) => Self::Unasked,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::errors::{self, ProbeError, PutError};

    #[test]
    fn no_such_item_never_passes_for_an_unlocked_keychain() {
        let cases = [
            (State::Unasked, State::Reachable),
            (State::NotAvailable, State::Reachable),
            (State::Reachable, State::Reachable),
            (State::Locked, State::Locked),
            (State::Ready, State::Ready),
        ];
        for (before, after) in cases {
            let reached = before.after(&Ok(Found::Missing));
            assert_eq!(reached, after, "a locked keychain answers the same after {before:?}");
        }
    }

    #[test]
    fn a_full_keychain_can_still_be_read() {
        assert_eq!(State::Unasked.after(&Err(Failure::Full)), State::Ready, "only new items are concerned");
        assert_eq!(errors::put(Err(Failure::Full)), Err(PutError::Full), "whose way out is to make room");
        assert_eq!(errors::probe(Err(Failure::Full)), Err(ProbeError::Full), "as a probe by writing says too");
    }
}

//! What all that means for one slot.

use keycourier_credentials::{AccountId, Mode};
use serde::{Deserialize, Serialize};

use crate::{Answer, Cause, Learnt, Permission};

/// What a key of a slot has to be.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// The slot's mode.
    pub mode: Mode,
    /// The account of this business in that mode, once the person has confirmed one.
    pub account: Option<&'a AccountId>,
    /// What the integrator needs the key to do.
    pub needs: &'a [Permission],
}

/// What is said about a key. Its `code` is the word in documents and in output for programs.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Verdict {
    /// A living key that can do whatever of the needed was looked at.
    Works,
    /// A living key that can't do all that the integrator needs.
    WorksButLacks {
        /// Which of the needed.
        lacks: Vec<Permission>,
    },
    /// No such key.
    UnknownToStripe,
    /// Rolled, deleted, or past its end.
    Expired,
    /// A real key that can't be checked from this computer.
    LockedToOtherAddresses,
    /// A living key of the other mode.
    WrongMode {
        /// What Stripe says.
        found: Mode,
        /// The slot's.
        wanted: Mode,
    },
    /// A living key of another account than this business's.
    OtherAccount {
        /// What Stripe says.
        found: AccountId,
        /// The business's.
        wanted: AccountId,
    },
    /// A living publishable key.
    PublishableOk,
    /// Nothing is known: never a reason to call the key wrong.
    CouldNotAsk {
        /// Why.
        cause: Cause,
    },
}

impl Verdict {
    /// The word in documents and in output for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Works => "works",
            Self::WorksButLacks { .. } => "works_but_lacks",
            Self::UnknownToStripe => "unknown_to_stripe",
            Self::Expired => "expired",
            Self::LockedToOtherAddresses => "locked_to_other_addresses",
            Self::WrongMode { .. } => "wrong_mode",
            Self::OtherAccount { .. } => "other_account",
            Self::PublishableOk => "publishable_ok",
            Self::CouldNotAsk { .. } => "could_not_ask",
        }
    }

    /// Whether the key must not be sent. The others go along, where need be with a mark that the receiver sees.
    pub fn stops_sending(&self) -> bool {
        match self {
            Self::UnknownToStripe | Self::Expired | Self::WrongMode { .. } | Self::OtherAccount { .. } => true,
            Self::Works
            | Self::WorksButLacks { .. }
            | Self::LockedToOtherAddresses
            | Self::PublishableOk
            | Self::CouldNotAsk { .. } => false,
        }
    }
}

/// What was learnt about a key, held against what is expected of it.
pub fn verdict(learnt: &Learnt, expected: &Expected<'_>) -> Verdict {
    match learnt.answer {
        Answer::Accepted | Answer::Lives => of_living(learnt, expected),
        Answer::UnknownToStripe => Verdict::UnknownToStripe,
        Answer::Expired => Verdict::Expired,
        Answer::LockedToOtherAddresses => Verdict::LockedToOtherAddresses,
        Answer::PublishableOk => Verdict::PublishableOk,
        Answer::CouldNotAsk(cause) => Verdict::CouldNotAsk { cause },
    }
}

fn of_living(learnt: &Learnt, expected: &Expected<'_>) -> Verdict {
    if let Some(found) = learnt.mode.filter(|&mode| mode != expected.mode) {
        return Verdict::WrongMode { found, wanted: expected.mode };
    }
    match (&learnt.account, expected.account) {
        (Some(found), Some(wanted)) if found != wanted => {
            return Verdict::OtherAccount { found: found.clone(), wanted: wanted.clone() };
        }
        // A key may be unable to tell its account. But where only the call failed, it has to be asked again: money would go elsewhere.
        (None, Some(_)) => {
            if let Some(cause) = learnt.unanswered {
                return Verdict::CouldNotAsk { cause };
            }
        }
        (Some(_) | None, _) => {}
    }
    let is_lacking = |need: &&Permission| learnt.lacks.iter().any(|lack| need.needs(&lack.permission));
    let lacks: Vec<Permission> = expected.needs.iter().filter(is_lacking).cloned().collect();
    if lacks.is_empty() { Verdict::Works } else { Verdict::WorksButLacks { lacks } }
}

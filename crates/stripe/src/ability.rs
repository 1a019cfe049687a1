//! What a key can do, of what an integrator needs.

use std::fmt::Write as _;

use keycourier_credentials::{AccountId, Credential, Kind};
use keycourier_http::IdempotencyKey;
use serde::{Deserialize, Serialize};

use crate::call::{Asked, Caller, Fault, Told};
use crate::probes::{Probe, Read};
use crate::refusal::Refusal;
use crate::{Answer, Cause, Learnt, Level, Permission, RequestId, Stripe};

/// Whether permissions to change things may be tried out. A try changes nothing, but stands in the merchant's log at Stripe as a call that
/// failed, so the merchant is asked first.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum WriteProbes {
    /// Only look.
    NotAgreed,
    /// The merchant agreed.
    Allowed {
        /// Fresh random bytes, of which the ids are made that nothing has.
        nonce: [u8; 16],
    },
}

/// A needed permission, and whether the key has it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Ability {
    /// Which one.
    pub permission: Permission,
    /// Whether the key has it.
    #[serde(flatten)]
    pub state: AbilityState,
    /// Stripe's name for the call that told.
    pub request_id: Option<RequestId>,
}

/// Whether a key has a permission.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum AbilityState {
    /// It has.
    Has,
    /// It has not.
    Lacks,
    /// Nobody tried.
    NotProbed {
        /// Why not.
        why: NotProbed,
    },
    /// It was tried, and nothing was learnt.
    CouldNotAsk {
        /// Why.
        cause: Cause,
    },
}

/// Why a permission was not tried.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NotProbed {
    /// There is no call that tells and changes nothing.
    NoProbe,
    /// The merchant has not agreed to tries of this kind.
    WritesNotAgreed,
}

impl AbilityState {
    /// The word in output for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Has => "has",
            Self::Lacks => "lacks",
            Self::NotProbed { .. } => "not_probed",
            Self::CouldNotAsk { .. } => "could_not_ask",
        }
    }
}

impl Stripe {
    /// Finds out which of `needs` a key has that [`Stripe::check_key`] found alive, in the order of `needs`, and adds what it lacks to
    /// `learnt`. Lists are asked for one item whose body is not looked at. A secret key may do everything and is not asked about; for
    /// others it takes as many calls as there are needs, at most.
    pub async fn check_abilities(
        &self,
        key: &Credential,
        context: Option<&AccountId>,
        needs: &[Permission],
        write_probes: WriteProbes,
        learnt: &mut Learnt,
    ) -> Vec<Ability> {
        let caller = Caller::new(self, key, context);
        let known: Learnt = learnt.clone();
        let probes = needs.iter().map(|need| probe(caller, need, write_probes, &known));
        let probed = futures_util::future::join_all(probes).await;
        probed.into_iter().map(|probed| probed.noted_in(learnt)).collect()
    }
}

/// What one probe told.
pub(crate) struct Probed {
    ability: Ability,
    named: Option<Permission>,
    account: Option<AccountId>,
}

impl Probed {
    /// Adds what was learnt beside the ability itself.
    pub(crate) fn noted_in(self, learnt: &mut Learnt) -> Ability {
        if self.ability.state == AbilityState::Lacks {
            learnt.lacks(self.ability.permission.clone(), self.named);
        }
        learnt.account = learnt.account.take().or(self.account);
        self.ability
    }
}

/// Finds out about one permission.
pub(crate) async fn probe(caller: Caller<'_>, need: &Permission, write_probes: WriteProbes, learnt: &Learnt) -> Probed {
    let ability = |state, request_id| Ability { permission: need.clone(), state, request_id };
    let plain = |state| Probed { ability: ability(state, None), named: None, account: None };
    if let Some(state) = known_already(caller.kind(), need, write_probes, learnt) {
        return plain(state);
    }
    let probe = Probe::of(need.resource());
    let asked = match (need.level(), write_probes, probe.map(|probe| (probe.read, probe.write))) {
        (Level::Read, _, Some((Read::List(path), _))) => {
            caller.send(&caller.get(path).query("limit", "1").unread()).await
        }
        (Level::Write, WriteProbes::Allowed { nonce }, Some((_, Some((before, after))))) => {
            // Were there such a thing after all, Stripe would still refuse a text where it wants pairs.
            let request = caller.post(&format!("{before}{}{after}", impossible(nonce)), &key_of(nonce, need));
            caller.send(&request.form("metadata", "keycourier").unread()).await
        }
        (Level::Read | Level::Write, _, _) => return plain(AbilityState::NotProbed { why: NotProbed::NoProbe }),
    };
    let Asked { request_id, told } = asked;
    let (mut named, mut account) = (None, None);
    let state = match (need.level(), told) {
        (Level::Read, Told::Granted(_)) => AbilityState::Has,
        (Level::Write, Told::Faulted(fault)) if nothing_but_the_thing_is_missing(&fault) => AbilityState::Has,
        (_, Told::Refused(Refusal::LacksPermission { account: of, named: other })) => {
            (named, account) = (other, of);
            AbilityState::Lacks
        }
        (_, Told::Nothing(cause)) => AbilityState::CouldNotAsk { cause },
        // The key was good a moment ago.
        (_, Told::Refused(_)) => AbilityState::CouldNotAsk { cause: Cause::UnknownRefusal },
        // Among these is the success of a change that can't succeed.
        (_, Told::Granted(_) | Told::Faulted(_)) => AbilityState::CouldNotAsk { cause: Cause::UnexpectedAnswer },
    };
    Probed { ability: ability(state, request_id), named, account }
}

/// What needs no call.
pub(crate) fn known_already(
    kind: Kind,
    need: &Permission,
    write_probes: WriteProbes,
    learnt: &Learnt,
) -> Option<AbilityState> {
    if !learnt.lives() {
        let cause = match learnt.answer {
            Answer::CouldNotAsk(cause) => cause,
            _ => Cause::NothingToAsk,
        };
        return Some(AbilityState::CouldNotAsk { cause });
    }
    if kind == Kind::Secret {
        return Some(AbilityState::Has);
    }
    if learnt.lacks.iter().any(|lack| need.needs(&lack.permission)) {
        return Some(AbilityState::Lacks);
    }
    let Some(probe) = Probe::of(need.resource()) else {
        return Some(AbilityState::NotProbed { why: NotProbed::NoProbe });
    };
    match (need.level(), probe.read, probe.write, write_probes) {
        (Level::Read, Read::Identity, ..) => Some(identity(need, learnt)),
        (Level::Write, _, None, _) => Some(AbilityState::NotProbed { why: NotProbed::NoProbe }),
        (Level::Write, _, Some(_), WriteProbes::NotAgreed) => {
            Some(AbilityState::NotProbed { why: NotProbed::WritesNotAgreed })
        }
        (Level::Read, Read::List(_), ..) | (Level::Write, _, Some(_), WriteProbes::Allowed { .. }) => None,
    }
}

/// What the calls that identify a key told about the permission to make them.
fn identity(need: &Permission, learnt: &Learnt) -> AbilityState {
    let told = match need.resource() {
        "balance" => learnt.mode.is_some(),
        // A refusal names the account too.
        _ => learnt.charges_enabled.is_some() || learnt.account_name.is_some() || learnt.country.is_some(),
    };
    match learnt.unanswered {
        _ if told => AbilityState::Has,
        Some(cause) => AbilityState::CouldNotAsk { cause },
        None => AbilityState::CouldNotAsk { cause: Cause::UnexpectedAnswer },
    }
}

/// 404 for the thing, or 400 for what was to be changed: the key itself was good enough. An address that Stripe doesn't know is 404 too,
/// but has another code.
fn nothing_but_the_thing_is_missing(fault: &Fault) -> bool {
    match fault.status {
        400 => fault.body.kind() == "invalid_request_error",
        404 => fault.body.code() == Some("resource_missing"),
        _ => false,
    }
}

/// Behind the prefix of an id: what nothing at Stripe is called, and what says who asked.
fn impossible(nonce: [u8; 16]) -> String {
    nonce.iter().fold("Keycourier".to_owned(), |mut id, byte| {
        // Writing into a text can't fail.
        let _ = write!(id, "{byte:02x}");
        id
    })
}

/// Each probe is a call of its own.
fn key_of(nonce: [u8; 16], need: &Permission) -> IdempotencyKey {
    let mut bytes = nonce;
    for (n, byte) in need.resource().bytes().enumerate() {
        let at = n % bytes.len();
        bytes[at] = bytes[at].rotate_left(3) ^ byte;
    }
    IdempotencyKey::of_random(bytes)
}

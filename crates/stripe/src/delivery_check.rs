//! One full check of what a delivery holds in one mode: all keys, their permissions, and the webhooks.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use keycourier_credentials::{AccountId, Credential, Kind, Mode, SlotId};
use serde::{Deserialize, Serialize};

use crate::ability::{self, Probed};
use crate::call::Caller;
use crate::sameness::{Origins, Party};
use crate::webhook::{self, Part};
use crate::{
    Ability, AbilityState, Agreement, Answer, Cause, Expected, Learnt, Level, Listing, MayChange, Permission, Sight,
    Stripe, Verdict, WantedWebhook, WebhookFinding, WriteProbes, agreement, compare, verdict,
};

/// What to check.
#[derive(Clone, Copy)]
pub struct Plan<'a> {
    /// The mode; a delivery in both is two plans.
    pub mode: Mode,
    /// The credentials of that mode.
    pub keys: &'a [PlannedKey<'a>],
    /// The account of this business in that mode, once the person has confirmed one.
    pub account: Option<&'a AccountId>,
    /// What the integrator needs the secret, restricted or organization key to do.
    pub needs: &'a [Permission],
    /// The webhooks that the integrator needs. Those of the other mode are passed over.
    pub webhooks: &'a [WantedWebhook],
    /// Whether permissions to change things may be tried out.
    pub write_probes: WriteProbes,
}

/// One credential of a plan.
#[derive(Clone, Copy)]
pub struct PlannedKey<'a> {
    /// Where it stands.
    pub slot: &'a SlotId,
    /// The credential.
    pub key: &'a Credential,
    /// For a webhook signing secret: what is known of where it belongs.
    pub origins: Option<&'a Origins>,
}

/// What a check brought. It holds nothing of the keys.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Findings {
    /// The mode.
    pub mode: Mode,
    /// The credentials, in the order of the plan.
    pub keys: Vec<KeyFinding>,
    /// Whether they belong together.
    pub agreement: Agreement,
    /// The wanted webhooks of this mode, in the order of the plan. Where no key could ask about them, that is what each says.
    pub webhooks: Vec<WebhookFinding>,
}

/// What was found out about one credential.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct KeyFinding {
    /// Where it stands.
    pub slot: SlotId,
    /// What it is.
    pub kind: Kind,
    /// What it comes down to.
    pub verdict: Verdict,
    /// What Stripe told.
    pub learnt: Learnt,
    /// What was needed, and whether it can; empty for kinds of which nothing is needed.
    pub abilities: Vec<Ability>,
    /// Whether a webhook signing secret was proven: by the endpoint that it came with, or by a delivery.
    pub proven: bool,
}

/// Where a check stands.
pub struct Progress<'a> {
    /// Steps done.
    pub done: usize,
    /// Steps in all, as far as known: a key that turns out dead is asked no more.
    pub total: usize,
    /// What has just happened.
    pub step: Step<'a>,
}

/// One step of a check.
pub enum Step<'a> {
    /// It began.
    Began,
    /// A key's account and mode were asked for.
    Identified {
        /// Where the key stands.
        slot: &'a SlotId,
        /// What Stripe told.
        learnt: &'a Learnt,
    },
    /// A permission was found out about.
    Probed {
        /// Where the key stands.
        slot: &'a SlotId,
        /// What was found.
        ability: &'a Ability,
    },
    /// The webhooks were listed.
    Listed {
        /// Where the key stands that could.
        slot: &'a SlotId,
    },
}

type Work<'a> = Pin<Box<dyn Future<Output = Done> + Send + 'a>>;

enum Done {
    Identified(usize, Learnt),
    /// Key, need, and what was found.
    Probed(usize, usize, Probed),
    Endpoints(Part),
    Destinations(Part),
}

impl Stripe {
    /// Checks all credentials of a delivery in one mode: who each is, what it can do, whether they belong together, and the webhooks. As
    /// many calls are open at once as the client allows; what a key is asked beyond its account waits until it is known to live. Dropping
    /// the future ends all calls at once. It can't fail: what could not be asked is part of what was found.
    ///
    /// `tell` is called from the future itself, after each step.
    pub async fn check_delivery(&self, plan: &Plan<'_>, tell: &(dyn Fn(Progress<'_>) + Send + Sync)) -> Findings {
        // A publishable key of the same delivery says about which account an organization key is to be asked.
        let carried = || plan.keys.iter().find_map(|planned| planned.key.account().account());
        let context = plan.account.or_else(carried);
        let mut check = Check::new(self, plan, context);
        let mut work: FuturesUnordered<Work<'_>> = (0..plan.keys.len()).map(|n| check.identify(n)).collect();
        tell(check.progress(Step::Began));
        while let Some(done) = work.next().await {
            check.done += 1;
            match done {
                Done::Identified(n, learnt) => {
                    let more = check.identified(n, learnt);
                    work.extend(more);
                    let (slot, learnt) = (plan.keys[n].slot, &check.keys[n].learnt);
                    tell(check.progress(Step::Identified { slot, learnt }));
                }
                Done::Probed(n, need, probed) => {
                    let ability = check.probed(n, need, probed);
                    tell(check.progress(Step::Probed { slot: plan.keys[n].slot, ability: &ability }));
                }
                Done::Endpoints(part) => check.endpoints = Some(part),
                Done::Destinations(part) => check.destinations = Some(part),
            }
            if let Some(slot) = check.listed_just_now() {
                tell(check.progress(Step::Listed { slot }));
            }
        }
        check.into_findings()
    }
}

/// A check that is going on.
struct Check<'a> {
    stripe: &'a Stripe,
    plan: &'a Plan<'a>,
    context: Option<&'a AccountId>,
    keys: Vec<Checked>,
    /// The key that lists webhooks, once it is known which.
    lister: Option<usize>,
    endpoints: Option<Part>,
    destinations: Option<Part>,
    listing: Option<Listing>,
    done: usize,
    total: usize,
}

/// What is known of one key so far.
struct Checked {
    is_identified: bool,
    learnt: Learnt,
    abilities: Vec<Option<Ability>>,
}

impl<'a> Check<'a> {
    fn new(stripe: &'a Stripe, plan: &'a Plan<'a>, context: Option<&'a AccountId>) -> Self {
        let checked = |_: &PlannedKey<'_>| Checked {
            is_identified: false,
            learnt: Learnt::nothing(Cause::NothingToAsk),
            abilities: Vec::new(),
        };
        Self {
            stripe,
            plan,
            context,
            keys: plan.keys.iter().map(checked).collect(),
            lister: None,
            endpoints: None,
            destinations: None,
            listing: None,
            done: 0,
            total: plan.keys.len(),
        }
    }

    fn progress<'b>(&self, step: Step<'b>) -> Progress<'b> {
        Progress { done: self.done, total: self.total, step }
    }

    fn identify(&self, n: usize) -> Work<'a> {
        let (stripe, key, context) = (self.stripe, self.plan.keys[n].key, self.context);
        Box::pin(async move { Done::Identified(n, stripe.check_key(key, context).await) })
    }

    /// Keeps who a key is, and gives the calls that are worth making now.
    fn identified(&mut self, n: usize, learnt: Learnt) -> Vec<Work<'a>> {
        let plan = self.plan;
        let key = plan.keys[n].key;
        let caller = Caller::new(self.stripe, key, self.context);
        let needs = if may_be_restricted(key.kind()) { plan.needs } else { &[] };
        let known = Arc::new(learnt);
        let mut work: Vec<Work<'a>> = Vec::new();
        let mut abilities = Vec::new();
        for (at, need) in needs.iter().enumerate() {
            let state = ability::known_already(key.kind(), need, plan.write_probes, &known);
            if state.is_none() {
                let known = Arc::clone(&known);
                work.push(Box::pin(async move {
                    Done::Probed(n, at, ability::probe(caller, need, plan.write_probes, &known).await)
                }));
            }
            abilities.push(state.map(|state| Ability { permission: need.clone(), state, request_id: None }));
        }
        self.keys[n] = Checked { is_identified: true, learnt: Learnt::clone(&known), abilities };
        work.extend(self.list_with_the_first_that_lives());
        self.total += work.len();
        work
    }

    /// Lists webhooks with the first key that can; which one is first does not hang on who answers first.
    fn list_with_the_first_that_lives(&mut self) -> Vec<Work<'a>> {
        let wants = self.plan.webhooks.iter().any(|wanted| wanted.mode == self.plan.mode);
        if self.lister.is_some() || !wants {
            return Vec::new();
        }
        let able = |&(_, planned): &(usize, &PlannedKey<'_>)| may_be_restricted(planned.key.kind());
        let candidates = self.plan.keys.iter().enumerate().filter(able);
        let mut left = candidates.skip_while(|(n, _)| self.keys[*n].is_identified && !self.keys[*n].learnt.lives());
        let Some((n, planned)) = left.next().filter(|(n, _)| self.keys[*n].is_identified) else { return Vec::new() };
        self.lister = Some(n);
        let caller = Caller::new(self.stripe, planned.key, self.context);
        vec![
            Box::pin(async move { Done::Endpoints(webhook::endpoints(caller).await) }),
            Box::pin(async move { Done::Destinations(webhook::destinations(caller).await) }),
        ]
    }

    fn probed(&mut self, n: usize, need: usize, probed: Probed) -> Ability {
        let checked = &mut self.keys[n];
        let ability = probed.noted_in(&mut checked.learnt);
        if let Some(place) = checked.abilities.get_mut(need) {
            *place = Some(ability.clone());
        }
        ability
    }

    /// Joins the two lists once both are there, and says with which key they were got.
    fn listed_just_now(&mut self) -> Option<&'a SlotId> {
        if self.endpoints.is_none() || self.destinations.is_none() {
            return None;
        }
        let (endpoints, destinations) = (self.endpoints.take()?, self.destinations.take()?);
        self.listing = Some(Listing::joined(endpoints, destinations));
        Some(self.plan.keys[self.lister?].slot)
    }

    fn into_findings(self) -> Findings {
        let plan = self.plan;
        let may_change = self.may_change();
        let of_mode = plan.webhooks.iter().filter(|wanted| wanted.mode == plan.mode);
        let unasked = Listing::nothing(self.why_not_listed());
        let listing = self.listing.as_ref().unwrap_or(&unasked);
        let webhooks = of_mode.map(|wanted| compare(listing, wanted, may_change)).collect();
        let parties: Vec<Party> = self
            .keys
            .iter()
            .zip(plan.keys)
            .map(|(checked, planned)| Party::new(planned.slot, planned.key, Some(&checked.learnt), planned.origins))
            .collect();
        let agreement = agreement(plan.mode, &parties);
        let keys = self.keys.into_iter().zip(plan.keys).map(|(checked, planned)| finding(plan, planned, checked));
        Findings { mode: plan.mode, keys: keys.collect(), agreement, webhooks }
    }

    /// The first reason for which a key that might have listed webhooks could not.
    fn why_not_listed(&self) -> Cause {
        let unanswered = |(checked, planned): (&Checked, &PlannedKey<'_>)| match checked.learnt.answer {
            Answer::CouldNotAsk(cause) if may_be_restricted(planned.key.kind()) => Some(cause),
            _ => None,
        };
        self.keys.iter().zip(self.plan.keys).find_map(unanswered).unwrap_or(Cause::NothingToAsk)
    }

    fn may_change(&self) -> MayChange {
        let Some(n) = self.lister else { return MayChange::Unknown };
        let listed = self.listing.as_ref().map(|listing| listing.sight);
        let write = Permission::of("webhook", Level::Write);
        let probed = self.keys[n].abilities.iter().flatten().find(|ability| ability.permission == write);
        match probed.map(|ability| ability.state) {
            _ if self.plan.keys[n].key.kind() == Kind::Secret => MayChange::Yes,
            Some(AbilityState::Has) => MayChange::Yes,
            Some(AbilityState::Lacks) => MayChange::No,
            // Who may not look may not change.
            _ if listed == Some(Sight::NotAllowed) => MayChange::No,
            _ => MayChange::Unknown,
        }
    }
}

fn finding(plan: &Plan<'_>, planned: &PlannedKey<'_>, checked: Checked) -> KeyFinding {
    let expected = Expected { mode: plan.mode, account: plan.account, needs: plan.needs };
    let found = planned.origins.and_then(|origins| origins.mode).filter(|&mode| mode != plan.mode);
    let verdict = match found {
        Some(found) if planned.key.kind() == Kind::WebhookSecret => Verdict::WrongMode { found, wanted: plan.mode },
        Some(_) | None => verdict(&checked.learnt, &expected),
    };
    KeyFinding {
        slot: planned.slot.clone(),
        kind: planned.key.kind(),
        verdict,
        learnt: checked.learnt,
        abilities: checked.abilities.into_iter().flatten().collect(),
        proven: planned.origins.is_some(),
    }
}

/// The kinds that an integrator's software calls Stripe with.
fn may_be_restricted(kind: Kind) -> bool {
    match kind {
        Kind::Secret | Kind::Restricted | Kind::Organization => true,
        Kind::Publishable | Kind::WebhookSecret => false,
    }
}

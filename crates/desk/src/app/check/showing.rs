//! A delivery's check as the page is shown it.

use jiff::{SignedDuration, Timestamp};
use keycourier_credentials::{Kind, Mode};
use keycourier_ledger::{AccountState, HandoverCheck, HandoverId};
use keycourier_stripe as stripe;
use keycourier_stripe::{Ability, Cause, MayChange, Off, Sight, WebhookFinding};
use keycourier_wire::{
    AbilityState, AbilityView, AddressDifference, AgreementView, CheckBlock, CheckDetailsView, CheckModeView,
    CheckState, CheckView, KeyCheckView, KeyPermissionsView, NotFixed, PastCheckView, PastKeyView, Sameness, SlotRef,
    VerdictWeight, WebhookAddressSource, WebhookFix, WebhookOff, WebhookState, WebhookView, WriteProbesView,
};

use super::asking::{is_limited, write_probes_tell};
use super::findings::Found;
use super::fixing::may_be_fetched_again;
use super::webhooks::{Known, known};
use crate::app::asked::{AskedAddress, AskedWebhook};
use crate::app::delivery::{Delivery, Row};
use crate::app::errors::Refusal;
use crate::app::running_checks::{CheckOf, Run};
use crate::app::views::{checks, words};
use crate::app::{App, lock};

/// After this an answer of Stripe's is no longer what is true now.
const FRESH: SignedDuration = SignedDuration::from_hours(24);

impl App {
    /// The check of a delivery as it is.
    pub(crate) fn check_view(&self, id: HandoverId) -> Result<CheckView, Refusal> {
        let delivery = Delivery::load(&self.ledger(), id)?;
        let run = lock(&self.running_checks).of(CheckOf::Delivery(id)).cloned();
        let now = self.clock.now();
        let present = delivery.rows.iter().filter(|row| row.key.is_some()).count();
        let checked = delivery.rows.iter().filter(|row| row.check.is_some()).count();
        let state = match &run {
            Some(run) if run.state == CheckState::Running => CheckState::Running,
            _ if present == 0 || checked == 0 => CheckState::NotStarted,
            Some(run) => run.state,
            None => CheckState::Done,
        };
        let newest = delivery.rows.iter().filter_map(|row| row.check.as_ref()).map(|check| check.at).max();
        let finished = run.as_ref().map_or(newest, |run| run.finished_at);
        let (done, total) = match &run {
            Some(run) if state == CheckState::Running => steps(run),
            Some(_) | None => (checked, present),
        };
        Ok(CheckView {
            check_id: run.as_ref().map(|run| run.check_id.clone()),
            subject_id: id.get().to_string(),
            state,
            done: words::count(done),
            total: words::count(total),
            finished_at: finished.map(words::time),
            modes: delivery.modes_with_keys().map(|mode| mode_view(&delivery, mode, run.as_ref(), now)).collect(),
            blocks: if state == CheckState::Running { Vec::new() } else { blocks(&delivery) },
        })
    }
}

/// An earlier check; none where a later version wrote it.
pub(super) fn past(delivery: &Delivery, check: &HandoverCheck) -> Option<PastCheckView> {
    let found = Found::read(&check.findings, check.at)?;
    let exactly = |finding: &WebhookFinding| {
        let mut asked = delivery.asked.webhooks.iter();
        asked.any(|asked| asked.mode == finding.wanted.mode && asked.events == finding.wanted.events && asked.exactly)
    };
    let key = |finding: &stripe::KeyFinding| PastKeyView {
        kind: words::kind(finding.kind),
        verdict: checks::verdict_of(&finding.verdict),
    };
    let findings = &found.findings;
    Some(PastCheckView {
        at: words::time(found.at),
        mode: words::mode(check.mode),
        keys: findings.keys.iter().map(key).collect(),
        webhooks: findings.webhooks.iter().map(|finding| state_of(finding, exactly(finding))).collect(),
    })
}

/// Steps done, and steps in all as far as known.
fn steps(run: &Run) -> (usize, usize) {
    if run.steps.is_empty() {
        return (0, run.total);
    }
    run.steps.values().fold((0, 0), |(done, total), (one, of)| (done + one, total + of))
}

fn mode_view(delivery: &Delivery, mode: Mode, run: Option<&Run>, now: Timestamp) -> CheckModeView {
    let rows = delivery.rows.iter().filter(|row| row.slot.id.mode == mode);
    CheckModeView {
        mode: words::mode(mode),
        account: delivery.account(mode).map(checks::mode_account),
        keys: rows.filter_map(|row| key_view(delivery, row, run, now)).collect(),
        details: Some(CheckDetailsView {
            permissions: permissions(delivery, mode, run),
            write_probes: WriteProbesView {
                offered: write_probes_tell(delivery, mode),
                agreed_at: delivery.write_probes_agreed.map(words::time),
            },
            agreement: delivery.found(mode).and_then(|found| found.agreement(delivery)).map(agreement),
            webhooks: delivery
                .asked
                .webhooks
                .iter()
                .filter(|asked| asked.mode == mode)
                .filter_map(|asked| webhook(delivery, asked, now))
                .collect(),
        }),
    }
}

fn key_view(delivery: &Delivery, row: &Row, run: Option<&Run>, now: Timestamp) -> Option<KeyCheckView> {
    let key = row.key.as_ref()?;
    let open = run.is_some_and(|run| run.open.contains(&row.slot.id));
    let stale = row.check.as_ref().is_some_and(|check| now.duration_since(check.at) > FRESH);
    Some(KeyCheckView {
        slot: words::slot(&row.slot.id),
        kind: words::kind(key.kind),
        mask: key.mask.to_string(),
        ending: key.mask.last_four().to_owned(),
        verdict: (!open).then(|| delivery.verdict_view(row)),
        stale: stale && key.kind != Kind::WebhookSecret,
        proven: row.origin.is_some(),
    })
}

fn permissions(delivery: &Delivery, mode: Mode, run: Option<&Run>) -> Vec<KeyPermissionsView> {
    let running = run.filter(|run| run.state == CheckState::Running);
    let rows = delivery.rows.iter().filter(|row| row.slot.id.mode == mode);
    let of_row = |row: &Row| {
        let key = row.key.as_ref().filter(|key| is_limited(key.kind))?;
        let coming = running.and_then(|run| run.open.contains(&row.slot.id).then_some(run));
        let abilities: Vec<AbilityView> = match coming {
            Some(run) => run.probed.get(&row.slot.id).into_iter().flatten().map(ability).collect(),
            None => {
                let known = delivery.found(mode).and_then(|found| found.of(&row.slot.id, key));
                known.into_iter().flat_map(|finding| &finding.abilities).map(ability).collect()
            }
        };
        (!abilities.is_empty()).then(|| KeyPermissionsView { slot: words::slot(&row.slot.id), abilities })
    };
    rows.filter_map(of_row).collect()
}

fn ability(ability: &Ability) -> AbilityView {
    AbilityView {
        permission: checks::permission_view(&ability.permission),
        label: ability.permission.label().map(str::to_owned),
        state: match ability.state {
            stripe::AbilityState::Has => AbilityState::Has,
            stripe::AbilityState::Lacks => AbilityState::Lacks,
            stripe::AbilityState::NotProbed { why: stripe::NotProbed::NoProbe } => AbilityState::NoProbe,
            stripe::AbilityState::NotProbed { why: stripe::NotProbed::WritesNotAgreed } => AbilityState::NotAgreed,
            stripe::AbilityState::CouldNotAsk { cause } => AbilityState::CouldNotAsk { cause: checks::cause_of(cause) },
        },
    }
}

fn agreement(found: &stripe::Agreement) -> AgreementView {
    AgreementView {
        account: match found.account {
            stripe::Sameness::Same => Sameness::Same,
            stripe::Sameness::Different => Sameness::Different,
            stripe::Sameness::CannotTell => Sameness::CannotTell,
        },
        other_account: found.other_account.iter().map(words::slot).collect(),
        untold: found.untold.iter().map(words::slot).collect(),
    }
}

/// A webhook; none where its address hangs on a project that is not known yet.
fn webhook(delivery: &Delivery, asked: &AskedWebhook, now: Timestamp) -> Option<WebhookView> {
    let source = match &asked.address {
        AskedAddress::Given(_) => WebhookAddressSource::Request,
        AskedAddress::Copied(host) => WebhookAddressSource::Copied { host: host.clone() },
        AskedAddress::OfProject => WebhookAddressSource::Project,
    };
    let known = known(delivery, asked);
    if known.is_none() && source == WebhookAddressSource::Project {
        return None;
    }
    let finding = known.as_ref().and_then(|known| delivery.found(asked.mode)?.webhook(&known.wanted));
    let kept = known.as_ref().and_then(|known| known.kept);
    let state = match (&known, finding) {
        (None, _) => WebhookState::NoAddress,
        (Some(_), None) => WebhookState::NotChecked,
        (Some(_), Some(finding)) => state_of(finding, asked.exactly),
    };
    let by_hand_at = kept.and_then(|kept| kept.by_hand_at);
    let unseen = matches!(state, WebhookState::NotAllowed | WebhookState::NotChecked);
    let secret_slot = asked.secret_slot.as_ref();
    Some(WebhookView {
        mode: words::mode(asked.mode),
        url: known.as_ref().map(|known| known.wanted.url.to_string()),
        source,
        events: asked.events.iter().map(ToString::to_string).collect(),
        exactly: asked.exactly,
        api_version: asked.api_version.as_ref().map(ToString::to_string),
        secret_slot: secret_slot.map(|name| SlotRef { mode: words::mode(asked.mode), slot: name.to_string() }),
        state: if by_hand_at.is_some() && unseen { WebhookState::ByHand } else { state },
        off: finding.into_iter().flat_map(|finding| &finding.off).map(off).collect(),
        fix: known.as_ref().and_then(|known| fix(delivery, known, finding?, now)),
        by_hand_at: by_hand_at.map(words::time),
        not_fixed: kept.and_then(|kept| kept.refused.as_ref()).and_then(|code| not_fixed(code.as_str())),
        made_here: kept.is_some_and(|kept| kept.endpoint.is_some()),
    })
}

fn fix(delivery: &Delivery, known: &Known<'_>, finding: &WebhookFinding, now: Timestamp) -> Option<WebhookFix> {
    if finding.calls_for_create() || may_be_fetched_again(delivery, known, now) {
        return Some(WebhookFix::Create);
    }
    let mend = finding.mend(known.asked.exactly)?;
    let has = finding.endpoint.as_ref().map(|endpoint| &endpoint.events);
    let adds = mend.events.iter().flatten().filter(|event| has.is_none_or(|has| !has.contains(*event)));
    let removes = mend.events.as_ref().is_some_and(|events| has.is_some_and(|has| !has.is_subset(events)))
        || (mend.events.is_some() && finding.off.contains(&Off::AllEvents));
    Some(WebhookFix::Mend {
        address: mend.url.is_some(),
        adds: adds.map(ToString::to_string).collect(),
        removes,
        enables: mend.enable,
    })
}

/// Whether an integrator gets what it needs by this webhook.
pub(super) fn is_fine(finding: &WebhookFinding, exactly: bool) -> bool {
    matches!(state_of(finding, exactly), WebhookState::Ok | WebhookState::Marked)
}

fn state_of(finding: &WebhookFinding, exactly: bool) -> WebhookState {
    match finding.sight {
        Sight::NotAllowed => return WebhookState::NotAllowed,
        // There is no key that could be asked with, which comes to the same.
        Sight::CouldNotAsk { cause: Cause::NothingToAsk } => return WebhookState::NotAllowed,
        Sight::CouldNotAsk { cause } => return WebhookState::CouldNotAsk { cause: checks::cause_of(cause) },
        Sight::Whole | Sight::Half => {}
    }
    match finding.off.as_slice() {
        [] => WebhookState::Ok,
        off if !exactly && off.iter().all(Off::is_mark_only) => WebhookState::Marked,
        _ => WebhookState::Off,
    }
}

fn off(off: &Off) -> WebhookOff {
    match off {
        Off::HttpInLive => WebhookOff::HttpInLive,
        Off::Missing { certain } => WebhookOff::Missing { certain: *certain },
        Off::LimitReached { count } => WebhookOff::LimitReached { count: words::count(*count) },
        Off::WrongUrl { found, differs } => {
            WebhookOff::WrongUrl { found: found.to_string(), differs: difference(*differs) }
        }
        Off::WrongMode { found } => WebhookOff::WrongMode { found: words::mode(*found) },
        Off::ConnectEndpoint => WebhookOff::ConnectEndpoint,
        Off::ThinEvents => WebhookOff::ThinEvents,
        Off::Disabled => WebhookOff::Disabled,
        Off::EventsMissing { events } => WebhookOff::EventsMissing { events: names(events) },
        Off::DuplicateUrl { others } => WebhookOff::DuplicateUrl { others: words::count(others.len()) },
        Off::OtherApiVersion { found } => {
            WebhookOff::OtherApiVersion { found: found.as_ref().map(ToString::to_string) }
        }
        Off::AllEvents => WebhookOff::AllEvents,
        Off::EventsTooMany { events } => WebhookOff::EventsTooMany { events: names(events) },
    }
}

fn names<'a>(events: impl IntoIterator<Item = &'a stripe::EventName>) -> Vec<String> {
    events.into_iter().map(ToString::to_string).collect()
}

fn difference(differs: stripe::AddressDifference) -> AddressDifference {
    match differs {
        stripe::AddressDifference::Scheme => AddressDifference::Scheme,
        stripe::AddressDifference::Www => AddressDifference::Www,
        stripe::AddressDifference::Spelling => AddressDifference::Spelling,
        stripe::AddressDifference::Query => AddressDifference::Query,
        stripe::AddressDifference::Path => AddressDifference::Path,
    }
}

/// The ledger keeps the words of [`stripe::Reason::code`], and one of our own.
fn not_fixed(word: &str) -> Option<NotFixed> {
    Some(match word {
        "not_allowed" => NotFixed::NotAllowed,
        "key_refused" => NotFixed::KeyRefused,
        "limit_reached" => NotFixed::LimitReached,
        "address_refused" => NotFixed::AddressRefused,
        "refused" => NotFixed::Refused,
        "gone" => NotFixed::Gone,
        "another_change" => NotFixed::AnotherChange,
        "still_running" => NotFixed::StillRunning,
        "could_not_ask" => NotFixed::CouldNotAsk,
        super::fixing::SECRET_NOT_KEPT => NotFixed::SecretNotKept,
        _ => return None,
    })
}

fn blocks(delivery: &Delivery) -> Vec<CheckBlock> {
    let mut blocks: Vec<CheckBlock> = delivery
        .rows
        .iter()
        .filter(|row| row.key.is_some())
        .filter(|row| delivery.verdict(row).is_some_and(|verdict| checks::weight(&verdict) == VerdictWeight::Stops))
        .map(|row| CheckBlock::KeyStops { slot: words::slot(&row.slot.id) })
        .collect();
    blocks.extend(delivery.disagreeing().map(|mode| CheckBlock::KeysDisagree { mode: words::mode(mode) }));
    for mode in delivery.open_accounts() {
        let rejected = delivery.account(mode).is_some_and(|known| known.state == AccountState::Rejected);
        let mode = words::mode(mode);
        blocks.push(if rejected { CheckBlock::AccountRejected { mode } } else { CheckBlock::AccountOpen { mode } });
    }
    blocks
}

/// Whether a key that lists webhooks may change them too, as far as a kind tells.
pub(super) fn may_change(kind: Kind, sight: Sight, before: Option<&WebhookFinding>) -> MayChange {
    match (kind, sight, before.map(|finding| finding.may_change)) {
        (_, Sight::NotAllowed, _) => MayChange::No,
        (Kind::Secret, _, _) => MayChange::Yes,
        (_, _, Some(known)) => known,
        (_, _, None) => MayChange::Unknown,
    }
}

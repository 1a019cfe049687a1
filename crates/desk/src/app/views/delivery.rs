//! A delivery, whole and in one line.

use jiff::{SignedDuration, Timestamp};
use keycourier_credentials::{Mode, Problem};
use keycourier_documents::RestrictedKeys;
use keycourier_integrators::Unit;
use keycourier_ledger as kept;
use keycourier_wire::{
    BundleFileView, BundleState, DeliveryRowView, DeliveryView, FollowUpView, KeyView, ModeCountView, ModeProgress,
    ModeView, NextDeliveryView, ProblemView, Proof, SendBlock, SendWay, SlotView, Step, WaitingFor,
};

use super::problems::{self, Setting};
use super::{checks, confirmations, words};
use crate::App;
use crate::app::delivery::{Delivery, Row};
use crate::app::errors::Refusal;
use crate::app::guide::LANGUAGE;
use crate::app::requests_received::business_view;
use crate::app::ways::way_view;

impl App {
    /// A delivery as it is now.
    pub(crate) fn delivery_view(&self, id: kept::HandoverId) -> Result<DeliveryView, Refusal> {
        let ledger = self.ledger();
        let delivery = Delivery::load(&ledger, id)?;
        let locked = delivery.bundle.as_ref().map(|bundle| ledger.keys_in(bundle.id)).transpose()?.unwrap_or_default();
        drop(ledger);
        Ok(DeliveryView {
            delivery_id: id.get().to_string(),
            request_id: delivery.request.as_ref().map(|request| request.id.get().to_string()),
            locked_by: way_view(&delivery),
            preset: delivery.preset.map(|preset| preset.id.clone()),
            business: business_view(&delivery.business),
            who: delivery.who.clone(),
            ticket: ticket(&delivery),
            way: delivery.way(),
            unit: unit(&delivery),
            step: delivery.step(),
            modes: mode_views(&delivery),
            slots: delivery.rows.iter().map(|row| self.slot_view(&delivery, row)).collect(),
            restricted: words::restricted(delivery.asked.restricted),
            accounts: delivery.accounts.iter().map(checks::mode_account).collect(),
            missing: words::count(delivery.missing(None)),
            send_blocks: delivery.send_blocks(),
            bundle: delivery.bundle.as_ref().map(|bundle| bundle_file(&delivery, bundle, &locked)),
            answer_within_hours: delivery.preset.and_then(|preset| preset.answer_within_hours),
            follow_up: follow_up(&delivery, &locked, self.clock.now()),
        })
    }

    fn slot_view(&self, delivery: &Delivery, row: &Row) -> SlotView {
        let id = &row.slot.id;
        let problems = row.key.as_ref().map(|key| self.remarks_view(delivery, row, key)).unwrap_or_default();
        // The warning says the same, and more.
        let warned = problems.iter().any(|problem| problem.problem == keycourier_wire::Problem::FullAccess);
        let note = row.key.as_ref().filter(|_| !warned).and_then(|key| delivery.preset?.note(key.kind, LANGUAGE));
        SlotView {
            at: words::slot(id),
            accepts: words::kinds(&row.asked.accepts),
            required: row.slot.required,
            purpose: Some(row.asked.purpose.to_string()).filter(|purpose| !purpose.is_empty()),
            prefixes: row.asked.accepts.iter().map(|kind| words::prefix(*kind, id.mode)).collect(),
            key: row.key.as_ref().map(|key| self.key_view(key)),
            problems,
            note: note.map(str::to_owned),
            verdict: row.check.as_ref().map(|_| delivery.verdict_view(row)),
            // A first paste into an empty row is no change of a key: it is taken out by Remove.
            can_undo: row.slot.can_undo && row.slot.previous.is_some(),
        }
    }

    fn key_view(&self, key: &kept::Key) -> KeyView {
        KeyView {
            key_id: key.id.to_string(),
            kind: words::kind(key.kind),
            mask: key.mask.to_string(),
            ending: key.mask.last_four().to_owned(),
            storage: self.storage_of(key),
            added_at: words::time(key.added_at),
        }
    }

    /// What was noticed when the key came; after a restart, what its row alone tells.
    fn remarks_view(&self, delivery: &Delivery, row: &Row, key: &kept::Key) -> Vec<ProblemView> {
        let mut remarks = self.remarks_on(key.id);
        let full =
            matches!(key.kind, keycourier_credentials::Kind::Secret | keycourier_credentials::Kind::Organization)
                && delivery.asked.restricted == RestrictedKeys::Recommended
                && row.asked.accepts.contains(&keycourier_credentials::Kind::Restricted);
        if full && !remarks.contains(&Problem::FullAccess) {
            remarks.insert(0, Problem::FullAccess);
        }
        let setting = Setting { slot: Some(&row.slot.id), ..Setting::default() };
        remarks.iter().map(|problem| problems::view(problem, &setting)).collect()
    }
}

/// A delivery in the list.
pub(crate) fn row(delivery: &Delivery, now: Timestamp) -> DeliveryRowView {
    DeliveryRowView {
        delivery_id: delivery.id().get().to_string(),
        business: business_view(&delivery.business),
        who: delivery.who.clone(),
        ticket: ticket(delivery),
        modes: mode_views(delivery),
        way: delivery.way(),
        unit: unit(delivery),
        waiting_for: waiting_for(delivery, now),
        step: delivery.step(),
        changed_at: words::time(delivery.handover.changed_at),
    }
}

fn ticket(delivery: &Delivery) -> Option<String> {
    delivery.request.as_ref()?.ticket.as_ref().map(ToString::to_string)
}

fn mode_views(delivery: &Delivery) -> Vec<ModeView> {
    let view = |mode: Mode| {
        let wanted = delivery.rows.iter().filter(|row| row.slot.id.mode == mode && row.slot.required).count();
        ModeView {
            mode: words::mode(mode),
            progress: progress(delivery.progress(mode), delivery.way()),
            filled: words::count(wanted - delivery.missing(Some(mode))),
            wanted: words::count(wanted),
        }
    };
    delivery.modes.iter().map(|mode| view(mode.mode)).collect()
}

fn progress(progress: kept::Progress, way: SendWay) -> ModeProgress {
    match progress {
        kept::Progress::Rejected if way != SendWay::Bundle => ModeProgress::NotAccepted,
        kept::Progress::Sent | kept::Progress::Works if way == SendWay::PutIn => ModeProgress::PutIn,
        kept::Progress::Sent | kept::Progress::Works if way == SendWay::Update => ModeProgress::Updated,
        kept::Progress::NotStarted => ModeProgress::NotStarted,
        kept::Progress::Collecting => ModeProgress::Collecting,
        kept::Progress::Collected => ModeProgress::Collected,
        kept::Progress::Stopped => ModeProgress::Stopped,
        kept::Progress::Checked => ModeProgress::Checked,
        kept::Progress::Locked => ModeProgress::Locked,
        kept::Progress::Sent => ModeProgress::Sent,
        kept::Progress::Works => ModeProgress::Works,
        kept::Progress::Rejected => ModeProgress::Rejected,
    }
}

fn waiting_for(delivery: &Delivery, now: Timestamp) -> Option<WaitingFor> {
    if delivery.is_rejected() {
        return Some(WaitingFor::NewKeys);
    }
    if delivery.is_sent() {
        let follow_up = follow_up(delivery, &[], now).filter(|follow_up| follow_up.overdue);
        // Nobody tells the program whether the words were read out: keys that are still here say that it may not have been.
        let is_spoken = matches!(delivery.locked_by, Some(kept::Way::Spoken(_)));
        let keys_are_here = delivery.rows.iter().any(|row| row.key.is_some());
        return follow_up
            .map(|follow_up| WaitingFor::Call { sent_at: follow_up.sent_at })
            .or_else(|| (is_spoken && keys_are_here).then_some(WaitingFor::SpokenCall));
    }
    if let Some(made) = delivery.bundle.as_ref().filter(|_| !delivery.outdated) {
        return Some(WaitingFor::Sending { made_at: words::time(made.recorded_at) });
    }
    let way = delivery.way();
    if way == SendWay::Update && delivery.handover.recorded.project.is_none() {
        return Some(WaitingFor::Connect);
    }
    let missing = delivery.missing(None);
    if missing > 0 {
        return Some(match delivery.who.proof {
            // The call comes first unless it was put off; then the keys do.
            Proof::NotProven { postponed: false, .. } | Proof::SignerChanged { .. } => WaitingFor::Words,
            Proof::NotProven { .. } | Proof::Proven { .. } | Proof::Spoken | Proof::NoRequest => {
                WaitingFor::Keys { missing: words::count(missing) }
            }
        });
    }
    Some(match delivery.send_blocks().first() {
        None => match way {
            SendWay::Bundle => WaitingFor::Lock,
            SendWay::PutIn if delivery.modes.iter().any(|mode| delivery.over_there(mode.mode).is_some()) => {
                WaitingFor::NotAccepted
            }
            SendWay::PutIn => WaitingFor::PutIn,
            SendWay::Update => WaitingFor::Update,
        },
        Some(SendBlock::NoRequest) => WaitingFor::Request,
        Some(SendBlock::NotProven | SendBlock::SignerChanged) => WaitingFor::Words,
        Some(SendBlock::KeysMissing { missing }) => WaitingFor::Keys { missing: *missing },
        Some(SendBlock::NotChecked { .. }) => WaitingFor::Check,
        Some(SendBlock::KeyStops { .. } | SendBlock::AccountOpen { .. } | SendBlock::KeysDisagree { .. }) => {
            WaitingFor::Mend
        }
        Some(SendBlock::QuestionsOpen { open }) => WaitingFor::Questions { open: *open },
        Some(SendBlock::NoName) => WaitingFor::Questions { open: 1 },
    })
}

/// `locked` are the keys in the locked file.
fn follow_up(delivery: &Delivery, locked: &[kept::BundleSlot], now: Timestamp) -> Option<FollowUpView> {
    if !delivery.is_sent() {
        return None;
    }
    let keys_here = words::count(delivery.rows.iter().filter(|row| row.key.is_some()).count());
    let (after, when_replaced) = advice(delivery);
    if delivery.way() != SendWay::Bundle {
        let since =
            delivery.modes.iter().filter_map(|mode| delivery.over_there(mode.mode)).map(|known| known.since).max()?;
        let (sent_at, next) = (words::time(since), next(delivery));
        return Some(FollowUpView {
            sent_at,
            answer_due_at: None,
            overdue: false,
            confirmation: None,
            keys_here,
            after,
            when_replaced,
            next,
        });
    }
    let bundle = delivery.bundle.as_ref()?;
    let hours = delivery.preset.and_then(|preset| preset.answer_within_hours);
    // Once it is confirmed the state is younger than the sending; the file was made shortly before that.
    let is_waiting = bundle.state == kept::BundleState::Sent;
    let sent_at = if is_waiting { bundle.state_since } else { bundle.recorded_at };
    let due = hours.and_then(|hours| sent_at.checked_add(SignedDuration::from_hours(i64::from(hours))).ok());
    Some(FollowUpView {
        sent_at: words::time(sent_at),
        answer_due_at: due.map(words::time),
        overdue: delivery.receipts.is_empty() && is_waiting && due.is_some_and(|due| due < now),
        confirmation: confirmations::view(&delivery.receipts, locked),
        keys_here,
        after,
        when_replaced,
        next: None,
    })
}

/// What a known integrator wants to be done afterwards, and once a key is replaced; each sentence once, though both modes have it.
fn advice(delivery: &Delivery) -> (Vec<String>, Vec<String>) {
    let Some(preset) = delivery.preset else { return (Vec::new(), Vec::new()) };
    let (mut after, mut when_replaced) = (Vec::new(), Vec::new());
    for mode in delivery.modes.iter().map(|mode| mode.mode) {
        for (texts, all) in
            [(preset.after(mode, LANGUAGE), &mut after), (preset.when_rolled(mode, LANGUAGE), &mut when_replaced)]
        {
            for text in texts {
                if !all.contains(&text) {
                    all.push(text);
                }
            }
        }
    }
    (after, when_replaced)
}

fn next(delivery: &Delivery) -> Option<NextDeliveryView> {
    let (preset, mode) = (delivery.preset?, delivery.only_mode()?);
    let expected = preset.next_mode(mode);
    let other = preset.modes().into_iter().find(|other| *other != mode);
    let possible = other.filter(|_| preset.unit == Unit::BusinessAndEnvironment);
    let next = expected.or(possible)?;
    Some(NextDeliveryView {
        mode: words::mode(next),
        environment: preset.environment(next).map(str::to_owned),
        expected: expected.is_some(),
    })
}

/// What tells this delivery from others of the same business with the same integrator.
fn unit(delivery: &Delivery) -> Option<String> {
    let environment = delivery.only_mode().and_then(|mode| delivery.preset?.environment(mode)).map(str::to_owned);
    delivery.handover.recorded.project.as_ref().map(ToString::to_string).or(environment)
}

fn bundle_file(delivery: &Delivery, bundle: &kept::Bundle, keys: &[kept::BundleSlot]) -> BundleFileView {
    let count = |mode: Mode| keys.iter().filter(|slot| slot.key.slot.mode == mode).count();
    let there = bundle.path.as_deref().filter(|path| path.is_file());
    let folder = there.and_then(|path| path.parent()?.file_name()).map(|name| name.to_string_lossy().into_owned());
    BundleFileView {
        bundle_id: bundle.id.get().to_string(),
        file_name: bundle.file_name.as_ref().map(ToString::to_string).unwrap_or_default(),
        folder,
        bytes: bundle.size,
        keys: Mode::ALL
            .into_iter()
            .filter(|mode| count(*mode) > 0)
            .map(|mode| ModeCountView { mode: words::mode(mode), count: words::count(count(mode)) })
            .collect(),
        has_answers: !delivery.answers.is_empty(),
        made_at: words::time(bundle.recorded_at),
        state: if bundle.state == kept::BundleState::Made { BundleState::Made } else { BundleState::Sent },
        mail_to: delivery.asked.mail_to.clone(),
        mail_subject: delivery.asked.mail_subject.clone(),
        outdated: delivery.outdated,
    }
}

/// Whether a delivery is one that the side bar counts.
pub(crate) fn is_unfinished(delivery: &Delivery) -> bool {
    delivery.step() != Step::FollowUp || delivery.is_rejected()
}

//! A delivery, whole and in one line.

use jiff::{SignedDuration, Timestamp};
use keycourier_credentials::{Mode, Problem};
use keycourier_documents::RestrictedKeys;
use keycourier_ledger as kept;
use keycourier_wire::{
    BundleFileView, BundleState, DeliveryRowView, DeliveryView, FollowUpView, KeyView, ModeCountView, ModeProgress,
    ModeView, ProblemView, Proof, SendBlock, SlotView, Step, WaitingFor,
};

use super::problems::{self, Setting};
use super::{checks, words};
use crate::App;
use crate::app::delivery::{Delivery, Row};
use crate::app::errors::Refusal;
use crate::app::requests_received::business_view;
use crate::app::ways::way_view;

impl App {
    /// A delivery as it is now.
    pub(crate) fn delivery_view(&self, id: kept::HandoverId) -> Result<DeliveryView, Refusal> {
        let ledger = self.ledger();
        let delivery = Delivery::load(&ledger, id)?;
        let locked = delivery.bundle.as_ref().map(|bundle| ledger.keys_in(bundle.id)).transpose()?;
        drop(ledger);
        Ok(DeliveryView {
            delivery_id: id.get().to_string(),
            request_id: delivery.request.as_ref().map(|request| request.id.get().to_string()),
            way: way_view(&delivery),
            preset: delivery.preset.map(|preset| preset.id.clone()),
            business: business_view(&delivery.business),
            who: delivery.who.clone(),
            ticket: ticket(&delivery),
            step: delivery.step(),
            modes: mode_views(&delivery),
            slots: delivery.rows.iter().map(|row| self.slot_view(&delivery, row)).collect(),
            restricted: words::restricted(delivery.asked.restricted),
            accounts: delivery.accounts.iter().map(checks::mode_account).collect(),
            missing: words::count(delivery.missing(None)),
            send_blocks: delivery.send_blocks(),
            bundle: delivery.bundle.as_ref().zip(locked).map(|(bundle, keys)| bundle_file(&delivery, bundle, &keys)),
            answer_within_hours: delivery.preset.and_then(|preset| preset.answer_within_hours),
            follow_up: follow_up(&delivery, self.clock.now()),
        })
    }

    fn slot_view(&self, delivery: &Delivery, row: &Row) -> SlotView {
        let id = &row.slot.id;
        SlotView {
            at: words::slot(id),
            accepts: words::kinds(&row.asked.accepts),
            required: row.slot.required,
            purpose: Some(row.asked.purpose.to_string()).filter(|purpose| !purpose.is_empty()),
            prefixes: row.asked.accepts.iter().map(|kind| words::prefix(*kind, id.mode)).collect(),
            key: row.key.as_ref().map(|key| self.key_view(key)),
            problems: row.key.as_ref().map(|key| self.remarks_view(delivery, row, key)).unwrap_or_default(),
            verdict: row.check.as_ref().map(|check| checks::view(Some(check), id, delivery.expected(id.mode))),
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
            progress: progress(delivery.progress(mode)),
            filled: words::count(wanted - delivery.missing(Some(mode))),
            wanted: words::count(wanted),
        }
    };
    delivery.modes.iter().map(|mode| view(mode.mode)).collect()
}

fn progress(progress: kept::Progress) -> ModeProgress {
    match progress {
        kept::Progress::NotStarted => ModeProgress::NotStarted,
        kept::Progress::Collecting => ModeProgress::Collecting,
        kept::Progress::Collected => ModeProgress::Collected,
        kept::Progress::Stopped => ModeProgress::Stopped,
        kept::Progress::Checked => ModeProgress::Checked,
        kept::Progress::Locked => ModeProgress::Locked,
        kept::Progress::Sent | kept::Progress::Works | kept::Progress::Rejected => ModeProgress::Sent,
    }
}

fn waiting_for(delivery: &Delivery, now: Timestamp) -> Option<WaitingFor> {
    if delivery.is_sent() {
        let follow_up = follow_up(delivery, now).filter(|follow_up| follow_up.overdue);
        // Nobody tells the program whether the words were read out: keys that are still here say that it may not have been.
        let is_spoken = matches!(delivery.way, Some(kept::Way::Spoken(_)));
        let keys_are_here = delivery.rows.iter().any(|row| row.key.is_some());
        return follow_up
            .map(|follow_up| WaitingFor::Call { sent_at: follow_up.sent_at })
            .or_else(|| (is_spoken && keys_are_here).then_some(WaitingFor::SpokenCall));
    }
    if let Some(made) = delivery.bundle.as_ref().filter(|_| !delivery.outdated) {
        return Some(WaitingFor::Sending { made_at: words::time(made.recorded_at) });
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
        None => WaitingFor::Lock,
        Some(SendBlock::NoRequest) => WaitingFor::Request,
        Some(SendBlock::NotProven | SendBlock::SignerChanged) => WaitingFor::Words,
        Some(SendBlock::KeysMissing { missing }) => WaitingFor::Keys { missing: *missing },
        Some(SendBlock::NotChecked { .. }) => WaitingFor::Check,
        Some(SendBlock::KeyStops { .. } | SendBlock::AccountOpen { .. }) => WaitingFor::Mend,
        Some(SendBlock::QuestionsOpen { open }) => WaitingFor::Questions { open: *open },
        Some(SendBlock::NoName) => WaitingFor::Questions { open: 1 },
    })
}

fn follow_up(delivery: &Delivery, now: Timestamp) -> Option<FollowUpView> {
    let bundle = delivery.bundle.as_ref().filter(|_| delivery.is_sent())?;
    let hours = delivery.preset.and_then(|preset| preset.answer_within_hours);
    let due = hours.and_then(|hours| bundle.state_since.checked_add(SignedDuration::from_hours(i64::from(hours))).ok());
    Some(FollowUpView {
        sent_at: words::time(bundle.state_since),
        answer_due_at: due.map(words::time),
        overdue: bundle.state == kept::BundleState::Sent && due.is_some_and(|due| due < now),
        keys_here: words::count(delivery.rows.iter().filter(|row| row.key.is_some()).count()),
    })
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
    delivery.step() != Step::FollowUp
}

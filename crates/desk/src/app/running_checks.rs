//! Checks that run, or ran since the program was started.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;
use keycourier_credentials::{Mode, SlotId};
use keycourier_ledger::{BundleId, HandoverId};
use keycourier_stripe::Ability;
use keycourier_wire::CheckState;
use tokio::task::AbortHandle;

/// Whose keys are checked.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) enum CheckOf {
    /// Our own, before they are sent.
    Delivery(HandoverId),
    /// Those that somebody sent us.
    Bundle(BundleId),
}

/// The newest check of each delivery and bundle.
#[derive(Default)]
pub(crate) struct RunningChecks {
    runs: HashMap<CheckOf, Run>,
}

/// One of them.
#[derive(Clone)]
pub(crate) struct Run {
    pub(crate) check_id: String,
    pub(crate) state: CheckState,
    /// Slots whose answer is still to come.
    pub(crate) open: BTreeSet<SlotId>,
    pub(crate) total: usize,
    pub(crate) finished_at: Option<Timestamp>,
    /// Steps done and steps in all, by mode, where it tells of them.
    pub(crate) steps: BTreeMap<Mode, (usize, usize)>,
    /// Permissions that were found out about so far.
    pub(crate) probed: BTreeMap<SlotId, Vec<Ability>>,
    task: Option<AbortHandle>,
}

impl RunningChecks {
    pub(crate) fn of(&self, of: CheckOf) -> Option<&Run> {
        self.runs.get(&of)
    }

    /// Begins one, in place of the one before.
    pub(crate) fn begin(&mut self, of: CheckOf, check_id: String, open: BTreeSet<SlotId>) {
        let total = open.len();
        let (steps, probed) = (BTreeMap::new(), BTreeMap::new());
        let state = CheckState::Running;
        let run = Run { check_id, state, open, total, finished_at: None, steps, probed, task: None };
        if let Some(before) = self.runs.insert(of, run) {
            before.stop();
        }
    }

    /// Remembers how to stop one. One that was stopped before its task was known here is stopped now.
    pub(crate) fn attach(&mut self, check_id: &str, task: AbortHandle) {
        match self.runs.values_mut().find(|run| run.check_id == check_id) {
            Some(run) if run.state != CheckState::Cancelled => run.task = Some(task),
            Some(_) | None => task.abort(),
        }
    }

    /// Notes an answer; the last one ends it. Gives whether the check is still the newest of what it is of, and was not stopped.
    pub(crate) fn answered(&mut self, check_id: &str, slot: &SlotId, now: Timestamp) -> bool {
        let Some(run) = self.running(check_id) else { return false };
        run.open.remove(slot);
        if run.open.is_empty() {
            run.state = CheckState::Done;
            run.finished_at = Some(now);
        }
        true
    }

    /// Notes how far one mode is.
    pub(crate) fn stepped(&mut self, check_id: &str, mode: Mode, done: usize, total: usize) {
        if let Some(run) = self.running(check_id) {
            run.steps.insert(mode, (done, total));
        }
    }

    /// Notes what was found out about a permission.
    pub(crate) fn probed(&mut self, check_id: &str, slot: &SlotId, ability: Ability) {
        if let Some(run) = self.running(check_id) {
            run.probed.entry(slot.clone()).or_default().push(ability);
        }
    }

    /// Notes that all is known about a slot, which does not end the check.
    pub(crate) fn got(&mut self, check_id: &str, slot: &SlotId) {
        if let Some(run) = self.running(check_id) {
            run.open.remove(slot);
        }
    }

    /// Whether it is the newest of what it is of, and neither over nor stopped.
    pub(crate) fn is_running(&mut self, check_id: &str) -> bool {
        self.running(check_id).is_some()
    }

    fn running(&mut self, check_id: &str) -> Option<&mut Run> {
        self.runs.values_mut().find(|run| run.check_id == check_id && run.state == CheckState::Running)
    }

    /// Ends one, whatever was not answered. Gives whether it is still the newest of what it is of, and was not stopped.
    pub(crate) fn end(&mut self, check_id: &str, now: Timestamp) -> bool {
        let Some(run) = self.runs.values_mut().find(|run| run.check_id == check_id) else { return false };
        if run.state == CheckState::Running {
            run.state = CheckState::Done;
            run.finished_at = Some(now);
            run.open.clear();
        }
        run.state == CheckState::Done
    }

    /// Stops one; gives what it is of. One that is over stays as it is.
    pub(crate) fn cancel(&mut self, check_id: &str, now: Timestamp) -> Option<CheckOf> {
        let (of, run) = self.runs.iter_mut().find(|(_, run)| run.check_id == check_id)?;
        if run.state == CheckState::Running {
            run.stop();
            run.state = CheckState::Cancelled;
            run.finished_at = Some(now);
            run.open.clear();
        }
        Some(*of)
    }
}

impl Run {
    fn stop(&self) {
        if let Some(task) = &self.task {
            task.abort();
        }
    }
}

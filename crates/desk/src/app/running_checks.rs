//! Checks that run, or ran since the program was started.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;
use keycourier_credentials::SlotId;
use keycourier_ledger::{BundleId, HandoverId};
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
    task: Option<AbortHandle>,
}

impl RunningChecks {
    pub(crate) fn of(&self, of: CheckOf) -> Option<&Run> {
        self.runs.get(&of)
    }

    /// Begins one, in place of the one before.
    pub(crate) fn begin(&mut self, of: CheckOf, check_id: String, open: BTreeSet<SlotId>) {
        let total = open.len();
        let run = Run { check_id, state: CheckState::Running, open, total, finished_at: None, task: None };
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
        let run = self.runs.values_mut().find(|run| run.check_id == check_id && run.state == CheckState::Running);
        let Some(run) = run else { return false };
        run.open.remove(slot);
        if run.open.is_empty() {
            run.state = CheckState::Done;
            run.finished_at = Some(now);
        }
        true
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

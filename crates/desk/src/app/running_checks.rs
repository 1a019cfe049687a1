//! Checks of deliveries that run, or ran since the program was started.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;
use keycourier_credentials::SlotId;
use keycourier_ledger::HandoverId;
use keycourier_wire::CheckState;
use tokio::task::AbortHandle;

/// The newest check of each delivery.
#[derive(Default)]
pub(crate) struct RunningChecks {
    runs: HashMap<HandoverId, Run>,
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
    pub(crate) fn of(&self, delivery: HandoverId) -> Option<&Run> {
        self.runs.get(&delivery)
    }

    /// Begins one, in place of the one before.
    pub(crate) fn begin(&mut self, delivery: HandoverId, check_id: String, open: BTreeSet<SlotId>) {
        let total = open.len();
        let run = Run { check_id, state: CheckState::Running, open, total, finished_at: None, task: None };
        if let Some(before) = self.runs.insert(delivery, run) {
            before.stop();
        }
    }

    /// Remembers how to stop one.
    pub(crate) fn attach(&mut self, check_id: &str, task: AbortHandle) {
        if let Some(run) = self.runs.values_mut().find(|run| run.check_id == check_id) {
            run.task = Some(task);
        }
    }

    /// Notes an answer; the last one ends it. Gives whether the check is still the newest of its delivery and was not stopped.
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

    /// Stops one; gives its delivery. One that is over stays as it is.
    pub(crate) fn cancel(&mut self, check_id: &str, now: Timestamp) -> Option<HandoverId> {
        let (delivery, run) = self.runs.iter_mut().find(|(_, run)| run.check_id == check_id)?;
        if run.state == CheckState::Running {
            run.stop();
            run.state = CheckState::Cancelled;
            run.finished_at = Some(now);
            run.open.clear();
        }
        Some(*delivery)
    }
}

impl Run {
    fn stop(&self) {
        if let Some(task) = &self.task {
            task.abort();
        }
    }
}

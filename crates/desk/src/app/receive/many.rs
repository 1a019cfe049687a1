//! One act on many rows: each for itself, and what was left out is told.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use keycourier_ledger::{Bundle, BundleState, Direction, Outcome};
use keycourier_wire::{AppError, ChangeInboxItemsRequest, FailedView, ManyView, PageEvent, SkipReason, SkippedView};

use super::confirming::by_our_check;
use super::installing::{Step, mark};
use super::item::Shown;
use super::setting_aside::aside;
use crate::app::errors::Refusal;
use crate::app::ids::bundle_id;
use crate::app::views::{confirmations, words};
use crate::app::{App, lock};

/// The most rows at once: as many as an inbox is made for.
const MOST: usize = 10_000;

/// What came of one row.
enum Done {
    Changed,
    Skipped(SkipReason),
}

impl App {
    /// Starts our own check of many rows. All share the limits of the way to Stripe.
    ///
    /// # Errors
    /// None of its own: what failed with a row stands in the answer.
    pub async fn check_inbox_items(&self, request: ChangeInboxItemsRequest) -> Result<ManyView, AppError> {
        let check = |item_id: String| async move {
            let bundle = self.received_item(&item_id).await?;
            if !bundle.opened {
                return Ok(Done::Skipped(SkipReason::NotOpened));
            }
            self.start_item_check(&item_id).await.map(|_| Done::Changed)
        };
        self.once(&request.operation_id, self.each(&request, check)).await
    }

    /// Marks many rows as installed.
    ///
    /// # Errors
    /// Those of the ledger: what failed with a row stands in the answer.
    pub async fn mark_many_installed(&self, request: ChangeInboxItemsRequest) -> Result<ManyView, AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| app.step_of_many(&request.item_ids, mark, why_not_installed)).await
    }

    /// Sets many rows aside.
    ///
    /// # Errors
    /// As [`App::mark_many_installed`].
    pub async fn set_many_aside(&self, request: ChangeInboxItemsRequest) -> Result<ManyView, AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| app.step_of_many(&request.item_ids, aside, why_not_aside)).await
    }

    /// Confirms many rows of which our check says that all keys work; the others are left out, since each has to be looked at.
    ///
    /// # Errors
    /// As [`App::check_inbox_items`].
    pub async fn confirm_inbox_items(&self, request: ChangeInboxItemsRequest) -> Result<ManyView, AppError> {
        let operation = request.operation_id.clone();
        let confirm = |item_id: String| {
            // Each row has an operation of its own, so that the command sent again confirms none twice.
            let own = format!("{}-{item_id}", operation.get(..32).unwrap_or(&operation));
            async move {
                let asked = item_id.clone();
                let skipped = self
                    .run(move |app| {
                        let shown = Shown::read(app, app.received(&asked)?)?;
                        Ok(why_not_confirmed(&shown))
                    })
                    .await?;
                if let Some(why) = skipped {
                    return Ok(Done::Skipped(why));
                }
                self.confirm(own, item_id, Vec::new(), None).await.map(|()| Done::Changed)
            }
        };
        self.once(&request.operation_id, self.each(&request, confirm)).await
    }

    /// Many rows in one change: to wait for the disk once a row would take minutes for thousands of them.
    fn step_of_many(
        &self,
        item_ids: &[String],
        step: Step,
        why_not: fn(&Bundle) -> Option<SkipReason>,
    ) -> Result<ManyView, Refusal> {
        let now = self.clock.now();
        let mut came = ManyView { done: Vec::new(), skipped: Vec::new(), failed: Vec::new() };
        self.ledger().write(|change| {
            for item_id in item_ids.iter().take(MOST) {
                let item_id = item_id.clone();
                let found = bundle_id(&item_id).ok().map(|id| change.bundle(id)).transpose()?.flatten();
                let Some(bundle) = found.filter(|bundle| bundle.direction == Direction::Received) else {
                    came.failed.push(FailedView { item_id, name: None, error: AppError::Gone });
                    continue;
                };
                let name = name_of(&bundle);
                match why_not(&bundle) {
                    Some(why) => came.skipped.push(SkippedView { item_id, name, why }),
                    None => match step(change, &bundle, now) {
                        Ok(()) => came.done.push(item_id),
                        // Where a step is refused it has written nothing; what is wrong with the ledger ends the whole.
                        Err(Refusal::Told(error @ (AppError::Gone | AppError::NotOpened { .. }))) => {
                            came.failed.push(FailedView { item_id, name, error });
                        }
                        Err(refusal) => return Err(refusal),
                    },
                }
            }
            Ok(())
        })?;
        self.shell.tell(PageEvent::InboxChanged);
        self.shell.tell(PageEvent::StatusChanged);
        Ok(came)
    }

    /// One row after the other. How far it is is told as it goes, and it can be stopped as taking files in can: what is done by then
    /// stays, the rest is in no list of the answer.
    async fn each<F>(&self, request: &ChangeInboxItemsRequest, act: impl Fn(String) -> F) -> Result<ManyView, AppError>
    where
        F: Future<Output = Result<Done, AppError>>,
    {
        let ChangeInboxItemsRequest { operation_id, item_ids } = request;
        let stopped = Arc::new(AtomicBool::new(false));
        lock(&self.inbox_work).insert(operation_id.clone(), Arc::clone(&stopped));
        let mut came = ManyView { done: Vec::new(), skipped: Vec::new(), failed: Vec::new() };
        for (at, item_id) in item_ids.iter().take(MOST).enumerate() {
            if stopped.load(Ordering::Relaxed) {
                break;
            }
            let item_id = item_id.clone();
            match act(item_id.clone()).await {
                Ok(Done::Changed) => came.done.push(item_id),
                Ok(Done::Skipped(why)) => {
                    came.skipped.push(SkippedView { name: self.name_of(&item_id).await, item_id, why });
                }
                Err(error) => came.failed.push(FailedView { name: self.name_of(&item_id).await, item_id, error }),
            }
            self.shell.tell(PageEvent::InboxProgress {
                operation_id: operation_id.clone(),
                done: words::count(at + 1),
                total: words::count(item_ids.len().min(MOST)),
            });
        }
        lock(&self.inbox_work).remove(operation_id);
        self.shell.tell(PageEvent::InboxChanged);
        self.shell.tell(PageEvent::StatusChanged);
        Ok(came)
    }

    async fn name_of(&self, item_id: &str) -> Option<String> {
        name_of(&self.received_item(item_id).await.ok()?)
    }
}

fn name_of(bundle: &Bundle) -> Option<String> {
    bundle.company.as_ref().or(bundle.file_name.as_ref()).map(ToString::to_string)
}

fn why_not_installed(bundle: &Bundle) -> Option<SkipReason> {
    match bundle.state {
        _ if !bundle.opened => Some(SkipReason::NotOpened),
        BundleState::Installed | BundleState::Confirmed => Some(SkipReason::Already),
        BundleState::Problem => Some(SkipReason::Suspicious),
        _ => None,
    }
}

fn why_not_aside(bundle: &Bundle) -> Option<SkipReason> {
    matches!(bundle.state, BundleState::Closed | BundleState::Confirmed).then_some(SkipReason::Already)
}

fn why_not_confirmed(shown: &Shown) -> Option<SkipReason> {
    let bundle = &shown.bundle;
    match bundle.state {
        _ if !bundle.opened => Some(SkipReason::NotOpened),
        _ if bundle.document_id.is_none() => Some(SkipReason::NoSender),
        BundleState::Confirmed | BundleState::Closed => Some(SkipReason::Already),
        BundleState::Problem => Some(SkipReason::Suspicious),
        _ if bundle.missing.is_some() => Some(SkipReason::KeyMissing),
        _ if confirmations::overall(&by_our_check(shown, &[])) != Outcome::Works => Some(SkipReason::NotChecked),
        _ => None,
    }
}

//! "The keys are where they are needed", and taking it back.

use keycourier_ledger::{Bundle, BundleState, Change, Event, Outcome};
use keycourier_wire::{AppError, ChangeInboxItemRequest, InboxItemView, PageEvent};

use super::opening_codes::opening_code;
use super::setting_aside::{go, open_state};
use crate::app::App;
use crate::app::errors::Refusal;
use crate::app::views::confirmations;

/// What is done to one row.
pub(super) type Step = fn(&mut Change<'_>, &Bundle, jiff::Timestamp) -> Result<(), Refusal>;

impl App {
    /// "The keys are where they are needed." Said again, nothing changes.
    ///
    /// # Errors
    /// [`AppError::NotOpened`] where the row has no keys, [`AppError::Gone`], and those of keychain and ledger.
    pub async fn mark_installed(&self, request: ChangeInboxItemRequest) -> Result<InboxItemView, AppError> {
        self.once(&request.operation_id, self.change_item(&request, mark)).await
    }

    /// "No, they are not."
    ///
    /// # Errors
    /// [`AppError::NothingToUndo`] where they are not marked so, [`AppError::Gone`], and those of keychain and ledger.
    pub async fn undo_installed(&self, request: ChangeInboxItemRequest) -> Result<InboxItemView, AppError> {
        self.once(&request.operation_id, self.change_item(&request, undo)).await
    }

    /// Does one step with one row, and gives the row as it is then.
    pub(super) async fn change_item(
        &self,
        request: &ChangeInboxItemRequest,
        step: Step,
    ) -> Result<InboxItemView, AppError> {
        let (operation, item_id) = (request.operation_id.clone(), request.item_id.clone());
        self.run(move |app| {
            let (bundle, now) = (app.received(&item_id)?, app.clock.now());
            app.change_once(&operation, |change| {
                step(change, &bundle, now)?;
                Ok("{}".to_owned())
            })?;
            app.shell.tell(PageEvent::InboxChanged);
            Ok(())
        })
        .await?;
        self.item(&request.item_id).await
    }
}

/// Notes that its keys are installed; where the customer knows already that they work, that is all.
pub(super) fn mark(change: &mut Change<'_>, bundle: &Bundle, now: jiff::Timestamp) -> Result<(), Refusal> {
    if !bundle.opened {
        let cause = bundle.cause.as_ref().map(ToString::to_string).unwrap_or_default();
        return Err(AppError::NotOpened { cause: opening_code(&cause) }.into());
    }
    let receipts = change.receipts_of(bundle.id)?;
    let newest = confirmations::newest(&receipts).map(|newest| confirmations::overall(&newest.recorded.items));
    let to = if newest == Some(Outcome::Works) { BundleState::Confirmed } else { BundleState::Installed };
    match bundle.state {
        BundleState::Installed | BundleState::Confirmed => Ok(()),
        from => go(change, bundle, (from, to), Event::Installed, now),
    }
}

fn undo(change: &mut Change<'_>, bundle: &Bundle, now: jiff::Timestamp) -> Result<(), Refusal> {
    match bundle.state {
        BundleState::Installed | BundleState::Confirmed => {
            let back = open_state(&Bundle { installed_at: None, ..bundle.clone() });
            go(change, bundle, (bundle.state, back), Event::InstalledUndone, now)
        }
        _ => Err(AppError::NothingToUndo.into()),
    }
}

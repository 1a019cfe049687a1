//! "The keys are where they are needed", and taking it back.

use keycourier_ledger::{Bundle, BundleState, Change, Event, NewEntry, Side};
use keycourier_wire::{AppError, ChangeInboxItemRequest, InboxItemView, PageEvent};

use super::opening_codes::opening_code;
use crate::app::App;
use crate::app::errors::Refusal;

impl App {
    /// "The keys are where they are needed." Said again, nothing changes.
    ///
    /// # Errors
    /// [`AppError::NotOpened`] where the row has no keys, [`AppError::Gone`], and those of keychain and ledger.
    pub async fn mark_installed(&self, request: ChangeInboxItemRequest) -> Result<InboxItemView, AppError> {
        self.once(&request.operation_id, self.change_installed(&request, mark)).await
    }

    /// "No, they are not."
    ///
    /// # Errors
    /// [`AppError::NothingToUndo`] where they are not marked so, [`AppError::Gone`], and those of keychain and ledger.
    pub async fn undo_installed(&self, request: ChangeInboxItemRequest) -> Result<InboxItemView, AppError> {
        self.once(&request.operation_id, self.change_installed(&request, undo)).await
    }

    async fn change_installed(
        &self,
        request: &ChangeInboxItemRequest,
        go: fn(&mut Change<'_>, &Bundle, jiff::Timestamp) -> Result<(), Refusal>,
    ) -> Result<InboxItemView, AppError> {
        let (operation, item_id) = (request.operation_id.clone(), request.item_id.clone());
        self.run(move |app| {
            let (bundle, now) = (app.received(&item_id)?, app.clock.now());
            app.change_once(&operation, |change| {
                go(change, &bundle, now)?;
                Ok("{}".to_owned())
            })?;
            app.shell.tell(PageEvent::InboxChanged);
            Ok(())
        })
        .await?;
        self.item(&request.item_id).await
    }
}

fn mark(change: &mut Change<'_>, bundle: &Bundle, now: jiff::Timestamp) -> Result<(), Refusal> {
    if !bundle.opened {
        let cause = bundle.cause.as_ref().map(ToString::to_string).unwrap_or_default();
        return Err(AppError::NotOpened { cause: opening_code(&cause) }.into());
    }
    match bundle.state {
        BundleState::Installed | BundleState::Confirmed | BundleState::Closed => Ok(()),
        from => go(change, bundle, (from, BundleState::Installed), Event::Installed, now),
    }
}

fn undo(change: &mut Change<'_>, bundle: &Bundle, now: jiff::Timestamp) -> Result<(), Refusal> {
    if bundle.state != BundleState::Installed {
        return Err(AppError::NothingToUndo.into());
    }
    // What was not to be trusted when it came is not to be trusted now.
    let back = if bundle.cause.is_some() { BundleState::Problem } else { BundleState::Opened };
    go(change, bundle, (BundleState::Installed, back), Event::InstalledUndone, now)
}

fn go(
    change: &mut Change<'_>,
    bundle: &Bundle,
    (from, to): (BundleState, BundleState),
    event: Event,
    now: jiff::Timestamp,
) -> Result<(), Refusal> {
    if !change.move_bundle(bundle.id, from, to, now)? {
        // Somebody else was quicker: the page has to look again.
        return Err(AppError::Gone.into());
    }
    let (business, ticket) = (bundle.company.clone(), bundle.ticket.clone());
    change.note(&NewEntry { business, ticket, ..NewEntry::new(Side::Receive, event) }, now)?;
    Ok(())
}

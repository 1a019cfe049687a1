//! "There is nothing more to do about it", and taking it up again.

use keycourier_ledger::{Bundle, BundleState, Change, Event, NewEntry, Side};
use keycourier_wire::{AppError, ChangeInboxItemRequest, InboxItemView};

use crate::app::App;
use crate::app::errors::Refusal;

impl App {
    /// "There is nothing more to do about it." Said again, nothing changes.
    ///
    /// # Errors
    /// [`AppError::Gone`], and those of keychain and ledger.
    pub async fn set_aside(&self, request: ChangeInboxItemRequest) -> Result<InboxItemView, AppError> {
        self.once(&request.operation_id, self.change_item(&request, aside)).await
    }

    /// "There is, after all."
    ///
    /// # Errors
    /// [`AppError::NothingToUndo`] where it is not set aside, [`AppError::Gone`], and those of keychain and ledger.
    pub async fn take_up_again(&self, request: ChangeInboxItemRequest) -> Result<InboxItemView, AppError> {
        self.once(&request.operation_id, self.change_item(&request, take_up)).await
    }
}

/// Takes one out of the list.
pub(super) fn aside(change: &mut Change<'_>, bundle: &Bundle, now: jiff::Timestamp) -> Result<(), Refusal> {
    match bundle.state {
        BundleState::Closed | BundleState::Confirmed => Ok(()),
        from => go(change, bundle, (from, BundleState::Closed), Event::SetAside, now),
    }
}

fn take_up(change: &mut Change<'_>, bundle: &Bundle, now: jiff::Timestamp) -> Result<(), Refusal> {
    if bundle.state != BundleState::Closed {
        return Err(AppError::NothingToUndo.into());
    }
    go(change, bundle, (BundleState::Closed, open_state(bundle)), Event::TakenUpAgain, now)
}

/// The state of one that is neither installed nor closed. What was not to be trusted when it came is not to be trusted now.
pub(super) fn open_state(bundle: &Bundle) -> BundleState {
    match (bundle.installed_at, &bundle.cause) {
        (Some(_), _) => BundleState::Installed,
        (None, Some(_)) => BundleState::Problem,
        (None, None) => BundleState::Opened,
    }
}

/// Takes a row from one state to the next, and writes it down.
pub(super) fn go(
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

//! The inbox as a list.

use keycourier_credentials::Mode;
use keycourier_ledger::{BundleState, Code, InboxFilter, InboxRow, IntakeNote};
use keycourier_wire::{AppError, InboxList, InboxRowView, InboxState, InboxView, ListInboxRequest, ModeCountView};

use super::opening_codes::opening_code;
use crate::app::App;
use crate::app::views::words;

/// The states in which a row waits for somebody. One whose keys are installed does not: confirming it is offered, not owed.
pub(in crate::app) const TO_DO: &[BundleState] = &[BundleState::Received, BundleState::Opened, BundleState::Problem];

impl App {
    /// Rows of the inbox, newest first.
    ///
    /// # Errors
    /// Those of the ledger.
    pub async fn list_inbox(&self, request: ListInboxRequest) -> Result<InboxView, AppError> {
        self.run(move |app| {
            let states = match request.list {
                InboxList::ToDo => TO_DO.to_vec(),
                InboxList::All => Vec::new(),
            };
            let filter = InboxFilter { states, search: request.search, ..InboxFilter::default() };
            let ledger = app.ledger();
            let counts = ledger.inbox_counts()?;
            let rows = ledger.inbox(&filter)?.iter().map(row_view).collect();
            Ok(InboxView { rows, to_do: counts.of(TO_DO), all: counts.all() })
        })
        .await
    }
}

/// One row as the page sees it.
pub(super) fn row_view(row: &InboxRow) -> InboxRowView {
    let text = |line: &Option<keycourier_ledger::Line>| line.as_ref().map(ToString::to_string);
    let counts = [(Mode::Test, row.test_keys), (Mode::Live, row.live_keys)];
    let keys = counts.into_iter().filter(|(_, count)| *count > 0);
    InboxRowView {
        item_id: row.id.get().to_string(),
        company: text(&row.company),
        file_name: text(&row.file_name),
        ticket: text(&row.ticket),
        keys: keys.map(|(mode, count)| ModeCountView { mode: words::mode(mode), count }).collect(),
        replaces: row.replaces.is_some(),
        state: state(row),
        arrived_at: words::time(row.arrived_at),
    }
}

/// What a row waits for. What must not be trusted comes first, whatever else is said of it.
fn state(row: &InboxRow) -> InboxState {
    let cause = row.cause.as_ref().map(Code::as_str);
    if !row.opened {
        return InboxState::NotOpened { cause: opening_code(cause.unwrap_or_default()) };
    }
    match row.state {
        BundleState::Installed | BundleState::Confirmed | BundleState::Closed => return InboxState::Installed,
        BundleState::Problem if must_not_be_trusted(row) => return InboxState::Suspicious,
        BundleState::Problem | BundleState::Received | BundleState::Opened | BundleState::Made | BundleState::Sent => {}
    }
    if let Some(missing) = row.missing {
        return InboxState::KeyMissing { missing: words::kind(missing) };
    }
    match row.verdict.as_ref().map(Code::as_str) {
        Some("works" | "works_but_lacks" | "locked_to_other_addresses") => InboxState::Install,
        None | Some("could_not_ask") => InboxState::Check,
        Some(_) => InboxState::KeyFails,
    }
}

fn must_not_be_trusted(row: &InboxRow) -> bool {
    row.notes.iter().any(|note| matches!(note, IntakeNote::OtherSender | IntakeNote::OtherAccount))
}

//! The inbox as a list.

use keycourier_credentials::Mode;
use keycourier_ledger::{BundleState, Code, InboxFilter, InboxOrder, InboxRow, IntakeNote};
use keycourier_wire::{
    AppError, InboxList, InboxRowView, InboxRowsRequest, InboxSort, InboxState, InboxView, ListInboxRequest,
    ModeCountView,
};

use super::opening_codes::opening_code;
use crate::app::App;
use crate::app::ids::bundle_id;
use crate::app::views::words;

/// The states in which a row waits for somebody, up to the confirmation.
pub(in crate::app) const TO_DO: &[BundleState] = BundleState::TO_DO;
/// Rows that come along with the list, so that its first screen needs no second question.
const FIRST: usize = 100;
/// The most rows that are asked for at once.
const MOST: usize = 500;

impl App {
    /// Which rows there are, and the first of them whole.
    ///
    /// # Errors
    /// Those of the ledger.
    pub async fn list_inbox(&self, request: ListInboxRequest) -> Result<InboxView, AppError> {
        self.run(move |app| {
            let states = match request.list {
                InboxList::ToDo => TO_DO.to_vec(),
                InboxList::All => Vec::new(),
            };
            let order = match request.sort {
                InboxSort::Company => InboxOrder::Company,
                InboxSort::Ticket => InboxOrder::Ticket,
                InboxSort::State => InboxOrder::State,
                InboxSort::Since => InboxOrder::Since,
                InboxSort::Arrived => InboxOrder::Arrived,
            };
            let ascending = !request.descending;
            let filter = InboxFilter { states, search: request.search, order, ascending, ..InboxFilter::default() };
            let ledger = app.ledger();
            let counts = ledger.inbox_counts()?;
            let ids = ledger.inbox_ids(&filter)?;
            let rows = ledger.inbox_rows(ids.get(..FIRST).unwrap_or(&ids))?;
            Ok(InboxView {
                item_ids: ids.iter().map(|id| id.get().to_string()).collect(),
                rows: rows.iter().map(row_view).collect(),
                to_do: counts.of(TO_DO),
                all: counts.all(),
            })
        })
        .await
    }

    /// Some rows, in the order asked for. One that is gone is left out.
    ///
    /// # Errors
    /// Those of the ledger.
    pub async fn get_inbox_rows(&self, request: InboxRowsRequest) -> Result<Vec<InboxRowView>, AppError> {
        self.run(move |app| {
            let ids = request.item_ids.iter().take(MOST).map(|id| bundle_id(id)).collect::<Result<Vec<_>, _>>()?;
            Ok(app.ledger().inbox_rows(&ids)?.iter().map(row_view).collect())
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
        since: words::time(row.state_since),
    }
}

/// What a row waits for. What must not be trusted comes first, whatever else is said of it.
fn state(row: &InboxRow) -> InboxState {
    let cause = row.cause.as_ref().map(Code::as_str);
    match row.state {
        BundleState::Confirmed => return InboxState::Confirmed,
        BundleState::Closed if row.rejected == Some(true) => return InboxState::Rejected,
        BundleState::Closed => return InboxState::SetAside,
        _ if row.opened => {}
        _ => return InboxState::NotOpened { cause: opening_code(cause.unwrap_or_default()) },
    }
    match row.state {
        BundleState::Installed => return InboxState::Confirm,
        BundleState::Problem if must_not_be_trusted(row) => return InboxState::Suspicious,
        _ => {}
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

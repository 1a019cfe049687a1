//! The history as the page shows it, and as a table in a file. It holds masks and never a value.

use keycourier_ledger::{Code, Entry, Event, HistoryFilter, HistoryId, Line, Side};
use keycourier_wire::{
    AppError, HistoryEntryView, HistoryFilterRequest, HistoryGroup, HistoryView, Mode, Role, SaveHistoryRequest,
    SavedView,
};

use super::App;
use super::locking::not_written;
use super::opening::file_name;
use super::views::words;
use crate::{Over, write_new};

/// Entries of one page.
const PAGE: u32 = 200;

impl App {
    /// What happened, newest first.
    ///
    /// # Errors
    /// [`AppError::Gone`] where the page goes on from an entry that is not there, and those of the ledger.
    pub async fn list_history(&self, request: HistoryFilterRequest) -> Result<HistoryView, AppError> {
        self.run(move |app| {
            let HistoryFilterRequest { side, group, mode, search, before } = request;
            let before = before.map(|id| id.parse().map_err(|_| AppError::Gone)).transpose()?;
            let filter = HistoryFilter {
                before: before.map(HistoryId::from_number),
                // One more tells whether older ones follow.
                limit: Some(PAGE + 1),
                ..filter(side, group, mode, search)
            };
            let mut entries = app.ledger().history(&filter)?;
            let more = entries.len() > PAGE as usize;
            entries.truncate(PAGE as usize);
            Ok(HistoryView { entries: entries.iter().map(entry_view).collect(), more })
        })
        .await
    }

    /// Asks where, and saves what was found as a table for a spreadsheet.
    ///
    /// # Errors
    /// Those of the ledger, and why the file could not be written.
    pub async fn save_history(&self, request: SaveHistoryRequest) -> Result<SavedView, AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let day = app.clock.now().strftime("%Y-%m-%d").to_string();
            let Some(path) = app.shell.choose_place(&format!("Keycourier_History_{day}.csv")) else {
                return Ok(SavedView { file_name: None });
            };
            let SaveHistoryRequest { operation_id: _, side, group, mode, search } = request;
            let table = app.ledger().history_csv(&filter(side, group, mode, search))?;
            let name = file_name(&path);
            // Whoever chose a file that is there was asked about it by the system's own dialog.
            write_new(&path, table.as_bytes(), Over::Existing).map_err(|error| not_written(error, &name))?;
            Ok(SavedView { file_name: Some(name) })
        })
        .await
    }
}

fn filter(side: Option<Role>, group: Option<HistoryGroup>, mode: Option<Mode>, search: String) -> HistoryFilter {
    HistoryFilter {
        side: side.map(|side| match side {
            Role::Merchant => Side::Send,
            Role::Desk => Side::Receive,
        }),
        events: group.map(events).unwrap_or_default(),
        mode: mode.map(words::mode_in),
        search,
        ..HistoryFilter::default()
    }
}

fn events(group: HistoryGroup) -> Vec<Event> {
    Event::ALL.iter().copied().filter(|event| group_of(*event) == group).collect()
}

fn group_of(event: Event) -> HistoryGroup {
    match event {
        Event::BundleMade
        | Event::BundleSent
        | Event::SentUndone
        | Event::BundleReceived
        | Event::FileNotOpened
        | Event::SetAside
        | Event::TakenUpAgain => HistoryGroup::Files,
        Event::KeyAdded
        | Event::KeyReplaced
        | Event::KeyRemoved
        | Event::KeyFileDeleted
        | Event::KeyPutIn
        | Event::KeysUpdated
        | Event::KeyHandedOn => HistoryGroup::Keys,
        Event::KeyChecked
        | Event::AccountConfirmed
        | Event::AccountRejected
        | Event::WebhookMade
        | Event::WriteProbesAgreed
        | Event::WriteProbesWithdrawn
        | Event::SecretProven
        | Event::WebhookMended
        | Event::WebhookByHand => HistoryGroup::Checks,
        Event::ReceiptReceived | Event::ReceiptMade | Event::Installed | Event::InstalledUndone => {
            HistoryGroup::Confirmations
        }
        Event::RequestReceived
        | Event::RequestMade
        | Event::RequestWithdrawn
        | Event::IntegratorProven
        | Event::SignerChanged
        | Event::DeskMade
        | Event::DeskJoined
        | Event::DeskBackedUp
        | Event::DeskRetired
        | Event::DataMoved => HistoryGroup::Desk,
    }
}

fn entry_view(entry: &Entry) -> HistoryEntryView {
    let what = &entry.what;
    let text = |line: &Option<Line>| line.as_ref().map(ToString::to_string);
    HistoryEntryView {
        entry_id: entry.id.get().to_string(),
        at: words::time(entry.at),
        event: what.event.as_str().to_owned(),
        company: text(&what.business),
        integrator: text(&what.integrator),
        ticket: text(&what.ticket),
        mode: what.mode.map(words::mode),
        mask: what.mask.as_ref().map(ToString::to_string),
        ending: what.mask.as_ref().map(|mask| mask.last_four().to_owned()),
        detail: what.detail.as_ref().map(Code::to_string),
    }
}

//! What the program tells the page unasked.

use serde::Serialize;
use ts_rs::TS;

use crate::CheckView;

/// The name under which every [`PageEvent`] is sent.
pub const EVENT_NAME: &str = "keycourier";

/// Something changed. The page asks again for what it shows; only a check comes along whole.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
#[ts(export_to = "event.ts")]
pub enum PageEvent {
    /// Keychain, role, counts or settings changed: ask for the status.
    StatusChanged,
    /// A file came by double-click or from a second start: ask for it with `open_waiting_file`.
    FileWaiting,
    /// A delivery changed otherwise than by the page's own command, such as a key that reached the keychain.
    DeliveryChanged {
        /// Which.
        delivery_id: String,
    },
    /// A check got an answer, ended, or was stopped.
    CheckProgress {
        /// The check as it is now.
        check: Box<CheckView>,
    },
    /// The inbox changed.
    InboxChanged,
    /// Many files or rows of the inbox are being dealt with, one after the other.
    InboxProgress {
        /// The operation that does it.
        operation_id: String,
        /// Those that were dealt with.
        done: u32,
        /// How many there are.
        total: u32,
    },
    /// A key that was copied is off the clipboard again.
    ClipboardCleared,
}

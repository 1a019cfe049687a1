//! What the last paste held and no row took: for two minutes, so that a fix needs no second paste.

use std::time::Duration;

use jiff::Timestamp;
use keycourier_credentials::Paste;
use keycourier_ledger::HandoverId;
use keycourier_wire::AppError;
use tokio::time::sleep;

use super::errors::Refusal;
use super::{App, lock};

const KEPT: Duration = Duration::from_secs(120);

/// One paste; its values are wiped when it goes.
pub(crate) struct PendingPaste {
    pub(crate) id: String,
    pub(crate) delivery: HandoverId,
    pub(crate) paste: Paste,
    pub(crate) since: Timestamp,
}

impl App {
    /// Keeps a paste in place of the one before; gives its id.
    pub(crate) fn keep_paste(&self, delivery: HandoverId, paste: Paste) -> String {
        let id = self.new_passing_id();
        *lock(&self.pending_paste) = Some(PendingPaste { id: id.clone(), delivery, paste, since: self.clock.now() });
        let (app, due) = (self.clone(), id.clone());
        tokio::spawn(async move {
            sleep(KEPT).await;
            app.forget_paste(&due);
        });
        id
    }

    /// Takes the paste of that id out, to be put back where it was of no use.
    pub(crate) fn take_paste(&self, id: &str) -> Result<PendingPaste, Refusal> {
        let now = self.clock.now();
        let mut pending = lock(&self.pending_paste);
        let fits = pending.as_ref().is_some_and(|paste| paste.id == id);
        let taken = if fits { pending.take() } else { None };
        let fresh = taken.filter(|paste| now.duration_since(paste.since).unsigned_abs() <= KEPT);
        fresh.ok_or(Refusal::Told(AppError::PasteGone))
    }

    /// Puts one back that was of no use, unless another came meanwhile.
    pub(crate) fn put_paste_back(&self, paste: PendingPaste) {
        lock(&self.pending_paste).get_or_insert(paste);
    }

    /// Wipes whatever is kept.
    pub(crate) fn forget_any_paste(&self) {
        *lock(&self.pending_paste) = None;
    }

    fn forget_paste(&self, id: &str) {
        let mut pending = lock(&self.pending_paste);
        if pending.as_ref().is_some_and(|paste| paste.id == id) {
            *pending = None;
        }
    }
}

//! Keys leave the inbox by the clipboard, for a short time, and never through the page.

use std::time::Duration;

use jiff::Timestamp;
use keycourier_credentials::{Kind, Mode};
use keycourier_documents::BundleKey;
use keycourier_ledger::{Bundle, Change, Event, NewEntry, Side};
use keycourier_wire::{AppError, CopiedView, CopyInboxKeyRequest, CopyInboxKeysRequest};
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use super::content::credential_in;
use super::reopening::Inside;
use crate::app::App;
use crate::app::errors::Refusal;
use crate::app::ids::slot_id;
use crate::app::views::words::mode_in;

impl App {
    /// Copies one key.
    ///
    /// # Errors
    /// [`AppError::Gone`] where there is no such row or key, [`AppError::NotOpened`], and those of clipboard, keychain and ledger.
    pub async fn copy_inbox_key(&self, request: CopyInboxKeyRequest) -> Result<CopiedView, AppError> {
        let copied = async {
            let slot = slot_id(&request.slot).map_err(|refusal| self.tell_refusal(refusal))?;
            self.hand_on(&request.operation_id, &request.item_id, move |key| key.slot_id() == slot).await
        };
        self.once(&request.operation_id, copied).await
    }

    /// Copies the keys of one mode, one a line, publishable first.
    ///
    /// # Errors
    /// As [`App::copy_inbox_key`].
    pub async fn copy_inbox_keys(&self, request: CopyInboxKeysRequest) -> Result<CopiedView, AppError> {
        let mode: Mode = mode_in(request.mode);
        let copied = self.hand_on(&request.operation_id, &request.item_id, move |key| key.mode == mode);
        self.once(&request.operation_id, copied).await
    }

    async fn hand_on(
        &self,
        operation: &str,
        item_id: &str,
        is_wanted: impl Fn(&BundleKey) -> bool + Send + 'static,
    ) -> Result<CopiedView, AppError> {
        let (bundle, inside) = self.reopened(item_id).await?;
        let operation = operation.to_owned();
        self.run(move |app| app.lend(&operation, &bundle, &inside, is_wanted)).await
    }

    fn lend(
        &self,
        operation: &str,
        bundle: &Bundle,
        inside: &Inside,
        is_wanted: impl Fn(&BundleKey) -> bool,
    ) -> Result<CopiedView, Refusal> {
        let mut keys: Vec<&BundleKey> = inside.keys().iter().filter(|key| is_wanted(key)).collect();
        if keys.is_empty() {
            return Err(AppError::Gone.into());
        }
        keys.sort_by_key(|key| place(key.kind));
        let seconds = self.shell.preferences().clear_clipboard_seconds;
        self.shell.lend_clipboard(&lines(&keys), Duration::from_secs(u64::from(seconds)))?;
        let now = self.clock.now();
        self.change_once(operation, |change| {
            note_handed_on(change, bundle, &keys, "clipboard", now)?;
            Ok("{}".to_owned())
        })?;
        Ok(CopiedView { clears_in_seconds: seconds })
    }
}

/// Writes down which keys went where, by mask.
pub(super) fn note_handed_on(
    change: &mut Change<'_>,
    bundle: &Bundle,
    keys: &[&BundleKey],
    where_to: &str,
    now: Timestamp,
) -> Result<(), Refusal> {
    for key in keys {
        let slot = key.slot_id();
        change.note_copied(bundle.id, &slot, now)?;
        let paste = credential_in(key);
        let mask = paste.as_ref().and_then(|paste| paste.credentials().next());
        let entry = NewEntry {
            business: bundle.company.clone(),
            ticket: bundle.ticket.clone(),
            mode: Some(slot.mode),
            slot: Some(slot.name),
            mask: mask.map(|(_, credential)| credential.mask().clone()),
            detail: where_to.parse().ok(),
            ..NewEntry::new(Side::Receive, Event::KeyHandedOn)
        };
        change.note(&entry, now)?;
    }
    Ok(())
}

/// Publishable first, as the integrators' own instructions have it.
pub(super) fn place(kind: Kind) -> usize {
    Kind::ALL.iter().position(|known| *known == kind).unwrap_or(Kind::ALL.len())
}

fn lines(keys: &[&BundleKey]) -> SecretString {
    let mut text = Zeroizing::new(String::with_capacity(keys.len() * 256));
    for key in keys {
        if !text.is_empty() {
            text.push('\n');
        }
        // EXPOSE: put together in a wiped buffer for the clipboard, where the person asked for it.
        text.push_str(key.value.expose_secret());
    }
    SecretString::from(text.as_str())
}

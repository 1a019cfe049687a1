//! A row's file, opened again from its sealed bytes. Nothing is used up by it, and nothing of it is kept, but for what was locked with
//! spoken words: nobody should have to type those twice.

use std::sync::Arc;

use keycourier_documents::{Bundle as Document, BundleKey, Contents, Opened, OpeningKeys, Request, Unlock, open};
use keycourier_ledger::{Bundle, BundleId, Direction};
use keycourier_wire::{AppError, OpeningCode};

use super::opening_codes::{of_error, opening_code};
use crate::app::errors::Refusal;
use crate::app::ids::bundle_id;
use crate::app::{App, lock};

/// What is in a row's file. Holds secrets: no `Debug`.
pub(super) enum Inside {
    /// A signed bundle.
    Bundle(Box<Opened>),
    /// The keys of a spoken-words file, which says little else.
    Spoken(Arc<Vec<BundleKey>>),
}

impl Inside {
    /// The keys in it.
    pub(super) fn keys(&self) -> &[BundleKey] {
        match self {
            Self::Bundle(opened) => &opened.bundle.keys,
            Self::Spoken(keys) => keys,
        }
    }

    /// The request that it answers.
    pub(super) fn request(&self) -> Option<&Request> {
        match self {
            Self::Bundle(opened) => opened.request.as_ref().map(|request| request.request()),
            Self::Spoken(_) => None,
        }
    }

    /// The signed document.
    pub(super) fn document(&self) -> Option<&Document> {
        match self {
            Self::Bundle(opened) => Some(&opened.bundle),
            Self::Spoken(_) => None,
        }
    }
}

impl App {
    /// A row of the inbox.
    pub(super) fn received(&self, item_id: &str) -> Result<Bundle, Refusal> {
        let found = self.ledger().bundle(bundle_id(item_id)?)?;
        found.filter(|bundle| bundle.direction == Direction::Received).ok_or_else(|| AppError::Gone.into())
    }

    /// The same for a command that goes on to the keychain.
    pub(super) async fn received_item(&self, item_id: &str) -> Result<Bundle, AppError> {
        let item_id = item_id.to_owned();
        self.run(move |app| app.received(&item_id)).await
    }

    /// What is in a row's file, for what can't be done without it.
    pub(super) async fn reopened(&self, item_id: &str) -> Result<(Bundle, Inside), AppError> {
        let bundle = self.received_item(item_id).await?;
        if !bundle.opened {
            let cause = bundle.cause.as_ref().map(ToString::to_string).unwrap_or_default();
            return Err(AppError::NotOpened { cause: opening_code(&cause) });
        }
        let keys = self.opening_keys().await?;
        self.run(move |app| {
            let inside = app.reopen(&bundle, &keys)?.ok_or(AppError::FileDeleted)?;
            Ok((bundle, inside))
        })
        .await
    }

    /// What is in the file of a row that was opened; none where its bytes were deleted, some time after its keys were installed. What
    /// was locked with spoken words is refused where nobody typed them since the program was started.
    pub(super) fn reopen(&self, bundle: &Bundle, keys: &OpeningKeys) -> Result<Option<Inside>, Refusal> {
        let Some(sealed) = self.ledger().sealed(bundle.id)? else { return Ok(None) };
        if is_spoken(bundle) {
            let typed = self.spoken(bundle.id);
            return typed
                .map(|keys| Some(Inside::Spoken(keys)))
                .ok_or_else(|| AppError::NotOpened { cause: OpeningCode::NeedsPassphrase }.into());
        }
        match open(&sealed, &Unlock::Keys(keys)) {
            Ok(Contents::Bundle(opened)) => Ok(Some(Inside::Bundle(opened))),
            Ok(Contents::Spoken(_)) => Err(AppError::DataDamaged.into()),
            Err(error) => Err(AppError::NotOpened { cause: of_error(error) }.into()),
        }
    }

    /// The keys of a spoken-words file, once its words were typed.
    pub(super) fn spoken(&self, id: BundleId) -> Option<Arc<Vec<BundleKey>>> {
        lock(&self.spoken).get(&id).cloned()
    }
}

/// Whether a row that was opened came as a spoken-words file: it names no document.
pub(super) fn is_spoken(bundle: &Bundle) -> bool {
    bundle.opened && bundle.document_id.is_none()
}

//! A row's file, opened again from its sealed bytes. Nothing is used up by it, and nothing of it is kept.

use keycourier_documents::{Contents, Opened, OpeningKeys, Unlock, open};
use keycourier_ledger::{Bundle, BundleId, Direction};
use keycourier_wire::AppError;

use super::opening_codes::{of_error, opening_code};
use crate::app::App;
use crate::app::errors::Refusal;
use crate::app::ids::bundle_id;

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
    pub(super) async fn reopened(&self, item_id: &str) -> Result<(Bundle, Opened), AppError> {
        let bundle = self.received_item(item_id).await?;
        if !bundle.opened {
            let cause = bundle.cause.as_ref().map(ToString::to_string).unwrap_or_default();
            return Err(AppError::NotOpened { cause: opening_code(&cause) });
        }
        let keys = self.opening_keys().await?;
        self.run(move |app| {
            let opened = app.reopen(bundle.id, &keys)?.ok_or(AppError::Gone)?;
            Ok((bundle, opened))
        })
        .await
    }

    /// What is in a row's file; none where its bytes were deleted, some time after its keys were installed.
    pub(super) fn reopen(&self, id: BundleId, keys: &OpeningKeys) -> Result<Option<Opened>, Refusal> {
        let Some(sealed) = self.ledger().sealed(id)? else { return Ok(None) };
        match open(&sealed, &Unlock::Keys(keys)) {
            Ok(Contents::Bundle(opened)) => Ok(Some(*opened)),
            Ok(Contents::Spoken(_)) => Err(AppError::DataDamaged.into()),
            Err(error) => Err(AppError::NotOpened { cause: of_error(error) }.into()),
        }
    }
}

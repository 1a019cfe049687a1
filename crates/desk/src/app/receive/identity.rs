//! Desks and their identities: the ledger knows who they are, the keychain holds their keys.

use keycourier_credentials::decode;
use keycourier_documents::{Identity, OpeningKeys};
use keycourier_keychain::Item;
use keycourier_ledger::{Desk, DeskNumber};
use keycourier_wire::AppError;
use secrecy::{ExposeSecret, SecretString};

use crate::app::App;
use crate::app::errors::Refusal;

impl App {
    /// The desk of this computer.
    pub(super) fn find_desk(&self) -> Result<Option<Desk>, Refusal> {
        Ok(present(self.ledger().desks()?))
    }

    /// The desk of this computer, for what can't be done without one.
    pub(super) fn desk(&self) -> Result<Desk, Refusal> {
        self.find_desk()?.ok_or_else(|| AppError::NoDesk.into())
    }

    /// The same for a command that goes on to the keychain.
    pub(super) async fn desk_in_ledger(&self) -> Result<Desk, AppError> {
        self.run(Self::desk).await
    }

    /// A desk's keys.
    pub(super) async fn identity(&self, number: DeskNumber) -> Result<Identity, AppError> {
        let kept = self.answer_of(self.keychain().get(Item::desk(number.get()))).await;
        let kept = kept.map_err(|refusal| self.tell_refusal(refusal))?.ok_or(AppError::KeyNotHere)?;
        // EXPOSE: read into types that wipe themselves.
        let file = SecretString::from(decode(kept.expose_secret()).as_str());
        Identity::from_file(&file).map_err(|_| AppError::KeyDamaged)
    }

    /// What opens the files that were sent to this desk or to one whose place it took. The present one must be there; an earlier
    /// one that was lost opens nothing any more.
    pub(super) async fn opening_keys(&self) -> Result<OpeningKeys, AppError> {
        let desks = self.run(|app| Ok(app.ledger().desks()?)).await?;
        if desks.is_empty() {
            return Err(AppError::NoDesk);
        }
        let mut identities = Vec::with_capacity(desks.len());
        for desk in desks.iter().rev() {
            match self.identity(desk.number).await {
                Ok(identity) => identities.push(identity),
                Err(refusal) if desk.retired_at.is_none() => return Err(refusal),
                Err(_) => {}
            }
        }
        Ok(OpeningKeys::new(&identities))
    }
}

/// The one of these that was not retired; the newest, should there be several.
pub(super) fn present(desks: Vec<Desk>) -> Option<Desk> {
    desks.into_iter().rev().find(|desk| desk.retired_at.is_none())
}

//! A desk brought back from its backup.

use std::io::Read;

use age::armor::ArmoredReader;
use age::scrypt::Identity as Passphrase;
use age::{DecryptError, Decryptor, Identity as AgeIdentity};
use keycourier_documents::{Domain, Identity, Kindred, looks_like};
use keycourier_keychain::Item;
use keycourier_ledger::{DeskContact, Event, Line, NewDesk, NewEntry, Side};
use keycourier_wire::{AppError, DeskView, OpeningCode, OperationRequest, PageEvent, RestoreDeskRequest, SavedView};
use secrecy::SecretString;
use zeroize::Zeroizing;

use super::backup::{DOMAIN, NAME};
use super::desk::desk_view;
use super::named_files::{not_read, shown_name};
use crate::app::errors::Refusal;
use crate::app::ids::signer_key;
use crate::app::{App, lock};
use crate::read_capped;

/// What our own backups may cost to open; they are written with less.
const WORK_FACTOR: u8 = 20;
/// The most bytes that an identity file has.
const LONGEST: u64 = 64 * 1024;

impl App {
    /// Asks for a backup, and remembers it until a passphrase opens it or another one is chosen.
    ///
    /// # Errors
    /// [`AppError::NotOpened`] where it is no locked file, and [`AppError::FileNotRead`].
    pub async fn choose_backup(&self, request: OperationRequest) -> Result<SavedView, AppError> {
        self.run_once(&request.operation_id, |app| {
            let Some(path) = app.shell.choose_file() else { return Ok(SavedView { file_name: None }) };
            let bytes = read_capped(&path).map_err(|_| not_read(&path))?;
            if looks_like(&bytes) != Kindred::Encrypted {
                return Err(AppError::NotOpened { cause: OpeningCode::NotABundle }.into());
            }
            *lock(&app.chosen_backup) = Some(bytes.to_vec());
            Ok(SavedView { file_name: Some(shown_name(&path)) })
        })
        .await
    }

    /// Restores a desk from the backup that was chosen: its keys go into the keychain. A desk that is here already is the same one, or
    /// nothing is restored.
    ///
    /// # Errors
    /// [`AppError::NoBackupChosen`], [`AppError::NotOpened`] for a wrong passphrase or another file, [`AppError::DeskExists`], and those of
    /// keychain and ledger.
    pub async fn restore_desk(&self, request: RestoreDeskRequest) -> Result<DeskView, AppError> {
        let operation = request.operation_id.clone();
        self.once(&operation, self.restore(request)).await
    }

    async fn restore(&self, request: RestoreDeskRequest) -> Result<DeskView, AppError> {
        let operation = request.operation_id.clone();
        let restored = self.run(move |app| {
            let sealed = lock(&app.chosen_backup).clone().ok_or(AppError::NoBackupChosen)?;
            Restored::open(&sealed, &request.passphrase)
        });
        let restored = restored.await?;
        let signer = signer_key(restored.identity.signing().signer());
        let known = self
            .run(move |app| {
                let known = app.ledger().desk_of_signer(&signer)?.filter(|desk| desk.retired_at.is_none());
                if known.is_none() && app.find_desk()?.is_some() {
                    return Err(AppError::DeskExists.into());
                }
                Ok(known)
            })
            .await?;
        // A desk whose keys are gone from the keychain gets them back under its own number.
        let number = match &known {
            Some(desk) => desk.number,
            None => self.free_number().await.map_err(|refusal| self.tell_refusal(refusal))?,
        };
        let kept =
            self.answer_of(self.keychain().put_text(Item::desk(number.get()), &restored.identity.to_file())).await;
        kept.map_err(|refusal| self.tell_refusal(refusal))?;
        self.run(move |app| {
            let now = app.clock.now();
            let new = restored.desk(number, now)?;
            app.change_once(&operation, |change| {
                if change.desk(number)?.is_none() {
                    change.add_desk(&new)?;
                    // It came from a backup, so there is one.
                    change.note_backup(number, now)?;
                }
                let name = Some(new.name.clone());
                change.note(&NewEntry { integrator: name, ..NewEntry::new(Side::Receive, Event::DeskJoined) }, now)?;
                Ok("{}".to_owned())
            })?;
            *lock(&app.chosen_backup) = None;
            app.shell.tell(PageEvent::StatusChanged);
            Ok(desk_view(&app.desk()?))
        })
        .await
    }
}

/// What was in a backup.
struct Restored {
    name: Line,
    domain: Line,
    identity: Identity,
}

impl Restored {
    fn open(sealed: &[u8], passphrase: &SecretString) -> Result<Self, Refusal> {
        let refused = |cause| Refusal::Told(AppError::NotOpened { cause });
        let plain = unlock(sealed, passphrase).map_err(|error| match error {
            DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed => refused(OpeningCode::WrongPassphrase),
            // Locked for keys and not with a passphrase, or with more work than any backup of ours.
            DecryptError::NoMatchingKeys | DecryptError::ExcessiveWork { .. } => refused(OpeningCode::NotABundle),
            _ => refused(OpeningCode::Damaged),
        })?;
        let not_ours = || refused(OpeningCode::NotABundle);
        let text = std::str::from_utf8(&plain).map_err(|_| not_ours())?;
        let line = |mark: &str| text.lines().find_map(|line| line.strip_prefix(mark)).map(str::trim);
        let domain: Domain = line(DOMAIN).and_then(|domain| domain.parse().ok()).ok_or_else(not_ours)?;
        Ok(Self {
            name: line(NAME).and_then(|name| name.parse().ok()).ok_or_else(not_ours)?,
            domain: domain.as_str().parse().map_err(|_| not_ours())?,
            identity: Identity::from_file(&SecretString::from(text)).map_err(|_| not_ours())?,
        })
    }

    fn desk(&self, number: keycourier_ledger::DeskNumber, made_at: jiff::Timestamp) -> Result<NewDesk, Refusal> {
        let recipient = self.identity.recipient().and_then(|recipient| recipient.as_str().parse().ok());
        Ok(NewDesk {
            number,
            name: self.name.clone(),
            domain: self.domain.clone(),
            contact: DeskContact::default(),
            signer: signer_key(self.identity.signing().signer()),
            recipient: recipient.ok_or_else(|| Refusal::fault("a restored identity has no recipient"))?,
            made_at,
        })
    }
}

fn unlock(sealed: &[u8], passphrase: &SecretString) -> Result<Zeroizing<Vec<u8>>, DecryptError> {
    let mut identity = Passphrase::new(passphrase.clone());
    identity.set_max_work_factor(WORK_FACTOR);
    let decryptor = Decryptor::new_buffered(ArmoredReader::new(sealed))?;
    let stream = decryptor.decrypt(std::iter::once(&identity as &dyn AgeIdentity))?;
    let mut plain = Zeroizing::new(Vec::with_capacity(4_096));
    stream.take(LONGEST).read_to_end(&mut plain)?;
    Ok(plain)
}

//! A desk in one file that a passphrase opens.

use std::io::Write;
use std::iter;

use age::armor::{ArmoredWriter, Format};
use age::scrypt::Recipient;
use age::{Encryptor, Recipient as AgeRecipient};
use keycourier_documents::Identity;
use keycourier_ledger::{Desk, Event, NewEntry, Side};
use keycourier_wire::{AppError, BackUpDeskRequest, PageEvent, SavedView, TextFault, TextField};
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use super::named_files::{not_written, plain_name, shown_name};
use crate::app::App;
use crate::app::errors::Refusal;
use crate::{Over, write_new};

/// 256 MiB of memory and about a second. Set, never measured: a file made on a fast computer must open on a slow one.
const WORK_FACTOR: u8 = 18;
/// The comment lines without which the words could not be had back.
pub(super) const NAME: &str = "# keycourier-desk-name: ";
pub(super) const DOMAIN: &str = "# keycourier-desk-domain: ";
/// The fewest characters of a passphrase.
const SHORTEST: u32 = 12;

impl App {
    /// Asks where, and saves the desk there: an age file with a passphrase, in it the desk's identity file with its name and domain.
    /// Stock `age -d` opens it.
    ///
    /// # Errors
    /// [`AppError::BadText`] for a short passphrase, [`AppError::NoDesk`], those of keychain and ledger, and why the file could not be
    /// written.
    pub async fn back_up_desk(&self, request: BackUpDeskRequest) -> Result<SavedView, AppError> {
        let operation = request.operation_id.clone();
        let saved = async {
            check_length(&request.passphrase).map_err(|refusal| self.tell_refusal(refusal))?;
            let desk = self.desk_in_ledger().await?;
            let identity = self.identity(desk.number).await?;
            self.run(move |app| app.save_backup(&desk, &identity, &request)).await
        };
        self.once(&operation, saved).await
    }

    fn save_backup(&self, desk: &Desk, identity: &Identity, request: &BackUpDeskRequest) -> Result<SavedView, Refusal> {
        let suggested = format!("{}_Keycourier_Backup.age", plain_name(desk.name.as_str()));
        let Some(path) = self.shell.choose_place(&suggested) else { return Ok(SavedView { file_name: None }) };
        let locked = lock(desk, identity, &request.passphrase).ok_or_else(|| Refusal::fault("age made no backup"))?;
        // Whoever chose a file that is there was asked about it by the system's own window.
        write_new(&path, &locked, Over::Existing).map_err(|error| not_written(&path, error))?;
        let now = self.clock.now();
        self.change_once(&request.operation_id, |change| {
            change.note_backup(desk.number, now)?;
            let name = Some(desk.name.clone());
            change.note(&NewEntry { integrator: name, ..NewEntry::new(Side::Receive, Event::DeskBackedUp) }, now)?;
            Ok("{}".to_owned())
        })?;
        self.shell.tell(PageEvent::StatusChanged);
        Ok(SavedView { file_name: Some(shown_name(&path)) })
    }
}

fn check_length(passphrase: &SecretString) -> Result<(), Refusal> {
    // EXPOSE: its length only.
    let length = passphrase.expose_secret().chars().count();
    if length < SHORTEST as usize {
        return Err(Refusal::bad_text(TextField::Passphrase, TextFault::TooShort { at_least: SHORTEST }));
    }
    Ok(())
}

fn lock(desk: &Desk, identity: &Identity, passphrase: &SecretString) -> Option<Vec<u8>> {
    // EXPOSE: put together in a wiped buffer that goes into the encryption.
    let keys = identity.to_file();
    let plain = Zeroizing::new(format!(
        "{NAME}{}\n{DOMAIN}{}\n{}",
        desk.name,
        desk.domain,
        // EXPOSE: as above.
        keys.expose_secret()
    ));
    let mut recipient = Recipient::new(passphrase.clone());
    recipient.set_work_factor(WORK_FACTOR);
    let encryptor = Encryptor::with_recipients(iter::once(&recipient as &dyn AgeRecipient)).ok()?;
    let armored = ArmoredWriter::wrap_output(Vec::new(), Format::AsciiArmor).ok()?;
    let mut stream = encryptor.wrap_output(armored).ok()?;
    stream.write_all(plain.as_bytes()).ok()?;
    stream.finish().and_then(ArmoredWriter::finish).ok()
}

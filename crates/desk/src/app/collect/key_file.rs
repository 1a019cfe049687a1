//! The text file that somebody was about to e-mail: read, and deleted afterwards if the person wants that.

use std::path::{Path, PathBuf};

use keycourier_credentials::{decode, parse};
use keycourier_ledger::{Event, HandoverId, NewEntry, Side};
use keycourier_wire::{
    AppError, ChooseKeyFileRequest, DeleteKeyFileRequest, KeyFileView, PasteView, ReadKeyFileRequest,
};
use sha2::{Digest, Sha256};

use super::{Place, place};
use crate::app::delivery::Delivery;
use crate::app::errors::Refusal;
use crate::app::opening::{file_name, not_read};
use crate::app::{App, lock};
use crate::read_capped;

/// The last file from which keys were taken, as it was then.
pub(crate) struct KeyFile {
    id: String,
    path: PathBuf,
    delivery: HandoverId,
    hash: [u8; 32],
}

impl App {
    /// Takes a dropped file as keys.
    ///
    /// # Errors
    /// As [`typed_key`](Self::typed_key), and [`AppError::FileNotRead`].
    pub async fn read_key_file(&self, request: ReadKeyFileRequest) -> Result<PasteView, AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let place = place(request.operation_id, &request.delivery_id, request.slot.as_ref(), request.mode)?;
            app.take_file(&place, Path::new(&request.path))
        })
        .await
    }

    /// Asks for a file, and takes it as keys; none where the person changed their mind.
    ///
    /// # Errors
    /// As [`read_key_file`](Self::read_key_file).
    pub async fn choose_key_file(&self, request: ChooseKeyFileRequest) -> Result<Option<PasteView>, AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let place = place(request.operation_id, &request.delivery_id, request.slot.as_ref(), request.mode)?;
            app.shell.choose_file().map(|path| app.take_file(&place, &path)).transpose()
        })
        .await
    }

    /// Deletes the file from which keys were taken, for good: a bin would keep them readable. A file that was changed meanwhile stays.
    ///
    /// # Errors
    /// [`AppError::Gone`] where another paste came meanwhile or the file is gone, [`AppError::FileChanged`],
    /// [`AppError::FileNotWritten`] where the system does not let it be deleted, and those of the ledger.
    pub async fn delete_key_file(&self, request: DeleteKeyFileRequest) -> Result<(), AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let file = lock(&app.key_file).take_if(|file| file.id == request.file_id).ok_or(AppError::Gone)?;
            let deleted = delete(&file);
            if let Err(error) = deleted {
                let again = !matches!(error, AppError::Gone | AppError::FileChanged { .. });
                if again {
                    lock(&app.key_file).get_or_insert(file);
                }
                return Err(error.into());
            }
            let now = app.clock.now();
            app.change_once(&request.operation_id, |change| {
                let delivery = Delivery::load(change, file.delivery)?;
                let entry = NewEntry {
                    business: delivery.business.name.clone(),
                    integrator: Some(delivery.integrator.name),
                    ..NewEntry::new(Side::Send, Event::KeyFileDeleted)
                };
                change.note(&entry, now)?;
                Ok(String::new())
            })?;
            Ok(())
        })
        .await
    }

    fn take_file(&self, place: &Place, path: &Path) -> Result<PasteView, Refusal> {
        let name = file_name(path);
        let bytes = read_capped(path).map_err(|error| not_read(error, &name))?;
        let mut answer = self.take_paste_in(place, parse(&decode(&bytes)))?;
        if !answer.filled.is_empty() {
            let id = self.new_passing_id();
            let hash = Sha256::digest(&*bytes).into();
            *lock(&self.key_file) =
                Some(KeyFile { id: id.clone(), path: path.to_owned(), delivery: place.delivery, hash });
            answer.file = Some(KeyFileView { file_id: id, name });
        }
        Ok(answer)
    }
}

fn delete(file: &KeyFile) -> Result<(), AppError> {
    let name = file_name(&file.path);
    let now = read_capped(&file.path).map_err(|_| AppError::Gone)?;
    if Sha256::digest(&*now).as_slice() != file.hash {
        return Err(AppError::FileChanged { file_name: name });
    }
    std::fs::remove_file(&file.path).map_err(|_| AppError::FileNotWritten { file_name: name })
}

//! Putting files and texts into the inbox.

use std::fs::metadata;
use std::path::{Path, PathBuf};

use keycourier_documents::{Kindred, OpeningKeys, looks_like};
use keycourier_ledger::Line;
use keycourier_wire::{
    AddFilesRequest, AddedItemView, AddedView, AppError, OpenedView, OpeningCode, OperationRequest, PageEvent,
};
use secrecy::ExposeSecret;
use zeroize::Zeroizing;

use super::intake::Taken;
use super::named_files::{file_name, not_read};
use crate::app::App;
use crate::app::errors::Refusal;
use crate::{FileError, read_capped};

/// The most files that are taken at once.
const MOST: usize = 10_000;

impl App {
    /// Takes files that were dropped: each becomes a row, or is known already. One that can't be read fails the command after all
    /// others were taken.
    ///
    /// # Errors
    /// [`AppError::NoDesk`], [`AppError::FileNotRead`], and those of keychain and ledger.
    pub async fn add_inbox_files(&self, request: AddFilesRequest) -> Result<AddedView, AppError> {
        let paths = request.paths.into_iter().take(MOST).map(PathBuf::from).collect();
        self.once(&request.operation_id, self.add_files(paths)).await
    }

    /// Asks for a file and takes it.
    ///
    /// # Errors
    /// As [`App::add_inbox_files`].
    pub async fn pick_inbox_files(&self, request: OperationRequest) -> Result<AddedView, AppError> {
        let added = async {
            match self.run(|app| Ok(app.shell.choose_file())).await? {
                Some(path) => self.add_files(vec![path]).await,
                None => Ok(AddedView { items: Vec::new() }),
            }
        };
        self.once(&request.operation_id, added).await
    }

    /// Takes what is on the clipboard. A text without a locked file in it makes no row: it may be anything.
    ///
    /// # Errors
    /// [`AppError::NotOpened`] where there is no locked file in it, [`AppError::NoDesk`], and those of clipboard, keychain and ledger.
    pub async fn paste_inbox_text(&self, request: OperationRequest) -> Result<AddedView, AppError> {
        let added = async {
            let text = self.run(|app| Ok(app.shell.read_clipboard()?)).await?;
            // EXPOSE: looked through for a locked file.
            let bytes = Zeroizing::new(text.expose_secret().as_bytes().to_vec());
            if looks_like(&bytes) != Kindred::Encrypted {
                return Err(AppError::NotOpened { cause: OpeningCode::NotABundle });
            }
            let keys = self.opening_keys().await?;
            self.run(move |app| {
                let taken = app.take_in(&keys, &bytes, None)?;
                app.shell.tell(PageEvent::InboxChanged);
                Ok(AddedView { items: vec![item_view(&taken, None)] })
            })
            .await
        };
        self.once(&request.operation_id, added).await
    }

    /// A locked file that a person opened with the program: where there is a desk, it is in the inbox now.
    pub(in crate::app) async fn open_for_desk(
        &self,
        bytes: Zeroizing<Vec<u8>>,
        name: Option<String>,
    ) -> Result<OpenedView, AppError> {
        let keys = match self.opening_keys().await {
            Err(AppError::NoDesk) => return Err(AppError::NotOpened { cause: OpeningCode::NoDesk }),
            keys => keys?,
        };
        self.run(move |app| {
            let taken = app.take_in(&keys, &bytes, name.as_deref().and_then(Line::made_of))?;
            app.shell.tell(PageEvent::InboxChanged);
            Ok(OpenedView::InboxItem { item_id: taken.id.get().to_string() })
        })
        .await
    }

    async fn add_files(&self, paths: Vec<PathBuf>) -> Result<AddedView, AppError> {
        let keys = self.opening_keys().await?;
        self.run(move |app| {
            let (mut items, mut unread) = (Vec::with_capacity(paths.len()), None);
            for path in &paths {
                match app.add_file(&keys, path)? {
                    Some(item) => items.push(item),
                    None => unread = unread.or_else(|| Some(not_read(path))),
                }
            }
            app.shell.tell(PageEvent::InboxChanged);
            unread.map_or(Ok(AddedView { items }), Err)
        })
        .await
    }

    /// None where the file can't be read.
    fn add_file(&self, keys: &OpeningKeys, path: &Path) -> Result<Option<AddedItemView>, Refusal> {
        let name = file_name(path);
        let taken = match read_capped(path) {
            Ok(bytes) => self.take_in(keys, &bytes, name.clone())?,
            Err(FileError::TooBig) => {
                let size = metadata(path).map(|found| found.len()).unwrap_or_default();
                self.take_too_big(name.clone(), size)?
            }
            Err(FileError::Missing | FileError::Refused | FileError::Exists | FileError::DiskFull) => return Ok(None),
        };
        Ok(Some(item_view(&taken, name.as_ref())))
    }
}

fn item_view(taken: &Taken, name: Option<&Line>) -> AddedItemView {
    AddedItemView {
        item_id: taken.id.get().to_string(),
        file_name: name.map(ToString::to_string),
        outcome: taken.outcome,
    }
}

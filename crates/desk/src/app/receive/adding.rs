//! Putting files and texts into the inbox.

use std::fs::metadata;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use keycourier_documents::{Kindred, OpeningKeys, looks_like};
use keycourier_ledger::Line;
use keycourier_wire::{
    AddFilesRequest, AddedItemView, AddedOutcome, AddedView, AppError, OpenedView, OpeningCode, OperationRequest,
    PageEvent, StopInboxWorkRequest,
};
use secrecy::ExposeSecret;
use zeroize::Zeroizing;

use super::intake::{Looked, Taken, look, take, too_big};
use super::named_files::file_name;
use crate::app::errors::Refusal;
use crate::app::views::words;
use crate::app::{App, lock};
use crate::{FileError, read_capped};

/// The most files that are taken at once.
const MOST: usize = 10_000;
/// Files that are written in one change: waiting for the disk once a file would take longer than opening it.
const TOGETHER: usize = 64;

impl App {
    /// Takes files that were dropped: each becomes a row, or is known already. One that can't be read is told of and makes no row.
    ///
    /// # Errors
    /// [`AppError::NoDesk`], and those of keychain and ledger.
    pub async fn add_inbox_files(&self, request: AddFilesRequest) -> Result<AddedView, AppError> {
        let paths = request.paths.into_iter().take(MOST).map(PathBuf::from).collect();
        self.once(&request.operation_id, self.add_files(&request.operation_id, paths)).await
    }

    /// Asks for files and takes them.
    ///
    /// # Errors
    /// As [`App::add_inbox_files`].
    pub async fn pick_inbox_files(&self, request: OperationRequest) -> Result<AddedView, AppError> {
        let added = async {
            let paths = self.run(|app| Ok(app.shell.choose_files())).await?;
            if paths.is_empty() {
                return Ok(AddedView { items: Vec::new(), left_out: 0 });
            }
            self.add_files(&request.operation_id, paths.into_iter().take(MOST).collect()).await
        };
        self.once(&request.operation_id, added).await
    }

    /// Stops what deals with many files or rows. What is done by then stays.
    ///
    /// # Errors
    /// None but a fault of the program.
    pub async fn stop_inbox_work(&self, request: StopInboxWorkRequest) -> Result<(), AppError> {
        self.run_once(&request.operation_id, move |app| {
            if let Some(stopped) = lock(&app.inbox_work).get(&request.work_id) {
                stopped.store(true, Ordering::Relaxed);
            }
            Ok(())
        })
        .await
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
                Ok(AddedView { items: vec![item_view(&taken, None)], left_out: 0 })
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

    async fn add_files(&self, operation: &str, paths: Vec<PathBuf>) -> Result<AddedView, AppError> {
        let keys = self.opening_keys().await?;
        let operation = operation.to_owned();
        let stopped = Arc::new(AtomicBool::new(false));
        lock(&self.inbox_work).insert(operation.clone(), Arc::clone(&stopped));
        let added = {
            let operation = operation.clone();
            self.run(move |app| app.take_files(&operation, &keys, &paths, &stopped)).await
        };
        lock(&self.inbox_work).remove(&operation);
        self.shell.tell(PageEvent::InboxChanged);
        added
    }

    /// Opens files on every core, and writes them down in the order in which they are done.
    pub(super) fn take_files(
        &self,
        operation: &str,
        keys: &OpeningKeys,
        paths: &[PathBuf],
        stopped: &AtomicBool,
    ) -> Result<AddedView, Refusal> {
        let next = AtomicUsize::new(0);
        let (done, looked) = sync_channel(2 * TOGETHER);
        let mut items: Vec<Option<AddedItemView>> = vec![None; paths.len()];
        thread::scope(|scope| {
            let cores = thread::available_parallelism().map_or(1, usize::from).min(paths.len());
            for _ in 0..cores {
                let (done, next) = (done.clone(), &next);
                scope.spawn(move || {
                    while !stopped.load(Ordering::Relaxed) {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        let Some(path) = paths.get(at) else { return };
                        // Nobody listens any more once writing has failed.
                        if done.send((at, look_at(keys, path))).is_err() {
                            return;
                        }
                    }
                });
            }
            drop(done);
            self.take_looked(operation, &looked, paths, &mut items)
        })?;
        let left_out = words::count(items.iter().filter(|item| item.is_none()).count());
        Ok(AddedView { items: items.into_iter().flatten().collect(), left_out })
    }

    fn take_looked(
        &self,
        operation: &str,
        looked: &Receiver<(usize, Result<Option<Looked>, Refusal>)>,
        paths: &[PathBuf],
        items: &mut [Option<AddedItemView>],
    ) -> Result<(), Refusal> {
        let mut count = 0;
        while let Ok(first) = looked.recv() {
            let batch = std::iter::once(first).chain(looked.try_iter().take(TOGETHER - 1));
            let now = self.clock.now();
            self.ledger().write(|change| {
                for (at, looked) in batch {
                    let name = paths.get(at).and_then(|path| file_name(path));
                    let item = match looked? {
                        Some(looked) => item_view(&take(change, looked, now)?, name.as_ref()),
                        None => AddedItemView {
                            item_id: None,
                            file_name: name.as_ref().map(ToString::to_string),
                            outcome: AddedOutcome::NotRead,
                        },
                    };
                    if let Some(place) = items.get_mut(at) {
                        *place = Some(item);
                        count += 1;
                    }
                }
                Ok::<_, Refusal>(())
            })?;
            self.shell.tell(PageEvent::InboxProgress {
                operation_id: operation.to_owned(),
                done: words::count(count),
                total: words::count(paths.len()),
            });
        }
        Ok(())
    }
}

/// None where the file can't be read.
fn look_at(keys: &OpeningKeys, path: &Path) -> Result<Option<Looked>, Refusal> {
    let name = file_name(path);
    match read_capped(path) {
        Ok(bytes) => look(keys, &bytes, name).map(Some),
        Err(FileError::TooBig) => {
            let size = metadata(path).map(|found| found.len()).unwrap_or_default();
            too_big(name, size).map(Some)
        }
        Err(FileError::Missing | FileError::Refused | FileError::Exists | FileError::DiskFull) => Ok(None),
    }
}

fn item_view(taken: &Taken, name: Option<&Line>) -> AddedItemView {
    AddedItemView {
        item_id: Some(taken.id.get().to_string()),
        file_name: name.map(ToString::to_string),
        outcome: taken.outcome,
    }
}

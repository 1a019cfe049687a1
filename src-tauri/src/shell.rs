//! What the use-cases ask of the window and the system around it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use keycourier_desk::app::{Clipboard, NotOpened, Preferences, Shell};
use keycourier_wire::PageEvent;
use secrecy::SecretString;
use tauri::{AppHandle, Manager as _, State};

use crate::clipboard::SystemClipboard;
use crate::fault_log::FaultLog;
use crate::waiting_file::WaitingFile;
use crate::{opening, preferences, window};

/// The real one.
pub(crate) struct Desktop {
    pub(crate) app: AppHandle,
    pub(crate) log: FaultLog,
}

impl Desktop {
    fn clipboard(&self) -> State<'_, SystemClipboard> {
        self.app.state()
    }

    fn waiting_file(&self) -> State<'_, WaitingFile> {
        self.app.state()
    }
}

impl Shell for Desktop {
    fn read_clipboard(&self) -> Result<SecretString, Clipboard> {
        self.clipboard().read()
    }

    fn write_clipboard(&self, text: &str) -> Result<(), Clipboard> {
        self.clipboard().write(text)
    }

    fn lend_clipboard(&self, secret: &SecretString, clear_after: Duration) -> Result<(), Clipboard> {
        let app = self.app.clone();
        self.clipboard().lend(secret, clear_after, move || window::tell(&app, &PageEvent::ClipboardCleared))
    }

    fn lent_for(&self) -> Option<Duration> {
        self.clipboard().lent_for()
    }

    fn take_back_clipboard(&self) {
        self.clipboard().take_back();
    }

    fn write_clipboard_file(&self, path: &Path) -> Result<(), Clipboard> {
        self.clipboard().write_file(path)
    }

    fn open_page(&self, address: &str) -> Result<(), NotOpened> {
        opening::page(&self.app, address)
    }

    fn open_mail(&self, mailto: &str) -> Result<(), NotOpened> {
        opening::mail(&self.app, mailto)
    }

    fn show_in_folder(&self, path: &Path) -> Result<(), NotOpened> {
        opening::in_folder(&self.app, path)
    }

    fn choose_file(&self) -> Option<PathBuf> {
        opening::choose_file(&self.app)
    }

    fn choose_files(&self) -> Vec<PathBuf> {
        opening::choose_files(&self.app)
    }

    fn choose_place(&self, suggested_name: &str) -> Option<PathBuf> {
        opening::choose_place(&self.app, suggested_name)
    }

    fn take_waiting_file(&self) -> Option<PathBuf> {
        self.waiting_file().take()
    }

    fn file_waits(&self) -> bool {
        self.waiting_file().waits()
    }

    fn tell(&self, event: PageEvent) {
        window::tell(&self.app, &event);
    }

    fn log_fault(&self, reference: &str, what: &str) {
        self.log.add(reference, what);
    }

    fn preferences(&self) -> Preferences {
        preferences::kept(&self.app)
    }

    fn keep_preferences(&self, preferences: &Preferences) {
        preferences::keep(&self.app, preferences);
    }
}

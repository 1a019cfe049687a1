//! A window in memory.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use keycourier_wire::PageEvent;
use secrecy::{ExposeSecret, SecretString};

use crate::app::{Clipboard, NotOpened, Preferences, Shell};

#[derive(Default)]
pub(super) struct Window(Mutex<State>);

#[derive(Default)]
struct State {
    clipboard: Option<String>,
    lent_for: Option<Duration>,
    place: Option<PathBuf>,
    events: Vec<PageEvent>,
}

impl Window {
    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn copy(&self, text: &str) {
        self.with(|state| state.clipboard = Some(text.to_owned()));
    }

    pub(super) fn clipboard(&self) -> Option<String> {
        self.with(|state| state.clipboard.clone())
    }

    pub(super) fn lent_for(&self) -> Option<Duration> {
        self.with(|state| state.lent_for)
    }

    /// Where the next dialogs end; none closes them.
    pub(super) fn choose(&self, place: Option<PathBuf>) {
        self.with(|state| state.place = place);
    }

    pub(super) fn events(&self) -> Vec<PageEvent> {
        self.with(|state| state.events.clone())
    }
}

impl Shell for Window {
    fn read_clipboard(&self) -> Result<SecretString, Clipboard> {
        self.clipboard().map(SecretString::from).ok_or(Clipboard::Empty)
    }

    fn write_clipboard(&self, text: &str) -> Result<(), Clipboard> {
        self.copy(text);
        Ok(())
    }

    fn lend_clipboard(&self, secret: &SecretString, clear_after: Duration) -> Result<(), Clipboard> {
        // EXPOSE: what a test compares.
        self.copy(secret.expose_secret());
        self.with(|state| state.lent_for = Some(clear_after));
        Ok(())
    }

    fn write_clipboard_file(&self, _path: &Path) -> Result<(), Clipboard> {
        Err(Clipboard::NotAvailable)
    }

    fn open_page(&self, _address: &str) -> Result<(), NotOpened> {
        Err(NotOpened)
    }

    fn open_mail(&self, _mailto: &str) -> Result<(), NotOpened> {
        Err(NotOpened)
    }

    fn show_in_folder(&self, _path: &Path) -> Result<(), NotOpened> {
        Err(NotOpened)
    }

    fn choose_file(&self) -> Option<PathBuf> {
        self.with(|state| state.place.clone())
    }

    fn choose_place(&self, _suggested_name: &str) -> Option<PathBuf> {
        self.with(|state| state.place.clone())
    }

    fn take_waiting_file(&self) -> Option<PathBuf> {
        None
    }

    fn file_waits(&self) -> bool {
        false
    }

    fn tell(&self, event: PageEvent) {
        self.with(|state| state.events.push(event));
    }

    fn log_fault(&self, reference: &str, what: &str) {
        panic!("{reference}: {what}");
    }

    fn preferences(&self) -> Preferences {
        Preferences::default()
    }

    fn keep_preferences(&self, _preferences: &Preferences) {}
}

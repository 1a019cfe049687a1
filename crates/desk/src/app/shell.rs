//! What only the window's side can do. The shell implements it over the real system, tests over memory.

use std::path::{Path, PathBuf};
use std::time::Duration;

use keycourier_wire::{PageEvent, Role, Theme};
use secrecy::SecretString;

/// The window and the system around it. Methods may block; they are called where that is allowed.
pub trait Shell: Send + Sync + 'static {
    /// The text on the clipboard.
    ///
    /// # Errors
    /// [`Clipboard`].
    fn read_clipboard(&self) -> Result<SecretString, Clipboard>;

    /// Puts a text without secrets on the clipboard.
    ///
    /// # Errors
    /// [`Clipboard`].
    fn write_clipboard(&self, text: &str) -> Result<(), Clipboard>;

    /// Puts a secret on the clipboard, out of every history, and takes it off after `clear_after` if it is still there.
    ///
    /// # Errors
    /// [`Clipboard`].
    fn lend_clipboard(&self, secret: &SecretString, clear_after: Duration) -> Result<(), Clipboard>;

    /// How long the lent secret stays on the clipboard; none where it is no longer there.
    fn lent_for(&self) -> Option<Duration>;

    /// Takes the lent secret off the clipboard now, if it is still there.
    fn take_back_clipboard(&self);

    /// Puts a file on the clipboard, to be pasted into a mail.
    ///
    /// # Errors
    /// [`Clipboard`].
    fn write_clipboard_file(&self, path: &Path) -> Result<(), Clipboard>;

    /// Opens a page in the browser.
    ///
    /// # Errors
    /// [`NotOpened`] where no browser answers.
    fn open_page(&self, address: &str) -> Result<(), NotOpened>;

    /// Opens a draft in the mail program, from a `mailto:` address that was built here.
    ///
    /// # Errors
    /// [`NotOpened`] where no mail program answers.
    fn open_mail(&self, mailto: &str) -> Result<(), NotOpened>;

    /// Shows a file or folder in the file manager.
    ///
    /// # Errors
    /// [`NotOpened`] where no file manager answers.
    fn show_in_folder(&self, path: &Path) -> Result<(), NotOpened>;

    /// Asks for a file to open; none where the person changed their mind.
    fn choose_file(&self) -> Option<PathBuf>;

    /// Asks for files to open; none where the person changed their mind.
    fn choose_files(&self) -> Vec<PathBuf>;

    /// Asks where to save; none where the person changed their mind.
    fn choose_place(&self, suggested_name: &str) -> Option<PathBuf>;

    /// The file that the program was started with, once.
    fn take_waiting_file(&self) -> Option<PathBuf>;

    /// Whether such a file waits.
    fn file_waits(&self) -> bool;

    /// Tells the page something unasked.
    fn tell(&self, event: PageEvent);

    /// Writes a fault of the program into the log, under the reference that the person sees. `what` holds nothing from outside.
    fn log_fault(&self, reference: &str, what: &str);

    /// What may be lost without harm.
    fn preferences(&self) -> Preferences;

    /// Keeps it.
    fn keep_preferences(&self, preferences: &Preferences);
}

/// Why the clipboard gave or took nothing.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Clipboard {
    /// Nothing on it, or no text.
    #[error("no text on the clipboard")]
    Empty,
    /// It can't be reached.
    #[error("the clipboard can't be reached")]
    NotAvailable,
}

/// No program took it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("no program answers")]
pub struct NotOpened;

/// Choices about the program itself.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Preferences {
    /// The side that is shown; none before the first start was answered.
    pub role: Option<Role>,
    /// Whether the other side was used too.
    pub both_roles_used: bool,
    /// Light, dark or as the system has it.
    pub theme: Theme,
    /// Seconds until a copied secret leaves the clipboard: 10 to 300.
    pub clear_clipboard_seconds: u32,
    /// Days after which the sealed bytes of installed keys are deleted: 1 to 365.
    pub keep_sealed_days: u32,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            role: None,
            both_roles_used: false,
            theme: Theme::System,
            clear_clipboard_seconds: 90,
            keep_sealed_days: 30,
        }
    }
}

//! The system's clipboard.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use arboard::Set;
use keycourier_desk::app::Clipboard as Failure;
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};

/// The clipboard, reached anew until it answers once: a session may have none at first. On Linux what is on it lives in this process.
#[derive(Clone, Default)]
pub(crate) struct SystemClipboard(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    board: Option<arboard::Clipboard>,
    lent: Option<[u8; 32]>,
    /// Counts what was put there, so that the clearing of an earlier secret spares a later one, also if it is the same.
    turn: u64,
}

impl SystemClipboard {
    /// The text on it.
    pub(crate) fn read(&self) -> Result<SecretString, Failure> {
        let text = SecretString::from(self.lock().board()?.get_text().map_err(failure)?);
        // EXPOSE: only whether there is anything.
        if text.expose_secret().is_empty() { Err(Failure::Empty) } else { Ok(text) }
    }

    /// Puts a text on it.
    pub(crate) fn write(&self, text: &str) -> Result<(), Failure> {
        self.lock().put(|set| set.text(text))?;
        Ok(())
    }

    /// Puts a file on it.
    pub(crate) fn write_file(&self, path: &Path) -> Result<(), Failure> {
        self.lock().put(|set| set.file_list(&[path]))?;
        Ok(())
    }

    /// Puts a secret on it, out of every history, and takes it off after `clear_after` if it is still there; then calls `cleared`.
    pub(crate) fn lend(
        &self,
        secret: &SecretString,
        clear_after: Duration,
        cleared: impl FnOnce() + Send + 'static,
    ) -> Result<(), Failure> {
        // EXPOSE: to be pasted where it is needed; the person asked for it.
        let text = secret.expose_secret();
        let mut state = self.lock();
        let turn = state.put(|set| out_of_history(set).text(text))?;
        state.lent = Some(hash(text));
        drop(state);
        let clipboard = self.clone();
        let clearing = thread::Builder::new().name("clear-clipboard".to_owned()).spawn(move || {
            thread::sleep(clear_after);
            if clipboard.lock().clear_if_ours(Some(turn)) {
                cleared();
            }
        });
        if clearing.is_err() {
            // What nobody would take off again is not put there.
            self.take_back();
            return Err(Failure::NotAvailable);
        }
        Ok(())
    }

    /// Takes a lent secret off if it is still there. To be called when the program ends.
    pub(crate) fn take_back(&self) {
        self.lock().clear_if_ours(None);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn board(&mut self) -> Result<&mut arboard::Clipboard, Failure> {
        let board = match self.board.take() {
            Some(board) => board,
            None => arboard::Clipboard::new().map_err(failure)?,
        };
        Ok(self.board.insert(board))
    }

    /// Gives the turn of what was put.
    fn put(&mut self, put: impl FnOnce(Set<'_>) -> Result<(), arboard::Error>) -> Result<u64, Failure> {
        put(self.board()?.set()).map_err(failure)?;
        self.lent = None;
        self.turn += 1;
        Ok(self.turn)
    }

    /// Only what is still the lent secret is taken off: another program's text is the person's own.
    fn clear_if_ours(&mut self, turn: Option<u64>) -> bool {
        if turn.is_some_and(|turn| turn != self.turn) {
            return false;
        }
        let Some(lent) = self.lent.take() else { return false };
        let Ok(board) = self.board() else { return false };
        let Ok(now) = board.get_text().map(SecretString::from) else { return false };
        // EXPOSE: to see whether it is still the lent one.
        hash(now.expose_secret()) == lent && board.clear().is_ok()
    }
}

fn hash(text: &str) -> [u8; 32] {
    Sha256::digest(text).into()
}

fn failure(error: arboard::Error) -> Failure {
    match error {
        arboard::Error::ContentNotAvailable | arboard::Error::ConversionFailure => Failure::Empty,
        _ => Failure::NotAvailable,
    }
}

#[cfg(windows)]
fn out_of_history(set: Set<'_>) -> Set<'_> {
    use arboard::SetExtWindows as _;
    set.exclude_from_monitoring().exclude_from_cloud().exclude_from_history()
}

#[cfg(target_os = "macos")]
fn out_of_history(set: Set<'_>) -> Set<'_> {
    use arboard::SetExtApple as _;
    set.exclude_from_history()
}

#[cfg(not(any(windows, target_os = "macos")))]
fn out_of_history(set: Set<'_>) -> Set<'_> {
    use arboard::SetExtLinux as _;
    set.exclude_from_history()
}

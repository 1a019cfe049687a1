//! The system's clipboard.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

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
    lent: Option<Lent>,
    /// Counts what was put there, so that the clearing of an earlier secret spares a later one, also if it is the same.
    turn: u64,
}

/// A secret that is to be taken off again.
#[derive(Clone, Copy)]
struct Lent {
    hash: [u8; 32],
    until: Instant,
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
        state.lent = Some(Lent { hash: hash(text), until: Instant::now() + clear_after });
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

    /// How long a lent secret is still to stay; none where something else is there by now.
    pub(crate) fn lent_for(&self) -> Option<Duration> {
        let mut state = self.lock();
        let lent = state.lent?;
        if state.holds(lent) { Some(lent.until.saturating_duration_since(Instant::now())) } else { None }
    }

    /// Takes a lent secret off if it is still there. To be called when it has arrived, and when the program ends.
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
        self.holds(lent) && self.board().is_ok_and(|board| board.clear().is_ok())
    }

    /// Whether what is there now is the lent secret.
    fn holds(&mut self, lent: Lent) -> bool {
        let Ok(board) = self.board() else { return false };
        let Ok(now) = board.get_text().map(SecretString::from) else { return false };
        // EXPOSE: to see whether it is still the lent one.
        hash(now.expose_secret()) == lent.hash
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

//! A throw-away desktop session: its own folders, its own bus, its own keyring, and, for windows, its own screen.
//!
//! Nothing of the person's session is reached from inside, and nothing inside is activated behind a test's back: the bus knows no
//! service files, so there is no second keyring and no window that asks for a password.
//!
//! Two ways to use it. [`Session::start`] is for tests that run programs ([`Session::command`]). [`inside`] is for tests that call the
//! code under test directly: a process can't change its own environment safely, so the test runs itself again inside the session.

mod bus;
mod daemon;
mod display;
mod folders;
mod inside;
mod keyring;
#[cfg(test)]
mod tests;

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};
use std::{fmt, io, thread};

use bus::Bus;
use display::Display;
use folders::Folders;
use keyring::Keyring;

pub use inside::inside;

/// What a program in the session finds when it looks for a keychain.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum KeyringState {
    /// GNOME Keyring with an unlocked login keyring.
    Unlocked,
    /// The same, locked, on a computer where nothing can ask for the password.
    Locked,
    /// GNOME Keyring in which nobody has made a keyring yet.
    Unmade,
    /// A bus, but no keyring on it.
    NoService,
    /// No bus, and no word of one in the environment.
    NoBus,
    /// `DBUS_SESSION_BUS_ADDRESS=disabled:`, as some servers set it.
    BusDisabled,
}

impl KeyringState {
    fn has_bus(self) -> bool {
        !matches!(self, Self::NoBus | Self::BusDisabled)
    }
}

/// A running session. Dropping it ends its programs and removes its folders.
pub struct Session {
    // In the order they end: the keyring needs the bus, all need the folders.
    display: Option<Display>,
    keyring: Option<Keyring>,
    bus: Option<Bus>,
    folders: Folders,
    state: KeyringState,
}

impl Session {
    /// Starts a session in folders of its own, which takes about half a second.
    ///
    /// # Errors
    ///
    /// [`SessionError`] says which package is missing, or what did not start within ten seconds and what it printed.
    pub fn start(state: KeyringState) -> Result<Self, SessionError> {
        Self::start_in(Folders::temporary()?, state)
    }

    /// Gives the session a screen and a window manager; programs started before know nothing of it.
    ///
    /// # Errors
    ///
    /// As [`start`](Self::start).
    pub fn start_display(&mut self) -> Result<(), SessionError> {
        self.display = Some(Display::start(self)?);
        let manager = Display::manage(self)?;
        if let Some(display) = &mut self.display {
            display.managed_by(manager);
        }
        Ok(())
    }

    fn start_in(folders: Folders, state: KeyringState) -> Result<Self, SessionError> {
        let mut session = Self { display: None, keyring: None, bus: None, folders, state };
        if state.has_bus() {
            session.bus = Some(Bus::start(&session)?);
        }
        match state {
            KeyringState::Unlocked => session.keyring = Some(Keyring::start(&session, keyring::Start::Unlocked)?),
            KeyringState::Locked => {
                session.keyring = Some(Keyring::start(&session, keyring::Start::Unlocked)?);
                session.lock()?;
            }
            KeyringState::Unmade => session.keyring = Some(Keyring::start(&session, keyring::Start::AsItIs)?),
            KeyringState::NoService | KeyringState::NoBus | KeyringState::BusDisabled => {}
        }
        Ok(session)
    }

    /// The session's home folder.
    pub fn home(&self) -> PathBuf {
        self.folders.at("home")
    }

    /// The folder of `name`: `config`, `data`, `cache`, `state` or `run`, what the `XDG_` variables point to.
    pub fn folder(&self, name: &str) -> PathBuf {
        self.folders.at(name)
    }

    /// The variables that make a program part of the session. [`apply`](Self::apply) also takes away those of the outer one.
    pub fn env(&self) -> Vec<(OsString, OsString)> {
        let display = self.display.as_ref().map(|display| ("DISPLAY".into(), display.name().into()));
        self.folders.env(self.state).into_iter().chain(display).collect()
    }

    /// Makes `command` run inside the session, with nothing left of the outer desktop. To be called before `command` gets variables
    /// of its own.
    pub fn apply<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        self.folders.apply(command, self.state);
        command.envs(self.env())
    }

    /// A command that runs inside the session.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        self.apply(&mut command);
        command
    }

    /// Locks the login keyring, as a screen lock may.
    ///
    /// # Errors
    ///
    /// There is no keyring, or it refuses.
    pub fn lock(&self) -> Result<(), SessionError> {
        self.keyring()?.lock(self)
    }

    /// Unlocks the login keyring, as typing its password would.
    ///
    /// # Errors
    ///
    /// There is no keyring, or it refuses.
    pub fn unlock(&self) -> Result<(), SessionError> {
        self.keyring()?.unlock(self)
    }

    /// Ends the keyring's daemon; its file stays.
    ///
    /// # Errors
    ///
    /// The bus goes on naming it.
    pub fn kill_keyring(&mut self) -> Result<(), SessionError> {
        self.keyring = None;
        wait_for("the keyring to leave the bus", || Ok(!bus::has_owner(self, keyring::NAME)?))
    }

    /// Ends the daemon if one runs and starts another on the same file, unlocked.
    ///
    /// # Errors
    ///
    /// As [`kill_keyring`](Self::kill_keyring) and [`start`](Self::start).
    pub fn restart_keyring(&mut self) -> Result<(), SessionError> {
        self.kill_keyring()?;
        self.keyring = Some(Keyring::start(self, keyring::Start::Unlocked)?);
        Ok(())
    }

    /// Stops the daemon in its tracks: calls get no answer until [`thaw_keyring`](Self::thaw_keyring).
    ///
    /// # Errors
    ///
    /// There is no keyring.
    pub fn freeze_keyring(&self) -> Result<(), SessionError> {
        self.keyring()?.signal("STOP")
    }

    /// Lets a frozen daemon go on.
    ///
    /// # Errors
    ///
    /// There is no keyring.
    pub fn thaw_keyring(&self) -> Result<(), SessionError> {
        self.keyring()?.signal("CONT")
    }

    fn keyring(&self) -> Result<&Keyring, SessionError> {
        self.keyring.as_ref().ok_or_else(|| SessionError::new("this session has no keyring"))
    }
}

/// Why there is no session, in a sentence for whoever runs the tests.
pub struct SessionError(String);

impl SessionError {
    fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    fn io(what: &str, error: &io::Error) -> Self {
        Self(format!("{what}: {error}"))
    }
}

impl fmt::Display for SessionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The sentence, because tests unwrap.
impl fmt::Debug for SessionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SessionError {}

/// Asks `condition` until it holds, at most ten seconds.
fn wait_for(what: &str, mut condition: impl FnMut() -> Result<bool, SessionError>) -> Result<(), SessionError> {
    let started = Instant::now();
    while !condition()? {
        if started.elapsed() > Duration::from_secs(10) {
            return Err(SessionError::new(format!("waited ten seconds for {what}")));
        }
        thread::sleep(Duration::from_millis(10));
    }
    Ok(())
}

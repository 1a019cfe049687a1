//! The session's own screen, which nobody sees, with a window manager on it.

use super::daemon::Daemon;
use super::{Session, SessionError, wait_for};

/// The screen's size. A window of the usual size fits with its frame.
const SCREEN: &str = "1280x900x24";

/// A running `Xvfb` and `openbox`.
pub(super) struct Display {
    // In the order they end: the manager needs the screen.
    manager: Option<Daemon>,
    _screen: Daemon,
    name: String,
}

impl Display {
    /// Starts the screen alone; [`Self::manage`] follows once the session names it to its programs.
    pub(super) fn start(session: &Session) -> Result<Self, SessionError> {
        // It chooses a free number by itself and writes it to its first stream, which is the log.
        let arguments = ["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp"].map(AsRef::as_ref);
        let mut screen = Daemon::start(session, ("Xvfb", "xvfb"), &arguments, "")?;
        let mut number = None;
        wait_for("the screen", || {
            screen.check()?;
            number = screen.printed().lines().find_map(|line| line.trim().parse::<u16>().ok());
            Ok(number.is_some() && screen.printed().ends_with('\n'))
        })?;
        let name = format!(":{}", number.unwrap_or_default());
        Ok(Self { manager: None, _screen: screen, name })
    }

    /// Starts the window manager, which gives windows their frames and the keyboard.
    pub(super) fn manage(session: &Session) -> Result<Daemon, SessionError> {
        Daemon::start(session, ("openbox", "openbox"), &["--sm-disable".as_ref()], "")
    }

    pub(super) fn managed_by(&mut self, manager: Daemon) {
        self.manager = Some(manager);
    }

    /// As the variable `DISPLAY` names it.
    pub(super) fn name(&self) -> &str {
        &self.name
    }
}

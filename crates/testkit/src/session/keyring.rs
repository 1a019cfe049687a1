//! GNOME Keyring, the session's own.

use std::io::{Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::time::Duration;

use super::daemon::{Daemon, signal_process};
use super::{Session, SessionError, bus, wait_for};

/// The name of the Secret Service on the bus.
pub(super) const NAME: &str = "org.freedesktop.secrets";

/// The password of every session's login keyring. It protects nothing but a test's.
const PASSWORD: &str = "throw-away";

/// What a new daemon does with the login keyring.
#[derive(Clone, Copy)]
pub(super) enum Start {
    /// Makes it if there is none, and unlocks it.
    Unlocked,
    /// Leaves it locked, or not made.
    AsItIs,
}

/// A running `gnome-keyring-daemon`.
pub(super) struct Keyring {
    daemon: Daemon,
}

impl Keyring {
    pub(super) fn start(session: &Session, start: Start) -> Result<Self, SessionError> {
        let mut arguments = vec!["--foreground".as_ref(), "--components=secrets".as_ref()];
        let input = match start {
            Start::Unlocked => {
                arguments.push("--unlock".as_ref());
                PASSWORD
            }
            Start::AsItIs => "",
        };
        // In the foreground, because a daemon that detaches outlives a short session.
        let mut daemon = Daemon::start(session, ("gnome-keyring-daemon", "gnome-keyring"), &arguments, input)?;
        wait_for("the keyring", || daemon.check().and_then(|()| bus::has_owner(session, NAME)))?;
        Ok(Self { daemon })
    }

    pub(super) fn lock(&self, session: &Session) -> Result<(), SessionError> {
        let collection = "array:objpath:/org/freedesktop/secrets/collection/login";
        bus::call(session, NAME, "/org/freedesktop/secrets", "org.freedesktop.Secret.Service.Lock", collection)?;
        Ok(())
    }

    /// By the daemon's control socket, which is how the log-in of a desktop hands it the password; its `Unlock` on the bus would show a
    /// window. The form is GNOME Keyring's `daemon/control/gkd-control-server.c`: a byte of credentials, then length, operation and
    /// password with its length, as big-endian words; the answer is length and result.
    pub(super) fn unlock(&self, session: &Session) -> Result<(), SessionError> {
        const UNLOCK: u32 = 1;
        const WORD: usize = 4;

        let word = |number: usize| u32::try_from(number).unwrap_or(u32::MAX).to_be_bytes();
        let mut message = vec![0];
        message.extend(word(3 * WORD + PASSWORD.len()));
        message.extend(UNLOCK.to_be_bytes());
        message.extend(word(PASSWORD.len()));
        message.extend(PASSWORD.as_bytes());

        let socket = session.folder("run").join("keyring/control");
        let mut answer = [0; 2 * WORD];
        let asked = UnixStream::connect(socket).and_then(|mut control| {
            control.set_read_timeout(Some(Duration::from_secs(10)))?;
            control.write_all(&message)?;
            control.read_exact(&mut answer)
        });
        match asked {
            Ok(()) if answer.ends_with(&[0; WORD]) => Ok(()),
            Ok(()) => Err(SessionError::new(format!("the keyring was not unlocked: {answer:?}"))),
            Err(error) => Err(SessionError::io("the keyring's control socket", &error)),
        }
    }

    pub(super) fn signal(&self, signal: &str) -> Result<(), SessionError> {
        signal_process(self.daemon.pid(), signal)
    }
}

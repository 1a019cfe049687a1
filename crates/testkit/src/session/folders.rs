//! Where a session lives, and how a program finds it.

use std::ffi::OsString;
use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, io};

use tempfile::TempDir;

use super::{KeyringState, SessionError};

/// The folder with a file for each program that runs, named by its process.
pub(super) const PROCESSES: &str = "processes";

/// A session's folders.
pub(super) struct Folders {
    pub(super) root: PathBuf,
    /// Removes the folders; none if another process does.
    _owned: Option<TempDir>,
}

impl Folders {
    pub(super) fn temporary() -> Result<Self, SessionError> {
        let failed = |error: io::Error| SessionError::io("no folder for a session", &error);
        let owned = tempfile::Builder::new().prefix("session-").tempdir().map_err(failed)?;
        for folder in NAMED.iter().map(|(folder, _)| *folder).chain([PROCESSES]) {
            // The runtime folder must be the person's alone, or the keyring's daemon refuses it.
            DirBuilder::new().mode(0o700).create(owned.path().join(folder)).map_err(failed)?;
        }
        Ok(Self { root: owned.path().to_owned(), _owned: Some(owned) })
    }

    pub(super) fn lent(root: &Path) -> Self {
        Self { root: root.to_owned(), _owned: None }
    }

    pub(super) fn at(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    pub(super) fn socket(&self) -> PathBuf {
        self.at("run").join("bus")
    }

    pub(super) fn env(&self, state: KeyringState) -> Vec<(OsString, OsString)> {
        let mut variables: Vec<(OsString, OsString)> =
            NAMED.iter().map(|(folder, variable)| ((*variable).into(), self.at(folder).into())).collect();
        match state {
            KeyringState::NoBus => {}
            KeyringState::BusDisabled => variables.push(("DBUS_SESSION_BUS_ADDRESS".into(), "disabled:".into())),
            _ => {
                let mut address = OsString::from("unix:path=");
                address.push(self.socket());
                variables.push(("DBUS_SESSION_BUS_ADDRESS".into(), address));
            }
        }
        // A build inside must find the outer toolchain, which by default lies in the outer home.
        for (variable, folder) in [("CARGO_HOME", ".cargo"), ("RUSTUP_HOME", ".rustup")] {
            let outer = env::var_os(variable).or_else(|| Some(env::home_dir()?.join(folder).into()));
            variables.extend(outer.map(|outer| (variable.into(), outer)));
        }
        variables
    }

    pub(super) fn apply<'c>(&self, command: &'c mut Command, state: KeyringState) -> &'c mut Command {
        for (variable, _) in env::vars_os() {
            if OUTER.iter().any(|outer| variable.to_string_lossy().starts_with(outer)) {
                command.env_remove(variable);
            }
        }
        command.envs(self.env(state))
    }
}

/// Variables that would lead out of the session, by how their names begin.
const OUTER: [&str; 7] = ["DBUS_", "XDG_", "SSH_", "GNOME_", "DISPLAY", "WAYLAND_", "XAUTHORITY"];

/// Each folder of a session, and the variable that names it.
const NAMED: [(&str, &str); 6] = [
    ("home", "HOME"),
    ("config", "XDG_CONFIG_HOME"),
    ("data", "XDG_DATA_HOME"),
    ("cache", "XDG_CACHE_HOME"),
    ("state", "XDG_STATE_HOME"),
    ("run", "XDG_RUNTIME_DIR"),
];

//! The programs of a session.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use super::folders::PROCESSES;
use super::{Session, SessionError};

/// A program of the session, ended when dropped.
pub(super) struct Daemon {
    child: Child,
    name: &'static str,
    log: PathBuf,
    /// Says that the process is ours, so that it can be ended even if the process that started it can't do so any more.
    note: PathBuf,
}

impl Daemon {
    /// Starts `program` of the Debian package `package`, with `input` as all it reads.
    pub(super) fn start(
        session: &Session,
        (program, package): (&'static str, &str),
        arguments: &[&OsStr],
        input: &str,
    ) -> Result<Self, SessionError> {
        let failed = |error: io::Error| SessionError::io(&format!("{program} did not start"), &error);
        let log = session.folders.at(&format!("{program}.log"));
        let mut command = session.command(program);
        let (stdout, stderr) = one_log(&log).map_err(failed)?;
        command.args(arguments).stdin(Stdio::piped()).stdout(stdout).stderr(stderr);
        let child = spawn(&mut command, program, package)?;
        let note = session.folders.at(PROCESSES).join(child.id().to_string());
        let mut daemon = Self { child, name: program, log, note };
        File::create(&daemon.note).map_err(failed)?;
        if let Some(mut stdin) = daemon.child.stdin.take() {
            stdin.write_all(input.as_bytes()).map_err(failed)?;
        }
        Ok(daemon)
    }

    pub(super) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// What it has printed so far.
    pub(super) fn printed(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// An error with what it printed, if it has ended.
    pub(super) fn check(&mut self) -> Result<(), SessionError> {
        match self.child.try_wait() {
            Ok(None) => Ok(()),
            ended => Err(SessionError::new(format!("{} ended ({ended:?}): {}", self.name, self.printed()))),
        }
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        // These fail only if it has ended already, or its folders are gone.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_file(&self.note);
    }
}

/// Both streams of a program in one file, in the order written.
pub(super) fn one_log(path: &Path) -> io::Result<(File, File)> {
    let log = File::create(path)?;
    Ok((log.try_clone()?, log))
}

/// Starts `program`, or says which Debian package has it.
pub(super) fn spawn(command: &mut Command, program: &str, package: &str) -> Result<Child, SessionError> {
    command.spawn().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => SessionError::new(format!(
            "{program} is not installed, and this test needs it: apt-get install --no-install-recommends {package}"
        )),
        _ => SessionError::io(&format!("{program} did not start"), &error),
    })
}

/// Runs `program` inside the session to its end and gives what it wrote. It is one that answers at once or gives up by itself.
pub(super) fn output(
    session: &Session,
    program: &str,
    package: &str,
    arguments: &[&str],
) -> Result<String, SessionError> {
    let mut command = session.command(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let output = spawn(&mut command, program, package)?
        .wait_with_output()
        .map_err(|error| SessionError::io(&format!("{program} did not end"), &error))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(SessionError::new(format!("{program} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr))))
    }
}

/// Sends a signal by the system's `kill`, so that no unsafe code is needed.
pub(super) fn signal_process(pid: u32, signal: &str) -> Result<(), SessionError> {
    let mut command = Command::new("kill");
    command.args(["-s", signal, &pid.to_string()]);
    let status =
        spawn(&mut command, "kill", "procps")?.wait().map_err(|error| SessionError::io("kill did not end", &error))?;
    if status.success() { Ok(()) } else { Err(SessionError::new(format!("kill -s {signal}: {status}"))) }
}

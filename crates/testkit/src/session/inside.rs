//! Running a test inside a session.

use std::any::type_name;
use std::env;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::daemon::{one_log, signal_process};
use super::folders::{Folders, PROCESSES};
use super::{KeyringState, Session, SessionError};

/// Names the session's folders to the test that runs inside.
const ROOT: &str = "KEYCOURIER_TEST_SESSION";

/// Runs `body` in a process that is part of a session of its own, with the session to lock, kill and restart things.
///
/// It is the whole of a `#[test]` function and called directly in it: the test's name is read from the closure's, the test's program is
/// started again for that one test, and there `body` runs. A panic inside is a panic outside.
///
/// # Panics
///
/// If the session can't be started, if the body panics, if it takes longer than two minutes, and if it was not run at all.
pub fn inside<B: FnOnce(&mut Session)>(state: KeyringState, body: B) {
    let run = match env::var_os(ROOT) {
        Some(root) => within(Path::new(&root), state, body),
        None => outside(state, type_name::<B>()),
    };
    if let Err(error) = run {
        panic!("{error}");
    }
}

fn within(root: &Path, state: KeyringState, body: impl FnOnce(&mut Session)) -> Result<(), SessionError> {
    let mut session = Session::start_in(Folders::lent(root), state)?;
    body(&mut session);
    File::create(root.join(REACHED)).map_err(|error| SessionError::io("no mark of the test's end", &error))?;
    Ok(())
}

/// Tells the outer process that the body ran to its end, which "no test failed" does not.
const REACHED: &str = "reached";

fn outside(state: KeyringState, body: &str) -> Result<(), SessionError> {
    let failed = |error: std::io::Error| SessionError::io("the test did not start again", &error);
    let folders = Folders::temporary()?;
    let log = folders.at("test.log");
    let mut command = Command::new(env::current_exe().map_err(failed)?);
    folders.apply(&mut command, state);
    command.args(["--exact", test_name(body)?, "--nocapture", "--test-threads=1"]).env(ROOT, &folders.root);
    let (stdout, stderr) = one_log(&log).map_err(failed)?;
    command.stdin(Stdio::null()).stdout(stdout).stderr(stderr);
    let status = run(&mut command, &folders).map_err(failed)?;
    let printed = || fs::read_to_string(&log).unwrap_or_default();
    match status {
        None => Err(SessionError::new(format!("the test took more than two minutes in its session:\n{}", printed()))),
        Some(status) if !status.success() => Err(SessionError::new(format!("failed inside:\n{}", printed()))),
        Some(_) if !folders.at(REACHED).exists() => {
            Err(SessionError::new(format!("the test was not run in its session:\n{}", printed())))
        }
        Some(_) => Ok(()),
    }
}

/// `program::module::test::{{closure}}` is called `module::test` by the harness.
fn test_name(body: &str) -> Result<&str, SessionError> {
    body.split_once("::")
        .and_then(|(_, path)| path.strip_suffix("::{{closure}}"))
        .ok_or_else(|| SessionError::new(format!("{body} is not a closure in a test function")))
}

/// None if it did not end in time; then it and the session's programs, which it can't end itself any more, are killed.
fn run(command: &mut Command, folders: &Folders) -> std::io::Result<Option<ExitStatus>> {
    let started = Instant::now();
    let mut child = command.spawn()?;
    while started.elapsed() < Duration::from_secs(120) {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        thread::sleep(Duration::from_millis(5));
    }
    child.kill()?;
    child.wait()?;
    for note in fs::read_dir(folders.at(PROCESSES))? {
        if let Some(pid) = note?.file_name().to_str().and_then(|pid| pid.parse().ok()) {
            // One that has ended meanwhile is no failure.
            let _ = signal_process(pid, "KILL");
        }
    }
    Ok(None)
}

//! The file that the program was started with, or that a later start brought.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A file that waits until the page asks for it. Nothing is read of it here.
pub(crate) struct WaitingFile(Mutex<Option<PathBuf>>);

impl WaitingFile {
    /// The one that this process was started with, if any.
    pub(crate) fn of_start() -> Self {
        let folder = env::current_dir().unwrap_or_default();
        Self(Mutex::new(file_among(env::args_os().skip(1), &folder)))
    }

    /// Puts a file in the place of one that waits.
    pub(crate) fn put(&self, file: PathBuf) {
        *self.lock() = Some(file);
    }

    /// Takes it: it waits no more.
    pub(crate) fn take(&self) -> Option<PathBuf> {
        self.lock().take()
    }

    /// Whether one waits.
    pub(crate) fn waits(&self) -> bool {
        self.lock().is_some()
    }

    fn lock(&self) -> MutexGuard<'_, Option<PathBuf>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The first argument that names an existing regular file, seen from `folder`. Any program may start this one with anything: whatever
/// else stands there is ignored, devices and pipes included, which could be read forever.
pub(crate) fn file_among(arguments: impl IntoIterator<Item = OsString>, folder: &Path) -> Option<PathBuf> {
    arguments
        .into_iter()
        .filter(|argument| !argument.is_empty())
        .map(|argument| folder.join(argument))
        .find(|path| fs::metadata(path).is_ok_and(|found| found.is_file()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_existing_regular_file_waits() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("keys ü.age"), "x").unwrap();
        fs::write(folder.path().join("-v"), "x").unwrap();
        let found = |arguments: &[&str]| file_among(arguments.iter().map(OsString::from), folder.path());
        let inside = |name: &str| Some(folder.path().join(name));

        assert_eq!(found(&[]), None, "a plain start brings no file");
        assert_eq!(
            found(&["", ".", "/", "no-such.age", "--help"]),
            None,
            "neither folders nor options nor what is not there"
        );
        #[cfg(unix)]
        assert_eq!(found(&["/dev/zero", "/dev/stdin"]), None, "a device could be read forever");
        assert_eq!(found(&["keys ü.age"]), inside("keys ü.age"), "a name is seen from the folder of the start");
        assert_eq!(found(&["--flag", "keys ü.age"]), inside("keys ü.age"), "options before it don't matter");
        assert_eq!(found(&["-v"]), inside("-v"), "a file may be called like an option");
        let whole = folder.path().join("keys ü.age");
        assert_eq!(
            file_among([whole.clone().into_os_string()], Path::new("/")),
            Some(whole),
            "a whole path needs no folder"
        );
    }

    #[test]
    fn a_waiting_file_is_taken_once() {
        let waiting = WaitingFile(Mutex::new(None));
        assert!(!waiting.waits(), "nothing waits at first");
        waiting.put(PathBuf::from("a"));
        waiting.put(PathBuf::from("b"));
        assert!(waiting.waits(), "now one does");
        assert_eq!(waiting.take(), Some(PathBuf::from("b")), "the person means the last");
        assert_eq!(waiting.take(), None, "a page that reloads must not open it again");
    }
}

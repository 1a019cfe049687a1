//! The log: faults of the program, under the references that people quote.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use keycourier_desk::Clock;

/// The file begins anew past this size: nobody reads the older half of a log that is full of faults.
const MOST_BYTES: u64 = 256 * 1024;

/// A text file in the data folder. What is written to it holds nothing that a person, a server or a file said.
pub(crate) struct FaultLog {
    path: PathBuf,
    clock: Clock,
}

impl FaultLog {
    /// The log of this data folder.
    pub(crate) fn new(data_folder: &Path, clock: Clock) -> Self {
        Self { path: data_folder.join("faults.log"), clock }
    }

    /// Adds a line. A disk that takes none loses it: there is nobody else to tell.
    pub(crate) fn add(&self, reference: &str, what: &str) {
        let line = format!("{} {reference} {what}\n", self.clock.now());
        // One write, so that the lines of two processes don't mix.
        let _ = self.file().and_then(|mut file| file.write_all(line.as_bytes()));
    }

    fn file(&self) -> io::Result<File> {
        let file = OpenOptions::new().create(true).append(true).open(&self.path)?;
        if file.metadata()?.len() > MOST_BYTES {
            file.set_len(0)?;
        }
        Ok(file)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_fault_is_found_by_its_reference() {
        let folder = tempfile::tempdir().unwrap();
        let log = FaultLog::new(folder.path(), Clock::system());
        log.add("ab12cd34", "ledger code 11");
        log.add("ef56gh78", "ledger code 13");
        let text = fs::read_to_string(&log.path).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 2, "one line a fault: {text}");
        assert!(lines[0].ends_with("Z ab12cd34 ledger code 11"), "time, reference, what: {text}");
    }

    #[test]
    fn the_log_stays_small() {
        let folder = tempfile::tempdir().unwrap();
        let log = FaultLog::new(folder.path(), Clock::system());
        fs::write(&log.path, vec![b'x'; usize::try_from(MOST_BYTES).unwrap() + 1]).unwrap();
        log.add("ab12cd34", "ledger code 11");
        assert!(
            fs::metadata(&log.path).unwrap().len() < 100,
            "a program that fails each second must not fill the disk"
        );
    }
}

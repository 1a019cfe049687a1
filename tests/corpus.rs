//! The public corpus of pastes: what people really put into a field for a Stripe key, and what should be said about it.
//!
//! `corpus/README.md` says how a case is written.

mod case;
mod literals;
mod made;
mod others;
mod outcome;
mod report;
mod rules;
mod template;

use std::fmt;
use std::path::{Path, PathBuf};

pub use case::{Case, Encoding, Expected, File};
pub use literals::key_shaped;
pub use outcome::{Outcome, run};
pub use report::Report;
pub use template::{Filled, fill};

/// A file or a case that can't be read: which, and why.
#[derive(Debug, Eq, PartialEq)]
pub struct Unreadable(pub String);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where the corpus stands.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/pastes")
}

/// The twenty-four mistakes of which two figures are known; see the README of the corpus.
pub fn twenty_four() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/anchors-24.toml")
}

/// Every file of the corpus, by name.
pub fn files() -> Result<Vec<PathBuf>, Unreadable> {
    let entries =
        std::fs::read_dir(folder()).map_err(|error| Unreadable(format!("{}: {error}", folder().display())))?;
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    Ok(files)
}

/// Reads and judges files; every case once.
pub fn report(files: &[PathBuf]) -> Result<Report, Unreadable> {
    let mut outcomes = Vec::new();
    for path in files {
        let file = File::read(path)?;
        for case in file.cases {
            let outcome =
                run(&case).map_err(|Unreadable(why)| Unreadable(format!("{}: {}: {why}", file.name, case.name)))?;
            outcomes.push((file.name.clone(), outcome));
        }
    }
    Ok(Report::new(outcomes))
}

//! `cargo xtask corpus`: prints how the corpus of pastes is judged, beside two other rule sets.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use keycourier_tests::corpus::{self, Report, Unreadable};

fn main() -> ExitCode {
    match arguments().and_then(|(json, files)| Ok(text(&corpus::report(&files)?, json))) {
        Ok(text) => {
            io::stdout().lock().write_all(text.as_bytes()).unwrap_or_default();
            ExitCode::SUCCESS
        }
        Err(Unreadable(why)) => {
            io::stderr().lock().write_all(format!("{why}\n").as_bytes()).unwrap_or_default();
            ExitCode::from(2)
        }
    }
}

fn text(report: &Report, json: bool) -> String {
    if json { format!("{:#}\n", report.json()) } else { report.text() }
}

/// Whether for programs, and which files: all of the corpus, or those named, by a path or by a name inside the corpus.
fn arguments() -> Result<(bool, Vec<PathBuf>), Unreadable> {
    let mut json = false;
    let mut files = Vec::new();
    let mut arguments = std::env::args_os().skip(1);
    while let Some(argument) = arguments.next() {
        if argument == "--json" {
            json = true;
        } else if argument == "--file" {
            let file = arguments.next().ok_or_else(|| Unreadable("--file wants a file".to_owned()))?;
            let inside = [corpus::folder(), corpus::folder().join("..")].map(|folder| folder.join(&file));
            files.push(inside.into_iter().find(|path| path.is_file()).unwrap_or_else(|| file.into()));
        } else {
            return Err(Unreadable(format!("{}: corpus takes --json and --file FILE", argument.display())));
        }
    }
    if files.is_empty() {
        files = corpus::files()?;
    }
    Ok((json, files))
}

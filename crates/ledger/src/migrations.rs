//! Bringing an older ledger up to date, a copy first.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use crate::opening::{APPLICATION, make_private_file, verify, version};
use crate::{Ledger, LedgerError};

/// Schema n is what the first n of these make. One that was released never changes.
pub(crate) const MIGRATIONS: &[&str] = &[include_str!("migrations/0001_ledger.sql")];

impl Ledger {
    /// Removes the copies that were made before migrations, where they were made before `time`: they hold what retention has deleted
    /// since. Gives how many.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Unreachable`] where the folder can't be read or a copy can't be removed.
    pub fn remove_copies_before(&self, time: Timestamp) -> Result<usize, LedgerError> {
        let Some(path) = &self.path else { return Ok(0) };
        let mut removed = 0;
        for n in 1..=MIGRATIONS.len() {
            let copy = beside(path, &format!(".before-{n}"));
            match fs::metadata(&copy).and_then(|data| data.modified()) {
                Ok(made) if made < time.into() => fs::remove_file(&copy).map(|()| removed += 1)?,
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(removed)
    }
}

/// The schema that these make.
pub(crate) fn newest(migrations: &[&str]) -> u32 {
    migrations.len().try_into().unwrap_or(u32::MAX)
}

/// Applies what is missing, one transaction each. Foreign keys are off meanwhile, and checked at the end of each.
pub(crate) fn migrate(
    connection: &Connection,
    path: Option<&Path>,
    migrations: &[&str],
    now: Timestamp,
) -> Result<(), LedgerError> {
    let known = newest(migrations);
    if version(connection)? == known {
        return Ok(());
    }
    connection.pragma_update(None, "foreign_keys", false)?;
    loop {
        // Whoever holds this lock alone migrates; whoever waited for it finds the work done.
        let change = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
        let done = version(connection)?;
        let Some((number, next)) = (1_u32..).zip(migrations).find(|(number, _)| *number > done) else {
            return if done > known { Err(LedgerError::Newer { found: done, known }) } else { Ok(()) };
        };
        if done > 0 {
            verify(connection)?;
            if let Some(path) = path {
                copy(path, number)?;
            }
        }
        change.execute_batch(next)?;
        change
            .execute("INSERT INTO migrations (number, applied_at) VALUES (?1, ?2)", (number, now.as_microsecond()))?;
        change.pragma_update(None, "application_id", APPLICATION)?;
        change.pragma_update(None, "user_version", number)?;
        if change.prepare("PRAGMA foreign_key_check")?.exists([])? {
            return Err(LedgerError::FAULT);
        }
        change.commit()?;
    }
}

/// Copies the file as it was before migration `number`. A second connection reads it: SQLite copies nothing from one that is writing.
fn copy(path: &Path, number: u32) -> Result<(), LedgerError> {
    let whole = beside(path, &format!(".before-{number}"));
    let part = beside(path, &format!(".before-{number}.part"));
    match fs::remove_file(&part) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
        _ => make_private_file(&part)?,
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let source = Connection::open_with_flags(path, flags)?;
    let mut target = Connection::open_with_flags(&part, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    if Backup::new(&source, &mut target)?.step(-1)? != StepResult::Done {
        return Err(LedgerError::Busy);
    }
    // Alone in its file: a log beside it would be left behind by whoever moves it.
    target.pragma_update_and_check(None, "journal_mode", "delete", |_| Ok(()))?;
    target.close().map_err(|(_, error)| error)?;
    fs::File::options().write(true).open(&part)?.sync_all()?;
    fs::rename(&part, &whole)?;
    sync_folder(path)?;
    Ok(())
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    PathBuf::from(name)
}

#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    fs::File::open(folder.unwrap_or_else(|| Path::new(".")))?.sync_all()
}

/// Windows gives no handle on a folder that could be flushed; NTFS keeps a journal of names.
#[cfg(not(unix))]
fn sync_folder(_path: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests;

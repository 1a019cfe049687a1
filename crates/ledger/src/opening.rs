//! The file: made for this user alone, looked at before it is touched, and held open the safe way.

use std::fs;
use std::io;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::LedgerError;

/// How long a program waits for another that is writing.
pub const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Stands in the head of the file (`PRAGMA application_id`), so that another program's database is never taken for a ledger: "KYCR".
pub(crate) const APPLICATION: i64 = 0x4B59_4352;

/// Makes the file, empty, and its folder, unless they are there; takes rights on the file away from others.
pub(crate) fn prepare_file(path: &Path) -> Result<(), LedgerError> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        make_private_folder(folder)?;
    }
    match make_private_file(path) {
        // A file that is there is never opened here: closing it again would drop the locks that this process has on it
        // (https://www.sqlite.org/howtocorrupt.html, "POSIX advisory locks").
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => keep_private(path).map_err(Into::into),
        made => made.map_err(Into::into),
    }
}

/// Opens the file and looks at it. Nothing is written before it is known to be an empty file or a ledger of a known schema.
pub(crate) fn connect(path: &Path, known: u32) -> Result<Connection, LedgerError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    inspect(&connection, known)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    write_ahead(&connection)?;
    Ok(connection)
}

fn inspect(connection: &Connection, known: u32) -> Result<(), LedgerError> {
    // One look at all three: another program may be making the ledger at this moment.
    let look = connection.unchecked_transaction()?;
    let tables: i64 = look.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let application: i64 = look.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let version = version(&look)?;
    look.commit()?;
    if application != APPLICATION && (application, version, tables) != (0, 0, 0) {
        return Err(LedgerError::Damaged);
    }
    if version > known {
        return Err(LedgerError::Newer { found: version, known });
    }
    Ok(())
}

/// What holds for as long as the connection is open. Migrations come before it, since they may rebuild tables that others refer to.
pub(crate) fn guard(connection: &Connection) -> Result<(), LedgerError> {
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    Ok(())
}

pub(crate) fn version(connection: &Connection) -> Result<u32, LedgerError> {
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    version.try_into().map_err(|_| LedgerError::Damaged)
}

pub(crate) fn verify(connection: &Connection) -> Result<(), LedgerError> {
    let sound: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    let dangling = connection.prepare("PRAGMA foreign_key_check")?.exists([])?;
    if sound == "ok" && !dangling { Ok(()) } else { Err(LedgerError::Damaged) }
}

/// Switches to write-ahead logging, which stays with the file. SQLite does not wait when two programs do so at once
/// (<https://www.sqlite.org/wal.html>, "Sometimes Queries Return SQLITE_BUSY In WAL Mode"), so the waiting is done here.
fn write_ahead(connection: &Connection) -> Result<(), LedgerError> {
    const TRIES: u32 = 50;
    for _ in 1..TRIES {
        match try_write_ahead(connection) {
            Err(LedgerError::Busy) => sleep(BUSY_TIMEOUT / TRIES),
            switched => return switched,
        }
    }
    try_write_ahead(connection)
}

fn try_write_ahead(connection: &Connection) -> Result<(), LedgerError> {
    let mode: String = connection.pragma_update_and_check(None, "journal_mode", "wal", |row| row.get(0))?;
    // A disk without shared memory, such as some network drives, keeps the old mode, in which readers block writers.
    if mode == "wal" { Ok(()) } else { Err(LedgerError::Unreachable) }
}

#[cfg(unix)]
fn make_private_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make_private_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

/// Makes an empty file, and fails where one is. On Windows it takes the rights of its folder, which in a user's own profile are the
/// user's.
pub(crate) fn make_private_file(path: &Path) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

#[cfg(unix)]
fn keep_private(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let others = fs::metadata(path)?.permissions().mode() & 0o077;
    if others == 0 { Ok(()) } else { fs::set_permissions(path, fs::Permissions::from_mode(0o600)) }
}

#[cfg(not(unix))]
fn keep_private(_path: &Path) -> io::Result<()> {
    Ok(())
}

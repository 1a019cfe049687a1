//! The ledger itself: opening it, reading it, and changing it in transactions.

use std::collections::HashSet;
use std::ops::Deref;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Params, Row, Transaction, TransactionBehavior};

use crate::column::Columns;
use crate::migrations::{MIGRATIONS, migrate, newest};
use crate::{KeyId, LedgerError, opening};

/// An open ledger. Everything that reads is a method of it; everything that writes is a method of [`Change`].
///
/// Several processes may hold one file open. A value is used by one thread at a time.
pub struct Ledger {
    pub(crate) connection: Connection,
    pub(crate) path: Option<PathBuf>,
    pub(crate) session_keys: HashSet<KeyId>,
}

impl Ledger {
    /// Opens the ledger at `path`, and makes it and its folder where they are not there: on Unix for this user alone. Brings an older
    /// schema up to date, after a copy of the file was put beside it (`<name>.before-<n>`, n being the schema that follows).
    ///
    /// # Errors
    ///
    /// [`LedgerError::Newer`] and [`LedgerError::Damaged`] leave the file as it is. [`LedgerError::Unreachable`], [`LedgerError::Full`]
    /// and [`LedgerError::Busy`] as they say.
    pub fn open(path: &Path, now: Timestamp) -> Result<Self, LedgerError> {
        Self::open_with(path, now, MIGRATIONS)
    }

    pub(crate) fn open_with(path: &Path, now: Timestamp, migrations: &[&str]) -> Result<Self, LedgerError> {
        opening::prepare_file(path)?;
        let connection = opening::connect(path, newest(migrations))?;
        migrate(&connection, Some(path), migrations, now)?;
        opening::guard(&connection)?;
        Ok(Self { connection, path: Some(path.to_owned()), session_keys: HashSet::new() })
    }

    /// A ledger that ends with the value. For tests, and for a command line that was told to keep nothing.
    ///
    /// # Errors
    ///
    /// Only where memory is short.
    pub fn in_memory() -> Result<Self, LedgerError> {
        let connection = Connection::open_in_memory()?;
        migrate(&connection, None, MIGRATIONS, Timestamp::UNIX_EPOCH)?;
        opening::guard(&connection)?;
        Ok(Self { connection, path: None, session_keys: HashSet::new() })
    }

    /// Reads the whole file and says whether it is sound. Takes as long as reading it does: opening finds only what a look at the
    /// first pages shows.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Damaged`] where it is not.
    pub fn verify(&self) -> Result<(), LedgerError> {
        opening::verify(&self.connection)
    }

    /// Makes a change as a whole: when `act` fails or panics, or the program is killed, nothing of it stays. Another program's change
    /// comes before or after it, never between.
    ///
    /// # Errors
    ///
    /// Those of `act`, and those of the file.
    pub fn write<T, E: From<LedgerError>>(
        &mut self,
        act: impl FnOnce(&mut Change<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let transaction = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)
            .map_err(|error| E::from(error.into()))?;
        let done = act(&mut Change { ledger: self })?;
        transaction.commit().map_err(|error| E::from(error.into()))?;
        Ok(done)
    }

    pub(crate) fn rows<T>(
        &self,
        sql: &str,
        params: impl Params,
        mut read: impl FnMut(&Columns<'_>) -> Result<T, LedgerError>,
    ) -> Result<Vec<T>, LedgerError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_and_then(params, |row: &Row<'_>| read(&Columns::of(row)))?;
        rows.collect()
    }

    pub(crate) fn row<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Columns<'_>) -> Result<T, LedgerError>,
    ) -> Result<Option<T>, LedgerError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let found = statement.query_row(params, |row| Ok(read(&Columns::of(row)))).optional()?;
        found.transpose()
    }

    /// The one row of a SELECT that always has one, such as a count.
    pub(crate) fn only_row<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Columns<'_>) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        self.row(sql, params, read)?.ok_or(LedgerError::FAULT)
    }
}

/// A change that is being made. It reads what it has written itself.
pub struct Change<'l> {
    ledger: &'l Ledger,
}

impl Deref for Change<'_> {
    type Target = Ledger;

    fn deref(&self) -> &Ledger {
        self.ledger
    }
}

impl Change<'_> {
    /// How many rows it changed.
    pub(crate) fn execute(&self, sql: &str, params: impl Params) -> Result<usize, LedgerError> {
        Ok(self.connection.prepare_cached(sql)?.execute(params)?)
    }

    /// Refused where no row was changed.
    pub(crate) fn execute_one(&self, sql: &str, params: impl Params) -> Result<(), LedgerError> {
        if self.execute(sql, params)? == 0 { Err(LedgerError::Gone) } else { Ok(()) }
    }

    /// The new row's number.
    pub(crate) fn insert(&self, sql: &str, params: impl Params) -> Result<i64, LedgerError> {
        self.execute(sql, params)?;
        Ok(self.connection.last_insert_rowid())
    }
}

#[cfg(test)]
mod tests;

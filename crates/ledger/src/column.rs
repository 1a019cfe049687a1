//! Reading rows. What does not parse is damaged: nothing in a row is taken on trust but its length.

use std::cell::Cell;
use std::str::FromStr;

use jiff::Timestamp;
use keycourier_credentials::{AccountId, Fingerprint, Kind, Mask, Mode, Relation, SlotName};
use rusqlite::Row;
use rusqlite::types::ValueRef;

use crate::LedgerError;

/// What one column holds.
pub(crate) trait Column: Sized {
    fn read(value: ValueRef<'_>) -> Option<Self>;
}

/// The columns of a row, from left to right: a struct is read in the order in which its SELECT names them.
pub(crate) struct Columns<'r> {
    row: &'r Row<'r>,
    next: Cell<usize>,
}

impl<'r> Columns<'r> {
    pub(crate) fn of(row: &'r Row<'r>) -> Self {
        Self { row, next: Cell::new(0) }
    }

    pub(crate) fn next<T: Column>(&self) -> Result<T, LedgerError> {
        let at = self.next.get();
        self.next.set(at + 1);
        T::read(self.row.get_ref(at)?).ok_or(LedgerError::Damaged)
    }
}

/// The only column that is asked for.
pub(crate) fn first<T: Column>(row: &Columns<'_>) -> Result<T, LedgerError> {
    row.next()
}

pub(crate) fn parsed<T: FromStr>(value: ValueRef<'_>) -> Option<T> {
    value.as_str().ok()?.parse().ok()
}

/// A time as the ledger keeps it. A fraction of a microsecond is lost.
pub(crate) fn micros(time: Timestamp) -> i64 {
    time.as_microsecond()
}

/// The word for a comparison of accounts.
pub(crate) fn relation_word(relation: Relation) -> &'static str {
    match relation {
        Relation::Same => "same",
        Relation::Different => "different",
        Relation::CannotTell => "cannot_tell",
    }
}

impl<T: Column> Column for Option<T> {
    fn read(value: ValueRef<'_>) -> Option<Self> {
        if value == ValueRef::Null { Some(None) } else { T::read(value).map(Some) }
    }
}

impl Column for i64 {
    fn read(value: ValueRef<'_>) -> Option<Self> {
        value.as_i64().ok()
    }
}

impl Column for u32 {
    fn read(value: ValueRef<'_>) -> Option<Self> {
        value.as_i64().ok()?.try_into().ok()
    }
}

impl Column for bool {
    fn read(value: ValueRef<'_>) -> Option<Self> {
        match value.as_i64().ok()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

impl Column for Timestamp {
    fn read(value: ValueRef<'_>) -> Option<Self> {
        Self::from_microsecond(value.as_i64().ok()?).ok()
    }
}

impl Column for String {
    fn read(value: ValueRef<'_>) -> Option<Self> {
        value.as_str().ok().map(Self::from)
    }
}

impl Column for Vec<u8> {
    fn read(value: ValueRef<'_>) -> Option<Self> {
        value.as_blob().ok().map(Self::from)
    }
}

impl<const N: usize> Column for [u8; N] {
    fn read(value: ValueRef<'_>) -> Option<Self> {
        value.as_blob().ok()?.try_into().ok()
    }
}

impl Column for Fingerprint {
    fn read(value: ValueRef<'_>) -> Option<Self> {
        <[u8; 16]>::read(value).map(Self::from_bytes)
    }
}

impl Column for Relation {
    fn read(value: ValueRef<'_>) -> Option<Self> {
        let word = value.as_str().ok()?;
        [Self::Same, Self::Different, Self::CannotTell].into_iter().find(|known| relation_word(*known) == word)
    }
}

macro_rules! columns_by_parsing {
    ($($name:ty),+) => {
        $(impl Column for $name {
            fn read(value: ValueRef<'_>) -> Option<Self> {
                parsed(value)
            }
        })+
    };
}
columns_by_parsing!(AccountId, Kind, Mask, Mode, SlotName);

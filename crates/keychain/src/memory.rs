//! What is kept for this session only.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use secrecy::SecretSlice;

use crate::item::Item;
use crate::reply::{Found, Outcome};

/// Values in this process's memory, wiped when the last handle goes.
#[derive(Default)]
pub(crate) struct Memory {
    values: Mutex<HashMap<Item, SecretSlice<u8>>>,
}

impl Memory {
    pub(crate) fn put(&self, item: Item, value: SecretSlice<u8>) -> Outcome {
        self.lock().insert(item, value);
        Ok(Found::Done)
    }

    pub(crate) fn get(&self, item: &Item) -> Outcome {
        Ok(self.lock().get(item).cloned().map_or(Found::Missing, Found::Value))
    }

    pub(crate) fn remove(&self, item: &Item) -> Outcome {
        self.lock().remove(item);
        Ok(Found::Done)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Item, SecretSlice<u8>>> {
        self.values.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

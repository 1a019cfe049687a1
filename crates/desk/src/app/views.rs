//! What the page is shown, made from our own types. Nothing here holds a secret.

pub(crate) mod checks;
pub(crate) mod confirmations;
pub(crate) mod delivery;
pub(crate) mod guide;
pub(crate) mod problems;
pub(crate) mod words;

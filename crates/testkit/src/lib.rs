//! For tests only: made-up keys, clocks, throw-away sessions.

pub mod keys;

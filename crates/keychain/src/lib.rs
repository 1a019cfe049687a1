//! Secrets in the system keychain: Secret Service, macOS Keychain, Windows Credential Manager.
//!
//! A [`Keychain`] is a cheap handle. Behind it one thread makes every call of the store, because a call may block for as long as the
//! system shows an unlock window, and because Windows does not order calls of several threads. Another thread watches the time
//! ([`Deadlines`]) and publishes the [`State`] a screen can show. Each operation gives a [`Reply`], to wait for or to await.
//!
//! A value never reaches an error, a log or a file: the library's errors print secret bytes, so they are read by kind and dropped
//! here. No value is ever kept elsewhere when the keychain fails; [`Keychain::for_this_session`] keeps in memory, and only where the
//! caller asked for it.

mod errors;
mod fault;
mod item;
mod keychain;
mod memory;
mod platform;
mod reply;
mod state;
mod supervisor;
mod worker;

pub use errors::{GetError, ProbeError, PutError, RemoveError};
pub use item::{InvalidId, Item, SERVICE};
pub use keychain::{Kept, Keychain, MAX_VALUE_BYTES};
pub use reply::Reply;
pub use state::State;
pub use supervisor::Deadlines;

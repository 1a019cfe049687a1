//! The one HTTP client of the program.
//!
//! It speaks to addresses that are constants ([`Origin`]), over HTTPS only, through the system's proxy and with the system's idea of
//! which certificates are good. It follows no redirects, waits ten seconds for an answer, takes a mebibyte of it, holds no more than
//! four calls open and begins no more than twenty in a second, shared by all clones of a [`Client`], and tries again where that is
//! safe. What a call is *about* is not its business: any answer with a status is an answer.
//!
//! Nothing that a server or a library says leaves through an [`Error`]: it is a bare reason. Tokens travel in headers marked sensitive.
//!
//! A call is cancelled by dropping its future. Calls need a tokio runtime with time and I/O enabled.

mod client;
mod error;
mod limiter;
#[cfg(test)]
mod office_tests;
mod origin;
mod request;
mod response;
mod retry;

pub use client::{Client, Limits};
pub use error::Error;
#[cfg(feature = "loopback-hosts")]
pub use origin::NotLoopback;
pub use origin::Origin;
pub use request::{IdempotencyKey, NotAnIdempotencyKey, Request};
pub use response::{NotUnderstood, Response};

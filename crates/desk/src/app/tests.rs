//! The merchant's side as the page meets it.

mod asking;
mod checking;
mod confirmations;
mod main_job;
mod pasting;
mod storing;
mod webhooks;

//! The merchant's side as the page meets it.

mod asking;
mod bad_requests;
mod checking;
mod confirmations;
mod dev_kit;
mod guides;
mod main_job;
mod pasting;
mod put_in;
mod storing;
mod webhooks;
mod without;

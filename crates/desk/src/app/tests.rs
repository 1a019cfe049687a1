//! The merchant's side as the page meets it.

mod asking;
mod bad_requests;
mod guides;
mod main_job;
mod pasting;
mod storing;
mod without;

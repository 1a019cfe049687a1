//! The merchant's side as the page meets it.

mod asking;
mod dev_kit;
mod main_job;
mod pasting;
mod put_in;
mod storing;

//! The main job and everything that goes wrong with it, through the built `keycourier` command.

mod backups;
mod bad_input;
mod bad_requests;
mod exits;
mod keychain;
mod linting;
mod main_job;
mod receipts;
mod stock_tools;

//! The main job and everything that goes wrong with it, through the built `keycourier` command.

mod bad_input;
mod exits;
mod keychain;
mod linting;
mod main_job;
mod pushing;
mod stock_tools;

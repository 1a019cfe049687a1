//! Putting the program together, and what a person is told where that fails.

use std::sync::Arc;

use keycourier_desk::{App, Clock, FOLDER, LEDGER, Parts, Randomness, ledger_in};
use keycourier_devkit4ai::DevKit;
use keycourier_http::{Client, Limits};
use keycourier_keychain::Keychain;
use keycourier_ledger::{Ledger, LedgerError};
use keycourier_stripe::Stripe;
use tauri::{AppHandle, Manager as _};
use tauri_plugin_dialog::{DialogExt as _, MessageDialogKind};

use crate::fault_log::FaultLog;
use crate::shell::Desktop;
use crate::{hosts, window};

/// Opens the window over a program that is ready. Where there is none, a message of the system says why, and the program ends with it.
pub(crate) fn start(app: &AppHandle) {
    let started = assemble(app).and_then(|program| {
        tauri::async_runtime::spawn(settle(program.clone()));
        app.manage(program);
        window::open(app).map_err(|_| NotStarted::NoWindow)
    });
    if let Err(reason) = started {
        let handle = app.clone();
        app.dialog()
            .message(reason.to_string())
            .title("Keycourier can't start")
            .kind(MessageDialogKind::Error)
            .show(move |_| handle.exit(1));
    }
}

/// Asks the keychain how it is, and puts right what a crash left over, while the window is already there; then lets go of what is past
/// its time for as long as it is.
async fn settle(program: App) {
    program.settle().await;
    program.keep_house().await;
}

/// Why the program can't start: what happened and what to do, since there is no page yet that could say it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
enum NotStarted {
    #[error(
        "Your data was written by a newer version of Keycourier. Nothing was changed. Please install the newest version and open it again."
    )]
    Newer,
    #[error(
        "The file with your deliveries is damaged and can't be read. It was left as it is: {LEDGER} in the folder {FOLDER} of your \
         user data. Put back a copy of it, or move it away to start afresh."
    )]
    Damaged,
    #[error("Another program is using Keycourier's data. Close it, wait a moment, and open Keycourier again.")]
    Busy,
    #[error("The disk is full. Make some room, and open Keycourier again.")]
    Full,
    #[error(
        "Keycourier can't read or write its folder {FOLDER} in your user data. Check that you may, and open it again."
    )]
    Unreachable,
    #[error("Keycourier's data could not be opened. Restart the computer and try again (fault {0}).")]
    Fault(i32),
    #[error(
        "The window can't be shown. On Windows, install \"Microsoft Edge WebView2 Runtime\" from Microsoft's website, and open \
         Keycourier again."
    )]
    NoWindow,
    #[error("This test build was given an address that is not http://127.0.0.1:PORT.")]
    NotLoopback,
}

impl From<LedgerError> for NotStarted {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::Newer { .. } => Self::Newer,
            LedgerError::Damaged => Self::Damaged,
            LedgerError::Busy => Self::Busy,
            LedgerError::Full => Self::Full,
            LedgerError::Unreachable => Self::Unreachable,
            // Nothing is spoken of yet, so nothing can be gone.
            LedgerError::Gone => Self::Fault(-1),
            LedgerError::Internal { code } => Self::Fault(code),
        }
    }
}

fn assemble(app: &AppHandle) -> Result<App, NotStarted> {
    let user_data = dirs::data_dir().ok_or(NotStarted::Unreachable)?;
    let data_folder = user_data.join(FOLDER);
    let clock = Clock::system();
    let ledger = Ledger::open(&ledger_in(&user_data), clock.now())?;
    let stripe = hosts::stripe().ok_or(NotStarted::NotLoopback)?;
    let dev_kit = hosts::dev_kit().ok_or(NotStarted::NotLoopback)?;
    let shell = Desktop { app: app.clone(), log: FaultLog::new(&data_folder, clock.clone()) };
    Ok(App::new(Parts {
        data_folder,
        ledger,
        keychain: Keychain::system(),
        stripe: Stripe::new(Client::new(Limits::default()), stripe),
        dev_kit: DevKit::new(Client::new(Limits::default()), dev_kit),
        clock,
        randomness: Randomness::system(),
        shell: Arc::new(shell),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_failure_says_what_to_do() {
        for reason in [
            NotStarted::from(LedgerError::Newer { found: 2, known: 1 }),
            NotStarted::from(LedgerError::Damaged),
            NotStarted::from(LedgerError::Busy),
            NotStarted::from(LedgerError::Full),
            NotStarted::from(LedgerError::Unreachable),
            NotStarted::from(LedgerError::Internal { code: 11 }),
            NotStarted::NoWindow,
        ] {
            let text = reason.to_string();
            assert!(text.trim_end().contains(". "), "what happened and the next step are two sentences: {text}");
        }
    }
}

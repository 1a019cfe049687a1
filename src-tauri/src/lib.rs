//! The window: what only it can do, around the use-cases of `keycourier-desk`.
//!
//! The only package that names tauri. A command is one line (`commands`); what the use-cases need of the system is in `shell` and the
//! files beside it. The page gets no plugin's permission: dialogs, the opener, preferences and the clipboard are used from here alone.

mod clipboard;
mod commands;
mod fault_log;
mod hardening;
mod hosts;
mod opening;
mod preferences;
mod shell;
mod start;
mod waiting_file;
mod window;

use std::process::ExitCode;

use tauri::{Manager as _, RunEvent};

use clipboard::SystemClipboard;
use waiting_file::WaitingFile;

/// Opens the window and stays until it is closed. A second start hands its file to the first and ends.
pub fn run() -> ExitCode {
    hardening::harden();
    let built = tauri::Builder::default()
        // First, as it asks for: a second start must do nothing else.
        .plugin(tauri_plugin_single_instance::init(|app, arguments, folder| {
            window::second_start(app, &arguments, folder.as_ref());
        }))
        .plugin(tauri_plugin_store::Builder::new().build())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::Builder::new().open_js_links_on_click(false).build())
        .manage(WaitingFile::of_start())
        .manage(SystemClipboard::default())
        .invoke_handler(commands::handler())
        .setup(|app| {
            start::start(app.handle());
            Ok(())
        })
        .build(tauri::generate_context!());
    let Ok(app) = built else { return ExitCode::FAILURE };
    app.run(|app, event| match event {
        RunEvent::Exit => app.state::<SystemClipboard>().take_back(),
        #[cfg(target_os = "macos")]
        RunEvent::Opened { urls } => window::opened(app, &urls),
        _ => {}
    });
    ExitCode::SUCCESS
}

//! Other programs: the browser, the mail program, the file manager, and the system's own dialogs.

use std::path::{Path, PathBuf};

use keycourier_desk::app::NotOpened;
use tauri::AppHandle;
use tauri_plugin_dialog::DialogExt as _;
use tauri_plugin_opener::OpenerExt as _;

/// Opens an `https:` address in the browser.
pub(crate) fn page(app: &AppHandle, address: &str) -> Result<(), NotOpened> {
    url(app, address, "https://")
}

/// Opens a `mailto:` address in the mail program.
pub(crate) fn mail(app: &AppHandle, address: &str) -> Result<(), NotOpened> {
    url(app, address, "mailto:")
}

/// Shows a file in the file manager, or only its folder where the file manager can't point at one.
pub(crate) fn in_folder(app: &AppHandle, path: &Path) -> Result<(), NotOpened> {
    if app.opener().reveal_item_in_dir(path).is_ok() {
        return Ok(());
    }
    let folder = if path.is_dir() { path } else { path.parent().ok_or(NotOpened)? };
    app.opener().open_path(folder.to_string_lossy(), None::<&str>).map_err(|_| NotOpened)
}

/// Asks which file to open. Blocks until the person has chosen.
pub(crate) fn choose_file(app: &AppHandle) -> Option<PathBuf> {
    app.dialog().file().blocking_pick_file()?.into_path().ok()
}

/// Asks which files to open. Blocks until the person has chosen.
pub(crate) fn choose_files(app: &AppHandle) -> Vec<PathBuf> {
    let chosen = app.dialog().file().blocking_pick_files().unwrap_or_default();
    chosen.into_iter().filter_map(|file| file.into_path().ok()).collect()
}

/// Asks where to save. Blocks until the person has chosen.
pub(crate) fn choose_place(app: &AppHandle, suggested_name: &str) -> Option<PathBuf> {
    app.dialog().file().set_file_name(suggested_name).blocking_save_file()?.into_path().ok()
}

/// The scheme decides which program is started, so a caller says which one it means.
fn url(app: &AppHandle, address: &str, scheme: &str) -> Result<(), NotOpened> {
    if !address.starts_with(scheme) {
        return Err(NotOpened);
    }
    app.opener().open_url(address, None::<&str>).map_err(|_| NotOpened)
}

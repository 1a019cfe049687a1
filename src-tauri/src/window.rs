//! The one window.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use keycourier_wire::{EVENT_NAME, PageEvent};
use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, Emitter as _, Manager as _, Url, WebviewWindowBuilder};

use crate::waiting_file::{WaitingFile, file_among};

/// Its name in `tauri.conf.json` and in the capability.
const LABEL: &str = "main";

/// Opens the window, which goes nowhere but to the program's own page.
///
/// # Errors
/// The system can't draw one: no display, or on Windows no WebView2.
pub(crate) fn open(app: &AppHandle) -> tauri::Result<()> {
    let settings = app.config().app.windows.iter().find(|window| window.label == LABEL);
    let settings = settings.ok_or(tauri::Error::WindowNotFound)?;
    let window = WebviewWindowBuilder::from_config(app, settings)?
        .on_navigation(is_own_page)
        .on_new_window(|_, _| NewWindowResponse::Deny);
    #[cfg(feature = "loopback-hosts")]
    let window = drivable(window);
    window.build()?;
    Ok(())
}

/// Tells the page something. A page that is not there yet asks by itself.
pub(crate) fn tell(app: &AppHandle, event: &PageEvent) {
    let _ = app.emit(EVENT_NAME, event);
}

/// A second start of the program: its file is opened here, and the window comes to the front.
pub(crate) fn second_start(app: &AppHandle, arguments: &[String], folder: &Path) {
    let file = file_among(arguments.iter().skip(1).map(OsString::from), folder);
    bring(app, file);
}

/// Files that the Finder opens with the program.
#[cfg(target_os = "macos")]
pub(crate) fn opened(app: &AppHandle, urls: &[Url]) {
    let paths = urls.iter().filter_map(|url| url.to_file_path().ok()).map(PathBuf::into_os_string);
    bring(app, file_among(paths, Path::new("/")));
}

/// For tests: an incognito page of WebKitGTK can't be driven from outside, which is one more thing that the shipped program has from it.
#[cfg(feature = "loopback-hosts")]
fn drivable<'a>(
    window: WebviewWindowBuilder<'a, tauri::Wry, AppHandle>,
) -> WebviewWindowBuilder<'a, tauri::Wry, AppHandle> {
    let driven = std::env::var("TAURI_WEBVIEW_AUTOMATION").is_ok_and(|driven| driven == "true");
    window.incognito(!driven)
}

fn bring(app: &AppHandle, file: Option<PathBuf>) {
    if let Some(file) = file {
        app.state::<WaitingFile>().put(file);
        tell(app, &PageEvent::FileWaiting);
    }
    if let Some(window) = app.get_webview_window(LABEL) {
        // A window manager may refuse each of these; the file waits all the same.
        let _ = window.unminimize();
        let _ = window.show();
        let _ = window.set_focus();
    }
}

/// `tauri://localhost` where the system knows own schemes, `http://tauri.localhost` on Windows; Vite's while the page is being written.
fn is_own_page(address: &Url) -> bool {
    let (scheme, host) = if cfg!(windows) { ("http", "tauri.localhost") } else { ("tauri", "localhost") };
    let of_program = address.scheme() == scheme && address.host_str() == Some(host) && address.port().is_none();
    let of_vite = cfg!(debug_assertions)
        && address.scheme() == "http"
        && address.host_str() == Some("127.0.0.1")
        && address.port() == Some(VITE);
    of_program || of_vite
}

/// The port in `tauri.dev.conf.json`.
const VITE: u16 = 1420;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_stays_on_its_own_page() {
        let own = if cfg!(windows) { "http://tauri.localhost/" } else { "tauri://localhost/" };
        assert!(is_own_page(&own.parse().unwrap()), "the page itself");
        for elsewhere in [
            "https://example.com/",
            "http://localhost/",
            "tauri://localhost.example.com/",
            "http://tauri.localhost.example.com/",
            "https://tauri.localhost:8443/",
            "tauri://localhost:1/",
            "file:///etc/passwd",
            "about:blank",
            "data:text/html,x",
            "javascript:1",
        ] {
            assert!(!is_own_page(&elsewhere.parse().unwrap()), "{elsewhere} is not the page");
        }
    }
}

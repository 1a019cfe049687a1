//! Somebody's computer: a session with a screen, a clipboard and a keyboard.

use std::ffi::OsString;
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::thread;
use std::time::Duration;

use keycourier_testkit::session::{KeyringState, Session};

use crate::program;

/// A computer on which nothing of ours has run yet. Other programs that ours opens (browser, mail) only note what they were asked for.
pub(crate) struct Computer {
    session: Session,
}

impl Computer {
    pub(crate) fn new(keyring: KeyringState) -> Self {
        let mut session = Session::start(keyring).unwrap();
        session.start_display().unwrap();
        let computer = Self { session };
        let opener = computer.programs().join("xdg-open");
        fs::create_dir_all(computer.programs()).unwrap();
        fs::write(&opener, format!("#!/bin/sh\nprintf '%s\\n' \"$1\" >> '{}'\n", computer.opened_file().display()))
            .unwrap();
        fs::set_permissions(&opener, fs::Permissions::from_mode(0o755)).unwrap();
        computer
    }

    /// A command that runs on it.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut path = OsString::from(self.programs());
        path.push(":");
        path.push(std::env::var_os("PATH").unwrap_or_default());
        let mut command = self.session.command(program);
        command.env("PATH", path);
        command
    }

    /// The addresses that were opened in the browser or the mail program, in order.
    pub(crate) fn opened(&self) -> Vec<String> {
        fs::read_to_string(self.opened_file()).unwrap_or_default().lines().map(str::to_owned).collect()
    }

    /// Copies a text, as another program does.
    pub(crate) fn copy(&self, text: &str) {
        // It goes on in the background, to hand the text out.
        let mut command = self.command("xclip");
        command.args(["-selection", "clipboard", "-i"]);
        let mut xclip = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        xclip.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        assert!(xclip.wait().unwrap().success(), "xclip takes the text");
    }

    /// What another program would paste; nothing where the clipboard is empty.
    pub(crate) fn pasted(&self) -> String {
        let output = self.command("xclip").args(["-selection", "clipboard", "-o"]).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    }

    /// Presses keys as a person at the keyboard does, in `xdotool`'s names.
    pub(crate) fn keys(&self, keys: &str) {
        // A pause first: a window that was just brought forward has not got the keyboard yet.
        thread::sleep(Duration::from_millis(200));
        let status = self.command("xdotool").args(["key", "--clearmodifiers", keys]).status().unwrap();
        assert!(status.success(), "xdotool presses {keys}");
    }

    /// A file that the person has saved.
    pub(crate) fn keep(&self, name: &str, text: &str) -> PathBuf {
        let file = self.session.home().join(name);
        fs::write(&file, text).unwrap();
        file
    }

    /// A file of the program's own folder.
    pub(crate) fn data(&self, name: &str) -> PathBuf {
        let folder = self.session.folder("data").join("app.keycourier");
        fs::create_dir_all(&folder).unwrap();
        folder.join(name)
    }

    /// Opens a file with the program as a double-click does, and waits until that start has ended.
    pub(crate) fn start_again(&self, file: &Path) -> ExitStatus {
        self.command(&program::built().to_string_lossy()).arg(file).status().unwrap()
    }

    /// Whether the program still answers to its name on the bus. While it does, another start would only hand its file over.
    pub(crate) fn program_runs(&self) -> bool {
        let mut command = self.command("dbus-send");
        command.args(["--session", "--print-reply=literal", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus"]);
        command.args(["org.freedesktop.DBus.NameHasOwner", "string:app.keycourier.SingleInstance"]);
        String::from_utf8_lossy(&command.output().unwrap().stdout).contains("true")
    }

    /// Waits until a window of this title is there.
    pub(crate) fn see_window(&self, title: &str) {
        let found = self
            .command("timeout")
            .args(["20", "xdotool", "search", "--sync", "--onlyvisible", "--name", title])
            .output();
        assert!(found.unwrap().status.success(), "a window called \"{title}\" must come up");
    }

    /// Keeps a picture of the whole screen.
    pub(crate) fn picture(&self, file: &Path) {
        let status = self.command("import").args(["-window", "root"]).arg(file).status().unwrap();
        assert!(status.success(), "import is of the package imagemagick");
    }

    fn programs(&self) -> PathBuf {
        self.session.home().join("programs")
    }

    fn opened_file(&self) -> PathBuf {
        self.session.home().join("opened")
    }
}

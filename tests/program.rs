//! Running the `keycourier` command as a person would.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

use serde_json::Value;
use tempfile::TempDir;

/// The built command: the one that `KEYCOURIER_COMMAND` names, or one that cargo builds when it is first needed.
pub fn keycourier() -> &'static Path {
    static BUILT: LazyLock<PathBuf> = LazyLock::new(|| {
        if let Some(command) = std::env::var_os("KEYCOURIER_COMMAND") {
            return command.into();
        }
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let built = Command::new(cargo)
            .args(["build", "--quiet", "--package", "keycourier-cli", "--message-format", "json"])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("cargo runs the tests, so it runs");
        assert!(built.status.success(), "the command must build: {}", String::from_utf8_lossy(&built.stderr));
        let messages = String::from_utf8(built.stdout).expect("cargo writes JSON");
        let made = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let made = made.filter_map(|message| message["executable"].as_str().map(PathBuf::from)).next_back();
        made.expect("building a command makes one")
    });
    &BUILT
}

/// A folder of its own, and the command run in it without a keychain.
pub struct Bench {
    folder: TempDir,
}

/// What a run of the command ended in.
pub struct Run {
    /// The exit code.
    pub code: i32,
    /// Standard output.
    pub said: String,
    /// Standard error.
    pub complained: String,
}

impl Run {
    /// The one JSON object that was printed.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.said).unwrap_or_else(|_| panic!("JSON was wanted, and came: {}", self.said))
    }

    /// Everything that was printed.
    pub fn all(&self) -> String {
        format!("{}{}", self.said, self.complained)
    }
}

impl Default for Bench {
    fn default() -> Self {
        Self::new()
    }
}

impl Bench {
    /// An empty folder.
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder for the test") }
    }

    /// A place in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Puts a file there.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, bytes).expect("room for a small file");
        path
    }

    /// Reads a file there.
    pub fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap_or_else(|_| panic!("{name} must be there"))
    }

    /// The names of everything there, hidden files too.
    pub fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).expect("the folder is there");
        let mut names: Vec<String> = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
        names.sort();
        names
    }

    /// The command, set up to run here: no keychain, no data of the person who runs the tests.
    pub fn command(&self) -> Command {
        self.command_of(keycourier())
    }

    /// Any program, set up in the same way.
    pub fn command_of(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.folder.path());
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("XDG_") || text.starts_with("DBUS_") {
                command.env_remove(&name);
            }
        }
        command.env("HOME", self.folder.path());
        command
    }

    /// Runs it with arguments.
    pub fn run(&self, args: &[&str]) -> Run {
        self.run_with(args, b"")
    }

    /// Runs it with arguments and something on standard input.
    pub fn run_with(&self, args: &[&str], input: &[u8]) -> Run {
        let mut command = self.command();
        finish(command.args(args), input)
    }

    /// A desk with an identity, and its request from the preset of Imagatec in `request`. Gives its six words.
    pub fn desk(&self, identity: &str, request: &str) -> String {
        let made = self.run(&["identity", "new", "--identity", identity]);
        assert_eq!(made.code, 0, "an identity is made: {}", made.all());
        let from = "name = \"Imagatec\"\ndomain = \"imagatec.com.au\"\npreset = \"imagatec\"\nticket = \"IM-20417\"\n";
        self.write("from.toml", from);
        let asked = self.run(&["request", "new", "--from", "from.toml", "--identity", identity, "--out", request]);
        assert_eq!(asked.code, 0, "a request is made: {}", asked.all());
        let words = self.run(&["request", "words", "--json", "--identity", identity, request]).json();
        let words: Vec<&str> = words["words"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        words.join(" ")
    }
}

/// Runs a command to its end.
pub fn finish(command: &mut Command, input: &[u8]) -> Run {
    let (code, said, complained) = finish_binary(command, input);
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Run { code, said: text(said), complained: text(complained) }
}

/// The same where what is printed may be no text: exit code, standard output and standard error.
pub fn finish_binary(command: &mut Command, input: &[u8]) -> (i32, Vec<u8>, Vec<u8>) {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{:?} must start: {error}", command.get_program()));
    // A command that wants no input may be gone before it is written.
    child.stdin.take().expect("it is piped").write_all(input).unwrap_or_default();
    let Output { status, stdout, stderr } = child.wait_with_output().expect("it ends");
    (status.code().unwrap_or(-1), stdout, stderr)
}

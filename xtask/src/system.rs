//! What the machine must have, and getting it where that is possible.

use std::process::Command;

use crate::step::{Stop, cargo, run, succeeds};

/// Debian's packages, and what each is for.
const PACKAGES: [(&str, &str); 17] = [
    ("age", "opens our bundles, to prove that it can"),
    ("bsdutils", "gives age the terminal from which it reads a passphrase"),
    ("dbus", "the bus of a throw-away session"),
    ("gnome-keyring", "a real keychain to test against"),
    ("imagemagick", "pictures of what is on a hidden screen"),
    ("jq", "reads what is inside of a bundle"),
    ("libsecret-tools", "looks into the keychain from outside"),
    ("libwebkit2gtk-4.1-dev", "draws the page"),
    ("openbox", "a window manager, so that windows have focus"),
    ("openssh-client", "checks our signatures"),
    ("pkg-config", "finds what draws the page"),
    ("python3-venv", "runs Stripe's own SDK, which judges the fake Stripe"),
    ("util-linux", "a disk that is full, for the test of it"),
    ("webkit2gtk-driver", "drives the window in tests"),
    ("xclip", "a clipboard as a person fills it"),
    ("xdotool", "keys and dialogs as a person uses them"),
    ("xvfb", "a hidden screen"),
];

/// Installs what is missing on Debian and its kin; elsewhere says what to install.
pub(crate) fn prepare() -> Result<(), Stop> {
    let missing: Vec<&str> =
        PACKAGES.iter().map(|(package, _)| *package).filter(|package| !succeeds("dpkg", &["-s", package])).collect();
    if !missing.is_empty() {
        if !succeeds("apt-get", &["--version"]) {
            let wanted: Vec<String> = PACKAGES.iter().map(|(package, why)| format!("  {package}: {why}")).collect();
            return Err(Stop(format!("install what these packages of Debian hold:\n{}", wanted.join("\n"))));
        }
        run("apt-get update", Command::new("apt-get").args(["update", "-q"]))?;
        let install = ["install", "-q", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=600"];
        let mut apt = Command::new("apt-get");
        run("apt-get install", apt.args(install).args(&missing).env("DEBIAN_FRONTEND", "noninteractive"))?;
    }
    if !succeeds("npm", &["--version"]) {
        return Err(Stop("install Node.js 20 or later with npm: the page is built with it".to_owned()));
    }
    if !cargo().args(["nextest", "--version"]).output().is_ok_and(|output| output.status.success()) {
        run("cargo install cargo-nextest", cargo().args(["install", "--locked", "cargo-nextest"]))?;
    }
    Ok(())
}

//! The program under test.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

/// The program, built as people get it but for the feature that lets it reach the stand-in for Stripe. The page in `ui/dist` is part of
/// it, and must be there. `KEYCOURIER_PROGRAM` names one that was built so already.
pub(crate) fn built() -> &'static Path {
    &PROGRAM
}

static PROGRAM: LazyLock<PathBuf> = LazyLock::new(|| {
    if let Some(program) = env::var_os("KEYCOURIER_PROGRAM") {
        return program.into();
    }
    let root = root();
    assert!(root.join("ui/dist/index.html").exists(), "the page is not built: cd ui && npm ci && npm run build");
    let status = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--package", "keycourier-desktop", "--features", "loopback-hosts"])
        .current_dir(&root)
        .status()
        .unwrap();
    assert!(status.success(), "the program must build");
    target().join("debug/keycourier-desktop")
});

/// Where a journey's pictures go.
pub(crate) fn pictures(journey: &str) -> PathBuf {
    target().join("window").join(journey)
}

fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

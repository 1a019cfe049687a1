//! The direction of dependencies (`docs/architecture.md`), read from cargo itself.

use std::collections::BTreeMap;

use cargo_metadata::{DependencyKind, MetadataCommand};

/// What each crate may name of ours, tests and build scripts aside.
const MAY_NAME: [(&str, &[&str]); 15] = [
    ("credentials", &[]),
    ("wire", &[]),
    ("integrators", &["credentials"]),
    ("documents", &["credentials"]),
    ("keychain", &["credentials"]),
    ("ledger", &["credentials"]),
    ("http", &["credentials"]),
    ("stripe", &["credentials", "http"]),
    ("desk", &["credentials", "devkit4ai", "documents", "http", "integrators", "keychain", "ledger", "stripe", "wire"]),
    ("cli", &["credentials", "desk", "devkit4ai", "documents", "http", "integrators", "keychain", "ledger", "stripe"]),
    ("desktop", &["credentials", "desk", "devkit4ai", "http", "keychain", "ledger", "stripe", "wire"]),
    ("testkit", &["credentials"]),
    ("tests", &["credentials", "documents", "testkit", "desk", "wire"]),
    ("xtask", &["testkit"]),
    ("devkit4ai", &["credentials", "http"]),
];

#[test]
fn crates_name_only_what_stands_below_them() {
    let metadata = MetadataCommand::new().no_deps().exec().expect("cargo knows its workspace");
    let allowed: BTreeMap<&str, &[&str]> = MAY_NAME.into_iter().collect();
    for package in metadata.packages {
        let name = package.name.trim_start_matches("keycourier-").to_owned();
        let may = allowed.get(name.as_str()).unwrap_or_else(|| panic!("{name} has no place in the direction yet"));
        for dependency in package.dependencies {
            let Some(ours) = dependency.name.strip_prefix("keycourier-") else { continue };
            let counts = dependency.kind == DependencyKind::Normal;
            assert!(!counts || may.contains(&ours), "{name} stands below {ours} and must not name it");
        }
    }
}

#[test]
fn only_the_shell_names_tauri() {
    let metadata = MetadataCommand::new().no_deps().exec().expect("cargo knows its workspace");
    for package in metadata.packages.iter().filter(|package| *package.name != "keycourier-desktop") {
        let named = package.dependencies.iter().find(|dependency| dependency.name.starts_with("tauri"));
        assert!(named.is_none(), "{} can be built and tested without a window", package.name);
    }
}

//! In the real window: a desk asks, a merchant pastes, checks and locks, the desk opens. A keyring, a clipboard and a Stripe of its own.

use std::fs;

use crate::step::{Stop, cargo, root, run, say};
use crate::{page, program};

/// The journey that does the main job from start to finish, both sides; it ends with stock `age` on the locked file.
const JOURNEY: &str = "a_merchant_hands_two_keys_to_a_desk";

pub(super) fn run_all() -> Result<(), Stop> {
    page::build()?;
    program::build_for_tests()?;
    let mut journey = cargo();
    let args = ["nextest", "run", "--locked", "--package", "keycourier-tests", "--test", "window", "--no-capture"];
    let journey = journey.args(args).arg(JOURNEY).env("KEYCOURIER_PROGRAM", program::built()?);
    run("the main job in the real window, on a hidden screen", journey)?;

    let folder = root().join("target").join("window").join("main-job");
    let entries = fs::read_dir(&folder).map_err(|error| Stop(format!("{}: {error}", folder.display())))?;
    let mut names: Vec<String> = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    names.sort();
    say(&format!("\nWhat was seen, and the locked file, are in {}:\n", folder.display()));
    for name in names {
        say(&format!("  {name}\n"));
    }
    Ok(())
}

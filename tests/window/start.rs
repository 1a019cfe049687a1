//! Starts: the first, and one that fails.

use std::fs;

use keycourier_testkit::session::KeyringState;

use crate::computer::Computer;
use crate::program;
use crate::window::{Start, Window, journey};

#[test]
fn the_first_start_asks_what_brings_the_person() {
    journey("first-start", async {
        let computer = Computer::new(KeyringState::Unlocked);
        let window = Window::open(&computer, "first-start", Start::default()).await;
        window.see("What brings you here?").await;
        window.see("I was asked for my Stripe keys").await;
        window.see("I collect keys from our customers").await;
        window.picture("start").await;
        window.press("I was asked for my Stripe keys").await;
        window.see("Deliveries").await;
        window.picture("merchant").await;
        window.kill().await;

        let again = Window::open(&computer, "first-start", Start::default()).await;
        again.see("Nothing here yet").await;
        assert!(!again.text().await.contains("What brings you here?"), "the answer is kept for the next start");
        again.kill().await;
    });
}

#[test]
fn a_damaged_ledger_is_said_and_left_as_it_is() {
    let pictures = program::pictures("damaged-ledger");
    fs::create_dir_all(&pictures).unwrap();
    let computer = Computer::new(KeyringState::NoService);
    let ledger = computer.data("ledger.sqlite3");
    fs::write(&ledger, "no ledger at all, but long enough to be taken for one".repeat(100)).unwrap();
    let before = fs::read(&ledger).unwrap();

    let mut program = computer.command(&program::built().to_string_lossy()).spawn().unwrap();
    computer.see_window("Keycourier can't start");
    computer.picture(&pictures.join("01-message.png"));
    computer.keys("Return");
    let status = program.wait().unwrap();
    assert_eq!(status.code(), Some(1), "whoever started it learns that it failed");
    assert_eq!(fs::read(&ledger).unwrap(), before, "somebody may still mend it");
}

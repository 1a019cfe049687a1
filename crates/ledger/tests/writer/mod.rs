//! The process that writes.

use std::env;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use jiff::Timestamp;
use keycourier_credentials::{Mode, SlotId};
use keycourier_ledger::{
    AskedSlot, Change, Event, Ledger, LedgerError, Line, NewEntry, NewHandover, NewIntegrator, Progress, Side,
};

const PATH: &str = "KEYCOURIER_LEDGER_OF_WRITER";
const CHANGES: &str = "KEYCOURIER_CHANGES_OF_WRITER";

/// Starts the test `name` of this binary again, to write so many changes.
pub(crate) fn start(name: &str, path: &Path, changes: u32) -> Child {
    Command::new(env::current_exe().unwrap())
        .args(["--exact", name, "--nocapture", "--test-threads=1"])
        .env(PATH, path)
        .env(CHANGES, changes.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Writes, where this process was started to, and says so line by line: before a change has written all, and once it is written.
pub(crate) fn is_this() -> bool {
    let (Some(path), Some(changes)) = (env::var_os(PATH), env::var_os(CHANGES)) else { return false };
    let mut ledger = Ledger::open(Path::new(&path), at(0)).unwrap();
    for n in 0..changes.into_string().unwrap().parse().unwrap() {
        ledger.write(|change| one_change(change, n)).unwrap();
        println!("\n{n} ended");
    }
    true
}

/// Writes to six tables.
fn one_change(change: &mut Change<'_>, n: u32) -> Result<(), LedgerError> {
    let name: Line = format!("Company {n}").parse().unwrap();
    let business = change.add_business(Some(&name), None, at(n))?;
    println!("\n{n} begun");
    let new = NewIntegrator { name: name.clone(), domain: None, email: None, preset: None };
    let integrator = change.add_integrator(&new, at(n))?;
    let new = NewHandover { business, integrator, request: None, label: None, project: None };
    let handover = change.add_handover(&new, at(n))?;
    let id = SlotId { mode: Mode::Live, name: "secret".parse().unwrap() };
    change.set_slots(handover, &[AskedSlot { id, required: true }], at(n))?;
    change.set_progress(handover, Mode::Live, Progress::Collecting, at(n))?;
    change.note(&NewEntry { business: Some(name), ..NewEntry::new(Side::Send, Event::KeyAdded) }, at(n))?;
    Ok(())
}

pub(crate) fn at(second: u32) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + i64::from(second)).unwrap()
}

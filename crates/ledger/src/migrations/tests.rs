use tempfile::TempDir;

use super::*;
use crate::sample::{at, line};

const SECOND: &str = "ALTER TABLE businesses ADD COLUMN colour TEXT";
const THIRD: &str = "CREATE TABLE colours (name TEXT PRIMARY KEY) STRICT";
const BROKEN: &str = "CREATE TABLE colours (name TEXT); INSERT INTO nowhere VALUES (1)";
const DANGLING: &str = "INSERT INTO pins (integrator, code, pinned_at) VALUES (77, 'age1x', 0)";

/// A ledger of today's schema with one business in it.
fn older() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.sqlite");
    let mut ledger = Ledger::open(&path, at(0)).unwrap();
    ledger.write(|change| change.add_business(Some(&line("Corner Vet")), None, at(0))).unwrap();
    (folder, path)
}

fn with<'m>(more: &[&'m str]) -> Vec<&'m str> {
    MIGRATIONS.iter().copied().chain(more.iter().copied()).collect()
}

fn files(path: &Path) -> Vec<String> {
    let names = fs::read_dir(path.parent().unwrap()).unwrap();
    let mut names: Vec<_> = names.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_new_ledger_has_the_newest_schema_and_no_copy() {
    let (_folder, path) = older();
    let ledger = Ledger::open(&path, at(5)).unwrap();
    assert_eq!(version(&ledger.connection), Ok(newest(MIGRATIONS)), "all migrations, in order");
    let applied: i64 = ledger.connection.query_row("SELECT applied_at FROM migrations", [], |row| row.get(0)).unwrap();
    assert_eq!(applied, at(0).as_microsecond(), "opening it again applies nothing");
    drop(ledger);
    assert_eq!(files(&path), ["ledger.sqlite"], "there was nothing to copy, and the log goes with the last program");
}

#[test]
fn an_older_ledger_is_copied_before_each_step() {
    let (_folder, path) = older();
    let ledger = Ledger::open_with(&path, at(5), &with(&[SECOND, THIRD])).unwrap();
    assert_eq!(version(&ledger.connection), Ok(3), "both steps");
    assert_eq!(ledger.businesses().unwrap()[0].name, Some(line("Corner Vet")), "nothing got lost");
    let foreign_keys: bool = ledger.connection.query_row("PRAGMA foreign_keys", [], |row| row.get(0)).unwrap();
    assert!(foreign_keys, "off during a migration, on afterwards");
    drop(ledger);
    let copies = ["ledger.sqlite", "ledger.sqlite.before-2", "ledger.sqlite.before-3"];
    assert_eq!(files(&path), copies, "and no half copy");
    for (copy, schema) in [(".before-2", 1), (".before-3", 2)] {
        let copy = beside(&path, copy);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(&copy).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode, 0o600, "a copy is as private as the ledger");
        }
        let copy = Connection::open(&copy).unwrap();
        assert_eq!(version(&copy), Ok(schema), "as it was before that step");
        let name: String = copy.query_row("SELECT name FROM businesses", [], |row| row.get(0)).unwrap();
        assert_eq!(name, "Corner Vet", "whole, what was in the log too");
    }
}

#[test]
fn the_program_of_before_opens_the_copy() {
    let (_folder, path) = older();
    drop(Ledger::open_with(&path, at(5), &with(&[SECOND])).unwrap());
    let copy = Ledger::open(&beside(&path, ".before-2"), at(6)).unwrap();
    assert_eq!(copy.businesses().unwrap().len(), 1, "the way back after a bad update");
}

#[test]
fn a_newer_schema_is_refused_and_left_as_it_is() {
    let (_folder, path) = older();
    drop(Ledger::open_with(&path, at(5), &with(&[SECOND, THIRD])).unwrap());
    let before = fs::read(&path).unwrap();
    let newer = LedgerError::Newer { found: 3, known: 1 };
    assert_eq!(Ledger::open(&path, at(6)).err(), Some(newer), "the program must be updated");
    assert!(fs::read(&path).unwrap() == before, "not a byte of it was changed");
    let names = ["ledger.sqlite", "ledger.sqlite.before-2", "ledger.sqlite.before-3"];
    assert_eq!(files(&path), names, "nor anything put beside it");
}

#[test]
fn not_even_the_head_of_a_newer_file_is_touched() {
    let (_folder, path) = older();
    let ledger = Connection::open(&path).unwrap();
    ledger.pragma_update_and_check(None, "journal_mode", "delete", |_| Ok(())).unwrap();
    ledger.pragma_update(None, "user_version", 9).unwrap();
    drop(ledger);
    let before = fs::read(&path).unwrap();
    let newer = LedgerError::Newer { found: 9, known: 1 };
    assert_eq!(Ledger::open(&path, at(6)).err(), Some(newer), "whatever way of logging that version has");
    assert!(fs::read(&path).unwrap() == before, "switching it back would be a change");
}

#[test]
fn a_migration_that_fails_leaves_the_older_schema() {
    for bad in [BROKEN, DANGLING] {
        let (_folder, path) = older();
        let opened = Ledger::open_with(&path, at(5), &with(&[bad]));
        assert!(matches!(opened.err(), Some(LedgerError::Internal { .. })), "a fault of the program");
        let ledger = Ledger::open(&path, at(6)).unwrap();
        assert_eq!(ledger.businesses().unwrap().len(), 1, "the older program goes on with it");
        assert_eq!(ledger.verify(), Ok(()), "nothing of it stays");
    }
}

#[test]
fn a_damaged_ledger_is_not_migrated() {
    let (_folder, path) = older();
    let mut bytes = fs::read(&path).unwrap();
    let at_end = bytes.len() - 4_096;
    bytes.get_mut(at_end..).unwrap().fill(0xA5);
    fs::write(&path, &bytes).unwrap();
    let opened = Ledger::open_with(&path, at(5), &with(&[SECOND]));
    assert_eq!(opened.err(), Some(LedgerError::Damaged), "it would be made worse");
    assert!(fs::read(&path).unwrap() == bytes, "it is as it was");
}

#[test]
fn a_copy_that_was_cut_off_is_made_anew() {
    let (_folder, path) = older();
    fs::write(beside(&path, ".before-2.part"), b"half").unwrap();
    fs::write(beside(&path, ".before-2"), b"of a step that did not end").unwrap();
    drop(Ledger::open_with(&path, at(5), &with(&[SECOND])).unwrap());
    let copy = Ledger::open(&beside(&path, ".before-2"), at(6)).unwrap();
    assert_eq!(copy.businesses().unwrap().len(), 1, "the copy is of what was migrated");
}

#[test]
fn programs_that_start_at_once_migrate_once() {
    let (_folder, path) = older();
    let starts: Vec<_> = (0..4)
        .map(|_| {
            let path = path.clone();
            std::thread::spawn(move || Ledger::open_with(&path, at(5), &with(&[SECOND, THIRD])).map(drop))
        })
        .collect();
    for start in starts {
        assert_eq!(start.join().unwrap(), Ok(()), "whoever comes second finds it done");
    }
}

#[test]
fn old_copies_are_removed() {
    let (_folder, path) = older();
    let copy = beside(&path, ".before-1");
    fs::write(&copy, b"").unwrap();
    let made = Timestamp::try_from(fs::metadata(&copy).unwrap().modified().unwrap()).unwrap();
    let ledger = Ledger::open(&path, at(5)).unwrap();
    assert_eq!(ledger.remove_copies_before(made), Ok(0), "one as old as the limit stays");
    let later = made + jiff::SignedDuration::from_secs(1);
    assert_eq!(ledger.remove_copies_before(later), Ok(1), "one older goes");
    assert!(!copy.exists() && path.exists(), "the copy, not the ledger");
}

use std::fs;

use tempfile::TempDir;

use super::*;
use crate::sample::{at, ledger, line, received_id};
use crate::{AccountState, HistoryFilter, NewEntry, Sealed, Side};

fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data").join("ledger.sqlite");
    (folder, path)
}

fn open(path: &Path) -> Ledger {
    Ledger::open(path, at(0)).unwrap()
}

fn add(ledger: &mut Ledger) -> Result<crate::BusinessId, LedgerError> {
    ledger.write(|change| change.add_business(Some(&line("Some Car Wash")), None, at(1)))
}

#[test]
fn a_ledger_is_made_with_its_folder_and_found_again() {
    let (_folder, path) = folder();
    let id = add(&mut open(&path)).unwrap();
    let again = open(&path);
    assert_eq!(again.businesses().unwrap()[0].id, id, "what was written is there");
    assert_eq!(again.verify(), Ok(()), "and the file is sound");
}

#[test]
fn the_file_is_held_open_the_safe_way() {
    let (_folder, path) = folder();
    let ledger = open(&path);
    let pragma = |name: &str| -> String {
        let sql = format!("SELECT CAST({name} AS TEXT) FROM pragma_{name}");
        ledger.connection.query_row(&sql, [], |row| row.get(0)).unwrap()
    };
    assert_eq!(pragma("journal_mode"), "wal", "a reader never waits for a writer");
    assert_eq!(pragma("synchronous"), "2", "FULL: a commit is on the disk");
    assert_eq!(pragma("foreign_keys"), "1", "no row speaks of another that is gone");
    assert_eq!(pragma("secure_delete"), "1", "deleted rows are overwritten");
}

#[cfg(unix)]
#[test]
fn nobody_else_may_read_the_file_its_log_or_its_folder() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let (_folder, path) = folder();
    let mut ledger = open(&path);
    add(&mut ledger).unwrap();
    assert_eq!(mode(path.parent().unwrap()), 0o700, "the folder");
    for suffix in ["", "-wal", "-shm"] {
        let file = path.with_file_name(format!("ledger.sqlite{suffix}"));
        assert_eq!(mode(&file), 0o600, "{suffix}: who else uses this computer learns nothing");
    }
    drop(ledger);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    open(&path);
    assert_eq!(mode(&path), 0o600, "rights that a restored copy came with are taken away");
}

/// What is in the folder: names and contents.
fn contents(path: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let files = fs::read_dir(path.parent().unwrap()).unwrap().map(|file| file.unwrap().path());
    let mut files: Vec<_> = files.map(|file| (file.clone(), fs::read(file).unwrap())).collect();
    files.sort();
    files
}

#[test]
fn what_is_no_ledger_is_refused_and_left_as_it_is() {
    let whole = {
        let (_folder, path) = folder();
        let mut ledger = open(&path);
        for _ in 0..50 {
            add(&mut ledger).unwrap();
        }
        drop(ledger);
        fs::read(path).unwrap()
    };
    let half = whole.get(..whole.len() / 2).unwrap().to_vec();
    let mut scribbled = whole;
    scribbled.get_mut(100..4_000).unwrap().fill(0xA5);
    let foreign = {
        let (_folder, path) = folder();
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        Connection::open(&path).unwrap().execute_batch("CREATE TABLE bookmarks (url TEXT)").unwrap();
        fs::read(path).unwrap()
    };
    let table: [(&str, Vec<u8>); 5] = [
        ("a text", b"secret: none".to_vec()),
        ("a long text", b"no database\n".repeat(900)),
        ("cut off", half),
        ("scribbled over", scribbled),
        ("another program's", foreign),
    ];
    for (what, bytes) in table {
        let (_folder, path) = folder();
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &bytes).unwrap();
        let before = contents(&path);
        assert_eq!(Ledger::open(&path, at(0)).err(), Some(LedgerError::Damaged), "{what}");
        assert!(contents(&path) == before, "{what}: somebody may still get something out of it");
    }
}

#[test]
fn damage_further_in_is_found_by_looking() {
    let (_folder, path) = folder();
    let mut ledger = open(&path);
    for n in 0..60 {
        received_id(&mut ledger, &crate::sample::received(n), at(1));
    }
    drop(ledger);
    let mut bytes = fs::read(&path).unwrap();
    let at_end = bytes.len() - 6 * 4_096;
    bytes.get_mut(at_end..).unwrap().fill(0xA5);
    fs::write(&path, bytes).unwrap();
    let ledger = open(&path);
    assert_eq!(ledger.verify(), Err(LedgerError::Damaged), "the first pages were sound, the last are not");
}

#[test]
fn an_empty_file_becomes_a_ledger() {
    let (_folder, path) = folder();
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, b"").unwrap();
    assert!(add(&mut open(&path)).is_ok(), "a program killed while making it leaves that");
}

#[test]
fn a_folder_that_can_t_be_made_is_said() {
    let (folder, _) = folder();
    let file = folder.path().join("file");
    fs::write(&file, b"").unwrap();
    let opened = Ledger::open(&file.join("ledger.sqlite"), at(0));
    assert_eq!(opened.err(), Some(LedgerError::Unreachable), "a file stands where the folder should be");
}

#[test]
fn a_change_that_fails_or_panics_leaves_the_old_state() {
    let mut ledger = ledger();
    add(&mut ledger).unwrap();
    let failed: Result<(), LedgerError> = ledger.write(|change| {
        change.add_business(None, None, at(2))?;
        assert_eq!(change.businesses()?.len(), 2, "a change reads what it has written");
        Err(LedgerError::Gone)
    });
    assert_eq!(failed, Err(LedgerError::Gone), "the cause reaches the caller");
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        ledger.write::<(), LedgerError>(|change| {
            change.add_business(None, None, at(3))?;
            panic!("in the middle")
        })
    }));
    assert!(panicked.is_err(), "the panic goes on");
    assert_eq!(ledger.businesses().unwrap().len(), 1, "nothing of either stays");
    assert!(add(&mut ledger).is_ok(), "and the ledger can be written to");
}

#[test]
fn a_full_disk_is_said_and_loses_nothing() {
    let (_folder, path) = folder();
    let mut ledger = open(&path);
    add(&mut ledger).unwrap();
    let pages: i64 = ledger.connection.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    ledger.connection.pragma_update_and_check(None, "max_page_count", pages + 2, |_| Ok(())).unwrap();
    let mut bytes = b"age-encryption.org/v1\n".to_vec();
    bytes.resize(100_000, 0);
    let big = crate::BundleContent { sealed: Sealed::try_from(bytes).unwrap(), ..crate::sample::received(1) };
    let full = ledger.write(|change| {
        change.note(&NewEntry::new(Side::Receive, crate::Event::BundleReceived), at(2))?;
        change.record_received(&big, &crate::Intake::default(), at(2))
    });
    assert_eq!(full, Err(LedgerError::Full), "the person can make room");
    assert!(ledger.history(&HistoryFilter::default()).unwrap().is_empty(), "half of the change does not stay");
    assert_eq!(ledger.businesses().unwrap().len(), 1, "what was there is there");
    ledger.connection.pragma_update_and_check(None, "max_page_count", 100_000, |_| Ok(())).unwrap();
    let room = ledger.write(|change| change.record_received(&big, &crate::Intake::default(), at(3)));
    assert!(room.is_ok(), "with room it goes on without a restart");
}

#[test]
fn another_writer_is_waited_for_and_then_said() {
    let (_folder, path) = folder();
    let mut ledger = open(&path);
    let mut other = open(&path);
    other.connection.busy_timeout(std::time::Duration::ZERO).unwrap();
    ledger
        .write(|change| {
            assert!(change.businesses()?.is_empty(), "what a change has read");
            assert_eq!(add(&mut other), Err(LedgerError::Busy), "still holds when it writes: two writers take turns");
            change.add_business(None, None, at(1))?;
            assert!(open(&path).businesses()?.is_empty(), "a program may start meanwhile");
            assert!(other.businesses()?.is_empty(), "a reader sees the state before, and waits for nobody");
            Ok::<_, LedgerError>(())
        })
        .unwrap();
    assert!(add(&mut other).is_ok(), "the other's turn");
    assert_eq!(ledger.businesses().unwrap().len(), 2, "both are there");
}

#[test]
fn programs_that_start_at_once_make_one_ledger() {
    for round in 0..100 {
        let (_folder, path) = folder();
        let starts: Vec<_> = (0..4)
            .map(|_| {
                let path = path.clone();
                std::thread::spawn(move || Ledger::open(&path, at(0)).map(drop))
            })
            .collect();
        for start in starts {
            assert_eq!(
                start.join().unwrap(),
                Ok(()),
                "round {round}: the first makes the file, the others wait for it"
            );
        }
    }
}

#[test]
fn writers_at_once_lose_nothing() {
    let (_folder, path) = folder();
    let writers: Vec<_> = (0..4)
        .map(|_| {
            let path = path.clone();
            std::thread::spawn(move || {
                let mut ledger = open(&path);
                for _ in 0..10 {
                    // What a change has read must still hold when it writes.
                    let numbered = |change: &mut Change<'_>| {
                        let name = line(&format!("Company {}", change.businesses()?.len()));
                        change.add_business(Some(&name), None, at(1))
                    };
                    ledger.write(numbered).unwrap();
                }
            })
        })
        .collect();
    for writer in writers {
        writer.join().expect("no writer gives up");
    }
    let names: Vec<_> = open(&path).businesses().unwrap().into_iter().map(|business| business.name).collect();
    let expected: Vec<_> = (0..40).map(|n| Some(line(&format!("Company {n}")))).collect();
    assert_eq!(names, expected, "every change of each, one after the other");
}

#[test]
fn an_error_says_nothing_of_what_was_written() {
    let mut ledger = ledger();
    let error = ledger.write(|change| {
        change.execute("INSERT INTO operations (id, result, at) VALUES ('a', 'Jardín', 0), ('a', 'Jardín', 0)", [])
    });
    let error = error.expect_err("the same id twice");
    assert!(matches!(error, LedgerError::Internal { code: 1555 }), "SQLITE_CONSTRAINT_PRIMARYKEY, by its number");
    assert!(!format!("{error} {error:?}").contains("Jard"), "it may be logged");
    let sql = ledger.write(|change| change.execute("SELECT sk_live_x FROM nowhere", [])).expect_err("no such table");
    assert!(!format!("{sql} {sql:?}").contains("sk_live"), "SQLite's own text quotes the statement");
}

#[test]
fn times_are_kept_to_the_microsecond() {
    let mut ledger = ledger();
    let now = Timestamp::from_nanosecond(1_800_000_000_123_456_789).unwrap();
    let id = ledger.write(|change| change.add_business(None, None, now)).unwrap();
    let kept = ledger.business(id).unwrap().unwrap().added_at;
    assert_eq!(kept.as_nanosecond(), 1_800_000_000_123_456_000, "what is finer is lost, and nothing else");
}

#[test]
fn every_word_of_the_ledger_is_read_back_as_itself() {
    fn check<T: Copy + std::fmt::Debug + PartialEq + std::str::FromStr>(all: &[T], word: fn(T) -> &'static str) {
        for (n, value) in all.iter().enumerate() {
            assert_eq!(word(*value).parse::<T>().ok(), Some(*value), "a word stands for one variant");
            assert!(!all.iter().skip(n + 1).any(|other| word(*other) == word(*value)), "no two have one word");
        }
        for wrong in ["", "Stored", "stored ", "unknown"] {
            assert!(wrong.parse::<T>().is_err(), "{wrong:?} is no word");
        }
    }
    check(crate::KeyState::ALL, crate::KeyState::as_str);
    check(crate::BundleState::ALL, crate::BundleState::as_str);
    check(crate::Direction::ALL, crate::Direction::as_str);
    check(crate::IntakeNote::ALL, crate::IntakeNote::as_str);
    check(crate::Progress::ALL, crate::Progress::as_str);
    check(crate::Proof::ALL, crate::Proof::as_str);
    check(crate::Scope::ALL, crate::Scope::as_str);
    check(crate::Outcome::ALL, crate::Outcome::as_str);
    check(crate::CheckedBy::ALL, crate::CheckedBy::as_str);
    check(crate::Event::ALL, crate::Event::as_str);
    check(Side::ALL, Side::as_str);
    check(AccountState::ALL, AccountState::as_str);
}

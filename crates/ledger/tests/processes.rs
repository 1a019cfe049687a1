//! The ledger between processes: several that write, and one that is killed in the middle.
//!
//! Each test starts its own binary again, which then finds the ledger's path in its environment and writes instead of testing.

#[cfg(test)]
mod writer;

use std::io::{BufRead, BufReader};

use keycourier_ledger::{HistoryFilter, Ledger};

#[test]
fn a_writer_that_is_killed_leaves_whole_changes_only() {
    if writer::is_this() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.sqlite");
    let mut before = 0;
    for round in 0..24 {
        let mut child = writer::start("a_writer_that_is_killed_leaves_whole_changes_only", &path, u32::MAX);
        let mut said = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        // Killed when it has begun a change and when it has ended one, in turns, further on each round.
        let wanted = if round % 2 == 0 { "begun" } else { "ended" };
        let mut ended = 0;
        let mut left = 1 + round / 2;
        while left > 0 {
            let line = said.next().expect("a writer writes until it is killed");
            ended += usize::from(line.ends_with("ended"));
            left -= usize::from(line.ends_with(wanted));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        ended += said.filter(|line| line.ends_with("ended")).count();

        let ledger = Ledger::open(&path, writer::at(0)).unwrap();
        assert_eq!(ledger.verify(), Ok(()), "round {round}: the file is sound");
        let businesses = ledger.businesses().unwrap().len();
        let history = ledger.history(&HistoryFilter::default()).unwrap().len();
        let deliveries = ledger.deliveries().unwrap();
        assert_eq!((history, deliveries.len()), (businesses, businesses), "round {round}: no change is there by half");
        assert!(businesses >= before + ended, "round {round}: what a process was told is written stays");
        assert!(businesses <= before + ended + 1, "round {round}: and at most the one that was under way besides");
        before = businesses;
    }
}

#[test]
fn two_processes_write_without_losing_a_change() {
    if writer::is_this() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.sqlite");
    let writers = [(); 2].map(|()| writer::start("two_processes_write_without_losing_a_change", &path, 40));
    for child in writers {
        let done = child.wait_with_output().unwrap();
        assert!(done.status.success(), "a writer waits for its turn: {}", String::from_utf8_lossy(&done.stderr));
    }
    let ledger = Ledger::open(&path, writer::at(0)).unwrap();
    assert_eq!(ledger.businesses().unwrap().len(), 80, "every change of both, the file made by whoever came first");
}

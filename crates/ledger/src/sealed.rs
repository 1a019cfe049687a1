//! Sealed bytes of bundles: kept until some time after nobody needs them any more.

use jiff::Timestamp;

use crate::column::{first, micros};
use crate::{BundleId, BundleState, Change, Ledger, LedgerError};

/// An age file, armored or binary: nothing else can be kept as a bundle's bytes, so that no plain text ever is. At most 1 MiB.
pub struct Sealed(Vec<u8>);

/// The first line of an armored age file, and of a binary one (<https://age-encryption.org/v1>).
const BEGINNINGS: [&[u8]; 2] = [b"-----BEGIN AGE ENCRYPTED FILE-----", b"age-encryption.org/v1\n"];
const MOST: usize = 1024 * 1024;

impl Sealed {
    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    pub(crate) fn size(&self) -> i64 {
        self.0.len().try_into().unwrap_or(i64::MAX)
    }
}

impl TryFrom<Vec<u8>> for Sealed {
    type Error = NotSealed;

    fn try_from(bytes: Vec<u8>) -> Result<Self, NotSealed> {
        let fits = bytes.len() <= MOST && BEGINNINGS.iter().any(|beginning| bytes.starts_with(beginning));
        if fits { Ok(Self(bytes)) } else { Err(NotSealed) }
    }
}

/// Not an age file, or too big for a bundle.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not a sealed file")]
pub struct NotSealed;

impl Ledger {
    /// The bytes of one; `None` where they were deleted, or never kept.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn sealed(&self, id: BundleId) -> Result<Option<Vec<u8>>, LedgerError> {
        self.row("SELECT bytes FROM sealed WHERE bundle = ?1", [id.0], first)
    }
}

impl Change<'_> {
    /// Deletes the bytes of bundles whose keys were installed, or which were closed, before `time`; gives how many. What is known of
    /// them stays, masks and history too.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn delete_sealed_before(&mut self, time: Timestamp) -> Result<usize, LedgerError> {
        let [installed, confirmed, closed] =
            [BundleState::Installed, BundleState::Confirmed, BundleState::Closed].map(BundleState::as_str);
        let sql = "DELETE FROM sealed WHERE bundle IN (SELECT id FROM bundles
                   WHERE (state IN (?2, ?3) AND installed_at < ?1) OR (state = ?4 AND state_since < ?1))";
        self.execute(sql, (micros(time), installed, confirmed, closed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{at, ledger, received, received_id};
    use crate::{Event, HistoryFilter, NewEntry, Side};

    #[test]
    fn only_age_files_are_kept() {
        let armored = b"-----BEGIN AGE ENCRYPTED FILE-----\nAAAA\n".to_vec();
        for sealed in [armored.clone(), b"age-encryption.org/v1\n-> X25519".to_vec()] {
            assert!(Sealed::try_from(sealed).is_ok(), "both forms of an age file");
        }
        let mut big = armored;
        big.resize(MOST + 1, b'A');
        for plain in [b"".to_vec(), b"Live secret key: ...".to_vec(), b"age-encryption.org/v2\n".to_vec(), big] {
            assert_eq!(Sealed::try_from(plain).err(), Some(NotSealed), "anything else may hold a secret in the open");
        }
    }

    #[test]
    fn sealed_bytes_go_some_time_after_the_keys_were_installed() {
        let mut ledger = ledger();
        let [installed, later, waiting, closed] = [1, 2, 3, 4].map(|n| received_id(&mut ledger, &received(n), at(10)));
        let mut go = |id, from, to, second| {
            assert_eq!(ledger.write(|change| change.move_bundle(id, from, to, at(second))), Ok(true), "a step of work");
        };
        go(installed, BundleState::Received, BundleState::Installed, 20);
        go(installed, BundleState::Installed, BundleState::Confirmed, 90);
        go(later, BundleState::Received, BundleState::Installed, 50);
        go(closed, BundleState::Received, BundleState::Closed, 20);
        ledger.write(|change| change.note(&NewEntry::new(Side::Receive, Event::Installed), at(20))).unwrap();
        assert_eq!(ledger.write(|change| change.delete_sealed_before(at(50))), Ok(2), "those done with before");
        let left = [installed, later, waiting, closed].map(|id| ledger.sealed(id).unwrap().is_some());
        assert_eq!(left, [false, true, true, false], "confirming later does not put it off; waiting ones stay");
        assert_eq!(ledger.keys_in(installed).unwrap().len(), 3, "masks stay");
        assert_eq!(ledger.history(&HistoryFilter::default()).unwrap().len(), 1, "history stays");
    }

    #[test]
    fn undoing_installed_puts_deletion_off() {
        let mut ledger = ledger();
        let id = received_id(&mut ledger, &received(1), at(10));
        ledger
            .write(|change| {
                change.move_bundle(id, BundleState::Received, BundleState::Installed, at(20))?;
                change.move_bundle(id, BundleState::Installed, BundleState::Opened, at(21))
            })
            .unwrap();
        assert_eq!(ledger.write(|change| change.delete_sealed_before(at(90))), Ok(0), "its keys are needed again");
        let again = |change: &mut Change<'_>| {
            change.move_bundle(id, BundleState::Opened, BundleState::Installed, at(60))?;
            change.delete_sealed_before(at(50))
        };
        assert_eq!(ledger.write(again), Ok(0), "the time runs from the last time that they were installed");
    }
}

//! The merchant's deliveries: what a list of them shows, read at once.

use std::collections::BTreeMap;

use jiff::Timestamp;
use keycourier_credentials::{Mode, SlotName};

use crate::column::Columns;
use crate::handovers::{HANDOVER, handover, mode_progress};
use crate::{BundleId, BundleState, Code, Handover, HandoverId, IntegratorId, Ledger, LedgerError, Line, ModeProgress};

/// A handover in the list.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Delivery {
    /// The handover.
    pub handover: Handover,
    /// What its business is called.
    pub business: Option<Line>,
    /// The integrator's name.
    pub integrator: Line,
    /// The integrator's preset.
    pub preset: Option<Code>,
    /// Its modes, test first.
    pub modes: Vec<DeliveryMode>,
    /// The newest bundle of it.
    pub bundle: Option<LatestBundle>,
}

/// One mode of a handover in the list.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DeliveryMode {
    /// How far it is.
    pub at: ModeProgress,
    /// Required slots.
    pub wanted: u32,
    /// Required slots that are empty, in the order asked for.
    pub missing: Vec<SlotName>,
}

/// The newest bundle of a handover.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct LatestBundle {
    /// Its number.
    pub id: BundleId,
    /// Whether it was sent and answered.
    pub state: BundleState,
    /// Since when.
    pub since: Timestamp,
    /// When it was made.
    pub made_at: Timestamp,
}

impl Ledger {
    /// All of them, what changed last first.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn deliveries(&self) -> Result<Vec<Delivery>, LedgerError> {
        let mut modes = self.delivery_modes()?;
        let mut bundles = self.latest_bundles()?;
        let businesses: BTreeMap<_, _> =
            self.businesses()?.into_iter().map(|business| (business.id, business.name)).collect();
        let integrators: BTreeMap<IntegratorId, _> =
            self.integrators()?.into_iter().map(|known| (known.id, (known.name, known.preset))).collect();
        let handovers = self.rows(&format!("{HANDOVER} ORDER BY changed_at DESC, id DESC"), [], handover)?;
        let delivery = |handover: Handover| {
            let (integrator, preset) =
                integrators.get(&handover.recorded.integrator).cloned().ok_or(LedgerError::Damaged)?;
            Ok(Delivery {
                business: businesses.get(&handover.recorded.business).cloned().flatten(),
                integrator,
                preset,
                modes: modes.remove(&handover.id).unwrap_or_default(),
                bundle: bundles.remove(&handover.id),
                handover,
            })
        };
        handovers.into_iter().map(delivery).collect()
    }

    fn delivery_modes(&self) -> Result<BTreeMap<HandoverId, Vec<DeliveryMode>>, LedgerError> {
        let mut modes: BTreeMap<HandoverId, Vec<DeliveryMode>> = BTreeMap::new();
        let sql = "SELECT handover, mode, progress, since FROM handover_modes ORDER BY handover, mode DESC";
        for (id, at) in self.rows(sql, [], |row| Ok((row.next()?, mode_progress(row)?)))? {
            modes.entry(id).or_default().push(DeliveryMode { at, wanted: 0, missing: Vec::new() });
        }
        let sql = "SELECT handover, mode, slot, mask IS NULL FROM handover_slots WHERE required
                   ORDER BY handover, position";
        let slots = self.rows(sql, [], |row| {
            Ok((row.next::<HandoverId>()?, row.next::<Mode>()?, row.next::<SlotName>()?, row.next::<bool>()?))
        })?;
        for (id, mode, slot, missing) in slots {
            let of_mode = modes.get_mut(&id).and_then(|modes| modes.iter_mut().find(|known| known.at.mode == mode));
            let of_mode = of_mode.ok_or(LedgerError::Damaged)?;
            of_mode.wanted += 1;
            if missing {
                of_mode.missing.push(slot);
            }
        }
        Ok(modes)
    }

    fn latest_bundles(&self) -> Result<BTreeMap<HandoverId, LatestBundle>, LedgerError> {
        let sql = "SELECT handover, max(id), state, state_since, recorded_at FROM bundles
                   WHERE handover IS NOT NULL GROUP BY handover";
        let latest = |row: &Columns<'_>| {
            let handover = row.next()?;
            let bundle = LatestBundle { id: row.next()?, state: row.next()?, since: row.next()?, made_at: row.next()? };
            Ok((handover, bundle))
        };
        Ok(self.rows(sql, [], latest)?.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{at, delivery, ledger, line, new_key, received, slot};
    use crate::{NewHandover, Progress, Recorded};

    #[test]
    fn the_list_says_what_is_missing_and_what_waits() {
        let mut ledger = ledger();
        let sample = ledger.write(delivery).unwrap();
        let key = new_key(sample.business, Mode::Test, 1);
        let bundle = ledger
            .write(|change| {
                change.begin_saving(&key, at(1))?;
                change.put_key(sample.handover, &slot(Mode::Test, "secret"), key.id, at(1))?;
                change.set_progress(sample.handover, Mode::Test, Progress::Locked, at(2))?;
                change.record_sent(sample.handover, &received(1), at(3))
            })
            .unwrap();
        let Recorded::New(bundle) = bundle else { panic!("nothing was there before") };
        let list = ledger.deliveries().unwrap();
        let [shown] = list.as_slice() else { panic!("one delivery") };
        assert_eq!(
            (&shown.business, &shown.integrator),
            (&Some(line("Some Car Wash")), &line("Imagatec")),
            "who and whom"
        );
        let modes: Vec<_> =
            shown.modes.iter().map(|of| (of.at.mode, of.at.progress, of.wanted, of.missing.len())).collect();
        let expected = [(Mode::Test, Progress::Locked, 1, 0), (Mode::Live, Progress::NotStarted, 1, 1)];
        assert_eq!(modes, expected, "test first; what is only wished for is never missing");
        let latest = LatestBundle { id: bundle, state: BundleState::Made, since: at(3), made_at: at(3) };
        assert_eq!(shown.bundle, Some(latest), "made, not sent yet: did you send it?");
    }

    #[test]
    fn what_changed_last_comes_first_and_the_newest_bundle_counts() {
        let mut ledger = ledger();
        let sample = ledger.write(delivery).unwrap();
        let new = NewHandover {
            business: sample.business,
            integrator: sample.integrator,
            request: None,
            label: Some(line("second site")),
            project: None,
        };
        let second = ledger.write(|change| change.add_handover(&new, at(5))).unwrap();
        let order = |ledger: &Ledger| -> Vec<HandoverId> {
            ledger.deliveries().unwrap().iter().map(|delivery| delivery.handover.id).collect()
        };
        assert_eq!(order(&ledger), [second, sample.handover], "the one just started");
        for n in [1, 2] {
            ledger.write(|change| change.record_sent(sample.handover, &received(n), at(6))).unwrap();
        }
        assert_eq!(order(&ledger), [sample.handover, second], "the one just worked on");
        let newest = ledger.bundles_of(sample.handover).unwrap()[0].id;
        assert_eq!(
            ledger.deliveries().unwrap()[0].bundle.map(|bundle| bundle.id),
            Some(newest),
            "made again, made anew"
        );
    }

    #[test]
    fn a_handover_goes_only_where_nothing_was_locked() {
        let mut ledger = ledger();
        let sample = ledger.write(delivery).unwrap();
        let key = new_key(sample.business, Mode::Test, 1);
        ledger.write(|change| change.begin_saving(&key, at(1))).unwrap();
        ledger.write(|change| change.put_key(sample.handover, &slot(Mode::Test, "secret"), key.id, at(1))).unwrap();
        ledger.write(|change| change.record_sent(sample.handover, &received(1), at(2))).unwrap();
        let removed = ledger.write(|change| change.remove_handover(sample.handover));
        assert_eq!(removed, Ok(false), "somebody may have the file");
        let empty = ledger.write(delivery).unwrap();
        assert_eq!(ledger.write(|change| change.remove_handover(empty.handover)), Ok(true), "a mistake may go");
        assert_eq!(ledger.deliveries().unwrap().len(), 1, "the other stays");
    }
}

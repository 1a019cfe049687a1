use keycourier_credentials::Mode;

use super::*;
use crate::sample::{SampleDelivery, account_id, at, delivery, ledger, new_key, slot};
use crate::{HistoryFilter, Progress};

fn started(ledger: &mut Ledger, business: BusinessId, n: u8) -> KeyId {
    let new = new_key(business, Mode::Live, n);
    assert_eq!(
        ledger.write(|change| change.begin_saving(&new, at(n.into()))),
        Ok(Saving::Put(new.id)),
        "a key that was not here must go to the keychain"
    );
    new.id
}

fn stored(ledger: &mut Ledger, business: BusinessId, n: u8) -> KeyId {
    let id = started(ledger, business, n);
    ledger.write(|change| change.saved(id, at(n.into()))).unwrap();
    id
}

fn with_business() -> (Ledger, BusinessId) {
    let mut ledger = ledger();
    let business = ledger.write(|change| change.add_business(None, None, at(0))).unwrap();
    (ledger, business)
}

#[test]
fn the_same_key_of_one_business_is_one_row() {
    let (mut ledger, business) = with_business();
    let other = ledger.write(|change| change.add_business(None, None, at(0))).unwrap();
    let first = stored(&mut ledger, business, 1);
    let again = NewKey { id: KeyId::from_bytes([99; 16]), ..new_key(business, Mode::Live, 1) };
    let saving = ledger.write(|change| change.begin_saving(&again, at(5)));
    assert_eq!(saving, Ok(Saving::Stored(first)), "it is in the keychain already, under the first id");
    let elsewhere = NewKey { id: KeyId::from_bytes([98; 16]), business: other, ..again };
    ledger.write(|change| change.begin_saving(&elsewhere, at(6))).unwrap();
    let found = ledger.keys_with_fingerprint(&elsewhere.fingerprint).unwrap();
    let owners: Vec<BusinessId> = found.iter().map(|key| key.business).collect();
    assert_eq!(owners, [business, other], "another business has a row of its own, and both are found by the value");
}

#[test]
fn a_save_that_was_cut_off_is_taken_up_under_its_id() {
    let (mut ledger, business) = with_business();
    let id = started(&mut ledger, business, 1);
    let again = NewKey { id: KeyId::from_bytes([99; 16]), ..new_key(business, Mode::Live, 1) };
    let saving = ledger.write(|change| change.begin_saving(&again, at(5)));
    assert_eq!(saving, Ok(Saving::Put(id)), "the keychain may or may not have it: it is put again");
    ledger.write(|change| change.begin_removing(id, at(6))).unwrap();
    let saving = ledger.write(|change| change.begin_saving(&again, at(7)));
    assert_eq!(saving, Ok(Saving::Put(id)), "one that was being removed is wanted again");
    assert_eq!(ledger.write(|change| change.removed(id, at(8))), Ok(false), "so the removal loses");
    assert_eq!(ledger.write(|change| change.saved(id, at(9))), Ok(()), "and the save wins");
}

#[test]
fn what_a_crash_left_over_is_listed_and_nothing_else() {
    let (mut ledger, business) = with_business();
    let pending = started(&mut ledger, business, 1);
    let removing = stored(&mut ledger, business, 2);
    stored(&mut ledger, business, 3);
    let in_memory = started(&mut ledger, business, 4);
    ledger.keep_for_this_session(in_memory);
    ledger.write(|change| change.begin_removing(removing, at(10))).unwrap();
    started(&mut ledger, business, 50);
    let left: Vec<_> = ledger.unsettled(at(20)).unwrap().iter().map(|key| (key.id, key.state)).collect();
    let expected = [(pending, KeyState::Pending), (removing, KeyState::Removing)];
    assert_eq!(left, expected, "neither what is settled, nor in this session's memory, nor under way right now");
}

#[test]
fn a_key_for_this_session_leaves_nothing_of_that_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.sqlite");
    let mut ledger = Ledger::open(&path, at(0)).unwrap();
    let business = ledger.write(|change| change.add_business(None, None, at(0))).unwrap();
    let id = started(&mut ledger, business, 1);
    ledger.keep_for_this_session(id);
    assert!(ledger.key(id).unwrap().unwrap().for_this_session, "this process has it in memory");
    drop(ledger);
    let mut ledger = Ledger::open(&path, at(1)).unwrap();
    assert!(!ledger.key(id).unwrap().unwrap().for_this_session, "the next one has not");
    assert_eq!(ledger.unsettled(at(20)).unwrap().len(), 1, "and finds it as left over");
    ledger.keep_for_this_session(id);
    ledger.write(|change| change.saved(id, at(2))).unwrap();
    assert!(!ledger.key(id).unwrap().unwrap().for_this_session, "a key that reached the keychain is kept for good");
}

#[test]
fn a_removed_key_stays_in_the_history_by_its_mask() {
    let (mut ledger, business) = with_business();
    ledger.write(|change| change.name_business(business, &crate::sample::line("Corner Vet"), None)).unwrap();
    let id = stored(&mut ledger, business, 1);
    let mask = ledger.key(id).unwrap().unwrap().mask;
    assert_eq!(ledger.write(|change| change.removed(id, at(5))), Ok(false), "nobody asked for its removal");
    ledger.write(|change| change.begin_removing(id, at(6))).unwrap();
    assert_eq!(ledger.write(|change| change.removed(id, at(7))), Ok(true), "the keychain let go of it");
    assert_eq!(ledger.key(id), Ok(None), "the row is gone");
    assert_eq!(ledger.write(|change| change.removed(id, at(8))), Ok(false), "said twice, it has one effect");
    let history = ledger.history(&HistoryFilter::default()).unwrap();
    let [entry] = history.as_slice() else { panic!("one entry") };
    let business = entry.what.business.as_ref().map(crate::Line::as_str);
    assert_eq!(
        (entry.what.event, &entry.what.mask, business),
        (Event::KeyRemoved, &Some(mask), Some("Corner Vet")),
        "who and what"
    );
}

#[test]
fn a_removal_that_the_keychain_refused_is_taken_back() {
    let (mut ledger, business) = with_business();
    let id = stored(&mut ledger, business, 1);
    let kept = ledger.write(|change| change.keep_after_all(id, at(4)));
    assert_eq!(kept, Err(LedgerError::Gone), "there is nothing to take back");
    ledger.write(|change| change.begin_removing(id, at(5))).unwrap();
    assert_eq!(
        ledger.write(|change| change.saved(id, at(5))),
        Err(LedgerError::Gone),
        "a key on its way out is not saved"
    );
    ledger.write(|change| change.keep_after_all(id, at(6))).unwrap();
    assert_eq!(ledger.key(id).unwrap().unwrap().state, KeyState::Stored, "it is where it was");
}

fn put(ledger: &mut Ledger, sample: &SampleDelivery, id: KeyId) {
    let at_slot = slot(Mode::Live, "secret");
    ledger.write(|change| change.put_key(sample.handover, &at_slot, id, at(9))).unwrap();
}

fn in_slot(ledger: &Ledger, sample: &SampleDelivery) -> (Option<KeyId>, bool, bool) {
    let slots = ledger.slots_of(sample.handover).unwrap();
    let secret = slots.iter().find(|found| found.id == slot(Mode::Live, "secret")).unwrap();
    (secret.key, secret.mask.is_some(), secret.can_undo)
}

#[test]
fn giving_up_a_save_gives_the_slot_back_what_it_held() {
    let mut ledger = ledger();
    let sample = ledger.write(delivery).unwrap();
    let old = stored(&mut ledger, sample.business, 1);
    put(&mut ledger, &sample, old);
    let new = started(&mut ledger, sample.business, 2);
    put(&mut ledger, &sample, new);
    assert_eq!(ledger.write(|change| change.give_up_saving(old)), Ok(false), "a stored key is not given up");
    assert_eq!(ledger.write(|change| change.give_up_saving(new)), Ok(true), "the keychain never had it");
    assert_eq!(in_slot(&ledger, &sample), (Some(old), true, false), "the key from before, with nothing to undo");
    assert_eq!(ledger.key(new), Ok(None), "no row without a value stays");
}

#[test]
fn a_slot_shows_the_mask_of_a_removed_key_only_where_the_integrator_has_it() {
    for (progress, shows) in [(Progress::Works, true), (Progress::Sent, true), (Progress::Collected, false)] {
        let mut ledger = ledger();
        let sample = ledger.write(delivery).unwrap();
        let id = stored(&mut ledger, sample.business, 1);
        put(&mut ledger, &sample, id);
        ledger
            .write(|change| {
                change.set_progress(sample.handover, Mode::Live, progress, at(10))?;
                change.begin_removing(id, at(11))?;
                change.removed(id, at(12))
            })
            .unwrap();
        assert_eq!(in_slot(&ledger, &sample), (None, shows, false), "{progress:?}: missing, unless it was delivered");
        let next = stored(&mut ledger, sample.business, 2);
        put(&mut ledger, &sample, next);
        let can_undo = in_slot(&ledger, &sample).2;
        assert_eq!(can_undo, !shows, "{progress:?}: a key that is gone can't come back, an empty slot can");
    }
}

#[test]
fn an_undo_never_brings_back_a_key_that_is_gone() {
    let mut ledger = ledger();
    let sample = ledger.write(delivery).unwrap();
    let old = stored(&mut ledger, sample.business, 1);
    put(&mut ledger, &sample, old);
    let new = stored(&mut ledger, sample.business, 2);
    put(&mut ledger, &sample, new);
    ledger.write(|change| change.begin_removing(old, at(10))).unwrap();
    let at_slot = slot(Mode::Live, "secret");
    let undone = ledger.write(|change| change.undo_slot(sample.handover, &at_slot, at(11)));
    assert_eq!(undone, Ok(false), "it is on its way out");
    ledger.write(|change| change.removed(old, at(12))).unwrap();
    assert_eq!(in_slot(&ledger, &sample), (Some(new), true, false), "and then there is nothing to undo");
}

#[test]
fn a_key_is_followed_by_one_of_its_own_business_and_mode() {
    let (mut ledger, business) = with_business();
    let other = ledger.write(|change| change.add_business(None, None, at(0))).unwrap();
    let (old, new) = (stored(&mut ledger, business, 1), stored(&mut ledger, business, 2));
    let foreign = stored(&mut ledger, other, 3);
    let of_test = new_key(business, Mode::Test, 4);
    ledger.write(|change| change.begin_saving(&of_test, at(4))).unwrap();
    let mut follow = |old, new| ledger.write(|change| change.set_successor(old, new));
    assert_eq!(follow(old, new), Ok(()), "a roll");
    for (old, new) in [(old, old), (new, old), (old, foreign), (foreign, new), (old, of_test.id)] {
        assert_eq!(follow(old, new), Err(LedgerError::Gone), "not itself, in a ring, in another shop or another mode");
    }
    ledger.write(|change| change.set_key_end(old, Some(at(99)))).unwrap();
    let rolled = ledger.key(old).unwrap().unwrap();
    assert_eq!((rolled.replaced_by, rolled.ends_at), (Some(new), Some(at(99))), "the countdown survives a restart");
    ledger.write(|change| change.clear_successor(old)).unwrap();
    assert_eq!(ledger.key(old).unwrap().unwrap().replaced_by, None, "taken back");
}

#[test]
fn keys_that_nothing_needs_are_found() {
    let mut ledger = ledger();
    let sample = ledger.write(delivery).unwrap();
    let [kept_for_undo, in_use, rolled, successor, unused] =
        [1, 2, 3, 4, 5].map(|n| stored(&mut ledger, sample.business, n));
    put(&mut ledger, &sample, kept_for_undo);
    put(&mut ledger, &sample, in_use);
    ledger.write(|change| change.set_successor(rolled, successor)).unwrap();
    let found: Vec<KeyId> = ledger.unused_keys(sample.business).unwrap().iter().map(|key| key.id).collect();
    assert_eq!(found, [unused], "not those in a slot, behind an undo, or in the middle of a roll");
}

#[test]
fn the_account_that_stripe_names_is_kept() {
    let (mut ledger, business) = with_business();
    let id = stored(&mut ledger, business, 1);
    ledger.write(|change| change.set_key_account(id, &account_id(7))).unwrap();
    assert_eq!(ledger.keys_of(business).unwrap()[0].account, Some(account_id(7)), "older keys carry none themselves");
}

#[test]
fn a_state_that_nobody_knows_is_damage() {
    let (mut ledger, business) = with_business();
    let id = stored(&mut ledger, business, 1);
    for column in ["state", "mode", "kind", "mask"] {
        ledger.write(|change| change.execute(&format!("UPDATE keys SET {column} = 'stord'"), [])).unwrap();
        assert_eq!(ledger.key(id), Err(LedgerError::Damaged), "{column}: a guess could cost a key");
        ledger.write(|change| change.execute("DELETE FROM keys", [])).unwrap();
        stored(&mut ledger, business, 1);
    }
}

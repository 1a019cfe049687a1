use rusqlite::params;

use super::*;
use crate::sample::{account_id, at, ledger, line, received, received_id, with_credential};
use keycourier_credentials::Mode;

use crate::{
    BundleContent, Code, Digest, DocumentId, Intake, LedgerError, NewReceipt, Outcome, ReceiptItem, Recorded, Sealed,
    SignerKey, Unopened,
};

/// Some Car Wash with ticket IM-20417, Jardín Verde without, and a file that can't be opened.
fn filled() -> (Ledger, [BundleId; 3]) {
    let mut ledger = ledger();
    let first = BundleContent { ticket: Some(line("IM-20417")), ..received(1) };
    let first = received_id(&mut ledger, &first, at(1));
    let second = BundleContent { company: Some(line("Jardín Verde")), file_name: None, ..received(2) };
    let second = received_id(&mut ledger, &second, at(2));
    let file = Unopened {
        file_sha256: Digest::from_bytes([3; 32]),
        size: 41,
        file_name: Some(line("keys-final(2).age")),
        cause: "armor_damaged".parse().unwrap(),
        ticket: Some(line("50%_off")),
    };
    ledger.write(|change| change.record_unopened(&file, at(3))).unwrap();
    let rows = ledger.inbox(&InboxFilter::default()).unwrap();
    let third = rows[0].id;
    (ledger, [first, second, third])
}

fn found(ledger: &Ledger, search: &str) -> Vec<BundleId> {
    let filter = InboxFilter { search: search.to_owned(), ..InboxFilter::default() };
    ledger.inbox(&filter).unwrap().iter().map(|row| row.id).collect()
}

#[test]
fn rows_are_found_by_what_an_agent_has_at_hand() {
    let (ledger, [first, second, third]) = filled();
    let last_four = |prefix, n| with_credential(prefix, n, |credential| credential.mask().last_four().to_owned());
    let account = account_id(2);
    let table: Vec<(&str, Vec<BundleId>)> = vec![
        ("", vec![third, second, first]),
        ("  ", vec![third, second, first]),
        ("20417", vec![first]),
        ("im-20417", vec![first]),
        ("car wash", vec![first]),
        ("wash car", vec![first]),
        ("car verde", vec![]),
        ("washim-20417", vec![]),
        ("JARDIN", vec![second]),
        ("jardín", vec![second]),
        (account.as_str(), vec![second]),
        ("final(2)", vec![third]),
        ("SomeCarWash_Stripe", vec![first]),
        ("%", vec![third]),
        ("_off", vec![third]),
        ("c_r", vec![]),
        ("'; DROP TABLE bundles; --", vec![]),
        ("wash\nim-20417", vec![first]),
    ];
    for (search, expected) in table {
        assert_eq!(
            found(&ledger, search),
            expected,
            "{search:?}: newest first, and no letter has a meaning of its own"
        );
    }
    for (prefix, n, expected) in [("sk_live_", 1, first), ("sk_test_", 1, first), ("sk_live_", 2, second)] {
        let search = last_four(prefix, n);
        assert!(found(&ledger, &search).contains(&expected), "{search}: the last four of either key");
    }
}

#[test]
fn a_ticket_that_was_typed_is_found() {
    let (mut ledger, [_, _, third]) = filled();
    ledger.write(|change| change.set_ticket(third, Some(&line("IM-999")))).unwrap();
    assert_eq!(
        (found(&ledger, "im-999"), found(&ledger, "50%")),
        (vec![third], vec![]),
        "the new one, not the old one"
    );
    assert_eq!(found(&ledger, "final(2)"), [third], "and all else as before");
}

#[test]
fn to_do_leaves_out_what_is_done_with() {
    let (mut ledger, [first, second, third]) = filled();
    ledger.write(|change| change.move_bundle(first, BundleState::Received, BundleState::Confirmed, at(9))).unwrap();
    let filter = InboxFilter { states: BundleState::TO_DO.to_vec(), ..InboxFilter::default() };
    let to_do: Vec<BundleId> = ledger.inbox(&filter).unwrap().iter().map(|row| row.id).collect();
    assert_eq!(to_do, [third, second], "confirmed ones wait for nobody");
    let counts = ledger.inbox_counts().unwrap();
    assert_eq!((counts.of(BundleState::TO_DO), counts.all()), (2, 3), "whatever is searched for");
}

#[test]
fn a_row_shows_what_it_waits_for() {
    let (ledger, [first, ..]) = filled();
    let rows = ledger.inbox(&InboxFilter::default()).unwrap();
    let cut = &rows[0];
    let cause: Code = "armor_damaged".parse().unwrap();
    assert_eq!((cut.opened, &cut.cause, cut.live_keys), (false, &Some(cause), 0), "a file is a row too");
    let row = rows.iter().find(|row| row.id == first).unwrap();
    let shown = (row.opened, row.test_keys, row.live_keys, row.state, row.missing, row.arrived_at);
    let expected = (true, 1, 2, BundleState::Received, Some(Kind::Publishable), at(1));
    assert_eq!(shown, expected, "what the list says in one line");
}

#[test]
fn pages_of_a_long_list_follow_one_another() {
    let (ledger, [first, second, third]) = filled();
    let page = |offset| {
        let filter = InboxFilter { offset, limit: Some(2), ..InboxFilter::default() };
        ledger.inbox(&filter).unwrap().iter().map(|row| row.id).collect::<Vec<_>>()
    };
    assert_eq!((page(0), page(2)), (vec![third, second], vec![first]), "without gap or overlap");
}

/// Ten thousand rows, put in by SQL: what is in question is how they are read.
fn long_list() -> Ledger {
    let mut ledger = ledger();
    ledger
        .write(|change| {
            for n in 0..10_000_i64 {
                let sql =
                    "INSERT INTO bundles (direction, opened, file_sha256, company, ticket, size, state, state_since,
                           notes, test_keys, live_keys, recorded_at, search)
                           VALUES ('received', 1, zeroblob(32), ?1, ?2, 1, ?3, ?4, '', 0, 2, ?4, ?5)";
                let (company, ticket) = (format!("Company {n}"), format!("IM-{n:05}"));
                let state = if n % 50 == 0 { BundleState::Opened } else { BundleState::Confirmed };
                let search = crate::folding::Findable::default().with(&company).with(&ticket).into_text();
                change.execute(sql, params![company, ticket, state.as_str(), n, search])?;
            }
            Ok::<_, LedgerError>(())
        })
        .unwrap();
    ledger
}

#[test]
fn ten_thousand_rows_are_searched_whole() {
    let ledger = long_list();
    let filter = |search: &str, states: &[BundleState]| {
        let filter = InboxFilter { search: search.into(), states: states.to_vec(), ..InboxFilter::default() };
        ledger.inbox(&filter).unwrap().len()
    };
    assert_eq!(filter("", &[]), 10_000, "all of them");
    assert_eq!(filter("im-0001", &[]), 10, "the oldest too");
    assert_eq!(filter("", BundleState::TO_DO), 200, "those that wait");
    assert_eq!(filter("company 9950", BundleState::TO_DO), 1, "both at once");
}

#[test]
fn the_list_is_read_in_the_order_of_an_index() {
    let (ledger, _) = filled();
    for states in [&[], BundleState::TO_DO] {
        let filter = InboxFilter { states: states.to_vec(), ..InboxFilter::default() };
        let sql = format!("EXPLAIN QUERY PLAN {}", list(ROW, &filter, 1));
        let mut statement = ledger.connection.prepare(&sql).unwrap();
        let steps = statement.query_map((-1, 0, "wash"), |row| row.get::<_, String>("detail")).unwrap();
        let plan: Vec<String> = steps.map(Result::unwrap).collect();
        assert!(plan.iter().any(|step| step.contains("bundles_received")), "no other row is read: {plan:?}");
        assert!(!plan.iter().any(|step| step.contains("TEMP B-TREE")), "nothing is sorted: {plan:?}");
    }
}

#[test]
fn rows_come_in_the_order_that_was_asked_for() {
    let (mut ledger, [wash, verde, broken]) = filled();
    ledger.write(|change| change.move_bundle(wash, BundleState::Received, BundleState::Installed, at(9))).unwrap();
    let sorted =
        |order, ascending| ledger.inbox_ids(&InboxFilter { order, ascending, ..InboxFilter::default() }).unwrap();
    let table = [
        (InboxOrder::Arrived, false, [broken, verde, wash], "the newest first"),
        (InboxOrder::Arrived, true, [wash, verde, broken], "the oldest first"),
        (InboxOrder::Company, true, [verde, broken, wash], "J, k, S: a file that can't be opened by its own name"),
        (InboxOrder::Company, false, [wash, broken, verde], "the other way round"),
        (InboxOrder::Ticket, true, [broken, wash, verde], "without a ticket last"),
        (InboxOrder::Ticket, false, [wash, broken, verde], "whichever way"),
        (InboxOrder::State, true, [broken, verde, wash], "what is most urgent first"),
        (InboxOrder::Since, false, [wash, broken, verde], "what changed last first"),
    ];
    for (order, ascending, expected, why) in table {
        assert_eq!(sorted(order, ascending), expected, "{order:?}: {why}");
    }
}

#[test]
fn rows_are_read_by_their_numbers_in_the_order_given() {
    let (ledger, [wash, verde, broken]) = filled();
    let gone = BundleId::from_number(99);
    let rows = ledger.inbox_rows(&[verde, gone, broken, wash]).unwrap();
    let ids: Vec<BundleId> = rows.iter().map(|row| row.id).collect();
    assert_eq!(ids, [verde, broken, wash], "what is gone is left out");
    assert_eq!(ledger.inbox_rows(&[]), Ok(Vec::new()), "none for none");
}

#[test]
fn a_row_knows_what_its_newest_receipt_says() {
    let (mut ledger, [wash, ..]) = filled();
    let rejected = |ledger: &Ledger| ledger.inbox_rows(&[wash]).unwrap()[0].rejected;
    assert_eq!(rejected(&ledger), None, "nobody was told anything");
    let mut tell = |n: u8, outcome| {
        let item = |slot, outcome| ReceiptItem { slot: crate::sample::slot(Mode::Live, slot), outcome, code: None };
        let receipt = NewReceipt {
            bundle: wash,
            document_id: DocumentId::from_bytes([n; 16]),
            document: vec![n],
            signer: SignerKey::from_bytes([1; 32]),
            items: vec![item("publishable", Outcome::Works), item("secret", outcome)],
            made_at: at(5),
        };
        ledger.write(|change| change.record_receipt(&receipt, at(6))).unwrap();
        rejected(&ledger)
    };
    assert_eq!(tell(1, Outcome::Rejected), Some(true), "one bad key is enough");
    assert_eq!(tell(2, Outcome::Works), Some(false), "the last one counts");
}

#[test]
fn a_file_that_can_t_be_opened_keeps_its_sealed_bytes_until_it_can() {
    let (mut ledger, [.., broken]) = filled();
    let sealed = || Sealed::try_from(b"age-encryption.org/v1\n-> scrypt".to_vec()).unwrap();
    ledger.write(|change| change.keep_sealed(broken, &sealed())).unwrap();
    ledger.write(|change| change.keep_sealed(broken, &sealed())).unwrap();
    assert_eq!(ledger.sealed(broken).unwrap().as_deref(), Some(sealed().as_bytes()), "to be opened with words");
    let cause: Code = "wrong_words".parse().unwrap();
    ledger.write(|change| change.set_cause(broken, &cause)).unwrap();
    assert_eq!(ledger.bundle(broken).unwrap().unwrap().cause, Some(cause), "what came of trying");

    let file_sha256 = Digest::from_bytes([3; 32]);
    let content = BundleContent { document: None, signer: None, file_sha256, ..received(3) };
    let opened = ledger.write(|change| change.record_received(&content, &Intake::default(), at(7))).unwrap();
    assert_eq!(opened, Recorded::New(broken), "the same row, open now");
    let again =
        Unopened { file_sha256, size: 41, file_name: None, cause: "needs_passphrase".parse().unwrap(), ticket: None };
    let known = ledger.write(|change| change.record_unopened(&again, at(8))).unwrap();
    assert_eq!(known, Recorded::Known(broken), "the file again is that row, and no new one");
    assert_eq!(ledger.bundle(broken).unwrap().unwrap().cause, None, "which stays open");
}

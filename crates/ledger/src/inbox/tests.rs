use rusqlite::params;

use super::*;
use crate::sample::{account_id, at, ledger, line, received, received_id, with_credential};
use crate::{BundleContent, Code, Digest, LedgerError, Unopened};

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
        let sql = format!("EXPLAIN QUERY PLAN {}", list(&filter, 1));
        let mut statement = ledger.connection.prepare(&sql).unwrap();
        let steps = statement.query_map((-1, 0, "wash"), |row| row.get::<_, String>("detail")).unwrap();
        let plan: Vec<String> = steps.map(Result::unwrap).collect();
        assert!(plan.iter().any(|step| step.contains("bundles_received")), "no other row is read: {plan:?}");
        assert!(!plan.iter().any(|step| step.contains("TEMP B-TREE")), "nothing is sorted: {plan:?}");
    }
}

use super::*;
use crate::sample::{account_id, at, delivery, ledger, line, new_desk, new_request, received, received_id, slot};
use crate::{Bundle, Ledger, Origin};

fn record(ledger: &mut Ledger, content: &BundleContent, intake: &Intake, second: i64) -> Recorded<BundleId> {
    ledger.write(|change| change.record_received(content, intake, at(second))).unwrap()
}

fn row(ledger: &Ledger, id: BundleId) -> Bundle {
    ledger.bundle(id).unwrap().unwrap()
}

#[test]
fn a_bundle_is_recorded_whole_and_what_was_noticed_is_noticed_once() {
    let mut ledger = ledger();
    let desk = new_desk(1);
    let request = ledger
        .write(|change| {
            change.add_desk(&desk)?;
            change.record_request(&new_request(Origin::Made(desk.number), 1), at(0))
        })
        .unwrap();
    let Recorded::New(request) = request else { panic!("nothing was there before") };
    let content = BundleContent { request: Some(request), ticket: Some(line("IM-1")), ..received(1) };
    let intake = Intake {
        desk: Some(desk.number),
        notes: vec![IntakeNote::NewSender, IntakeNote::AfterTheDate],
        problem: None,
        missing: Some(Kind::Publishable),
    };
    let Recorded::New(id) = record(&mut ledger, &content, &intake, 10) else { panic!("it is new") };
    let later = Intake { notes: vec![], missing: None, ..intake.clone() };
    assert_eq!(record(&mut ledger, &content, &later, 20), Recorded::Known(id), "the same mail, saved twice");
    let bundle = row(&ledger, id);
    assert_eq!((bundle.notes, bundle.missing, bundle.times), (intake.notes, intake.missing, 2), "decided at intake");
    assert_eq!(
        (bundle.state, bundle.recorded_at, bundle.request),
        (BundleState::Received, at(10), Some(request)),
        "new"
    );
    assert_eq!((bundle.company, bundle.ticket), (content.company, content.ticket), "what the list shows");
    let keys: Vec<BundleKey> = ledger.keys_in(id).unwrap().into_iter().map(|slot| slot.key).collect();
    assert_eq!(keys, content.keys, "each key, test first");
    assert_eq!(ledger.accounts_in(id).unwrap(), content.accounts, "each account");
    assert_eq!(ledger.sealed(id).unwrap().as_deref(), Some(content.sealed.as_bytes()), "the bytes as they came");
    assert_eq!(ledger.request(request).unwrap().unwrap().answers, 1, "one answer, however often it came");
    assert_eq!(ledger.answers_to_request(request), Ok(vec![id]), "and that is it");
}

#[test]
fn the_same_id_with_another_content_is_a_replay_and_changes_nothing() {
    let mut ledger = ledger();
    let id = received_id(&mut ledger, &received(1), at(1));
    let mut forged = received(2);
    forged.document = Some(DocumentRef { id: DocumentId::from_bytes([1; 16]), ..forged.document.unwrap() });
    assert_eq!(
        record(&mut ledger, &forged, &Intake::default(), 5),
        Recorded::Replayed(id),
        "an id stands for one bundle"
    );
    assert_eq!(row(&ledger, id).times, 1, "the one that was here is as it was");
    assert_eq!(ledger.inbox_counts().unwrap().all(), 1, "and nothing was added");
}

#[test]
fn a_file_that_can_t_be_opened_is_a_row_that_becomes_the_bundle_once_it_can() {
    let mut ledger = ledger();
    let content = received(1);
    let file = Unopened {
        file_sha256: content.file_sha256,
        size: 41,
        file_name: Some(line("keys-final(2).age")),
        cause: "not_for_us".parse().unwrap(),
        ticket: None,
    };
    let first = ledger.write(|change| change.record_unopened(&file, at(1))).unwrap();
    let Recorded::New(id) = first else { panic!("it is new") };
    let cut = Unopened { cause: "armor_damaged".parse().unwrap(), ..file.clone() };
    assert_eq!(ledger.write(|change| change.record_unopened(&cut, at(2))), Ok(Recorded::Known(id)), "dropped twice");
    let seen = row(&ledger, id);
    assert_eq!(
        (seen.opened, seen.state, seen.cause, seen.times),
        (false, BundleState::Problem, Some(cut.cause), 2),
        "a row"
    );
    assert_eq!(ledger.sealed(id), Ok(None), "bytes that may be anything are not kept");
    ledger.write(|change| change.set_ticket(id, Some(&line("IM-7")))).unwrap();
    assert_eq!(
        record(&mut ledger, &content, &Intake::default(), 9),
        Recorded::New(id),
        "the row that the agent looks at"
    );
    let opened = row(&ledger, id);
    assert_eq!((opened.opened, opened.state, opened.cause), (true, BundleState::Received, None), "no problem any more");
    assert_eq!((opened.ticket, opened.recorded_at), (Some(line("IM-7")), at(1)), "its ticket and its day stay");
    assert_eq!(ledger.inbox_counts().unwrap().all(), 1, "one file, one row");
}

#[test]
fn a_bundle_that_must_not_be_trusted_is_a_problem_from_the_start() {
    let mut ledger = ledger();
    let cause: Code = "other_sender".parse().unwrap();
    let intake = Intake { problem: Some(cause.clone()), notes: vec![IntakeNote::OtherSender], ..Intake::default() };
    let Recorded::New(id) = record(&mut ledger, &received(1), &intake, 1) else { panic!("it is new") };
    assert_eq!(
        (row(&ledger, id).state, row(&ledger, id).cause),
        (BundleState::Problem, Some(cause)),
        "call the customer"
    );
}

#[test]
fn new_keys_point_at_the_bundle_whose_place_they_take() {
    let mut ledger = ledger();
    let old = received_id(&mut ledger, &received(1), at(1));
    let new = received_id(&mut ledger, &BundleContent { replaces: Some(old), ..received(2) }, at(2));
    assert_eq!((ledger.replaced_by(old), row(&ledger, new).replaces), (Ok(Some(new)), Some(old)), "both ways");
    let lost = BundleContent { replaces: Some(BundleId::from_number(77)), ..received(3) };
    let refused = ledger.write(|change| change.record_received(&lost, &Intake::default(), at(3)));
    assert_eq!(refused, Err(LedgerError::Gone), "what is not here can't be replaced");
    assert_eq!(ledger.inbox_counts().unwrap().all(), 2, "half a bundle must not stay");
}

#[test]
fn senders_are_known_by_what_they_sent() {
    let mut ledger = ledger();
    let [first, second] = [1, 2].map(|n| SignerKey::from_bytes([n; 32]));
    assert_eq!(ledger.knows_sender(&first), Ok(false), "nobody wrote yet");
    let mut same_account = received(2);
    same_account.accounts = received(1).accounts;
    received_id(&mut ledger, &received(1), at(1));
    received_id(&mut ledger, &same_account, at(2));
    assert_eq!(ledger.knows_sender(&first), Ok(true), "seen before");
    let senders = |mode| ledger.senders_of_account(mode, &account_id(1)).unwrap();
    assert_eq!(senders(Mode::Live), [first, second], "a second computer, or somebody else");
    assert_eq!(senders(Mode::Test), [], "a sandbox's account is another one");
}

#[test]
fn what_was_sent_is_no_sender_and_no_inbox_row() {
    let mut ledger = ledger();
    let sample = ledger.write(delivery).unwrap();
    let sent = ledger.write(|change| change.record_sent(sample.handover, &received(1), at(1))).unwrap();
    let Recorded::New(sent) = sent else { panic!("it is new") };
    let again = ledger.write(|change| change.record_sent(sample.handover, &received(1), at(2)));
    assert_eq!(again, Ok(Recorded::Known(sent)), "a command sent twice makes one bundle");
    assert_eq!(ledger.knows_sender(&SignerKey::from_bytes([1; 32])), Ok(false), "one's own bundle is no acquaintance");
    assert_eq!(ledger.inbox_counts().unwrap().all(), 0, "it went out");
    let own = ledger.bundle_of_file(Direction::Sent, &received(1).file_sha256).unwrap().unwrap();
    assert_eq!((own.id, own.state), (sent, BundleState::Made), "opened again, it is recognised");
    received_id(&mut ledger, &received(1), at(3));
    assert_eq!(ledger.inbox_counts().unwrap().all(), 1, "one person may try both sides in one ledger");
}

#[test]
fn a_spoken_words_file_is_known_by_its_bytes() {
    let mut ledger = ledger();
    let content = BundleContent { document: None, signer: None, ..received(1) };
    let id = received_id(&mut ledger, &content, at(1));
    assert_eq!(record(&mut ledger, &content, &Intake::default(), 2), Recorded::Known(id), "it has no id of its own");
    let other = BundleContent { file_sha256: Digest::from_bytes([9; 32]), ..content };
    assert_ne!(received_id(&mut ledger, &other, at(3)), id, "another file is another row");
}

#[test]
fn a_state_is_left_only_by_who_saw_it() {
    let mut ledger = ledger();
    let id = received_id(&mut ledger, &received(1), at(1));
    let mut go = |from, to, second| ledger.write(|change| change.move_bundle(id, from, to, at(second)));
    assert_eq!(go(BundleState::Received, BundleState::Installed, 5), Ok(true), "one agent");
    assert_eq!(go(BundleState::Received, BundleState::Closed, 6), Ok(false), "another was slower and must look again");
    assert_eq!(go(BundleState::Installed, BundleState::Sent, 7), Err(LedgerError::Gone), "what came in was never sent");
    assert_eq!(go(BundleState::Installed, BundleState::Confirmed, 8), Ok(true), "the receipt went out");
    let bundle = row(&ledger, id);
    assert_eq!(
        (bundle.state, bundle.state_since, bundle.installed_at),
        (BundleState::Confirmed, at(8), Some(at(5))),
        "since"
    );
}

#[test]
fn what_is_learnt_later_is_kept_beside_it() {
    let mut ledger = ledger();
    let id = received_id(&mut ledger, &received(1), at(1));
    let verdict: Code = "works".parse().unwrap();
    ledger
        .write(|change| {
            change.set_verdict(id, Some(&verdict))?;
            change.set_path(id, Some(std::path::Path::new("/tmp/keys.age")))?;
            change.note_copied(id, &slot(Mode::Live, "secret"), at(9))
        })
        .unwrap();
    let bundle = row(&ledger, id);
    assert_eq!((bundle.verdict, bundle.path), (Some(verdict), Some("/tmp/keys.age".into())), "our check, and the file");
    let copied: Vec<_> = ledger.keys_in(id).unwrap().iter().map(|slot| slot.copied_at).collect();
    assert_eq!(copied, [None, None, Some(at(9))], "which key was handed on");
}

#[test]
fn a_word_that_nobody_knows_is_damage() {
    for column in ["notes", "state", "direction", "missing"] {
        let mut ledger = ledger();
        let id = received_id(&mut ledger, &received(1), at(1));
        ledger.write(|change| change.execute(&format!("UPDATE bundles SET {column} = 'stolen'"), [])).unwrap();
        assert_eq!(ledger.bundle(id), Err(LedgerError::Damaged), "{column}: a warning must not get lost");
    }
}

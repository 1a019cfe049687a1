//! What the desk says about keys that were sent, as the merchant reads it.

use jiff::Timestamp;
use keycourier_credentials::Mode;
use keycourier_documents::{
    DocumentId, Identity, Receipt, ReceiptItem, ReceiptSender, ReceiptVerdict, Receipted, SigningKey, Text,
};
use keycourier_testkit::fake_stripe::{Account, KeyScript, Script};
use keycourier_testkit::keys;
use keycourier_wire::{
    AccountRequest, AppError, BundleRequest, ConfirmationOutcome, DeliveryView, Mode as WireMode, ModeProgress,
    OpenedView, OpeningCode, RejectReason, Step, WaitingFor,
};
use rand_core::OsRng;

use super::main_job::{accept, answer, change, knows, live_keys, paste, say_words};
use crate::app::ids;
use crate::app::testing::{Helpdesk, World, operation_request};

/// A delivery of two live keys, sent to a desk whose words were typed.
struct Sent {
    world: World,
    desk: Helpdesk,
    delivery: String,
    receipt: Receipt,
    count: u32,
}

impl Sent {
    async fn to_proven_desk() -> Self {
        let keys = live_keys();
        Self::of(World::new(knows(&keys)), keys, Mode::Live, true).await
    }

    async fn of(world: World, keys: (String, String), mode: Mode, prove: bool) -> Self {
        let page = if mode == Mode::Live { WireMode::Live } else { WireMode::Test };
        let desk = Helpdesk::imagatec();
        let request_id = world.open(&desk.asks(mode), "open").await;
        let id = accept(&world, &request_id, "accept").await;
        world.copy(&format!("{}\n{}", keys.0, keys.1));
        world.app.paste_key(paste("paste", &id, page)).await.expect("two good keys");
        if prove {
            assert!(say_words(&world, &desk, mode, &request_id, "words").await, "the desk's own words");
        }
        world.app.start_check(change("check", &id)).await.expect("the keys are there");
        let check = world.checked(&id).await;
        if let Some(account) = check.modes[0].account.clone() {
            let account_id = account.account.id;
            let confirm =
                AccountRequest { operation_id: "account".to_owned(), delivery_id: id.clone(), mode: page, account_id };
            world.app.confirm_account(confirm).await.expect("the account that was shown");
        }
        answer(&world, &id, "answer").await;
        let locked = world.app.lock_delivery(change("lock", &id)).await.expect("it may be locked");
        let bundle_id = locked.bundle.expect("a locked file").bundle_id;
        let sent = BundleRequest { operation_id: "sent".to_owned(), bundle_id: bundle_id.clone() };
        world.app.mark_sent(sent).await.expect("it was made");
        let kept = world.app.ledger().bundle(ids::bundle_id(&bundle_id).unwrap()).unwrap().unwrap();
        let hash = kept.payload_sha256.expect("a document").to_string();
        let item = |slot: &str| ReceiptItem {
            slot: slot.parse().expect("a name"),
            mode,
            verdict: ReceiptVerdict::Works,
            code: None,
        };
        let receipt = Receipt {
            id: DocumentId::random(&mut OsRng),
            created: Timestamp::from_second(1_800_000_100).expect("a time"),
            bundle: Receipted {
                id: ids::document_id_of(&kept.document_id.expect("a document")),
                sha256: hash.try_into().expect("a hash"),
            },
            request_id: None,
            from: ReceiptSender { sign: *desk.identity.signing().signer() },
            items: vec![item("publishable"), item("secret")],
            advice: None,
        };
        Self { world, desk, delivery: id, receipt, count: 0 }
    }

    /// Pastes a mail with this in it.
    async fn opens(&mut self, receipt: &Receipt, key: &SigningKey) -> Result<OpenedView, AppError> {
        let armored = receipt.sign(key).expect("a receipt names its signer");
        let quoted: String = armored.lines().map(|line| format!("> {line}\r\n")).collect();
        self.world.copy(&format!("Your keys work, nothing more to do.\r\n\r\n{quoted}\r\nKind regards"));
        self.count += 1;
        self.world.app.open_clipboard(operation_request(&format!("receipt-{}", self.count))).await
    }

    /// The desk's own, at a later second, with these verdicts.
    fn later(&self, second: i64, verdicts: [ReceiptVerdict; 2]) -> Receipt {
        let mut receipt = Receipt {
            id: DocumentId::random(&mut OsRng),
            created: Timestamp::from_second(1_800_000_100 + second).expect("a time"),
            ..self.receipt.clone()
        };
        for (item, verdict) in receipt.items.iter_mut().zip(verdicts) {
            item.verdict = verdict;
            item.code = (verdict == ReceiptVerdict::Rejected).then(|| Text::typed("expired").expect("a code"));
        }
        receipt
    }

    async fn opens_own(&mut self, receipt: &Receipt) -> DeliveryView {
        let signing = clone_of(&self.desk.identity);
        let opened = self.opens(receipt, &signing).await.expect("the proven desk's own");
        assert!(matches!(&opened, OpenedView::Confirmation { delivery_id, .. } if *delivery_id == self.delivery));
        self.world.delivery(&self.delivery).await
    }
}

fn clone_of(identity: &Identity) -> SigningKey {
    SigningKey::from_seed(identity.signing().seed()).expect("its own seed")
}

#[tokio::test]
async fn the_desk_s_confirmation_is_shown_and_ends_the_reminder() {
    let mut sent = Sent::to_proven_desk().await;
    sent.world.later(25 * 60 * 60);
    let waiting = sent.world.delivery(&sent.delivery).await.follow_up.expect("it was sent");
    assert!(waiting.confirmation.is_none(), "nobody has answered");
    let receipt = sent.receipt.clone();
    let view = sent.opens_own(&receipt).await;
    assert_eq!(view.step, Step::FollowUp, "where it is shown");
    assert_eq!(view.modes[0].progress, ModeProgress::Works, "in the list as well");
    let follow_up = view.follow_up.expect("it was sent");
    let confirmation = follow_up.confirmation.expect("what they say");
    assert_eq!((confirmation.outcome, confirmation.turned), (ConfirmationOutcome::Works, false), "the keys work");
    assert_eq!(confirmation.items.len(), 2, "each of them");
    assert!(!follow_up.overdue, "nobody has to be called");
    assert_eq!(follow_up.keys_here, 2, "so they can be taken off this computer");
    let again = sent.opens_own(&receipt).await;
    assert_eq!(again.follow_up.and_then(|follow_up| follow_up.confirmation), Some(confirmation), "twice is once");
}

#[tokio::test]
async fn only_the_proven_desk_s_confirmation_of_a_known_file_counts() {
    let mut sent = Sent::to_proven_desk().await;
    let (own, stranger) = (clone_of(&sent.desk.identity), SigningKey::random(&mut OsRng));
    let forged = Receipt { from: ReceiptSender { sign: *stranger.signer() }, ..sent.receipt.clone() };
    let mut unknown = sent.receipt.clone();
    unknown.bundle.id = DocumentId::random(&mut OsRng);
    let mut other_content = sent.receipt.clone();
    other_content.bundle.sha256 = "0".repeat(64).try_into().expect("a hash");
    let table = [
        (&forged, &stranger, OpeningCode::ConfirmedByOther, "somebody else's signature"),
        (&unknown, &own, OpeningCode::ConfirmsUnknown, "a file that was not made here"),
        (&other_content, &own, OpeningCode::ConfirmsUnknown, "another content under a known id"),
    ];
    for (receipt, key, cause, what) in table {
        assert_eq!(sent.opens(receipt, key).await, Err(AppError::NotOpened { cause }), "{what}");
    }
    let receipt = sent.receipt.clone();
    sent.opens(&receipt, &own).await.expect("the control: the desk's own");
    let same_id = Receipt { created: Timestamp::from_second(1_800_000_200).expect("a time"), ..receipt };
    let replayed = Err(AppError::NotOpened { cause: OpeningCode::Replayed });
    assert_eq!(sent.opens(&same_id, &own).await, replayed, "an id stands for one confirmation");
    let view = sent.world.delivery(&sent.delivery).await;
    let made_at = view.follow_up.and_then(|follow_up| follow_up.confirmation).map(|said| said.made_at);
    assert_eq!(made_at.as_deref(), Some("2027-01-15T08:01:40Z"), "what was shown stays");
}

#[tokio::test]
async fn a_desk_that_is_not_proven_confirms_nothing_yet() {
    let keys = (keys::current("pk_test_", keys::ACCOUNT, 1), keys::current("sk_test_", keys::ACCOUNT, 2));
    let test = || KeyScript::of(Account { livemode: false, ..Account::default() });
    let world = World::new(Script::default().with(&keys.0, test()).with(&keys.1, test()));
    let mut sent = Sent::of(world, keys, Mode::Test, false).await;
    let (receipt, own) = (sent.receipt.clone(), clone_of(&sent.desk.identity));
    let refused = Err(AppError::NotOpened { cause: OpeningCode::ConfirmerNotProven });
    assert_eq!(sent.opens(&receipt, &own).await, refused, "anybody could have asked for the keys");
}

#[tokio::test]
async fn a_rejection_says_what_to_do_and_works_turning_into_it_is_an_alarm() {
    use ReceiptVerdict::{Rejected, Works};
    let mut sent = Sent::to_proven_desk().await;
    let rejected = sent.later(0, [Works, Rejected]);
    let view = sent.opens_own(&rejected).await;
    let said = view.follow_up.and_then(|follow_up| follow_up.confirmation).expect("what they say");
    assert_eq!((said.outcome, said.turned), (ConfirmationOutcome::Rejected, false), "the first word is no alarm");
    assert_eq!(said.items[1].reason, Some(RejectReason::Expired), "the merchant can act on it");
    assert_eq!(view.modes[0].progress, ModeProgress::Rejected, "in the list as well");
    let rows = sent.world.app.list_deliveries().await.expect("a sound ledger");
    assert_eq!(rows[0].waiting_for, Some(WaitingFor::NewKeys), "it is the merchant's turn");

    let works = sent.later(10, [Works, Works]);
    let view = sent.opens_own(&works).await;
    let said = view.follow_up.and_then(|follow_up| follow_up.confirmation).expect("what they say");
    assert_eq!((said.outcome, said.turned), (ConfirmationOutcome::Works, false), "mended in Stripe");

    let turned = sent.later(20, [Rejected, Works]);
    let view = sent.opens_own(&turned).await;
    let said = view.follow_up.and_then(|follow_up| follow_up.confirmation).expect("what they say");
    assert_eq!((said.outcome, said.turned), (ConfirmationOutcome::Rejected, true), "call them before sending new keys");

    let overtaken = sent.later(5, [Works, Works]);
    let view = sent.opens_own(&overtaken).await;
    let said = view.follow_up.and_then(|follow_up| follow_up.confirmation).expect("what they say");
    assert_eq!(said.outcome, ConfirmationOutcome::Rejected, "a mail that was late changes nothing");
    assert_eq!(view.modes[0].progress, ModeProgress::Rejected, "anywhere");
}

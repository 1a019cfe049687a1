//! What the tests of this crate put into ledgers.

use jiff::Timestamp;
use keycourier_credentials::{AccountId, Credential, Kind, Mode, Relation, SlotId, parse};
use keycourier_testkit::keys as forms;

use crate::{
    Account, AskedSlot, BundleAccount, BundleContent, BundleId, BundleKey, BusinessId, Change, DeskContact, DeskNumber,
    Digest, DocumentId, DocumentRef, HandoverId, Intake, IntegratorId, KeyId, Ledger, LedgerError, Line, NewDesk,
    NewHandover, NewIntegrator, NewKey, NewRequest, Origin, Recorded, Scope, SignerKey,
};

pub(crate) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).unwrap()
}

pub(crate) fn ledger() -> Ledger {
    Ledger::in_memory().unwrap()
}

pub(crate) fn line(text: &str) -> Line {
    text.parse().unwrap()
}

pub(crate) fn slot(mode: Mode, name: &str) -> SlotId {
    SlotId { mode, name: name.parse().unwrap() }
}

pub(crate) fn account_id(n: u8) -> AccountId {
    format!("acct_1KcTestAccnt{n:04}").parse().unwrap()
}

/// Hands a made-up credential to `look`; each number is another one.
pub(crate) fn with_credential<T>(prefix: &str, n: u8, look: impl FnOnce(&Credential) -> T) -> T {
    let paste = parse(&forms::legacy(prefix, u64::from(n) + 1));
    look(paste.credentials().next().expect("a key of a known form").1)
}

pub(crate) fn new_key(business: BusinessId, mode: Mode, n: u8) -> NewKey {
    with_credential(&format!("sk_{mode}_"), n, |credential| NewKey {
        id: KeyId::from_bytes([n; 16]),
        business,
        mode,
        kind: credential.kind(),
        mask: credential.mask().clone(),
        fingerprint: credential.fingerprint(),
        account: None,
    })
}

pub(crate) fn imagatec(change: &mut Change<'_>) -> Result<IntegratorId, LedgerError> {
    let new = NewIntegrator {
        name: line("Imagatec"),
        domain: Some(line("imagatec.example")),
        email: Some(line("help@imagatec.example")),
        preset: Some("imagatec".parse().unwrap()),
    };
    change.add_integrator(&new, at(0))
}

pub(crate) fn new_desk(n: u8) -> NewDesk {
    NewDesk {
        number: DeskNumber::new(n.into()),
        name: line("Imagatec"),
        domain: line("imagatec.example"),
        contact: DeskContact::default(),
        signer: SignerKey::from_bytes([n; 32]),
        recipient: "age1qqqsyqcyq5".parse().unwrap(),
        made_at: at(0),
    }
}

pub(crate) fn new_request(origin: Origin, n: u8) -> NewRequest {
    NewRequest {
        origin,
        document_id: DocumentId::from_bytes([n; 16]),
        document: vec![b'{', n, b'}'],
        signer: SignerKey::from_bytes([n; 32]),
        scope: Scope::One,
        ticket: Some(line("IM-20417")),
        preset: Some("imagatec".parse().unwrap()),
        file_name: Some(line("Imagatec.keyrequest")),
        made_at: at(0),
        expires_at: Some(at(1_000)),
    }
}

/// A business named Some Car Wash that answers Imagatec: secret key in test and live, publishable key in live if wanted.
pub(crate) struct SampleDelivery {
    pub(crate) business: BusinessId,
    pub(crate) integrator: IntegratorId,
    pub(crate) handover: HandoverId,
}

pub(crate) fn delivery(change: &mut Change<'_>) -> Result<SampleDelivery, LedgerError> {
    let business = change.add_business(Some(&line("Some Car Wash")), None, at(0))?;
    let integrator = imagatec(change)?;
    let new = NewHandover { business, integrator, request: None, label: None, project: None };
    let handover = change.add_handover(&new, at(0))?;
    let asked = [(Mode::Test, "secret", true), (Mode::Live, "publishable", false), (Mode::Live, "secret", true)];
    let asked = asked.map(|(mode, name, required)| AskedSlot { id: slot(mode, name), required });
    change.set_slots(handover, &asked, at(0))?;
    Ok(SampleDelivery { business, integrator, handover })
}

/// A bundle of Some Car Wash with a test and two live keys: each number is another one.
pub(crate) fn received(n: u8) -> BundleContent {
    let key = |prefix: &str, mode: Mode, name: &str| {
        with_credential(prefix, n, |credential| BundleKey {
            slot: slot(mode, name),
            kind: credential.kind(),
            mask: credential.mask().clone(),
            fingerprint: credential.fingerprint(),
        })
    };
    let account = Account { mode: Mode::Live, id: account_id(n), name: None, country: None, can_take_payments: None };
    BundleContent {
        document: Some(DocumentRef {
            id: DocumentId::from_bytes([n; 16]),
            payload_sha256: Digest::from_bytes([n; 32]),
        }),
        signer: Some(SignerKey::from_bytes([n; 32])),
        file_sha256: Digest::from_bytes([n; 32]),
        sealed: b"-----BEGIN AGE ENCRYPTED FILE-----\nAAAA\n".to_vec().try_into().unwrap(),
        company: Some(line("Some Car Wash")),
        contact: None,
        addressee: None,
        file_name: Some(line("SomeCarWash_Stripe_API_Keys.age")),
        ticket: None,
        request: None,
        replaces: None,
        keys: vec![
            key("sk_test_", Mode::Test, "secret"),
            key("pk_live_", Mode::Live, "publishable"),
            key("sk_live_", Mode::Live, "secret"),
        ],
        accounts: vec![BundleAccount { account, keys: Relation::CannotTell }],
        made_at: Some(at(0)),
    }
}

pub(crate) fn received_id(ledger: &mut Ledger, content: &BundleContent, now: Timestamp) -> BundleId {
    let intake = Intake { missing: Some(Kind::Publishable), ..Intake::default() };
    match ledger.write(|change| change.record_received(content, &intake, now)).unwrap() {
        Recorded::New(id) => id,
        other => panic!("a bundle that was not here before, and not {other:?}"),
    }
}

//! A desk of Imagatec's, and merchants who answer it.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use keycourier_credentials::{Kind, Mode};
use keycourier_devkit4ai::DevKit;
use keycourier_documents::{
    AgeRecipient, Bundle, BundleKey, CheckCode, DocumentId, Identity, Sender, SignedRequest, SigningKey, Text, seal,
};
use keycourier_http::{Client, Limits, Origin};
use keycourier_keychain::Keychain;
use keycourier_ledger::Ledger;
use keycourier_stripe::Stripe;
use keycourier_testkit::fake_stripe::{FakeStripe, KeyScript, Script};
use keycourier_testkit::keys;
use keycourier_wire::{
    AddFilesRequest, AddedItemView, AddedOutcome, ChangeInboxItemRequest, InboxItemRequest, InboxItemView, InboxList,
    InboxSort, InboxState, InboxView, ListInboxRequest, MakeRequestRequest, Mode as PageMode, OwnRequestView,
    RequestDraft, RestrictedPolicy, Scope, SetUpDeskRequest,
};
use rand_core::OsRng;
use secrecy::SecretString;
use tempfile::TempDir;

use crate::app::ids::request_id;
use crate::app::testing::MemoryShell;
use crate::{App, Clock, Parts, Randomness};

pub(super) struct World {
    pub(super) app: App,
    pub(super) shell: Arc<MemoryShell>,
    pub(super) stripe: FakeStripe,
    pub(super) folder: TempDir,
    count: AtomicU32,
    second: Arc<AtomicI64>,
}

pub(super) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).expect("a time of this century")
}

impl World {
    /// Without a desk.
    pub(super) fn empty() -> Self {
        let stripe = FakeStripe::start(Script::default()).expect("a free port");
        let origin = Origin::loopback(&stripe.base()).expect("the fake is on loopback");
        let limits = Limits { first_wait: Duration::ZERO, longest_wait: Duration::ZERO, ..Limits::default() };
        let (shell, folder) = (Arc::new(MemoryShell::default()), tempfile::tempdir().expect("a folder"));
        let second = Arc::new(AtomicI64::new(0));
        let now = Arc::clone(&second);
        let app = App::new(Parts {
            data_folder: folder.path().to_owned(),
            ledger: Ledger::in_memory().expect("memory for a ledger"),
            keychain: Keychain::for_this_session(),
            stripe: Stripe::new(Client::new(limits), origin.clone()),
            // Nothing of a desk goes there.
            dev_kit: DevKit::new(Client::new(limits), origin),
            clock: Clock::from_fn(move || at(now.load(Ordering::Relaxed))),
            randomness: Randomness::system(),
            shell: shell.clone(),
        });
        Self { app, shell, stripe, folder, count: AtomicU32::new(0), second }
    }

    /// With Imagatec's desk.
    pub(super) async fn with_desk() -> Self {
        let world = Self::empty();
        world.app.set_up_desk(imagatec("desk")).await.expect("a new desk");
        world
    }

    pub(super) fn later(&self, seconds: i64) {
        self.second.fetch_add(seconds, Ordering::Relaxed);
    }

    /// An id that no command had yet.
    pub(super) fn operation(&self) -> String {
        format!("op-{}", self.count.fetch_add(1, Ordering::Relaxed))
    }

    /// A request of this desk, for two live keys.
    pub(super) async fn request(&self) -> OwnRequestView {
        let request = MakeRequestRequest { operation_id: self.operation(), draft: draft() };
        self.app.make_request(request).await.expect("a good draft")
    }

    pub(super) fn document(&self, view: &OwnRequestView) -> SignedRequest {
        let id = request_id(&view.request_id).expect("a number");
        let kept = self.app.ledger().request(id).expect("a sound ledger").expect("it was made");
        SignedRequest::read_document(&kept.recorded.document).expect("what was signed can be read")
    }

    /// A bundle that answers a new request, not sealed yet.
    pub(super) async fn answer(&self, merchant: &Merchant) -> Bundle {
        let request = self.request().await;
        merchant.bundle(&self.document(&request))
    }

    /// Puts a file with these bytes into the inbox.
    pub(super) async fn add(&self, name: &str, bytes: &[u8]) -> Added {
        let path = self.file(name, bytes);
        let paths = vec![path.to_string_lossy().into_owned()];
        let added = self.app.add_inbox_files(AddFilesRequest { operation_id: self.operation(), paths }).await;
        let AddedItemView { item_id, outcome, .. } = added.expect("a desk").items.remove(0);
        Added { item_id: item_id.expect("a file that can be read"), outcome }
    }

    pub(super) fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).expect("room for a file");
        path
    }

    pub(super) async fn rows(&self, list: InboxList, search: &str) -> InboxView {
        let sort = InboxSort::Arrived;
        let request = ListInboxRequest { list, search: search.to_owned(), sort, descending: true };
        self.app.list_inbox(request).await.expect("a sound ledger")
    }

    /// Lets Stripe know both keys of somebody.
    pub(super) fn knows(&self, merchant: &Merchant) {
        self.stripe.set(&merchant.secret, KeyScript::live());
        self.stripe.set(&merchant.publishable, KeyScript::live());
    }

    /// Checks a row, and waits for the end of it.
    pub(super) async fn checked(&self, item_id: &str) -> InboxItemView {
        self.app.check_inbox_item(self.change(item_id)).await.expect("a row with keys");
        loop {
            let item = self.item(item_id).await;
            // The verdict of the whole is written after the last answer.
            if item.row.state != InboxState::Check {
                return item;
            }
            tokio::task::yield_now().await;
        }
    }

    /// A change of one row, under an operation of its own.
    pub(super) fn change(&self, item_id: &str) -> ChangeInboxItemRequest {
        ChangeInboxItemRequest { operation_id: self.operation(), item_id: item_id.to_owned() }
    }

    pub(super) async fn item(&self, item_id: &str) -> InboxItemView {
        let request = InboxItemRequest { item_id: item_id.to_owned() };
        self.app.get_inbox_item(request).await.expect("a row that is there")
    }
}

/// No test of the receiving side brings a fault about.
impl Drop for World {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            assert_eq!(self.shell.faults(), Vec::<String>::new(), "a fault of the program stands in the log");
        }
    }
}

pub(super) fn imagatec(operation: &str) -> SetUpDeskRequest {
    SetUpDeskRequest {
        operation_id: operation.to_owned(),
        name: "Imagatec".to_owned(),
        domain: "imagatec.com.au".to_owned(),
        email: Some("help@imagatec.com.au".to_owned()),
        phone: None,
        hours: Some("9 to 5".to_owned()),
    }
}

pub(super) fn draft() -> RequestDraft {
    RequestDraft {
        scope: Scope::One { ticket: Some("IM-20417".to_owned()) },
        preset: Some("imagatec".to_owned()),
        modes: vec![PageMode::Live],
        slots: Vec::new(),
        restricted: RestrictedPolicy::Allowed,
        expires_in_days: Some(30),
    }
}

/// What a file became.
pub(super) struct Added {
    pub(super) item_id: String,
    pub(super) outcome: AddedOutcome,
}

/// Somebody with a computer and two keys.
pub(super) struct Merchant {
    pub(super) signing: SigningKey,
    pub(super) publishable: String,
    pub(super) secret: String,
    pub(super) app: &'static str,
}

impl Merchant {
    pub(super) fn new(account: &str) -> Self {
        Self {
            signing: SigningKey::random(&mut OsRng),
            publishable: keys::current("pk_live_", account, 1),
            secret: keys::current("sk_live_", account, 2),
            app: "Keycourier 0.1.0",
        }
    }

    /// Both keys, for whoever made the request.
    pub(super) fn bundle(&self, request: &SignedRequest) -> Bundle {
        let to = request.request().to.iter().map(|to| to.age.clone()).collect();
        Bundle { request: Some(request.document().to_owned()), ..self.bundle_to(to) }
    }

    /// Both keys, unasked.
    pub(super) fn bundle_to(&self, to: Vec<AgeRecipient>) -> Bundle {
        Bundle {
            id: DocumentId::random(&mut OsRng),
            created: at(0),
            supersedes: None,
            request: None,
            to,
            from: Sender {
                sign: *self.signing.signer(),
                business: text("Some Car Wash"),
                contact: Some(text("Sam Taylor")),
                app: text(self.app),
            },
            accounts: Vec::new(),
            keys: vec![
                key("secret", Kind::Secret, &self.secret, CheckCode::Works),
                key("publishable", Kind::Publishable, &self.publishable, CheckCode::PublishableOk),
            ],
            webhooks: Vec::new(),
            answers: Vec::new(),
            note: None,
        }
    }

    pub(super) fn seal(&self, bundle: &Bundle) -> Vec<u8> {
        seal(bundle, &self.signing).expect("a whole bundle").file
    }
}

pub(super) fn key(slot: &str, kind: Kind, value: &str, check: CheckCode) -> BundleKey {
    BundleKey {
        slot: slot.parse().expect("a slot's name"),
        mode: Mode::Live,
        kind,
        value: SecretString::from(value),
        check,
        checked_at: Some(at(0)),
    }
}

pub(super) fn text<const MAX: usize>(text: &str) -> Text<MAX> {
    Text::typed(text).expect("plain text")
}

/// Somebody else's recipient.
pub(super) fn stranger() -> AgeRecipient {
    Identity::random(&mut OsRng).recipient().expect("a new identity has one")
}

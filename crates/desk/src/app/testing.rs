//! A window in memory and a program around it, for tests.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use keycourier_credentials::{Kind, Mode};
use keycourier_devkit4ai::DevKit;
use keycourier_documents::{
    Deliver, DocumentId, Identity, Issuer, Question, QuestionType, Recipient, Request, RequestedSlot, RestrictedKeys,
    Scope, SignedRequest, SigningKey, Text,
};
use keycourier_http::{Client, Limits, Origin};
use keycourier_keychain::Keychain;
use keycourier_ledger::Ledger;
use keycourier_stripe::Stripe;
use keycourier_testkit::fake_devkit::FakeDevkit;
use keycourier_testkit::fake_stripe::{FakeStripe, Script};
use keycourier_wire::{CheckState, CheckView, DeliveryRequest, DeliveryView, KeyStorage, OpenedView, PageEvent};
use rand_core::OsRng;
use secrecy::{ExposeSecret, SecretString};
use tempfile::TempDir;

use super::{App, Clipboard, NotOpened, Parts, Preferences, Shell, lock};
use crate::{Clock, Randomness};

/// What the window was asked to do, and what it holds.
#[derive(Default)]
pub(crate) struct MemoryShell {
    clipboard: Mutex<Option<String>>,
    lent: Mutex<Option<(String, Duration)>>,
    files_copied: Mutex<Vec<PathBuf>>,
    pages: Mutex<Vec<String>>,
    mails: Mutex<Vec<String>>,
    /// Where the next dialogs end; none closes them.
    place: Mutex<Option<PathBuf>>,
    waiting_file: Mutex<Option<PathBuf>>,
    events: Mutex<Vec<PageEvent>>,
    faults: Mutex<Vec<String>>,
    preferences: Mutex<Preferences>,
}

impl MemoryShell {
    pub(crate) fn copy(&self, text: &str) {
        *lock(&self.clipboard) = Some(text.to_owned());
    }

    pub(crate) fn clipboard(&self) -> Option<String> {
        lock(&self.clipboard).clone()
    }

    /// The pages that were opened.
    pub(crate) fn pages(&self) -> Vec<String> {
        lock(&self.pages).clone()
    }

    pub(crate) fn choose(&self, place: Option<PathBuf>) {
        *lock(&self.place) = place;
    }

    pub(crate) fn mails(&self) -> Vec<String> {
        lock(&self.mails).clone()
    }

    pub(crate) fn files_copied(&self) -> Vec<PathBuf> {
        lock(&self.files_copied).clone()
    }

    pub(crate) fn events(&self) -> Vec<PageEvent> {
        lock(&self.events).clone()
    }

    pub(crate) fn faults(&self) -> Vec<String> {
        lock(&self.faults).clone()
    }
}

impl Shell for MemoryShell {
    fn read_clipboard(&self) -> Result<SecretString, Clipboard> {
        self.clipboard().map(SecretString::from).ok_or(Clipboard::Empty)
    }

    fn write_clipboard(&self, text: &str) -> Result<(), Clipboard> {
        self.copy(text);
        Ok(())
    }

    fn lend_clipboard(&self, secret: &SecretString, clear_after: Duration) -> Result<(), Clipboard> {
        // EXPOSE: a test looks at what a person would paste.
        self.copy(secret.expose_secret());
        // EXPOSE: to see later whether it is still there.
        *lock(&self.lent) = Some((secret.expose_secret().to_owned(), clear_after));
        Ok(())
    }

    fn lent_for(&self) -> Option<Duration> {
        let lent = lock(&self.lent).clone();
        lent.filter(|(text, _)| self.clipboard().as_ref() == Some(text)).map(|(_, left)| left)
    }

    fn take_back_clipboard(&self) {
        if self.lent_for().is_some() {
            *lock(&self.clipboard) = None;
        }
    }

    fn write_clipboard_file(&self, path: &Path) -> Result<(), Clipboard> {
        lock(&self.files_copied).push(path.to_owned());
        Ok(())
    }

    fn open_page(&self, address: &str) -> Result<(), NotOpened> {
        lock(&self.pages).push(address.to_owned());
        Ok(())
    }

    fn open_mail(&self, mailto: &str) -> Result<(), NotOpened> {
        lock(&self.mails).push(mailto.to_owned());
        Ok(())
    }

    fn show_in_folder(&self, _path: &Path) -> Result<(), NotOpened> {
        Ok(())
    }

    fn choose_file(&self) -> Option<PathBuf> {
        lock(&self.place).clone()
    }

    fn choose_files(&self) -> Vec<PathBuf> {
        lock(&self.place).clone().into_iter().collect()
    }

    fn choose_place(&self, _suggested_name: &str) -> Option<PathBuf> {
        lock(&self.place).clone()
    }

    fn take_waiting_file(&self) -> Option<PathBuf> {
        lock(&self.waiting_file).take()
    }

    fn file_waits(&self) -> bool {
        lock(&self.waiting_file).is_some()
    }

    fn tell(&self, event: PageEvent) {
        lock(&self.events).push(event);
    }

    fn log_fault(&self, _reference: &str, what: &str) {
        lock(&self.faults).push(what.to_owned());
    }

    fn preferences(&self) -> Preferences {
        lock(&self.preferences).clone()
    }

    fn keep_preferences(&self, preferences: &Preferences) {
        *lock(&self.preferences) = preferences.clone();
    }
}

/// A merchant's computer.
pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) shell: Arc<MemoryShell>,
    pub(crate) stripe: FakeStripe,
    pub(crate) dev_kit: FakeDevkit,
    pub(crate) keychain: Keychain,
    pub(crate) folder: TempDir,
    now: Arc<Mutex<Timestamp>>,
}

impl World {
    pub(crate) fn new(script: Script) -> Self {
        Self::over(Keychain::for_this_session(), script)
    }

    /// Over this keychain.
    pub(crate) fn over(keychain: Keychain, script: Script) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let stripe = FakeStripe::start(script).expect("a free port");
        let dev_kit = FakeDevkit::start().expect("a free port");
        let now = Arc::new(Mutex::new(Timestamp::from_second(1_800_000_000).expect("a time")));
        let shell = Arc::new(MemoryShell::default());
        let app = start(&folder, &keychain, &stripe, &dev_kit, &now, &shell);
        Self { app, shell, stripe, dev_kit, keychain, folder, now }
    }

    /// The program ends and is started again; the keychain and the ledger's file stay.
    pub(crate) fn restart(&mut self) {
        self.app = start(&self.folder, &self.keychain, &self.stripe, &self.dev_kit, &self.now, &self.shell);
    }

    pub(crate) fn later(&self, seconds: i64) {
        let mut now = lock(&self.now);
        *now = now.checked_add(SignedDuration::from_secs(seconds)).expect("a time");
    }

    pub(crate) fn copy(&self, text: &str) {
        self.shell.copy(text);
    }

    /// Opens a request from the clipboard; gives its id.
    pub(crate) async fn open(&self, request: &SignedRequest, operation: &str) -> String {
        self.copy(&request.armored());
        match self.app.open_clipboard(operation_request(operation)).await {
            Ok(OpenedView::Request { preview }) => preview.request_id,
            other => panic!("a request opens, and not {other:?}"),
        }
    }

    pub(crate) async fn delivery(&self, id: &str) -> DeliveryView {
        self.app.get_delivery(DeliveryRequest { delivery_id: id.to_owned() }).await.expect("it is there")
    }

    /// Waits for the keychain to have every key of a delivery.
    pub(crate) async fn saved(&self, id: &str) -> DeliveryView {
        for _ in 0..2_000 {
            let delivery = self.delivery(id).await;
            let keys = || delivery.slots.iter().filter_map(|slot| slot.key.as_ref());
            if keys().all(|key| key.storage == KeyStorage::Saved || key.storage == KeyStorage::SessionOnly) {
                return delivery;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("the keychain takes them in the end")
    }

    /// Waits for the end of a check.
    pub(crate) async fn checked(&self, id: &str) -> CheckView {
        for _ in 0..2_000 {
            let request = DeliveryRequest { delivery_id: id.to_owned() };
            let check = self.app.get_check(request).await.expect("it is there");
            if check.state != CheckState::Running {
                return check;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("it ends")
    }
}

pub(crate) fn operation_request(id: &str) -> keycourier_wire::OperationRequest {
    keycourier_wire::OperationRequest { operation_id: id.to_owned() }
}

fn start(
    folder: &TempDir,
    keychain: &Keychain,
    stripe: &FakeStripe,
    dev_kit: &FakeDevkit,
    now: &Arc<Mutex<Timestamp>>,
    shell: &Arc<MemoryShell>,
) -> App {
    let limits = Limits { tries: 1, ..Limits::default() };
    let origin = Origin::loopback(&stripe.base()).expect("it is on this computer");
    let dev_kit = DevKit::new(Client::new(limits), Origin::loopback(&dev_kit.base()).expect("on this computer"));
    let time = Arc::clone(now);
    App::new(Parts {
        data_folder: folder.path().to_owned(),
        ledger: Ledger::open(&folder.path().join("ledger.sqlite"), *lock(now)).expect("a new or known file"),
        keychain: keychain.clone(),
        stripe: Stripe::new(Client::new(limits), origin),
        dev_kit,
        clock: Clock::from_fn(move || *lock(&time)),
        randomness: Randomness::system(),
        shell: Arc::clone(shell) as Arc<dyn Shell>,
    })
}

/// An integrator's helpdesk, on another computer.
pub(crate) struct Helpdesk {
    pub(crate) identity: Identity,
    name: &'static str,
    domain: &'static str,
}

impl Helpdesk {
    pub(crate) fn imagatec() -> Self {
        Self::named("Imagatec", "imagatec.com.au")
    }

    pub(crate) fn named(name: &'static str, domain: &'static str) -> Self {
        Self { identity: Identity::random(&mut OsRng), name, domain }
    }

    /// The same signing key under another name.
    pub(crate) fn renamed(self, name: &'static str, domain: &'static str) -> Self {
        Self { name, domain, ..self }
    }

    /// Asks for a publishable and a secret key of a mode, and for a contact.
    pub(crate) fn asks(&self, mode: Mode) -> SignedRequest {
        self.asks_in(&[mode], self.identity.signing())
    }

    pub(crate) fn asks_in(&self, modes: &[Mode], signing: &SigningKey) -> SignedRequest {
        self.usual(modes, signing).sign(signing).expect("within its bounds")
    }

    /// As [`asks`](Self::asks), changed before it is signed.
    pub(crate) fn asks_with(&self, mode: Mode, change: impl FnOnce(&mut Request)) -> SignedRequest {
        let mut request = self.usual(&[mode], self.identity.signing());
        change(&mut request);
        request.sign(self.identity.signing()).expect("within its bounds")
    }

    fn usual(&self, modes: &[Mode], signing: &SigningKey) -> Request {
        let slot = |mode: Mode, name: &str, accepts: Vec<Kind>| RequestedSlot {
            slot: name.parse().expect("a name"),
            mode,
            accepts,
            required: true,
            purpose: text("Takes payments"),
        };
        Request {
            id: DocumentId::random(&mut OsRng),
            created: Timestamp::from_second(1_799_990_000).expect("a time"),
            scope: Scope::One,
            ticket: Some(text("T-1")),
            expires: None,
            issuer: Issuer {
                name: text(self.name),
                domain: self.domain.parse().expect("a domain"),
                email: None,
                sign: *signing.signer(),
            },
            to: vec![Recipient { label: text("desk"), age: self.identity.recipient().expect("its own") }],
            preset: None,
            slots: modes
                .iter()
                .flat_map(|mode| {
                    [slot(*mode, "publishable", vec![Kind::Publishable]), slot(*mode, "secret", vec![Kind::Secret])]
                })
                .collect(),
            restricted: RestrictedKeys::Refused,
            permissions: Vec::new(),
            webhooks: Vec::new(),
            questions: vec![Question {
                id: "contact".parse().expect("a name"),
                label: text("Who should they talk to?"),
                kind: QuestionType::Text,
                choices: Vec::new(),
                hint: None,
                required: true,
            }],
            deliver: Deliver { email: Some(text("help@imagatec.com.au")), subject: None },
            rotation: None,
        }
    }
}

fn text<const MAX: usize>(text: &str) -> Text<MAX> {
    Text::typed(text).expect("plain text")
}

//! Files that a customer without a request locked with six spoken words: whoever knows the words could have made them.

use std::sync::Arc;

use keycourier_credentials::{Mode, Slot, parse};
use keycourier_documents::{BundleKey, CheckCode, Contents, OpenError, SpokenWords, Unlock, open};
use keycourier_ledger::{Bundle, BundleContent, Event, Intake, Line, NewEntry, Recorded, Sealed, Side};
use keycourier_wire::{AppError, InboxItemView, OpenWithWordsRequest, OpeningCode, PageEvent, TextFault, TextField};
use secrecy::{ExposeSecret, SecretString};

use super::content;
use super::opening_codes::{WRONG_WORDS, of_error, opening_code};
use super::reopening::is_spoken;
use crate::app::errors::Refusal;
use crate::app::{App, lock};

/// What the first line of such a file begins with.
const COMPANY: &str = "Company: ";
const WORDS: usize = 6;

impl App {
    /// Opens a row that is locked with spoken words. The keys stay in memory until the program ends, so that nobody types them twice.
    ///
    /// # Errors
    /// [`AppError::BadText`] for other than six words, [`AppError::NotOpened`] where they don't open it, [`AppError::FileDeleted`],
    /// [`AppError::Gone`], and those of the ledger.
    pub async fn open_with_words(&self, request: OpenWithWordsRequest) -> Result<InboxItemView, AppError> {
        let item_id = request.item_id.clone();
        let operation = request.operation_id.clone();
        let opened = async {
            self.run(move |app| app.unlock(&request)).await?;
            self.item(&item_id).await
        };
        self.once(&operation, opened).await
    }

    fn unlock(&self, request: &OpenWithWordsRequest) -> Result<(), Refusal> {
        let bundle = self.received(&request.item_id)?;
        if bundle.opened && !is_spoken(&bundle) {
            return Ok(());
        }
        // EXPOSE: its words are counted.
        let typed = request.words.expose_secret().split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
        if typed.count() != WORDS {
            return Err(Refusal::bad_text(TextField::Words, TextFault::WrongForm));
        }
        let sealed = self.ledger().sealed(bundle.id)?.ok_or(AppError::FileDeleted)?;
        let words = SpokenWords::typed(&request.words);
        let text = match open(&sealed, &Unlock::Words(&words)) {
            Ok(Contents::Spoken(file)) => file.text,
            Ok(Contents::Bundle(_)) => return Err(AppError::DataDamaged.into()),
            Err(OpenError::NotForUs) => return self.wrong_words(&bundle),
            Err(error) => return Err(AppError::NotOpened { cause: of_error(error) }.into()),
        };
        let Some(keys) = keys(&text) else {
            return Err(AppError::NotOpened { cause: OpeningCode::Malformed }.into());
        };
        if !bundle.opened {
            self.record_spoken(&bundle, &text, &keys, sealed)?;
        }
        lock(&self.spoken).insert(bundle.id, Arc::new(keys));
        self.shell.tell(PageEvent::InboxChanged);
        Ok(())
    }

    /// The row says from now on what came of it.
    fn wrong_words(&self, bundle: &Bundle) -> Result<(), Refusal> {
        if !bundle.opened {
            let cause = WRONG_WORDS.parse().map_err(|_| Refusal::fault("an opening code is no code of the ledger"))?;
            self.ledger().write(|change| change.set_cause(bundle.id, &cause))?;
            self.shell.tell(PageEvent::InboxChanged);
        }
        Err(AppError::NotOpened { cause: opening_code(WRONG_WORDS) }.into())
    }

    fn record_spoken(
        &self,
        bundle: &Bundle,
        text: &SecretString,
        keys: &[BundleKey],
        sealed: Vec<u8>,
    ) -> Result<(), Refusal> {
        let now = self.clock.now();
        // EXPOSE: its first line alone, of which a key would become a mask.
        let company = text.expose_secret().lines().find_map(|line| line.strip_prefix(COMPANY)).and_then(Line::made_of);
        let kept = content::keys(keys).ok_or(AppError::NotOpened { cause: OpeningCode::Malformed })?;
        let content = BundleContent {
            document: None,
            signer: None,
            file_sha256: bundle.file_sha256,
            sealed: Sealed::try_from(sealed).map_err(|_| Refusal::fault("sealed bytes that are none"))?,
            company,
            contact: None,
            addressee: None,
            file_name: bundle.file_name.clone(),
            ticket: None,
            request: None,
            replaces: None,
            accounts: content::accounts(&[], &kept),
            keys: kept.into_iter().map(|(key, _)| key).collect(),
            made_at: None,
        };
        self.ledger().write(|change| {
            if let Recorded::New(_) = change.record_received(&content, &Intake::default(), now)? {
                let entry = NewEntry {
                    business: content.company.clone(),
                    ticket: bundle.ticket.clone(),
                    detail: "spoken_words".parse().ok(),
                    ..NewEntry::new(Side::Receive, Event::BundleReceived)
                };
                change.note(&entry, now)?;
            }
            Ok(())
        })
    }
}

/// The keys in the labelled text, each in the slot that its kind has everywhere; none where there is no key, or two for one slot.
fn keys(text: &SecretString) -> Option<Vec<BundleKey>> {
    // EXPOSE: read by the same rules as a paste.
    let paste = parse(text.expose_secret());
    let key = |credential: &keycourier_credentials::Credential| {
        // A signing secret names no mode, and a real one is what a customer would send.
        let slot = Slot::usual(credential.kind(), credential.mode().unwrap_or(Mode::Live)).id;
        BundleKey {
            slot: slot.name,
            mode: slot.mode,
            kind: credential.kind(),
            value: credential.value().clone(),
            check: CheckCode::NotChecked,
            checked_at: None,
        }
    };
    let keys: Vec<BundleKey> = paste.credentials().map(|(_, credential)| key(credential)).collect();
    let is_twice = |key: &BundleKey| keys.iter().filter(|other| other.slot_id() == key.slot_id()).count() > 1;
    (!keys.is_empty() && !keys.iter().any(is_twice)).then_some(keys)
}

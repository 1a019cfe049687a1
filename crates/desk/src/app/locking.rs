//! Making the locked file: what goes into it, whose signature is under it, and where it lies.

use std::path::PathBuf;

use keycourier_credentials::{AccountHint, Relation, SlotName};
use keycourier_documents::{
    Account, AgeRecipient, Answer, Bundle, BundleKey, CheckCode, DocumentId, Sender, SigningKey, SpokenWords, Text,
    seal,
};
use keycourier_keychain::Item;
use keycourier_ledger as kept;
use keycourier_ledger::{
    AccountState, BundleAccount, BundleContent, BundleId, BundleState, DocumentRef, Event, Line, NewEntry, Recorded,
    Sealed, Side, Way,
};
use keycourier_wire::{
    AnswerView, AppError, BundlePreviewView, ChangeDeliveryRequest, DeliveryRequest, DeliveryView, PreviewKeyView,
    SendBlock,
};
use secrecy::SecretString;

use super::check::webhooks_of_bundle;
use super::collect::hint;
use super::delivery::{Delivery, note_progress};
use super::errors::Refusal;
use super::questions::BETWEEN;
use super::views::{checks, words};
use super::ways::seal_with_words;
use super::{App, ids};
use crate::{FileError, Over, write_new};

const APP: &str = concat!("Keycourier ", env!("CARGO_PKG_VERSION"));
const FOLDER: &str = "outbox";

/// A locked file and what the ledger keeps of it.
struct Made {
    bytes: Vec<u8>,
    /// What only a signed one has.
    signed: Option<(DocumentRef, kept::SignerKey)>,
}

/// What locks a file.
enum Lock {
    /// The signature of this computer, for whoever the delivery is for.
    Signed(SigningKey),
    /// Six words, read out in a call.
    Spoken(SpokenWords),
}

impl App {
    /// What the receiver will see.
    ///
    /// # Errors
    /// [`AppError::Gone`], and those of the ledger.
    pub async fn preview_bundle(&self, request: DeliveryRequest) -> Result<BundlePreviewView, AppError> {
        self.run(move |app| {
            let delivery = Delivery::load(&app.ledger(), ids::handover_id(&request.delivery_id)?)?;
            let keys = delivery.rows.iter().filter_map(|row| {
                let key = row.key.as_ref()?;
                let id = &row.slot.id;
                Some(PreviewKeyView {
                    slot: words::slot(id),
                    kind: words::kind(key.kind),
                    mask: key.mask.to_string(),
                    ending: key.mask.last_four().to_owned(),
                    verdict: delivery.verdict_view(row),
                })
            });
            let answers = delivery.asked.questions.iter().filter_map(|question| {
                Some(AnswerView { label: question.label.to_string(), text: answer_to(&delivery, &question.id)? })
            });
            let modes: Vec<_> = delivery.modes_with_keys().collect();
            let accounts = delivery.accounts.iter().filter(|known| modes.contains(&known.account.mode));
            Ok(BundlePreviewView {
                business_name: delivery.business.name.as_ref().map(ToString::to_string),
                who: delivery.who.clone(),
                ticket: delivery.request.as_ref().and_then(|request| request.ticket.as_ref()).map(ToString::to_string),
                accounts: accounts.map(checks::mode_account).collect(),
                keys: keys.collect(),
                answers: answers.collect(),
                file_name: default_name(delivery.business.name.as_ref().map(Line::as_str).unwrap_or_default()),
            })
        })
        .await
    }

    /// Makes the locked file. Where it is made already and nothing has changed since, that one stays.
    ///
    /// # Errors
    /// [`AppError::NotProven`] for Live keys to somebody not proven, [`AppError::SignerChanged`], [`AppError::NotReady`],
    /// [`AppError::FileNotWritten`], [`AppError::DiskFull`], those of the keychain, and those of the ledger.
    pub async fn lock_delivery(&self, request: ChangeDeliveryRequest) -> Result<DeliveryView, AppError> {
        self.once(&request.operation_id, async {
            let locked = self.lock_now(&request.delivery_id).await;
            locked.map_err(|refusal| self.tell_refusal(refusal))
        })
        .await
    }

    async fn lock_now(&self, delivery_id: &str) -> Result<DeliveryView, Refusal> {
        let id = ids::handover_id(delivery_id)?;
        // The bundle that is there carries the operation's result: an unchanged delivery is never locked a second time.
        let delivery = self.run(move |app| Delivery::load(&app.ledger(), id)).await?;
        let spoken = match &delivery.locked_by {
            Some(Way::Spoken(words)) => Some(*words),
            Some(Way::Code(_)) | None => None,
        };
        // A file whose words are gone, as those of an earlier session may be, opens to nobody.
        let words_are_gone = match spoken {
            Some(words) if delivery.bundle.is_some() => self.kept_words(words).await?.is_none(),
            Some(_) | None => false,
        };
        if let Some(bundle) = delivery.bundle.as_ref().filter(|_| !delivery.outdated && !words_are_gone) {
            let bundle = bundle.id;
            return Ok(self.run(move |app| app.ensure_file(bundle).and_then(|_| app.delivery_view(id))).await?);
        }
        if let Some(block) = delivery.send_blocks().first() {
            return Err(Refusal::Told(match block {
                SendBlock::NotProven => AppError::NotProven,
                SendBlock::SignerChanged => AppError::SignerChanged,
                _ => AppError::NotReady,
            }));
        }
        let lock = match spoken {
            Some(words) => Lock::Spoken(self.words_for(words).await?),
            None => Lock::Signed(self.signing_key().await?),
        };
        let mut values = Vec::new();
        for row in &delivery.rows {
            if let Some(key) = &row.key {
                values.push(self.value_of(key).await?);
            }
        }
        Ok(self.run(move |app| app.make_bundle(&delivery, values, &lock)).await?)
    }

    fn make_bundle(
        &self,
        delivery: &Delivery,
        values: Vec<SecretString>,
        lock: &Lock,
    ) -> Result<DeliveryView, Refusal> {
        let now = self.clock.now();
        let made = match lock {
            Lock::Signed(signing) => self.seal(delivery, values, signing)?,
            Lock::Spoken(words) => seal_spoken_file(delivery, &values, words)?,
        };
        let (document, signer) = made.signed.unzip();
        let content = BundleContent {
            document,
            signer,
            file_sha256: ids::file_digest(&made.bytes),
            sealed: Sealed::try_from(made.bytes).map_err(|_| Refusal::fault("a locked file that is none"))?,
            company: delivery.business.name.clone(),
            contact: delivery.business.contact.clone(),
            addressee: Some(delivery.integrator.name.clone()),
            file_name: Line::made_of(&default_name(
                delivery.business.name.as_ref().map(Line::as_str).unwrap_or_default(),
            )),
            ticket: delivery.request.as_ref().and_then(|request| request.ticket.clone()),
            request: delivery.request.as_ref().map(|request| request.id),
            replaces: None,
            keys: delivery.rows.iter().filter_map(bundle_key).collect(),
            accounts: accounts(delivery),
            made_at: Some(now),
        };
        let id = delivery.id();
        let bundle = self.ledger().write(|change| {
            // Another key may have come while the keychain was asked.
            let present = Delivery::load(change, id)?;
            let same = present.handover.contents_at == delivery.handover.contents_at
                && present.rows.iter().map(|row| row.slot.key).eq(delivery.rows.iter().map(|row| row.slot.key));
            if !same || !present.send_blocks().is_empty() {
                return Err(Refusal::Told(AppError::NotReady));
            }
            let bundle = match change.record_sent(id, &content, now)? {
                Recorded::New(bundle) | Recorded::Known(bundle) => bundle,
                Recorded::Replayed(_) => return Err(Refusal::fault("one id for two locked files")),
            };
            let entry = NewEntry {
                business: delivery.business.name.clone(),
                integrator: Some(delivery.integrator.name.clone()),
                ticket: content.ticket.clone(),
                ..NewEntry::new(Side::Send, Event::BundleMade)
            };
            change.note(&entry, now)?;
            note_progress(change, id, now)?;
            Ok(bundle)
        })?;
        self.ensure_file(bundle)?;
        self.delivery_view(id)
    }

    fn seal(&self, delivery: &Delivery, values: Vec<SecretString>, signing: &SigningKey) -> Result<Made, Refusal> {
        let to: Vec<AgeRecipient> = match (&delivery.request, &delivery.locked_by) {
            (Some(request), _) => request.signed.request().to.iter().map(|to| to.age.clone()).collect(),
            (None, Some(Way::Code(code))) => vec![code.as_str().parse().map_err(|_| AppError::DataDamaged)?],
            (None, Some(Way::Spoken(_)) | None) => return Err(AppError::NotReady.into()),
        };
        let business = delivery.business.name.as_ref().ok_or(AppError::NotReady)?;
        let keys = delivery.rows.iter().filter(|row| row.key.is_some()).zip(values);
        let keys = keys.filter_map(|(row, value)| {
            Some(BundleKey {
                slot: row.slot.id.name.clone(),
                mode: row.slot.id.mode,
                kind: row.key.as_ref()?.kind,
                value,
                check: delivery.verdict(row).map_or(CheckCode::NotChecked, |verdict| checks::check_code(&verdict)),
                checked_at: row.check.as_ref().map(|check| check.at),
            })
        });
        let answers = delivery.asked.questions.iter().filter_map(|question| {
            let text = answer_to(delivery, &question.id)?;
            Some(Answer { id: question.id.clone(), text: Text::typed(&text).ok()? })
        });
        let earlier = delivery.bundle.as_ref().filter(|bundle| bundle.state != BundleState::Made);
        let bundle = Bundle {
            id: self.randomness.with(|random| DocumentId::random(random)),
            created: self.clock.now(),
            supersedes: earlier.and_then(|bundle| bundle.document_id.as_ref()).map(ids::document_id_of),
            request: delivery.request.as_ref().map(|request| request.signed.document().to_owned()),
            to,
            from: Sender {
                sign: *signing.signer(),
                business: text(business.as_str())?,
                contact: delivery.business.contact.as_ref().map(|contact| text(contact.as_str())).transpose()?,
                app: text(APP)?,
            },
            accounts: accounts(delivery)
                .into_iter()
                .map(|named| Account {
                    mode: named.account.mode,
                    id: named.account.id,
                    name: named.account.name.and_then(|name| Text::typed(name.as_str()).ok()),
                })
                .collect(),
            keys: keys.collect(),
            webhooks: webhooks_of_bundle(delivery),
            answers: answers.collect(),
            note: None,
        };
        let sealed = seal(&bundle, signing).map_err(|error| Refusal::Fault(error.to_string()))?;
        let document = DocumentRef { id: ids::document_id(bundle.id), payload_sha256: ids::digest(&sealed.hash)? };
        Ok(Made { bytes: sealed.file, signed: Some((document, ids::signer_key(signing.signer()))) })
    }

    /// The key that this computer signs with, made at first need.
    async fn signing_key(&self) -> Result<SigningKey, Refusal> {
        let _alone = self.device_key.lock().await;
        let keychain = self.keychain();
        if let Some(seed) = self.answer_of(keychain.get(Item::DEVICE)).await? {
            return SigningKey::from_seed(&seed).ok_or(Refusal::Told(AppError::KeyDamaged));
        }
        let new = self.randomness.with(|random| SigningKey::random(random));
        self.answer_of(keychain.put(Item::DEVICE, new.seed().clone())).await?;
        Ok(new)
    }

    /// The file of a bundle, written anew where it is gone.
    pub(crate) fn ensure_file(&self, id: BundleId) -> Result<PathBuf, Refusal> {
        let (bundle, sealed) = {
            let ledger = self.ledger();
            (ledger.bundle(id)?.ok_or(AppError::Gone)?, ledger.sealed(id)?.ok_or(AppError::Gone)?)
        };
        if let Some(path) = &bundle.path
            && std::fs::read(path).is_ok_and(|bytes| bytes == sealed)
        {
            return Ok(path.clone());
        }
        let name = bundle.file_name.as_ref().map(Line::as_str).unwrap_or_default();
        let path = self.write_to_outbox(name, &sealed)?;
        self.ledger().write(|change| change.set_path(id, Some(&path)))?;
        Ok(path)
    }

    /// Writes beside what is there: another delivery of the same business has the same default name.
    pub(crate) fn write_to_outbox(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, Refusal> {
        const MOST: usize = 1_000;
        let folder = self.data_folder.join(FOLDER);
        std::fs::create_dir_all(&folder).map_err(|error| not_written(FileError::from(&error), name))?;
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "age"));
        for n in 1..=MOST {
            let name = if n == 1 { name.to_owned() } else { format!("{stem}_{n}.{ending}") };
            let path = folder.join(&name);
            match write_new(&path, bytes, Over::Nothing) {
                Ok(()) => return Ok(path),
                Err(FileError::Exists) if std::fs::read(&path).is_ok_and(|there| there == bytes) => return Ok(path),
                Err(FileError::Exists) => {}
                Err(error) => return Err(not_written(error, &name)),
            }
        }
        Err(not_written(FileError::Exists, name))
    }
}

fn seal_spoken_file(delivery: &Delivery, values: &[SecretString], words: &SpokenWords) -> Result<Made, Refusal> {
    let business = delivery.business.name.as_ref().ok_or(AppError::NotReady)?;
    let answers: Vec<_> = delivery
        .asked
        .questions
        .iter()
        .filter_map(|question| Some((question.label.to_string(), answer_to(delivery, &question.id)?)))
        .collect();
    Ok(Made { bytes: seal_with_words(business.as_str(), values, &answers, words)?, signed: None })
}

/// Why a file was not written.
pub(crate) fn not_written(error: FileError, name: &str) -> Refusal {
    Refusal::Told(match error {
        FileError::DiskFull => AppError::DiskFull,
        FileError::Missing | FileError::Refused | FileError::TooBig | FileError::Exists => {
            AppError::FileNotWritten { file_name: name.to_owned() }
        }
    })
}

/// The words that a person gave to a question, in one line; `None` where it has no answer.
fn answer_to(delivery: &Delivery, question: &SlotName) -> Option<String> {
    let answer = delivery.answers.iter().find(|answer| answer.question.as_str() == question.as_str())?;
    Some(answer.values.iter().map(ToString::to_string).collect::<Vec<_>>().join(BETWEEN))
}

/// `BusinessName_Stripe_API_Keys.age`, of letters and digits that every system takes.
fn default_name(business: &str) -> String {
    const LONGEST: usize = 60;
    let word = |word: &str| {
        let mut letters = word.chars().filter(|c| c.is_alphanumeric());
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>()
    };
    let name: String = business.split_whitespace().map(word).collect::<String>().chars().take(LONGEST).collect();
    let name = if name.is_empty() { "Business".to_owned() } else { name };
    format!("{name}_Stripe_API_Keys.age")
}

fn bundle_key(row: &super::delivery::Row) -> Option<kept::BundleKey> {
    let key = row.key.as_ref()?;
    Some(kept::BundleKey {
        slot: row.slot.id.clone(),
        kind: key.kind,
        mask: key.mask.clone(),
        fingerprint: key.fingerprint,
    })
}

/// The accounts of the modes that have keys, as the person confirmed them.
fn accounts(delivery: &Delivery) -> Vec<BundleAccount> {
    let modes: Vec<_> = delivery.modes_with_keys().collect();
    let named = delivery.accounts.iter().filter(|known| modes.contains(&known.account.mode));
    named
        .filter(|known| known.state == AccountState::Confirmed)
        .map(|known| {
            let of_mode = delivery.rows.iter().filter(|row| row.slot.id.mode == known.account.mode);
            let whole = AccountHint::Whole(known.account.id.clone());
            let relations: Vec<_> =
                of_mode.filter_map(|row| row.key.as_ref()).map(|key| hint(key).relation(&whole)).collect();
            let keys = [Relation::Different, Relation::CannotTell, Relation::Same]
                .into_iter()
                .find(|relation| relations.contains(relation));
            BundleAccount { account: known.account.clone(), keys: keys.unwrap_or(Relation::CannotTell) }
        })
        .collect()
}

fn text<const MAX: usize>(text: &str) -> Result<Text<MAX>, Refusal> {
    Text::typed(text).map_err(|_| Refusal::fault("a text that a locked file does not take"))
}

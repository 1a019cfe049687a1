//! A helpdesk without Keycourier: its delivery is locked with six spoken words, or for a bare code, in place of a request.

use keycourier_credentials::parse;
use keycourier_documents::{AgeRecipient, SealError, SpokenWords, seal_spoken};
use keycourier_keychain::Item;
use keycourier_ledger::{HandoverId, Ledger, Pin, Recipient, Way, WordsId};
use keycourier_wire::{
    AppError, ChangeDeliveryRequest, DeliveryRequest, DeliveryView, DeliveryWay, Proof, SpokenWordsView, TextFault,
    TextField, UseCodeRequest, WhoView,
};
use secrecy::{ExposeSecret, SecretSlice, SecretString};
use zeroize::Zeroizing;

use super::delivery::{Delivery, note_progress};
use super::errors::Refusal;
use super::requests_received::{proof, who_without_request};
use super::{App, ids};
use crate::spoken_text::spoken_text;

/// A code of today has 62 characters.
const LONGEST_CODE: usize = 400;

impl App {
    /// Locks a delivery with six spoken words from now on.
    ///
    /// # Errors
    /// [`AppError::Gone`] where it answers a request, and those of the ledger.
    pub async fn use_spoken_words(&self, request: ChangeDeliveryRequest) -> Result<DeliveryView, AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let id = app.without_request(&request.delivery_id)?;
            let way = Way::Spoken(WordsId::from_bytes(*app.new_key_id().as_bytes()));
            app.choose_way(&request.operation_id, id, &way)
        })
        .await
    }

    /// Locks a delivery for a bare code from now on. Whose code it is, only its words can tell.
    ///
    /// # Errors
    /// [`AppError::BadText`] and [`AppError::SecretInText`] for what is no code, [`AppError::Gone`] where it answers a request, and those
    /// of the ledger.
    pub async fn use_code(&self, request: UseCodeRequest) -> Result<DeliveryView, AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let id = app.without_request(&request.delivery_id)?;
            let code = read_code(&request.code)?;
            let kept: Recipient =
                code.as_str().parse().map_err(|_| Refusal::fault("a code that the ledger refuses"))?;
            let integrator = Delivery::load(&app.ledger(), id)?.integrator.id;
            let now = app.clock.now();
            let owner = app
                .ledger()
                .write(|change| Ok::<_, Refusal>(change.pin(integrator, &Pin::Code(kept.clone()), now)?))?;
            if owner != integrator {
                // It was given out under another name before: it can't be both.
                return Err(Refusal::bad_text(TextField::Code, TextFault::WrongForm));
            }
            app.choose_way(&request.operation_id, id, &Way::Code(kept))
        })
        .await
    }

    /// Has a delivery wait for a request again.
    ///
    /// # Errors
    /// [`AppError::Gone`], and those of the ledger.
    pub async fn wait_for_request(&self, request: ChangeDeliveryRequest) -> Result<DeliveryView, AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let id = ids::handover_id(&request.delivery_id)?;
            let now = app.clock.now();
            app.change_once(&request.operation_id, |change| {
                change.clear_way(id, now)?;
                note_progress(change, id, now)?;
                Ok(String::new())
            })?;
            app.delivery_view(id)
        })
        .await
    }

    /// The six words of a delivery, to be read out in a call that the person placed. The one secret that the page shows: a person has to
    /// see it.
    ///
    /// # Errors
    /// [`AppError::NotReady`] before a file is locked with them, those of the keychain, [`AppError::Gone`], and those of the ledger.
    pub async fn get_spoken_words(&self, request: DeliveryRequest) -> Result<SpokenWordsView, AppError> {
        let spoken = async {
            let id = ids::handover_id(&request.delivery_id)?;
            let delivery = self.run(move |app| Delivery::load(&app.ledger(), id)).await?;
            let Some(Way::Spoken(words)) = delivery.locked_by else { return Err(AppError::Gone.into()) };
            if delivery.bundle.is_none() || delivery.outdated {
                return Err(AppError::NotReady.into());
            }
            let kept = self.kept_words(words).await?;
            // EXPOSE: read by the person from the window, and by nobody else.
            let text = kept.map(|words| words.passphrase());
            let words = text.iter().flat_map(|text| text.expose_secret().split('-')).map(str::to_owned).collect();
            Ok(SpokenWordsView { who: delivery.who, words })
        };
        spoken.await.map_err(|refusal| self.tell_refusal(refusal))
    }

    /// The words that are kept under an id.
    pub(crate) async fn kept_words(&self, id: WordsId) -> Result<Option<SpokenWords>, Refusal> {
        let found = self.answer_of(self.keychain().get(item(id)?)).await?;
        let text = found.as_ref().map(|bytes| {
            // EXPOSE: brought from one secret into another.
            std::str::from_utf8(bytes.expose_secret()).map(SecretString::from)
        });
        match text {
            None => Ok(None),
            Some(Ok(text)) => Ok(Some(SpokenWords::typed(&text))),
            Some(Err(_)) => Err(AppError::KeyDamaged.into()),
        }
    }

    /// The words that are kept under an id, made at first need: they are safe before a file is locked with them.
    pub(crate) async fn words_for(&self, id: WordsId) -> Result<SpokenWords, Refusal> {
        if let Some(kept) = self.kept_words(id).await? {
            return Ok(kept);
        }
        let new = self.randomness.with(|random| SpokenWords::random(random));
        // EXPOSE: goes into the keychain.
        let bytes = SecretSlice::from(new.passphrase().expose_secret().as_bytes().to_vec());
        self.answer_of(self.keychain().put(item(id)?, bytes)).await?;
        Ok(new)
    }

    /// Forgets words that nobody needs any more.
    pub(crate) async fn forget_words(&self, id: WordsId) -> Result<(), Refusal> {
        self.answer_of(self.keychain().remove(item(id)?)).await
    }

    fn choose_way(&self, operation: &str, id: HandoverId, way: &Way) -> Result<DeliveryView, Refusal> {
        let now = self.clock.now();
        self.change_once(operation, |change| {
            change.set_way(id, way, now)?;
            note_progress(change, id, now)?;
            Ok(String::new())
        })?;
        self.delivery_view(id)
    }

    fn without_request(&self, delivery_id: &str) -> Result<HandoverId, Refusal> {
        let id = ids::handover_id(delivery_id)?;
        let handover = self.ledger().handover(id)?.ok_or(AppError::Gone)?;
        if handover.recorded.request.is_some() { Err(AppError::Gone.into()) } else { Ok(id) }
    }
}

/// Who an integrator is that has sent no request, as far as its way tells.
pub(crate) fn who_by_way(
    ledger: &Ledger,
    integrator: &keycourier_ledger::Integrator,
    way: Option<&Way>,
) -> Result<WhoView, Refusal> {
    let who = who_without_request(integrator);
    Ok(match way {
        None => who,
        Some(Way::Spoken(_)) => WhoView { proof: Proof::Spoken, ..who },
        Some(Way::Code(code)) => {
            let pins = ledger.pins_of(integrator.id)?;
            WhoView { proof: proof(&pins, &Pin::Code(code.clone()), true), ..who }
        }
    })
}

/// What a delivery is locked with, for the page.
pub(crate) fn way_view(delivery: &Delivery) -> DeliveryWay {
    match delivery.locked_by {
        None => DeliveryWay::Request,
        Some(Way::Spoken(_)) => DeliveryWay::SpokenWords,
        Some(Way::Code(_)) => DeliveryWay::Code,
    }
}

/// Locks labelled text that a person reads without this program.
pub(crate) fn seal_with_words(
    business: &str,
    values: &[SecretString],
    answers: &[(String, String)],
    words: &SpokenWords,
) -> Result<Vec<u8>, Refusal> {
    let mut all = Zeroizing::new(String::new());
    for value in values {
        // EXPOSE: put together in a wiped buffer, to be labelled and locked.
        all.push_str(value.expose_secret());
        all.push('\n');
    }
    let text = spoken_text(business, &parse(&all)).ok_or(AppError::NotReady)?;
    // EXPOSE: the answers go below the keys, in a wiped buffer.
    let mut whole = Zeroizing::new(text.expose_secret().to_owned());
    if !answers.is_empty() {
        whole.push('\n');
    }
    for (label, answer) in answers {
        whole.push_str(&format!("{label}: {answer}\n"));
    }
    let sealed = seal_spoken(&SecretString::from(whole.as_str()), words);
    sealed.map_err(|error: SealError| Refusal::Fault(error.to_string()))
}

/// A code as mails and chats leave it: with space around and line breaks inside.
fn read_code(typed: &str) -> Result<AgeRecipient, Refusal> {
    let field = TextField::Code;
    if parse(typed).credentials().next().is_some() {
        return Err(AppError::SecretInText { field }.into());
    }
    let code: String = typed.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
    if code.is_empty() {
        return Err(Refusal::bad_text(field, TextFault::Empty));
    }
    if code.len() > LONGEST_CODE {
        return Err(Refusal::bad_text(field, TextFault::TooLong { at_most: 400 }));
    }
    code.parse().map_err(|_| Refusal::bad_text(field, TextFault::WrongForm))
}

fn item(id: WordsId) -> Result<Item, Refusal> {
    Item::words(&id.to_string()).map_err(|_| Refusal::fault("an id of words"))
}

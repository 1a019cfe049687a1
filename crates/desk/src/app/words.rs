//! The ceremony: six words, read out by the desk and typed here, prove who asks.

use keycourier_credentials::parse;
use keycourier_documents::{DeskWords, word_list};
use keycourier_ledger::{Event, Line, NewEntry, Pin, Proof, Side, Way};
use keycourier_wire::{
    AppError, PostponeWordsRequest, TextFault, TextField, TryCodeWordsRequest, TryDigitsRequest, TryWordsRequest,
    WhoView, WordsResultView,
};

use super::App;
use super::delivery::Delivery;
use super::errors::Refusal;
use super::ids;
use super::requests_received::{Received, names_in};

/// More than six words or 24 digits ever are.
const LONGEST: usize = 400;

impl App {
    /// All 7,776 words, in the list's order.
    ///
    /// # Errors
    /// None but a fault of the program.
    pub async fn list_words(&self) -> Result<Vec<String>, AppError> {
        self.run(|_| Ok(word_list().iter().map(ToString::to_string).collect())).await
    }

    /// Tries six typed words. Which of them differ is never said.
    ///
    /// # Errors
    /// [`AppError::Gone`], [`AppError::BadText`] where nothing like six words was typed, and those of the ledger.
    pub async fn try_words(&self, request: TryWordsRequest) -> Result<WordsResultView, AppError> {
        let TryWordsRequest { operation_id, request_id, words } = request;
        let operation = operation_id.clone();
        self.run_once(&operation, move |app| {
            let typed = words.join(" ");
            let letters = typed.chars().filter(char::is_ascii_alphabetic).count();
            check_typed(TextField::Words, &typed, letters > 0 && !typed.contains(|c: char| c.is_ascii_digit()))?;
            app.try_typed(&operation_id, &request_id, &typed, Proof::Words)
        })
        .await
    }

    /// Tries 24 typed digits.
    ///
    /// # Errors
    /// As [`try_words`](Self::try_words).
    pub async fn try_digits(&self, request: TryDigitsRequest) -> Result<WordsResultView, AppError> {
        let TryDigitsRequest { operation_id, request_id, digits } = request;
        let operation = operation_id.clone();
        self.run_once(&operation, move |app| {
            let typed: String = digits.chars().filter(char::is_ascii_digit).collect();
            check_typed(TextField::Digits, &digits, !typed.is_empty())?;
            app.try_typed(&operation_id, &request_id, &typed, Proof::Digits)
        })
        .await
    }

    /// Puts the call off.
    ///
    /// # Errors
    /// [`AppError::Gone`], and those of the ledger.
    pub async fn postpone_words(&self, request: PostponeWordsRequest) -> Result<WhoView, AppError> {
        let PostponeWordsRequest { operation_id, request_id } = request;
        let operation = operation_id.clone();
        self.run_once(&operation, move |app| {
            let id = ids::request_id(&request_id)?;
            let received = Received::load(&app.ledger(), id)?;
            let now = app.clock.now();
            app.change_once(&operation_id, |change| {
                change.postpone_proof(&Pin::Signer(received.signer), now)?;
                Ok(String::new())
            })?;
            received.who(&app.ledger())
        })
        .await
    }

    /// Tries the words or digits of a bare code.
    ///
    /// # Errors
    /// As [`try_words`](Self::try_words).
    pub async fn try_code_words(&self, request: TryCodeWordsRequest) -> Result<WordsResultView, AppError> {
        let TryCodeWordsRequest { operation_id, delivery_id, typed } = request;
        let operation = operation_id.clone();
        self.run_once(&operation, move |app| {
            let digits = typed.contains(|c: char| c.is_ascii_digit());
            let field = if digits { TextField::Digits } else { TextField::Words };
            check_typed(field, &typed, digits || typed.contains(|c: char| c.is_ascii_alphabetic()))?;
            let id = ids::handover_id(&delivery_id)?;
            let delivery = Delivery::load(&app.ledger(), id)?;
            let Some(Way::Code(code)) = delivery.locked_by else { return Err(AppError::Gone.into()) };
            let recipient = code.as_str().parse().map_err(|_| AppError::DataDamaged)?;
            let matched = DeskWords::of_recipient(&recipient).confirm(&typed).is_ok();
            let (pin, now) = (Pin::Code(code), app.clock.now());
            let result = app.change_once(&operation_id, |change| {
                if matched {
                    change.prove(&pin, if digits { Proof::Digits } else { Proof::Words }, now)?;
                    let name = Some(delivery.integrator.name.clone());
                    let entry = NewEntry { integrator: name, ..NewEntry::new(Side::Send, Event::IntegratorProven) };
                    change.note(&entry, now)?;
                } else {
                    change.note_wrong_try(&pin)?;
                }
                Ok(matched.to_string())
            })?;
            Ok(WordsResultView { matched: result == "true", who: Delivery::load(&app.ledger(), id)?.who })
        })
        .await
    }

    fn try_typed(&self, operation: &str, request_id: &str, typed: &str, by: Proof) -> Result<WordsResultView, Refusal> {
        let id = ids::request_id(request_id)?;
        let received = Received::load(&self.ledger(), id)?;
        let issuer = &received.signed.request().issuer;
        let matched = DeskWords::of(&issuer.domain, &issuer.name, &issuer.sign).confirm(typed).is_ok();
        let pin = Pin::Signer(received.signer);
        let now = self.clock.now();
        let result = self.change_once(operation, |change| {
            if matched {
                change.prove(&pin, by, now)?;
                // From here on the proof counts for the name and domain that the words were made of.
                change.change_integrator(received.integrator.id, &names_in(received.signed.request())?)?;
                let entry = NewEntry {
                    integrator: Line::made_of(issuer.name.as_str()),
                    ..NewEntry::new(Side::Send, Event::IntegratorProven)
                };
                change.note(&entry, now)?;
            } else {
                change.note_wrong_try(&pin)?;
            }
            Ok(matched.to_string())
        })?;
        let ledger = self.ledger();
        Ok(WordsResultView { matched: result == "true", who: Received::load(&ledger, id)?.who(&ledger)? })
    }
}

fn check_typed(field: TextField, typed: &str, has_form: bool) -> Result<(), Refusal> {
    if parse(typed).credentials().next().is_some() {
        return Err(AppError::SecretInText { field }.into());
    }
    if typed.trim().is_empty() {
        return Err(Refusal::bad_text(field, TextFault::Empty));
    }
    if typed.len() > LONGEST {
        return Err(Refusal::bad_text(field, TextFault::TooLong { at_most: 400 }));
    }
    if has_form { Ok(()) } else { Err(Refusal::bad_text(field, TextFault::WrongForm)) }
}

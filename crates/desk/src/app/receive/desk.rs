//! Setting up a desk, and what may change about it.

use jiff::Timestamp;
use keycourier_documents::{DeskWords, Domain, Identity, Signer, Text};
use keycourier_keychain::Item;
use keycourier_ledger::{Change, Desk, DeskContact, DeskNumber, Event, Line, NewDesk, NewEntry, Side};
use keycourier_wire::{
    AppError, BackupState, ChangeDeskContactRequest, DeskView, DeskWordsView, OperationRequest, PageEvent,
    SetUpDeskRequest, TextFault, TextField,
};

use super::contact::{contact, name};
use super::identity::present;
use crate::app::App;
use crate::app::errors::Refusal;
use crate::app::ids::signer_key;
use crate::app::views::words::time;

impl App {
    /// The desk of this computer.
    ///
    /// # Errors
    /// Those of the ledger.
    pub async fn get_desk(&self) -> Result<Option<DeskView>, AppError> {
        self.run(|app| Ok(app.find_desk()?.map(|desk| desk_view(&desk)))).await
    }

    /// Sets up the desk of this computer: its keys are made and put into the keychain before the ledger knows of it. Name and domain
    /// stay what they are, since the words stand for them.
    ///
    /// # Errors
    /// [`AppError::DeskExists`], [`AppError::BadText`], [`AppError::SecretInText`], and those of keychain and ledger.
    pub async fn set_up_desk(&self, request: SetUpDeskRequest) -> Result<DeskView, AppError> {
        let operation = request.operation_id.clone();
        self.once(&operation, self.make_desk(request)).await
    }

    /// Changes how customers reach the desk.
    ///
    /// # Errors
    /// [`AppError::NoDesk`], [`AppError::BadText`], [`AppError::SecretInText`], and those of the ledger.
    pub async fn change_desk_contact(&self, request: ChangeDeskContactRequest) -> Result<DeskView, AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let contact = contact(request.email.as_deref(), request.phone.as_deref(), request.hours.as_deref())?;
            let number = app.desk()?.number;
            app.change_once(&request.operation_id, |change| {
                change.set_desk_contact(number, &contact)?;
                Ok("{}".to_owned())
            })?;
            Ok(desk_view(&app.desk()?))
        })
        .await
    }

    /// Puts the backup off.
    ///
    /// # Errors
    /// [`AppError::NoDesk`], and those of the ledger.
    pub async fn postpone_backup(&self, request: OperationRequest) -> Result<DeskView, AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let (number, now) = (app.desk()?.number, app.clock.now());
            app.change_once(&request.operation_id, |change| {
                change.postpone_backup(number, now)?;
                Ok("{}".to_owned())
            })?;
            app.shell.tell(PageEvent::StatusChanged);
            Ok(desk_view(&app.desk()?))
        })
        .await
    }

    /// The words and digits that stand for the desk.
    ///
    /// # Errors
    /// [`AppError::NoDesk`], and those of the ledger.
    pub async fn get_desk_words(&self) -> Result<DeskWordsView, AppError> {
        self.run(|app| {
            let words = words_of(&app.desk()?)?;
            let six = words.words().into_iter().map(str::to_owned).collect();
            Ok(DeskWordsView { words: six, digits: words.digits() })
        })
        .await
    }

    async fn make_desk(&self, request: SetUpDeskRequest) -> Result<DeskView, AppError> {
        let operation = request.operation_id.clone();
        let (texts, known) = self.run(move |app| Ok((Texts::of(&request)?, app.known_desk(&request)?))).await?;
        if let Some(known) = known {
            return Ok(known);
        }
        let identity = self.randomness.with(|random| Identity::random(random));
        let number = self.free_number().await.map_err(|refusal| self.tell_refusal(refusal))?;
        let item = Item::desk(number.get());
        let kept = self.answer_of(self.keychain().put_text(item.clone(), &identity.to_file())).await;
        kept.map_err(|refusal| self.tell_refusal(refusal))?;
        let written = self.run(move |app| {
            let new = texts.desk(number, &identity, app.clock.now())?;
            app.change_once(&operation, |change| add(change, &new))
        });
        let written = written.await;
        if self.run(move |app| Ok(app.ledger().desk(number)?)).await == Ok(None) {
            // These keys are nobody's. Left behind they would do no harm, so whether the keychain takes them out is no reason to fail.
            let _ = self.answer_of(self.keychain().remove(item)).await;
        }
        written?;
        self.shell.tell(PageEvent::StatusChanged);
        self.desk_in_ledger().await.map(|desk| desk_view(&desk))
    }

    /// The desk that this very command made before the program was started anew.
    fn known_desk(&self, request: &SetUpDeskRequest) -> Result<Option<DeskView>, Refusal> {
        let Some(known) = self.find_desk()? else { return Ok(None) };
        let again = self.ledger().operation_result(&request.operation_id.parse()?)?;
        if again.is_some() { Ok(Some(desk_view(&known))) } else { Err(AppError::DeskExists.into()) }
    }

    /// A number that neither the ledger nor the keychain knows. Drawn, not counted: while the keychain waits for the person another
    /// window may set up a desk too, and keys must never be put over another desk's.
    pub(super) async fn free_number(&self) -> Result<DeskNumber, Refusal> {
        let next = self.run(|app| Ok(app.ledger().next_desk_number()?)).await?;
        loop {
            let number = next.get().saturating_add(self.randomness.with(|random| random.next_u32() >> 1));
            if self.answer_of(self.keychain().get(Item::desk(number))).await?.is_none() {
                return Ok(DeskNumber::new(number));
            }
        }
    }
}

/// What a person typed.
struct Texts {
    name: Line,
    domain: Line,
    contact: DeskContact,
}

impl Texts {
    fn of(request: &SetUpDeskRequest) -> Result<Self, Refusal> {
        let wrong = |fault| Refusal::bad_text(TextField::DeskDomain, fault);
        if request.domain.trim().is_empty() {
            return Err(wrong(TextFault::Empty));
        }
        let domain: Domain = request.domain.parse().map_err(|_| wrong(TextFault::WrongForm))?;
        Ok(Self {
            name: name(&request.name)?,
            domain: domain.as_str().parse().map_err(|_| wrong(TextFault::WrongForm))?,
            contact: contact(request.email.as_deref(), request.phone.as_deref(), request.hours.as_deref())?,
        })
    }

    fn desk(self, number: DeskNumber, identity: &Identity, made_at: Timestamp) -> Result<NewDesk, Refusal> {
        let Self { name, domain, contact } = self;
        let recipient = identity.recipient().and_then(|recipient| recipient.as_str().parse().ok());
        Ok(NewDesk {
            number,
            name,
            domain,
            contact,
            signer: signer_key(identity.signing().signer()),
            recipient: recipient.ok_or_else(|| Refusal::fault("a new identity has no recipient"))?,
            made_at,
        })
    }
}

fn add(change: &mut Change<'_>, new: &NewDesk) -> Result<String, Refusal> {
    if present(change.desks()?).is_some() {
        return Err(AppError::DeskExists.into());
    }
    change.add_desk(new)?;
    let made = NewEntry { integrator: Some(new.name.clone()), ..NewEntry::new(Side::Receive, Event::DeskMade) };
    change.note(&made, new.made_at)?;
    Ok(new.number.get().to_string())
}

/// What stands for a desk on the phone.
fn words_of(desk: &Desk) -> Result<DeskWords, Refusal> {
    let domain: Domain = desk.domain.as_str().parse().map_err(|_| AppError::DataDamaged)?;
    let name: Text<80> = Text::typed(desk.name.as_str()).map_err(|_| AppError::DataDamaged)?;
    let signer = Signer::from_public_key(*desk.signer.as_bytes()).map_err(|_| AppError::DataDamaged)?;
    Ok(DeskWords::of(&domain, &name, &signer))
}

/// A desk as the page sees it.
pub(super) fn desk_view(desk: &Desk) -> DeskView {
    let text = |line: &Option<Line>| line.as_ref().map(ToString::to_string);
    DeskView {
        desk_id: desk.number.get().to_string(),
        name: desk.name.to_string(),
        domain: desk.domain.to_string(),
        email: text(&desk.contact.email),
        phone: text(&desk.contact.phone),
        hours: text(&desk.contact.hours),
        created_at: time(desk.made_at),
        backup: backup_state(desk),
    }
}

/// Whether a desk is backed up.
fn backup_state(desk: &Desk) -> BackupState {
    match (desk.backed_up_at, desk.backup_postponed_at) {
        (Some(at), _) => BackupState::Made { at: time(at) },
        (None, Some(at)) => BackupState::Postponed { at: time(at) },
        (None, None) => BackupState::None,
    }
}

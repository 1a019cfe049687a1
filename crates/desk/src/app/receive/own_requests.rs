//! The requests that this desk makes and hands out.

use std::collections::BTreeSet;

use jiff::Timestamp;
use keycourier_documents::{Identity, Scope, SignedRequest};
use keycourier_integrators as integrators;
use keycourier_ledger::{self as ledger, Desk, Event, Line, NewEntry, NewRequest, Origin, Recorded, RequestId, Side};
use keycourier_wire::{
    AppError, MakeRequestRequest, OwnRequestRequest, OwnRequestState, OwnRequestView, PageEvent, PreviewRequestRequest,
    RequestPresetView, RequestPreviewView, SavedView,
};

use super::draft;
use super::named_files::{not_written, plain_name, shown_name};
use super::preview::{preview, scope};
use crate::app::App;
use crate::app::errors::Refusal;
use crate::app::ids::{document_id, request_id};
use crate::app::views::words;
use crate::{Over, write_new};

impl App {
    /// The presets that this desk may use.
    ///
    /// # Errors
    /// [`AppError::NoDesk`], and those of the ledger.
    pub async fn list_request_presets(&self) -> Result<Vec<RequestPresetView>, AppError> {
        self.run(|app| Ok(draft::presets(&app.desk()?))).await
    }

    /// What the merchant will see of a draft. Nothing is kept of it.
    ///
    /// # Errors
    /// [`AppError::BadText`] and [`AppError::SecretInText`] for what the form does not take, [`AppError::NoDesk`], and those of the
    /// ledger.
    pub async fn preview_request(&self, request: PreviewRequestRequest) -> Result<RequestPreviewView, AppError> {
        self.run(move |app| {
            let (desk, now) = (app.desk()?, app.clock.now());
            // Which keys sign is not to be seen, so the desk's own can stay where they are.
            let stand_in = app.randomness.with(|random| Identity::random(random));
            let signed = draft::sign(&request.draft, &desk, &stand_in, now, &app.randomness)?;
            Ok(preview(signed.request(), now))
        })
        .await
    }

    /// Makes a request and keeps it.
    ///
    /// # Errors
    /// As [`App::preview_request`], and those of the keychain.
    pub async fn make_request(&self, request: MakeRequestRequest) -> Result<OwnRequestView, AppError> {
        let operation = request.operation_id.clone();
        let made = async {
            let desk = self.desk_in_ledger().await?;
            let identity = self.identity(desk.number).await?;
            self.run(move |app| app.keep_request(&desk, &identity, &request)).await
        };
        self.once(&operation, made).await
    }

    /// The requests of this desk, newest first.
    ///
    /// # Errors
    /// Those of the ledger.
    pub async fn list_requests(&self) -> Result<Vec<OwnRequestView>, AppError> {
        self.run(|app| {
            let (requests, now) = (app.ledger().made_requests()?, app.clock.now());
            requests.iter().map(|request| own_request_view(request, now)).collect()
        })
        .await
    }

    /// Asks where, and saves a request there.
    ///
    /// # Errors
    /// [`AppError::Gone`], those of the ledger, and why the file could not be written.
    pub async fn save_request(&self, request: OwnRequestRequest) -> Result<SavedView, AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let (kept, signed) = app.own_request(&request.request_id)?;
            let Some(path) = app.shell.choose_place(&file_name_of(&kept, &signed)) else {
                return Ok(SavedView { file_name: None });
            };
            // Whoever chose a file that is there was asked about it by the system's own window.
            let written = write_new(&path, signed.armored().as_bytes(), Over::Existing);
            written.map_err(|error| not_written(&path, error))?;
            Ok(SavedView { file_name: Some(shown_name(&path)) })
        })
        .await
    }

    /// Puts a request's text on the clipboard.
    ///
    /// # Errors
    /// [`AppError::Gone`], [`AppError::ClipboardNotAvailable`], and those of the ledger.
    pub async fn copy_request(&self, request: OwnRequestRequest) -> Result<(), AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let (_, signed) = app.own_request(&request.request_id)?;
            Ok(app.shell.write_clipboard(&signed.armored())?)
        })
        .await
    }

    /// Withdraws a request. Who answers it all the same is not refused: the desk sees that it was withdrawn.
    ///
    /// # Errors
    /// [`AppError::Gone`], and those of the ledger.
    pub async fn withdraw_request(&self, request: OwnRequestRequest) -> Result<OwnRequestView, AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let (kept, now) = (app.made_request(request_id(&request.request_id)?)?, app.clock.now());
            app.change_once(&request.operation_id, |change| {
                if kept.withdrawn_at.is_none() {
                    change.withdraw_request(kept.id, now)?;
                    let desk = change.desk_of_signer(&kept.recorded.signer)?;
                    let entry = NewEntry {
                        integrator: desk.map(|desk| desk.name),
                        ticket: kept.recorded.ticket.clone(),
                        ..NewEntry::new(Side::Receive, Event::RequestWithdrawn)
                    };
                    change.note(&entry, now)?;
                }
                Ok("{}".to_owned())
            })?;
            app.shell.tell(PageEvent::StatusChanged);
            own_request_view(&app.made_request(kept.id)?, now)
        })
        .await
    }

    fn keep_request(
        &self,
        desk: &Desk,
        identity: &Identity,
        request: &MakeRequestRequest,
    ) -> Result<OwnRequestView, Refusal> {
        let now = self.clock.now();
        let signed = draft::sign(&request.draft, desk, identity, now, &self.randomness)?;
        let new = new_request(desk, &signed)?;
        let kept = self.change_once(&request.operation_id, |change| {
            let id = match change.record_request(&new, now)? {
                Recorded::New(id) | Recorded::Known(id) | Recorded::Replayed(id) => id,
            };
            let name = Some(desk.name.clone());
            let made = NewEntry {
                integrator: name,
                ticket: new.ticket.clone(),
                ..NewEntry::new(Side::Receive, Event::RequestMade)
            };
            change.note(&made, now)?;
            Ok(id.get().to_string())
        })?;
        let kept = self.made_request(request_id(&kept)?)?;
        self.shell.tell(PageEvent::StatusChanged);
        own_request_view(&kept, now)
    }

    /// A request of this desk, not one that it received.
    fn made_request(&self, id: RequestId) -> Result<ledger::Request, Refusal> {
        let found = self.ledger().request(id)?;
        let own = found.filter(|request| matches!(request.recorded.origin, Origin::Made(_)));
        own.ok_or_else(|| AppError::Gone.into())
    }

    pub(super) fn own_request(&self, id: &str) -> Result<(ledger::Request, SignedRequest), Refusal> {
        let kept = self.made_request(request_id(id)?)?;
        let signed = read(&kept)?;
        Ok((kept, signed))
    }
}

fn read(kept: &ledger::Request) -> Result<SignedRequest, Refusal> {
    SignedRequest::read_document(&kept.recorded.document).map_err(|_| AppError::DataDamaged.into())
}

fn new_request(desk: &Desk, signed: &SignedRequest) -> Result<NewRequest, Refusal> {
    let request = signed.request();
    let ticket: Option<Line> = request.ticket.as_ref().and_then(|ticket| Line::made_of(ticket.as_str()));
    let of_ticket = ticket.as_ref().map(|ticket| format!("_{}", plain_name(ticket.as_str()))).unwrap_or_default();
    Ok(NewRequest {
        origin: Origin::Made(desk.number),
        document_id: document_id(request.id),
        document: signed.document().as_bytes().to_vec(),
        signer: desk.signer,
        scope: match request.scope {
            Scope::One => ledger::Scope::One,
            Scope::Everybody => ledger::Scope::Everybody,
        },
        ticket,
        preset: request.preset.as_ref().and_then(|preset| preset.as_str().parse().ok()),
        file_name: Line::made_of(&format!("{}{of_ticket}.keyrequest", plain_name(desk.name.as_str()))),
        made_at: request.created,
        expires_at: request.expires,
    })
}

fn file_name_of(kept: &ledger::Request, signed: &SignedRequest) -> String {
    let by_issuer = || format!("{}.keyrequest", plain_name(signed.request().issuer.name.as_str()));
    kept.recorded.file_name.as_ref().map_or_else(by_issuer, ToString::to_string)
}

fn own_request_view(kept: &ledger::Request, now: Timestamp) -> Result<OwnRequestView, Refusal> {
    let signed = read(kept)?;
    let request = signed.request();
    let modes: BTreeSet<_> = request.slots.iter().map(|slot| slot.mode).collect();
    let preset = request.preset.as_ref().and_then(|preset| integrators::find(preset.as_str()));
    let is_answered = request.scope == Scope::One && kept.answers > 0;
    let is_over = request.expires.is_some_and(|expires| expires < now);
    Ok(OwnRequestView {
        request_id: kept.id.get().to_string(),
        scope: scope(request),
        preset_name: preset.map(|preset| preset.name.clone()),
        modes: modes.into_iter().map(words::mode).collect(),
        slots: words::count(request.slots.len()),
        created_at: words::time(request.created),
        expires_at: request.expires.map(words::time),
        state: if is_answered {
            OwnRequestState::Answered
        } else if kept.withdrawn_at.is_some() {
            OwnRequestState::Withdrawn
        } else if is_over {
            OwnRequestState::Expired
        } else {
            OwnRequestState::Open
        },
        answers: kept.answers,
        file_name: file_name_of(kept, &signed),
    })
}

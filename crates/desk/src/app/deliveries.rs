//! Starting deliveries, listing them, and saying whose keys they are.

use keycourier_credentials::Mode;
use keycourier_integrators as integrators;
use keycourier_ledger::{
    AskedSlot, BusinessId, Change, HandoverId, IntegratorId, Line, NewHandover, NewIntegrator, NotAText,
};
use keycourier_wire::{
    AcceptRequestRequest, AppError, BusinessView, DeliveryRequest, DeliveryRowView, DeliveryView, IntegratorView,
    StartDeliveryRequest, TextFault, TextField,
};

use super::App;
use super::asked::Asked;
use super::delivery::{Delivery, note_progress, way_of};
use super::errors::Refusal;
use super::ids;
use super::requests_received::{Received, business_view};
use super::views::{delivery as view, words};

/// What a business's name may have in a locked file.
const NAME: u32 = 80;

impl App {
    /// The deliveries of this computer, what waits for the person first.
    ///
    /// # Errors
    /// Those of the ledger.
    pub async fn list_deliveries(&self) -> Result<Vec<DeliveryRowView>, AppError> {
        self.run(|app| {
            let now = app.clock.now();
            let mut rows: Vec<_> = app.all_deliveries()?.iter().map(|delivery| view::row(delivery, now)).collect();
            rows.sort_by_key(|row| row.waiting_for.is_none());
            Ok(rows)
        })
        .await
    }

    /// The integrators that the program knows and can serve without a request.
    ///
    /// # Errors
    /// None but a fault of the program.
    pub async fn list_integrators(&self) -> Result<Vec<IntegratorView>, AppError> {
        self.run(|_| Ok(integrators::known().iter().map(integrator_view).collect())).await
    }

    /// The businesses of this person that have a name.
    ///
    /// # Errors
    /// Those of the ledger.
    pub async fn list_businesses(&self) -> Result<Vec<BusinessView>, AppError> {
        self.run(|app| Ok(app.ledger().businesses()?.iter().filter_map(business_view).collect())).await
    }

    /// Starts a delivery that answers a request, or gives the request to one that waits for it.
    ///
    /// # Errors
    /// [`AppError::Gone`], and those of the ledger.
    pub async fn accept_request(&self, request: AcceptRequestRequest) -> Result<DeliveryView, AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let received = Received::load(&app.ledger(), ids::request_id(&request.request_id)?)?;
            let waiting = request.delivery_id.as_deref().map(ids::handover_id).transpose()?;
            let business = request.business_id.as_deref().map(ids::business_id).transpose()?;
            let asked = Asked::of_request(received.signed.request());
            let now = app.clock.now();
            let id = app.change_once(&request.operation_id, |change| {
                let id = match waiting {
                    Some(id) => {
                        let handover = change.handover(id)?.ok_or(AppError::Gone)?;
                        if handover.recorded.integrator != received.integrator.id {
                            return Err(AppError::Gone.into());
                        }
                        change.set_handover_request(id, received.id, now)?;
                        // What they ask for now says how it is locked.
                        change.clear_way(id, now)?;
                        id
                    }
                    None => add(change, business, received.integrator.id, Some(received.id), now)?,
                };
                ask(change, id, &asked, now)?;
                Ok(id.get().to_string())
            })?;
            app.delivery_view(ids::handover_id(&id)?)
        })
        .await
    }

    /// Starts a delivery to a known integrator that has sent no request.
    ///
    /// # Errors
    /// [`AppError::Gone`] for an unknown preset or modes that it does not ask for, or not together, and those of the ledger.
    pub async fn start_delivery(&self, request: StartDeliveryRequest) -> Result<DeliveryView, AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let preset = integrators::find(&request.preset).ok_or(AppError::Gone)?;
            let modes: Vec<Mode> = request.modes.iter().copied().map(words::mode_in).collect();
            let asked = Asked::of_preset(preset, &modes)?;
            if asked.slots.is_empty() || (preset.is_of_one_mode() && modes.len() != 1) {
                return Err(AppError::Gone.into());
            }
            let business = request.business_id.as_deref().map(ids::business_id).transpose()?;
            let now = app.clock.now();
            let id = app.change_once(&request.operation_id, |change| {
                let integrator = integrator_of_preset(change, preset, now)?;
                let id = add(change, business, integrator, None, now)?;
                ask(change, id, &asked, now)?;
                Ok(id.get().to_string())
            })?;
            app.delivery_view(ids::handover_id(&id)?)
        })
        .await
    }

    /// One delivery, whole.
    ///
    /// # Errors
    /// [`AppError::Gone`], and those of the ledger.
    pub async fn get_delivery(&self, request: DeliveryRequest) -> Result<DeliveryView, AppError> {
        self.run(move |app| app.delivery_view(ids::handover_id(&request.delivery_id)?)).await
    }

    /// All deliveries, what changed last first.
    pub(crate) fn all_deliveries(&self) -> Result<Vec<Delivery>, Refusal> {
        let ledger = self.ledger();
        let known = ledger.deliveries()?;
        known.iter().map(|known| Delivery::load(&ledger, known.handover.id)).collect()
    }
}

/// A business's name as typed.
pub(crate) fn business_name(typed: &str) -> Result<Line, Refusal> {
    let field = TextField::BusinessName;
    let name: Line = typed.parse().map_err(|fault| match fault {
        NotAText::HoldsCredential => Refusal::Told(AppError::SecretInText { field: field.clone() }),
        NotAText::Empty => Refusal::bad_text(field.clone(), TextFault::Empty),
        NotAText::TooLong => Refusal::bad_text(field.clone(), TextFault::TooLong { at_most: NAME }),
        NotAText::Hidden | NotAText::WrongForm => Refusal::bad_text(field.clone(), TextFault::HiddenCharacters),
    })?;
    if name.as_str().chars().count() > NAME as usize {
        return Err(Refusal::bad_text(field, TextFault::TooLong { at_most: NAME }));
    }
    Ok(name)
}

/// Names the business of a delivery.
pub(crate) fn set_business_name(change: &mut Change<'_>, id: HandoverId, name: &Line) -> Result<(), Refusal> {
    let handover = change.handover(id)?.ok_or(AppError::Gone)?;
    let business = change.business(handover.recorded.business)?.ok_or(AppError::Gone)?;
    Ok(change.name_business(business.id, name, business.contact.as_ref())?)
}

fn integrator_view(known: &integrators::Integrator) -> IntegratorView {
    let modes = known.modes();
    IntegratorView {
        preset: known.id.clone(),
        name: known.name.clone(),
        domain: known.domain.clone(),
        phone: known.phone.clone(),
        email: known.email.clone(),
        one_mode: known.is_of_one_mode(),
        way: way_of(known),
        environments: modes.iter().filter_map(|mode| known.environment(*mode)).map(str::to_owned).collect(),
        modes: modes.into_iter().map(words::mode).collect(),
    }
}

fn integrator_of_preset(
    change: &mut Change<'_>,
    preset: &integrators::Integrator,
    now: jiff::Timestamp,
) -> Result<IntegratorId, Refusal> {
    let unfit = |_| Refusal::fault("a preset's text does not fit the ledger");
    let domain: Line = preset.domain.parse().map_err(unfit)?;
    if let Some(known) = change.integrators_of_domain(&domain)?.first() {
        return Ok(known.id);
    }
    let new = NewIntegrator {
        name: preset.name.parse().map_err(unfit)?,
        domain: Some(domain),
        email: preset.email.as_deref().and_then(Line::made_of),
        preset: Some(preset.id.parse().map_err(unfit)?),
    };
    Ok(change.add_integrator(&new, now)?)
}

pub(crate) fn add(
    change: &mut Change<'_>,
    business: Option<BusinessId>,
    integrator: IntegratorId,
    request: Option<keycourier_ledger::RequestId>,
    now: jiff::Timestamp,
) -> Result<HandoverId, Refusal> {
    let business = match business {
        Some(known) => change.business(known)?.ok_or(AppError::Gone)?.id,
        None => change.add_business(None, None, now)?,
    };
    let new = NewHandover { business, integrator, request, label: None, project: None };
    Ok(change.add_handover(&new, now)?)
}

pub(crate) fn ask(change: &mut Change<'_>, id: HandoverId, asked: &Asked, now: jiff::Timestamp) -> Result<(), Refusal> {
    let slots: Vec<AskedSlot> =
        asked.slots.iter().map(|slot| AskedSlot { id: slot.slot().id, required: slot.required }).collect();
    change.set_slots(id, &slots, now)?;
    note_progress(change, id, now)
}

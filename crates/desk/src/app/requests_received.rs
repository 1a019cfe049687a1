//! Requests that were opened here: who asks, how sure we are of it, and what they ask for.

use keycourier_documents::{Request, Scope, SignedRequest};
use keycourier_integrators as integrators;
use keycourier_ledger as kept;
use keycourier_ledger::{
    Change, Code, Event, Integrator, IntegratorId, Ledger, Line, NewEntry, NewIntegrator, NewRequest, Origin, Pin,
    Pinned, Recorded, RequestId, Side, SignerKey,
};
use keycourier_wire::{
    AppError, AskedQuestionView, AskedSlotView, BusinessView, GetRequestRequest, Proof, RequestFault,
    RequestPreviewView, WaitingDeliveryView, WhoView,
};

use super::App;
use super::errors::Refusal;
use super::ids;
use super::views::words;
use crate::asking::is_preset_mismatch;

impl App {
    /// A request that was opened here, as it stands now.
    ///
    /// # Errors
    /// [`AppError::Gone`], and those of the ledger.
    pub async fn get_request(&self, request: GetRequestRequest) -> Result<RequestPreviewView, AppError> {
        self.run(move |app| app.request_preview(ids::request_id(&request.request_id)?)).await
    }

    /// What a request says, and what there is here that could answer it.
    pub(crate) fn request_preview(&self, id: RequestId) -> Result<RequestPreviewView, Refusal> {
        let now = self.clock.now();
        let ledger = self.ledger();
        let received = Received::load(&ledger, id)?;
        let request = received.signed.request();
        let businesses = ledger.businesses()?;
        let named = |id: kept::BusinessId| businesses.iter().find(|business| business.id == id).and_then(business_view);
        let waiting = ledger.handovers_without_request(received.integrator.id)?;
        Ok(RequestPreviewView {
            request_id: id.get().to_string(),
            who: received.who(&ledger)?,
            scope: scope_view(request),
            created_at: words::time(request.created),
            expires_at: request.expires.map(words::time),
            expired: request.expires.is_some_and(|expires| expires < now),
            slots: request.slots.iter().map(slot_view).collect(),
            restricted: words::restricted(request.restricted),
            questions: request
                .questions
                .iter()
                .map(|question| AskedQuestionView {
                    label: question.label.to_string(),
                    kind: words::question_kind(question.kind),
                    required: question.required,
                })
                .collect(),
            deliver_to: super::asked::Asked::of_request(request).mail_to,
            businesses: businesses.iter().filter_map(business_view).collect(),
            delivery_ids: ledger.handovers_of_request(id)?.iter().map(|id| id.get().to_string()).collect(),
            waiting_deliveries: waiting
                .iter()
                .map(|handover| WaitingDeliveryView {
                    delivery_id: handover.id.get().to_string(),
                    business: named(handover.recorded.business),
                })
                .collect(),
        })
    }
}

/// A request as the ledger keeps it, read again.
pub(crate) struct Received {
    pub(crate) id: RequestId,
    pub(crate) signed: SignedRequest,
    pub(crate) integrator: Integrator,
    pub(crate) signer: SignerKey,
    pub(crate) ticket: Option<Line>,
}

impl Received {
    pub(crate) fn load(ledger: &Ledger, id: RequestId) -> Result<Self, Refusal> {
        let row = ledger.request(id)?.ok_or(AppError::Gone)?;
        let Origin::Received(integrator) = row.recorded.origin else { return Err(AppError::Gone.into()) };
        let integrator = ledger.integrator(integrator)?.ok_or(AppError::DataDamaged)?;
        let signed = SignedRequest::read_document(&row.recorded.document).map_err(|_| AppError::DataDamaged)?;
        Ok(Self { id, signed, integrator, signer: row.recorded.signer, ticket: row.recorded.ticket })
    }

    /// Who asks. The words stand for name and domain as much as for the key, so a proof counts for these alone.
    pub(crate) fn who(&self, ledger: &Ledger) -> Result<WhoView, Refusal> {
        let issuer = &self.signed.request().issuer;
        let pins = ledger.pins_of(self.integrator.id)?;
        let proof = proof(&pins, &Pin::Signer(self.signer), self.has_proven_names());
        Ok(WhoView {
            name: issuer.name.to_string(),
            domain: issuer.domain.to_string(),
            phone: phone_of(issuer.domain.as_str()),
            known_as: self.known_as(&pins),
            proof,
        })
    }

    /// What the very same signing key called itself when it was proven, where that was something else.
    fn known_as(&self, pins: &[Pinned]) -> Option<String> {
        let own = pins.iter().find(|pinned| pinned.pin == Pin::Signer(self.signer))?;
        let was_proven = own.proven.is_some() && own.retired_at.is_none();
        let domain = self.integrator.domain.as_ref().map(Line::as_str).unwrap_or_default();
        (was_proven && !self.has_proven_names()).then(|| format!("{} ({domain})", self.integrator.name))
    }

    fn has_proven_names(&self) -> bool {
        let issuer = &self.signed.request().issuer;
        self.integrator.name.as_str() == issuer.name.as_str()
            && self.integrator.domain.as_ref().is_some_and(|domain| domain.as_str() == issuer.domain.as_str())
    }
}

/// What a pin is worth beside the other pins of its integrator.
pub(crate) fn proof(pins: &[Pinned], pin: &Pin, same_names: bool) -> Proof {
    let proven = |pinned: &Pinned| pinned.proven.filter(|_| pinned.retired_at.is_none());
    let own = pins.iter().find(|pinned| pinned.pin == *pin);
    if let Some(proven) = own.and_then(proven).filter(|_| same_names) {
        return Proof::Proven { at: words::time(proven.at) };
    }
    if let Some(other) = pins.iter().filter(|pinned| pinned.pin != *pin).find_map(proven) {
        return Proof::SignerChanged { proven_at: words::time(other.at) };
    }
    Proof::NotProven {
        postponed: own.is_some_and(|pinned| pinned.postponed_at.is_some()),
        wrong_tries: own.map_or(0, |pinned| pinned.wrong_tries),
    }
}

/// Who a known integrator is that has sent no request.
pub(crate) fn who_without_request(integrator: &Integrator) -> WhoView {
    let domain = integrator.domain.as_ref().map(Line::as_str).unwrap_or_default();
    WhoView {
        name: integrator.name.to_string(),
        domain: domain.to_owned(),
        phone: phone_of(domain),
        known_as: None,
        proof: Proof::NoRequest,
    }
}

/// The number that the program itself knows: one in a file could be anybody's.
fn phone_of(domain: &str) -> Option<String> {
    integrators::known().iter().find(|known| known.domain == domain)?.phone.clone()
}

/// Records a request that was read. The same again is the same row.
pub(crate) fn record(
    change: &mut Change<'_>,
    signed: &SignedRequest,
    file_name: Option<&str>,
    now: jiff::Timestamp,
) -> Result<RequestId, Refusal> {
    let request = signed.request();
    refuse_impostors(request)?;
    let signer = ids::signer_key(&request.issuer.sign);
    let integrator = integrator_of(change, request, signer, now)?;
    let new = NewRequest {
        origin: Origin::Received(integrator),
        document_id: ids::document_id(request.id),
        document: signed.document().as_bytes().to_vec(),
        signer,
        scope: match request.scope {
            Scope::One => kept::Scope::One,
            Scope::Everybody => kept::Scope::Everybody,
        },
        ticket: request.ticket.as_ref().and_then(|ticket| Line::made_of(ticket.as_str())),
        preset: request.preset.as_ref().and_then(|preset| preset.as_str().parse().ok()),
        file_name: file_name.and_then(Line::made_of),
        made_at: request.created,
        expires_at: request.expires,
    };
    match change.record_request(&new, now)? {
        Recorded::New(id) => {
            let entry = NewEntry {
                integrator: Line::made_of(request.issuer.name.as_str()),
                ticket: new.ticket,
                ..NewEntry::new(Side::Send, Event::RequestReceived)
            };
            change.note(&entry, now)?;
            Ok(id)
        }
        Recorded::Known(id) => Ok(id),
        Recorded::Replayed(_) => Err(AppError::RequestRefused { cause: RequestFault::Replayed }.into()),
    }
}

/// A known integrator's preset or name under another domain.
fn refuse_impostors(request: &Request) -> Result<(), Refusal> {
    let name = request.issuer.name.as_str().trim().to_lowercase();
    let borrowed = integrators::known()
        .iter()
        .any(|known| known.name.to_lowercase() == name && known.domain != request.issuer.domain.as_str());
    if borrowed || is_preset_mismatch(request) {
        return Err(AppError::RequestRefused { cause: RequestFault::PresetMismatch }.into());
    }
    Ok(())
}

/// Whose request it is: by the signing key, else by the domain, where another key may have been proven already.
fn integrator_of(
    change: &mut Change<'_>,
    request: &Request,
    signer: SignerKey,
    now: jiff::Timestamp,
) -> Result<IntegratorId, Refusal> {
    let pin = Pin::Signer(signer);
    if let Some(pinned) = change.pinned(&pin)? {
        return Ok(pinned.integrator);
    }
    let new = names_in(request)?;
    let of_domain = match &new.domain {
        Some(domain) => change.integrators_of_domain(domain)?.first().map(|known| known.id),
        None => None,
    };
    let integrator = match of_domain {
        Some(id) => {
            if change.pins_of(id)?.iter().any(|pinned| pinned.proven.is_some() && pinned.retired_at.is_none()) {
                let entry =
                    NewEntry { integrator: Some(new.name.clone()), ..NewEntry::new(Side::Send, Event::SignerChanged) };
                change.note(&entry, now)?;
            }
            id
        }
        None => change.add_integrator(&new, now)?,
    };
    Ok(change.pin(integrator, &pin, now)?)
}

/// What the issuer of a request calls itself, as the ledger keeps it.
pub(crate) fn names_in(request: &Request) -> Result<NewIntegrator, Refusal> {
    let issuer = &request.issuer;
    let refused = || Refusal::Told(AppError::RequestRefused { cause: RequestFault::Malformed });
    let preset = integrators::known().iter().find(|known| known.domain == issuer.domain.as_str());
    Ok(NewIntegrator {
        name: issuer.name.as_str().parse().map_err(|_| refused())?,
        domain: Some(issuer.domain.as_str().parse().map_err(|_| refused())?),
        email: issuer.email.as_ref().and_then(|email| Line::made_of(email.as_str())),
        preset: preset.and_then(|preset| preset.id.parse::<Code>().ok()),
    })
}

pub(crate) fn business_view(business: &kept::Business) -> Option<BusinessView> {
    let name = business.name.as_ref()?.to_string();
    Some(BusinessView { business_id: business.id.get().to_string(), name })
}

fn scope_view(request: &Request) -> keycourier_wire::Scope {
    match request.scope {
        Scope::One => keycourier_wire::Scope::One { ticket: request.ticket.as_ref().map(ToString::to_string) },
        Scope::Everybody => keycourier_wire::Scope::Everybody,
    }
}

fn slot_view(slot: &keycourier_documents::RequestedSlot) -> AskedSlotView {
    AskedSlotView {
        at: words::slot(&slot.slot().id),
        accepts: words::kinds(&slot.accepts),
        required: slot.required,
        purpose: Some(slot.purpose.to_string()).filter(|purpose| !purpose.is_empty()),
    }
}

//! A request of this desk as the merchant will see it.

use jiff::Timestamp;
use keycourier_documents::{Request, Scope};
use keycourier_integrators as integrators;
use keycourier_wire::{self as wire, AskedQuestionView, AskedSlotView, Proof, RequestPreviewView, WhoView};

use crate::app::views::words;

/// The id of what is not made yet: no request has it.
const DRAFT: &str = "draft";

pub(super) fn preview(request: &Request, now: Timestamp) -> RequestPreviewView {
    RequestPreviewView {
        request_id: DRAFT.to_owned(),
        who: who(request),
        scope: scope(request),
        created_at: words::time(request.created),
        expires_at: request.expires.map(words::time),
        expired: request.expires.is_some_and(|expires| expires < now),
        slots: request.slots.iter().map(slot).collect(),
        restricted: words::restricted(request.restricted),
        questions: request.questions.iter().map(question).collect(),
        deliver_to: request.deliver.email.as_ref().map(ToString::to_string),
        businesses: Vec::new(),
        delivery_ids: Vec::new(),
        waiting_deliveries: Vec::new(),
    }
}

/// For whom it is.
pub(super) fn scope(request: &Request) -> wire::Scope {
    match request.scope {
        Scope::One => wire::Scope::One { ticket: request.ticket.as_ref().map(ToString::to_string) },
        Scope::Everybody => wire::Scope::Everybody,
    }
}

/// Nobody has typed words yet.
fn who(request: &Request) -> WhoView {
    let preset = request.preset.as_ref().and_then(|preset| integrators::find(preset.as_str()));
    WhoView {
        name: request.issuer.name.to_string(),
        domain: request.issuer.domain.to_string(),
        phone: preset.and_then(|preset| preset.phone.clone()),
        known_as: None,
        proof: Proof::NotProven { postponed: false, wrong_tries: 0 },
    }
}

fn slot(asked: &keycourier_documents::RequestedSlot) -> AskedSlotView {
    AskedSlotView {
        at: words::slot(&asked.slot().id),
        accepts: words::kinds(&asked.accepts),
        required: asked.required,
        purpose: Some(asked.purpose.to_string()).filter(|purpose| !purpose.is_empty()),
    }
}

fn question(asked: &keycourier_documents::Question) -> AskedQuestionView {
    AskedQuestionView {
        label: asked.label.to_string(),
        kind: words::question_kind(asked.kind),
        required: asked.required,
    }
}

//! A request before it is made: what the page's form becomes.

use jiff::Timestamp;
use keycourier_credentials::{Kind, Mode, Slot};
use keycourier_documents::{Identity, RestrictedKeys, Scope, SignedRequest};
use keycourier_integrators::{self as integrators, Delivery, Integrator};
use keycourier_ledger::Desk;
use keycourier_wire::{
    self as wire, AppError, OpeningCode, RequestDraft, RequestDraftSlot, RequestPresetView, RestrictedPolicy,
    TextFault, TextField,
};

use super::contact::optional;
use crate::Randomness;
use crate::app::errors::Refusal;
use crate::app::views::words;
use crate::asking::{AskError, Blueprint, BlueprintSlot};

/// As many characters as a request takes.
const TICKET: u32 = 80;
const PURPOSE: u32 = 200;
/// The longest that a request may run, in days.
const LONGEST: u32 = 365;

/// The presets that stand under a desk's own domain.
pub(super) fn presets(desk: &Desk) -> Vec<RequestPresetView> {
    let own = integrators::known().iter().filter(|preset| preset.domain == desk.domain.as_str());
    own.map(|preset| RequestPresetView {
        preset: preset.id.clone(),
        name: preset.name.clone(),
        modes: modes(preset).into_iter().map(words::mode).collect(),
        one_mode: takes_one_mode(preset),
    })
    .collect()
}

/// Signs what a draft says with a desk's identity.
pub(super) fn sign(
    draft: &RequestDraft,
    desk: &Desk,
    identity: &Identity,
    now: Timestamp,
    randomness: &Randomness,
) -> Result<SignedRequest, Refusal> {
    let (ticket, is_for_one) = match &draft.scope {
        wire::Scope::One { ticket } => (optional(ticket.as_deref(), &TextField::Ticket, TICKET)?, true),
        wire::Scope::Everybody => (None, false),
    };
    let preset = draft.preset.as_deref().map(|preset| integrators::find(preset).ok_or(AppError::Gone)).transpose()?;
    let blueprint = Blueprint {
        name: desk.name.to_string(),
        domain: desk.domain.to_string(),
        preset: draft.preset.clone(),
        email: desk.contact.email.as_ref().map(ToString::to_string),
        ticket: ticket.map(|ticket| ticket.to_string()),
        expires_days: days(draft.expires_in_days, is_for_one)?,
        label: None,
        slots: match preset {
            Some(preset) => slots_of_preset(preset, &draft.modes)?,
            None => slots_of_form(draft)?,
        },
        restricted: preset.is_none().then(|| policy(draft.restricted)),
        permissions: Vec::new(),
        webhooks: Vec::new(),
        questions: Vec::new(),
        subject: None,
    };
    let signed = blueprint.sign(identity, now, randomness).map_err(refusal)?;
    if !is_for_one || signed.request().scope == Scope::One {
        return Ok(signed);
    }
    // A request for one merchant whose ticket nobody knows yet.
    let mut request = signed.request().clone();
    request.scope = Scope::One;
    request.sign(identity.signing()).ok_or_else(|| refusal(AskError::OutOfBounds))
}

fn days(days: Option<u32>, is_for_one: bool) -> Result<Option<u32>, Refusal> {
    match days {
        Some(1..=LONGEST) => Ok(days),
        Some(_) => Err(Refusal::bad_text(TextField::Expiry, TextFault::WrongForm)),
        None if is_for_one => Err(Refusal::bad_text(TextField::Expiry, TextFault::Empty)),
        None => Ok(None),
    }
}

fn slots_of_preset(preset: &Integrator, chosen: &[wire::Mode]) -> Result<Vec<BlueprintSlot>, Refusal> {
    let chosen: Vec<Mode> = Mode::ALL.into_iter().filter(|mode| chosen.contains(&words::mode(*mode))).collect();
    if chosen.is_empty() {
        return Err(Refusal::bad_text(TextField::Slots, TextFault::Empty));
    }
    let offered = modes(preset);
    if chosen.iter().any(|mode| !offered.contains(mode)) || (chosen.len() > 1 && takes_one_mode(preset)) {
        return Err(Refusal::bad_text(TextField::Slots, TextFault::WrongForm));
    }
    let asked = chosen.into_iter().flat_map(|mode| {
        preset.slots.iter().filter(move |slot| slot.modes.contains(&mode)).map(move |slot| BlueprintSlot {
            slot: slot.slot.clone(),
            mode,
            accepts: slot.accepts.clone(),
            required: slot.required,
            purpose: slot.purpose.clone(),
        })
    });
    Ok(asked.collect())
}

fn slots_of_form(draft: &RequestDraft) -> Result<Vec<BlueprintSlot>, Refusal> {
    draft.slots.iter().map(|slot| slot_of_form(slot, draft.restricted)).collect()
}

fn slot_of_form(asked: &RequestDraftSlot, restricted: RestrictedPolicy) -> Result<BlueprintSlot, Refusal> {
    let kind = match asked.kind {
        wire::KeyKind::Publishable => Kind::Publishable,
        wire::KeyKind::Secret => Kind::Secret,
        wire::KeyKind::WebhookSecret => Kind::WebhookSecret,
        // Both go into the slot that is called by the secret key.
        wire::KeyKind::Restricted | wire::KeyKind::Organization => {
            return Err(Refusal::bad_text(TextField::Slots, TextFault::WrongForm));
        }
    };
    let usual = Slot::usual(kind, words::mode_in(asked.mode));
    let takes = |kind: &Kind| *kind != Kind::Restricted || restricted != RestrictedPolicy::Refused;
    let purpose = optional(asked.purpose.as_deref(), &TextField::Purpose, PURPOSE)?;
    Ok(BlueprintSlot {
        slot: usual.id.name,
        mode: usual.id.mode,
        accepts: usual.accepts.into_iter().filter(takes).collect(),
        required: asked.required,
        purpose: purpose.map(|purpose| purpose.to_string()).unwrap_or_default(),
    })
}

fn policy(policy: RestrictedPolicy) -> RestrictedKeys {
    match policy {
        RestrictedPolicy::Recommended => RestrictedKeys::Recommended,
        RestrictedPolicy::Allowed => RestrictedKeys::Allowed,
        RestrictedPolicy::Refused => RestrictedKeys::Refused,
    }
}

fn modes(preset: &Integrator) -> Vec<Mode> {
    Mode::ALL.into_iter().filter(|mode| preset.slots.iter().any(|slot| slot.modes.contains(mode))).collect()
}

/// Where keys are put into the integrator's own page, one installation is of one mode.
fn takes_one_mode(preset: &Integrator) -> bool {
    preset.delivery == Delivery::PutIn
}

fn refusal(error: AskError) -> Refusal {
    match error {
        AskError::NothingAsked => Refusal::bad_text(TextField::Slots, TextFault::Empty),
        AskError::OutOfBounds => Refusal::bad_text(TextField::Slots, TextFault::WrongForm),
        AskError::PresetMismatch => AppError::NotOpened { cause: OpeningCode::PresetMismatch }.into(),
        AskError::UnknownPreset => AppError::Gone.into(),
        AskError::BadText { field } => Refusal::fault(&format!("a request refuses the text of {field}")),
        AskError::NotABlueprint { .. } => Refusal::fault("a form is no file"),
    }
}

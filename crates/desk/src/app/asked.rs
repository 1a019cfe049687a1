//! What a delivery is asked for: by a request, or by the preset of an integrator that has sent none.

use std::collections::BTreeSet;

use keycourier_credentials::{Mode, Slot, SlotId, SlotName};
use keycourier_documents::{Level, NotPlainText, Question, QuestionType, Request, RequestedSlot, RestrictedKeys, Text};
use keycourier_integrators as integrators;
use keycourier_integrators::WebhookAddress;
use keycourier_stripe::{ApiVersion, EventName, Permission, WebhookUrl};

use super::errors::Refusal;

/// What is asked for.
#[derive(Clone)]
pub(crate) struct Asked {
    /// Test first, in the order asked for.
    pub(crate) slots: Vec<RequestedSlot>,
    pub(crate) restricted: RestrictedKeys,
    /// What the keys must be able to do.
    pub(crate) needs: Vec<Permission>,
    /// Test first.
    pub(crate) webhooks: Vec<AskedWebhook>,
    pub(crate) questions: Vec<Question>,
    /// Where the locked file goes.
    pub(crate) mail_to: Option<String>,
    pub(crate) mail_subject: Option<String>,
}

/// A webhook that is asked for.
#[derive(Clone)]
pub(crate) struct AskedWebhook {
    pub(crate) mode: Mode,
    pub(crate) address: AskedAddress,
    pub(crate) events: BTreeSet<EventName>,
    /// Whether more events than these are wrong too.
    pub(crate) exactly: bool,
    pub(crate) api_version: Option<ApiVersion>,
    /// Where its signing secret belongs.
    pub(crate) secret_slot: Option<SlotName>,
}

/// Where the address of a webhook comes from.
#[derive(Clone)]
pub(crate) enum AskedAddress {
    /// It stands in the request.
    Given(WebhookUrl),
    /// The merchant copies it from a page on this host.
    Copied(String),
    /// It hangs on the merchant's project at the integrator.
    OfProject,
}

impl Asked {
    /// Whatever a request spells out; its preset is not looked at.
    pub(crate) fn of_request(request: &Request) -> Self {
        let mut slots = request.slots.clone();
        slots.sort_by_key(|slot| slot.mode);
        let needs = request.permissions.iter().filter_map(|permission| {
            let level = match permission.level {
                Level::Read => "read",
                Level::Write => "write",
            };
            format!("{}_{level}", permission.resource).parse().ok()
        });
        Self {
            slots,
            restricted: request.restricted,
            needs: needs.collect(),
            webhooks: webhooks_of_request(request),
            questions: request.questions.clone(),
            mail_to: request.deliver.email.as_ref().or(request.issuer.email.as_ref()).map(ToString::to_string),
            mail_subject: request.deliver.subject.as_ref().map(ToString::to_string),
        }
    }

    /// What a known integrator asks for in these modes.
    pub(crate) fn of_preset(preset: &integrators::Integrator, modes: &[Mode]) -> Result<Self, Refusal> {
        let mut slots = Vec::new();
        for mode in modes_in_order(modes) {
            for asked in preset.slots.iter().filter(|asked| asked.modes.contains(&mode)) {
                slots.push(RequestedSlot {
                    slot: asked.slot.clone(),
                    mode,
                    accepts: asked.accepts.clone(),
                    required: asked.required,
                    purpose: text(&asked.purpose)?,
                });
            }
        }
        let needs = preset.permissions.iter().filter_map(|permission| {
            let level = match permission.level {
                integrators::Level::Read => "read",
                integrators::Level::Write => "write",
            };
            format!("{}_{level}", permission.resource).parse().ok()
        });
        Ok(Self {
            slots,
            restricted: match preset.restricted {
                integrators::Restricted::Recommended => RestrictedKeys::Recommended,
                integrators::Restricted::Allowed => RestrictedKeys::Allowed,
                integrators::Restricted::Refused => RestrictedKeys::Refused,
            },
            needs: needs.collect(),
            webhooks: modes_in_order(modes).filter_map(|mode| preset.webhook(mode)).map(of_preset).collect(),
            questions: preset.questions.iter().map(question).collect::<Result<_, _>>()?,
            mail_to: preset.email.clone(),
            mail_subject: None,
        })
    }

    /// As the rules for pastes take them.
    pub(crate) fn for_pastes(&self) -> Vec<Slot> {
        self.slots.iter().map(RequestedSlot::slot).collect()
    }

    pub(crate) fn slot(&self, id: &SlotId) -> Option<&RequestedSlot> {
        self.slots.iter().find(|slot| slot.mode == id.mode && slot.slot == id.name)
    }
}

fn modes_in_order(modes: &[Mode]) -> impl Iterator<Item = Mode> {
    Mode::ALL.into_iter().filter(|mode| modes.contains(mode))
}

/// One whose address Stripe could not send to, or that names no event, can be neither checked nor made, and is passed over.
fn webhooks_of_request(request: &Request) -> Vec<AskedWebhook> {
    let asked = request.webhooks.iter().filter_map(|webhook| {
        Some(AskedWebhook {
            mode: webhook.mode,
            address: AskedAddress::Given(webhook.url.as_str().parse().ok()?),
            events: events(webhook.events.iter().map(|event| event.as_str()))?,
            exactly: false,
            api_version: webhook.api_version.as_ref().and_then(|version| version.as_str().parse().ok()),
            secret_slot: webhook.secret_slot.clone(),
        })
    });
    let mut asked: Vec<AskedWebhook> = asked.collect();
    asked.sort_by_key(|webhook| webhook.mode);
    asked
}

fn of_preset(webhook: &integrators::Webhook) -> AskedWebhook {
    AskedWebhook {
        mode: webhook.mode,
        address: match &webhook.address {
            WebhookAddress::Copied { host } => AskedAddress::Copied(host.clone()),
            WebhookAddress::Template { .. } => AskedAddress::OfProject,
        },
        events: events(webhook.events.iter().map(String::as_str)).unwrap_or_default(),
        exactly: webhook.exactly,
        api_version: None,
        secret_slot: webhook.secret_slot.clone(),
    }
}

/// Those with names of Stripe's form; none where there is none.
fn events<'a>(names: impl Iterator<Item = &'a str>) -> Option<BTreeSet<EventName>> {
    let events: BTreeSet<EventName> = names.filter_map(|name| name.parse().ok()).collect();
    (!events.is_empty()).then_some(events)
}

fn question(question: &integrators::Question) -> Result<Question, Refusal> {
    Ok(Question {
        id: question.id.clone(),
        label: text(&question.label)?,
        kind: match question.kind {
            integrators::QuestionKind::Text => QuestionType::Text,
            integrators::QuestionKind::Choice => QuestionType::Choice,
            integrators::QuestionKind::Several => QuestionType::Several,
            integrators::QuestionKind::Phone => QuestionType::Phone,
        },
        choices: question.choices.iter().map(|choice| text(choice)).collect::<Result<_, _>>()?,
        hint: None,
        required: question.required,
    })
}

fn text<const MAX: usize>(text: &str) -> Result<Text<MAX>, Refusal> {
    Text::typed(text).map_err(|NotPlainText| Refusal::fault("a preset's text does not fit a request"))
}

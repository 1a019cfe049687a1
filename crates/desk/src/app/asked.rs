//! What a delivery is asked for: by a request, or by the preset of an integrator that has sent none.

use keycourier_credentials::{Mode, Slot, SlotId};
use keycourier_documents::{Level, NotPlainText, Question, QuestionType, Request, RequestedSlot, RestrictedKeys, Text};
use keycourier_integrators as integrators;
use keycourier_stripe::Permission;

use super::errors::Refusal;

/// What is asked for.
#[derive(Clone)]
pub(crate) struct Asked {
    /// Test first, in the order asked for.
    pub(crate) slots: Vec<RequestedSlot>,
    pub(crate) restricted: RestrictedKeys,
    /// What the keys must be able to do.
    pub(crate) needs: Vec<Permission>,
    pub(crate) questions: Vec<Question>,
    /// Where the locked file goes.
    pub(crate) mail_to: Option<String>,
    pub(crate) mail_subject: Option<String>,
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
            questions: request.questions.clone(),
            mail_to: request.deliver.email.as_ref().or(request.issuer.email.as_ref()).map(ToString::to_string),
            mail_subject: request.deliver.subject.as_ref().map(ToString::to_string),
        }
    }

    /// What a known integrator asks for in these modes.
    pub(crate) fn of_preset(preset: &integrators::Integrator, modes: &[Mode]) -> Result<Self, Refusal> {
        let mut slots = Vec::new();
        for mode in Mode::ALL.into_iter().filter(|mode| modes.contains(mode)) {
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

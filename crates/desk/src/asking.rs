//! A desk makes a request.

use jiff::{SignedDuration, Timestamp};
use keycourier_credentials::{Kind, Mode, SlotName};
use keycourier_documents::{
    Deliver, DocumentId, Domain, Identity, Issuer, Level, Permission, Question, QuestionType, Recipient, Request,
    RequestedSlot, RequestedWebhook, RestrictedKeys, Scope, SignedRequest, Text,
};
use keycourier_integrators::{self as integrators, Integrator};
use serde::Deserialize;

use crate::Randomness;

/// What a request shall say, as a desk writes it down: `name`, `domain`, and a `preset` or its own slots; all else is optional.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Blueprint {
    /// What the desk calls itself.
    pub name: String,
    /// Its domain.
    pub domain: String,
    /// A known integrator, whose slots, permissions and questions are taken over where none are given here.
    pub preset: Option<String>,
    /// Where it reads mail.
    pub email: Option<String>,
    /// The ticket, for one merchant. Without one the request is for everybody.
    pub ticket: Option<String>,
    /// Days until an answer is late; 30 where there is a ticket, never otherwise.
    pub expires_days: Option<u32>,
    /// What the desk's key is called.
    pub label: Option<String>,
    /// What is asked for.
    #[serde(default)]
    pub slots: Vec<BlueprintSlot>,
    /// What it thinks of restricted keys.
    pub restricted: Option<RestrictedKeys>,
    /// What its software does with the key.
    #[serde(default)]
    pub permissions: Vec<Permission>,
    /// The webhooks that it needs.
    #[serde(default)]
    pub webhooks: Vec<RequestedWebhook>,
    /// What else it wants to know.
    #[serde(default)]
    pub questions: Vec<Question>,
    /// What the subject of the answering mail shall be.
    pub subject: Option<String>,
}

/// One thing asked for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlueprintSlot {
    /// Its name.
    pub slot: SlotName,
    /// Test or live.
    pub mode: Mode,
    /// The kinds that fit.
    pub accepts: Vec<Kind>,
    /// Whether an answer is complete without it; it is not, unless said so.
    #[serde(default = "yes")]
    pub required: bool,
    /// What it is for.
    #[serde(default)]
    pub purpose: String,
}

/// Days until an answer to one merchant's request is late.
const USUAL_DAYS: u32 = 30;

impl Blueprint {
    /// Reads the TOML of `request new --from`.
    ///
    /// # Errors
    /// [`AskError::NotABlueprint`] with the line of the file, never with what stands in it.
    pub fn read(text: &str) -> Result<Self, AskError> {
        toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            AskError::NotABlueprint { line: before.lines().count().max(1) }
        })
    }

    /// Spells everything out and signs it with the desk's key.
    ///
    /// # Errors
    /// [`AskError`].
    pub fn sign(
        &self,
        identity: &Identity,
        now: Timestamp,
        randomness: &Randomness,
    ) -> Result<SignedRequest, AskError> {
        let preset = self.known()?;
        let domain: Domain = self.domain.parse().map_err(|_| AskError::BadText { field: "domain" })?;
        if preset.is_some_and(|preset| preset.domain != domain.as_str()) {
            return Err(AskError::PresetMismatch);
        }
        let ticket = self.ticket.as_deref().map(|ticket| text(ticket, "ticket")).transpose()?;
        let days = self.expires_days.or_else(|| ticket.as_ref().map(|_| USUAL_DAYS));
        let expires = days.and_then(|days| now.checked_add(SignedDuration::from_hours(i64::from(days) * 24)).ok());
        let email = self.email.as_deref().or_else(|| preset.and_then(|preset| preset.email.as_deref()));
        let request = Request {
            id: randomness.with(DocumentId::random),
            created: now,
            scope: if ticket.is_some() { Scope::One } else { Scope::Everybody },
            ticket,
            expires,
            issuer: Issuer {
                name: text(&self.name, "name")?,
                domain,
                email: email.map(|email| text(email, "email")).transpose()?,
                sign: *identity.signing().signer(),
            },
            to: vec![Recipient {
                label: text(self.label.as_deref().unwrap_or(&self.name), "label")?,
                age: identity.recipient().ok_or(AskError::OutOfBounds)?,
            }],
            preset: self.preset.as_deref().map(|preset| text(preset, "preset")).transpose()?,
            slots: self.slots(preset)?,
            restricted: self.restricted.or_else(|| preset.map(restricted)).unwrap_or_default(),
            permissions: self.permissions(preset)?,
            webhooks: self.webhooks.clone(),
            questions: self.questions(preset)?,
            deliver: Deliver {
                email: email.map(|email| text(email, "email")).transpose()?,
                subject: self.subject.as_deref().map(|subject| text(subject, "subject")).transpose()?,
            },
            rotation: None,
        };
        request.sign(identity.signing()).ok_or(AskError::OutOfBounds)
    }

    fn known(&self) -> Result<Option<&'static Integrator>, AskError> {
        match &self.preset {
            None if self.slots.is_empty() => Err(AskError::NothingAsked),
            None => Ok(None),
            Some(preset) => integrators::find(preset).map(Some).ok_or(AskError::UnknownPreset),
        }
    }

    fn slots(&self, preset: Option<&Integrator>) -> Result<Vec<RequestedSlot>, AskError> {
        if let (true, Some(preset)) = (self.slots.is_empty(), preset) {
            let asked = Mode::ALL.into_iter().flat_map(|mode| {
                preset.slots.iter().filter(move |slot| slot.modes.contains(&mode)).map(move |slot| (mode, slot))
            });
            return asked
                .map(|(mode, slot)| {
                    Ok(RequestedSlot {
                        slot: slot.slot.clone(),
                        mode,
                        accepts: slot.accepts.clone(),
                        required: slot.required,
                        purpose: text(&slot.purpose, "purpose")?,
                    })
                })
                .collect();
        }
        let asked = self.slots.iter().map(|slot| {
            Ok(RequestedSlot {
                slot: slot.slot.clone(),
                mode: slot.mode,
                accepts: slot.accepts.clone(),
                required: slot.required,
                purpose: text(&slot.purpose, "purpose")?,
            })
        });
        asked.collect()
    }

    fn permissions(&self, preset: Option<&Integrator>) -> Result<Vec<Permission>, AskError> {
        let Some(preset) = preset.filter(|_| self.permissions.is_empty()) else {
            return Ok(self.permissions.clone());
        };
        let needed = preset.permissions.iter().map(|needed| {
            let level = match needed.level {
                integrators::Level::Read => Level::Read,
                integrators::Level::Write => Level::Write,
            };
            Ok(Permission { resource: text(&needed.resource, "permission")?, level })
        });
        needed.collect()
    }

    fn questions(&self, preset: Option<&Integrator>) -> Result<Vec<Question>, AskError> {
        let Some(preset) = preset.filter(|_| self.questions.is_empty()) else {
            return Ok(self.questions.clone());
        };
        let asked = preset.questions.iter().map(|question| {
            Ok(Question {
                id: question.id.clone(),
                label: text(&question.label, "question")?,
                kind: match question.kind {
                    integrators::QuestionKind::Text => QuestionType::Text,
                    integrators::QuestionKind::Choice => QuestionType::Choice,
                    integrators::QuestionKind::Several => QuestionType::Several,
                    integrators::QuestionKind::Phone => QuestionType::Phone,
                },
                choices: question.choices.iter().map(|choice| text(choice, "choice")).collect::<Result<_, _>>()?,
                hint: None,
                required: question.required,
            })
        });
        asked.collect()
    }
}

/// Whether a request claims to be of a known integrator and comes from another domain.
pub(crate) fn is_preset_mismatch(request: &Request) -> bool {
    let preset = request.preset.as_ref().and_then(|preset| integrators::find(preset.as_str()));
    preset.is_some_and(|preset| preset.domain != request.issuer.domain.as_str())
}

/// Why a request can't be made.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum AskError {
    /// The file is not TOML, or has fields that a request has not.
    #[error("line {line} is not what a request is made from")]
    NotABlueprint {
        /// Where, from 1.
        line: usize,
    },
    /// Neither a preset nor slots.
    #[error("it asks for nothing: name a preset, or give slots")]
    NothingAsked,
    /// No integrator of that name is known.
    #[error("no integrator of that name is known")]
    UnknownPreset,
    /// The preset belongs to another domain.
    #[error("the preset belongs to another domain")]
    PresetMismatch,
    /// A text is too long or has characters that a line may not have.
    #[error("{field} is not a line of plain text of a fitting length")]
    BadText {
        /// Which.
        field: &'static str,
    },
    /// More slots, questions or permissions than a request may have, two slots of one name, or a webhook without https.
    #[error("more than a request may hold, or the same thing twice")]
    OutOfBounds,
}

impl AskError {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotABlueprint { .. } => "not_a_blueprint",
            Self::NothingAsked => "nothing_asked",
            Self::UnknownPreset => "unknown_preset",
            Self::PresetMismatch => "preset_mismatch",
            Self::BadText { .. } => "bad_text",
            Self::OutOfBounds => "out_of_bounds",
        }
    }
}

fn restricted(preset: &Integrator) -> RestrictedKeys {
    match preset.restricted {
        integrators::Restricted::Recommended => RestrictedKeys::Recommended,
        integrators::Restricted::Allowed => RestrictedKeys::Allowed,
        integrators::Restricted::Refused => RestrictedKeys::Refused,
    }
}

fn text<const MAX: usize>(typed: &str, field: &'static str) -> Result<Text<MAX>, AskError> {
    Text::typed(typed).map_err(|_| AskError::BadText { field })
}

fn yes() -> bool {
    true
}

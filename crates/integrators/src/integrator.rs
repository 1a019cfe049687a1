//! What is known of an integrator.

use std::collections::BTreeMap;

use keycourier_credentials::{Kind, Mode, Slot, SlotId, SlotName};
use serde::Deserialize;

use crate::texts::Texts;
use crate::{Language, NotAnIntegrator, Webhook, checks};

/// An integrator that the program knows by name.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Integrator {
    /// Its name in requests and on the command line.
    pub id: String,
    /// What it calls itself.
    pub name: String,
    /// Its domain: a request that was made from this preset must come from here.
    pub domain: String,
    /// How its keys get to it.
    pub delivery: Delivery,
    /// What one delivery is for.
    pub unit: Unit,
    /// Where its helpdesk reads mail.
    pub email: Option<String>,
    /// Its helpdesk's number, from its own website: the one that a merchant may trust.
    pub phone: Option<String>,
    /// Within how many hours it answers.
    pub answer_within_hours: Option<u32>,
    /// What it thinks of restricted keys.
    pub restricted: Restricted,
    /// The answer to Stripe's question how a new key will be used.
    pub how_used: HowUsed,
    /// What it asks for.
    pub slots: Vec<AskedSlot>,
    /// What its software does with the key, by Stripe's names without `rak_` and level.
    #[serde(default)]
    pub permissions: Vec<Permission>,
    /// The payment notices that it needs, at most one a mode.
    #[serde(default)]
    pub webhooks: Vec<Webhook>,
    /// What else it wants to know.
    #[serde(default)]
    pub questions: Vec<Question>,
    /// Where keys are put in; with [`Delivery::PutIn`].
    pub put_in: Option<PutIn>,
    /// Where a project and its token are had; with [`Delivery::ConfigApi`].
    pub config_api: Option<ConfigApi>,
    /// What it calls the two modes; with [`Unit::BusinessAndEnvironment`].
    pub environments: Option<Environments>,
    /// Its own texts.
    #[serde(rename = "guide")]
    pub(crate) texts: BTreeMap<Language, Texts>,
}

/// How keys get to an integrator.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// As a bundle by mail.
    Bundle,
    /// Copied by the merchant into the integrator's own page.
    PutIn,
    /// Over the integrator's own interface.
    ConfigApi,
}

/// What one delivery is for: another of it is another delivery.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A business.
    Business,
    /// A business and a mode, one after the other.
    BusinessAndMode,
    /// A business and an environment of the integrator's, each of one mode.
    BusinessAndEnvironment,
    /// A business and a project of the integrator's, both modes together.
    BusinessAndProject,
}

/// What an integrator thinks of restricted keys.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum Restricted {
    /// Better than a secret key.
    Recommended,
    /// As good as a secret key.
    Allowed,
    /// They do not work there.
    Refused,
}

/// The answers to Stripe's question how a new key will be used.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum HowUsed {
    /// For an integration of one's own: Stripe makes a secret key.
    OwnIntegration,
    /// For another website: Stripe leads to a restricted key.
    AnotherWebsite,
}

/// One thing asked for, in one or both modes.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskedSlot {
    /// Its name.
    pub slot: SlotName,
    /// In which modes it is asked for.
    pub modes: Vec<Mode>,
    /// The kinds that fit.
    pub accepts: Vec<Kind>,
    /// Whether a delivery is complete without it.
    pub required: bool,
    /// What it is for, in English, as requests have it.
    #[serde(skip)]
    pub purpose: String,
}

/// Something that a restricted key must be able to do.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Permission {
    /// Stripe's name for it.
    pub resource: String,
    /// `read` or `write`.
    pub level: Level,
}

/// How far a permission goes.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Look.
    Read,
    /// Change.
    Write,
}

/// Something else that an integrator wants to know.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Its name in the answers.
    pub id: SlotName,
    /// How it is answered.
    #[serde(rename = "type")]
    pub kind: QuestionKind,
    /// Whether a delivery is complete without an answer.
    pub required: bool,
    /// What is asked, in English, as requests have it.
    #[serde(skip)]
    pub label: String,
    /// What there is to choose from, in English: this is what an answer says.
    #[serde(skip)]
    pub choices: Vec<String>,
}

/// How a question is answered.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum QuestionKind {
    /// A line of text.
    Text,
    /// One of the choices.
    Choice,
    /// Any of the choices.
    Several,
    /// A phone number.
    Phone,
}

/// A question in one language.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct QuestionText {
    /// What is asked.
    pub label: String,
    /// A line of help.
    pub hint: Option<String>,
    /// What there is to choose from, in the order of [`Question::choices`].
    #[serde(default)]
    pub choices: Vec<String>,
}

/// The integrator's page into which a key is put.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct PutIn {
    /// Its address, with https.
    pub page: String,
    /// What people call it.
    pub place: String,
    /// The way from there to the field.
    pub path: Vec<String>,
    /// What stands at the field.
    pub field: String,
}

/// Where a merchant finds what the integrator's interface wants to know.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct ConfigApi {
    /// Its address, with https.
    pub page: String,
}

/// What an integrator calls the two modes.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Environments {
    /// Test.
    pub test: String,
    /// Live.
    pub live: String,
}

impl Integrator {
    /// Reads one file, as `docs/integrators.md` describes it.
    ///
    /// # Errors
    /// [`NotAnIntegrator`].
    pub fn parse(file: &str) -> Result<Self, NotAnIntegrator> {
        let mut read: Self = toml::from_str(file).map_err(|error| {
            let before = error.span().and_then(|span| file.get(..span.start)).unwrap_or_default();
            NotAnIntegrator::NotToml { line: before.matches('\n').count() + 1 }
        })?;
        checks::check(&read)?;
        let english = read.texts(Language::En).clone();
        for asked in &mut read.slots {
            asked.purpose = english.purposes.get(&asked.slot).cloned().unwrap_or_default();
        }
        for question in &mut read.questions {
            if let Some(text) = english.questions.get(&question.id) {
                question.label.clone_from(&text.label);
                question.choices.clone_from(&text.choices);
            }
        }
        Ok(read)
    }

    /// The modes in which it asks for anything, test first.
    pub fn modes(&self) -> Vec<Mode> {
        Mode::ALL.into_iter().filter(|mode| self.slots.iter().any(|slot| slot.modes.contains(mode))).collect()
    }

    /// Whether one delivery has keys of one mode only.
    pub fn is_of_one_mode(&self) -> bool {
        match self.unit {
            Unit::BusinessAndMode | Unit::BusinessAndEnvironment => true,
            Unit::Business | Unit::BusinessAndProject => self.modes().len() == 1,
        }
    }

    /// Everything that it asks for in one mode, in order.
    pub fn slots_in(&self, mode: Mode) -> Vec<Slot> {
        let asked = self.slots.iter().filter(|slot| slot.modes.contains(&mode));
        asked
            .map(|slot| Slot {
                id: SlotId { mode, name: slot.slot.clone() },
                accepts: slot.accepts.clone(),
                required: slot.required,
            })
            .collect()
    }

    /// Whether a key that may do everything deserves a warning: only where a restricted one is recommended.
    pub fn warns_of_full_access(&self) -> bool {
        self.restricted == Restricted::Recommended
    }

    /// The kinds that no slot takes.
    pub fn refuses(&self) -> Vec<Kind> {
        Kind::ALL.into_iter().filter(|kind| !self.slots.iter().any(|slot| slot.accepts.contains(kind))).collect()
    }

    /// Why it does not take a kind; none where it does.
    pub fn why_refused(&self, kind: Kind, language: Language) -> Option<&str> {
        self.texts(language).refused.get(&kind).map(String::as_str)
    }

    /// What is to be said of a kind that it takes, where there is something.
    pub fn note(&self, kind: Kind, language: Language) -> Option<&str> {
        self.texts(language).notes.get(&kind).map(String::as_str)
    }

    /// What a slot is for.
    pub fn purpose(&self, slot: &SlotName, language: Language) -> Option<&str> {
        self.texts(language).purposes.get(slot).map(String::as_str)
    }

    /// A question's words.
    pub fn question(&self, id: &SlotName, language: Language) -> Option<&QuestionText> {
        self.texts(language).questions.get(id)
    }

    /// What it calls a mode.
    pub fn environment(&self, mode: Mode) -> Option<&str> {
        let names = self.environments.as_ref()?;
        Some(match mode {
            Mode::Test => &names.test,
            Mode::Live => &names.live,
        })
    }

    /// Both languages are there in whatever was read.
    pub(crate) fn texts(&self, language: Language) -> &Texts {
        const NONE: &Texts = &Texts::NONE;
        self.texts.get(&language).unwrap_or(NONE)
    }
}

impl Permission {
    /// As links to the Dashboard name it.
    pub fn rak(&self) -> String {
        let level = match self.level {
            Level::Read => "read",
            Level::Write => "write",
        };
        format!("rak_{}_{level}", self.resource)
    }
}

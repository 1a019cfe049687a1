//! The known integrators as data: one TOML file each in `known/`, compiled in. A request can say the same things and more.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use keycourier_credentials::{Kind, Mode, Slot, SlotId, SlotName};
use serde::Deserialize;

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
    /// Where its helpdesk reads mail.
    pub email: Option<String>,
    /// Its helpdesk's number, from its own website: the one that a merchant may trust.
    pub phone: Option<String>,
    /// Within how many hours it answers.
    pub answer_within_hours: Option<u32>,
    /// What it thinks of restricted keys.
    pub restricted: Restricted,
    /// What it asks for.
    pub slots: Vec<AskedSlot>,
    /// What its software does with the key, by Stripe's names without `rak_` and level.
    #[serde(default)]
    pub permissions: Vec<Permission>,
    /// What else it wants to know.
    #[serde(default)]
    pub questions: Vec<Question>,
    /// Steps for finding a key, by language and slot, where the usual ones do not do; `**bold**` is marked so.
    #[serde(default)]
    pub guide: BTreeMap<String, BTreeMap<SlotName, Vec<String>>>,
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
    Update,
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
    /// What it is for.
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
    /// What is asked.
    pub label: String,
    /// How it is answered.
    #[serde(rename = "type")]
    pub kind: QuestionKind,
    /// What there is to choose from.
    #[serde(default)]
    pub choices: Vec<String>,
    /// Whether a delivery is complete without an answer.
    pub required: bool,
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

impl Integrator {
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

    /// Its own steps for finding the key of a slot; none where the usual ones do.
    pub fn guide(&self, language: &str, slot: &SlotName) -> &[String] {
        self.guide.get(language).and_then(|guide| guide.get(slot)).map_or(&[], Vec::as_slice)
    }
}

/// All of them, by name.
pub fn known() -> &'static [Integrator] {
    static KNOWN: LazyLock<Vec<Integrator>> =
        LazyLock::new(|| FILES.iter().filter_map(|file| toml::from_str(file).ok()).collect());
    &KNOWN
}

/// The one of this name.
pub fn find(id: &str) -> Option<&'static Integrator> {
    known().iter().find(|integrator| integrator.id == id)
}

const FILES: [&str; 5] = [
    include_str!("known/devkit4ai.toml"),
    include_str!("known/imagatec.toml"),
    include_str!("known/jelou.toml"),
    include_str!("known/serval.toml"),
    include_str!("known/stackone.toml"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_read() {
        for file in FILES {
            assert!(toml::from_str::<Integrator>(file).is_ok(), "{}", toml::from_str::<Integrator>(file).unwrap_err());
        }
        assert_eq!(known().len(), FILES.len(), "none is lost on the way");
    }

    #[test]
    fn imagatec_asks_for_two_live_keys_and_nothing_in_test() {
        let imagatec = find("imagatec").expect("it is known");
        let asked: Vec<String> = imagatec.slots_in(Mode::Live).iter().map(|slot| slot.id.to_string()).collect();
        assert_eq!(asked, ["live/publishable", "live/secret"], "the two lines of its instructions");
        assert!(imagatec.slots_in(Mode::Test).is_empty(), "it has no use for test keys");
        assert!(
            imagatec.slots.iter().all(|slot| !slot.accepts.contains(&Kind::Restricted)),
            "restricted keys fail there"
        );
    }

    #[test]
    fn guides_are_of_slots_that_are_asked_for() {
        for integrator in known() {
            let slots: Vec<&SlotName> = integrator.slots.iter().map(|slot| &slot.slot).collect();
            let guided = integrator.guide.values().flat_map(BTreeMap::keys);
            assert!(guided.into_iter().all(|slot| slots.contains(&slot)), "{}", integrator.id);
        }
        let secret = "secret".parse().expect("a name");
        let steps = find("imagatec").map(|imagatec| imagatec.guide("en", &secret).len());
        assert_eq!(steps, Some(5), "Stripe offers a restricted key, which Imagatec does not take");
    }

    #[test]
    fn restricted_keys_fit_where_they_are_welcome() {
        for integrator in known() {
            let fits = integrator.slots.iter().any(|slot| slot.accepts.contains(&Kind::Restricted));
            assert_eq!(fits, integrator.restricted != Restricted::Refused, "{}", integrator.id);
        }
    }
}

//! Texts: those that all integrators share, those of one, and how they are filled in.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use keycourier_credentials::{Kind, Mode, SlotName};
use serde::Deserialize;

use crate::{Language, Level, Mail, Permission, QuestionText, Step, Topic};

/// What an integrator says in one language.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Texts {
    /// What each slot is for.
    pub(crate) purposes: BTreeMap<SlotName, String>,
    /// Why each kind that no slot takes is not taken.
    pub(crate) refused: BTreeMap<Kind, String>,
    /// What is to be said of kinds that are.
    #[serde(default)]
    pub(crate) notes: BTreeMap<Kind, String>,
    #[serde(default)]
    pub(crate) questions: BTreeMap<SlotName, QuestionText>,
    /// In place of the shared ones.
    #[serde(default)]
    pub(crate) steps: BTreeMap<Piece, Vec<Step>>,
    /// In place of the shared ones.
    #[serde(default)]
    pub(crate) put_in: BTreeMap<PutInWord, String>,
    /// Where project and token are had.
    #[serde(default)]
    pub(crate) connect: Vec<Step>,
    /// What to do once the keys are there.
    pub(crate) after: Vec<String>,
    /// What to do when a key was replaced.
    pub(crate) rolled: Vec<String>,
}

impl Texts {
    pub(crate) const NONE: Self = Self {
        purposes: BTreeMap::new(),
        refused: BTreeMap::new(),
        notes: BTreeMap::new(),
        questions: BTreeMap::new(),
        steps: BTreeMap::new(),
        put_in: BTreeMap::new(),
        connect: Vec::new(),
        after: Vec::new(),
        rolled: Vec::new(),
    };
}

/// What is said in one language, whoever asks.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Common {
    pub(crate) modes: BTreeMap<Mode, String>,
    pub(crate) levels: BTreeMap<LevelWord, String>,
    pub(crate) titles: BTreeMap<Title, String>,
    pub(crate) put_in: BTreeMap<PutInWord, String>,
    pub(crate) steps: BTreeMap<Piece, Vec<Step>>,
    pub(crate) help: BTreeMap<Topic, HelpText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct HelpText {
    pub(crate) title: String,
    pub(crate) steps: Vec<Step>,
    pub(crate) mail: Option<Mail>,
}

/// Pieces that guides are made of.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Piece {
    SignIn,
    ModeTest,
    ModeLive,
    PublishableRow,
    RevealTestSecret,
    CreateSecret,
    HowUsedOwnIntegration,
    HowUsedAnotherWebsite,
    RestrictedForm,
    NameKey,
    CopyOnce,
    ComeBack,
    WebhookAddressCopied,
    WebhookAddressKnown,
    WebhookAdd,
    WebhookEvents,
    WebhookExactEvents,
    WebhookCreate,
    WebhookSecret,
    WebhookVerify,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Title {
    Publishable,
    Secret,
    Restricted,
    WebhookSecret,
    Webhook,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PutInWord {
    Title,
    Lead,
    OpenButton,
    Open,
    Copy,
    Paste,
    Accepted,
    Yes,
    No,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LevelWord {
    Read,
    Write,
}

/// Stripe's own words, by language of its Dashboard.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Labels {
    labels: BTreeMap<String, BTreeMap<Language, String>>,
    permissions: BTreeMap<String, BTreeMap<Language, String>>,
}

const COMMON: [(Language, &str); 2] =
    [(Language::En, include_str!("common/en.toml")), (Language::Es, include_str!("common/es.toml"))];

/// The shared texts; a test reads both files.
pub(crate) fn common(language: Language) -> Option<&'static Common> {
    static READ: LazyLock<BTreeMap<Language, Common>> = LazyLock::new(|| {
        COMMON.into_iter().filter_map(|(language, file)| Some((language, toml::from_str(file).ok()?))).collect()
    });
    READ.get(&language)
}

fn labels() -> Option<&'static Labels> {
    static READ: LazyLock<Option<Labels>> = LazyLock::new(|| toml::from_str(include_str!("common/labels.toml")).ok());
    READ.as_ref()
}

/// As Stripe writes it; in another language than English with that language's words behind it, since nobody knows in which one the
/// person sees the Dashboard.
fn doubled(words: &BTreeMap<Language, String>, language: Language) -> Option<String> {
    let english = words.get(&Language::En)?;
    match words.get(&language) {
        Some(own) if own != english => Some(format!("{english} ({own})")),
        Some(_) | None => Some(english.clone()),
    }
}

/// A label of Stripe's.
fn label(name: &str, language: Language) -> Option<String> {
    doubled(labels()?.labels.get(name)?, language)
}

/// What the Dashboard calls permissions, one after the other; one that is not known by its name in Stripe's reference.
pub(crate) fn permissions(permissions: &[Permission], language: Language) -> String {
    let one = |permission: &Permission| {
        let known = labels().and_then(|labels| doubled(labels.permissions.get(&permission.resource)?, language));
        let resource = known.unwrap_or_else(|| permission.resource.clone());
        let level = match permission.level {
            Level::Read => LevelWord::Read,
            Level::Write => LevelWord::Write,
        };
        let level = common(language).and_then(|common| common.levels.get(&level)).map_or("", String::as_str);
        format!("**{resource}**: {level}")
    };
    permissions.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// Puts values in: `{name}` is whatever `value` has for it, `{@name}` a label of Stripe's, in bold. What nobody knows stays as it is.
pub(crate) fn fill(text: &str, language: Language, value: &dyn Fn(&str) -> Option<String>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, after)) = behind.split_once('}') else {
            filled.push('{');
            rest = behind;
            continue;
        };
        let known = match name.strip_prefix('@') {
            Some(name) => label(name, language).map(|label| format!("**{label}**")),
            None => value(name),
        };
        match known {
            Some(known) => filled.push_str(&known),
            None => filled.push_str(&format!("{{{name}}}")),
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_texts_are_whole_in_both_languages() {
        for (language, file) in COMMON {
            let read = toml::from_str::<Common>(file);
            assert_eq!(read.err().map(|error| error.to_string()), None, "{language:?}");
        }
        let labels = toml::from_str::<Labels>(include_str!("common/labels.toml"));
        assert_eq!(labels.as_ref().err().map(ToString::to_string), None, "labels");
        for (name, words) in labels.iter().flat_map(|labels| labels.labels.iter().chain(&labels.permissions)) {
            assert_eq!(words.len(), Language::ALL.len(), "{name} is in both languages");
        }
        let [english, spanish] = Language::ALL.map(|language| common(language).expect("it was read above"));
        assert!(english.modes.keys().eq(spanish.modes.keys()) && english.modes.len() == 2, "modes");
        assert!(english.levels.keys().eq(spanish.levels.keys()) && english.levels.len() == 2, "levels");
        assert!(english.titles.keys().eq(spanish.titles.keys()) && english.titles.len() == 5, "titles");
        assert!(english.put_in.keys().eq(spanish.put_in.keys()) && english.put_in.len() == 9, "put in");
        assert!(english.steps.keys().eq(spanish.steps.keys()) && english.steps.len() == 20, "steps");
        assert!(english.help.keys().copied().eq(Topic::ALL) && spanish.help.keys().copied().eq(Topic::ALL), "help");
        let shape = |steps: &[Step]| steps.iter().map(|step| (step.picture, step.page)).collect::<Vec<_>>();
        for (piece, steps) in &english.steps {
            assert_eq!(shape(steps), shape(&spanish.steps[piece]), "{piece:?}: the same steps with the same pictures");
        }
        for (topic, help) in &english.help {
            assert_eq!(shape(&help.steps), shape(&spanish.help[topic].steps), "{topic:?}: the same steps and pictures");
            assert_eq!(help.mail.is_some(), spanish.help[topic].mail.is_some(), "{topic:?}: the same mails");
        }
    }

    #[test]
    fn labels_are_doubled_where_the_language_differs() {
        let filled = |language| fill("Press {@create_secret_key} for {name}{", language, &|_| Some("X".to_owned()));
        assert_eq!(filled(Language::En), "Press **Create secret key** for X{", "as Stripe has it");
        let spanish = filled(Language::Es);
        assert_eq!(spanish, "Press **Create secret key (Crear clave secreta)** for X{", "whichever is on the screen");
        assert_eq!(fill("{x} {@x}", Language::En, &|_| None), "{x} {@x}", "what nobody knows is seen by the tests");
    }

    #[test]
    fn every_label_is_on_some_page() {
        let files: String = COMMON.into_iter().map(|(_, file)| file).collect();
        for name in labels().iter().flat_map(|labels| labels.labels.keys()) {
            assert!(files.contains(&format!("{{@{name}}}")), "{name} is named by no text");
        }
    }

    #[test]
    fn an_unknown_permission_has_its_name_in_the_reference() {
        let permission = |resource: &str, level| Permission { resource: resource.to_owned(), level };
        let both = [permission("charge", Level::Read), permission("new_thing", Level::Write)];
        let expected = "**Charges and Refunds**: Read; **new_thing**: Write";
        assert_eq!(permissions(&both, Language::En), expected, "Stripe adds some now and then");
    }
}

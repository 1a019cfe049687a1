//! Whether what a file says fits together.

use std::collections::BTreeSet;

use keycourier_credentials::Kind;
use url::Url;

use crate::address::PROJECT;
use crate::texts::Texts;
use crate::{Delivery, Integrator, Language, Restricted, Step, Unit, WebhookAddress};

/// Why a file describes no integrator. For who writes one.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NotAnIntegrator {
    /// Not TOML, or a field is missing, unknown or of the wrong kind.
    #[error("line {line} is not what docs/integrators.md describes")]
    NotToml {
        /// Where, from 1.
        line: usize,
    },
    /// Two things in it don't fit.
    #[error("{0}")]
    Contradiction(&'static str),
}

pub(crate) fn check(read: &Integrator) -> Result<(), NotAnIntegrator> {
    let rules = names(read)
        .into_iter()
        .chain(slots(read))
        .chain(delivery(read))
        .chain(webhooks(read))
        .chain(Language::ALL.into_iter().flat_map(|language| texts(read, language)))
        .chain([("[guide.en] and [guide.es] say the same things", same_keys(read))]);
    match rules.into_iter().find(|(_, holds)| !holds) {
        Some((rule, _)) => Err(NotAnIntegrator::Contradiction(rule)),
        None => Ok(()),
    }
}

type Rule = (&'static str, bool);

fn names(read: &Integrator) -> Vec<Rule> {
    let id = |text: &str| {
        (1..=40).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
    };
    let domain = read.domain.contains('.')
        && read.domain.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-".contains(&byte));
    vec![
        ("id has 1 to 40 characters of a-z, 0-9 and _", id(&read.id)),
        ("name has 1 to 80 characters", is_text(&read.name) && read.name.chars().count() <= 80),
        ("domain is a domain in lower case", domain),
        ("permissions are names of Stripe's", read.permissions.iter().all(|permission| id(&permission.resource))),
    ]
}

fn slots(read: &Integrator) -> Vec<Rule> {
    let mut named = BTreeSet::new();
    let once = read.slots.iter().all(|slot| slot.modes.iter().all(|mode| named.insert((*mode, &slot.slot))));
    let whole = read.slots.iter().all(|slot| !slot.modes.is_empty() && !slot.accepts.is_empty());
    let takes_restricted = read.slots.iter().any(|slot| slot.accepts.contains(&Kind::Restricted));
    vec![
        ("something is asked for", !read.slots.is_empty()),
        ("a slot has modes, and kinds that it accepts", whole),
        ("a slot is asked for once a mode", once),
        (
            "restricted is refused where no slot accepts it",
            takes_restricted == (read.restricted != Restricted::Refused),
        ),
        ("a recommended restricted key has permissions", {
            read.restricted != Restricted::Recommended || !read.permissions.is_empty()
        }),
    ]
}

fn delivery(read: &Integrator) -> Vec<Rule> {
    let is_bundle = read.delivery == Delivery::Bundle;
    let pages = read.put_in.iter().map(|put_in| &put_in.page).chain(read.config_api.iter().map(|api| &api.page));
    let put_in = read.put_in.as_ref().is_none_or(|put_in| {
        let words = [&put_in.place, &put_in.field];
        words.into_iter().chain(&put_in.path).all(|word| is_text(word)) && !put_in.path.is_empty()
    });
    vec![
        ("a bundle goes to an email", !is_bundle || read.email.is_some()),
        ("[put_in] stands with delivery = \"put_in\"", (read.delivery == Delivery::PutIn) == read.put_in.is_some()),
        ("[config_api] stands with delivery = \"config_api\"", {
            (read.delivery == Delivery::ConfigApi) == read.config_api.is_some()
        }),
        ("[put_in] says page, place, path and field", put_in),
        ("pages begin with https://", pages.into_iter().all(|page| is_https(page))),
        ("[environments] stand with unit = \"business_and_environment\"", {
            (read.unit == Unit::BusinessAndEnvironment) == read.environments.is_some()
        }),
        ("who answers within hours can be called or written to", {
            read.answer_within_hours.is_none() || read.phone.is_some() || read.email.is_some()
        }),
    ]
}

fn webhooks(read: &Integrator) -> Vec<Rule> {
    let mut modes = BTreeSet::new();
    let host = |host: &str| is_https(&format!("https://{host}/")) && host.to_ascii_lowercase() == host;
    let address = |address: &WebhookAddress| match address {
        WebhookAddress::Copied { host: wanted } => host(wanted),
        WebhookAddress::Template { url } => {
            let parts = url.matches('{').count();
            is_https(&url.replace(PROJECT, "x")) && parts == url.matches(PROJECT).count() && parts <= 1
        }
    };
    let slot = |name, mode| {
        let takes = |kinds: &[Kind]| kinds.contains(&Kind::WebhookSecret);
        read.slots.iter().any(|slot| slot.slot == name && slot.modes.contains(&mode) && takes(&slot.accepts))
    };
    let events = |events: &[String]| {
        (1..=100).contains(&events.len()) && events.iter().all(|event| is_text(event) && event.contains('.'))
    };
    let all = || read.webhooks.iter();
    vec![
        ("one webhook a mode", all().all(|webhook| modes.insert(webhook.mode))),
        (
            "a webhook has a host in lower case or a url with https and {project_id}",
            all().all(|webhook| address(&webhook.address)),
        ),
        ("a webhook has 1 to 100 events", all().all(|webhook| events(&webhook.events))),
        ("secret_slot takes webhook secrets in its mode", {
            all().all(|webhook| webhook.secret_slot.clone().is_none_or(|name| slot(name, webhook.mode)))
        }),
    ]
}

fn texts(read: &Integrator, language: Language) -> Vec<Rule> {
    let texts = read.texts(language);
    let modes = read.modes();
    let filled = |text: &String| {
        // Names of events and hosts are known only where a webhook is described.
        let mut own = modes.iter().map(|mode| read.filled(text, *mode, language));
        is_text(text) && own.all(|text| !text.contains('{'))
    };
    let slots: BTreeSet<_> = read.slots.iter().map(|slot| &slot.slot).collect();
    let questions: BTreeSet<_> = read.questions.iter().map(|question| &question.id).collect();
    let choices = texts.questions.values().flat_map(|question| question.choices.iter());
    let labels = texts.questions.values().flat_map(|question| question.hint.iter().chain([&question.label]));
    let words = (texts.purposes.values())
        .chain(texts.refused.values())
        .chain(texts.notes.values())
        .chain(choices)
        .chain(labels)
        .chain(texts.put_in.values())
        .chain(&texts.after)
        .chain(&texts.rolled);
    let shape = |steps: &[Step]| !steps.is_empty() && steps.iter().all(|step| filled(&step.text));
    vec![
        ("[guide.en] and [guide.es] are both there", read.texts.contains_key(&language)),
        ("each slot has a purpose, and nothing else", texts.purposes.keys().eq(slots)),
        ("each kind that no slot accepts has its reason, and no other", {
            let mut refused = read.refuses();
            refused.sort();
            texts.refused.keys().eq(&refused)
        }),
        ("notes are of kinds that a slot accepts", texts.notes.keys().all(|kind| !read.refuses().contains(kind))),
        ("each question has a text, and nothing else", texts.questions.keys().eq(questions)),
        ("it is said what to do when a key was replaced", !texts.rolled.is_empty()),
        ("[[connect]] steps stand with delivery = \"config_api\"", {
            (read.delivery == Delivery::ConfigApi) != texts.connect.is_empty()
        }),
        ("no text is empty or has a name in braces that nobody knows", {
            words.into_iter().all(filled) && texts.steps.values().all(|steps| shape(steps))
        }),
        ("no step is empty", texts.connect.iter().all(|step| filled(&step.text))),
    ]
}

fn same_keys(read: &Integrator) -> bool {
    let keys = |texts: &Texts| {
        let choices: Vec<_> =
            texts.questions.values().map(|question| (question.hint.is_some(), question.choices.len())).collect();
        let steps: Vec<_> = texts.steps.iter().map(|(piece, steps)| (*piece, shape(steps))).collect();
        let notes: Vec<_> = texts.notes.keys().copied().collect();
        let put_in: Vec<_> = texts.put_in.keys().copied().collect();
        let lists = (shape(&texts.connect), texts.after.len(), texts.rolled.len());
        (choices, steps, notes, put_in, lists)
    };
    let [english, spanish] = Language::ALL.map(|language| keys(read.texts(language)));
    english == spanish
}

fn shape(steps: &[Step]) -> Vec<(Option<crate::Picture>, Option<crate::Page>)> {
    steps.iter().map(|step| (step.picture, step.page)).collect()
}

fn is_text(text: &str) -> bool {
    !text.is_empty() && text.trim() == text
}

fn is_https(address: &str) -> bool {
    let plain = !address.contains(['{', '}', ' ', '\\']);
    plain && Url::parse(address).is_ok_and(|url| url.scheme() == "https" && url.username().is_empty() && url.has_host())
}

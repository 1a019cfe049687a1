//! Guides, put together for every integrator, slot, mode and language.

use std::collections::BTreeSet;

use keycourier_credentials::{Kind, Mode, SlotName};
use keycourier_integrators::{
    Asking, Guide, Language, Level, Page, Permission, Picture, Restricted, Step, Topic, find, known,
};

fn slot(name: &str) -> SlotName {
    name.parse().expect("a name")
}

fn guide(id: &str, name: &str, mode: Mode, language: Language) -> Guide {
    find(id).and_then(|known| known.guide(&slot(name), mode, language)).expect("it is asked for")
}

/// Every guide there is, with a name for messages.
fn all(language: Language) -> Vec<(String, Guide)> {
    let mut guides = Vec::new();
    for integrator in known() {
        for mode in Mode::ALL {
            for asked in integrator.slots.iter().filter(|asked| asked.modes.contains(&mode)) {
                let guide = integrator.guide(&asked.slot, mode, language).expect("every slot has one");
                guides.push((format!("{}/{mode}/{} {language:?}", integrator.id, asked.slot), guide));
            }
            let webhook = integrator.webhook_guide(mode, language);
            assert_eq!(webhook.is_some(), integrator.webhook(mode).is_some(), "{}: who needs one", integrator.id);
            guides.extend(webhook.map(|guide| (format!("{}/{mode}/webhook {language:?}", integrator.id), guide)));
        }
    }
    guides
}

fn steps(guide: &Guide) -> impl Iterator<Item = &Step> {
    guide.steps.iter().chain(guide.help.iter().flat_map(|help| &help.steps))
}

fn text(guide: &Guide) -> String {
    guide.steps.iter().map(|step| step.text.as_str()).collect::<Vec<_>>().join("\n")
}

fn pictures(guide: &Guide) -> Vec<Picture> {
    guide.steps.iter().filter_map(|step| step.picture).collect()
}

fn topics(guide: &Guide) -> Vec<Topic> {
    guide.help.iter().map(|help| help.topic).collect()
}

#[test]
fn every_guide_is_whole_in_both_languages() {
    for language in Language::ALL {
        for (name, guide) in all(language) {
            assert!(guide.steps.len() >= 3, "{name}: {}", guide.steps.len());
            let mails = guide.help.iter().filter_map(|help| help.mail.as_ref());
            let words = steps(&guide)
                .map(|step| &step.text)
                .chain(guide.help.iter().map(|help| &help.title))
                .chain(mails.flat_map(|mail| [&mail.subject, &mail.body]))
                .chain([&guide.title]);
            for text in words {
                assert!(!text.trim().is_empty(), "{name}: no step is empty");
                assert!(!text.contains(['{', '}']), "{name}: every name is filled in: {text}");
                assert_eq!(text.matches("**").count() % 2, 0, "{name}: bold ends where it begins: {text}");
                assert!(!text.contains("****"), "{name}: no bold inside bold: {text}");
            }
            let opens: Vec<Page> = guide.steps.iter().filter_map(|step| step.page).collect();
            assert_eq!(opens, [guide.page], "{name}: one button opens Stripe");
        }
    }
}

#[test]
fn the_languages_have_the_same_steps() {
    let [english, spanish] = Language::ALL.map(all);
    assert_eq!(english.len(), spanish.len(), "the same guides");
    for ((name, english), (_, spanish)) in english.iter().zip(&spanish) {
        let shape = |guide: &Guide| steps(guide).map(|step| (step.picture, step.page)).collect::<Vec<_>>();
        assert_eq!(shape(english), shape(spanish), "{name}: the same pictures at the same places");
        assert_eq!(topics(english), topics(spanish), "{name}: the same help");
        for (one, other) in steps(english).zip(steps(spanish)) {
            assert_ne!(one.text, other.text, "{name}: it is translated");
        }
    }
}

#[test]
fn every_picture_and_every_piece_of_help_is_used() {
    let guides = all(Language::En);
    let drawn: BTreeSet<Picture> =
        guides.iter().flat_map(|(_, guide)| steps(guide).filter_map(|step| step.picture)).collect();
    assert!(drawn.iter().copied().eq(Picture::ALL), "nothing is drawn for nobody: {drawn:?}");
    let helped: BTreeSet<Topic> = guides.iter().flat_map(|(_, guide)| topics(guide)).collect();
    assert!(helped.iter().copied().eq(Topic::ALL), "nothing is written for nobody: {helped:?}");
}

#[test]
fn words_of_pictures_topics_and_pages_are_their_own() {
    let words: Vec<&str> = Picture::ALL.into_iter().map(Picture::as_str).collect();
    assert_eq!(words.iter().collect::<BTreeSet<_>>().len(), Picture::ALL.len(), "no two pictures share a word");
    let words: BTreeSet<&str> = Topic::ALL.into_iter().map(Topic::as_str).collect();
    assert_eq!(words.len(), Topic::ALL.len(), "no two topics share a word");
    let words: BTreeSet<&str> = Page::ALL.into_iter().map(Page::as_str).collect();
    assert_eq!(words.len(), Page::ALL.len(), "no two pages share a word");
}

#[test]
fn a_live_secret_key_is_made_anew() {
    use Picture::{CreateKey, HowUsedDialog, ModeSwitch, RevealSecret, SignIn, TwoStepCode};
    let imagatec = guide("imagatec", "secret", Mode::Live, Language::En);
    let expected = [SignIn, ModeSwitch, CreateKey, HowUsedDialog, TwoStepCode, RevealSecret];
    assert_eq!(pictures(&imagatec), expected, "in the order in which Stripe shows them");
    let text = text(&imagatec);
    for words in ["Create secret key", "they keep working", "“Imagatec”", "Stripe shows it only now", "Paste what you"]
    {
        assert!(text.contains(words), "{words:?} in {text}");
    }
    assert!(text.contains("Building your own integration"), "the answer that makes a secret key: {text}");
    let help = topics(&imagatec);
    assert_eq!(help.first(), Some(&Topic::NoRights), "the likeliest first");
    assert!(help.contains(&Topic::RestrictedOffered), "Stripe offers what Imagatec can't use");
    assert_eq!(help.last(), Some(&Topic::LastResort), "rolling comes last");
}

#[test]
fn a_test_secret_key_is_shown_again_and_again() {
    let jelou = guide("jelou", "secret", Mode::Test, Language::En);
    assert_eq!(pictures(&jelou), [Picture::SignIn, Picture::TestBanner, Picture::RevealSecret], "no new one is needed");
    assert!(text(&jelou).contains("must say **Test mode** or **Sandbox**"), "{}", text(&jelou));
    assert!(!topics(&jelou).contains(&Topic::LastResort), "nothing has to be rolled");
    assert!(topics(&jelou).contains(&Topic::RestrictedInstead), "Jelou takes restricted keys too");
}

#[test]
fn a_restricted_key_is_made_by_the_ticked_form() {
    for mode in Mode::ALL {
        let serval = guide("serval", "secret", mode, Language::En);
        assert_eq!(serval.page, Page::CreateRestrictedKey, "the link ticks the boxes");
        assert!(pictures(&serval).contains(&Picture::RestrictedForm), "{mode}");
        let text = text(&serval);
        let ticked = "**Charges and Refunds**: Read; **Customers**: Write; **Balance**: Read; **Balance transaction sources**: Read";
        assert!(text.contains(ticked), "by Stripe's own labels: {text}");
        assert!(text.contains("Providing this key to another website") && text.contains("serval.com"), "{text}");
        assert!(topics(&serval).contains(&Topic::SecretInstead), "a secret key is taken too");
    }
}

#[test]
fn stripes_labels_are_doubled_in_spanish() {
    let text = text(&guide("imagatec", "secret", Mode::Live, Language::Es));
    for label in
        ["**Create secret key (Crear clave secreta)**", "Live (modo activo)", "(Crear tu propia integraci\u{F3}n)"]
    {
        assert!(text.contains(label), "{label:?} in {text}");
    }
}

#[test]
fn a_publishable_key_is_copied_from_its_row() {
    for (id, mode) in [("imagatec", Mode::Live), ("devkit4ai", Mode::Test), ("devkit4ai", Mode::Live)] {
        let guide = guide(id, "publishable", mode, Language::En);
        assert!(pictures(&guide).ends_with(&[Picture::PublishableRow]), "{id} {mode}");
        assert!(!topics(&guide).contains(&Topic::Lost), "Stripe shows it always");
    }
}

#[test]
fn webhooks_are_made_with_address_and_events_and_looked_at() {
    let jelou = |mode| find("jelou").and_then(|known| known.webhook_guide(mode, Language::En)).expect("it needs one");
    for (mode, host, other) in [(Mode::Test, "jelou.dev", "jelou.ai"), (Mode::Live, "jelou.ai", "jelou.dev")] {
        let text = text(&jelou(mode));
        assert!(text.contains(host) && !text.contains(other), "the host of the mode: {text}");
        assert!(text.contains("exactly the 3"), "no more, no fewer: {text}");
        assert!(text.starts_with("In Brain Studio, on the page"), "its own words come before the shared ones: {text}");
        assert!(!text.contains("whsec_"), "no signing secret is asked for: {text}");
    }
    let devkit =
        find("devkit4ai").and_then(|known| known.webhook_guide(Mode::Live, Language::En)).expect("it needs one");
    assert!(text(&devkit).contains("tick the 6") && text(&devkit).contains("whsec_"), "six events and their secret");
    assert!(pictures(&devkit).ends_with(&[Picture::WebhookSecret, Picture::VerifyDestination]), "looked at in the end");
    let slot = guide("devkit4ai", "webhook_secret", Mode::Live, Language::En);
    assert_eq!(
        (slot.page, topics(&slot).contains(&Topic::NoDestination)),
        (Page::Webhooks, true),
        "made first, then read"
    );
}

#[test]
fn whoever_may_not_see_keys_has_a_mail_for_the_owner() {
    for language in Language::ALL {
        let guide = guide("stackone", "secret", Mode::Live, language);
        let help = guide.help.iter().find(|help| help.topic == Topic::NoRights).expect("it may happen to anybody");
        let mail = help.mail.as_ref().expect("ready to be sent");
        assert!(mail.body.contains("StackOne") && mail.body.contains("Keycourier"), "{}", mail.body);
        assert!(!mail.subject.contains('\n') && mail.body.lines().count() > 5, "a subject, and a text in paragraphs");
    }
}

#[test]
fn keys_are_put_in_in_three_steps() {
    for integrator in known() {
        for mode in Mode::ALL {
            let guides = Language::ALL.map(|language| integrator.put_in_guide(mode, language));
            let there = guides.iter().filter(|guide| guide.is_some()).count();
            assert_eq!(there, if integrator.put_in.is_some() { 2 } else { 0 }, "{}", integrator.id);
            for guide in guides.into_iter().flatten() {
                let words = [
                    &guide.title,
                    &guide.lead,
                    &guide.open_button,
                    &guide.open,
                    &guide.copy,
                    &guide.paste,
                    &guide.accepted,
                    &guide.yes,
                    &guide.no,
                ];
                for text in words {
                    assert!(!text.is_empty() && !text.contains(['{', '}']), "{}: {text}", integrator.id);
                }
                assert!(guide.page.starts_with("https://"), "{}", guide.page);
            }
        }
    }
    let jelou = find("jelou").and_then(|known| known.put_in_guide(Mode::Test, Language::En)).expect("it is put in");
    assert_eq!(jelou.title, "Put the key into Brain Studio", "as in the mock-up");
    assert!(jelou.open.contains("Marketplace \u{2192} Stripe \u{2192} Install"), "{}", jelou.open);
    assert!(jelou.copy.contains("“Secret API Key”"), "{}", jelou.copy);
    let stackone =
        |mode| find("stackone").and_then(|known| known.put_in_guide(mode, Language::En)).expect("put in").open;
    assert!(stackone(Mode::Test).contains("**Test**") && stackone(Mode::Live).contains("**Production**"), "it matches");
}

#[test]
fn dev_kit_says_where_project_and_token_are() {
    for integrator in known() {
        let counts = Language::ALL.map(|language| integrator.connect_steps(language).len());
        assert_eq!(counts[0], counts[1], "{}", integrator.id);
        assert_eq!(counts[0] > 0, integrator.id == "devkit4ai", "{}", integrator.id);
    }
}

#[test]
fn anybody_with_a_request_has_guides_too() {
    let needs = [Permission { resource: "invoice".to_owned(), level: Level::Read }];
    let asking = |restricted, needs| Asking::with_request("Acme", "acme.example", restricted, needs);
    let both = [Kind::Secret, Kind::Restricted];
    let cases = [
        (asking(Restricted::Allowed, &needs[..]), &both[..], Page::CreateRestrictedKey),
        (asking(Restricted::Allowed, &[]), &both, Page::ApiKeys),
        (asking(Restricted::Refused, &needs), &[Kind::Secret], Page::ApiKeys),
        (asking(Restricted::Allowed, &[]), &[Kind::Restricted], Page::CreateRestrictedKey),
        (asking(Restricted::Allowed, &needs), &[Kind::Publishable], Page::ApiKeys),
        (asking(Restricted::Allowed, &needs), &[Kind::WebhookSecret], Page::Webhooks),
        (asking(Restricted::Allowed, &needs), &[Kind::Organization], Page::ApiKeys),
    ];
    for (n, (asking, accepts, page)) in cases.into_iter().enumerate() {
        for (mode, language) in Mode::ALL.into_iter().flat_map(|mode| Language::ALL.map(|language| (mode, language))) {
            let guide = asking.guide(accepts, mode, language);
            assert_eq!(guide.page, page, "case {n} {mode}");
            assert!(steps(&guide).all(|step| !step.text.contains('{')), "case {n}: every name is filled in");
        }
    }
    let webhook = asking(Restricted::Allowed, &[]).webhook_guide(2, true, Mode::Live, Language::En);
    assert!(text(&webhook).contains("tick the 2") && !text(&webhook).contains('{'), "{}", text(&webhook));
}

#[test]
fn what_is_not_asked_for_has_no_guide() {
    let imagatec = find("imagatec").expect("it is known");
    assert_eq!(imagatec.guide(&slot("secret"), Mode::Test, Language::En), None, "live only");
    assert_eq!(imagatec.guide(&slot("webhook_secret"), Mode::Live, Language::En), None, "never");
}

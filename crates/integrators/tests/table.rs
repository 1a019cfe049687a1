//! What is known of each integrator, field by field, as its own instructions have it.

use keycourier_credentials::{Kind, Mode, SlotName};
use keycourier_integrators::{
    Delivery, HowUsed, Integrator, Language, Page, Restricted, Unit, WebhookAddress, find, known,
};

const ALL: [&str; 5] = ["imagatec", "jelou", "stackone", "devkit4ai", "serval"];

/// One line each, in the order of [`ALL`].
fn each<T>(what: impl Fn(&Integrator) -> T) -> Vec<T> {
    ALL.iter().map(|id| what(find(id).expect("it is known"))).collect()
}

fn slot(name: &str) -> SlotName {
    name.parse().expect("a name")
}

fn kinds(kinds: &[Kind]) -> String {
    kinds.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(" ")
}

/// `test/secret! secret restricted`: slot, `!` where required, kinds.
fn asked(integrator: &Integrator) -> Vec<String> {
    let slots = Mode::ALL.into_iter().flat_map(|mode| integrator.slots_in(mode));
    slots.map(|slot| format!("{}{} {}", slot.id, if slot.required { "!" } else { "?" }, kinds(&slot.accepts))).collect()
}

#[test]
fn five_are_known_by_name_and_domain() {
    assert_eq!(known().len(), ALL.len(), "no more and no fewer");
    let names = each(|known| (known.name.clone(), known.domain.clone()));
    let expected = [
        ("Imagatec", "imagatec.com.au"),
        ("Jelou Brain Studio", "jelou.ai"),
        ("StackOne", "stackone.com"),
        ("Dev Kit for AI", "devkit4ai.com"),
        ("Serval", "serval.com"),
    ];
    assert_eq!(
        names,
        expected.map(|(name, domain)| (name.to_owned(), domain.to_owned())),
        "a request must come from here"
    );
}

#[test]
fn modes() {
    let both = Mode::ALL.to_vec();
    let expected = [vec![Mode::Live], both.clone(), both.clone(), both.clone(), both];
    assert_eq!(each(Integrator::modes), expected, "Imagatec has no use for test keys");
}

#[test]
fn slots_and_what_they_accept() {
    let usual = |first: &str, second: &str| {
        Mode::ALL.map(|mode| format!("{mode}/secret! {first} {second} organization")).to_vec()
    };
    let devkit = Mode::ALL.into_iter().flat_map(|mode| {
        [
            format!("{mode}/publishable? publishable"),
            format!("{mode}/secret! secret"),
            format!("{mode}/webhook_secret? webhook_secret"),
        ]
    });
    let expected = [
        vec!["live/publishable! publishable".to_owned(), "live/secret! secret".to_owned()],
        usual("secret", "restricted"),
        usual("secret", "restricted"),
        devkit.collect(),
        usual("restricted", "secret"),
    ];
    assert_eq!(each(asked), expected, "as their own instructions have it");
}

#[test]
fn what_is_refused_has_its_reason_in_both_languages() {
    let expected = [
        "restricted webhook_secret organization",
        "publishable webhook_secret",
        "publishable webhook_secret",
        "restricted organization",
        "publishable webhook_secret",
    ];
    assert_eq!(each(|known| kinds(&known.refuses())), expected, "all that no slot takes");
    for integrator in known() {
        for kind in Kind::ALL {
            let refused = integrator.refuses().contains(&kind);
            for language in Language::ALL {
                let why = integrator.why_refused(kind, language);
                assert_eq!(why.is_some(), refused, "{} {kind} {language:?}", integrator.id);
            }
        }
    }
    let jelou = find("jelou").expect("it is known");
    let why = jelou.why_refused(Kind::Publishable, Language::En).unwrap_or_default();
    assert!(why.contains("isn't used there"), "the reason, not only the refusal: {why}");
}

#[test]
fn restricted_keys_and_the_warning_about_full_access() {
    use Restricted::{Allowed, Recommended, Refused};
    let expected = [Refused, Allowed, Allowed, Refused, Recommended];
    assert_eq!(each(|known| known.restricted), expected, "what they think of restricted keys");
    let warned = each(Integrator::warns_of_full_access);
    assert_eq!(warned, [false, false, false, false, true], "only where a restricted key is recommended");
    let noted = each(|known| known.note(Kind::Restricted, Language::En).map(str::to_owned));
    assert_eq!(noted[1].as_deref(), Some("Safer, but may fail there; you can replace it later."), "Jelou's note");
    for language in Language::ALL {
        let serval = find("serval").expect("it is known");
        assert!(serval.note(Kind::Secret, language).is_some(), "a full key deserves a word at Serval");
    }
}

#[test]
fn permissions_by_stripes_own_names() {
    let raks = each(|known| known.permissions.iter().map(|permission| permission.rak()).collect::<Vec<_>>());
    let serval = ["rak_charge_read", "rak_customer_write", "rak_balance_read", "rak_balance_transaction_source_read"];
    let expected: [Vec<&str>; 5] = [vec![], vec![], vec!["rak_customer_read"], vec![], serval.to_vec()];
    assert_eq!(raks, expected, "an unknown name would be skipped by Stripe without a word");
    let address = find("serval").expect("it is known").asking().address(Page::CreateRestrictedKey, Mode::Test, None);
    assert!(address.starts_with("https://dashboard.stripe.com/test/apikeys/create?name=Serval&"), "{address}");
    assert!(serval.iter().all(|rak| address.contains(rak)), "all four boxes are ticked: {address}");
}

#[test]
fn webhooks() {
    let addresses = each(|known| {
        Mode::ALL.map(|mode| {
            known.webhook(mode).map(|webhook| match &webhook.address {
                WebhookAddress::Copied { host } => host.clone(),
                WebhookAddress::Template { .. } => webhook.address.of_project("ID").unwrap_or_default(),
            })
        })
    });
    let devkit =
        Mode::ALL.map(|mode| Some(format!("https://api.devkit4ai.com/api/v1/payments/stripe/webhooks/ID/{mode}")));
    let jelou = ["jelou.dev", "jelou.ai"].map(|host| Some(host.to_owned()));
    let none = || [None, None];
    assert_eq!(addresses, [none(), jelou, none(), devkit, none()], "a host for each mode, or a whole address");
    for mode in Mode::ALL {
        let jelou = find("jelou").and_then(|known| known.webhook(mode)).expect("it needs one");
        let events = ["payment_intent.succeeded", "payment_intent.requires_action", "payment_intent.payment_failed"];
        assert_eq!((jelou.events.as_slice(), jelou.exactly), (&events.map(str::to_owned)[..], true), "exactly three");
        assert_eq!(jelou.secret_slot, None, "no signing secret is asked for");
        let devkit = find("devkit4ai").and_then(|known| known.webhook(mode)).expect("it needs one");
        let events = [
            "checkout.session.completed",
            "customer.subscription.created",
            "customer.subscription.updated",
            "customer.subscription.deleted",
            "invoice.paid",
            "invoice.payment_failed",
        ];
        assert_eq!(devkit.events, events, "what it acts on");
        assert_eq!(devkit.secret_slot, Some(slot("webhook_secret")), "the secret goes straight into its slot");
    }
}

#[test]
fn how_keys_get_there() {
    use Delivery::{Bundle, ConfigApi, PutIn};
    assert_eq!(each(|known| known.delivery), [Bundle, PutIn, PutIn, ConfigApi, PutIn], "as they take them");
    let mail = each(|known| known.email.clone());
    assert_eq!(mail[0].as_deref(), Some("help@imagatec.com.au"), "where the locked file goes");
    assert!(mail.iter().skip(1).all(Option::is_none), "the others get no mail");
    let ways = each(|known| known.put_in.as_ref().map(|put_in| (put_in.page.clone(), put_in.path.join(" > "))));
    let way = |page: &str, path: &str| Some((page.to_owned(), path.to_owned()));
    let expected = [
        None,
        way("https://apps.jelou.ai", "Marketplace > Stripe > Install"),
        way("https://app.stackone.com", "Stripe"),
        None,
        way("https://app.serval.com", "Applications > API Integration > Stripe"),
    ];
    assert_eq!(ways, expected, "the page, and the way to the field");
    let api = each(|known| known.config_api.is_some());
    assert_eq!(api, [false, false, false, true, false], "where project and token are had");
}

#[test]
fn unit_of_a_delivery() {
    use Unit::{Business, BusinessAndEnvironment, BusinessAndMode, BusinessAndProject};
    let expected = [Business, BusinessAndMode, BusinessAndEnvironment, BusinessAndProject, BusinessAndMode];
    assert_eq!(each(|known| known.unit), expected, "another of it is another delivery");
    assert_eq!(each(Integrator::is_of_one_mode), [true, true, true, false, true], "Dev Kit takes both together");
    let next = each(|known| known.next_mode(Mode::Test));
    assert_eq!(next, [None, Some(Mode::Live), None, None, Some(Mode::Live)], "one after the other");
    let environments = each(|known| Mode::ALL.map(|mode| known.environment(mode).map(str::to_owned)));
    let stackone = [Some("Test".to_owned()), Some("Production".to_owned())];
    assert_eq!(environments[2], stackone, "the key must match the environment");
    assert!(environments.iter().enumerate().all(|(n, names)| n == 2 || *names == [None, None]), "nobody else has them");
}

#[test]
fn questions() {
    let ids = each(|known| known.questions.iter().map(|question| question.id.to_string()).collect::<Vec<_>>());
    let imagatec = ["trading_name", "site", "contact", "phone", "integrations"];
    assert_eq!(ids[0], imagatec, "company details and what is wanted");
    assert!(ids.iter().skip(1).all(Vec::is_empty), "the others ask nothing");
    let imagatec = find("imagatec").expect("it is known");
    assert!(imagatec.questions.iter().all(|question| question.required), "it answers none without them");
    let wanted = imagatec.questions.last().expect("five");
    assert!(wanted.choices.iter().any(|choice| choice == "Not sure, please call me"), "that is an answer too");
    for question in &imagatec.questions {
        for language in Language::ALL {
            let text = imagatec.question(&question.id, language).expect("in both languages");
            assert_eq!(text.choices.len(), question.choices.len(), "{} {language:?}", question.id);
        }
        assert!(question.label.chars().count() <= 200, "a request has no longer ones");
    }
}

#[test]
fn follow_up() {
    let expected: [Option<(u32, &str)>; 5] = [Some((24, "1300 365 443")), None, None, None, None];
    let follow_up =
        each(|known| known.answer_within_hours.map(|hours| (hours, known.phone.clone().unwrap_or_default())));
    assert_eq!(follow_up, expected.map(|known| known.map(|(hours, phone)| (hours, phone.to_owned()))), "then call");
}

#[test]
fn what_to_do_next_and_when_a_key_is_replaced() {
    let words = [
        ("imagatec", "1300 365 443", "company details"),
        ("jelou", "before you go live", "install Stripe again"),
        ("stackone", "Accounts", "new connection"),
        ("devkit4ai", "checks the secret key only", "only what changed"),
        ("serval", "", "Stripe integration"),
    ];
    for (id, after, rolled) in words {
        let integrator = find(id).expect("it is known");
        for language in Language::ALL {
            let (next, replaced) =
                (integrator.after(Mode::Live, language), integrator.when_rolled(Mode::Live, language));
            assert_eq!(next.is_empty(), after.is_empty(), "{id} {language:?}: only Serval has nothing to do next");
            if language == Language::En {
                assert!(next.join(" ").contains(after), "{id}: {next:?}");
                assert!(replaced.join(" ").contains(rolled), "{id}: {replaced:?}");
            }
        }
    }
    let stackone = find("stackone").expect("it is known").when_rolled(Mode::Live, Language::Es).join(" ");
    assert!(stackone.contains("Production"), "the environment of the mode: {stackone}");
}

#[test]
fn how_a_new_key_will_be_used() {
    use HowUsed::{AnotherWebsite, OwnIntegration};
    let expected = [OwnIntegration, OwnIntegration, AnotherWebsite, OwnIntegration, AnotherWebsite];
    assert_eq!(each(|known| known.how_used), expected, "the answer that makes the kind of key that they need");
}

#[test]
fn purposes_are_there_in_both_languages() {
    for integrator in known() {
        for asked in &integrator.slots {
            let [english, spanish] = Language::ALL.map(|language| integrator.purpose(&asked.slot, language));
            assert_eq!(
                english,
                Some(asked.purpose.as_str()),
                "{} {}: requests are in English",
                integrator.id,
                asked.slot
            );
            assert!(spanish.is_some_and(|text| Some(text) != english), "{} {}", integrator.id, asked.slot);
            assert!(asked.purpose.chars().count() <= 200, "a request has no longer ones");
        }
    }
}

//! Another integrator is one more file and no code.

use keycourier_credentials::Mode;
use keycourier_integrators::{Delivery, Integrator, Language, NotAnIntegrator, Unit};

const SIXTH: &str = r#"
id = "acme"
name = "Acme Bookings"
domain = "acme.example"
delivery = "put_in"
unit = "business_and_mode"
restricted = "recommended"
how_used = "another_website"

[[slots]]
slot = "secret"
modes = ["test", "live"]
accepts = ["restricted", "secret"]
required = true

[[slots]]
slot = "signing"
modes = ["live"]
accepts = ["webhook_secret"]
required = false

[[permissions]]
resource = "invoice"
level = "read"

[[webhooks]]
mode = "live"
address = { copied = { host = "hooks.acme.example" } }
events = ["invoice.paid"]
secret_slot = "signing"

[put_in]
page = "https://acme.example/settings"
place = "Acme"
path = ["Settings", "Payments"]
field = "Stripe key"

[guide.en]
after = ["Look at {place}."]
rolled = ["Put the new key in."]
purposes = { secret = "Reads invoices", signing = "Proves notices" }
refused = { publishable = "Not used.", organization = "One account only." }

[guide.es]
after = ["Mira {place}."]
rolled = ["Pon la clave nueva."]
purposes = { secret = "Lee facturas", signing = "Prueba avisos" }
refused = { publishable = "No se usa.", organization = "Solo una cuenta." }
"#;

#[test]
fn a_sixth_file_is_all_that_it_takes() {
    let acme = Integrator::parse(SIXTH).expect("it is as described");
    assert_eq!((acme.delivery, acme.unit), (Delivery::PutIn, Unit::BusinessAndMode), "what it says");
    for language in Language::ALL {
        for (mode, slots) in [(Mode::Test, 1), (Mode::Live, 2)] {
            let asked = acme.slots_in(mode);
            assert_eq!(asked.len(), slots, "{mode}");
            for slot in asked {
                let guide = acme.guide(&slot.id.name, mode, language).expect("it has a guide");
                assert!(guide.steps.iter().all(|step| !step.text.contains('{')), "{}", slot.id);
            }
            assert!(acme.put_in_guide(mode, language).is_some_and(|guide| guide.title.contains("Acme")), "{mode}");
        }
        assert!(acme.after(Mode::Test, language).concat().contains("Acme"), "names are filled in");
        assert!(acme.webhook_guide(Mode::Live, language).is_some(), "it needs one");
    }
    assert!(acme.copied_webhook(Mode::Live, "https://hooks.acme.example/1").is_ok(), "its host");
}

#[test]
fn what_does_not_fit_together_is_refused() {
    let contradictions = [
        ("id = \"acme\"", "id = \"Acme!\"", "id has"),
        ("name = \"Acme Bookings\"", "name = \"\"", "name has"),
        ("domain = \"acme.example\"", "domain = \"Acme\"", "domain is"),
        ("resource = \"invoice\"", "resource = \"Invoices Read\"", "permissions are"),
        ("restricted = \"recommended\"", "restricted = \"refused\"", "restricted is refused"),
        ("[[permissions]]\nresource = \"invoice\"\nlevel = \"read\"", "", "a recommended restricted key"),
        ("modes = [\"live\"]", "modes = []", "a slot has modes"),
        ("accepts = [\"webhook_secret\"]", "accepts = []", "a slot has modes"),
        ("slot = \"signing\"", "slot = \"secret\"", "a slot is asked for once"),
        ("delivery = \"put_in\"", "delivery = \"bundle\"", "a bundle goes to an email"),
        ("delivery = \"put_in\"", "delivery = \"config_api\"", "[put_in] stands"),
        ("path = [\"Settings\", \"Payments\"]", "path = []", "[put_in] says"),
        ("page = \"https://acme.example/settings\"", "page = \"http://acme.example/\"", "pages begin"),
        ("unit = \"business_and_mode\"", "unit = \"business_and_environment\"", "[environments] stand"),
        ("unit = \"business_and_mode\"", "unit = \"business\"\nanswer_within_hours = 4", "who answers"),
        ("host = \"hooks.acme.example\"", "host = \"Hooks.acme.example\"", "a webhook has a host"),
        (
            "copied = { host = \"hooks.acme.example\" }",
            "template = { url = \"http://x.example\" }",
            "a webhook has a host",
        ),
        (
            "copied = { host = \"hooks.acme.example\" }",
            "template = { url = \"https://x.example/{shop}\" }",
            "a webhook has a host",
        ),
        ("events = [\"invoice.paid\"]", "events = []", "a webhook has 1 to 100"),
        ("secret_slot = \"signing\"", "secret_slot = \"secret\"", "secret_slot takes"),
        ("mode = \"live\"\naddress", "mode = \"test\"\naddress", "secret_slot takes"),
        ("signing = \"Prueba avisos\"", "other = \"Prueba avisos\"", "each slot has a purpose"),
        ("refused = { publishable = \"Not used.\", ", "refused = { ", "each kind that no slot accepts"),
        ("after = [\"Look at {place}.\"]", "notes = { publishable = \"x\" }\nafter = []", "notes are of kinds"),
        ("after = [\"Look at {place}.\"]", "after = [\"Look at {plaice}.\"]", "no text is empty"),
        ("after = [\"Look at {place}.\"]", "after = [\"Call {phone}.\"]", "no text is empty"),
        ("after = [\"Look at {place}.\"]", "after = [\" \"]", "no text is empty"),
        ("after = [\"Look at {place}.\"]", "after = []", "[guide.en] and [guide.es] say"),
        ("rolled = [\"Put the new key in.\"]", "rolled = []", "it is said what to do"),
        ("rolled = [\"Pon la clave nueva.\"]", "rolled = [\"\"]", "no text is empty"),
        ("after = [\"Mira {place}.\"]", "after = [\"Mira.\"]\nconnect = [{ text = \"x\" }]", "[[connect]] steps"),
        ("after = [\"Mira {place}.\"]", "after = [\"Mira.\"]\nsteps = { sign_in = [] }", "no text is empty"),
        (
            "after = [\"Mira {place}.\"]",
            "after = [\"Mira.\"]\nsteps = { sign_in = [{ text = \"x\" }] }",
            "[guide.en] and [guide.es] say",
        ),
        ("[guide.es]", "[[questions]]\nid = \"a\"\ntype = \"text\"\nrequired = true\n[guide.es]", "each question"),
    ];
    for (from, to, rule) in contradictions {
        let changed = SIXTH.replacen(from, to, 1);
        assert_ne!(changed, SIXTH, "the case changes something: {from}");
        match Integrator::parse(&changed) {
            Err(NotAnIntegrator::Contradiction(broken)) => assert!(broken.starts_with(rule), "{to:?}: {broken}"),
            Err(other) => panic!("{to:?} is TOML of the right form: {other}"),
            Ok(_) => panic!("{to:?} breaks a rule"),
        }
    }
}

#[test]
fn what_is_not_of_the_form_is_refused_with_its_line() {
    for (from, to, line) in [
        ("id = \"acme\"", "id = ", 2),
        ("delivery = \"put_in\"", "delivery = \"pigeon\"", 5),
        ("how_used = \"another_website\"\n", "how_used = \"another_website\"\ncolour = \"red\"\n", 9),
    ] {
        let changed = SIXTH.replacen(from, to, 1);
        let outcome = Integrator::parse(&changed).err();
        assert_eq!(outcome, Some(NotAnIntegrator::NotToml { line }), "{to:?}");
    }
    let without = SIXTH.split("[guide.es]").next().unwrap_or_default();
    let outcome = Integrator::parse(without).err();
    let rule = "[guide.en] and [guide.es] are both there";
    assert_eq!(outcome, Some(NotAnIntegrator::Contradiction(rule)), "both languages are wanted");
}

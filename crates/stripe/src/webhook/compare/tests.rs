use keycourier_credentials::Mode;

use super::*;

const URL: &str = "https://a.example/hooks/stripe";

fn events(names: &[&str]) -> BTreeSet<EventName> {
    names.iter().map(|name| name.parse().expect("an event")).collect()
}

fn wanted() -> WantedWebhook {
    let events = events(&["invoice.paid", "charge.refunded"]);
    WantedWebhook { mode: Mode::Test, url: URL.parse().expect("an address"), events, api_version: None }
}

fn endpoint(id: &str, url: &str) -> Endpoint {
    Endpoint {
        id: id.parse().expect("an id"),
        url: Some(url.parse().expect("an address")),
        mode: Mode::Test,
        events: wanted().events,
        all_events: false,
        disabled: false,
        api_version: None,
        connect: false,
        thin: false,
    }
}

fn listing(endpoints: Vec<Endpoint>) -> Listing {
    let count = endpoints.len();
    Listing { endpoints, sight: Sight::Whole, request_ids: Vec::new(), count }
}

fn codes(endpoints: Vec<Endpoint>) -> Vec<&'static str> {
    let finding = compare(&listing(endpoints), &wanted(), MayChange::Yes);
    finding.off.iter().map(Off::code).collect()
}

#[test]
fn each_thing_that_is_off_has_its_word() {
    let good = || endpoint("we_1", URL);
    let sixteen = || (0..16).map(|n| endpoint(&format!("we_{n}"), "https://other.example/"));
    let cases: Vec<(&str, Vec<Endpoint>, &[&str])> = vec![
        ("all is well", vec![good()], &[]),
        ("none at all", vec![], &["missing"]),
        ("only elsewhere", vec![endpoint("we_1", "https://other.example/hooks/stripe")], &["missing"]),
        ("no room", sixteen().collect(), &["missing", "limit_reached"]),
        ("no room needed", sixteen().skip(1).chain([good()]).collect(), &[]),
        ("another path", vec![endpoint("we_1", "https://a.example/other")], &["wrong_url"]),
        ("a slash too many", vec![endpoint("we_1", "https://a.example/hooks/stripe/")], &["wrong_url"]),
        ("host in capitals is the same", vec![endpoint("we_1", "https://A.EXAMPLE:443/hooks/stripe")], &[]),
        ("live in place of test", vec![Endpoint { mode: Mode::Live, ..good() }], &["wrong_mode"]),
        ("switched off", vec![Endpoint { disabled: true, ..good() }], &["disabled"]),
        ("an event short", vec![Endpoint { events: events(&["invoice.paid"]), ..good() }], &["events_missing"]),
        (
            "an event too many",
            vec![Endpoint { events: events(&["invoice.paid", "charge.refunded", "payout.paid"]), ..good() }],
            &["events_too_many"],
        ),
        (
            "others than wanted",
            vec![Endpoint { events: events(&["payout.paid"]), ..good() }],
            &["events_missing", "events_too_many"],
        ),
        ("all events", vec![Endpoint { events: events(&[]), all_events: true, ..good() }], &["all_events"]),
        ("of connected accounts", vec![Endpoint { connect: true, ..good() }], &["connect_endpoint"]),
        ("without objects", vec![Endpoint { thin: true, ..good() }], &["thin_events"]),
        ("twice", vec![good(), endpoint("we_2", URL)], &["duplicate_url"]),
        ("twice, one switched off", vec![Endpoint { disabled: true, ..endpoint("we_2", URL) }, good()], &[]),
        (
            "twice, with other events",
            vec![good(), Endpoint { events: events(&["payout.paid"]), ..endpoint("we_2", URL) }],
            &[],
        ),
        ("perhaps one under two ids", vec![good(), endpoint("ed_2", URL)], &[]),
    ];
    for (name, endpoints, expected) in cases {
        assert_eq!(codes(endpoints), expected, "{name}");
    }
}

#[test]
fn addresses_at_one_host_differ_in_what_a_person_can_see() {
    let cases = [
        ("http://a.example/hooks/stripe", Some(AddressDifference::Scheme)),
        ("https://a.example:8443/hooks/stripe", Some(AddressDifference::Scheme)),
        ("https://www.a.example/hooks/stripe", Some(AddressDifference::Www)),
        ("https://a.example/Hooks/Stripe", Some(AddressDifference::Spelling)),
        ("https://a.example/hooks/stripe?x=1", Some(AddressDifference::Query)),
        ("https://a.example/", Some(AddressDifference::Path)),
        ("https://b.example/hooks/stripe", None),
        ("https://a.example.evil.example/hooks/stripe", None),
    ];
    for (found, expected) in cases {
        let found: WebhookUrl = found.parse().expect("an address");
        assert_eq!(difference(&found, &wanted().url), expected, "{found}");
    }
}

#[test]
fn versions_and_encryption_are_wanted_or_not() {
    let version = |text: &str| Some(text.parse().expect("a version"));
    let mut want = WantedWebhook { api_version: version("2026-10-28.endive"), ..wanted() };
    let found = Endpoint { api_version: version("2020-08-27"), ..endpoint("we_1", URL) };
    let finding = compare(&listing(vec![found]), &want, MayChange::Yes);
    assert_eq!(finding.code(), "other_api_version", "events would come in a form that the integrator can't read");
    assert_eq!(finding.mend(true), None, "a version can't be changed");

    want = WantedWebhook { mode: Mode::Live, url: "http://a.example/x".parse().expect("an address"), ..wanted() };
    let finding = compare(&listing(vec![]), &want, MayChange::Yes);
    assert_eq!(finding.code(), "http_in_live", "Stripe would refuse it");
    assert!(!finding.calls_for_create(), "so nobody is sent there");
}

#[test]
fn nothing_is_said_of_what_was_not_seen() {
    let see = |sight| compare(&Listing { sight, ..listing(vec![]) }, &wanted(), MayChange::Unknown);
    assert_eq!(see(Sight::NotAllowed).code(), "not_allowed", "the key may not look");
    assert_eq!(see(Sight::CouldNotAsk { cause: Cause::NoNetwork }).code(), "could_not_ask", "nobody answered");
    assert_eq!(see(Sight::Half).off, [Off::Missing { certain: false }], "it may be in the other list");
    assert_eq!(see(Sight::Whole).off, [Off::Missing { certain: true }], "it is in neither list");
}

#[test]
fn what_can_be_mended_is_mended_and_no_more() {
    let mend = |found: Endpoint, exactly| compare(&listing(vec![found]), &wanted(), MayChange::Yes).mend(exactly);
    let id = "we_1".parse().expect("an id");
    let nothing = Mend { endpoint: id, url: None, events: None, enable: false };

    assert_eq!(mend(endpoint("we_1", URL), true), None, "all is well");
    let off = Endpoint { disabled: true, events: events(&["payout.paid"]), ..endpoint("we_1", URL) };
    let kept = Mend {
        enable: true,
        events: Some(events(&["charge.refunded", "invoice.paid", "payout.paid"])),
        ..nothing.clone()
    };
    assert_eq!(mend(off.clone(), false), Some(kept), "events that somebody else may want stay");
    let exact = Mend { enable: true, events: Some(wanted().events), ..nothing.clone() };
    assert_eq!(mend(off, true), Some(exact), "or go, where exactly these are wanted");
    let all = Endpoint { all_events: true, events: events(&[]), ..endpoint("we_1", URL) };
    assert_eq!(mend(all.clone(), false), None, "all events are not too few");
    assert_eq!(
        mend(all, true),
        Some(Mend { events: Some(wanted().events), ..nothing.clone() }),
        "but more than wanted"
    );
    let slash = endpoint("we_1", "https://a.example/hooks/stripe/");
    assert_eq!(mend(slash, true), Some(Mend { url: Some(wanted().url), ..nothing }), "the address too");
    for hopeless in [
        Endpoint { connect: true, disabled: true, ..endpoint("we_1", URL) },
        Endpoint { thin: true, disabled: true, ..endpoint("we_1", URL) },
        Endpoint { mode: Mode::Live, disabled: true, ..endpoint("we_1", URL) },
    ] {
        assert_eq!(mend(hopeless, true), None, "it would still not be what is wanted");
    }
    let off = listing(vec![Endpoint { disabled: true, ..endpoint("we_1", URL) }]);
    assert_eq!(compare(&off, &wanted(), MayChange::No).mend(true), None, "the key can't");
}

#[test]
fn another_path_may_be_another_project() {
    let other = listing(vec![endpoint("we_1", "https://a.example/projects/2")]);
    let finding = compare(&other, &wanted(), MayChange::Yes);
    assert!(finding.calls_for_create() && finding.mend(true).is_some(), "the person has to say which");
    let slip = listing(vec![endpoint("we_1", "http://a.example/hooks/stripe")]);
    let finding = compare(&slip, &wanted(), MayChange::Yes);
    assert!(!finding.calls_for_create() && finding.mend(true).is_some(), "a slip is mended");
}

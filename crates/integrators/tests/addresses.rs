//! Addresses for payment notices that a merchant copies.

use keycourier_credentials::Mode;
use keycourier_integrators::{BadAddress, find};

fn copied(mode: Mode, typed: &str) -> Result<String, BadAddress> {
    find("jelou").expect("it is known").copied_webhook(mode, typed).map(|url| url.to_string())
}

#[test]
fn an_address_of_the_integrator_is_taken_in_its_one_form() {
    for (typed, expected) in [
        ("https://jelou.dev/hooks/1", "https://jelou.dev/hooks/1"),
        ("  https://api.jelou.dev/hooks?id=7&x=%20\r\n", "https://api.jelou.dev/hooks?id=7&x=%20"),
        ("HTTPS://API.JELOU.DEV:443/Hooks", "https://api.jelou.dev/Hooks"),
        ("https://jelou.dev", "https://jelou.dev/"),
    ] {
        assert_eq!(copied(Mode::Test, typed).as_deref(), Ok(expected), "{typed:?}");
    }
}

#[test]
fn any_other_address_is_refused_with_its_cause() {
    let other = || BadAddress::OtherHost { wanted: "jelou.dev".to_owned() };
    let cases = [
        ("https://jelou.ai/hooks/1", BadAddress::OtherMode),
        ("https://api.jelou.ai/hooks/1", BadAddress::OtherMode),
        ("http://jelou.dev/hooks/1", BadAddress::NotHttps),
        ("ftp://jelou.dev/x", BadAddress::NotHttps),
        ("https://evil.example/jelou.dev", other()),
        ("https://jelou.dev.evil.example/", other()),
        ("https://notjelou.dev/", other()),
        ("https://jelou-dev.example/", other()),
        // A Cyrillic letter: shown as xn--…, and never the host.
        ("https://jel%D0%BEu.dev/", other()),
        ("https://jelou.dev@evil.example/", BadAddress::NotAnAddress),
        ("https://user:word@jelou.dev/", BadAddress::NotAnAddress),
        ("https://jelou.dev:8443/", BadAddress::NotAnAddress),
        ("https://jelou.dev/#x", BadAddress::NotAnAddress),
        ("https://127.0.0.1/", BadAddress::NotAnAddress),
        ("https://jelou.dev\\@evil.example/", BadAddress::NotAnAddress),
        ("https://jelou.dev/a b", BadAddress::NotAnAddress),
        ("https://jelou.dev/\u{202E}x", BadAddress::NotAnAddress),
        ("https://jelou\n.dev/", BadAddress::NotAnAddress),
        ("jelou.dev/hooks", BadAddress::NotAnAddress),
        ("", BadAddress::NotAnAddress),
        ("whsec_...abcd", BadAddress::NotAnAddress),
    ];
    for (typed, expected) in cases {
        assert_eq!(copied(Mode::Test, typed), Err(expected), "{typed:?}");
    }
    let long = format!("https://jelou.dev/{}", "x".repeat(2048));
    assert_eq!(copied(Mode::Test, &long), Err(BadAddress::NotAnAddress), "longer than a request takes");
}

#[test]
fn live_is_the_other_way_round() {
    assert!(copied(Mode::Live, "https://jelou.ai/hooks").is_ok(), "its own host");
    assert_eq!(copied(Mode::Live, "https://jelou.dev/hooks"), Err(BadAddress::OtherMode), "that one is for test");
}

#[test]
fn nothing_is_copied_where_the_address_is_known_or_none_is_needed() {
    for id in ["devkit4ai", "imagatec"] {
        let outcome = find(id).expect("it is known").copied_webhook(Mode::Live, "https://jelou.ai/hooks");
        assert_eq!(outcome, Err(BadAddress::NotAskedFor), "{id}");
    }
}

//! What stands in a text, and what is left of it.

use keycourier_testkit::keys;
use secrecy::ExposeSecret;

use super::*;
use crate::Generation;

fn upto(text: &str, at: usize) -> &str {
    text.split_at(at).0
}

fn from(text: &str, at: usize) -> &str {
    text.split_at(at).1
}

fn values(text: &str) -> Vec<String> {
    // EXPOSE: made-up values, compared with what went in.
    parse(text).credentials().map(|(_, key)| key.value().expose_secret().to_owned()).collect()
}

#[test]
fn every_form_that_stripe_gives_out_is_a_credential() {
    let live = keys::current("sk_live_", keys::ACCOUNT, 1);
    let cases = [
        (live.clone(), Kind::Secret, Some(Mode::Live), Generation::Current),
        (keys::current("rk_test_", keys::ACCOUNT, 2), Kind::Restricted, Some(Mode::Test), Generation::Current),
        (keys::legacy("sk_test_", 3), Kind::Secret, Some(Mode::Test), Generation::Legacy),
        (keys::middle("pk_live_", 4), Kind::Publishable, Some(Mode::Live), Generation::Middle),
        (keys::organization("live", 5), Kind::Organization, Some(Mode::Live), Generation::Unmeasured),
        (keys::webhook_secret(6), Kind::WebhookSecret, None, Generation::Current),
        (format!("sk_live_{}", keys::filler(57, 7)), Kind::Secret, Some(Mode::Live), Generation::Unknown),
    ];
    for (value, kind, mode, generation) in cases {
        let paste = parse(&value);
        let (_, key) = paste.credentials().next().expect("it has one of Stripe's forms");
        assert_eq!((key.kind(), key.mode(), key.generation()), (kind, mode, generation), "{}", key.mask());
        assert!(value.ends_with(key.mask().last_four()), "the mask shows the last four");
    }
    let paste = parse(&live);
    let account = paste.credentials().next().and_then(|(_, key)| key.account().account().cloned());
    assert_eq!(account.map(String::from), Some(format!("acct_{}", keys::ACCOUNT)), "it carries its account");
}

#[test]
fn the_two_lines_of_a_text_file_are_two_credentials() {
    let (pk, sk) = (keys::middle("pk_live_", 1), keys::current("sk_live_", keys::ACCOUNT, 2));
    for text in [
        format!("{pk}\n{sk}\n"),
        format!("{pk}\r\n{sk}"),
        format!("Publishable key: {pk}\nSecret key: {sk}"),
        format!("STRIPE_PK={pk}\nSTRIPE_SK=\"{sk}\""),
        format!("> pk\t{pk}\n> sk\t{sk},"),
        format!("\u{FEFF}{pk}\u{A0}\u{200B}{sk}"),
        format!("{{\"pk\":\"{pk}\",\"sk\":\"{sk}\"}}"),
        format!("The first is {pk}. The second is {sk}..."),
    ] {
        assert_eq!(values(&text), [pk.as_str(), sk.as_str()], "both are found, whatever stands around them");
    }
}

#[test]
fn what_has_a_prefix_but_is_no_credential_has_a_flaw() {
    let body = keys::filler(99, 9);
    let cut = keys::filler(20, 9);
    let cases = [
        ("sk_live_...EVqc".to_owned(), Flaw::HiddenForm),
        ("sk_live_51Ab\u{2022}\u{2022}\u{2022}\u{2022}EVqc".to_owned(), Flaw::HiddenForm),
        ("rk_test_********1234".to_owned(), Flaw::HiddenForm),
        ("sk_test_...".to_owned(), Flaw::Placeholder),
        ("sk_test_your_key_here".to_owned(), Flaw::Placeholder),
        (format!("pk_test_{}", "x".repeat(24)), Flaw::Placeholder),
        (format!("sk_live_{cut}"), Flaw::Truncated { found: Kind::Secret, characters: 20 }),
        (format!("SK_LIVE_{body}"), Flaw::Damaged { cause: DamageCause::LetterCase }),
        (format!("sk-live-{body}"), Flaw::Damaged { cause: DamageCause::Separator }),
        (format!("sk_live_{}\u{441}{body}", keys::filler(30, 1)), Flaw::Damaged { cause: DamageCause::ForeignLetter }),
    ];
    for (text, expected) in cases {
        let paste = parse(&text);
        let flaw = paste.found().first().map(|found| match found.content {
            Content::Flawed(ref flawed) => Some(flawed.flaw),
            Content::Credential(_) => None,
        });
        assert_eq!(flaw, Some(Some(expected)), "{}", text.get(..12).unwrap_or(&text));
    }
}

#[test]
fn the_same_credential_twice_is_one_and_said() {
    let key = keys::legacy("sk_test_", 5);
    let paste = parse(&format!("{key}\n{key}\n{key}"));
    assert_eq!(paste.found().len(), 1, "the same value is one credential");
    assert_eq!(paste.found()[0].repairs, [Repair::Repeated], "that it stood there again is said once");
}

#[test]
fn a_mask_is_never_a_credential() {
    let key = keys::current("sk_live_", keys::ACCOUNT, 3);
    let mask = parse(&key).credentials().next().map(|(_, key)| key.mask().to_string()).expect("a good key");
    assert_eq!(parse(&mask).credentials().count(), 0, "a masked value can never be stored");
}

#[test]
fn spans_point_into_the_text_that_was_pasted() {
    let key = keys::legacy("pk_live_", 8);
    let (head, tail) = key.split_at(12);
    let text = format!("\u{201C}{head}\u{200B}{tail}\u{201D}");
    let paste = parse(&text);
    let found = &paste.found()[0];
    assert_eq!(
        text.get(found.span.clone()).map(|s| s.replace('\u{200B}', "")),
        Some(key),
        "the span is the original's"
    );
    assert_eq!(found.repairs, [Repair::Quotes, Repair::InvisibleCharacters], "both repairs are said");
}

fn flaw(text: &str) -> Option<Flaw> {
    let paste = parse(text);
    paste.found().first().and_then(|found| match &found.content {
        Content::Flawed(flawed) => Some(flawed.flaw),
        Content::Credential(_) => None,
    })
}

fn repaired(text: &str) -> Option<String> {
    let paste = parse(text);
    // EXPOSE: made-up values, compared with what went in.
    paste.found().first().and_then(Found::usable).map(|key| key.value().expose_secret().to_owned())
}

#[test]
fn a_key_that_a_mail_program_broke_is_joined_where_only_the_whole_fits() {
    let key = keys::current("sk_live_", keys::ACCOUNT, 4);
    let pk = keys::middle("pk_live_", 4);
    for (text, key) in [
        (format!("{}\n{}", upto(&key, 76), from(&key, 76)), &key),
        (format!("{}\r\n{}\r\n", upto(&key, 72), from(&key, 72)), &key),
        (format!("> {}\n> {}\n> Thanks", upto(&key, 70), from(&key, 70)), &key),
        (format!("{}=\r\n{}", upto(&key, 75), from(&key, 75)), &key),
        (format!("{} \n  {}", upto(&key, 60), from(&key, 60)), &key),
        (
            format!(
                "{}\n{}\n{}\n{}",
                upto(&key, 30),
                from(upto(&key, 60), 30),
                from(upto(&key, 90), 60),
                from(&key, 90)
            ),
            &key,
        ),
        (format!("{} {}", upto(&key, 50), from(&key, 50)), &key),
        (format!("{}\n{}", upto(&key, 8), from(&key, 8)), &key),
        (format!("Secret key: {} {}", upto(&key, 8), from(&key, 8)), &key),
        (format!("{}\n{}\nPublishable: x", upto(&key, 32), from(&key, 32)), &key),
        (format!("{}\n{}", upto(&pk, 20), from(&pk, 20)), &pk),
        (format!("{}\n{}", upto(&pk, 8), from(&pk, 8)), &pk),
    ] {
        assert_eq!(
            values(&text),
            [key.as_str()],
            "only the whole has a length that keys have: {text:?} {:?}",
            flaw(&text)
        );
        let paste = parse(&text);
        assert!(
            paste.found()[0].repairs.iter().any(|repair| matches!(repair, Repair::LineBreaks | Repair::Spaces)),
            "that it was joined is said"
        );
    }
}

#[test]
fn what_can_not_be_joined_for_certain_is_damaged() {
    let key = keys::current("sk_live_", keys::ACCOUNT, 4);
    let legacy = keys::legacy("sk_live_", 5);
    let broken = Some(Flaw::Damaged { cause: DamageCause::Broken });
    // A letter was lost at the break.
    assert_eq!(
        flaw(&format!("{}\n{}", upto(&key, 70), from(&key, 71))),
        broken,
        "98 characters are no length that keys have"
    );
    // 24 characters are too few to rule out that the second line is something else.
    let text = format!("{}\n{}", upto(&legacy, 20), from(&legacy, 20));
    assert_eq!(flaw(&text), broken, "the pieces may belong together");
    assert_eq!(repaired(&text).as_deref(), Some(legacy.as_str()), "what they would make is offered");
}

#[test]
fn words_and_other_keys_are_never_joined_to_a_key() {
    let key = keys::current("sk_live_", keys::ACCOUNT, 4);
    for behind in ["\nThanks", " is my key", "\nBob", "\n0412345678", "\npassword: Hunter2Xy", "\n\nKind regards"] {
        let text = format!("{}{behind}", upto(&key, 90));
        assert_eq!(
            values(&text),
            [upto(&key, 90)],
            "{behind:?} is no part of it: a length that we don't know is a warning"
        );
    }
    let unknown = format!("sk_live_{}", keys::filler(57, 7));
    let pk = keys::middle("pk_live_", 8);
    assert_eq!(
        values(&format!("{unknown}\n{pk}")),
        [unknown.as_str(), pk.as_str()],
        "the second line is a key of its own"
    );
}

#[test]
fn formatting_around_and_inside_is_no_hindrance() {
    let sk = keys::current("sk_live_", keys::ACCOUNT, 4);
    let pk = keys::current("pk_live_", keys::ACCOUNT, 5);
    for text in [
        sk.replace('_', "\\_"),
        sk.replace('_', "%5F"),
        format!("STRIPE_KEY=3D{sk}"),
        format!("<p>Key:&nbsp;<b>{sk}</b></p>"),
        format!("**{sk}**"),
        format!("_{sk}_"),
        format!("curl https://api.stripe.com/v1/charges -u {sk}:"),
        format!("define('STRIPE_KEY', '{sk}');"),
        format!("Authorization: Bearer {sk}"),
        format!("Secret key{sk}Reveal live key"),
        format!("SecretKey{sk}"),
        format!("sk_live_key: {sk}"),
        format!("It begins with sk_live_ and is {sk}."),
        format!("line one\\n{sk}\\nline three"),
        format!("key%3D{sk}"),
        format!("{}\u{200B}{}", upto(&sk, 40), from(&sk, 40)),
        format!("{}<wbr>{}", upto(&sk, 40), from(&sk, 40)),
    ] {
        assert_eq!(values(&text), [sk.as_str()], "{} characters hold exactly this key", text.len());
    }
    let glued = format!("Publishable key{pk}Secret key{sk}Nov 3");
    assert_eq!(values(&glued), [pk.as_str(), sk.as_str()], "cells that grew together are taken apart");
}

#[test]
fn each_way_of_damage_is_told_from_the_others() {
    let key = keys::current("sk_live_", keys::ACCOUNT, 4);
    let body = from(&key, 8);
    for (text, cause, offered) in [
        (format!("Sk_live_{body}"), DamageCause::LetterCase, true),
        (key.to_uppercase(), DamageCause::LetterCase, false),
        (format!("sk_live{body}"), DamageCause::Separator, true),
        (format!("sklive{body}"), DamageCause::Separator, true),
        (format!("sk__live__{body}"), DamageCause::Separator, true),
        (format!("sk \u{2013} live \u{2013} {body}"), DamageCause::Separator, true),
        (format!("sk_ilve_{body}"), DamageCause::Beginning, true),
        (format!("sk_1ive_{body}"), DamageCause::Beginning, true),
        (format!("live_{body}"), DamageCause::Beginning, false),
        (format!("_live_{body}"), DamageCause::Beginning, false),
        (format!("k_live_{body}"), DamageCause::Beginning, false),
        (key.replacen('s', "\u{455}", 1), DamageCause::ForeignLetter, true),
        (format!("{}\u{430}{}", upto(&key, 40), from(&key, 41)), DamageCause::ForeignLetter, true),
        (format!("{}\u{436}{}", upto(&key, 40), from(&key, 41)), DamageCause::ForeignLetter, false),
        (format!("{}-{}", upto(&key, 40), from(&key, 40)), DamageCause::Separator, false),
    ] {
        assert_eq!(flaw(&text), Some(Flaw::Damaged { cause }), "{}", text.chars().take(14).collect::<String>());
        assert_eq!(repaired(&text).is_some(), offered, "offered only where the length is right: {cause:?}");
    }
}

#[test]
fn hidden_forms_and_stand_ins_are_told_apart() {
    for text in [
        "sk_live_\u{2022}\u{2022}\u{2022}\u{2022}\u{2022}\u{2022}",
        "sk_live_********",
        "sk_live_51Hx...",
        "pk_live_\u{2026}9aBc",
        "rk_live_[hidden]",
        "sk_live_<redacted>",
        "sk_test_####1234",
    ] {
        assert_eq!(flaw(text), Some(Flaw::HiddenForm), "{text} shows that something is hidden");
    }
    for text in [
        "sk_live_<your key>",
        "sk_test_...",
        "sk_live_{{key}}",
        "sk_test_$KEY",
        "whsec_your_secret",
        "whsec_test_secret",
        "sk_test_xxxx",
    ] {
        assert_eq!(flaw(text), Some(Flaw::Placeholder), "{text} stands where a key belongs");
    }
    let crossed = format!("sk_live_{}", "X".repeat(24));
    assert_eq!(flaw(&crossed), Some(Flaw::Placeholder), "as long as a key, and nobody's");
}

#[test]
fn keys_with_nothing_between_are_taken_apart() {
    let sk = keys::current("sk_live_", keys::ACCOUNT, 4);
    let pk = keys::current("pk_live_", keys::ACCOUNT, 5);
    assert_eq!(values(&format!("{pk}{sk}")), [pk.as_str(), sk.as_str()], "two cells of a PDF");
    let twice = format!("{sk}{sk}");
    assert_eq!(values(&twice), [sk.as_str()], "pasted twice in a row");
    assert_eq!(parse(&twice).found()[0].repairs, [Repair::Repeated], "and that is said");
}

#[test]
fn two_messages_of_a_chat_are_not_one_key() {
    let key = keys::current("sk_live_", keys::ACCOUNT, 4);
    let (head, tail) = key.split_at(69);
    let text = format!("[06:12] Dana: {head}\n[06:12] Dana: {tail}");
    assert_eq!(flaw(&text), Some(Flaw::Damaged { cause: DamageCause::Broken }), "the first part alone is no key");
    assert_eq!(repaired(&text).as_deref(), Some(key.as_str()), "what the parts make is offered");
}

#[test]
fn prose_that_holds_a_prefix_by_chance_is_prose() {
    for text in [
        "risk_test_results_for_november_2026",
        "The disk_live_status table",
        "desk test - a long explanation follows here",
    ] {
        assert!(parse(text).found().is_empty(), "{text} holds no key");
    }
}

#[test]
fn a_text_of_repeated_beginnings_is_read_in_one_pass() {
    for unit in ["task_test_", "sk_live_", "sk_live_\n", "whsec_ ", "sk live ", " \n", "live_a"] {
        let text = unit.repeat((1 << 18) / unit.len());
        assert_eq!(parse(&text).credentials().count(), 0, "{unit:?} over and over is no key");
    }
}

//! The corpus of pastes in `corpus/pastes`: what is named, what is let through, what no file may hold.

use std::collections::BTreeSet;

use keycourier_tests::corpus::{self, File, key_shaped};

fn report() -> corpus::Report {
    corpus::files().and_then(|files| corpus::report(&files)).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn mistakes_are_named_and_good_keys_pass() {
    let report = report();
    let said = report.text();
    assert!(report.mistakes().count() >= 150, "the figure is promised for at least 150 mistakes");
    assert!(report.good().count() >= 60, "and for at least 60 good pastes");
    assert!(report.good().all(|outcome| outcome.right), "no good key is refused or altered\n{said}");
    assert!(report.named_per_mille() >= 980, "98 of 100 mistakes are named\n{said}");
}

#[test]
fn what_stands_beside_the_code_is_right_too() {
    let report = report();
    let beside = report.beside();
    let all = report.mistakes().count() + report.good().count();
    assert!(beside.len() * 50 <= all, "a wrong detail misleads as a wrong code does:\n{}", beside.join("\n"));
}

#[test]
fn two_other_rule_sets_give_the_figures_known_of_them() {
    let report = corpus::report(&[corpus::twenty_four()]).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(report.mistakes().count(), 24, "as many as were measured");
    assert_eq!(report.mistakes().filter(|o| o.woocommerce_refuses).count(), 10, "WooCommerce's prefixes stop ten");
    assert_eq!(report.mistakes().filter(|o| o.nango_refuses).count(), 15, "Nango's pattern stops fifteen");
    let neither = report.mistakes().filter(|o| !o.woocommerce_refuses && !o.nango_refuses);
    assert_eq!(neither.count(), 7, "seven pass both");
}

#[test]
fn every_code_has_a_case() {
    let report = report();
    let wanted: BTreeSet<&str> = report.mistakes().map(|outcome| outcome.wanted.as_str()).collect();
    let codes = [
        "empty",
        "hidden_form",
        "truncated",
        "damaged",
        "wrong_kind",
        "wrong_mode",
        "other_account",
        "other_business",
        "duplicate",
        "not_a_credential",
        "other_provider",
        "placeholder",
        "several",
        "unexpected_shape",
        "full_access",
    ];
    for code in codes {
        assert!(wanted.contains(code), "{code} is never wanted");
    }
    for code in wanted {
        assert!(codes.contains(&code), "{code} is no code of a mistake");
    }
}

#[test]
fn no_file_holds_what_looks_like_a_key() {
    for path in corpus::files().unwrap().into_iter().chain([corpus::twenty_four()]) {
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(key_shaped(&text), None, "{} holds what a scanner would stop, in this line", path.display());
    }
}

#[test]
fn every_case_has_a_name_of_its_own() {
    let mut names = BTreeSet::new();
    for path in corpus::files().unwrap() {
        for case in File::read(&path).unwrap_or_else(|error| panic!("{error}")).cases {
            assert!(names.insert(case.name.clone()), "{} is there twice: a miss could not be found by it", case.name);
        }
    }
}

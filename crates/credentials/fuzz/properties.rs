// The targets include this file as a module of their own.
#![allow(unreachable_pub, reason = "private where it is included")]
// What holds for every text, whatever it is. The property test and the fuzz targets both look at it.

use keycourier_credentials::{Context, Kind, Mode, Severity, Slot, decode, judge, judge_credential, parse};
use secrecy::ExposeSecret;

/// Panics where something does not hold for a clipboard or file with these bytes.
pub fn parsing_holds(bytes: &[u8]) {
    let text = decode(bytes);
    let paste = parse(&text);
    let mut last = 0;
    for found in paste.found() {
        let piece = text.get(found.span.clone());
        assert!(piece.is_some(), "a span lies inside the text, between characters: {:?}", found.span);
        assert!(found.span.start >= last, "what is found stands in the order of the text, and nothing twice");
        last = found.span.start;
        if let Some(key) = found.usable() {
            // EXPOSE: made-up values, looked at by the test.
            let value = key.value().expose_secret();
            let mask = key.mask().to_string();
            let shown = mask.strip_suffix(key.mask().last_four()).and_then(|rest| rest.strip_suffix("..."));
            assert!(shown.is_some_and(|prefix| value.starts_with(prefix)), "a mask is prefix, dots and last four");
            assert_eq!(key.mask().last_four().chars().count(), 4, "and shows no more than four characters");
            assert_eq!(parse(&mask).credentials().count(), 0, "a printed mask is never a credential");
            assert!(
                value.is_ascii() && value.len() >= 24,
                "a credential is plain and long enough: {} bytes",
                value.len()
            );
            let again = parse(value);
            assert_eq!(again.credentials().count(), 1, "a credential alone is the same credential");
        }
    }
    assert_eq!(paste.nothing().is_some(), paste.found().is_empty(), "a text is something, or it is said what else");
}

/// Panics where something does not hold for judging these bytes for any slot.
pub fn judging_holds(bytes: &[u8]) {
    let text = decode(bytes);
    let paste = parse(&text);
    for (kind, mode) in Kind::ALL.into_iter().flat_map(|kind| [(kind, Mode::Test), (kind, Mode::Live)]) {
        let slot = Slot::usual(kind, mode);
        let judgement = judge(&slot, &paste, &Context::default());
        let severities: Vec<Severity> = judgement.problems.iter().map(|problem| problem.severity()).collect();
        assert!(severities.is_sorted(), "the worst comes first");
        assert!(judgement.judged.is_some() || !judgement.problems.is_empty(), "what was not judged has a reason");
        let told = serde_json::to_string(&judgement.problems).expect("problems are data");
        for (_, key) in paste.credentials() {
            // EXPOSE: made-up values, looked for in what is shown.
            let value = key.value().expose_secret();
            let tail = value.get(value.len() - 12..).unwrap_or(value);
            assert!(!told.contains(tail), "no problem repeats a secret");
        }
        if judgement.may_be_stored() {
            let key = judgement.judged.and_then(|n| paste.found()[n].credential()).expect("only whole ones are stored");
            assert!(slot.takes(key.kind(), key.mode()), "only what fits is stored");
            let alone = judge_credential(&slot, key, &Context::default());
            assert!(alone.iter().all(|problem| problem.severity() > Severity::Error), "and only without an error");
        }
    }
}

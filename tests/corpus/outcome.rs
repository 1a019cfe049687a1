//! What comes of one case.

use keycourier_credentials::{
    AccountHint, Context, Elsewhere, Fingerprint, FullKeys, Held, Judgement, Paste, Problem, Severity, judge, parse,
};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use super::made::Made;
use super::{Case, Expected, Filled, Unreadable, fill, rules};

/// What was said of a case, and what two other rule sets make of it.
pub struct Outcome {
    /// The name of the case.
    pub name: String,
    /// Whether it is a good paste; otherwise a mistake.
    pub good: bool,
    /// The code that was wanted, or `fits`.
    pub wanted: String,
    /// The codes that came, worst first.
    pub came: Vec<&'static str>,
    /// For a mistake whether the first code is the wanted one; for a good paste whether it may be stored, unaltered. Nothing that a
    /// mistake's code forbids may be stored, and nothing that it only warns of may be refused.
    pub right: bool,
    /// Whether it may not be stored.
    pub stopped: bool,
    /// What differs besides the code: a detail of the problem, a repair that is not listed, a warning that nobody asked for.
    pub beside: Option<String>,
    /// Whether WooCommerce's rules refuse it.
    pub woocommerce_refuses: bool,
    /// Whether Nango's pattern refuses it.
    pub nango_refuses: bool,
}

/// Judges a case.
pub fn run(case: &Case) -> Result<Outcome, Unreadable> {
    let filled = fill(&case.paste)?;
    let held = held(case)?;
    let elsewhere = elsewhere(case)?;
    let full_keys = if case.restricted_recommended { FullKeys::Discouraged } else { FullKeys::Fine };
    let context = Context { held: &held, elsewhere: &elsewhere, full_keys };

    let read = case.encoding.read(&filled.text);
    let paste = parse(&read);
    let judgement = judge(&case.slot, &paste, &context);
    let (right, beside, wanted) = compare(case, &filled, &paste, &judgement)?;
    Ok(Outcome {
        name: case.name.clone(),
        good: matches!(case.expected, Expected::Fits { .. }),
        wanted,
        came: judgement.problems.iter().map(Problem::code).collect(),
        right,
        stopped: !judgement.may_be_stored(),
        beside,
        woocommerce_refuses: rules::woocommerce_refuses(&case.slot, read.trim()),
        nango_refuses: rules::nango_refuses(&case.slot, read.trim()),
    })
}

fn compare(
    case: &Case,
    filled: &Filled,
    paste: &Paste,
    judgement: &Judgement,
) -> Result<(bool, Option<String>, String), Unreadable> {
    Ok(match &case.expected {
        Expected::Problem { code, detail } => {
            let first = judgement.problems.first().filter(|problem| problem.code() == code);
            let right = match first.map(Problem::severity) {
                None => false,
                Some(Severity::Error) => !judgement.may_be_stored(),
                Some(Severity::Warning | Severity::Info) => unaltered(case, filled, paste, judgement)?,
            };
            let shown = first.and_then(|problem| serde_json::to_value(problem).ok()).unwrap_or_default();
            let differs = detail.iter().find(|(name, wanted)| !agrees(wanted, &shown[name.as_str()]));
            let beside = differs.map(|(name, wanted)| format!("{name} is {}, not {wanted}", shown[name.as_str()]));
            (right, beside.filter(|_| first.is_some()), code.clone())
        }
        Expected::Fits { repairs, may_warn } => {
            let right = judgement.may_be_stored() && unaltered(case, filled, paste, judgement)?;
            let warns = |problem: &&Problem| problem.severity() == Severity::Warning;
            let too_many = |problem: &&Problem| may_warn.iter().all(|code| code != problem.code());
            let warned = judgement.problems.iter().filter(warns).find(too_many);
            let listed = judgement.problems.iter().find_map(|problem| match problem {
                Problem::Repaired { repairs } => serde_json::to_value(repairs).ok(),
                _ => None,
            });
            let is_listed = |repair: &String| {
                listed
                    .as_ref()
                    .and_then(Value::as_array)
                    .is_some_and(|listed| listed.contains(&Value::from(repair.as_str())))
            };
            let missing = repairs.iter().find(|repair| !is_listed(repair));
            let beside = warned
                .map(|warning| format!("warned of {}", warning.code()))
                .or_else(|| missing.map(|repair| format!("{repair} is not listed among the repairs")));
            (right, beside, "fits".to_owned())
        }
    })
}

/// Whether a detail is the wanted one. Words are compared without case, and `a|b` takes either: a company has more than one name.
fn agrees(wanted: &Value, shown: &Value) -> bool {
    match (wanted.as_str(), shown.as_str()) {
        (Some(wanted), Some(shown)) => wanted.split('|').any(|wanted| wanted.eq_ignore_ascii_case(shown)),
        _ => wanted == shown,
    }
}

/// Whether what was judged is exactly the key that was put into the paste.
fn unaltered(case: &Case, filled: &Filled, paste: &Paste, judgement: &Judgement) -> Result<bool, Unreadable> {
    let wanted = match (&case.value, filled.made.as_slice()) {
        (Some(template), _) => fill(template)?.text,
        (None, [only]) => only.value.clone(),
        (None, _) => return Err(Unreadable("which value must come out is not said".to_owned())),
    };
    let came = paste.credentials().find(|(n, _)| Some(*n) == judgement.judged).map(|(_, key)| key.value());
    // EXPOSE: compared with a value that was made up for the purpose.
    Ok(came.is_some_and(|value| value.expose_secret() == wanted))
}

fn held(case: &Case) -> Result<Vec<Held>, Unreadable> {
    let made = |(slot, template): &(keycourier_credentials::Slot, String)| {
        let (fingerprint, account) = known(&one(template)?);
        Ok(Held { slot: slot.id.clone(), fingerprint, account })
    };
    case.held.iter().map(made).collect()
}

fn elsewhere(case: &Case) -> Result<Vec<Elsewhere>, Unreadable> {
    let made = |(business, template): &(String, String)| {
        let key = one(template)?;
        let (fingerprint, account) = known(&key);
        Ok(Elsewhere { business: business.clone(), mode: key.mode.unwrap_or(case.slot.id.mode), fingerprint, account })
    };
    case.elsewhere.iter().map(made).collect()
}

fn one(template: &str) -> Result<Made, Unreadable> {
    let mut made = fill(template)?.made;
    let only = made.pop().filter(|_| made.is_empty());
    only.ok_or_else(|| Unreadable(format!("{template:?} is not one key")))
}

fn known(key: &Made) -> (Fingerprint, AccountHint) {
    (Fingerprint::of(&SecretString::from(key.value.as_str())), key.account.clone())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use keycourier_credentials::{Kind, Mode, Slot};

    use super::super::Encoding;
    use super::*;

    fn case(paste: &str, expected: Expected) -> Case {
        Case {
            name: "n".to_owned(),
            from: "f".to_owned(),
            paste: paste.to_owned(),
            encoding: Encoding::Clipboard,
            slot: Slot::usual(Kind::Secret, Mode::Live),
            held: Vec::new(),
            elsewhere: Vec::new(),
            restricted_recommended: false,
            expected,
            value: None,
        }
    }

    fn mistake(paste: &str, code: &str) -> Case {
        case(paste, Expected::Problem { code: code.to_owned(), detail: BTreeMap::new() })
    }

    fn good(paste: &str) -> Case {
        case(paste, Expected::Fits { repairs: Vec::new(), may_warn: Vec::new() })
    }

    fn right(case: &Case) -> bool {
        run(case).unwrap().right
    }

    #[test]
    fn a_wrong_expectation_is_a_miss() {
        assert!(right(&mistake("{{sk_test}}", "wrong_mode")), "the control: what is so is right");
        assert!(!right(&mistake("{{sk_test}}", "wrong_kind")), "another code is not the cause");
        assert!(!right(&mistake("{{sk_live}}", "wrong_mode")), "a mistake that is taken silently is a miss");
        assert!(right(&good("{{sk_live}}")), "the control: a good key passes");
        assert!(!right(&good("{{sk_test}}")), "a refused key does not pass");
        let altered = Case { value: Some("{{sk_live:2}}".to_owned()), ..good("{{sk_live}}") };
        assert!(!right(&altered), "another value than the one wanted is an altered one");
        assert!(run(&good("{{sk_live}} {{pk_live}}")).is_err(), "of two keys the case must say which comes out");
    }

    #[test]
    fn what_is_held_is_judged_against() {
        let held = |template: &str| vec![(Slot::usual(Kind::Publishable, Mode::Live), template.to_owned())];
        let other = Case { held: held("{{pk_live@other}}"), ..mistake("{{sk_live}}", "other_account") };
        let same = Case { held: held("{{pk_live}}"), ..mistake("{{sk_live}}", "other_account") };
        assert!(right(&other), "the held key is of another account");
        assert!(!right(&same), "the held key is of the same account");
        let unmade = Case { held: held("pk"), ..good("{{sk_live}}") };
        assert!(run(&unmade).is_err(), "what is held is one key");
    }

    #[test]
    fn what_differs_beside_the_code_is_told() {
        let wanted = |word: &str| BTreeMap::from([("found".to_owned(), Value::from(word))]);
        let beside = |word: &str| {
            let expected = Expected::Problem { code: "wrong_mode".to_owned(), detail: wanted(word) };
            run(&case("{{sk_test}}", expected)).unwrap().beside
        };
        assert_eq!(beside("test"), None, "as it is");
        assert_eq!(beside("live|TEST"), None, "either word will do, in any case");
        assert!(beside("live").is_some(), "not as it is");
        let repaired = Expected::Fits { repairs: vec!["quotes".to_owned()], may_warn: Vec::new() };
        assert!(run(&case("{{sk_live}}", repaired)).unwrap().beside.is_some(), "a repair that nobody made");
    }
}

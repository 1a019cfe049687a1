//! Judging a text by its form alone.

use keycourier_credentials::{
    AccountId, Content, Context, Held, Kind, Mask, Mode, Problem, Slot, judge, judge_credential, parse,
};

/// What a text holds, and what is wrong with it.
pub struct Linted {
    /// The whole credentials in it, in order.
    pub credentials: Vec<LintedCredential>,
    /// Worst first within each credential.
    pub problems: Vec<Problem>,
}

/// A credential, masked.
pub struct LintedCredential {
    /// What it is.
    pub kind: Kind,
    /// The mode that it names.
    pub mode: Option<Mode>,
    /// How it is shown.
    pub mask: Mask,
    /// The account that it carries.
    pub account: Option<AccountId>,
    /// The name of its form.
    pub generation: &'static str,
}

/// Judges a text for one slot, where `slot` says which kind is wanted; else each credential for the slot that its kind usually has.
/// `mode` is the wanted one; without it each credential's own. `beside` is a text with keys that it must agree with.
pub fn lint(text: &str, mode: Option<Mode>, slot: Option<Kind>, beside: Option<&str>) -> Linted {
    let paste = parse(text);
    let beside = beside.map(parse);
    let held: Vec<Held> = beside
        .iter()
        .flat_map(|paste| paste.credentials())
        .map(|(_, key)| Held {
            slot: Slot::usual(key.kind(), key.mode().or(mode).unwrap_or(Mode::Live)).id,
            fingerprint: key.fingerprint(),
            account: key.account().clone(),
        })
        .collect();
    let context = Context { held: &held, ..Context::default() };

    let problems = match slot {
        Some(kind) => {
            let own = paste.credentials().find_map(|(_, key)| key.mode());
            judge(&Slot::usual(kind, mode.or(own).unwrap_or(Mode::Live)), &paste, &context).problems
        }
        None if paste.found().is_empty() => paste.nothing().cloned().into_iter().collect(),
        None => paste.found().iter().flat_map(|found| of_found(&found.content, mode, &context)).collect(),
    };
    let credentials = paste
        .credentials()
        .map(|(_, key)| LintedCredential {
            kind: key.kind(),
            mode: key.mode(),
            mask: key.mask().clone(),
            account: key.account().account().cloned(),
            generation: key.generation().as_str(),
        })
        .collect();
    Linted { credentials, problems }
}

fn of_found(content: &Content, mode: Option<Mode>, context: &Context<'_>) -> Vec<Problem> {
    match content {
        Content::Credential(key) => {
            let slot = Slot::usual(key.kind(), mode.or_else(|| key.mode()).unwrap_or(Mode::Live));
            judge_credential(&slot, key, context)
        }
        Content::Flawed(flawed) => vec![flawed.problem()],
    }
}

//! `keycourier lint`.

use keycourier_credentials::Severity;
use keycourier_desk::lint;
use serde_json::{Value, json};

use crate::args::LintArgs;
use crate::failure::Failure;
use crate::output::{Output, problem_json};
use crate::{input, sentences};

pub(super) fn run(args: &LintArgs, output: &Output) -> Result<bool, Failure> {
    let text = input::text(&args.file)?;
    let beside = args.beside.as_deref().map(input::text).transpose()?;
    let beside = beside.as_ref().map(|text| text.as_str());
    let linted = lint(&text, args.mode, args.slot.map(crate::args::SlotKind::kind), beside);

    let credentials: Vec<Value> = linted
        .credentials
        .iter()
        .map(|key| {
            json!({
                "kind": key.kind, "mode": key.mode, "mask": key.mask,
                "account": key.account, "generation": key.generation,
            })
        })
        .collect();
    let problems: Vec<Value> = linted.problems.iter().map(problem_json).collect();

    let mut lines = String::new();
    for key in &linted.credentials {
        let mode = key.mode.map(sentences::mode).unwrap_or_default();
        let account = key.account.as_ref().map(|account| format!(", {account}")).unwrap_or_default();
        lines.push_str(format!("{mode} {}: {}{account}\n", sentences::kind(key.kind), key.mask).trim_start());
    }
    for problem in &linted.problems {
        lines.push_str(&format!("{}: {}\n", problem.code(), sentences::problem(problem)));
    }
    output.answer(&json!({"credentials": credentials, "problems": problems}), &lines);
    Ok(linted.problems.iter().all(|problem| problem.severity() != Severity::Error))
}

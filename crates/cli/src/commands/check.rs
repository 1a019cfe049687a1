//! `keycourier check`.

use keycourier_desk::{CheckFor, CheckedMode, Randomness, check_text};
use keycourier_documents::SignedRequest;
use keycourier_http::{Client, Limits};
use keycourier_integrators as integrators;
use keycourier_stripe::{KeyFinding, Sameness, Stripe, WebhookFinding};
use serde_json::{Value, json};

use super::request;
use crate::args::CheckArgs;
use crate::failure::Failure;
use crate::output::Output;
use crate::{hosts, input, sentences};

pub(super) fn run(args: &CheckArgs, output: &Output) -> Result<bool, Failure> {
    let asked: Option<SignedRequest> = args.request.as_deref().map(request::read).transpose()?;
    let preset = match &args.preset {
        Some(name) => Some(integrators::find(name).ok_or_else(|| Failure::new("unknown_integrator", String::new()))?),
        None => None,
    };
    let check_for = match (&asked, preset) {
        (Some(signed), _) => CheckFor::Request(signed.request()),
        (None, Some(preset)) => CheckFor::Preset(preset),
        (None, None) => CheckFor::Anybody,
    };
    let text = input::text(&args.file)?;
    let origin = hosts::stripe().ok_or_else(|| Failure::new("usage", sentences::BAD_BASE))?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|_| Failure::new("no_resources", String::new()))?;
    let stripe = Stripe::new(Client::new(Limits::default()), origin);
    let randomness = Randomness::system();
    let checked = runtime.block_on(check_text(&stripe, &text, check_for, args.write_probes, &randomness));
    if checked.is_empty() {
        return Err(Failure::new("no_keys", args.file.display().to_string()));
    }
    let json: Vec<Value> = checked.iter().map(mode_json).collect();
    let text: String = checked.iter().map(mode_text).collect();
    output.answer(&json!({ "checks": json }), &text);
    Ok(!checked.iter().any(CheckedMode::stops))
}

fn mode_json(checked: &CheckedMode) -> Value {
    let findings = &checked.findings;
    let keys = findings.keys.iter().zip(&checked.masks).map(|(key, mask)| {
        let learnt = &key.learnt;
        json!({
            "slot": key.slot.name, "kind": key.kind, "mask": mask, "verdict": key.verdict,
            "stops": key.verdict.stops_sending(), "account": learnt.account, "account_name": learnt.account_name,
            "country": learnt.country, "charges_enabled": learnt.charges_enabled, "abilities": key.abilities,
            "request_ids": learnt.request_ids,
        })
    });
    let webhooks = findings.webhooks.iter().map(|webhook| {
        let mut json = serde_json::to_value(webhook).unwrap_or_default();
        json["code"] = json!(webhook.code());
        json
    });
    json!({
        "mode": findings.mode, "keys": keys.collect::<Vec<_>>(), "agreement": findings.agreement,
        "webhooks": webhooks.collect::<Vec<_>>(),
    })
}

fn mode_text(checked: &CheckedMode) -> String {
    let findings = &checked.findings;
    let mode = sentences::mode(findings.mode);
    let mut lines = String::new();
    for (key, mask) in findings.keys.iter().zip(&checked.masks) {
        let sentence = sentences::verdict(&key.verdict);
        lines.push_str(&format!("{mode} {}: {mask}: {sentence}\n", sentences::kind(key.kind)));
        lines.push_str(&account_text(key));
        for ability in &key.abilities {
            let label = ability.permission.label().unwrap_or_else(|| ability.permission.resource());
            let level = sentences::level(ability.permission.level());
            lines.push_str(&format!("  {label} ({level}): {}\n", sentences::ability(ability.state)));
        }
    }
    if findings.agreement.account == Sameness::Different {
        lines.push_str(&format!("{mode}: {}\n", sentences::DIFFERENT_ACCOUNTS));
    }
    lines.extend(findings.webhooks.iter().map(webhook_text));
    lines
}

fn account_text(key: &KeyFinding) -> String {
    let Some(account) = &key.learnt.account else { return String::new() };
    let name = key.learnt.account_name.as_ref().map(|name| format!("{name}, ")).unwrap_or_default();
    let payments = match key.learnt.charges_enabled {
        Some(false) => sentences::NOT_ACTIVATED,
        Some(true) | None => "",
    };
    format!("  {name}{account}{payments}\n")
}

fn webhook_text(webhook: &WebhookFinding) -> String {
    let mut lines = format!("webhook {}: {}\n", webhook.wanted.url, sentences::webhook(webhook));
    for off in &webhook.off {
        lines.push_str(&format!("  {}\n", sentences::off(off)));
    }
    lines
}

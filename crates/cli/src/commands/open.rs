//! `keycourier open`.

use std::path::Path;

use keycourier_credentials::{Kind, Mode};
use keycourier_desk::{OpenedFile, OpenedKey, open_file};
use keycourier_documents::{OpeningKeys, SpokenWords, Unlock};
use secrecy::ExposeSecret;
use serde_json::{Map, Value, json};
use zeroize::Zeroizing;

use super::identity;
use crate::args::{OpenArgs, OpenFormat};
use crate::failure::Failure;
use crate::output::Output;
use crate::{input, sentences};

enum Opener {
    Keys(OpeningKeys),
    Words(SpokenWords),
}

pub(super) fn run(args: &OpenArgs, output: &Output) -> Result<bool, Failure> {
    let for_programs = matches!(args.format, Some(OpenFormat::Env | OpenFormat::Devkit4ai));
    if for_programs && args.files.len() != 1 {
        return Err(Failure::new("usage", "--format env and devkit4ai go with one file. Open the others one by one."));
    }
    if for_programs && !args.reveal {
        return Err(Failure::new("usage", "--format env and devkit4ai print the keys themselves. Add --reveal."));
    }
    let json = output.is_json() || matches!(args.format, Some(OpenFormat::Json));
    let output = &Output::new(json);
    let opener = match (&args.identity, args.passphrase_fd) {
        (Some(path), _) => Opener::Keys(OpeningKeys::new([&identity::from_file(path)?])),
        (None, Some(descriptor)) => Opener::Words(input::words(descriptor)?),
        (None, None) => return Err(Failure::new("usage", "Give --identity or --passphrase-fd.")),
    };
    // Every file is tried: one that does not open never keeps the others from it.
    let mut fine = true;
    for path in &args.files {
        fine &= one(path, &opener, args, output);
    }
    Ok(fine)
}

fn one(path: &Path, opener: &Opener, args: &OpenArgs, output: &Output) -> bool {
    let file = path.display().to_string();
    let unlock = match opener {
        Opener::Keys(keys) => Unlock::Keys(keys),
        Opener::Words(words) => Unlock::Words(words),
    };
    let opened = input::bytes(path)
        .and_then(|bytes| open_file(&bytes, &unlock).map_err(|error| Failure::new(error.code(), file.clone())));
    match opened {
        Err(failure) => {
            if output.is_json() {
                output.say(&format!("{}\n", json!({"file": file, "error": {"code": failure.code}})));
            } else {
                Output::complain(&sentences::failure(&failure));
            }
            false
        }
        Ok(opened) => {
            match args.format {
                Some(OpenFormat::Env) => output.say(&env(&opened)),
                Some(OpenFormat::Devkit4ai) => output.say(&devkit4ai(&opened)),
                Some(OpenFormat::Json) | None if output.is_json() => {
                    output.say(&format!("{}\n", json_of(&file, &opened, args.reveal)))
                }
                Some(OpenFormat::Json) | None => output.say(&text_of(&file, &opened, args.reveal)),
            }
            true
        }
    }
}

fn json_of(file: &str, opened: &OpenedFile, reveal: bool) -> Value {
    let key = |key: &OpenedKey| {
        let mut json = json!({
            "slot": key.slot.name, "mode": key.slot.mode, "kind": key.kind, "mask": key.mask, "check": key.check.as_str(),
        });
        if reveal {
            // EXPOSE: --reveal asks for it.
            json["value"] = json!(key.value.expose_secret());
        }
        json
    };
    let accounts = opened.accounts.iter().map(|(mode, id)| json!({"mode": mode, "id": id}));
    let answers = opened.answers.iter().map(|(id, text)| json!({"id": id, "text": text}));
    json!({
        "file": file, "id": opened.id, "sender": opened.sender, "business": opened.business, "ticket": opened.ticket,
        "request_id": opened.request_id, "accounts": accounts.collect::<Vec<_>>(),
        "keys": opened.keys.iter().map(key).collect::<Vec<_>>(), "answers": answers.collect::<Vec<_>>(),
        "state": "not_kept",
    })
}

fn text_of(file: &str, opened: &OpenedFile, reveal: bool) -> Zeroizing<String> {
    let mut text = Zeroizing::new(format!("{file}\n"));
    let business = opened.business.as_deref().unwrap_or("no name given");
    text.push_str(&format!("  from:     {business}\n"));
    match &opened.sender {
        Some(sender) => text.push_str(&format!("  computer: {sender}\n")),
        None => text.push_str("  computer: not proven, the file is locked with words only\n"),
    }
    if let Some(ticket) = &opened.ticket {
        text.push_str(&format!("  ticket:   {ticket}\n"));
    }
    for (mode, account) in &opened.accounts {
        text.push_str(&format!("  account:  {account} ({})\n", sentences::mode(*mode)));
    }
    for key in &opened.keys {
        let mask = key.mask.as_ref().map_or("not a known form", |mask| mask.as_str());
        // EXPOSE: --reveal asks for it; the text is wiped after it was printed.
        let shown = if reveal { key.value.expose_secret() } else { mask };
        let kind = sentences::kind(key.kind);
        let line = Zeroizing::new(format!("  {} {kind}: {shown}", sentences::mode(key.slot.mode)));
        text.push_str(&line);
        text.push_str(&format!(" ({})\n", key.check.as_str().replace('_', " ")));
    }
    for (id, answer) in &opened.answers {
        text.push_str(&format!("  {id}: {answer}\n"));
    }
    text
}

/// The name that other programs give to a key: `LIVE_SECRET_KEY`.
fn name(key: &OpenedKey) -> String {
    let mode = match key.slot.mode {
        Mode::Test => "TEST",
        Mode::Live => "LIVE",
    };
    let kind = match key.kind {
        Kind::Publishable => "PUBLISHABLE_KEY",
        Kind::Secret | Kind::Restricted | Kind::Organization => "SECRET_KEY",
        Kind::WebhookSecret => "WEBHOOK_SECRET",
    };
    format!("{mode}_{kind}")
}

fn env(opened: &OpenedFile) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::new());
    for key in &opened.keys {
        // EXPOSE: --reveal and --format env ask for it.
        let line = Zeroizing::new(format!("STRIPE_{}={}\n", name(key), key.value.expose_secret()));
        text.push_str(&line);
    }
    text
}

fn devkit4ai(opened: &OpenedFile) -> Zeroizing<String> {
    // EXPOSE: --reveal and --format devkit4ai ask for it.
    let fields = opened.keys.iter().map(|key| (name(key).to_lowercase(), json!(key.value.expose_secret())));
    Zeroizing::new(format!("{}\n", Value::Object(fields.collect::<Map<_, _>>())))
}

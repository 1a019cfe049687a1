//! `keycourier request`.

use std::path::Path;

use keycourier_desk::{AskError, Blueprint, Clock, Over, Randomness, write_new};
use keycourier_documents::{AgeRecipient, DeskWords, Identity, Request, SignedRequest};
use serde_json::{Value, json};

use super::identity;
use crate::args::RequestCommand;
use crate::failure::Failure;
use crate::output::Output;
use crate::{input, sentences};

pub(super) fn run(command: &RequestCommand, output: &Output) -> Result<bool, Failure> {
    match command {
        RequestCommand::New { from, identity, out, force } => {
            let over = if *force { Over::Existing } else { Over::Nothing };
            make(from, identity, out, over, output)
        }
        RequestCommand::Show { request } => {
            let request = read(request)?;
            output.answer(&json_of(&request), &text_of(request.request()));
            Ok(true)
        }
        RequestCommand::Words { identity, request } => words(identity.as_deref(), request, output),
    }
}

/// A request from a file.
pub(super) fn read(path: &Path) -> Result<SignedRequest, Failure> {
    let bytes = input::bytes(path)?;
    SignedRequest::read(&bytes).map_err(|error| Failure::new(error.code(), path.display().to_string()))
}

fn make(from: &Path, identity: &Path, out: &Path, over: Over, output: &Output) -> Result<bool, Failure> {
    let identity = identity::from_file(identity)?;
    let text = input::text(from)?;
    let request = Blueprint::read(&text)
        .and_then(|blueprint| blueprint.sign(&identity, Clock::system().now(), &Randomness::system()))
        .map_err(|error| {
            let subject = match error {
                AskError::NotABlueprint { line } => format!("Line {line} of {}", from.display()),
                AskError::BadText { field } => format!("The field {field}"),
                AskError::NothingAsked | AskError::UnknownPreset | AskError::PresetMismatch | AskError::OutOfBounds => {
                    from.display().to_string()
                }
            };
            Failure::new(error.code(), subject)
        })?;
    write_new(out, request.armored().as_bytes(), over).map_err(|error| input::about(out, error))?;
    let file = out.display().to_string();
    let mut json = json_of(&request);
    json["file"] = json!(file);
    output.answer(&json, &format!("The request is in {file}.\n{}", text_of(request.request())));
    Ok(true)
}

fn words(identity: Option<&Path>, asked: &Path, output: &Output) -> Result<bool, Failure> {
    let code = asked.to_str().and_then(|code| code.parse::<AgeRecipient>().ok());
    let words = match (code, identity) {
        (Some(code), _) => DeskWords::of_recipient(&code),
        (None, Some(identity)) => of_desk(&identity::from_file(identity)?, asked)?,
        (None, None) => return Err(Failure::new("usage", "Give --identity with a request, or an age1… code.")),
    };
    let text = format!("{}\nor: {}\n", words.words().join(" "), words.digits());
    output.answer(&json!({"words": words.words(), "digits": words.digits()}), &text);
    Ok(true)
}

fn of_desk(identity: &Identity, path: &Path) -> Result<DeskWords, Failure> {
    let signed = read(path)?;
    let issuer = &signed.request().issuer;
    if issuer.sign != *identity.signing().signer() {
        return Err(Failure::new("not_your_request", path.display().to_string()));
    }
    Ok(DeskWords::of(&issuer.domain, &issuer.name, &issuer.sign))
}

fn json_of(signed: &SignedRequest) -> Value {
    let mut json = serde_json::to_value(signed.request()).unwrap_or_default();
    json["sha256"] = json!(signed.hash());
    json
}

fn text_of(request: &Request) -> String {
    let mut text = format!("says it is:  {}, {}\n", request.issuer.name, request.issuer.domain);
    if let Some(ticket) = &request.ticket {
        text.push_str(&format!("ticket:      {ticket}\n"));
    }
    if let Some(expires) = request.expires {
        text.push_str(&format!("wanted by:   {expires}\n"));
    }
    for slot in &request.slots {
        let kinds: Vec<&str> = slot.accepts.iter().copied().map(sentences::kind).collect();
        let optional = if slot.required { "" } else { " (if you have it)" };
        text.push_str(&format!("wants:       {} {}{optional}\n", sentences::mode(slot.mode), kinds.join(" or ")));
    }
    for question in &request.questions {
        text.push_str(&format!("asks:        {} ({})\n", question.label, question.id));
    }
    text
}

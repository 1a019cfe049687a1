//! `keycourier push`.

use keycourier_credentials::Mode;
use keycourier_desk::{NotPushed, Pushed, push_keys};
use keycourier_devkit4ai::{Access, Action, Change, Confirmed, Error, Field, NotAToken, Token, UpdateError, Validity};
use serde_json::{Map, Value, json};

use crate::args::{PushArgs, PushCommand};
use crate::failure::Failure;
use crate::output::Output;
use crate::{hosts, input, sentences};

pub(super) fn run(command: &PushCommand, output: &Output) -> Result<bool, Failure> {
    let PushCommand::Devkit4ai(args) = command;
    let project = args.project.parse().map_err(|_| Failure::new("not_a_project", "--project"))?;
    let fd = format!("--token-fd {}", args.token_fd);
    let token = Token::read(&input::token(args.token_fd)?).map_err(|error| {
        let code = match error {
            NotAToken::Empty => "no_token",
            NotAToken::StripeKey => "key_as_token",
            NotAToken::Form => "not_a_token",
        };
        Failure::new(code, fd)
    })?;
    let keys = input::text(&args.keys)?;
    let dev_kit = hosts::dev_kit(args)?;
    let access = Access { project, token };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|_| Failure::new("could_not_ask", "no_network"))?;
    let pushed = runtime.block_on(push_keys(&dev_kit, &access, &keys, args.dry_run));
    let pushed = pushed.map_err(|error| failure(args, error))?;
    let fine = !pushed.validity.iter().any(|(_, said)| *said == Ok(Validity::Invalid));
    output.answer(&json_of(&access, &pushed), &text_of(&access, &pushed));
    Ok(fine)
}

fn failure(args: &PushArgs, error: NotPushed) -> Failure {
    match error {
        NotPushed::NoKeys => Failure::new("no_keys", args.keys.display().to_string()),
        NotPushed::Keys(keys) => Failure { keys, ..Failure::new("push_keys", "") },
        NotPushed::WhichMode => Failure::new("which_mode", ""),
        NotPushed::Invalid(mode) => Failure::new("key_invalid", sentences::mode(mode)),
        NotPushed::NotAsked(error) | NotPushed::NotUpdated(UpdateError::NotDone(error)) => of_call(&error),
        NotPushed::NotUpdated(error @ UpdateError::Left { .. }) => {
            let UpdateError::Left { fields } = &error else { return Failure::new(error.code(), "") };
            Failure::new(error.code(), names(fields))
        }
        NotPushed::NotUpdated(error @ UpdateError::Unknown(_)) => Failure::new(error.code(), ""),
    }
}

fn of_call(error: &Error) -> Failure {
    let subject = match error {
        Error::Refused { fields } => names(fields),
        Error::CouldNotAsk(cause) => cause.code().replace('_', " "),
        Error::SignInAgain | Error::NotYourProject | Error::NoSuchProject | Error::UnexpectedAnswer => String::new(),
    };
    Failure::new(error.code(), subject)
}

fn names(fields: &[Field]) -> String {
    fields.iter().map(|field| field.name()).collect::<Vec<_>>().join(", ")
}

fn state(pushed: &Pushed) -> &'static str {
    match pushed.updated.as_ref().map(|updated| updated.by) {
        None => "dry_run",
        Some(Confirmed::Answer) => "updated",
        Some(Confirmed::Look) => "updated_after_look",
        Some(Confirmed::NothingToDo) => "nothing_to_do",
    }
}

fn json_of(access: &Access, pushed: &Pushed) -> Value {
    let change = |change: &Change| {
        let (action, old, new) = parts(&change.action);
        json!({
            "field": change.field.name(), "action": action, "old": old, "new": new, "sent": change.is_sent(),
            "lost": change.lost().is_some(),
        })
    };
    let validity = pushed.validity.iter().map(|(mode, said)| json!({"mode": mode, "validity": said_of(said)}));
    let shown: Option<Map<String, Value>> = pushed.updated.as_ref().map(|updated| {
        let keys = updated.config.keys.iter();
        keys.map(|(field, shown)| (field.name().to_owned(), json!(shown.to_string()))).collect()
    });
    json!({
        "project": access.project.as_str(), "state": state(pushed),
        "changes": pushed.changes.iter().map(change).collect::<Vec<_>>(),
        "validity": validity.collect::<Vec<_>>(), "shown": shown,
    })
}

fn said_of(said: &Result<Validity, Error>) -> &'static str {
    match said {
        Ok(Validity::Valid) => "valid",
        Ok(Validity::Invalid) => "invalid",
        Ok(Validity::NotLookedAt) | Err(_) => "could_not_ask",
    }
}

fn parts(action: &Action) -> (&'static str, Option<String>, Option<String>) {
    match action {
        Action::Set { new } => ("set", None, Some(new.to_string())),
        Action::Replace { old, new } => ("replace", Some(old.to_string()), Some(new.to_string())),
        Action::Unchanged { new } => ("unchanged", None, Some(new.to_string())),
        Action::Keep { old } => ("keep", Some(old.to_string()), None),
        Action::Nothing => ("nothing", None, None),
    }
}

fn text_of(access: &Access, pushed: &Pushed) -> String {
    let mut text = match state(pushed) {
        "dry_run" => format!("Nothing was sent. This would change in {}:\n", access.project),
        "nothing_to_do" => format!("{} has these very keys already. Nothing was sent.\n", access.project),
        _ => format!("{} has the keys now:\n", access.project),
    };
    for change in &pushed.changes {
        let line = match parts(&change.action) {
            ("set", _, Some(new)) => format!("new: {new}"),
            ("replace", Some(old), Some(new)) => format!("{old} becomes {new}"),
            ("unchanged", _, Some(new)) => format!("{new} is there already"),
            ("keep", Some(old), _) => format!("{old} stays"),
            _ => continue,
        };
        text.push_str(&format!("  {}: {line}\n", change.field));
        if let Some(lost) = change.lost() {
            text.push_str(&format!("    The old live key ending in {} can't be restored from here.\n", lost.ending()));
        }
    }
    for (mode, said) in &pushed.validity {
        let mode: Mode = *mode;
        let said = match said_of(said) {
            "valid" => "works",
            "invalid" => "does not work: check it in Stripe",
            _ => "could not be checked",
        };
        text.push_str(&format!("  Dev Kit for AI says: the {} secret key {said}.\n", sentences::mode(mode)));
    }
    text.push_str("Only secret keys are checked there.\n");
    text
}

//! Which rule a signed request breaks, looked for only after it broke one: the types refuse it as a whole.

use serde_json::Value;

use crate::format::Format;
use crate::read_error::ReadError;
use crate::text::is_unfit;
use crate::{AgeRecipient, Domain};

/// The most that a request may have of what stands in a list.
const MOST: [(&str, usize); 5] = [("to", 8), ("slots", 32), ("permissions", 64), ("webhooks", 8), ("questions", 16)];
/// The same for lists inside of those.
const MOST_INSIDE: [(&str, &str, usize); 2] = [("webhooks", "events", 100), ("questions", "choices", 32)];

/// The rule that this payload breaks, as far as it is one with a name.
pub(crate) fn fault_of(payload: &[u8]) -> ReadError {
    if payload.len() > Format::Request.longest() {
        return ReadError::TooMuch;
    }
    let Ok(request) = serde_json::from_slice::<Value>(payload) else { return ReadError::Malformed };
    let list = |name: &str| request[name].as_array().map(Vec::as_slice).unwrap_or_default();
    let longer = |value: &Value, most: usize| value.as_array().is_some_and(|list| list.len() > most);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let checks = [
        (
            ReadError::TooMuch,
            MOST.iter().any(|(name, most)| longer(&request[*name], *most))
                || MOST_INSIDE
                    .iter()
                    .any(|(name, inner, most)| list(name).iter().any(|one| longer(&one[*inner], *most))),
        ),
        (ReadError::HiddenCharacters, hides_something(&request)),
        (ReadError::BadDomain, Domain::try_from(text(&request["issuer"]["domain"])).is_err()),
        (
            ReadError::RecipientNotSupported,
            list("to").iter().any(|to| to["age"].is_string() && text(&to["age"]).parse::<AgeRecipient>().is_err()),
        ),
        (
            ReadError::WebhookNotHttps,
            list("webhooks")
                .iter()
                .any(|webhook| webhook["url"].is_string() && !text(&webhook["url"]).starts_with("https://")),
        ),
    ];
    checks.iter().find(|(_, breaks)| *breaks).map_or(ReadError::Malformed, |(fault, _)| *fault)
}

/// Documents inside of it are text with line ends of their own, and are judged where they are read.
fn hides_something(value: &Value) -> bool {
    match value {
        Value::String(text) => text.chars().any(is_unfit),
        Value::Array(list) => list.iter().any(hides_something),
        Value::Object(fields) => fields.iter().any(|(name, value)| name != "rotation" && hides_something(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

//! What of a request decides about its answer.

use hyper::header::AUTHORIZATION;
use hyper::http::request::Parts;
use serde_json::Value;
use url::form_urlencoded;

/// One request.
pub(super) struct Call {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) key: Option<String>,
    /// `Stripe-Context`.
    pub(super) context: Option<String>,
    pub(super) version: Option<String>,
    pub(super) idempotency_key: Option<String>,
    /// What stood behind the `?`, then what a form or JSON carried.
    pub(super) fields: Vec<(String, String)>,
    pub(super) body: String,
    /// The how manieth it is.
    pub(super) number: usize,
}

impl Call {
    pub(super) fn of(request: &Parts, body: Vec<u8>, number: usize) -> Self {
        let header = |name: &str| request.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let body = String::from_utf8_lossy(&body).into_owned();
        let mut fields = pairs(request.uri.query().unwrap_or_default());
        if header("content-type").is_some_and(|kind| kind.starts_with("application/json")) {
            flatten("", &serde_json::from_str(&body).unwrap_or(Value::Null), &mut fields);
        } else {
            fields.extend(pairs(&body));
        }
        Self {
            method: request.method.to_string(),
            path: request.uri.path().to_owned(),
            key: header(AUTHORIZATION.as_str()).and_then(|value| value.strip_prefix("Bearer ").map(str::to_owned)),
            context: header("stripe-context"),
            version: header("stripe-version"),
            idempotency_key: header("idempotency-key"),
            fields,
            body,
            number,
        }
    }

    /// The first value of this name.
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// The values of `name[]` and `name[0]`, `name[1]` …; `None` where there is none.
    pub(super) fn list(&self, name: &str) -> Option<Vec<String>> {
        let belongs = |found: &str| found.strip_prefix(name).is_some_and(|rest| rest.starts_with('['));
        let values: Vec<String> =
            self.fields.iter().filter(|(found, _)| belongs(found)).map(|(_, value)| value.clone()).collect();
        (!values.is_empty()).then_some(values)
    }
}

fn pairs(text: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(text.as_bytes()).into_owned().collect()
}

/// JSON with the names that a form would have.
fn flatten(name: &str, value: &Value, into: &mut Vec<(String, String)>) {
    match value {
        Value::Object(members) => {
            for (member, value) in members {
                let inner = if name.is_empty() { member.clone() } else { format!("{name}[{member}]") };
                flatten(&inner, value, into);
            }
        }
        Value::Array(items) => {
            for (n, item) in items.iter().enumerate() {
                flatten(&format!("{name}[{n}]"), item, into);
            }
        }
        Value::Null => {}
        Value::String(text) => into.push((name.to_owned(), text.clone())),
        Value::Bool(_) | Value::Number(_) => into.push((name.to_owned(), value.to_string())),
    }
}

//! What the fake answers.

use std::io;

use hyper::Response;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, LOCATION};
use hyper::http::request::Parts;
use serde_json::{Map, Value, json};

use super::State;
use super::project::{FIELDS, Project};

/// What of a request decides about its answer.
pub(super) struct Call {
    pub(super) method: String,
    pub(super) body: Value,
    path: String,
    token: Option<String>,
}

/// What will be sent.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: String,
    pub(super) location: Option<String>,
}

impl Call {
    pub(super) fn of(head: &Parts, body: &[u8]) -> Self {
        let token = head.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        Self {
            method: head.method.to_string(),
            path: head.uri.path().to_owned(),
            token: token.and_then(|value| value.strip_prefix("Bearer ")).map(str::to_owned),
            body: serde_json::from_slice(body).unwrap_or_default(),
        }
    }

    pub(super) fn first_field_only(&self) -> Self {
        let first = self.body.as_object().and_then(|body| body.iter().next());
        let body: Map<String, Value> = first.map(|(name, value)| (name.clone(), value.clone())).into_iter().collect();
        Self { method: self.method.clone(), path: self.path.clone(), token: self.token.clone(), body: body.into() }
    }
}

impl Answer {
    fn json(status: u16, value: &Value) -> Self {
        Self { status, body: value.to_string(), location: None }
    }

    /// An error in the form of the framework that the API is made with.
    pub(super) fn detail(status: u16, text: &str) -> Self {
        Self::json(status, &json!({ "detail": text }))
    }

    /// 422 for these fields. As the framework does, it repeats what was sent: nothing of that may ever be shown.
    pub(super) fn refusal(fields: &[&str], sent: &Value) -> Self {
        let fault = |field: &&str| json!({ "type": "value_error", "loc": ["body", field], "msg": "Value error, not a good key", "input": sent });
        Self::json(422, &json!({ "detail": fields.iter().map(fault).collect::<Vec<_>>() }))
    }

    pub(super) fn into_response(self) -> io::Result<Response<String>> {
        let mut response = Response::builder().status(self.status).header(CONTENT_TYPE, "application/json");
        if let Some(location) = self.location {
            response = response.header(LOCATION, location);
        }
        response.body(self.body).map_err(io::Error::other)
    }
}

impl State {
    /// As documented: who asks comes first, then the project, then what is asked.
    pub(super) fn usual(&mut self, call: &Call) -> Answer {
        let Some(owner) = call.token.as_ref().and_then(|token| self.tokens.get(token)) else {
            return Answer::detail(401, "Not authenticated");
        };
        let Some(owner) = owner.clone() else { return Answer::detail(401, "Token has expired") };
        let rest = call.path.strip_prefix("/api/v1/payments/stripe/projects/").unwrap_or_default();
        let (id, what) = rest.split_once('/').unwrap_or_default();
        let Some(project) = self.projects.get_mut(id) else { return Answer::detail(404, "Project not found") };
        if project.owner != owner {
            return Answer::detail(403, "Not enough permissions");
        }
        match (call.method.as_str(), what) {
            ("GET", "config") if project.keys.is_empty() && project.empty_is_404 => {
                Answer::detail(404, "Stripe configuration not found")
            }
            ("GET", "config") => Answer::json(200, &project.described(id)),
            ("PUT", "config") => {
                self.changes += 1;
                put(project, id, &call.body, self.changes)
            }
            ("DELETE", "config") => {
                project.keys.clear();
                Answer { status: 204, body: String::new(), location: None }
            }
            ("GET", "webhook-urls") => {
                let usual = ["test", "live"]
                    .map(|mode| format!("https://api.devkit4ai.com/api/v1/payments/stripe/webhooks/{id}/{mode}"));
                let [test, live] = project.webhook_urls.clone().unwrap_or(usual);
                Answer::json(200, &json!({ "test_webhook_url": test, "live_webhook_url": live }))
            }
            ("POST", "validate-credentials") => {
                let key = call.body["secret_key"].as_str().unwrap_or_default();
                let prefix = if call.body["is_test_mode"] == json!(true) { "sk_test_" } else { "sk_live_" };
                let valid = key.starts_with(prefix) && self.valid_keys.iter().any(|known| known == key);
                Answer::json(200, &json!({ "valid": valid, "message": format!("Checked {key}") }))
            }
            _ => Answer::detail(405, "Method Not Allowed"),
        }
    }
}

fn put(project: &mut Project, id: &str, body: &Value, second: u32) -> Answer {
    let sent: Vec<(&'static str, &Value)> =
        FIELDS.into_iter().filter_map(|field| body.get(field).map(|value| (field, value))).collect();
    let fits = |field: &str, value: &Value| value.as_str().is_some_and(|key| key.starts_with(prefix_of(field)));
    let bad: Vec<&str> = sent.iter().filter(|(field, value)| !fits(field, value)).map(|(field, _)| *field).collect();
    if !bad.is_empty() || sent.is_empty() {
        return Answer::refusal(&bad, body);
    }
    for (field, value) in sent {
        project.set(field, value.as_str().unwrap_or_default(), second);
    }
    Answer::json(200, &project.described(id))
}

fn prefix_of(field: &str) -> &'static str {
    match field {
        "test_secret_key" => "sk_test_",
        "test_publishable_key" => "pk_test_",
        "live_secret_key" => "sk_live_",
        "live_publishable_key" => "pk_live_",
        _ => "whsec_",
    }
}

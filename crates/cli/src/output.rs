//! Text for people, JSON for programs.

use std::io::{self, Write};

use keycourier_credentials::Problem;
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::sentences;

/// Where and how to speak.
pub(crate) struct Output {
    json: bool,
}

impl Output {
    pub(crate) fn new(json: bool) -> Self {
        Self { json }
    }

    /// One answer: the JSON of it on one line, or the text.
    pub(crate) fn answer(&self, json: &Value, text: &str) {
        if self.json { self.say(&format!("{json}\n")) } else { self.say(text) }
    }

    /// Text as it is.
    #[expect(clippy::unused_self, reason = "whoever speaks holds the output")]
    pub(crate) fn say(&self, text: &str) {
        // Whoever closed the pipe does not want to hear that it is closed.
        io::stdout().lock().write_all(text.as_bytes()).unwrap_or_default();
    }

    /// What went wrong: the sentence and next step for people, the code for programs.
    pub(crate) fn fail(&self, failure: &Failure) {
        if self.json {
            let mut error = json!({"code": failure.code});
            if !failure.keys.is_empty() {
                let keys = failure.keys.iter().map(|(slot, problem)| {
                    let mut of_slot = problem_json(problem);
                    of_slot["slot"] = json!(slot.name);
                    of_slot["mode"] = json!(slot.mode);
                    of_slot
                });
                error["problems"] = keys.collect();
            }
            self.say(&format!("{}\n", json!({"error": error})));
            return;
        }
        let mut text = format!("{}\n", sentences::failure(failure));
        for (slot, problem) in &failure.keys {
            text.push_str(&format!("  {} {}: {}\n", slot.mode, slot.name, sentences::problem(problem)));
        }
        Self::complain(text.trim_end());
    }

    /// A line for people on standard error.
    pub(crate) fn complain(text: &str) {
        writeln!(io::stderr().lock(), "{text}").unwrap_or_default();
    }

    pub(crate) fn is_json(&self) -> bool {
        self.json
    }
}

/// A problem with its code and severity.
pub(crate) fn problem_json(problem: &Problem) -> Value {
    let mut json = serde_json::to_value(problem).unwrap_or_default();
    json["severity"] = json!(problem.severity());
    json
}

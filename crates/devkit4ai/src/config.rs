//! What is configured.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use keycourier_credentials::Mode;
use keycourier_http::Response;
use serde::{Deserialize, Deserializer};

use crate::{Error, Field, ProjectId, Shown};

/// A project's config, masked.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Config {
    /// Whether the project takes payments with it.
    pub is_active: bool,
    /// What is there; a field that is not has no entry.
    pub keys: BTreeMap<Field, Shown>,
    /// Since when the test keys are as they are.
    pub test_configured_at: Option<Timestamp>,
    /// Since when the live keys are as they are.
    pub live_configured_at: Option<Timestamp>,
    /// The last change; none where nothing was ever configured.
    pub updated_at: Option<Timestamp>,
    complete: Vec<Mode>,
}

impl Config {
    /// Whether the server says that a mode has what it needs.
    pub fn has_credentials(&self, mode: Mode) -> bool {
        self.complete.contains(&mode)
    }

    /// Reads the answer to a call about `project`.
    pub(crate) fn of(response: &Response, project: &ProjectId) -> Result<Self, Error> {
        let answer: Answer = response.json().map_err(|_| Error::UnexpectedAnswer)?;
        if answer.project_id.parse().as_ref() != Ok(project) || answer.id.is_empty() {
            return Err(Error::UnexpectedAnswer);
        }
        let masked = [
            answer.test_secret_key_masked,
            answer.test_publishable_key_masked,
            answer.test_webhook_secret_masked,
            answer.live_secret_key_masked,
            answer.live_publishable_key_masked,
            answer.live_webhook_secret_masked,
        ];
        let mut keys = BTreeMap::new();
        for (field, masked) in Field::ALL.into_iter().zip(masked) {
            // An empty text is as good as none.
            if let Some(masked) = masked.filter(|masked| !masked.is_empty()) {
                keys.insert(field, masked.parse().map_err(|_| Error::UnexpectedAnswer)?);
            }
        }
        let has = [(Mode::Test, answer.has_test_credentials), (Mode::Live, answer.has_live_credentials)];
        Ok(Self {
            is_active: answer.is_active,
            keys,
            test_configured_at: answer.test_configured_at.as_deref().map(timestamp).transpose()?,
            live_configured_at: answer.live_configured_at.as_deref().map(timestamp).transpose()?,
            updated_at: Some(timestamp(&answer.created_at).and_then(|_| timestamp(&answer.updated_at))?),
            complete: has.into_iter().filter_map(|(mode, has)| has.then_some(mode)).collect(),
        })
    }
}

/// RFC 3339; without a zone it is UTC, as servers in Python write it.
fn timestamp(text: &str) -> Result<Timestamp, Error> {
    text.parse::<Timestamp>()
        .or_else(|_| {
            text.parse::<DateTime>().and_then(|time| time.to_zoned(TimeZone::UTC)).map(|zoned| zoned.timestamp())
        })
        .map_err(|_| Error::UnexpectedAnswer)
}

/// The answer of GET and PUT. Every field is there, some of them null; more may be.
#[derive(Deserialize)]
struct Answer {
    id: String,
    project_id: String,
    is_active: bool,
    has_test_credentials: bool,
    has_live_credentials: bool,
    #[serde(deserialize_with = "text_or_null")]
    test_secret_key_masked: Option<String>,
    #[serde(deserialize_with = "text_or_null")]
    test_publishable_key_masked: Option<String>,
    #[serde(deserialize_with = "text_or_null")]
    test_webhook_secret_masked: Option<String>,
    #[serde(deserialize_with = "text_or_null")]
    live_secret_key_masked: Option<String>,
    #[serde(deserialize_with = "text_or_null")]
    live_publishable_key_masked: Option<String>,
    #[serde(deserialize_with = "text_or_null")]
    live_webhook_secret_masked: Option<String>,
    #[serde(deserialize_with = "text_or_null")]
    test_configured_at: Option<String>,
    #[serde(deserialize_with = "text_or_null")]
    live_configured_at: Option<String>,
    created_at: String,
    updated_at: String,
}

/// Without this, serde takes an absent field for null.
fn text_or_null<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Option::deserialize(deserializer)
}

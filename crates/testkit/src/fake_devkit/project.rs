//! What the fake keeps.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// A project.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Project {
    /// Whose it is.
    pub owner: String,
    /// What is configured, by field.
    pub keys: BTreeMap<String, String>,
    /// How keys are shown.
    pub masking: Masking,
    /// Whether an empty config is a 404 instead of six nulls.
    pub empty_is_404: bool,
    /// In place of the addresses that a real one would name, test and live.
    pub webhook_urls: Option<[String; 2]>,
    /// Seconds after the beginning of 2026 of the last change, by mode.
    pub configured: BTreeMap<&'static str, u32>,
}

/// How the config shows keys.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Masking {
    /// `sk_test_...aBcD`.
    #[default]
    Dots,
    /// `sk_test_****aBcD`.
    Stars,
    /// `********`.
    Hidden,
}

/// The fields of the config.
pub(super) const FIELDS: [&str; 6] = [
    "test_secret_key",
    "test_publishable_key",
    "test_webhook_secret",
    "live_secret_key",
    "live_publishable_key",
    "live_webhook_secret",
];

impl Project {
    /// An empty one of `owner`.
    pub fn of(owner: &str) -> Self {
        Self { owner: owner.to_owned(), ..Self::default() }
    }

    /// With one key.
    pub fn with(mut self, field: &str, key: &str) -> Self {
        self.keys.insert(field.to_owned(), key.to_owned());
        self
    }

    /// Shows keys this way.
    pub fn masked(self, masking: Masking) -> Self {
        Self { masking, ..self }
    }

    pub(super) fn set(&mut self, field: &'static str, key: &str, second: u32) {
        self.keys.insert(field.to_owned(), key.to_owned());
        self.configured.insert(mode_of(field), second);
    }

    pub(super) fn described(&self, id: &str) -> Value {
        let at = |second: u32| format!("2026-01-01T00:{:02}:{:02}.000000", second / 60 % 60, second % 60);
        let has = |mode: &str| self.keys.contains_key(&format!("{mode}_secret_key"));
        let configured = |mode: &str| match self.configured.get(mode) {
            Some(second) => at(*second).into(),
            None if has(mode) => at(0).into(),
            None => Value::Null,
        };
        let mut described = json!({
            "id": "0b6f3c52-7d0a-4b5c-8b9f-3a2c1d4e5f60",
            "project_id": id,
            "is_active": !self.keys.is_empty(),
            "has_test_credentials": has("test"),
            "has_live_credentials": has("live"),
            "test_configured_at": configured("test"),
            "live_configured_at": configured("live"),
            "created_at": at(0),
            "updated_at": at(self.configured.values().copied().max().unwrap_or_default()),
            "provider": "stripe",
        });
        let masks: Map<String, Value> = FIELDS
            .into_iter()
            .map(|field| (format!("{field}_masked"), self.keys.get(field).map(|key| self.masking.mask(key)).into()))
            .collect();
        if let Some(described) = described.as_object_mut() {
            described.extend(masks);
        }
        described
    }
}

impl Masking {
    fn mask(self, key: &str) -> String {
        let characters = key.chars().count();
        let start: String = key.chars().take(if key.starts_with("whsec_") { 6 } else { 8 }).collect();
        let end: String = key.chars().skip(characters.saturating_sub(4)).collect();
        match self {
            Self::Dots => format!("{start}...{end}"),
            Self::Stars => format!("{start}****{end}"),
            Self::Hidden => "********".to_owned(),
        }
    }
}

fn mode_of(field: &str) -> &'static str {
    if field.starts_with("test_") { "test" } else { "live" }
}

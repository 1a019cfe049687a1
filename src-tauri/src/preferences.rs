//! Preferences, in `preferences.json` of the data folder. They may be lost: what is missing or makes no sense there is the default.

use std::ops::RangeInclusive;

use keycourier_desk::app::Preferences;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tauri::AppHandle;
use tauri_plugin_store::StoreExt as _;

const FILE: &str = "preferences.json";
const ROLE: &str = "role";
const BOTH_ROLES_USED: &str = "bothRolesUsed";
const THEME: &str = "theme";
const CLEAR_CLIPBOARD_SECONDS: &str = "clearClipboardSeconds";
const KEEP_SEALED_DAYS: &str = "keepSealedDays";

/// How long a secret may stay on the clipboard.
const SECONDS: RangeInclusive<u32> = 10..=600;
/// How long the locked files of installed keys may be kept.
const DAYS: RangeInclusive<u32> = 1..=365;

/// Those that were kept.
pub(crate) fn kept(app: &AppHandle) -> Preferences {
    match app.store(FILE) {
        Ok(store) => read(|name| store.get(name)),
        Err(_) => Preferences::default(),
    }
}

/// Keeps them. A disk that is full loses them, and nothing else.
pub(crate) fn keep(app: &AppHandle, preferences: &Preferences) {
    let Ok(store) = app.store(FILE) else { return };
    for (name, value) in written(preferences) {
        store.set(name, value);
    }
    let _ = store.save();
}

fn read(get: impl Fn(&str) -> Option<Value>) -> Preferences {
    let default = Preferences::default();
    Preferences {
        role: value(get(ROLE)).unwrap_or(default.role),
        both_roles_used: value(get(BOTH_ROLES_USED)).unwrap_or(default.both_roles_used),
        theme: value(get(THEME)).unwrap_or(default.theme),
        clear_clipboard_seconds: value(get(CLEAR_CLIPBOARD_SECONDS))
            .filter(|seconds| SECONDS.contains(seconds))
            .unwrap_or(default.clear_clipboard_seconds),
        keep_sealed_days: value(get(KEEP_SEALED_DAYS))
            .filter(|days| DAYS.contains(days))
            .unwrap_or(default.keep_sealed_days),
    }
}

fn written(preferences: &Preferences) -> [(&'static str, Value); 5] {
    let Preferences { role, both_roles_used, theme, clear_clipboard_seconds, keep_sealed_days } = preferences;
    [
        (ROLE, json(role)),
        (BOTH_ROLES_USED, json(both_roles_used)),
        (THEME, json(theme)),
        (CLEAR_CLIPBOARD_SECONDS, json(clear_clipboard_seconds)),
        (KEEP_SEALED_DAYS, json(keep_sealed_days)),
    ]
}

fn value<T: DeserializeOwned>(found: Option<Value>) -> Option<T> {
    serde_json::from_value(found?).ok()
}

fn json(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use keycourier_wire::{Role, Theme};
    use serde_json::json;

    use super::*;

    #[test]
    fn what_was_kept_is_read_back() {
        let preferences = Preferences {
            role: Some(Role::Desk),
            both_roles_used: true,
            theme: Theme::Contrast,
            clear_clipboard_seconds: 30,
            keep_sealed_days: 7,
        };
        let store: HashMap<&str, Value> = written(&preferences).into_iter().collect();
        assert_eq!(read(|name| store.get(name).cloned()), preferences, "a choice holds until the next one");
    }

    #[test]
    fn what_makes_no_sense_is_the_default() {
        assert_eq!(read(|_| None), Preferences::default(), "a damaged file reads as an empty one");
        for nonsense in [json!(null), json!("x"), json!(-1), json!(0), json!(601), json!([1]), json!(4_294_967_306_u64)]
        {
            assert_eq!(read(|_| Some(nonsense.clone())), Preferences::default(), "{nonsense} is nobody's choice");
        }
        let partly = read(|name| (name == THEME).then(|| json!("dark")));
        assert_eq!(partly.theme, Theme::Dark, "one bad value does not take the others along");
    }
}

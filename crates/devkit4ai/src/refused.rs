//! Which fields a refusal names.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::Field;

/// The names of our own fields, wherever they stand in the body of a 422 as a whole word. Nothing else of it is kept: such bodies
/// repeat what was sent.
pub(crate) struct Named(pub(crate) BTreeSet<Field>);

impl<'de> Deserialize<'de> for Named {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Names)
    }
}

struct Names;

impl<'de> Visitor<'de> for Names {
    type Value = Named;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_str<E>(self, text: &str) -> Result<Named, E> {
        Ok(Named(Field::named(text).into_iter().collect()))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Named, E> {
        Ok(Named(BTreeSet::new()))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Named, E> {
        Ok(Named(BTreeSet::new()))
    }

    fn visit_u64<E>(self, _: u64) -> Result<Named, E> {
        Ok(Named(BTreeSet::new()))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Named, E> {
        Ok(Named(BTreeSet::new()))
    }

    fn visit_unit<E>(self) -> Result<Named, E> {
        Ok(Named(BTreeSet::new()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Named, A::Error> {
        let mut all = BTreeSet::new();
        while let Some(Named(some)) = items.next_element()? {
            all.extend(some);
        }
        Ok(Named(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Named, A::Error> {
        let mut all = BTreeSet::new();
        while let Some(name) = entries.next_key::<String>()? {
            if name == "input" {
                // What was sent, which names every field of it.
                entries.next_value::<IgnoredAny>()?;
                continue;
            }
            all.extend(Field::named(&name));
            let Named(some) = entries.next_value()?;
            all.extend(some);
        }
        Ok(Named(all))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_names_are_read() {
        let named = |text: &str| {
            let Named(fields) = serde_json::from_str(text).expect("JSON");
            fields.into_iter().map(Field::name).collect::<Vec<_>>()
        };
        let usual = r#"{"detail":[{"type":"string","loc":["body","live_secret_key"],"msg":"no test_secret_key","ctx":{"n":1.5,"ok":true},
            "input":{"test_webhook_secret":"x"}},{"loc":["body",-1,null,7,"project_id"]}]}"#;
        assert_eq!(named(usual), ["live_secret_key"], "not what a sentence mentions or what was sent");
        assert_eq!(named(r#"{"errors":{"test_secret_key":["bad"]}}"#), ["test_secret_key"], "the other usual form");
        assert!(named(r#"{"detail":"test_secret_key is bad"}"#).is_empty(), "a sentence is not read");
    }
}

//! What an update would change.

use std::collections::BTreeMap;

use keycourier_credentials::{Credential, Kind, Mask, Mode};
use secrecy::ExposeSecret;
use serde::ser::{Serialize, SerializeMap, Serializer};
use zeroize::Zeroizing;

use crate::{Config, Field, Likeness, Shown};

/// A key that could be sent, and for which mode: a webhook secret does not say.
#[derive(Clone, Copy)]
pub struct AtHand<'a> {
    /// Test or live.
    pub mode: Mode,
    /// The key.
    pub key: &'a Credential,
}

/// What an update would do to each of the six fields. It is made from what is configured now; made anew from what is configured after a
/// run that broke off, it holds what is left.
pub struct Plan<'a> {
    changes: Vec<Change>,
    sent: BTreeMap<Field, &'a Credential>,
}

/// What happens to one field. Masks only, fit to be shown.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Change {
    /// Which.
    pub field: Field,
    /// What happens to it.
    pub action: Action,
}

/// What happens to a field.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Action {
    /// There was none.
    Set {
        /// What will be there.
        new: Mask,
    },
    /// There was another, or it can't be told whether it was the same.
    Replace {
        /// What is there now.
        old: Shown,
        /// What will be there.
        new: Mask,
    },
    /// The key at hand is there already and is not sent.
    Unchanged {
        /// The key.
        new: Mask,
    },
    /// No key is at hand: what is there stays.
    Keep {
        /// What is there.
        old: Shown,
    },
    /// No key is at hand and none is there.
    Nothing,
}

impl Change {
    /// The live key that is gone after the update: its whole value is not shown there, and Stripe shows a live key only once.
    pub fn lost(&self) -> Option<&Shown> {
        match &self.action {
            Action::Replace { old, .. } if self.field.mode == Mode::Live => Some(old),
            Action::Replace { .. }
            | Action::Set { .. }
            | Action::Unchanged { .. }
            | Action::Keep { .. }
            | Action::Nothing => None,
        }
    }

    /// Whether it is sent.
    pub fn is_sent(&self) -> bool {
        match self.action {
            Action::Set { .. } | Action::Replace { .. } => true,
            Action::Unchanged { .. } | Action::Keep { .. } | Action::Nothing => false,
        }
    }
}

impl<'a> Plan<'a> {
    /// Compares what is configured with the keys at hand.
    ///
    /// # Errors
    /// A key that goes nowhere.
    pub fn of(config: &Config, at_hand: &[AtHand<'a>]) -> Result<Self, PlanError> {
        let mut keys = BTreeMap::new();
        for AtHand { mode, key } in at_hand.iter().copied() {
            let kind = key.kind();
            let field = Field::of(mode, kind).ok_or(PlanError::WrongKind { mode, kind })?;
            if key.mode().is_some_and(|of_key| of_key != mode) {
                return Err(PlanError::WrongMode { field });
            }
            if keys.insert(field, key).is_some() {
                return Err(PlanError::Twice { field });
            }
        }
        let action = |field| match (keys.get(&field), config.keys.get(&field)) {
            (None, None) => Action::Nothing,
            (None, Some(old)) => Action::Keep { old: old.clone() },
            (Some(key), None) => Action::Set { new: key.mask().clone() },
            (Some(key), Some(old)) => match old.likeness(key) {
                Likeness::Same => Action::Unchanged { new: key.mask().clone() },
                Likeness::Different | Likeness::CannotTell => {
                    Action::Replace { old: old.clone(), new: key.mask().clone() }
                }
            },
        };
        let changes: Vec<Change> =
            Field::ALL.into_iter().map(|field| Change { field, action: action(field) }).collect();
        keys.retain(|field, _| changes.iter().any(|change| change.field == *field && change.is_sent()));
        Ok(Self { changes, sent: keys })
    }

    /// All six fields in order, test first.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// Whether everything is there already.
    pub fn is_empty(&self) -> bool {
        self.sent.is_empty()
    }

    /// The fields sent that `config` does not show, or does not show clearly where `clearly`.
    pub(crate) fn left_in(&self, config: &Config, clearly: bool) -> Vec<Field> {
        let is_there = |field: &Field, key: &Credential| match config.keys.get(field).map(|shown| shown.likeness(key)) {
            Some(Likeness::Same) => true,
            Some(Likeness::CannotTell) => !clearly,
            Some(Likeness::Different) | None => false,
        };
        self.sent.iter().filter(|(field, key)| !is_there(field, key)).map(|(field, _)| *field).collect()
    }

    /// The body of the update: only what changes.
    pub(crate) fn body(&self) -> Zeroizing<Vec<u8>> {
        // EXPOSE: its length, so that the body is never moved and no copy of it stays behind.
        let lengths = self.sent.values().map(|key| key.value().expose_secret().len() + 32);
        let mut body = Zeroizing::new(Vec::with_capacity(lengths.sum::<usize>() + 2));
        // Writing to memory can't fail, and neither can texts.
        let _ = serde_json::to_writer(&mut *body, &Values(&self.sent));
        body
    }
}

struct Values<'a>(&'a BTreeMap<Field, &'a Credential>);

impl Serialize for Values<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (field, key) in self.0 {
            // EXPOSE: the update carries the key; the body is wiped.
            map.serialize_entry(field.name(), key.value().expose_secret())?;
        }
        map.end()
    }
}

/// A key that has no place in an update.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum PlanError {
    /// Neither secret nor publishable key nor webhook secret.
    #[error("a {kind} key is not taken there")]
    WrongKind {
        /// Where it was meant to go.
        mode: Mode,
        /// What it is.
        kind: Kind,
    },
    /// A test key for live, or the reverse.
    #[error("the key for {field} is of the other mode")]
    WrongMode {
        /// Where it was meant to go.
        field: Field,
    },
    /// Two keys for one field.
    #[error("two keys for {field}")]
    Twice {
        /// Which.
        field: Field,
    },
}

#[cfg(test)]
mod tests {
    use keycourier_credentials::parse;
    use keycourier_testkit::keys;

    use super::*;
    use crate::Part;

    const SECRET: Field = Field { mode: Mode::Live, part: Part::SecretKey };

    fn shown(key: &str) -> Shown {
        let last: String = key.chars().skip(key.len() - 4).collect();
        let start: String = key.chars().take(8).collect();
        format!("{start}****{last}").parse().expect("a mask")
    }

    fn config(keys: impl IntoIterator<Item = (Field, Shown)>) -> Config {
        let mut config = Config::default();
        config.keys.extend(keys);
        config
    }

    /// What happens to `field` when `key` is at hand for `mode`.
    fn change(config: &Config, mode: Mode, key: Option<&str>, field: Field) -> Result<Change, PlanError> {
        let paste = parse(key.unwrap_or_default());
        let at_hand: Vec<AtHand<'_>> = paste.credentials().map(|(_, key)| AtHand { mode, key }).collect();
        assert_eq!(at_hand.len(), usize::from(key.is_some()), "the test has the keys that it thinks it has");
        let plan = Plan::of(config, &at_hand)?;
        Ok(plan.changes().iter().find(|change| change.field == field).expect("all six are there").clone())
    }

    #[test]
    fn each_field_is_set_replaced_left_or_kept() {
        let (old, new) = (keys::current("sk_live_", keys::ACCOUNT, 1), keys::current("sk_live_", keys::ACCOUNT, 2));
        let hidden: Shown = "********".parse().expect("a mask");
        let mask: Mask = format!("sk_live_...{}", shown(&new).ending()).parse().expect("a mask");
        let set = |config: &Config, key| change(config, Mode::Live, key, SECRET).map(|change| change.action);
        let none = config([]);
        let other = config([(SECRET, shown(&old))]);
        let same = config([(SECRET, shown(&new))]);
        let unclear = config([(SECRET, hidden.clone())]);
        let cases = [
            (&none, Some(new.as_str()), Action::Set { new: mask.clone() }),
            (&other, Some(&new), Action::Replace { old: shown(&old), new: mask.clone() }),
            (&unclear, Some(&new), Action::Replace { old: hidden, new: mask.clone() }),
            (&same, Some(&new), Action::Unchanged { new: mask }),
            (&other, None, Action::Keep { old: shown(&old) }),
            (&none, None, Action::Nothing),
        ];
        for (n, (config, key, expected)) in cases.into_iter().enumerate() {
            assert_eq!(set(config, key), Ok(expected), "case {n}");
        }
    }

    #[test]
    fn only_a_replaced_live_key_is_lost() {
        for (prefix, mode, lost) in [("sk_live_", Mode::Live, true), ("sk_test_", Mode::Test, false)] {
            let field = Field { mode, part: Part::SecretKey };
            let (old, new) = (keys::current(prefix, keys::ACCOUNT, 1), keys::current(prefix, keys::ACCOUNT, 2));
            let before = config([(field, shown(&old))]);
            let replaced = change(&before, mode, Some(&new), field).expect("it has a place");
            assert_eq!(replaced.lost().is_some(), lost, "a test key can be shown again in Stripe");
            let kept = change(&before, mode, None, field).expect("nothing is sent");
            assert_eq!(kept.lost(), None, "what stays is not lost");
        }
    }

    #[test]
    fn only_what_changes_is_in_the_body() {
        let (secret, publishable) = (keys::current("sk_test_", keys::ACCOUNT, 1), keys::legacy("pk_test_", 2));
        let webhook = keys::webhook_secret(3);
        let text = format!("{secret}\n{publishable}\n{webhook}");
        let paste = parse(&text);
        let at_hand: Vec<AtHand<'_>> = paste.credentials().map(|(_, key)| AtHand { mode: Mode::Test, key }).collect();
        let there = config([(Field { mode: Mode::Test, part: Part::SecretKey }, shown(&secret))]);
        let plan = Plan::of(&there, &at_hand).expect("each has a place");
        let expected = format!(r#"{{"test_publishable_key":"{publishable}","test_webhook_secret":"{webhook}"}}"#);
        assert_eq!(plan.body().as_slice(), expected.as_bytes(), "the secret key is there already");
        assert!(!plan.is_empty(), "two are sent");
        let all = config(Field::ALL.into_iter().zip([&secret, &publishable, &webhook].map(|key| shown(key))));
        assert!(Plan::of(&all, &at_hand).expect("each has a place").is_empty(), "everything is there");
    }

    #[test]
    fn a_key_without_a_place_is_refused() {
        let none = config([]);
        let refused = |mode, key: &str| change(&none, mode, Some(key), SECRET).map(|_| ());
        let restricted = PlanError::WrongKind { mode: Mode::Live, kind: Kind::Restricted };
        assert_eq!(
            refused(Mode::Live, &keys::current("rk_live_", keys::ACCOUNT, 1)),
            Err(restricted),
            "not taken there"
        );
        let organization = PlanError::WrongKind { mode: Mode::Live, kind: Kind::Organization };
        assert_eq!(refused(Mode::Live, &keys::organization("live", 1)), Err(organization), "not taken there");
        let other_mode = refused(Mode::Live, &keys::current("sk_test_", keys::ACCOUNT, 1));
        assert_eq!(other_mode, Err(PlanError::WrongMode { field: SECRET }), "a test key takes no real payments");
        let text = format!("{}\n{}", keys::legacy("sk_live_", 1), keys::legacy("sk_live_", 2));
        let paste = parse(&text);
        let both: Vec<AtHand<'_>> = paste.credentials().map(|(_, key)| AtHand { mode: Mode::Live, key }).collect();
        assert_eq!(Plan::of(&none, &both).err(), Some(PlanError::Twice { field: SECRET }), "never picked silently");
    }
}

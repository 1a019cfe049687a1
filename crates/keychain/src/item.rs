//! What is kept, and under which name the system shows it.

use std::fmt;

use thiserror::Error;

/// The service every item stands under in the system keychain.
pub const SERVICE: &str = "keycourier";

/// The name of one item of the keychain. Names are not secret: on Linux they stand unencrypted in the keyring's file.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Item(Name);

#[derive(Clone, Debug, Eq, Hash, PartialEq)]
enum Name {
    Key(String),
    Device,
    Desk(u32),
    Project(String),
    Words(String),
    NeverWritten,
    ThrowAway,
}

impl Item {
    /// The seed this computer signs with: `device/v1`.
    pub const DEVICE: Self = Self(Name::Device);

    /// What a quiet probe asks for. Nothing writes it, so that asking can never make the system show an unlock window.
    pub(crate) const NEVER_WRITTEN: Self = Self(Name::NeverWritten);

    /// What a probe by writing writes and removes.
    pub(crate) const THROW_AWAY: Self = Self(Name::ThrowAway);

    /// One key of a business: `key/<id>`, once, however many deliveries use it.
    ///
    /// # Errors
    ///
    /// [`InvalidId`] unless `id` is 1 to 64 ASCII letters, digits, `-` and `_`: names are joined by dots on Windows, and compared
    /// without case there, so ids should not differ by case alone.
    pub fn key(id: &str) -> Result<Self, InvalidId> {
        let fits = (1..=64).contains(&id.len())
            && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        if fits { Ok(Self(Name::Key(id.to_owned()))) } else { Err(InvalidId) }
    }

    /// The token with which a project of an integrator's is changed: `project/<id>`.
    ///
    /// # Errors
    ///
    /// As [`Item::key`].
    pub fn project(id: &str) -> Result<Self, InvalidId> {
        Self::key(id).map(|_| Self(Name::Project(id.to_owned())))
    }

    /// Six spoken words of a delivery: `words/<id>`.
    ///
    /// # Errors
    /// As [`key`](Self::key).
    pub fn words(id: &str) -> Result<Self, InvalidId> {
        Self::key(id).map(|_| Self(Name::Words(id.to_owned())))
    }

    /// The identity of a desk: `desk/<n>`. Earlier identities keep their numbers.
    pub const fn desk(number: u32) -> Self {
        Self(Name::Desk(number))
    }
}

/// The user part of the item's name.
impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Name::Key(id) => write!(f, "key/{id}"),
            Name::Device => f.write_str("device/v1"),
            Name::Project(id) => write!(f, "project/{id}"),
            Name::Desk(number) => write!(f, "desk/{number}"),
            Name::Words(id) => write!(f, "words/{id}"),
            Name::NeverWritten => f.write_str("probe/never-written"),
            Name::ThrowAway => f.write_str("probe/throw-away"),
        }
    }
}

/// Not an id a key can be kept under.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
#[error("an id of a key is 1 to 64 letters, digits, - and _")]
pub struct InvalidId;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_stand_under_the_names_other_tools_look_for() {
        let long = "x".repeat(64);
        let cases = [
            (Item::key("7f-A_9").unwrap(), "key/7f-A_9".to_owned()),
            (Item::key(&long).unwrap(), format!("key/{long}")),
            (Item::DEVICE, "device/v1".to_owned()),
            (Item::desk(12), "desk/12".to_owned()),
            (Item::project("3f25-01").unwrap(), "project/3f25-01".to_owned()),
            (Item::words("7f-A_9").unwrap(), "words/7f-A_9".to_owned()),
        ];
        for (item, name) in cases {
            assert_eq!(item.to_string(), name, "what is kept must be found again by the next version");
        }
    }

    #[test]
    fn ids_that_could_collide_or_break_a_name_are_refused() {
        let long = "x".repeat(65);
        for id in ["", "a/b", "a.b", "a b", "ä", "a\0", "a\n", "../x", &long] {
            assert_eq!(Item::key(id), Err(InvalidId), "{id:?} must not become a name");
            assert_eq!(Item::project(id), Err(InvalidId), "{id:?} must not become a name");
            assert_eq!(Item::words(id), Err(InvalidId), "{id:?} must not become a name");
        }
    }
}

//! What the ledger's rows, and the documents in them, are called.

use std::fmt;
use std::str::FromStr;

use rusqlite::types::ValueRef;

use crate::column::Column;

macro_rules! number {
    ($($(#[$meta:meta])* $name:ident,)+) => {
        $(
            $(#[$meta])*
            #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
            pub struct $name(pub(crate) i64);

            impl $name {
                /// From what [`Self::get`] gave. One that no row has finds nothing.
                pub fn from_number(number: i64) -> Self {
                    Self(number)
                }

                /// The number itself: never given out twice by one ledger.
                pub fn get(self) -> i64 {
                    self.0
                }
            }

            impl Column for $name {
                fn read(value: ValueRef<'_>) -> Option<Self> {
                    i64::read(value).map(Self)
                }
            }
        )+
    };
}

number! {
    /// One of the merchant's own companies.
    BusinessId,
    /// An integrator.
    IntegratorId,
    /// A request, received or made.
    RequestId,
    /// A handover.
    HandoverId,
    /// A bundle, sent or received, or a file that could not be opened.
    BundleId,
    /// A receipt, received or made.
    ReceiptId,
    /// A check of one key.
    CheckId,
    /// An entry of the history.
    HistoryId,
}

macro_rules! bytes {
    ($($(#[$meta:meta])* $name:ident[$length:literal],)+) => {
        $(
            $(#[$meta])*
            #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
            pub struct $name(pub(crate) [u8; $length]);

            impl $name {
                /// From the bytes themselves.
                pub fn from_bytes(bytes: [u8; $length]) -> Self {
                    Self(bytes)
                }

                /// The bytes themselves.
                pub fn as_bytes(&self) -> &[u8; $length] {
                    &self.0
                }
            }

            /// Lower-case hex.
            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
                }
            }

            /// Lower-case hex, as [`fmt::Display`] writes it.
            impl FromStr for $name {
                type Err = NotAnId;

                fn from_str(text: &str) -> Result<Self, NotAnId> {
                    from_hex(text).map(Self).ok_or(NotAnId)
                }
            }

            impl Column for $name {
                fn read(value: ValueRef<'_>) -> Option<Self> {
                    Column::read(value).map(Self)
                }
            }
        )+
    };
}

bytes! {
    /// A key: random, since it also names the keychain's item, and a leftover item of a lost ledger must never be taken for a key of a
    /// new one.
    KeyId[16],
    /// Six spoken words: random for the same reason.
    WordsId[16],
    /// The `id` of a request, bundle, receipt or rotation.
    DocumentId[16],
    /// A SHA-256.
    Digest[32],
    /// An Ed25519 public key: who signed a document.
    SignerKey[32],
}

/// The number of a desk, chosen by whoever sets it up: it also names the keychain's item `desk/<n>`.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct DeskNumber(pub(crate) u32);

impl DeskNumber {
    /// Any number.
    pub fn new(number: u32) -> Self {
        Self(number)
    }

    /// The number itself.
    pub fn get(self) -> u32 {
        self.0
    }
}

impl Column for DeskNumber {
    fn read(value: ValueRef<'_>) -> Option<Self> {
        u32::read(value).map(Self)
    }
}

/// What a page calls one thing that a person did: 1 to 64 ASCII letters, digits, `-` and `_`.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct OperationId(String);

impl OperationId {
    /// The whole id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for OperationId {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let fits = (1..=64).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        if fits { Ok(Self(text.to_owned())) } else { Err(NotAnId) }
    }
}

/// Not of the form that this id has.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not an id")]
pub struct NotAnId;

fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if pairs.len() != N || !rest.is_empty() {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(pairs) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(bytes)
}

fn digit(hex: u8) -> Option<u8> {
    match hex {
        b'0'..=b'9' => Some(hex - b'0'),
        b'a'..=b'f' => Some(hex - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_survive_the_way_through_text() {
        let id = KeyId::from_bytes([0x0f; 16]);
        assert_eq!(id.to_string(), "0f".repeat(16), "the keychain's item is named by it: 1 to 64 letters and digits");
        assert_eq!(id.to_string().parse(), Ok(id), "the page sends back what it was given");
    }

    #[test]
    fn what_is_no_id_is_refused() {
        let long = "0".repeat(34);
        let upper = "0F".repeat(16);
        for text in ["", "0", "zz", &long, &upper, "00000000000000000000000000000é00"] {
            assert_eq!(text.parse::<KeyId>(), Err(NotAnId), "{text:?}: two forms of one id would be two items");
        }
        let long = "a".repeat(65);
        for text in ["", "a b", "a/b", "é", &long] {
            assert_eq!(text.parse::<OperationId>(), Err(NotAnId), "{text:?} is not what a page makes");
        }
    }
}

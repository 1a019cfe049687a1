//! States and other words that the ledger keeps as text.

/// Declares an enum whose variants each have one word, which the ledger keeps. An unknown word in a row means that the row is
/// damaged; a newer program's words come with a newer schema.
macro_rules! named {
    ($(#[$meta:meta])* $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub enum $name {
            $($(#[$variant_meta])* $variant,)+
        }

        impl $name {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word in the ledger.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::UnknownWord;

            fn from_str(word: &str) -> Result<Self, $crate::UnknownWord> {
                Self::ALL.iter().copied().find(|known| known.as_str() == word).ok_or($crate::UnknownWord)
            }
        }

        impl $crate::column::Column for $name {
            fn read(value: rusqlite::types::ValueRef<'_>) -> Option<Self> {
                $crate::column::parsed(value)
            }
        }
    };
}
pub(crate) use named;

/// None of the words that an enum has.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not a word of the ledger")]
pub struct UnknownWord;

named! {
    /// Which of the two people it concerns.
    Side {
        /// The merchant.
        Send = "send",
        /// The helpdesk.
        Receive = "receive",
    }
}

/// What came of recording a document that has an id of its own.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Recorded<Id> {
    /// It was not here before.
    New(Id),
    /// The very same was here.
    Known(Id),
    /// Another one with the same id was here; nothing was written.
    Replayed(Id),
}

//! What can be wrong with a pasted credential.

use serde::Serialize;

use crate::{DamageCause, Kind, Mode, Repair, SlotId};

/// One thing that is wrong, or worth knowing, about a paste for one slot. What it means to a person and the one next step stand in
/// the table of texts of whoever shows it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Problem {
    /// Nothing, or only white space.
    Empty,
    /// The shortened form that Stripe shows once a key has been created.
    HiddenForm,
    /// The right prefix, and fewer than 24 characters behind it.
    Truncated {
        /// What it would have been.
        found: Kind,
        /// Characters behind the prefix.
        characters: usize,
    },
    /// Letter case, separators or letters were changed on the way.
    Damaged {
        /// What was changed.
        cause: DamageCause,
    },
    /// Another of Stripe's credentials than the slot takes.
    WrongKind {
        /// What it is.
        found: Kind,
        /// What the slot takes.
        wanted: Vec<Kind>,
    },
    /// A test key in a live slot, or the reverse.
    WrongMode {
        /// What it is.
        found: Mode,
        /// What the slot is.
        wanted: Mode,
    },
    /// The account inside the key is not that of another key of this delivery and mode.
    OtherAccount {
        /// The slot of the key that it differs from.
        slot: SlotId,
    },
    /// It, or its account, belongs to another business of this person.
    OtherBusiness {
        /// That business, as its owner calls it.
        business: String,
    },
    /// It is already in another slot of this delivery and mode.
    Duplicate {
        /// That slot.
        slot: SlotId,
    },
    /// Not a credential at all.
    NotACredential {
        /// What it looks like.
        looks_like: LooksLike,
    },
    /// Another company's credential. A warning where that company shares Stripe's form.
    OtherProvider {
        /// The company.
        provider: &'static str,
        /// Whether the form is that company's alone.
        certain: bool,
    },
    /// A sample or stand-in from instructions.
    Placeholder,
    /// More than one different credential that fits.
    Several {
        /// How many.
        count: usize,
    },
    /// Long enough, but of no length seen so far: the check with Stripe will tell.
    UnexpectedShape,
    /// A key that may do everything, where the integrator recommends a restricted one.
    FullAccess,
    /// What was cleaned away, so that nothing changes behind a person's back.
    Repaired {
        /// Each kind of repair once.
        repairs: Vec<Repair>,
    },
}

/// What a text that is no credential looks like.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LooksLike {
    /// The id of an account or object at Stripe (`acct_`, `we_`, `price_` …).
    StripeId,
    /// The secret of one payment (`pi_…_secret_…`).
    ClientSecret,
    /// The address of a page.
    Url,
    /// An e-mail address.
    Email,
    /// The name of a file.
    FileName,
    /// A Word, spreadsheet or PDF file, read as if it were a text.
    Document,
    /// A short code, as comes by text message.
    Code,
    /// Several words.
    Sentence,
    /// One word or string that fits nothing above: perhaps a password.
    Unknown,
}

/// How much a problem weighs.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Never stored.
    Error,
    /// Stored, and said.
    Warning,
    /// Said.
    Info,
}

impl Problem {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::HiddenForm => "hidden_form",
            Self::Truncated { .. } => "truncated",
            Self::Damaged { .. } => "damaged",
            Self::WrongKind { .. } => "wrong_kind",
            Self::WrongMode { .. } => "wrong_mode",
            Self::OtherAccount { .. } => "other_account",
            Self::OtherBusiness { .. } => "other_business",
            Self::Duplicate { .. } => "duplicate",
            Self::NotACredential { .. } => "not_a_credential",
            Self::OtherProvider { .. } => "other_provider",
            Self::Placeholder => "placeholder",
            Self::Several { .. } => "several",
            Self::UnexpectedShape => "unexpected_shape",
            Self::FullAccess => "full_access",
            Self::Repaired { .. } => "repaired",
        }
    }

    /// How much it weighs.
    pub fn severity(&self) -> Severity {
        match self {
            Self::Repaired { .. } => Severity::Info,
            Self::UnexpectedShape | Self::FullAccess | Self::OtherProvider { certain: false, .. } => Severity::Warning,
            Self::Empty
            | Self::HiddenForm
            | Self::Truncated { .. }
            | Self::Damaged { .. }
            | Self::WrongKind { .. }
            | Self::WrongMode { .. }
            | Self::OtherAccount { .. }
            | Self::OtherBusiness { .. }
            | Self::Duplicate { .. }
            | Self::NotACredential { .. }
            | Self::OtherProvider { certain: true, .. }
            | Self::Placeholder
            | Self::Several { .. } => Severity::Error,
        }
    }

    /// Where it stands among errors: the first is the one that a person is told. Two problems of one text are seldom both true; where
    /// they are, the earlier explains the later.
    pub(crate) fn precedence(&self) -> u8 {
        match self {
            Self::Empty => 0,
            Self::HiddenForm => 1,
            Self::Placeholder => 2,
            Self::OtherProvider { .. } => 3,
            Self::NotACredential { .. } => 4,
            Self::Damaged { .. } => 5,
            Self::Truncated { .. } => 6,
            Self::WrongKind { .. } => 7,
            Self::WrongMode { .. } => 8,
            Self::Several { .. } => 9,
            Self::OtherBusiness { .. } => 10,
            Self::Duplicate { .. } => 11,
            Self::OtherAccount { .. } => 12,
            Self::UnexpectedShape => 13,
            Self::FullAccess => 14,
            Self::Repaired { .. } => 15,
        }
    }
}

//! What is wrong with a pasted text, and the one thing that fixes it.

use serde::Serialize;
use ts_rs::TS;

use crate::{KeyKind, Mode, SlotRef};

/// How much a problem weighs.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "problem.ts")]
pub enum Severity {
    /// Nothing was stored.
    Error,
    /// Stored; the person should know.
    Warning,
    /// Stored; said, so that nothing changes behind the person's back.
    Info,
}

/// A problem, how much it weighs, and the one thing that fixes it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "problem.ts")]
pub struct ProblemView {
    /// How much it weighs.
    pub severity: Severity,
    /// The one thing to do. `null` where there is nothing to do.
    pub fix: Option<Fix>,
    /// What it is.
    #[serde(flatten)]
    pub problem: Problem,
}

/// What is wrong.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(tag = "code", rename_all = "snake_case", rename_all_fields = "camelCase")]
#[ts(export_to = "problem.ts")]
pub enum Problem {
    /// Nothing, or only white space.
    Empty,
    /// The masked form that Stripe shows.
    HiddenForm,
    /// The right prefix and too little after it.
    Truncated {
        /// What it would have been.
        found: KeyKind,
        /// Characters after the prefix.
        characters: u32,
    },
    /// Changed on the way.
    Damaged {
        /// What was changed.
        cause: DamageCause,
    },
    /// Another credential of Stripe's.
    WrongKind {
        /// What it is.
        found: KeyKind,
        /// What the slot takes.
        wanted: Vec<KeyKind>,
    },
    /// A test key for live, or the reverse.
    WrongMode {
        /// What it is.
        found: Mode,
        /// What the slot is for.
        wanted: Mode,
    },
    /// From another Stripe account than a key of the same mode that is here.
    OtherAccount {
        /// The slot of the key that it differs from.
        slot: SlotRef,
    },
    /// It belongs to another business of this person.
    OtherBusiness {
        /// That business's name.
        business: String,
    },
    /// The same key is in another slot.
    Duplicate {
        /// That slot.
        slot: SlotRef,
    },
    /// No key at all.
    NotACredential {
        /// What it looks like.
        looks_like: LooksLike,
    },
    /// Another company's key.
    OtherProvider {
        /// That company's name.
        provider: String,
    },
    /// A sample or a stand-in.
    Placeholder,
    /// Several different ones would fit.
    Several {
        /// How many.
        count: u32,
    },
    /// Right prefix, unknown length.
    UnexpectedShape,
    /// May do everything, where a restricted key is recommended.
    FullAccess,
    /// Cleaned.
    Repaired {
        /// What was taken away or put right.
        repairs: Vec<Repair>,
    },
}

/// What happened to a key on its way.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "problem.ts")]
pub enum DamageCause {
    /// Letter case changed.
    LetterCase,
    /// A separator changed.
    Separator,
    /// A letter that no key has.
    ForeignLetter,
    /// In two pieces that can't be joined for certain.
    Broken,
    /// Its first letters are missing or others.
    Beginning,
}

/// What a text that is no key looks like.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "problem.ts")]
pub enum LooksLike {
    /// An id of Stripe's (`acct_`, `we_`, `price_` …).
    StripeId,
    /// The secret of one payment (`pi_…_secret_…`).
    ClientSecret,
    /// A web address.
    Url,
    /// An e-mail address.
    Email,
    /// A file name.
    FileName,
    /// A Word, spreadsheet or PDF file, read as if it were a text.
    Document,
    /// A one-time code.
    Code,
    /// A sentence.
    Sentence,
    /// None of these: perhaps a password.
    Unknown,
}

/// What was cleaned.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "problem.ts")]
pub enum Repair {
    /// Spaces or tabs around it, or between its pieces.
    Spaces,
    /// Line breaks around it, or between its pieces.
    LineBreaks,
    /// Quotation marks around it.
    Quotes,
    /// Characters that nobody can see.
    InvisibleCharacters,
    /// Marks that a program put inside it to carry it safely.
    Escapes,
    /// Text that had grown together with it.
    Neighbours,
    /// The same key stood there more than once.
    Repeated,
}

/// The one thing to do about a problem.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
#[ts(export_to = "problem.ts")]
pub enum Fix {
    /// Copy it again and paste.
    PasteAgain,
    /// Open the page of Stripe where this slot's key stands.
    OpenStripe {
        /// The slot.
        slot: SlotRef,
    },
    /// Make a new key at Stripe.
    CreateKey {
        /// The slot.
        slot: SlotRef,
    },
    /// Make a restricted key at Stripe, the right boxes ticked.
    CreateRestrictedKey {
        /// The slot.
        slot: SlotRef,
    },
    /// Use a candidate of the pending paste in another slot, which may stand on the other tab.
    MoveTo {
        /// The candidate's number.
        candidate: u32,
        /// The slot where it belongs.
        slot: SlotRef,
    },
    /// Use the repaired text.
    UseRepaired {
        /// The candidate's number.
        candidate: u32,
        /// The slot.
        slot: SlotRef,
    },
    /// Pick one of the paste's candidates.
    PickOne,
    /// Go to the delivery of the business that the key belongs to.
    OpenDelivery {
        /// That delivery.
        delivery_id: String,
    },
    /// Look at the slot where the same key is.
    ShowSlot {
        /// That slot.
        slot: SlotRef,
    },
}

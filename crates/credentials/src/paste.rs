//! Finding every credential in what a person pasted.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Serialize;

use crate::cleaning::{Cleaned, Mark};
use crate::credential::Credential;
use crate::reading::{Piece, piece_at};
use crate::{Fingerprint, Kind, Mode, Problem, Repair, foreign};

/// What a text holds, in the order in which it stands there.
pub struct Paste {
    found: Vec<Found>,
    nothing: Option<Problem>,
}

impl Paste {
    /// Everything that has a prefix of Stripe's, or had one before something happened to it.
    pub fn found(&self) -> &[Found] {
        &self.found
    }

    /// The whole credentials among it, each value once, with their place in [`Paste::found`].
    pub fn credentials(&self) -> impl Iterator<Item = (usize, &Credential)> {
        self.found.iter().enumerate().filter_map(|(n, found)| found.credential().map(|key| (n, key)))
    }

    /// What the text is instead, where nothing in it has a prefix of Stripe's.
    pub fn nothing(&self) -> Option<&Problem> {
        self.nothing.as_ref()
    }
}

/// One thing found in a text.
pub struct Found {
    /// Where it stood in the text, in bytes.
    pub span: Range<usize>,
    /// What it is.
    pub content: Content,
    /// What was cleaned away, each kind once.
    pub repairs: Vec<Repair>,
}

impl Found {
    /// The credential, where it is whole.
    pub fn credential(&self) -> Option<&Credential> {
        match &self.content {
            Content::Credential(key) => Some(key),
            Content::Flawed(_) => None,
        }
    }

    /// The credential that a person may use: the whole one, or what it most likely was before it was damaged.
    pub fn usable(&self) -> Option<&Credential> {
        match &self.content {
            Content::Credential(key) => Some(key),
            Content::Flawed(flawed) => flawed.repaired.as_ref(),
        }
    }

    /// Its kind, where that is known.
    pub fn kind(&self) -> Option<Kind> {
        match &self.content {
            Content::Credential(key) => Some(key.kind()),
            Content::Flawed(flawed) => flawed.kind,
        }
    }

    /// The mode that it names.
    pub fn mode(&self) -> Option<Mode> {
        match &self.content {
            Content::Credential(key) => key.mode(),
            Content::Flawed(flawed) => flawed.mode,
        }
    }
}

/// What stood at a place.
pub enum Content {
    /// A whole credential.
    Credential(Credential),
    /// Something that would be one.
    Flawed(Flawed),
}

/// Something that would be a credential.
pub struct Flawed {
    /// The kind that its prefix names; none where the prefix is lost.
    pub kind: Option<Kind>,
    /// The mode that its prefix names.
    pub mode: Option<Mode>,
    /// What is wrong with it.
    pub flaw: Flaw,
    /// What it most likely was, for a person to say yes to: only where its length is one that Stripe's credentials have.
    pub repaired: Option<Credential>,
}

impl Flawed {
    /// The flaw as a problem.
    pub fn problem(&self) -> Problem {
        match self.flaw {
            Flaw::HiddenForm => Problem::HiddenForm,
            Flaw::Truncated { found, characters } => Problem::Truncated { found, characters },
            Flaw::Damaged { cause } => Problem::Damaged { cause },
            Flaw::Placeholder => Problem::Placeholder,
        }
    }
}

/// Why something with a prefix is not a credential.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Flaw {
    /// Shortened for showing.
    HiddenForm,
    /// Cut off.
    Truncated {
        /// What its prefix says that it would have been.
        found: Kind,
        /// Characters behind the prefix.
        characters: usize,
    },
    /// Changed on its way.
    Damaged {
        /// What was changed.
        cause: DamageCause,
    },
    /// A stand-in from instructions.
    Placeholder,
}

/// What happened to a key on its way.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DamageCause {
    /// Capitals became small letters or the reverse.
    LetterCase,
    /// The underscores of its prefix are others, too many or missing.
    Separator,
    /// A letter stands in it that no key has.
    ForeignLetter,
    /// It is in pieces that can't be joined for certain.
    Broken,
    /// Its first letters are missing or others.
    Beginning,
}

/// Reads a text of any length in one pass. Nothing of the text is kept but the values of the credentials found.
pub fn parse(text: &str) -> Paste {
    let cleaned = Cleaned::of(text);
    let mut found: Vec<Found> = Vec::new();
    let mut known = BTreeMap::new();
    let mut done = 0;
    for anchor in anchors(cleaned.text().as_bytes()) {
        if anchor < done {
            continue;
        }
        if let Some(piece) = piece_at(&cleaned, anchor, done) {
            done = piece.end.max(anchor + 1);
            add(&mut found, &mut known, &cleaned, piece);
        }
    }
    // "It begins with sk_live_" beside the key itself is no key that was cut off.
    if found.iter().any(|found| found.credential().is_some()) {
        found.retain(|found| !is_mention(found));
    }
    let nothing = found.is_empty().then(|| foreign::name(cleaned.text()));
    Paste { found, nothing }
}

/// Where a word stands that every prefix, spelt rightly or wrongly, has near its beginning.
fn anchors(bytes: &[u8]) -> impl Iterator<Item = usize> {
    const SMALL: u32 = 0x2020_2020;
    let word = |text: &[u8; 4]| u32::from_le_bytes(*text) | SMALL;
    let (live, test, whse) = (word(b"live"), word(b"test"), word(b"whse"));
    bytes.windows(4).enumerate().filter_map(move |(at, four)| {
        let &[first, second, third, last] = four else { return None };
        let lower = u32::from_le_bytes([first, second, third, last]) | SMALL;
        let begins = second == b'k' && third == b'_' && matches!(first, b's' | b'p' | b'r');
        let parted =
            first | 0x20 == b'w' && second | 0x20 == b'h' && matches!(third, b'_' | b'-' | b' ') && last | 0x20 == b's';
        (lower == live || lower == test || lower == whse || begins || parted).then_some(at)
    })
}

fn is_mention(found: &Found) -> bool {
    matches!(&found.content, Content::Flawed(Flawed { flaw: Flaw::Truncated { characters: 0, .. }, .. }))
}

fn add(found: &mut Vec<Found>, known: &mut BTreeMap<Fingerprint, usize>, cleaned: &Cleaned<'_>, piece: Piece) {
    if let Content::Credential(new) = &piece.content {
        let first = *known.entry(new.fingerprint()).or_insert(found.len());
        if let Some(earlier) = found.get_mut(first) {
            if !earlier.repairs.contains(&Repair::Repeated) {
                earlier.repairs.push(Repair::Repeated);
            }
            return;
        }
    }
    let mut repairs = repairs(cleaned, &piece.span);
    repairs.extend(piece.repair);
    found.push(Found { span: cleaned.original(&piece.span), content: piece.content, repairs });
}

fn repairs(cleaned: &Cleaned<'_>, span: &Range<usize>) -> Vec<Repair> {
    let text = cleaned.text();
    let (before, behind) = (text.get(..span.start).unwrap_or_default(), text.get(span.end..).unwrap_or_default());
    let mut repairs = Vec::new();
    // Around a text that is nothing but the credential; elsewhere white space is what separates it from the rest.
    if span.start <= cleaned.outer().start && cleaned.outer().end <= span.end {
        if before.contains([' ', '\t']) || behind.contains([' ', '\t']) {
            repairs.push(Repair::Spaces);
        }
        if before.contains(['\n', '\r']) {
            repairs.push(Repair::LineBreaks);
        }
    }
    let quote = |c: char| matches!(c, '"' | '\'' | '`');
    if before.ends_with(quote) && behind.starts_with(quote) {
        repairs.push(Repair::Quotes);
    }
    if cleaned.has(Mark::Invisible, span) {
        repairs.push(Repair::InvisibleCharacters);
    }
    let inside = span.start + 1..span.end.max(span.start + 1);
    if cleaned.has(Mark::Escape, &inside) {
        repairs.push(Repair::Escapes);
    }
    repairs
}

#[cfg(test)]
mod tests;

//! Undoing what mail programs and ticket systems do to armored text. What comes out goes to the strict readers, which are never
//! loosened: a repair that guessed wrong ends in a damaged armor, a signature or an authentication that does not fit. Every step is
//! one pass.

mod blocks;
mod encodings;

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use blocks::Found;

pub(crate) use encodings::text;

pub(crate) const AGE_BINARY: &[u8] = b"age-encryption.org/v1\n";
/// What every version of the format begins with.
pub(crate) const AGE_MAGIC: &[u8] = b"age-encryption.org/";
const AGE_BEGIN: &str = "-----BEGIN AGE ENCRYPTED FILE-----";
const AGE_END: &str = "-----END AGE ENCRYPTED FILE-----";
const AGE_LABEL: &str = "AGE ENCRYPTED FILE";
const WIDTH: usize = 64;

/// The age file in these bytes without the mail around it: as it came where it came whole, else put together again, so that the same file
/// is the same bytes whether it was attached or pasted. None where there is none, or not exactly one.
pub fn age_part(bytes: &[u8]) -> Option<Cow<'_, [u8]>> {
    match age_armor(bytes) {
        AgeText::AsItCame(bytes) => Some(Cow::Borrowed(bytes)),
        AgeText::Repaired(bytes) => Some(Cow::Owned(bytes)),
        AgeText::Damaged | AgeText::Several | AgeText::None => None,
    }
}

/// What came of a file that should be encrypted with age.
#[derive(Debug, Eq, PartialEq)]
pub(crate) enum AgeText<'a> {
    /// Binary, or armor without a fault: untouched.
    AsItCame(&'a [u8]),
    /// Armor put together again, or binary that was carried as text.
    Repaired(Vec<u8>),
    /// Armor that begins and never ends, or whose letters were changed.
    Damaged,
    /// Two different ones.
    Several,
    /// Nothing of age's in it.
    None,
}

/// Finds the armor in a text and puts it into the one form that age reads.
pub(crate) fn age_armor(bytes: &[u8]) -> AgeText<'_> {
    if bytes.starts_with(AGE_BINARY) || is_strict(bytes) {
        return AgeText::AsItCame(bytes);
    }
    match armor_body(bytes, AGE_LABEL) {
        Body::None => carried_binary(&text(bytes)).map_or(AgeText::None, AgeText::Repaired),
        Body::Damaged => AgeText::Damaged,
        Body::Several => AgeText::Several,
        Body::One(base64) => {
            let mut armor = format!("{AGE_BEGIN}\n");
            for line in base64.as_bytes().chunks(WIDTH) {
                armor.push_str(&String::from_utf8_lossy(line));
                armor.push('\n');
            }
            armor.push_str(AGE_END);
            armor.push('\n');
            AgeText::Repaired(armor.into_bytes())
        }
    }
}

/// What stands in armor of the form that [`age_armor`] gives.
pub(crate) fn dearmored(armor: &[u8]) -> Option<Vec<u8>> {
    let body = armor.strip_prefix(AGE_BEGIN.as_bytes())?;
    let body = body.strip_suffix(b"\n").and_then(|rest| rest.strip_suffix(AGE_END.as_bytes()))?;
    let base64: Vec<u8> = body.iter().copied().filter(|&byte| byte != b'\n').collect();
    STANDARD.decode(base64).ok()
}

/// Whether armor with this label begins in a text, in whatever state.
pub(crate) fn has_armor(text: &str, label: &str) -> bool {
    !matches!(blocks::find(text, label), Found::None) || carried_text(text, label).is_some()
}

/// Whether something of age's is in a text.
pub(crate) fn has_age(text: &str) -> bool {
    has_armor(text, AGE_LABEL) || carried_binary(text).is_some()
}

/// The base64 between the marks of an armor.
#[derive(Debug, Eq, PartialEq)]
pub(crate) enum Body {
    /// Without white space and what mail put in between. Everything else stays, for the strict reader to refuse.
    One(String),
    /// It never ends, or the letters of its marks were changed.
    Damaged,
    /// Two different ones: which is meant is for a person to say.
    Several,
    /// No such mark.
    None,
}

/// Finds the one armor with this label.
pub(crate) fn armor_body(bytes: &[u8], label: &str) -> Body {
    let text = text(bytes);
    let found = match blocks::find(&text, label) {
        Found::None => carried_text(&text, label).map_or(Found::None, |inner| blocks::find(&inner, label)),
        found => found,
    };
    match found {
        Found::One(base64) => Body::One(base64),
        Found::Damaged => Body::Damaged,
        Found::Several => Body::Several,
        Found::None => Body::None,
    }
}

/// An attachment that a mail program or an archive shows as its base64: the armored text, encoded once more.
fn carried_text(text: &str, label: &str) -> Option<Zeroizing<String>> {
    base64_runs(text).find_map(|run| {
        let inner = encodings::text(&decoded(&run)?);
        (!matches!(blocks::find(&inner, label), Found::None)).then_some(inner)
    })
}

/// The same of a binary age file.
fn carried_binary(text: &str) -> Option<Vec<u8>> {
    base64_runs(text).filter_map(|run| decoded(&run)).find(|bytes| bytes.starts_with(AGE_MAGIC))
}

fn decoded(base64: &str) -> Option<Vec<u8>> {
    STANDARD.decode(base64).ok()
}

/// Neighbouring lines of nothing but base64, put together. Quote marks and blanks around a line don't count.
fn base64_runs(text: &str) -> impl Iterator<Item = String> + '_ {
    /// Shorter ones are words.
    const SHORTEST: usize = 100;
    let is_base64 = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=');
    let mut lines = text.lines().chain(std::iter::once("-"));
    std::iter::from_fn(move || {
        let mut run = String::new();
        for line in lines.by_ref() {
            let line = line.trim_matches(|c: char| c.is_whitespace() || c == '>');
            if line.chars().all(is_base64) {
                run.push_str(line);
            } else if run.len() >= SHORTEST {
                return Some(run);
            } else {
                run.clear();
            }
        }
        None
    })
}

/// A table, because every letter of every file is looked up in it.
const IS_BASE64: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < table.len() {
        table[byte] = matches!(byte as u8, b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/');
        byte += 1;
    }
    table
};

/// Lines of exactly 64 between the marks, a shorter one last, nothing around them: what age writes.
fn is_strict(bytes: &[u8]) -> bool {
    let body = bytes
        .strip_prefix(AGE_BEGIN.as_bytes())
        .and_then(|rest| rest.strip_prefix(b"\n"))
        .and_then(|rest| rest.strip_suffix(b"\n"))
        .and_then(|rest| rest.strip_suffix(AGE_END.as_bytes()))
        .and_then(|rest| rest.strip_suffix(b"\n"));
    let Some(body) = body else { return false };
    let last = body.len() / (WIDTH + 1);
    body.split(|&byte| byte == b'\n').enumerate().all(|(n, line)| {
        let letters = line.strip_suffix(b"==").or_else(|| line.strip_suffix(b"=")).unwrap_or(line);
        let width = if n == last { (1..=WIDTH).contains(&line.len()) } else { letters.len() == WIDTH };
        width && letters.iter().all(|&byte| IS_BASE64[usize::from(byte)])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_armor_is_not_touched_and_what_is_none_is_not_taken_for_one() {
        let clean = format!("{AGE_BEGIN}\n{}\nQUJD\n{AGE_END}\n", "QUJD".repeat(16));
        assert_eq!(age_armor(clean.as_bytes()), AgeText::AsItCame(clean.as_bytes()), "good armor is not touched");
        assert_eq!(age_armor(clean.replace(AGE_END, "").as_bytes()), AgeText::Damaged, "the end is missing");
        assert_eq!(age_armor(b"Hello"), AgeText::None, "nothing of age's");
        let quoted = clean.lines().map(|line| format!("> {line}\r\n")).collect::<String>();
        assert_eq!(age_armor(quoted.as_bytes()), AgeText::Repaired(clean.into_bytes()), "put together again");
    }

    #[test]
    fn a_mebibyte_of_marks_is_read_in_one_pass() {
        // Whatever looks again from the start at each mark would take minutes for these.
        for hostile in ["-----BEGIN AGE ENCRYPTED FILE-----\n", "-----BEGIN AGE ", "- ", "=\n", "&#", "<", "QUJD\n"] {
            let text = hostile.repeat((1 << 20) / hostile.len());
            let found = age_armor(text.as_bytes());
            assert!(!matches!(found, AgeText::AsItCame(_) | AgeText::Several), "{hostile:?} holds nothing");
        }
    }
}

//! Making a pasted text readable without losing where things stood in it.

use std::ops::Range;

use serde::Serialize;
use zeroize::Zeroizing;

/// What was cleaned away around or inside a credential.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Repair {
    /// Spaces or tabs around it.
    Spaces,
    /// Line breaks around it.
    LineBreaks,
    /// Quotation marks around it.
    Quotes,
    /// Characters that nobody can see: zero-width ones, soft hyphens, direction marks.
    InvisibleCharacters,
    /// The same credential stood in the text more than once.
    Repeated,
}

/// The text of a file or clipboard: UTF-8 with or without its mark, or UTF-16 with its mark, as Notepad's "Unicode" writes it. Bytes
/// that are no text become replacement characters, which no credential contains.
pub fn decode(bytes: &[u8]) -> Zeroizing<String> {
    let utf16 = |unit: fn([u8; 2]) -> u16, bytes: &[u8]| {
        let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    };
    Zeroizing::new(match bytes {
        [0xFF, 0xFE, rest @ ..] => utf16(u16::from_le_bytes, rest),
        [0xFE, 0xFF, rest @ ..] => utf16(u16::from_be_bytes, rest),
        [0xEF, 0xBB, 0xBF, rest @ ..] | rest => String::from_utf8_lossy(rest).into_owned(),
    })
}

/// A text without invisible characters, with plain spaces and plain quotation marks.
pub(crate) struct Cleaned {
    text: Zeroizing<String>,
    /// From this offset in `text` on, the original stands so many bytes further on. Ascending; starts at 0.
    shifts: Vec<(usize, usize)>,
    /// Offsets in `text` at which something invisible was dropped. Ascending.
    dropped: Vec<usize>,
}

impl Cleaned {
    pub(crate) fn of(original: &str) -> Self {
        let mut text = Zeroizing::new(String::with_capacity(original.len()));
        let mut shifts = vec![(0, 0)];
        let mut dropped = Vec::new();
        for (at, c) in original.char_indices() {
            if is_invisible(c) {
                dropped.push(text.len());
            } else {
                // A shift is due wherever the original is longer than what was kept of it.
                if shifts.last().is_some_and(|&(_, shift)| shift != at - text.len()) {
                    shifts.push((text.len(), at - text.len()));
                }
                text.push(plain(c));
            }
        }
        Self { text, shifts, dropped }
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Where a span of the cleaned text stood in the original.
    pub(crate) fn original(&self, span: &Range<usize>) -> Range<usize> {
        let end = span.end.checked_sub(1).map_or(span.start, |last| self.origin(last) + 1);
        self.origin(span.start)..end.max(self.origin(span.start))
    }

    /// Whether something invisible was dropped inside the span or at its edges.
    pub(crate) fn lost_something(&self, span: &Range<usize>) -> bool {
        let next = self.dropped.partition_point(|&at| at < span.start);
        self.dropped.get(next).is_some_and(|&at| at <= span.end)
    }

    fn origin(&self, at: usize) -> usize {
        let next = self.shifts.partition_point(|&(from, _)| from <= at);
        at + self.shifts.get(next.wrapping_sub(1)).map_or(0, |&(_, shift)| shift)
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' // soft hyphen
        | '\u{180E}'
        | '\u{200B}'..='\u{200F}' // zero-width, direction marks
        | '\u{202A}'..='\u{202E}' // direction overrides
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}' // variation selectors
        | '\u{FEFF}'
        | '\0'
    )
}

/// Never longer in bytes than `c`, so that shifts only grow.
fn plain(c: char) -> char {
    match c {
        '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => ' ',
        '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        '\u{2018}'..='\u{201B}' | '\u{2039}' | '\u{203A}' => '\'',
        '\u{201C}'..='\u{201F}' | '\u{AB}' | '\u{BB}' => '"',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_found_again_in_the_original() {
        let original = "\u{FEFF}“a\u{200B}b” c";
        let cleaned = Cleaned::of(original);
        assert_eq!(cleaned.text(), "\"ab\" c", "invisible characters go, quotes become plain");
        let span = cleaned.original(&(1..3));
        assert_eq!(original.get(span), Some("a\u{200B}b"), "the original span holds what was dropped inside");
        assert!(cleaned.lost_something(&(1..3)), "a zero-width space stood between the letters");
        assert!(!cleaned.lost_something(&(5..6)), "nothing was dropped around the c");
    }

    #[test]
    fn files_from_notepad_are_read() {
        let text = "pk: é";
        let mut little = vec![0xFF, 0xFE];
        let mut big = vec![0xFE, 0xFF];
        for unit in text.encode_utf16() {
            little.extend(unit.to_le_bytes());
            big.extend(unit.to_be_bytes());
        }
        let marked = [b"\xEF\xBB\xBF".as_slice(), text.as_bytes()].concat();
        for bytes in [&little, &big, &marked, &text.as_bytes().to_vec()] {
            assert_eq!(decode(bytes).as_str(), text, "each of Notepad's encodings is the same text");
        }
    }
}

//! Making a pasted text readable without losing where things stood in it.

use std::ops::Range;

use serde::Serialize;
use zeroize::Zeroizing;

use crate::lookalike::{is_invisible, latin, plain};

/// What was cleaned away around or inside a credential.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Repair {
    /// Spaces or tabs around it, or inside where nothing but the whole comes of joining its pieces.
    Spaces,
    /// Line breaks around it, or inside where nothing but the whole comes of joining its pieces.
    LineBreaks,
    /// Quotation marks around it.
    Quotes,
    /// Characters that nobody can see: zero-width ones, soft hyphens, direction marks.
    InvisibleCharacters,
    /// Marks that a program put inside it to carry it safely: `\_`, `%5F`, `&#95;`.
    Escapes,
    /// Text that had grown together with it.
    Neighbours,
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

/// A text without invisible characters and escapes, with plain spaces, dashes and quotation marks, and with Latin letters in the place
/// of those that only look so.
pub(crate) struct Cleaned<'a> {
    original: &'a str,
    /// None where nothing had to be done: most texts are copied nowhere.
    changed: Option<Zeroizing<String>>,
    /// From this offset on, the original stands so many bytes further on. Ascending; starts at 0.
    shifts: Vec<(usize, usize)>,
    /// What was done at which offset. Ascending.
    marks: Vec<(usize, Mark)>,
    /// The text without the white space around it.
    outer: Range<usize>,
}

/// What was done at a place.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Mark {
    /// Something invisible was dropped.
    Invisible,
    /// An escape became what it stands for.
    Escape,
    /// A letter of another alphabet became the Latin one that it looks like.
    Foreign,
}

impl<'a> Cleaned<'a> {
    pub(crate) fn of(original: &'a str) -> Self {
        let mut cleaned =
            Self { original, changed: None, shifts: vec![(0, 0)], marks: Vec::new(), outer: trimmed(original) };
        let bytes = original.as_bytes();
        let Some(first) = bytes.iter().position(|&byte| is_special(byte)) else { return cleaned };
        let mut text = Zeroizing::new(String::with_capacity(original.len()));
        text.push_str(original.get(..first).unwrap_or_default());
        let mut at = first;
        while at < bytes.len() {
            at += cleaned.take(at, &mut text);
            let plain = bytes[at..].iter().position(|&byte| is_special(byte)).unwrap_or(bytes.len() - at);
            cleaned.shift(at, text.len(), plain > 0);
            text.push_str(original.get(at..at + plain).unwrap_or_default());
            at += plain;
        }
        cleaned.outer = trimmed(&text);
        cleaned.changed = Some(text);
        cleaned
    }

    pub(crate) fn text(&self) -> &str {
        self.changed.as_ref().map_or(self.original, |text| text.as_str())
    }

    /// Where the cleaned text stands without the white space around it.
    pub(crate) fn outer(&self) -> &Range<usize> {
        &self.outer
    }

    /// Where a span of the cleaned text stood in the original.
    pub(crate) fn original(&self, span: &Range<usize>) -> Range<usize> {
        let start = self.origin(span.start).min(self.original.len());
        let within = self.text().get(span.clone()).unwrap_or_default();
        let Some(last) = within.chars().next_back() else { return start..start };
        let last = self.origin(span.end - last.len_utf8());
        let width = self.original.get(last..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        start..(last + width).max(start)
    }

    /// Whether the mark stands inside the span or at its edges.
    pub(crate) fn has(&self, mark: Mark, span: &Range<usize>) -> bool {
        let next = self.marks.partition_point(|&(at, _)| at < span.start);
        self.marks[next..].iter().take_while(|&&(at, _)| at <= span.end).any(|&(_, found)| found == mark)
    }

    /// Where inside the span the first letter of another alphabet stood.
    pub(crate) fn first_foreign(&self, span: &Range<usize>) -> Option<usize> {
        let next = self.marks.partition_point(|&(at, _)| at < span.start);
        let inside = self.marks[next..].iter().take_while(|&&(at, _)| at < span.end);
        inside.filter(|&&(_, found)| found == Mark::Foreign).map(|&(at, _)| at).next()
    }

    /// Takes what is special at `at`; how many bytes of the original that was.
    fn take(&mut self, at: usize, text: &mut String) -> usize {
        let rest = self.original.get(at..).unwrap_or_default();
        if let Some((length, with)) = escape(rest) {
            self.shift(at, text.len(), true);
            self.marks.push((text.len(), if with.is_some() { Mark::Escape } else { Mark::Invisible }));
            text.extend(with);
            return length;
        }
        let Some(c) = rest.chars().next() else { return 1 };
        if is_invisible(c) {
            self.marks.push((text.len(), Mark::Invisible));
        } else {
            self.shift(at, text.len(), true);
            match latin(c) {
                Some(letter) => {
                    self.marks.push((text.len(), Mark::Foreign));
                    text.push(letter);
                }
                None => text.push(plain(c)),
            }
        }
        c.len_utf8()
    }

    /// Notes how far the original has run ahead, where something follows that is kept.
    fn shift(&mut self, at: usize, kept: usize, follows: bool) {
        if follows && self.shifts.last().is_some_and(|&(_, shift)| shift != at - kept) {
            self.shifts.push((kept, at - kept));
        }
    }

    fn origin(&self, at: usize) -> usize {
        let next = self.shifts.partition_point(|&(from, _)| from <= at);
        at + self.shifts.get(next.wrapping_sub(1)).map_or(0, |&(_, shift)| shift)
    }
}

fn trimmed(text: &str) -> Range<usize> {
    text.len() - text.trim_start().len()..text.trim_end().len()
}

/// Bytes at which something may have to be done.
fn is_special(byte: u8) -> bool {
    !byte.is_ascii() || matches!(byte, 0 | b'\\' | b'%' | b'=' | b'&' | b'<')
}

/// Escapes of Markdown, addresses, mails and web pages that matter for a key, and what each stands for: nothing where it is invisible.
const ESCAPES: [(&str, Option<char>); 22] = [
    ("\\_", Some('_')),
    ("%5f", Some('_')),
    ("=5f", Some('_')),
    ("=3d", Some('=')),
    ("&#95;", Some('_')),
    ("&#x5f;", Some('_')),
    ("&lowbar;", Some('_')),
    ("&nbsp;", Some(' ')),
    ("&#160;", Some(' ')),
    ("&quot;", Some('"')),
    ("&#34;", Some('"')),
    ("&#39;", Some('\'')),
    ("&lt;", Some('<')),
    ("&gt;", Some('>')),
    ("<br>", Some('\n')),
    ("<br/>", Some('\n')),
    ("<br />", Some('\n')),
    ("<wbr>", None),
    ("<wbr/>", None),
    ("&shy;", None),
    ("&#8203;", None),
    ("&zerowidthspace;", None),
];

fn escape(rest: &str) -> Option<(usize, Option<char>)> {
    let begins = |escape: &str| {
        rest.as_bytes().get(..escape.len()).is_some_and(|start| start.eq_ignore_ascii_case(escape.as_bytes()))
    };
    let first = rest.as_bytes().first()?;
    // Most special bytes are letters of other alphabets, which begin no escape.
    if !first.is_ascii() {
        return None;
    }
    ESCAPES
        .iter()
        .find(|(escape, _)| escape.as_bytes().first() == Some(first) && begins(escape))
        .map(|&(escape, with)| (escape.len(), with))
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
        assert!(cleaned.has(Mark::Invisible, &(1..3)), "a zero-width space stood between the letters");
        assert!(!cleaned.has(Mark::Invisible, &(5..6)), "nothing was dropped around the c");
    }

    #[test]
    fn a_span_ends_behind_a_wide_character() {
        let original = "x\u{43E}\u{43E}";
        let cleaned = Cleaned::of(original);
        assert_eq!(cleaned.text(), "xoo", "Cyrillic letters become the Latin ones that they look like");
        assert_eq!(cleaned.original(&(1..3)), 1..5, "both letters are two bytes wide");
        assert_eq!(cleaned.first_foreign(&(0..3)), Some(1), "the first of them stands behind the x");
    }

    #[test]
    fn escapes_become_what_they_stand_for() {
        for (original, text) in [
            ("a\\_b", "a_b"),
            ("a%5Fb", "a_b"),
            ("KEY=3Da", "KEY=a"),
            ("&lt;a&nbsp;b", "<a b"),
            ("a<wbr>b&shy;c", "abc"),
            ("a\\nb", "a\\nb"),
            ("50% & <p>", "50% & <p>"),
        ] {
            let cleaned = Cleaned::of(original);
            assert_eq!(cleaned.text(), text, "{original} is read as a person would");
            assert_eq!(cleaned.original(&(0..text.len())), 0..original.len(), "all of {original} is covered");
        }
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

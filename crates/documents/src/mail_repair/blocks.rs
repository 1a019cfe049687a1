//! The marks of armor in a text, and what stands between them.

use super::WIDTH;

/// Less than this between two marks is somebody writing about them.
const SHORTEST: usize = 40;
/// White space and quote marks between the words of a mark that a mail program broke.
const WIDEST_GAP: usize = 16;

/// What was found of armor with one label.
pub(super) enum Found {
    One(String),
    Damaged,
    Several,
    None,
}

/// The one armor with this label in a text.
pub(super) fn find(text: &str, label: &str) -> Found {
    let mut bodies: Vec<String> = Vec::new();
    let (mut begun, mut damaged) = (None, false);
    for mark in Marks::of(text, label) {
        if !mark.keeps_its_case {
            damaged = true;
        } else if !mark.ends {
            // One that begins anew has ended the one before it, without its end.
            damaged |= begun.is_some();
            begun = Some(mark.after);
        } else {
            let Some(body) = begun.take().and_then(|after| text.get(after..mark.at)) else {
                damaged = true;
                continue;
            };
            let base64 = base64_of(body);
            // The same one twice is what a mail with a text and an HTML part holds, or an answer that quotes.
            if base64.len() >= SHORTEST && !bodies.contains(&base64) {
                bodies.push(base64);
                if bodies.len() > 1 {
                    return Found::Several;
                }
            }
        }
    }
    match bodies.pop() {
        Some(base64) => Found::One(base64),
        None if damaged || begun.is_some() => Found::Damaged,
        None => Found::None,
    }
}

/// The body of an armor without white space, quote marks, tags and what can't be seen.
fn base64_of(body: &str) -> String {
    let mut base64 = String::with_capacity(body.len().min(body.len() / WIDTH * WIDTH + WIDTH));
    let (mut starts_line, mut in_tag) = (true, false);
    // A clear-text signature puts a dash and a blank before lines that begin with dashes.
    let body = body.trim_end_matches(|c| is_noise(c) || is_dash(c));
    for c in body.chars() {
        match c {
            '<' => in_tag = true,
            '>' if in_tag => in_tag = false,
            _ if in_tag => {}
            '\n' | '\r' => starts_line = true,
            '>' | '|' if starts_line => {}
            _ if is_noise(c) => {}
            _ => {
                starts_line = false;
                base64.push(c);
            }
        }
    }
    base64
}

/// What mail programs and word processors put around words and lines.
fn is_noise(c: char) -> bool {
    c.is_whitespace()
        || matches!(c,
            '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}'
            | '"' | '\'' | '`' | '\u{AB}' | '\u{BB}' | '\u{2018}'..='\u{201F}')
}

/// A mark such as `-----BEGIN AGE ENCRYPTED FILE-----`.
struct Mark {
    /// Where it begins in the text.
    at: usize,
    /// Where it is over.
    after: usize,
    ends: bool,
    /// Whether its letters are capitals, as they were written; base64 in other letters is other base64.
    keeps_its_case: bool,
}

struct Marks<'a> {
    text: &'a str,
    label: &'a str,
    /// Nothing before this is looked at again.
    from: usize,
}

impl<'a> Marks<'a> {
    fn of(text: &'a str, label: &'a str) -> Self {
        Self { text, label, from: 0 }
    }

    /// The rest of a mark behind its first dashes.
    fn rest_of_mark(&self, at: usize, after_dashes: usize) -> Option<Mark> {
        let mut reader = Reader { text: self.text, at: after_dashes, keeps_its_case: true };
        reader.skip_gap();
        let ends = if reader.word("BEGIN") {
            false
        } else if reader.word("END") {
            true
        } else {
            return None;
        };
        for word in self.label.split(' ') {
            if !reader.skip_gap() || !reader.word(word) {
                return None;
            }
        }
        reader.skip_gap();
        let dashes = end_of_dashes(self.text, reader.at);
        (dashes > reader.at).then_some(Mark { at, after: dashes, ends, keeps_its_case: reader.keeps_its_case })
    }
}

impl Iterator for Marks<'_> {
    type Item = Mark;

    fn next(&mut self) -> Option<Mark> {
        loop {
            let rest = self.text.get(self.from..)?;
            let at = self.from + rest.find(is_dash)?;
            let after = end_of_dashes(self.text, at);
            self.from = after;
            if let Some(mark) = self.rest_of_mark(at, after) {
                self.from = mark.after;
                return Some(mark);
            }
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    keeps_its_case: bool,
}

impl Reader<'_> {
    fn word(&mut self, word: &str) -> bool {
        let Some(found) = self.text.get(self.at..self.at + word.len()) else { return false };
        let fits = found.eq_ignore_ascii_case(word);
        if fits {
            self.keeps_its_case &= found == word;
            self.at += word.len();
        }
        fits
    }

    /// Whether there was one.
    fn skip_gap(&mut self) -> bool {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let gap =
            rest.chars().take(WIDEST_GAP).take_while(|&c| is_noise(c) || c == '>').map(char::len_utf8).sum::<usize>();
        self.at += gap;
        gap > 0
    }
}

fn end_of_dashes(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    from + rest.chars().take_while(|&c| is_dash(c)).map(char::len_utf8).sum::<usize>()
}

/// A hyphen, and what word processors make of one or two of them.
fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

//! Putting a credential together that a mail program or a document broke in pieces.
//!
//! A piece is joined only where the whole has exactly the length of one of Stripe's forms and nothing else fits as well; everything
//! else is for the person to decide.

use zeroize::Zeroizing;

use crate::by_hand::{is_random, is_word};
use crate::prefix::Prefix;
use crate::{Generation, Kind, Repair};

/// What comes of the pieces.
pub(crate) enum Joining {
    /// There is nothing behind that could belong to it.
    Nothing,
    /// It is whole now.
    Certain { body: Zeroizing<String>, end: usize, parted_by: Repair },
    /// Something behind it looks like the rest, and may be something else.
    Doubtful { body: Zeroizing<String>, end: usize },
}

/// More pieces than this are a column of a table.
const MOST_PIECES: usize = 32;
/// Letters and digits of the longest form that is known.
const CURRENT: usize = 99;
const LONGEST: usize = CURRENT + 1;

/// Looks behind `end`, where `body` ends, for the rest of it.
pub(crate) fn join(text: &str, prefix: Prefix, body: &str, end: usize) -> Joining {
    let mut whole = Zeroizing::new(String::with_capacity(LONGEST * 2));
    whole.push_str(body);
    let mut at = end;
    let mut doubt = None;
    let mut lines_only = true;
    let mut groups = Groups::default();
    for _ in 0..MOST_PIECES {
        let Some(piece) = piece_behind(text, at, prefix) else { break };
        let grouped = groups.grow(&piece);
        // What completes the key belongs to it, whatever stands behind it on its line.
        let completes = piece.on_new_line && is_random(piece.text) && whole.len() + piece.text.len() == CURRENT;
        if !piece.alone && !completes && !grouped && (piece.on_new_line || is_word(piece.text)) {
            break;
        }
        if whole.len() + piece.text.len() > LONGEST {
            doubt = doubt.or_else(|| looks_like_the_rest(&piece, &whole).then_some((whole.len(), at)));
            break;
        }
        lines_only &= piece.on_new_line;
        whole.push_str(piece.text);
        at = piece.end;
        let sure = is_sure(&piece, lines_only, body.is_empty());
        match Generation::of(prefix.kind, &whole) {
            Generation::Current if prefix.kind != Kind::WebhookSecret && whole.starts_with('5') && sure => {
                return Joining::Certain { body: whole, end: at, parted_by: parted_by(lines_only) };
            }
            // Its last ten characters are two zeros and eight more.
            Generation::Middle if whole.get(24..26) == Some("00") && sure => {
                return Joining::Certain { body: whole, end: at, parted_by: parted_by(lines_only) };
            }
            // All of it stands behind a prefix that stands alone.
            Generation::Legacy | Generation::Current if body.is_empty() && piece.text.len() == whole.len() && sure => {
                return Joining::Certain { body: whole, end: at, parted_by: parted_by(lines_only) };
            }
            Generation::Legacy | Generation::Current if sure => doubt = Some((whole.len(), at)),
            _ if grouped || looks_like_the_rest(&piece, body) => doubt = Some((whole.len(), at)),
            _ => {}
        }
    }
    let behind = end_of_next_line(text, end).filter(|(rest, _)| body.len() + rest.len() == CURRENT);
    if let (None, Some((rest, end))) = (doubt, behind.filter(|_| whole.len() == body.len())) {
        whole.push_str(rest);
        doubt = Some((whole.len(), end));
    }
    match doubt {
        Some((length, end)) => {
            Joining::Doubtful { body: Zeroizing::new(whole.get(..length).unwrap_or_default().to_owned()), end }
        }
        None => Joining::Nothing,
    }
}

/// The last word of the line below, where no word it is: a chat puts the time and the sender before each message.
fn end_of_next_line(text: &str, at: usize) -> Option<(&str, usize)> {
    const LONGEST_LINE: usize = 300;
    let rest = text.get(at..)?.strip_prefix("\r\n").or_else(|| text.get(at..)?.strip_prefix('\n'))?;
    let start = text.len() - rest.len();
    let line = rest.lines().next().filter(|line| line.len() <= LONGEST_LINE)?.trim_end();
    let word = line.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().filter(|word| is_random(word))?;
    Some((word, start + line.len()))
}

fn parted_by(lines_only: bool) -> Repair {
    if lines_only { Repair::LineBreaks } else { Repair::Spaces }
}

/// Pieces of one length in a row, as somebody writes down what is to be read out: words are not that regular.
#[derive(Default)]
struct Groups {
    length: usize,
    count: usize,
}

impl Groups {
    /// Whether the piece is at least the third of its length, on one line.
    fn grow(&mut self, piece: &Behind<'_>) -> bool {
        let same = piece.text.len() == self.length && !piece.on_new_line;
        self.count = if same { self.count + 1 } else { 1 };
        self.length = piece.text.len();
        self.count >= 3
    }
}

struct Behind<'a> {
    text: &'a str,
    end: usize,
    on_new_line: bool,
    /// Nothing else stands on its line.
    alone: bool,
}

/// A last piece that chance could not have put there: random, or alone on its line and no word.
fn is_sure(piece: &Behind<'_>, lines_only: bool, whole_body: bool) -> bool {
    is_random(piece.text)
        || (lines_only && piece.alone && !is_word(piece.text))
        || (whole_body && piece.text.len() >= 24)
}

fn looks_like_the_rest(piece: &Behind<'_>, before: &str) -> bool {
    is_random(piece.text) && (piece.alone || !piece.on_new_line) && !before.is_empty()
}

/// The letters and digits behind a line end, however quoted, or behind one space.
fn piece_behind<'a>(text: &'a str, at: usize, prefix: Prefix) -> Option<Behind<'a>> {
    let rest = text.as_bytes().get(at..)?;
    let (skipped, on_new_line) = gap(rest)?;
    let start = at + skipped;
    let takes =
        |byte: &u8| byte.is_ascii_alphanumeric() || (prefix.kind == Kind::WebhookSecret && b"+/=".contains(byte));
    let length = text.as_bytes().get(start..)?.iter().take(LONGEST * 2).take_while(|byte| takes(byte)).count();
    let piece = text.get(start..start + length).filter(|piece| !piece.is_empty())?;
    let behind = text.get(start + length..).unwrap_or_default();
    // What goes on is a name, a label, an address or a key of its own.
    let mut next = behind.bytes();
    let own = match next.next() {
        Some(b'_' | b'@' | b':' | b'/') => true,
        Some(b'=') => !matches!(next.next(), None | Some(b'\n' | b'\r')),
        Some(b'.' | b'-') => next.next().is_some_and(|byte| byte.is_ascii_alphanumeric()),
        _ => behind.chars().next().is_some_and(char::is_alphanumeric),
    };
    if own {
        return None;
    }
    let line = behind.lines().next().unwrap_or_default();
    let line = line.get(..line.find('<').unwrap_or(line.len())).unwrap_or_default();
    let alone = on_new_line && !line.chars().take(80).any(char::is_alphanumeric);
    Some(Behind { text: piece, end: start + length, on_new_line, alone })
}

/// How many bytes part two pieces, and whether a line end is among them.
fn gap(rest: &[u8]) -> Option<(usize, bool)> {
    /// Blanks, quotation marks of mails, and the signs by which a line goes on.
    const LONGEST_GAP: usize = 64;
    let mut at = 0;
    let mut lines = 0;
    while let Some(&byte) = rest.get(at).filter(|_| at < LONGEST_GAP) {
        match byte {
            b' ' | b'\t' | b'\r' => {}
            b'\n' => lines += 1,
            b'=' | b'\\' | b'-' if ends_line(&rest[at + 1..]) => {}
            b'>' | b'|' if lines > 0 => {}
            _ => break,
        }
        at += 1;
    }
    let spaced = lines == 0 && rest.first() == Some(&b' ') && at == 1;
    ((1..=2).contains(&lines) || spaced).then_some((at, lines > 0))
}

fn ends_line(rest: &[u8]) -> bool {
    matches!(rest, [] | [b'\n', ..] | [b'\r', b'\n', ..])
}

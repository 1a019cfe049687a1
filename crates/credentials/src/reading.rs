//! Reading what stands at one place of a text: a credential, or what is left of one.

use std::ops::Range;

use zeroize::Zeroizing;

use crate::by_hand::{is_random, is_wording};
use crate::cleaning::Cleaned;
use crate::credential::{Credential, SHORTEST_BODY};
use crate::foreign::has_own_id_form;
use crate::hidden::{covering, is_hidden_mark};
use crate::joining::{self, Joining};
use crate::placeholder::is_placeholder;
use crate::prefix::{Change, FARTHEST, Prefix};
use crate::{Content, DamageCause, Flaw, Flawed, Generation, Kind, Mode, Repair};

/// What was read.
pub(crate) struct Piece {
    pub(crate) span: Range<usize>,
    /// Where reading goes on.
    pub(crate) end: usize,
    pub(crate) content: Content,
    /// What was done to make it whole.
    pub(crate) repair: Option<Repair>,
}

/// No credential is as long: Windows keeps 2,560 bytes at most.
const LONGEST_BODY: usize = 2048;

/// Characters behind a key that are no part of it, in a search that gave up on what stands there.
const GLANCE: usize = 160;

/// What stands around the word at `anchor`, and not before `from`.
pub(crate) fn piece_at(cleaned: &Cleaned<'_>, anchor: usize, from: usize) -> Option<Piece> {
    let bytes = cleaned.text().as_bytes();
    let first = anchor.saturating_sub(FARTHEST).max(from);
    for start in (first..=anchor).filter(|&start| begins_a_word(bytes, start)) {
        if let Some(prefix) = Prefix::of(&bytes[start..]) {
            return read(cleaned, start, prefix);
        }
    }
    for start in (first..=anchor).filter(|&start| begins_a_word(bytes, start)) {
        let damaged = read_changed(cleaned, start).or_else(|| read_misspelt(cleaned, start));
        if damaged.is_some() {
            return damaged;
        }
    }
    (first..=anchor).find_map(|start| read_grown_together(cleaned, start)).or_else(|| read_headless(cleaned, anchor))
}

/// Whether a credential can begin at `at`: behind nothing, behind what is no letter or digit, or behind an escape such as `\n`.
fn begins_a_word(bytes: &[u8], at: usize) -> bool {
    let before = |n: usize| at.checked_sub(n).and_then(|at| bytes.get(at)).copied();
    match (before(3), before(2), before(1)) {
        (_, _, None) => true,
        (_, _, Some(last)) if !last.is_ascii_alphanumeric() => true,
        (_, Some(b'\\'), Some(b'n' | b'r' | b't')) => true,
        (Some(b'%'), Some(high), Some(low)) => high.is_ascii_hexdigit() && low.is_ascii_hexdigit(),
        _ => false,
    }
}

/// Behind a prefix as Stripe writes it. Nothing where it is the beginning of a label, such as `sk_live_key:`.
fn read(cleaned: &Cleaned<'_>, start: usize, prefix: Prefix) -> Option<Piece> {
    let text = cleaned.text();
    let body_start = start + prefix.text.len();
    let end = body_end(text, body_start, prefix);
    let body = text.get(body_start..end).unwrap_or_default();
    let behind = text.get(end..).unwrap_or_default();
    let found = Beginning { cleaned, prefix, start };

    let generation = Generation::of(prefix.kind, body);
    let whole = body.len() >= SHORTEST_BODY && generation != Generation::Unknown;
    if let Some(hidden) = hidden(&found, body, behind, end, whole) {
        return Some(hidden);
    }
    if is_label(body, behind) {
        return None;
    }
    if is_placeholder(body) {
        return Some(found.flawed(end, Flaw::Placeholder));
    }
    if body.len() > LONGEST_BODY {
        return Some(found.flawed(end, Flaw::Damaged { cause: DamageCause::Broken }));
    }
    if let Some(damaged) = foreign_letter(&found, body_start, end, whole) {
        return Some(damaged);
    }
    if generation != Generation::Current {
        if let Some(length) = neighbours(prefix, body) {
            return Some(found.whole(body_start + length, end, Some(Repair::Neighbours)));
        }
        match joining::join(text, prefix, body, end) {
            Joining::Certain { body, end, parted_by } => return Some(found.joined(&body, end, parted_by)),
            Joining::Doubtful { body: more, end } if !whole || is_part(generation, body) => {
                let repaired = measured(prefix, &more);
                let flaw = Flaw::Damaged { cause: DamageCause::Broken };
                return Some(Piece { content: found.content(flaw, repaired), ..found.flawed(end, flaw) });
            }
            Joining::Doubtful { .. } | Joining::Nothing => {}
        }
    }
    if let Some(cause) = changed(prefix, body, behind).filter(|_| !whole || generation == Generation::Current) {
        return Some(found.flawed(end, Flaw::Damaged { cause }));
    }
    if body.len() < SHORTEST_BODY {
        return Some(found.flawed(end, Flaw::Truncated { found: prefix.kind, characters: body.len() }));
    }
    Some(found.whole(end, end, None))
}

/// The first line of an organization key: they are known to be longer than two lines of a mail.
fn is_part(generation: Generation, body: &str) -> bool {
    generation == Generation::Unmeasured && body.len() < 100
}

/// Where a credential begins, and as what.
struct Beginning<'a> {
    cleaned: &'a Cleaned<'a>,
    prefix: Prefix,
    start: usize,
}

impl Beginning<'_> {
    fn whole(&self, end: usize, goes_on: usize, repair: Option<Repair>) -> Piece {
        let value = self.cleaned.text().get(self.start..end).unwrap_or_default();
        let content = Content::Credential(Credential::new(self.prefix, value));
        Piece { span: self.start..end, end: goes_on, content, repair }
    }

    fn joined(&self, body: &str, end: usize, parted_by: Repair) -> Piece {
        let content = Content::Credential(credential(self.prefix, body));
        Piece { span: self.start..end, end, content, repair: Some(parted_by) }
    }

    fn flawed(&self, end: usize, flaw: Flaw) -> Piece {
        Piece { span: self.start..end, end, content: self.content(flaw, None), repair: None }
    }

    fn content(&self, flaw: Flaw, repaired: Option<Credential>) -> Content {
        Content::Flawed(Flawed { kind: Some(self.prefix.kind), mode: self.prefix.mode, flaw, repaired })
    }
}

fn credential(prefix: Prefix, body: &str) -> Credential {
    Credential::new(prefix, &Zeroizing::new(format!("{}{body}", prefix.text)))
}

/// The credential that the body makes, where it has a length that Stripe's have.
fn measured(prefix: Prefix, body: &str) -> Option<Credential> {
    let known =
        matches!(Generation::of(prefix.kind, body), Generation::Legacy | Generation::Middle | Generation::Current);
    (known && !is_placeholder(body)).then(|| credential(prefix, body))
}

fn body_end(text: &str, from: usize, prefix: Prefix) -> usize {
    let bytes = text.as_bytes();
    let mut end = from + bytes[from..].iter().take_while(|&&byte| prefix.takes(byte)).count();
    let glance = end.min(from + LONGEST_BODY);
    if let Some(next) = Prefix::next_in(&bytes[from..glance], SHORTEST_BODY) {
        end = from + next;
    }
    // Markdown writes _key_ for italics; no credential ends so.
    while end > from && bytes[end - 1] == b'_' {
        end -= 1;
    }
    if prefix.kind == Kind::WebhookSecret {
        end += bytes[end..].iter().take(2).take_while(|&&byte| byte == b'=').count();
    }
    end
}

fn hidden(found: &Beginning<'_>, body: &str, behind: &str, end: usize, whole: bool) -> Option<Piece> {
    /// `sk_live_[hidden]`, `sk_live_<your key>`.
    const BRACKETS: [char; 6] = ['<', '[', '{', '(', '$', '%'];
    let blanks = behind.len() - behind.trim_start_matches(' ').len();
    let dots = match covering(behind) {
        0 if body.len() < SHORTEST_BODY && (1..=2).contains(&blanks) => {
            let dots = covering(behind.trim_start_matches(' '));
            if dots > 0 { blanks + dots } else { 0 }
        }
        dots => dots,
    };
    // The middle was left out: sk_live_51Ab[...]9xYz.
    let left_out = behind.strip_prefix(['[', '(']).map_or(0, covering);
    if left_out > 0 && !body.is_empty() && !whole {
        return Some(found.flawed(end + 1 + left_out, Flaw::HiddenForm));
    }
    if body.is_empty() && behind.bytes().take_while(|&byte| byte == b'_').count() >= 2 {
        return Some(found.flawed(end, Flaw::Placeholder));
    }
    if dots > 0 {
        let after = behind.get(dots..).unwrap_or_default();
        let after = if blanks > 0 { after.trim_start_matches(' ') } else { after };
        let tail = after.bytes().take(8).take_while(u8::is_ascii_alphanumeric).count();
        let only_dots = behind.get(..dots).unwrap_or_default().trim().chars().all(|c| matches!(c, '.' | '\u{2026}'));
        if only_dots && (body.is_empty() && tail == 0 || !body.is_empty() && is_placeholder(body)) {
            return Some(found.flawed(end + dots + tail, Flaw::Placeholder));
        }
        // Three dots behind a key of a known length are the end of a sentence.
        if tail > 0 || !whole {
            return Some(found.flawed(end + dots + tail, Flaw::HiddenForm));
        }
    }
    let bracketed = body.is_empty() && behind.starts_with(BRACKETS);
    bracketed.then(|| {
        let inside = behind.get(1..).unwrap_or_default();
        found.flawed(end, if is_hidden_mark(inside) { Flaw::HiddenForm } else { Flaw::Placeholder })
    })
}

/// `sk_live_key: …`, `"pk_test_value" = …`: the name of a row, not what is in it.
fn is_label(body: &str, behind: &str) -> bool {
    let behind = behind.trim_start_matches(['"', '\'', '`', ' ', '\t', ']', ')']);
    body.len() < SHORTEST_BODY && is_wording(body) && behind.starts_with([':', '=']) && behind.len() > 1
}

/// A letter of another alphabet inside. Behind a credential of a known length it is prose.
fn foreign_letter(found: &Beginning<'_>, body_start: usize, end: usize, whole: bool) -> Option<Piece> {
    let (cleaned, text) = (found.cleaned, found.cleaned.text());
    let flaw = Flaw::Damaged { cause: DamageCause::ForeignLetter };
    if let Some(at) = cleaned.first_foreign(&(found.start..end)) {
        let before = text.get(body_start.min(at)..at).unwrap_or_default();
        if at > body_start && measured(found.prefix, before).is_some() {
            return Some(found.whole(at, end, None));
        }
        let repaired = measured(found.prefix, text.get(body_start..end).unwrap_or_default());
        return Some(Piece { content: found.content(flaw, repaired), ..found.flawed(end, flaw) });
    }
    let behind = text.get(end..).unwrap_or_default().chars().next();
    (!whole && behind.is_some_and(|c| !c.is_ascii() && c.is_alphanumeric())).then(|| found.flawed(end, flaw))
}

/// What was changed in the middle of a body, or in all of it.
fn changed(prefix: Prefix, body: &str, behind: &str) -> Option<DamageCause> {
    let mut next = behind.chars();
    let stranger = next.next().filter(|_| runs_on(next.as_str()));
    match stranger {
        Some('-' | '.' | '/' | '+' | '~' | '|') => return Some(DamageCause::Separator),
        Some(c) if c == '?' || !c.is_ascii() && !c.is_whitespace() => return Some(DamageCause::ForeignLetter),
        _ => {}
    }
    if prefix.kind == Kind::WebhookSecret {
        return body.contains('_').then_some(DamageCause::Separator);
    }
    // Chance makes 99 characters without a capital, or without a small letter, never.
    let beyond_hex = |byte: &u8| matches!(byte.to_ascii_lowercase(), b'g'..=b'z');
    let one_case =
        !body.bytes().any(|byte| byte.is_ascii_uppercase()) || !body.bytes().any(|byte| byte.is_ascii_lowercase());
    let long = body.len() == 99 && body.bytes().filter(beyond_hex).count() > 20;
    (long && one_case).then_some(DamageCause::LetterCase)
}

/// Where a credential ends that the next cell of a table grew on to: the label of another row, or a date.
fn neighbours(prefix: Prefix, body: &str) -> Option<usize> {
    const CURRENT: usize = 99;
    const LABELS: [&str; 26] = [
        "Secret",
        "Publishable",
        "Restricted",
        "Standard",
        "Reveal",
        "Live",
        "Test",
        "Never",
        "Created",
        "Last",
        "Name",
        "Token",
        "Jan",
        "Feb",
        "Mar",
        "Apr",
        "May",
        "Jun",
        "Jul",
        "Aug",
        "Sep",
        "Oct",
        "Nov",
        "Dec",
        "Copy",
        "Clave",
    ];
    let own = matches!(prefix.kind, Kind::Publishable | Kind::Secret | Kind::Restricted);
    let grown = body.get(CURRENT..)?;
    (own && body.starts_with('5') && LABELS.iter().any(|label| grown.starts_with(label))).then_some(CURRENT)
}

/// Whether more of a key follows: at least six characters that no word has.
fn runs_on(text: &str) -> bool {
    is_random(text.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default())
}

/// Behind a prefix whose letter case or separators were changed.
fn read_changed(cleaned: &Cleaned<'_>, start: usize) -> Option<Piece> {
    let text = cleaned.text();
    let (prefix, length, change) = Prefix::of_changed(text.as_bytes().get(start..)?)?;
    let cause = match change {
        Change::LetterCase => DamageCause::LetterCase,
        Change::Separator => DamageCause::Separator,
    };
    read_behind(cleaned, start, start + length, prefix, cause)
}

/// Behind a prefix whose word for the mode has one letter too many, too few, or another: `sk_ilve_`.
fn read_misspelt(cleaned: &Cleaned<'_>, start: usize) -> Option<Piece> {
    let rest = cleaned.text().get(start..)?;
    let (letters, rest) = rest.split_at_checked(3)?;
    let kind = match letters {
        "sk_" => Kind::Secret,
        "pk_" => Kind::Publishable,
        "rk_" => Kind::Restricted,
        _ => return None,
    };
    let word = rest.get(..rest.bytes().take(7).position(|byte| byte == b'_')?)?;
    let close = |mode: &Mode| strsim::osa_distance(&word.to_ascii_lowercase(), mode.as_str()) == 1;
    let mode = [Mode::Live, Mode::Test].into_iter().find(close)?;
    let prefix = Prefix::of(format!("{letters}{}_", mode.as_str()).as_bytes()).filter(|prefix| prefix.kind == kind)?;
    read_behind(cleaned, start, start + letters.len() + word.len() + 1, prefix, DamageCause::Beginning)
}

/// Fewer letters behind something like `sk live` are prose.
const FEWEST: usize = 16;

fn read_behind(cleaned: &Cleaned<'_>, start: usize, from: usize, prefix: Prefix, cause: DamageCause) -> Option<Piece> {
    let text = cleaned.text();
    let body = run(text, from);
    if body.len() < FEWEST || is_wording(body) {
        return None;
    }
    let found = Beginning { cleaned, prefix, start };
    let end = from + body.len();
    let cause = if cleaned.first_foreign(&(start..end)).is_some() { DamageCause::ForeignLetter } else { cause };
    // Where the letter case of everything was changed, nothing can be put right.
    let mixed =
        body.bytes().any(|byte| byte.is_ascii_lowercase()) && body.bytes().any(|byte| byte.is_ascii_uppercase());
    let repaired = measured(prefix, body).filter(|_| mixed);
    let flaw = if is_placeholder(body) { Flaw::Placeholder } else { Flaw::Damaged { cause } };
    let repaired = repaired.filter(|_| flaw != Flaw::Placeholder);
    Some(Piece { content: found.content(flaw, repaired), ..found.flawed(end, flaw) })
}

/// A prefix in the middle of a word, behind the text of a neighbouring cell: only where what follows has a length that Stripe's keys
/// have and is no wording, since `risk_test_results` is a word.
fn read_grown_together(cleaned: &Cleaned<'_>, start: usize) -> Option<Piece> {
    let text = cleaned.text();
    let bytes = text.as_bytes();
    let prefix = Prefix::of(bytes.get(start..)?)?;
    let body_start = start + prefix.text.len();
    let body = run(text, body_start);
    let length = neighbours(prefix, body).unwrap_or(body.len());
    let body = body.get(..length)?;
    let certain = match Generation::of(prefix.kind, body) {
        Generation::Current => prefix.kind != Kind::WebhookSecret && body.starts_with('5') || is_random(body),
        Generation::Middle | Generation::Legacy => is_random(body),
        Generation::Unmeasured | Generation::Unknown => false,
    };
    let found = Beginning { cleaned, prefix, start };
    let end = body_start + length;
    (certain && !is_placeholder(body)).then(|| found.whole(end, end, Some(Repair::Neighbours)))
}

/// `live_51…`, `k_live_51…`: the first letters were not selected, or are others.
fn read_headless(cleaned: &Cleaned<'_>, anchor: usize) -> Option<Piece> {
    /// Mollie's keys are `live_` or `test_` and this many characters.
    const MOLLIE: usize = 30;
    let text = cleaned.text();
    let mode = match text.get(anchor..anchor + 5)? {
        "live_" => Mode::Live,
        "test_" => Mode::Test,
        _ => return None,
    };
    let head_start =
        text.get(..anchor)?.bytes().rev().take(4).take_while(|&b| b.is_ascii_alphanumeric() || b == b'_').count();
    let head = text.get(anchor - head_start..anchor)?;
    let letters = head.strip_suffix('_').unwrap_or(head);
    let lost =
        letters.is_empty() || letters.len() <= 2 && (letters.contains('k') || ["s", "p", "r"].contains(&letters));
    let body = run(text, anchor + 5);
    let fits = lost && body.len() >= 20 && body.len() != MOLLIE && is_random(body) && !has_own_id_form(head);
    fits.then(|| {
        let start = anchor - head_start;
        let flaw = Flaw::Damaged { cause: DamageCause::Beginning };
        let content = Content::Flawed(Flawed { kind: None, mode: Some(mode), flaw, repaired: None });
        let end = anchor + 5 + body.len();
        Piece { span: start..end, end, content, repair: None }
    })
}

/// The letters and digits from `from` on, as far as a glance goes.
fn run(text: &str, from: usize) -> &str {
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    let length = rest.iter().take(LONGEST_BODY.min(GLANCE * 4)).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    text.get(from..from + length).unwrap_or_default()
}

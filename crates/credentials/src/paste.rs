//! Finding every credential in what a person pasted.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::cleaning::Cleaned;
use crate::credential::{Credential, SHORTEST_BODY};
use crate::foreign;
use crate::placeholder::is_placeholder;
use crate::prefix::Prefix;
use crate::{Fingerprint, Generation, Kind, Mode, Problem, Repair};

/// What a text holds, in the order in which it stands there.
pub struct Paste {
    found: Vec<Found>,
    nothing: Option<Problem>,
}

impl Paste {
    /// Everything that has a prefix of Stripe's.
    pub fn found(&self) -> &[Found] {
        &self.found
    }

    /// The whole credentials among it, each value once, with their place in [`Paste::found`].
    pub fn credentials(&self) -> impl Iterator<Item = (usize, &Credential)> {
        self.found.iter().enumerate().filter_map(|(n, found)| match &found.content {
            Content::Credential(credential) => Some((n, credential)),
            Content::Flawed { .. } => None,
        })
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

/// What stood at a place.
pub enum Content {
    /// A whole credential.
    Credential(Credential),
    /// Something that would be one.
    Flawed {
        /// The kind that its prefix names.
        kind: Kind,
        /// The mode that its prefix names.
        mode: Option<Mode>,
        /// What is wrong with it.
        flaw: Flaw,
    },
}

/// Why something with a prefix is not a credential.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Flaw {
    /// Shortened for showing.
    HiddenForm,
    /// Cut off.
    Truncated {
        /// Characters behind the prefix.
        characters: usize,
    },
    /// Changed on its way.
    Damaged,
    /// A stand-in from instructions.
    Placeholder,
}

/// Reads a text of any length in one pass. Nothing of the text is kept but the values of the credentials found.
pub fn parse(text: &str) -> Paste {
    let cleaned = Cleaned::of(text);
    let bytes = cleaned.text().as_bytes();
    let mut found: Vec<Found> = Vec::new();
    let mut known = BTreeMap::new();
    let mut at = 0;
    while at < bytes.len() {
        let Some(piece) = piece_at(cleaned.text(), at) else {
            at += 1;
            continue;
        };
        at = piece.end.max(at + 1);
        add(&mut found, &mut known, &cleaned, piece);
    }
    let nothing = found.is_empty().then(|| foreign::name(cleaned.text()));
    Paste { found, nothing }
}

struct Piece {
    span: Range<usize>,
    /// Where reading goes on.
    end: usize,
    content: Content,
}

fn add(found: &mut Vec<Found>, known: &mut BTreeMap<Fingerprint, usize>, cleaned: &Cleaned, piece: Piece) {
    if let Content::Credential(new) = &piece.content {
        let first = *known.entry(new.fingerprint()).or_insert(found.len());
        if let Some(earlier) = found.get_mut(first) {
            if !earlier.repairs.contains(&Repair::Repeated) {
                earlier.repairs.push(Repair::Repeated);
            }
            return;
        }
    }
    let repairs = repairs(cleaned, &piece.span);
    found.push(Found { span: cleaned.original(&piece.span), content: piece.content, repairs });
}

/// What stands at `at`, if a credential can begin there.
fn piece_at(text: &str, at: usize) -> Option<Piece> {
    let bytes = text.as_bytes();
    let rest = bytes.get(at..)?;
    if !matches!(rest.first()?.to_ascii_lowercase(), b's' | b'p' | b'r' | b'w') {
        return None;
    }
    let before = at.checked_sub(1).map(|before| bytes[before]);
    if before.is_some_and(|before| before.is_ascii_alphanumeric()) {
        return None;
    }
    match Prefix::of(rest) {
        Some(prefix) => Some(read(text, at, prefix)),
        None => read_damaged(rest, at),
    }
}

/// Behind a prefix as Stripe writes it.
fn read(text: &str, start: usize, prefix: Prefix) -> Piece {
    let bytes = text.as_bytes();
    let body_start = start + prefix.text.len();
    let mut end = body_start + bytes[body_start..].iter().take_while(|&&byte| prefix.takes(byte)).count();
    // Markdown writes _key_ for italics; no key ends so.
    while prefix.kind != Kind::WebhookSecret && end > body_start && bytes[end - 1] == b'_' {
        end -= 1;
    }
    let body = text.get(body_start..end).unwrap_or_default();
    let value = text.get(start..end).unwrap_or_default();
    let behind = text.get(end..).unwrap_or_default();
    let flawed = |flaw, end| Piece {
        span: start..end,
        end,
        content: Content::Flawed { kind: prefix.kind, mode: prefix.mode, flaw },
    };

    let measured = || Credential::new(prefix, value).generation() != Generation::Unknown;
    let whole = body.len() >= SHORTEST_BODY && measured();

    let dots = covering(behind);
    if dots > 0 {
        let after = behind.get(dots..).unwrap_or_default();
        let tail = after.bytes().take_while(u8::is_ascii_alphanumeric).count();
        if body.is_empty() && tail == 0 {
            return flawed(Flaw::Placeholder, end + dots);
        }
        // Three dots behind a key of a known length are the end of a sentence.
        if tail > 0 || !whole {
            return flawed(Flaw::HiddenForm, end + dots + tail);
        }
    }
    if is_placeholder(body) {
        return flawed(Flaw::Placeholder, end);
    }
    // A letter of another alphabet right behind a key of no known length stands inside of it; behind a known length it is prose.
    if behind.chars().next().is_some_and(|c| !c.is_ascii() && c.is_alphanumeric()) && !whole {
        return flawed(Flaw::Damaged, end);
    }
    if body.len() < SHORTEST_BODY {
        return flawed(Flaw::Truncated { characters: body.len() }, end);
    }
    Piece { span: start..end, end, content: Content::Credential(Credential::new(prefix, value)) }
}

/// Behind a prefix whose letters or separators were changed.
fn read_damaged(rest: &[u8], start: usize) -> Option<Piece> {
    /// Fewer letters behind something like `sk live` are prose.
    const FEWEST: usize = 16;
    let (prefix, length) = Prefix::of_damaged(rest)?;
    let body = rest[length..].iter().take_while(|&&byte| prefix.takes(byte)).count();
    (body >= FEWEST).then(|| Piece {
        span: start..start + length + body,
        end: start + length + body,
        content: Content::Flawed { kind: prefix.kind, mode: prefix.mode, flaw: Flaw::Damaged },
    })
}

/// How many bytes of `text` are dots, stars or bullets that stand for hidden characters.
fn covering(text: &str) -> usize {
    let covers = |c: char| matches!(c, '*' | '•' | '●' | '…' | '·');
    let length = text.chars().take_while(|&c| covers(c) || c == '.').map(char::len_utf8).sum();
    let run = text.get(..length).unwrap_or_default();
    if run.contains(covers) || run.len() >= 3 { length } else { 0 }
}

fn repairs(cleaned: &Cleaned, span: &Range<usize>) -> Vec<Repair> {
    let text = cleaned.text();
    let (before, behind) = (text.get(..span.start).unwrap_or_default(), text.get(span.end..).unwrap_or_default());
    let mut repairs = Vec::new();
    // Around a text that is nothing but the credential; elsewhere white space is what separates it from the rest.
    if before.trim().is_empty() && behind.trim().is_empty() {
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
    if cleaned.lost_something(span) {
        repairs.push(Repair::InvisibleCharacters);
    }
    repairs
}

#[cfg(test)]
mod tests {
    use keycourier_testkit::keys;
    use secrecy::ExposeSecret;

    use super::*;

    fn values(text: &str) -> Vec<String> {
        // EXPOSE: made-up values, compared with what went in.
        parse(text).credentials().map(|(_, key)| key.value().expose_secret().to_owned()).collect()
    }

    #[test]
    fn every_form_that_stripe_gives_out_is_a_credential() {
        let live = keys::current("sk_live_", keys::ACCOUNT, 1);
        let cases = [
            (live.clone(), Kind::Secret, Some(Mode::Live), Generation::Current),
            (keys::current("rk_test_", keys::ACCOUNT, 2), Kind::Restricted, Some(Mode::Test), Generation::Current),
            (keys::legacy("sk_test_", 3), Kind::Secret, Some(Mode::Test), Generation::Legacy),
            (keys::middle("pk_live_", 4), Kind::Publishable, Some(Mode::Live), Generation::Middle),
            (keys::organization("live", 5), Kind::Organization, Some(Mode::Live), Generation::Unmeasured),
            (keys::webhook_secret(6), Kind::WebhookSecret, None, Generation::Current),
            (format!("sk_live_{}", keys::filler(57, 7)), Kind::Secret, Some(Mode::Live), Generation::Unknown),
        ];
        for (value, kind, mode, generation) in cases {
            let paste = parse(&value);
            let (_, key) = paste.credentials().next().expect("it has one of Stripe's forms");
            assert_eq!((key.kind(), key.mode(), key.generation()), (kind, mode, generation), "{}", key.mask());
            assert!(value.ends_with(key.mask().last_four()), "the mask shows the last four");
        }
        let paste = parse(&live);
        let account = paste.credentials().next().and_then(|(_, key)| key.account().account().cloned());
        assert_eq!(account.map(String::from), Some(format!("acct_{}", keys::ACCOUNT)), "it carries its account");
    }

    #[test]
    fn the_two_lines_of_a_text_file_are_two_credentials() {
        let (pk, sk) = (keys::middle("pk_live_", 1), keys::current("sk_live_", keys::ACCOUNT, 2));
        for text in [
            format!("{pk}\n{sk}\n"),
            format!("{pk}\r\n{sk}"),
            format!("Publishable key: {pk}\nSecret key: {sk}"),
            format!("STRIPE_PK={pk}\nSTRIPE_SK=\"{sk}\""),
            format!("> pk\t{pk}\n> sk\t{sk},"),
            format!("\u{FEFF}{pk}\u{A0}\u{200B}{sk}"),
            format!("{{\"pk\":\"{pk}\",\"sk\":\"{sk}\"}}"),
            format!("The first is {pk}. The second is {sk}..."),
        ] {
            assert_eq!(values(&text), [pk.as_str(), sk.as_str()], "both are found, whatever stands around them");
        }
    }

    #[test]
    fn what_has_a_prefix_but_is_no_credential_has_a_flaw() {
        let body = keys::filler(99, 9);
        let cut = keys::filler(20, 9);
        let cases = [
            ("sk_live_...EVqc".to_owned(), Flaw::HiddenForm),
            ("sk_live_51Ab\u{2022}\u{2022}\u{2022}\u{2022}EVqc".to_owned(), Flaw::HiddenForm),
            ("rk_test_********1234".to_owned(), Flaw::HiddenForm),
            ("sk_test_...".to_owned(), Flaw::Placeholder),
            ("sk_test_your_key_here".to_owned(), Flaw::Placeholder),
            (format!("pk_test_{}", "x".repeat(24)), Flaw::Placeholder),
            (format!("sk_live_{cut}"), Flaw::Truncated { characters: 20 }),
            (format!("SK_LIVE_{body}"), Flaw::Damaged),
            (format!("sk-live-{body}"), Flaw::Damaged),
            (format!("sk_live_{}\u{441}{body}", keys::filler(30, 1)), Flaw::Damaged),
        ];
        for (text, expected) in cases {
            let paste = parse(&text);
            let flaw = paste.found().first().map(|found| match found.content {
                Content::Flawed { flaw, .. } => Some(flaw),
                Content::Credential(_) => None,
            });
            assert_eq!(flaw, Some(Some(expected)), "{}", text.get(..12).unwrap_or(&text));
        }
    }

    #[test]
    fn the_same_credential_twice_is_one_and_said() {
        let key = keys::legacy("sk_test_", 5);
        let paste = parse(&format!("{key}\n{key}\n{key}"));
        assert_eq!(paste.found().len(), 1, "the same value is one credential");
        assert_eq!(paste.found()[0].repairs, [Repair::Repeated], "that it stood there again is said once");
    }

    #[test]
    fn a_mask_is_never_a_credential() {
        let key = keys::current("sk_live_", keys::ACCOUNT, 3);
        let mask = parse(&key).credentials().next().map(|(_, key)| key.mask().to_string()).expect("a good key");
        assert_eq!(parse(&mask).credentials().count(), 0, "a masked value can never be stored");
    }

    #[test]
    fn spans_point_into_the_text_that_was_pasted() {
        let key = keys::legacy("pk_live_", 8);
        let (head, tail) = key.split_at(12);
        let text = format!("\u{201C}{head}\u{200B}{tail}\u{201D}");
        let paste = parse(&text);
        let found = &paste.found()[0];
        assert_eq!(
            text.get(found.span.clone()).map(|s| s.replace('\u{200B}', "")),
            Some(key),
            "the span is the original's"
        );
        assert_eq!(found.repairs, [Repair::Quotes, Repair::InvisibleCharacters], "both repairs are said");
    }
}

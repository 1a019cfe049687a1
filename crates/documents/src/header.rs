//! What the header of an age file says about who can open it (<https://c2sp.org/age>), read strictly before any key is tried.
//!
//! The age library takes headers of early versions that the specification no longer allows, and reads a header again from its start
//! with each line that it gets; both end here.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use crate::mail_repair::AGE_BINARY;

/// More recipients than anybody has; a file with more only costs time.
const MOST_STANZAS: usize = 20;
/// More than twenty recipients of any class need. Keeps the library's repeated reading of a header cheap.
const LARGEST_HEADER: usize = 64 << 10;
/// Columns of a stanza's body.
const WIDTH: usize = 64;
/// The header's MAC: 32 bytes.
const MAC: usize = 32;
/// The class of recipients that this version knows by name and does not take.
const HYBRID: &[u8] = b"mlkem768x25519";

/// Who a file is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Audience {
    /// Holders of an X25519 identity.
    Keys,
    /// Whoever knows the passphrase.
    Passphrase,
    /// Only recipients of classes that this version does not know, more of them than fit, or another version of the format.
    Unsupported,
    /// Nobody: the header breaks the specification, so it was changed on its way.
    Broken,
}

/// Who a file from outside is for, within the bounds of one.
pub(crate) fn audience(file: &[u8]) -> Audience {
    match Header::read(file) {
        Some(header) if header.classes.len() <= MOST_STANZAS && header.length <= LARGEST_HEADER => header.audience(),
        None if file.starts_with(AGE_BINARY) => Audience::Broken,
        Some(_) | None => Audience::Unsupported,
    }
}

/// A header that keeps to the specification.
pub(crate) struct Header<'a> {
    /// The first word of each stanza.
    classes: Vec<&'a [u8]>,
    /// Its bytes, up to the end of the line with the MAC.
    length: usize,
}

impl<'a> Header<'a> {
    /// None where anything in it is not as the specification has it. Costs one pass.
    pub(crate) fn read(file: &'a [u8]) -> Option<Self> {
        let mut rest = file.strip_prefix(AGE_BINARY)?;
        let mut classes = Vec::new();
        loop {
            let line = next_line(&mut rest)?;
            if let Some(mac) = line.strip_prefix(b"--- ") {
                let is_mac = decoded(mac).is_some_and(|mac| mac.len() == MAC);
                let length = file.len() - rest.len();
                return (is_mac && !classes.is_empty()).then_some(Self { classes, length });
            }
            let words = line.strip_prefix(b"-> ")?;
            let is_word = |word: &[u8]| !word.is_empty() && word.iter().all(u8::is_ascii_graphic);
            if !words.split(|&byte| byte == b' ').all(is_word) {
                return None;
            }
            classes.extend(words.split(|&byte| byte == b' ').next());
            // A line shorter than the width, if need be an empty one, ends a body.
            loop {
                let body = next_line(&mut rest)?;
                decoded(body)?;
                match body.len() {
                    WIDTH => {}
                    length if length < WIDTH => break,
                    _ => return None,
                }
            }
        }
    }

    pub(crate) fn audience(&self) -> Audience {
        let has = |class: &[u8]| self.classes.contains(&class);
        if has(b"scrypt") {
            // Whoever could open it without the passphrase would make the passphrase pointless.
            return if self.classes.len() == 1 { Audience::Passphrase } else { Audience::Unsupported };
        }
        if has(HYBRID) || !has(b"X25519") { Audience::Unsupported } else { Audience::Keys }
    }

    /// Whether it names a class of recipients that this version knows by name and does not take, or mixes what must not be mixed.
    pub(crate) fn is_refused(&self) -> bool {
        let has = |class: &[u8]| self.classes.contains(&class);
        has(HYBRID) || (has(b"scrypt") && self.classes.len() > 1)
    }
}

fn next_line<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let end = rest.iter().position(|&byte| byte == b'\n')?;
    let (line, after) = rest.split_at(end);
    *rest = after.get(1..).unwrap_or_default();
    Some(line)
}

/// Canonical base64 without padding.
fn decoded(text: &[u8]) -> Option<Vec<u8>> {
    STANDARD_NO_PAD.decode(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_stanzas(stanzas: &str) -> Vec<u8> {
        format!("age-encryption.org/v1\n{stanzas}--- {}\n", "A".repeat(43)).into_bytes()
    }

    #[test]
    fn a_header_says_who_it_is_for() {
        let full = format!("-> X25519 A\n{}\n\n", "A".repeat(64));
        let many = "-> X25519 A\nAAAA\n".repeat(MOST_STANZAS);
        let cases = [
            ("keys", "-> X25519 A\nAAAA\n", Audience::Keys),
            ("a body that fills its line", full.as_str(), Audience::Keys),
            ("twenty", many.as_str(), Audience::Keys),
            ("keys and something new", "-> x-new a b\n\n-> X25519 A\nAAAA\n", Audience::Keys),
            ("a passphrase", "-> scrypt A 18\nAAAA\n", Audience::Passphrase),
            ("a passphrase and a key", "-> scrypt A 18\nAAAA\n-> X25519 A\nAAAA\n", Audience::Unsupported),
            ("a key and a passphrase", "-> X25519 A\nAAAA\n-> scrypt A 18\nAAAA\n", Audience::Unsupported),
            ("only something new", "-> x-new A\nAAAA\n", Audience::Unsupported),
            ("keys and hybrid keys", "-> X25519 A\nAAAA\n-> mlkem768x25519 A\nAAAA\n", Audience::Unsupported),
        ];
        for (what, stanzas, expected) in cases {
            assert_eq!(audience(&with_stanzas(stanzas)), expected, "{what}");
        }
        let too_many = format!("{many}-> X25519 A\nAAAA\n");
        assert_eq!(audience(&with_stanzas(&too_many)), Audience::Unsupported, "one more than anybody has");
        let long = format!("-> X25519 A\nAAAA\n-> x {}\n\n", "a".repeat(LARGEST_HEADER));
        assert_eq!(audience(&with_stanzas(&long)), Audience::Unsupported, "longer than any header is");
    }

    #[test]
    fn what_the_specification_does_not_allow_is_no_header() {
        let cases = [
            ("no stanza", ""),
            ("a full line that ends a body", &format!("-> X25519 A\n{}\n", "A".repeat(64))),
            ("no body", "-> X25519 A\n"),
            ("a line too long", &format!("-> X25519 A\n{}\n", "A".repeat(68))),
            ("two short lines", "-> X25519 A\nAAAA\nAAAA\n"),
            ("padding", "-> X25519 A\nAA==\n"),
            ("bits left over", "-> X25519 A\nAB\n"),
            ("a carriage return", "-> X25519 A\r\nAAAA\r\n"),
            ("an empty argument", "-> X25519  A\nAAAA\n"),
            ("a letter that is none", "-> X25519 \u{e9}\nAAAA\n"),
            ("no class", "-> \nAAAA\n"),
        ];
        for (what, stanzas) in cases {
            assert!(Header::read(&with_stanzas(stanzas)).is_none(), "{what}");
            assert_eq!(audience(&with_stanzas(stanzas)), Audience::Broken, "{what}: changed on its way");
        }
        let short = "age-encryption.org/v1\n-> X25519 A\nAAAA\n--- AAAA\n";
        assert!(Header::read(short.as_bytes()).is_none(), "a MAC has 32 bytes");
        assert_eq!(audience(b"age-encryption.org/v2\n"), Audience::Unsupported, "a version to come");
    }
}

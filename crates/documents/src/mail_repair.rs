//! Undoing what mail programs and ticket systems do to armored text. What comes out goes to the strict readers, which are never
//! loosened.

use std::borrow::Cow;

use keycourier_credentials::decode;
use zeroize::Zeroizing;

pub(crate) const AGE_BINARY: &[u8] = b"age-encryption.org/v1\n";
pub(crate) const AGE_BEGIN: &str = "-----BEGIN AGE ENCRYPTED FILE-----";
const AGE_END: &str = "-----END AGE ENCRYPTED FILE-----";
const WIDTH: usize = 64;

/// The text of a file, whatever Notepad or a mail program wrote it in, with the few escapes of HTML that touch armor undone.
pub(crate) fn text(bytes: &[u8]) -> Zeroizing<String> {
    let text = decode(bytes);
    if text.contains('&') {
        let unescaped = text.replace("&#43;", "+").replace("&#x2B;", "+").replace("&#61;", "=").replace("&gt;", ">");
        return Zeroizing::new(unescaped.replace("&nbsp;", " "));
    }
    text
}

/// What came of a file that should be encrypted with age.
#[derive(Debug, Eq, PartialEq)]
pub(crate) enum AgeText<'a> {
    /// Binary, or armor without a fault: untouched.
    AsItCame(&'a [u8]),
    /// Armor put together again.
    Repaired(Vec<u8>),
    /// Armor that begins and never ends.
    CutOff,
    /// Nothing of age's in it.
    None,
}

/// Finds the armor in a text and puts it into the one form that age reads.
pub(crate) fn age_armor(bytes: &[u8]) -> AgeText<'_> {
    if bytes.starts_with(AGE_BINARY) || is_strict(bytes) {
        return AgeText::AsItCame(bytes);
    }
    let text = text(bytes);
    let Some((_, rest)) = text.split_once(AGE_BEGIN) else {
        return AgeText::None;
    };
    let Some((body, _)) = rest.split_once(AGE_END) else {
        return AgeText::CutOff;
    };
    let base64 = base64_of(body);
    let mut armor = format!("{AGE_BEGIN}\n");
    for line in base64.as_bytes().chunks(WIDTH) {
        armor.push_str(&String::from_utf8_lossy(line));
        armor.push('\n');
    }
    armor.push_str(AGE_END);
    armor.push('\n');
    AgeText::Repaired(armor.into_bytes())
}

/// The body of an armor without white space and without the quote marks at the start of its lines. Everything else stays, for the
/// strict reader to refuse.
pub(crate) fn base64_of(body: &str) -> String {
    let unquoted = |line: &str| -> Cow<'static, str> {
        let line = line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '>' | '|'));
        Cow::Owned(
            line.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{200B}' | '\u{FEFF}' | '\u{AD}')).collect(),
        )
    };
    body.lines().map(unquoted).collect()
}

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
    body.split(|&byte| byte == b'\n')
        .enumerate()
        .all(|(n, line)| if n == last { (1..=WIDTH).contains(&line.len()) } else { line.len() == WIDTH })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn armor_is_put_together_again_after_what_mail_does_to_it() {
        let clean = format!("{AGE_BEGIN}\n{}\nQUJD\n{AGE_END}\n", "QUJD".repeat(16));
        let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(clean.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let cases = [
            ("CRLF", clean.replace('\n', "\r\n").into_bytes()),
            ("quoted", clean.lines().map(|line| format!("> {line}\n")).collect::<String>().into_bytes()),
            ("blanks at line ends", clean.replace('\n', " \u{A0}\n").into_bytes()),
            ("wrapped anew", clean.replace(&"QUJD".repeat(16), &"QUJDQUJDQUJDQUJD\n".repeat(4)).into_bytes()),
            ("text around it", format!("Hello,\n\nhere it is:\n{clean}\nRegards").into_bytes()),
            ("UTF-8 mark", format!("\u{FEFF}{clean}").into_bytes()),
            ("UTF-16", utf16),
            ("no last line feed", clean.trim_end().as_bytes().to_vec()),
        ];
        for (what, mangled) in cases {
            assert_eq!(age_armor(&mangled), AgeText::Repaired(clean.clone().into_bytes()), "{what}");
        }
        assert_eq!(age_armor(clean.as_bytes()), AgeText::AsItCame(clean.as_bytes()), "good armor is not touched");
        let cut = clean.replace(AGE_END, "");
        assert_eq!(age_armor(cut.as_bytes()), AgeText::CutOff, "the end is missing");
        assert_eq!(age_armor(b"Hello"), AgeText::None, "nothing of age's");
    }
}

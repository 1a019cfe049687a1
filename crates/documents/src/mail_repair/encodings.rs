//! The text of a file, whatever it was written or carried in.

use keycourier_credentials::decode;
use zeroize::Zeroizing;

/// The text of a file: UTF-8 or UTF-16 with or without their marks, with the escapes of HTML and of quoted-printable undone.
pub(crate) fn text(bytes: &[u8]) -> Zeroizing<String> {
    let mut text = match utf16_without_mark(bytes) {
        Some(marked) => decode(&marked),
        None => decode(bytes),
    };
    if is_quoted_printable(&text) {
        text = without_quoted_printable(&text);
    }
    if text.contains('&') {
        text = without_entities(&text);
    }
    text
}

/// UTF-16 without its mark, given one: every other byte of plain letters is zero.
fn utf16_without_mark(bytes: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let pairs: &[u8] = bytes.get(..16)?;
    let zeros = |from: usize| pairs.iter().skip(from).step_by(2).filter(|&&byte| byte == 0).count();
    let mark: [u8; 2] = match (zeros(0), zeros(1)) {
        (0, 6..) => [0xFF, 0xFE],
        (6.., 0) => [0xFE, 0xFF],
        _ => return None,
    };
    Some(Zeroizing::new([mark.as_slice(), bytes].concat()))
}

/// Base64 has equals signs at its very end only: one before a letter, digit or more lines is an escape or a soft line break.
fn is_quoted_printable(text: &str) -> bool {
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('=') {
        if after.starts_with("3D") || soft_break(after).is_some_and(|next| next.starts_with(is_base64)) {
            return true;
        }
        rest = after;
    }
    false
}

fn is_base64(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '+' | '/')
}

/// What stands behind a line end that comes next, if one does.
fn soft_break(after: &str) -> Option<&str> {
    /// Transports may add a few blanks; more of them are not looked through again and again.
    const BLANKS: usize = 8;
    let blanks = after.bytes().take(BLANKS).take_while(|&byte| matches!(byte, b' ' | b'\t')).count();
    let line_end = after.get(blanks..)?;
    line_end.strip_prefix("\r\n").or_else(|| line_end.strip_prefix('\n'))
}

fn without_quoted_printable(text: &str) -> Zeroizing<String> {
    // Where padding is escaped, every other equals sign at a line's end is a soft break.
    let escaped = text.contains("=3D");
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('=') {
        bytes.extend_from_slice(before.as_bytes());
        rest = after;
        let code = after.get(..2).filter(|code| code.bytes().all(|b| b.is_ascii_digit() || (b'A'..=b'F').contains(&b)));
        match (soft_break(after), code.and_then(|code| u8::from_str_radix(code, 16).ok())) {
            (Some(next), _) if next.starts_with(is_base64) => rest = next,
            // What a reply put before the next line has to stay at a line's start.
            (Some(next), _) if escaped => {
                bytes.push(b'\n');
                rest = next;
            }
            (None, Some(code)) => {
                bytes.push(code);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => bytes.push(b'='),
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    Zeroizing::new(String::from_utf8_lossy(&bytes).into_owned())
}

fn without_entities(text: &str) -> Zeroizing<String> {
    let mut plain = Zeroizing::new(String::with_capacity(text.len()));
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        rest = after;
        match entity(after) {
            Some((c, length)) => {
                plain.push(c);
                rest = after.get(length..).unwrap_or_default();
            }
            None => plain.push('&'),
        }
    }
    plain.push_str(rest);
    plain
}

/// The character that an entity stands for, and the length of it without its ampersand.
fn entity(after: &str) -> Option<(char, usize)> {
    const LONGEST: usize = 8;
    let end = after.bytes().take(LONGEST + 1).position(|byte| byte == b';')?;
    let name = after.get(..end)?;
    let c = match name {
        "gt" => '>',
        "lt" => '<',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "plus" => '+',
        "sol" => '/',
        "equals" => '=',
        "ndash" => '\u{2013}',
        "mdash" => '\u{2014}',
        "shy" => '\u{AD}',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)?
        }
    };
    Some((c, end + 1))
}

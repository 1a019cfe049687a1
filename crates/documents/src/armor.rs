//! Requests and receipts as text that survives a mail or a ticket, and telling files apart by what is in them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::format::Format;
use crate::mail_repair::{self, Body};
use crate::read_error::ReadError;

const WIDTH: usize = 64;

/// What a text or file is, by its content; a name says nothing.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kindred {
    /// A request.
    Request,
    /// A receipt.
    Receipt,
    /// Something encrypted with age: a bundle or a spoken-words file.
    Encrypted,
    /// A file with a desk's or a person's own keys, which nobody should have sent.
    Identity,
    /// None of these.
    Unknown,
}

/// Looks for the marks of each, also where mail has changed them. Costs a few passes.
pub fn looks_like(bytes: &[u8]) -> Kindred {
    if bytes.starts_with(mail_repair::AGE_BINARY) {
        return Kindred::Encrypted;
    }
    let text = mail_repair::text(bytes);
    if mail_repair::has_age(&text) {
        Kindred::Encrypted
    } else if mail_repair::has_armor(&text, &label(Format::Request)) {
        Kindred::Request
    } else if mail_repair::has_armor(&text, &label(Format::Receipt)) {
        Kindred::Receipt
    } else if text.contains("AGE-SECRET-KEY-1") {
        Kindred::Identity
    } else {
        Kindred::Unknown
    }
}

pub(crate) fn wrap(format: Format, document: &[u8], before: &str) -> String {
    let mut text = format!("{before}\n{}\n", begin(format));
    for line in STANDARD.encode(document).as_bytes().chunks(WIDTH) {
        text.push_str(&String::from_utf8_lossy(line));
        text.push('\n');
    }
    text.push_str(&end(format));
    text.push('\n');
    text
}

pub(crate) fn unwrap(format: Format, bytes: &[u8]) -> Result<Vec<u8>, ReadError> {
    let base64 = match mail_repair::armor_body(bytes, &label(format)) {
        Body::One(base64) => base64,
        Body::Damaged => return Err(ReadError::ArmorDamaged),
        Body::Several => return Err(ReadError::Several),
        Body::None => return Err(ReadError::NotThisDocument),
    };
    let document = STANDARD.decode(base64).map_err(|_| ReadError::ArmorDamaged)?;
    // A document begins with the brace of its JSON; what does not came out of letters that were changed.
    if document.first() == Some(&b'{') { Ok(document) } else { Err(ReadError::ArmorDamaged) }
}

fn label(format: Format) -> String {
    format!("KEYCOURIER {}", format.name().to_ascii_uppercase())
}

fn begin(format: Format) -> String {
    format!("-----BEGIN {}-----", label(format))
}

fn end(format: Format) -> String {
    format!("-----END {}-----", label(format))
}

//! Requests and receipts as text that survives a mail or a ticket, and telling files apart by what is in them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::format::Format;
use crate::mail_repair;
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

/// Looks for the marks of each. Costs one pass.
pub fn looks_like(bytes: &[u8]) -> Kindred {
    if bytes.starts_with(mail_repair::AGE_BINARY) {
        return Kindred::Encrypted;
    }
    let text = mail_repair::text(bytes);
    if text.contains(mail_repair::AGE_BEGIN) {
        Kindred::Encrypted
    } else if text.contains(&begin(Format::Request)) {
        Kindred::Request
    } else if text.contains(&begin(Format::Receipt)) {
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
    let text = mail_repair::text(bytes);
    let (_, rest) = text.split_once(&begin(format)).ok_or(ReadError::NotThisDocument)?;
    let (body, _) = rest.split_once(&end(format)).ok_or(ReadError::ArmorDamaged)?;
    STANDARD.decode(mail_repair::base64_of(body)).map_err(|_| ReadError::ArmorDamaged)
}

fn begin(format: Format) -> String {
    format!("-----BEGIN KEYCOURIER {}-----", format.name().to_ascii_uppercase())
}

fn end(format: Format) -> String {
    format!("-----END KEYCOURIER {}-----", format.name().to_ascii_uppercase())
}

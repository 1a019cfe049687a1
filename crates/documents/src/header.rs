//! What the header of an age file says about who can open it (<https://c2sp.org/age>), read before any key is tried.

use crate::mail_repair::AGE_BINARY;

/// More recipients than anybody has; a file with more only costs time.
const MOST_STANZAS: usize = 20;

/// Who a file is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Audience {
    /// Holders of an X25519 identity.
    Keys,
    /// Whoever knows the passphrase.
    Passphrase,
    /// Only recipients of classes that this version does not know, more of them than fit, or a header that is none.
    Unsupported,
}

pub(crate) fn audience(file: &[u8]) -> Audience {
    let Some(rest) = file.strip_prefix(AGE_BINARY) else {
        return Audience::Unsupported;
    };
    let mut stanzas = 0;
    let mut keys = false;
    for line in rest.split(|&byte| byte == b'\n') {
        if line.starts_with(b"---") {
            return if keys { Audience::Keys } else { Audience::Unsupported };
        }
        if let Some(stanza) = line.strip_prefix(b"-> ") {
            stanzas += 1;
            if stanzas > MOST_STANZAS {
                return Audience::Unsupported;
            }
            if stanza.starts_with(b"scrypt ") {
                return Audience::Passphrase;
            }
            keys |= stanza.starts_with(b"X25519 ");
        }
    }
    Audience::Unsupported
}

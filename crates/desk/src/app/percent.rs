//! Texts inside addresses.

/// Percent-encodes everything but letters, digits and `-._~` (RFC 3986, section 2.3), so that no text can end its field.
pub(crate) fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_its_field() {
        assert_eq!(encode("a&b=c?d#e%f\r\ng"), "a%26b%3Dc%3Fd%23e%25f%0D%0Ag", "what means something there is hidden");
        assert_eq!(encode("año-1._~"), "a%C3%B1o-1._~", "other letters go as UTF-8");
    }
}

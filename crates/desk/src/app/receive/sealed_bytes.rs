//! What is kept of a file: age alone, without the mail around it.

use keycourier_documents::age_part;
use keycourier_ledger::Sealed;

/// The age file in these bytes, without the text around it and with what mail did to its armor undone; none where there is none, or not
/// exactly one.
pub(super) fn sealed_bytes(bytes: &[u8]) -> Option<Sealed> {
    Sealed::try_from(age_part(bytes)?.into_owned()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEGIN: &str = "-----BEGIN AGE ENCRYPTED FILE-----";
    const END: &str = "-----END AGE ENCRYPTED FILE-----";

    #[test]
    fn the_mail_around_a_file_is_not_kept() {
        let file = format!("{BEGIN}\n{}\n{END}\n", "A".repeat(64));
        let kept = |bytes: &[u8]| sealed_bytes(bytes).map(|sealed| sealed.as_bytes().to_vec());
        assert_eq!(kept(file.as_bytes()), Some(file.clone().into_bytes()), "a clean file stays as it is");
        let mail = format!("Hello,\r\nhere it is:\r\n> {file}Regards");
        assert_eq!(kept(mail.as_bytes()), Some(file.into_bytes()), "what people write around it may be anything");
        assert_eq!(kept(b"hello"), None, "plain text is never kept");
        assert_eq!(kept(format!("{BEGIN}\nAAAA").as_bytes()), None, "nor is what never ends");
    }
}

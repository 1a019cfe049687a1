//! What is kept of a file: age alone, without the mail around it.

use keycourier_credentials::decode;
use keycourier_ledger::Sealed;

const BINARY: &[u8] = b"age-encryption.org/v1\n";
const BEGIN: &str = "-----BEGIN AGE ENCRYPTED FILE-----";
const END: &str = "-----END AGE ENCRYPTED FILE-----";

/// The age file in these bytes, without the text around it; none where there is none. What mail did to the armor inside stays:
/// opening undoes it each time anew.
pub(super) fn sealed_bytes(bytes: &[u8]) -> Option<Sealed> {
    if bytes.starts_with(BINARY) {
        return Sealed::try_from(bytes.to_vec()).ok();
    }
    let text = decode(bytes);
    let (_, rest) = text.split_once(BEGIN)?;
    let (body, _) = rest.split_once(END)?;
    Sealed::try_from(format!("{BEGIN}{body}{END}\n").into_bytes()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mail_around_a_file_is_not_kept() {
        let file = format!("{BEGIN}\nAAAA\n{END}\n");
        let kept = |bytes: &[u8]| sealed_bytes(bytes).map(|sealed| sealed.as_bytes().to_vec());
        assert_eq!(kept(file.as_bytes()), Some(file.clone().into_bytes()), "a clean file stays as it is");
        let mail = format!("Hello,\r\nhere it is:\r\n> {file}Regards");
        assert_eq!(kept(mail.as_bytes()), Some(file.into_bytes()), "what people write around it may be anything");
        assert_eq!(kept(b"hello"), None, "plain text is never kept");
        assert_eq!(kept(format!("{BEGIN}\nAAAA").as_bytes()), None, "nor is what never ends");
    }
}

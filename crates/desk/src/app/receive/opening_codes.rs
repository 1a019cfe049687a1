//! Why something was not opened: the ledger's words and the page's.

use keycourier_documents::OpenError;
use keycourier_wire::OpeningCode;

/// The one reason that opening itself does not find: another bundle of the same id is here.
pub(super) const REPLAYED: &str = "replayed";

/// The ledger's word for the page. One that nobody knows says no more than that nothing was opened.
pub(super) fn opening_code(word: &str) -> OpeningCode {
    ALL.iter().find(|(known, _)| *known == word).map_or(OpeningCode::NotABundle, |(_, code)| *code)
}

/// What opening found, for the page.
pub(super) fn of_error(error: OpenError) -> OpeningCode {
    opening_code(error.code())
}

const ALL: [(&str, OpeningCode); 18] = [
    ("too_big", OpeningCode::TooBig),
    ("not_a_bundle", OpeningCode::NotABundle),
    ("armor_damaged", OpeningCode::ArmorDamaged),
    // What helps is the same: each one as an attachment.
    ("several", OpeningCode::ArmorDamaged),
    ("unsupported_header", OpeningCode::UnsupportedHeader),
    ("needs_passphrase", OpeningCode::NeedsPassphrase),
    ("not_for_us", OpeningCode::NotForUs),
    ("damaged", OpeningCode::Damaged),
    ("not_signed", OpeningCode::NotSigned),
    ("wrong_namespace", OpeningCode::WrongNamespace),
    ("weak_key", OpeningCode::WeakKey),
    ("bad_signature", OpeningCode::BadSignature),
    ("malformed", OpeningCode::Malformed),
    ("newer_version", OpeningCode::NewerVersion),
    ("signer_mismatch", OpeningCode::SignerMismatch),
    ("readdressed", OpeningCode::Readdressed),
    ("request_not_ours", OpeningCode::RequestNotOurs),
    (REPLAYED, OpeningCode::Replayed),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_for_not_opening_has_its_own_word_on_the_page() {
        let reasons = [
            OpenError::TooBig,
            OpenError::NotABundle,
            OpenError::ArmorDamaged,
            OpenError::UnsupportedHeader,
            OpenError::NeedsPassphrase,
            OpenError::NotForUs,
            OpenError::Damaged,
            OpenError::NotSigned,
            OpenError::WrongNamespace,
            OpenError::WeakKey,
            OpenError::BadSignature,
            OpenError::Malformed,
            OpenError::NewerVersion,
            OpenError::SignerMismatch,
            OpenError::Readdressed,
            OpenError::RequestNotOurs,
        ];
        for reason in reasons {
            let shown = serde_json::to_value(of_error(reason)).expect("a code is JSON");
            assert_eq!(shown, reason.code(), "what to do about it depends on which it is");
        }
    }
}

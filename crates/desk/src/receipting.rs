//! The desk's answer to a bundle that it opened.

use jiff::Timestamp;
use keycourier_documents::{
    DocumentId, Identity, Opened, Receipt, ReceiptItem, ReceiptSender, ReceiptVerdict, Receipted, Text,
};

use crate::Randomness;

/// What became of every key of a bundle.
pub struct Verdict<'a> {
    /// The same for all.
    pub verdict: ReceiptVerdict,
    /// Why they were rejected, as a stable code.
    pub code: Option<&'a str>,
    /// What the sender should do.
    pub advice: Option<&'a str>,
}

/// Signs a receipt for a bundle, in armor.
///
/// # Errors
/// [`NotReceipted`]; nothing is half done.
pub fn receipt_for(
    opened: &Opened,
    desk: &Identity,
    verdict: &Verdict<'_>,
    now: Timestamp,
    randomness: &Randomness,
) -> Result<String, NotReceipted> {
    if verdict.code.is_some() && verdict.verdict != ReceiptVerdict::Rejected {
        return Err(NotReceipted::CodeOfWhatWorks);
    }
    let code = verdict.code.map(Text::typed).transpose().map_err(|_| NotReceipted::BadText { field: "code" })?;
    let advice = verdict.advice.map(Text::typed).transpose().map_err(|_| NotReceipted::BadText { field: "advice" })?;
    let item = |key: &keycourier_documents::BundleKey| ReceiptItem {
        slot: key.slot.clone(),
        mode: key.mode,
        verdict: verdict.verdict,
        code: code.clone(),
    };
    let receipt = Receipt {
        id: randomness.with(DocumentId::random),
        created: now,
        bundle: Receipted { id: opened.bundle.id, sha256: opened.hash.clone() },
        request_id: opened.request.as_ref().map(|request| request.request().id),
        from: ReceiptSender { sign: *desk.signing().signer() },
        items: opened.bundle.keys.iter().map(item).collect(),
        advice,
    };
    receipt.sign(desk.signing()).ok_or(NotReceipted::TooLong)
}

/// Why there is no receipt.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NotReceipted {
    /// A reason for rejecting what was not rejected.
    #[error("a reason goes with rejected keys only")]
    CodeOfWhatWorks,
    /// A text is too long or has characters that a line may not have.
    #[error("{field} is not a line of plain text of a fitting length")]
    BadText {
        /// Which.
        field: &'static str,
    },
    /// More than fits into one.
    #[error("more than fits into one receipt")]
    TooLong,
}

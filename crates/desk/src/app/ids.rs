//! The same names in documents, in the ledger and on the page.

use keycourier_credentials::SlotId;
use keycourier_documents::{DocumentId, Sha256Hash, Signer};
use keycourier_ledger::{BundleId, BusinessId, Digest, HandoverId, KeyId, RequestId, SignerKey};
use keycourier_wire::{AppError, SlotRef};
use sha2::{Digest as _, Sha256};

use super::App;
use super::errors::Refusal;

/// The number behind an id of the page.
fn number(id: &str) -> Result<i64, Refusal> {
    id.parse().map_err(|_| Refusal::Told(AppError::Gone))
}

/// A delivery of the page is a handover of the ledger.
pub(crate) fn handover_id(id: &str) -> Result<HandoverId, Refusal> {
    number(id).map(HandoverId::from_number)
}

/// A request.
pub(crate) fn request_id(id: &str) -> Result<RequestId, Refusal> {
    number(id).map(RequestId::from_number)
}

/// A business.
pub(crate) fn business_id(id: &str) -> Result<BusinessId, Refusal> {
    number(id).map(BusinessId::from_number)
}

/// A bundle.
pub(crate) fn bundle_id(id: &str) -> Result<BundleId, Refusal> {
    number(id).map(BundleId::from_number)
}

/// A slot.
pub(crate) fn slot_id(slot: &SlotRef) -> Result<SlotId, Refusal> {
    let name = slot.slot.parse().map_err(|_| Refusal::Told(AppError::Gone))?;
    Ok(SlotId { mode: super::views::words::mode_in(slot.mode), name })
}

/// A document's id, as the ledger keeps it.
pub(crate) fn document_id(id: DocumentId) -> keycourier_ledger::DocumentId {
    keycourier_ledger::DocumentId::from_bytes(*id.as_bytes())
}

/// The way back.
pub(crate) fn document_id_of(id: &keycourier_ledger::DocumentId) -> DocumentId {
    DocumentId::from_bytes(*id.as_bytes())
}

/// A signer, as the ledger keeps it.
pub(crate) fn signer_key(signer: &Signer) -> SignerKey {
    SignerKey::from_bytes(signer.public_key())
}

/// A payload's hash, as the ledger keeps it.
pub(crate) fn digest(hash: &Sha256Hash) -> Result<Digest, Refusal> {
    Ok(hash.as_str().parse()?)
}

/// The hash by which a file is found again.
pub(crate) fn file_digest(bytes: &[u8]) -> Digest {
    Digest::from_bytes(Sha256::digest(bytes).into())
}

impl App {
    /// A new id for a key.
    pub(crate) fn new_key_id(&self) -> KeyId {
        let mut bytes = [0; 16];
        self.randomness.with(|random| random.fill_bytes(&mut bytes));
        KeyId::from_bytes(bytes)
    }

    /// A new id for something that only lives in memory.
    pub(crate) fn new_passing_id(&self) -> String {
        self.new_key_id().to_string()
    }
}

#[cfg(test)]
mod tests {
    use keycourier_documents::SigningKey;
    use rand_core::OsRng;
    use secrecy::SecretSlice;

    use super::*;

    #[test]
    fn ids_come_back_as_they_went() {
        let id = DocumentId::random(&mut OsRng);
        let kept = document_id(id);
        assert_eq!(document_id_of(&kept), id, "a receipt must find the bundle that it is for");
        // The public key of the seed of zeros, as every Ed25519 library gives it.
        let zeros = SigningKey::from_seed(&SecretSlice::from(vec![0; 32])).expect("a seed");
        let public = "3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29";
        let kept = signer_key(zeros.signer()).to_string();
        assert_eq!(kept, public, "the key itself is kept, not the frame around it");
        let back = Signer::from_public_key(*signer_key(zeros.signer()).as_bytes());
        assert_eq!(back, Ok(*zeros.signer()), "a desk's words depend on every bit of it");
        assert_eq!(
            handover_id("x").err(),
            Some(Refusal::Told(AppError::Gone)),
            "what is no id is nothing that is there"
        );
    }
}

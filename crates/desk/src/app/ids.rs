//! The same names in documents, in the ledger and on the page.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
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
pub(crate) fn document_id(id: DocumentId) -> Result<keycourier_ledger::DocumentId, Refusal> {
    let bytes = URL_SAFE_NO_PAD.decode(id.to_string()).ok().and_then(|bytes| bytes.try_into().ok());
    bytes.map(keycourier_ledger::DocumentId::from_bytes).ok_or_else(|| Refusal::fault("a document's id"))
}

/// The way back.
pub(crate) fn document_id_of(id: &keycourier_ledger::DocumentId) -> Result<DocumentId, Refusal> {
    DocumentId::try_from(URL_SAFE_NO_PAD.encode(id.as_bytes())).map_err(Refusal::fault)
}

/// A signer, as the ledger keeps it: the last 32 bytes of what OpenSSH writes.
pub(crate) fn signer_key(signer: &Signer) -> Result<SignerKey, Refusal> {
    let text = signer.to_string();
    let blob = text.rsplit(' ').next().and_then(|blob| STANDARD.decode(blob).ok());
    let key = blob.and_then(|blob| blob.last_chunk::<32>().copied());
    key.map(SignerKey::from_bytes).ok_or_else(|| Refusal::fault("a signer"))
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
        let kept = document_id(id).expect("sixteen bytes");
        assert_eq!(document_id_of(&kept), Ok(id), "a receipt must find the bundle that it is for");
        // The public key of the seed of zeros, as every Ed25519 library gives it.
        let zeros = SigningKey::from_seed(&SecretSlice::from(vec![0; 32])).expect("a seed");
        let public = "3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29";
        let kept = signer_key(zeros.signer()).map(|key| key.to_string());
        assert_eq!(kept, Ok(public.to_owned()), "the key itself is kept, not the frame around it");
        assert_eq!(
            handover_id("x").err(),
            Some(Refusal::Told(AppError::Gone)),
            "what is no id is nothing that is there"
        );
    }
}

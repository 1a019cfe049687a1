//! Whether a webhook signing secret is the right one, told offline by a delivery that Stripe made.

use keycourier_ledger::{Event, NewEntry, SecretOrigin, Side};
use keycourier_stripe::{NotADelivery, Proof, SignedDelivery};
use keycourier_wire::{AppError, DeliveryFault, ProveSecretRequest, SecretProof, SecretProofView, TextField};

use super::asking::{code, keep_findings};
use super::holds_secret;
use crate::app::delivery::Delivery;
use crate::app::errors::Refusal;
use crate::app::views::words;
use crate::app::{App, ids};

impl App {
    /// Holds a webhook signing secret against a delivery that it should have signed. Nothing of the delivery is kept.
    ///
    /// # Errors
    /// [`AppError::BadSignedDelivery`], [`AppError::SecretInText`], [`AppError::Gone`], and those of keychain and ledger.
    pub async fn prove_secret(&self, request: ProveSecretRequest) -> Result<SecretProofView, AppError> {
        self.once(&request.operation_id.clone(), async {
            let proven = self.prove_now(request).await;
            proven.map_err(|refusal| self.tell_refusal(refusal))
        })
        .await
    }

    async fn prove_now(&self, request: ProveSecretRequest) -> Result<SecretProofView, Refusal> {
        let id = ids::handover_id(&request.delivery_id)?;
        let slot = ids::slot_id(&request.slot)?;
        let mode = slot.mode;
        if holds_secret(&request.text) {
            return Err(AppError::SecretInText { field: TextField::SignedDelivery }.into());
        }
        let signed = SignedDelivery::read(&request.text).map_err(refusal)?;
        let asking = self.gather(id, Some(slot.clone())).await?;
        let now = self.clock.now();
        let subject = asking.subjects.iter().find(|subject| subject.slot == slot).ok_or(AppError::Gone)?;
        let credential = subject.credential().ok_or(AppError::KeyDamaged)?;
        let (proof, origins) = signed.verify_with_origins(credential, now.as_second());
        let found = match &proof {
            Proof::Genuine { mode: Some(found), .. } if *found != mode => {
                SecretProof::OtherMode { found: words::mode(*found) }
            }
            Proof::Genuine { event, .. } => SecretProof::Genuine { event: event.as_ref().map(ToString::to_string) },
            Proof::NotSignedByThis | Proof::NotAWebhookSecret => SecretProof::NotSignedByThis,
        };
        let (key, mask) = (subject.key.id, subject.key.mask.clone());
        let of_event = code(proof.code())?;
        self.run(move |app| {
            app.ledger().write(|change| {
                let delivery = Delivery::load(change, id)?;
                if let Some(origins) = origins {
                    let (account, mode) = (origins.account, origins.mode);
                    change.set_secret_origin(key, &SecretOrigin { endpoint: None, account, mode, at: now })?;
                }
                let entry = NewEntry {
                    business: delivery.business.name,
                    mode: Some(mode),
                    slot: Some(slot.name.clone()),
                    mask: Some(mask),
                    detail: Some(of_event),
                    ..NewEntry::new(Side::Send, Event::SecretProven)
                };
                Ok::<_, Refusal>(change.note(&entry, now).map(drop)?)
            })
        })
        .await?;
        // What it belongs to may be another account than the keys beside it.
        let asking = self.gather(id, None).await?;
        let subjects: Vec<_> = asking.of_mode(mode).filter(|subject| subject.key.id == key).collect();
        let fresh = self.check_secrets(&asking, mode, &subjects).await;
        let check = self.run(move |app| {
            let now = app.clock.now();
            app.ledger().write(|change| {
                super::asking::note_secrets(change, &asking, &fresh, now)?;
                keep_findings(change, id, mode, &asking.subjects, &fresh, None, now)
            })?;
            app.check_view(id)
        });
        Ok(SecretProofView { proof: found, check: check.await? })
    }
}

fn refusal(unread: NotADelivery) -> Refusal {
    let cause = match unread {
        NotADelivery::NoSignature => DeliveryFault::NoSignature,
        NotADelivery::NoBody => DeliveryFault::NoBody,
        NotADelivery::TooLong => DeliveryFault::TooLong,
    };
    AppError::BadSignedDelivery { cause }.into()
}

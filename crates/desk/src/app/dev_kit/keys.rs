//! The keys of a delivery that could be sent to its project.

use keycourier_credentials::{Mode, Paste, parse};
use keycourier_devkit4ai::{AtHand, Plan, ProjectId};
use keycourier_ledger::{HandoverId, Key};
use keycourier_wire::{AppError, DevKitTrouble};
use secrecy::ExposeSecret;
use sha2::{Digest as _, Sha256};

use super::troubles::{field, told};
use super::{checked, project_of};
use crate::app::App;
use crate::app::delivery::Delivery;
use crate::app::errors::Refusal;
use crate::app::ids;

/// Everything of a delivery that an update needs.
pub(super) struct Ready {
    pub(super) id: HandoverId,
    pub(super) project: ProjectId,
    pastes: Vec<(Mode, Paste)>,
}

impl App {
    /// The keys, with their values; only where nothing stands in the way of sending them.
    pub(super) async fn ready(&self, delivery_id: &str) -> Result<Ready, AppError> {
        let delivery_id = delivery_id.to_owned();
        let (id, project, keys) = self
            .run(move |app| {
                let delivery = checked(Delivery::load(&app.ledger(), ids::handover_id(&delivery_id)?)?)?;
                let project = project_of(&delivery).ok_or(AppError::NotReady)?;
                if !delivery.send_blocks().is_empty() {
                    return Err(AppError::NotReady.into());
                }
                let keys: Vec<(Mode, Key)> =
                    delivery.rows.iter().filter_map(|row| Some((row.slot.id.mode, row.key.clone()?))).collect();
                Ok((delivery.id(), project, keys))
            })
            .await?;
        let mut pastes = Vec::new();
        for (mode, key) in keys {
            let value = self.value_of(&key).await.map_err(|refusal| self.tell_refusal(refusal))?;
            // EXPOSE: parsed into the type that the plan takes, which keeps it as a secret.
            pastes.push((mode, parse(value.expose_secret())));
        }
        Ok(Ready { id, project, pastes })
    }
}

impl Ready {
    pub(super) fn at_hand(&self) -> Result<Vec<AtHand<'_>>, Refusal> {
        let at_hand = self.pastes.iter().map(|(mode, paste)| {
            let (_, key) = paste.credentials().next().ok_or(Refusal::Told(AppError::KeyDamaged))?;
            Ok(AtHand { mode: *mode, key })
        });
        at_hand.collect()
    }

    /// What stands for exactly these changes, of exactly this project.
    pub(super) fn preview_id(&self, plan: &Plan<'_>) -> String {
        // Masks only.
        let text = format!("{} {:?}", self.project, plan.changes());
        Sha256::digest(text).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }
}

/// A field with a plan that can't be: a slot takes only what has a place there.
pub(super) fn unplanned() -> Refusal {
    Refusal::fault("a key of a slot has no place in the project")
}

/// The trouble of a secret key that does not work.
pub(super) fn invalid(mode: Mode) -> AppError {
    let secret = keycourier_devkit4ai::Field { mode, part: keycourier_devkit4ai::Part::SecretKey };
    told(DevKitTrouble::KeyInvalid { mode: field(secret).mode })
}

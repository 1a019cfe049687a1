//! Sending what changes.

use keycourier_credentials::{Mask, Mode};
use keycourier_devkit4ai::{Action, Confirmed, Error, Field, Plan, UpdateError, Updated, Validity};
use keycourier_ledger::{Event, HandoverId, NewEntry, Progress, Side};
use keycourier_wire::{AppError, DevKitShownView, DevKitTrouble, DevKitUpdatedView, UpdateDevKitRequest};

use super::keys::{invalid, unplanned};
use super::troubles::{field, told, update_trouble};
use crate::app::App;
use crate::app::delivery::{Delivery, name_after_account};
use crate::app::errors::Refusal;
use crate::pushing::validity;

impl App {
    /// Sends the changes that the person saw, and only those that are still to be made. The same again does no harm.
    ///
    /// # Errors
    /// [`AppError::NotReady`], [`AppError::DevKit`], [`AppError::Gone`], and those of keychain and ledger.
    pub async fn update_dev_kit(&self, request: UpdateDevKitRequest) -> Result<DevKitUpdatedView, AppError> {
        self.once(&request.operation_id, self.send_update(&request)).await
    }

    async fn send_update(&self, request: &UpdateDevKitRequest) -> Result<DevKitUpdatedView, AppError> {
        let ready = self.ready(&request.delivery_id).await?;
        let access = self.access(ready.id, ready.project.clone()).await?;
        let config = match self.dev_kit.config(&access).await {
            Ok(config) => config,
            Err(error) => return Err(self.forgetting(ready.id, &ready.project, error).await),
        };
        let at_hand = ready.at_hand().map_err(|refusal| self.tell_refusal(refusal))?;
        let plan = Plan::of(&config, &at_hand).map_err(|_| self.tell_refusal(unplanned()))?;
        if ready.preview_id(&plan) != request.preview_id {
            return Err(told(DevKitTrouble::ChangedMeanwhile));
        }
        let said = validity(&self.dev_kit, &access, &plan, &at_hand).await;
        if let Some((mode, _)) = said.iter().find(|(_, answer)| *answer == Ok(Validity::Invalid)) {
            return Err(invalid(*mode));
        }
        let updated = match self.dev_kit.update(&access, &plan).await {
            Ok(updated) => updated,
            Err(UpdateError::NotDone(Error::SignInAgain)) => {
                return Err(self.forgetting(ready.id, &ready.project, Error::SignInAgain).await);
            }
            Err(error) => return Err(told(update_trouble(&error))),
        };
        let sent: Vec<(Field, Mask)> = plan
            .changes()
            .iter()
            .filter_map(|change| match &change.action {
                Action::Set { new } | Action::Replace { new, .. } => Some((change.field, new.clone())),
                Action::Unchanged { .. } | Action::Keep { .. } | Action::Nothing => None,
            })
            .collect();
        let (id, operation) = (ready.id, request.operation_id.clone());
        self.run(move |app| app.note_update(&operation, id, &sent, &updated)).await
    }

    fn note_update(
        &self,
        operation: &str,
        id: HandoverId,
        sent: &[(Field, Mask)],
        updated: &Updated,
    ) -> Result<DevKitUpdatedView, Refusal> {
        let now = self.clock.now();
        self.change_once(operation, |change| {
            let delivery = Delivery::load(change, id)?;
            for (of, mask) in sent {
                let row = delivery.rows.iter().find(|row| row.slot.mask.as_ref() == Some(mask));
                let entry = NewEntry {
                    business: delivery.business.name.clone(),
                    integrator: Some(delivery.integrator.name.clone()),
                    mode: Some(of.mode),
                    slot: row.map(|row| row.slot.id.name.clone()),
                    mask: Some(mask.clone()),
                    ..NewEntry::new(Side::Send, Event::KeysUpdated)
                };
                change.note(&entry, now)?;
            }
            let modes: Vec<Mode> = delivery.modes.iter().map(|mode| mode.mode).collect();
            for mode in modes {
                change.set_progress(id, mode, Progress::Sent, now)?;
            }
            name_after_account(change, &delivery)?;
            Ok(String::new())
        })?;
        Ok(DevKitUpdatedView {
            sent: sent.iter().map(|(of, _)| field(*of)).collect(),
            shown: updated
                .config
                .keys
                .iter()
                .map(|(of, shown)| DevKitShownView { field: field(*of), mask: shown.to_string() })
                .collect(),
            looked: updated.by == Confirmed::Look,
            delivery: self.delivery_view(id)?,
        })
    }
}

//! What an update would change.

use keycourier_devkit4ai::{Action, Change, Error, Plan, Validity};
use keycourier_wire::{
    AppError, DeliveryRequest, DevKitAction, DevKitChangeView, DevKitPreviewView, DevKitValidity, DevKitValidityView,
};

use super::keys::unplanned;
use super::troubles::field;
use crate::app::App;
use crate::app::views::words;
use crate::pushing::validity;

impl App {
    /// Compares the project with the keys of the delivery, and has the secret keys checked there. Nothing is changed.
    ///
    /// # Errors
    /// [`AppError::NotReady`], [`AppError::DevKit`], [`AppError::Gone`], and those of keychain and ledger.
    pub async fn preview_dev_kit(&self, request: DeliveryRequest) -> Result<DevKitPreviewView, AppError> {
        let ready = self.ready(&request.delivery_id).await?;
        let access = self.access(ready.id, ready.project.clone()).await?;
        let config = match self.dev_kit.config(&access).await {
            Ok(config) => config,
            Err(error) => return Err(self.forgetting(ready.id, &ready.project, error).await),
        };
        let at_hand = ready.at_hand().map_err(|refusal| self.tell_refusal(refusal))?;
        let plan = Plan::of(&config, &at_hand).map_err(|_| self.tell_refusal(unplanned()))?;
        let mut said = Vec::new();
        for (mode, answer) in validity(&self.dev_kit, &access, &plan, &at_hand).await {
            let validity = match answer {
                Ok(Validity::Valid) => DevKitValidity::Valid,
                Ok(Validity::Invalid) => DevKitValidity::Invalid,
                Err(Error::SignInAgain) => {
                    return Err(self.forgetting(ready.id, &ready.project, Error::SignInAgain).await);
                }
                Ok(Validity::NotLookedAt) | Err(_) => DevKitValidity::CouldNotAsk,
            };
            said.push(DevKitValidityView { mode: words::mode(mode), validity });
        }
        Ok(DevKitPreviewView {
            preview_id: ready.preview_id(&plan),
            project: ready.project.to_string(),
            changes: plan.changes().iter().map(change_view).collect(),
            validity: said,
        })
    }
}

fn change_view(change: &Change) -> DevKitChangeView {
    let action = match &change.action {
        Action::Set { new } => DevKitAction::Set { new: new.to_string() },
        Action::Replace { old, new } => {
            DevKitAction::Replace { old: old.to_string(), old_ending: old.ending().to_owned(), new: new.to_string() }
        }
        Action::Unchanged { new } => DevKitAction::Unchanged { new: new.to_string() },
        Action::Keep { old } => DevKitAction::Keep { old: old.to_string() },
        Action::Nothing => DevKitAction::Nothing,
    };
    DevKitChangeView { field: field(change.field), action, lost: change.lost().is_some() }
}

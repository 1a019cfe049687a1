//! Finding the project, and where it wants to be told of payments.

use keycourier_credentials::parse;
use keycourier_devkit4ai::{Error, ProjectId, WebhookUrls};
use keycourier_ledger::{HandoverId, Line, Progress};
use keycourier_wire::{
    AppError, ConnectDevKitRequest, DeliveryRequest, DevKitView, DevKitWebhookView, SendWay, TextFault, TextField,
};

use super::project_of;
use super::troubles::{told, trouble};
use crate::app::App;
use crate::app::delivery::{Delivery, note_progress};
use crate::app::errors::Refusal;
use crate::app::guide::LANGUAGE;
use crate::app::ids;
use crate::app::views::words;

impl App {
    /// How a delivery is connected with its project.
    ///
    /// # Errors
    /// [`AppError::Gone`], those of the keychain where it holds the token, and those of the ledger.
    pub async fn get_dev_kit(&self, request: DeliveryRequest) -> Result<DevKitView, AppError> {
        let id = ids::handover_id(&request.delivery_id).map_err(|refusal| self.tell_refusal(refusal))?;
        self.dev_kit_view(id).await
    }

    /// Finds a project with the token that was given, remembers it, and where it wants to be told of payments.
    ///
    /// # Errors
    /// [`AppError::BadText`] and [`AppError::SecretInText`] for what is no project, [`AppError::DevKit`], [`AppError::Gone`], and those of
    /// keychain and ledger.
    pub async fn connect_dev_kit(&self, request: ConnectDevKitRequest) -> Result<DevKitView, AppError> {
        let ConnectDevKitRequest { operation_id, delivery_id, project } = request;
        let connected = async {
            let project = project_typed(&project)?;
            let (id, _) = self.dev_kit_delivery(&delivery_id).await?;
            let access = self.access(id, project.clone()).await?;
            let urls = match self.dev_kit.webhook_urls(&access).await {
                Ok(urls) => urls,
                Err(error) => return Err(self.forgetting(id, &project, error).await),
            };
            let (operation, found) = (operation_id.clone(), project.clone());
            self.run(move |app| app.remember_project(&operation, id, &found, &urls)).await?;
            self.keep_token(id, &project).await.map_err(|refusal| self.tell_refusal(refusal))?;
            self.dev_kit_view(id).await
        };
        self.once(&operation_id, connected).await
    }

    /// The trouble behind an error; a token that is not taken any more is forgotten first.
    pub(super) async fn forgetting(&self, id: HandoverId, project: &ProjectId, error: Error) -> AppError {
        if error == Error::SignInAgain {
            // A keychain that keeps it gives it out again, and the server refuses it again: nothing worse.
            let _ = self.forget_token(id, Some(project)).await;
        }
        told(trouble(&error))
    }

    pub(super) async fn dev_kit_view(&self, id: HandoverId) -> Result<DevKitView, AppError> {
        let (project, steps, webhooks) = self
            .run(move |app| {
                let ledger = app.ledger();
                let delivery = Delivery::load(&ledger, id)?;
                let preset = delivery.preset.filter(|_| delivery.way() == SendWay::Update).ok_or(AppError::Gone)?;
                let steps: Vec<String> = preset.connect_steps(LANGUAGE).into_iter().map(|step| step.text).collect();
                let webhooks = ledger.webhooks_of(id)?.into_iter();
                let webhooks: Vec<_> =
                    webhooks.map(|known| DevKitWebhookView { mode: words::mode(known.mode), url: known.url }).collect();
                Ok((project_of(&delivery), steps, webhooks))
            })
            .await?;
        let token = self.token_state(id, project.as_ref()).await.map_err(|refusal| self.tell_refusal(refusal))?;
        Ok(DevKitView { project: project.map(|project| project.to_string()), token, steps, webhooks })
    }

    fn remember_project(
        &self,
        operation: &str,
        id: HandoverId,
        project: &ProjectId,
        urls: &WebhookUrls,
    ) -> Result<(), Refusal> {
        let now = self.clock.now();
        let line: Line = project.as_str().parse().map_err(|_| Refusal::fault("a project's id"))?;
        self.change_once(operation, |change| {
            let delivery = Delivery::load(change, id)?;
            let label = delivery.handover.recorded.label.clone();
            change.label_handover(id, label.as_ref(), Some(&line), now)?;
            for mode in &delivery.modes {
                change.set_webhook_address(id, mode.mode, urls.of(mode.mode).as_str(), now)?;
                // Another project has none of the keys that went to the one before.
                let another = project_of(&delivery).is_some_and(|before| before != *project);
                if another && delivery.over_there(mode.mode).is_some() {
                    change.set_progress(id, mode.mode, Progress::Checked, now)?;
                }
            }
            note_progress(change, id, now)?;
            Ok(String::new())
        })?;
        Ok(())
    }
}

fn project_typed(typed: &str) -> Result<ProjectId, AppError> {
    let field = TextField::Project;
    if parse(typed).credentials().next().is_some() {
        return Err(AppError::SecretInText { field });
    }
    let fault = if typed.trim().is_empty() { TextFault::Empty } else { TextFault::WrongForm };
    typed.parse().map_err(|_| AppError::BadText { field, fault })
}

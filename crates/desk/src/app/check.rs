//! The Check step: Stripe is asked about the keys and webhooks of a delivery, and the person about each account.

mod asking;
pub(crate) mod findings;
mod fixing;
mod proving;
mod showing;
mod webhooks;

use std::sync::Arc;

use keycourier_credentials::{SlotId, parse};
use keycourier_ledger::{AccountState, Event, HandoverId, NewEntry, Side};
use keycourier_wire::{
    AccountRequest, AgreeToWriteProbesRequest, AppError, CancelCheckRequest, ChangeDeliveryRequest, CheckKeyRequest,
    CheckState, CheckView, DeliveryRequest, PageEvent, PastCheckView,
};

use super::delivery::{Delivery, note_progress};
use super::errors::Refusal;
use super::running_checks::CheckOf;
use super::views::words;
use super::{App, ids, lock};

pub(crate) use webhooks::webhooks_of_bundle;

impl App {
    /// Starts a check of a delivery. Its answers come as events, each with the whole check.
    ///
    /// # Errors
    /// Those of the keychain where a key's value can't be had, [`AppError::NotReady`] where there is no key, [`AppError::Gone`], and
    /// those of the ledger.
    pub async fn start_check(&self, request: ChangeDeliveryRequest) -> Result<CheckView, AppError> {
        self.once(&request.operation_id, self.begin_check(&request.delivery_id, None)).await
    }

    /// Starts a check of one key.
    ///
    /// # Errors
    /// As [`start_check`](Self::start_check).
    pub async fn check_key(&self, request: CheckKeyRequest) -> Result<CheckView, AppError> {
        self.once(&request.operation_id, async {
            let slot = ids::slot_id(&request.slot).map_err(|refusal| self.tell_refusal(refusal))?;
            self.begin_check(&request.delivery_id, Some(slot)).await
        })
        .await
    }

    /// Says whether permissions to change things may be tried out, and starts a check where they may. What the merchant said stands in
    /// the history.
    ///
    /// # Errors
    /// As [`start_check`](Self::start_check).
    pub async fn agree_to_write_probes(&self, request: AgreeToWriteProbesRequest) -> Result<CheckView, AppError> {
        self.once(&request.operation_id, async {
            let agreed = request.agreed;
            let (operation, delivery_id) = (request.operation_id.clone(), request.delivery_id.clone());
            let id = self.run(move |app| app.note_agreement(&operation, &delivery_id, agreed)).await?;
            if agreed {
                self.begin_check(&request.delivery_id, None).await
            } else {
                self.run(move |app| app.check_view(id)).await
            }
        })
        .await
    }

    /// The newest check of a delivery.
    ///
    /// # Errors
    /// [`AppError::Gone`], and those of the ledger.
    pub async fn get_check(&self, request: DeliveryRequest) -> Result<CheckView, AppError> {
        self.run(move |app| app.check_view(ids::handover_id(&request.delivery_id)?)).await
    }

    /// The earlier checks of a delivery, newest first.
    ///
    /// # Errors
    /// [`AppError::Gone`], and those of the ledger.
    pub async fn list_checks(&self, request: DeliveryRequest) -> Result<Vec<PastCheckView>, AppError> {
        self.run(move |app| {
            let id = ids::handover_id(&request.delivery_id)?;
            let delivery = Delivery::load(&app.ledger(), id)?;
            let checks = app.ledger().handover_checks(id)?;
            Ok(checks.iter().filter_map(|check| showing::past(&delivery, check)).collect())
        })
        .await
    }

    /// Stops a check of a delivery or of a row of the inbox at once. What was learnt stays.
    ///
    /// # Errors
    /// [`AppError::Gone`] where there is no such check, and those of the ledger.
    pub async fn cancel_check(&self, request: CancelCheckRequest) -> Result<CheckView, AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let now = app.clock.now();
            let of = lock(&app.running_checks).cancel(&request.check_id, now);
            let check = match of.ok_or(AppError::Gone)? {
                CheckOf::Delivery(id) => app.check_view(id)?,
                CheckOf::Bundle(id) => app.item_check_view(id)?,
            };
            app.shell.tell(PageEvent::CheckProgress { check: Box::new(check.clone()) });
            Ok(check)
        })
        .await
    }

    /// "Yes, that is our account."
    ///
    /// # Errors
    /// [`AppError::Gone`] where another account has been named meanwhile, and those of the ledger.
    pub async fn confirm_account(&self, request: AccountRequest) -> Result<CheckView, AppError> {
        self.say_of_account(request, AccountState::Confirmed, Event::AccountConfirmed).await
    }

    /// "No, that is another account."
    ///
    /// # Errors
    /// As [`confirm_account`](Self::confirm_account).
    pub async fn reject_account(&self, request: AccountRequest) -> Result<CheckView, AppError> {
        self.say_of_account(request, AccountState::Rejected, Event::AccountRejected).await
    }

    async fn say_of_account(
        &self,
        request: AccountRequest,
        state: AccountState,
        event: Event,
    ) -> Result<CheckView, AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let id = ids::handover_id(&request.delivery_id)?;
            let mode = words::mode_in(request.mode);
            let now = app.clock.now();
            app.change_once(&request.operation_id, |change| {
                let delivery = Delivery::load(change, id)?;
                let shown = delivery.account(mode).filter(|known| known.account.id.as_str() == request.account_id);
                let shown = shown.ok_or(AppError::Gone)?;
                change.set_business_account(delivery.business.id, &shown.account, state, now)?;
                let entry = NewEntry {
                    business: delivery.business.name.clone(),
                    mode: Some(mode),
                    ..NewEntry::new(Side::Send, event)
                };
                change.note(&entry, now)?;
                note_progress(change, id, now)?;
                Ok(String::new())
            })?;
            app.check_view(id)
        })
        .await
    }

    fn note_agreement(&self, operation: &str, delivery_id: &str, agreed: bool) -> Result<HandoverId, Refusal> {
        let id = ids::handover_id(delivery_id)?;
        let now = self.clock.now();
        self.change_once(operation, |change| {
            let delivery = Delivery::load(change, id)?;
            if delivery.write_probes_agreed.is_some() != agreed {
                change.agree_to_write_probes(id, agreed.then_some(now))?;
                let event = if agreed { Event::WriteProbesAgreed } else { Event::WriteProbesWithdrawn };
                let entry = NewEntry {
                    business: delivery.business.name.clone(),
                    integrator: Some(delivery.integrator.name),
                    ..NewEntry::new(Side::Send, event)
                };
                change.note(&entry, now)?;
            }
            Ok(String::new())
        })?;
        Ok(id)
    }

    async fn begin_check(&self, delivery_id: &str, only: Option<SlotId>) -> Result<CheckView, AppError> {
        let id = ids::handover_id(delivery_id).map_err(|refusal| self.tell_refusal(refusal))?;
        let running =
            lock(&self.running_checks).of(CheckOf::Delivery(id)).is_some_and(|run| run.state == CheckState::Running);
        if running {
            return self.run(move |app| app.check_view(id)).await;
        }
        let asking = self.gather(id, only).await.map_err(|refusal| self.tell_refusal(refusal))?;
        let asking = Arc::new(asking);
        lock(&self.running_checks).begin(CheckOf::Delivery(id), asking.check_id.clone(), asking.slots());
        let task = tokio::spawn(self.clone().ask(Arc::clone(&asking)));
        lock(&self.running_checks).attach(&asking.check_id, task.abort_handle());
        self.run(move |app| app.check_view(id)).await
    }
}

/// Whether a text that is no key field has a secret in it.
fn holds_secret(text: &str) -> bool {
    parse(text).credentials().next().is_some()
}

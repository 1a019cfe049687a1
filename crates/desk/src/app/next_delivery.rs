//! The delivery that comes after one that is done: Live after Test, another environment.

use keycourier_ledger::HandoverId;
use keycourier_wire::{AppError, DeliveryView, StartNextRequest};

use super::App;
use super::asked::Asked;
use super::deliveries::{add, ask};
use super::delivery::Delivery;
use super::ids;
use super::views::words;

impl App {
    /// Starts the delivery of another mode for the same business and integrator, or opens the one that is there.
    ///
    /// # Errors
    /// [`AppError::Gone`] for a delivery that answers a request and for a mode that is not asked for, and those of the ledger.
    pub async fn start_next_delivery(&self, request: StartNextRequest) -> Result<DeliveryView, AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let id = ids::handover_id(&request.delivery_id)?;
            let mode = words::mode_in(request.mode);
            let now = app.clock.now();
            let next = app.change_once(&request.operation_id, |change| {
                let before = Delivery::load(change, id)?;
                let preset = before.preset.filter(|_| before.request.is_none()).ok_or(AppError::Gone)?;
                let asked = Asked::of_preset(preset, &[mode])?;
                if asked.slots.is_empty() || before.only_mode() == Some(mode) {
                    return Err(AppError::Gone.into());
                }
                let (business, integrator) = (before.business.id, before.integrator.id);
                for known in change.handovers_between(business, integrator)? {
                    let known = Delivery::load(change, known.id)?;
                    if known.request.is_none() && known.only_mode() == Some(mode) {
                        return Ok(known.id().get().to_string());
                    }
                }
                let new: HandoverId = add(change, Some(business), integrator, None, now)?;
                ask(change, new, &asked, now)?;
                Ok(new.get().to_string())
            })?;
            app.delivery_view(ids::handover_id(&next)?)
        })
        .await
    }
}

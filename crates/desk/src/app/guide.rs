//! How to find the key of one row.

use keycourier_wire::{AppError, GetGuideRequest, GuideView};

use super::App;
use super::delivery::Delivery;
use super::ids;

/// The language of the window.
const LANGUAGE: &str = "en";

impl App {
    /// The integrator's own steps; none where the page's general ones serve.
    ///
    /// # Errors
    /// [`AppError::Gone`], and those of the ledger.
    pub async fn get_guide(&self, request: GetGuideRequest) -> Result<GuideView, AppError> {
        self.run(move |app| {
            let delivery = Delivery::load(&app.ledger(), ids::handover_id(&request.delivery_id)?)?;
            let row = delivery.row(&ids::slot_id(&request.slot)?)?;
            let steps = delivery.preset.map_or(&[][..], |preset| preset.guide(LANGUAGE, &row.slot.id.name));
            Ok(GuideView { steps: steps.to_vec() })
        })
        .await
    }
}

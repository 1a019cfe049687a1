//! How to find the key of one row.

use keycourier_integrators::Language;
use keycourier_wire::{AppError, GetGuideRequest, GuideView};

use super::App;
use super::delivery::Delivery;
use super::ids;

/// The language of the window.
pub(crate) const LANGUAGE: Language = Language::En;

impl App {
    /// A known integrator's steps; none for others, where the page's general ones serve.
    ///
    /// # Errors
    /// [`AppError::Gone`], and those of the ledger.
    pub async fn get_guide(&self, request: GetGuideRequest) -> Result<GuideView, AppError> {
        self.run(move |app| {
            let delivery = Delivery::load(&app.ledger(), ids::handover_id(&request.delivery_id)?)?;
            let row = delivery.row(&ids::slot_id(&request.slot)?)?;
            let slot = &row.slot.id;
            let guide = delivery.preset.and_then(|preset| preset.guide(&slot.name, slot.mode, LANGUAGE));
            let steps = guide.map(|guide| guide.steps).unwrap_or_default();
            Ok(GuideView { steps: steps.into_iter().map(|step| step.text).collect() })
        })
        .await
    }
}

//! The pages of Stripe that a person is sent to.

use keycourier_credentials::{Kind, Mode};
use keycourier_wire::{AppError, OpenStripePageRequest, StripePage};

use crate::App;
use crate::app::delivery::{Delivery, Row};
use crate::app::errors::Refusal;
use crate::app::ids;
use crate::app::percent::encode;

impl App {
    /// Opens a page of Stripe in the browser, in the slot's mode.
    ///
    /// # Errors
    /// [`AppError::NoBrowser`], [`AppError::Gone`], and those of the ledger.
    pub async fn open_stripe_page(&self, request: OpenStripePageRequest) -> Result<(), AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let delivery = Delivery::load(&app.ledger(), ids::handover_id(&request.delivery_id)?)?;
            let row = delivery.row(&ids::slot_id(&request.slot)?)?;
            let address = match request.page {
                StripePage::Keys => keys_page(row),
                StripePage::CreateRestrictedKey => form_for_restricted(&delivery, row),
            };
            app.shell.open_page(&address).map_err(|_| Refusal::Told(AppError::NoBrowser))
        })
        .await
    }
}

fn dashboard(mode: Mode) -> &'static str {
    match mode {
        Mode::Test => "https://dashboard.stripe.com/test",
        Mode::Live => "https://dashboard.stripe.com",
    }
}

fn keys_page(row: &Row) -> String {
    let page = if row.asked.accepts.first() == Some(&Kind::WebhookSecret) { "webhooks" } else { "apikeys" };
    format!("{}/{page}", dashboard(row.slot.id.mode))
}

/// Stripe's own form, the boxes that the integrator needs ticked (<https://docs.stripe.com/keys/restricted-api-keys>).
fn form_for_restricted(delivery: &Delivery, row: &Row) -> String {
    let mut address = format!("{}/apikeys/create?name={}", dashboard(row.slot.id.mode), encode(&delivery.who.name));
    for (n, permission) in delivery.asked.needs.iter().enumerate() {
        address.push_str(&format!("&permissions%5B{n}%5D=rak_{}", encode(&permission.to_string())));
    }
    address
}

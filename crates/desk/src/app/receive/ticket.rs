//! The ticket that a row belongs to, as somebody types it: a file that can't be opened names none.

use keycourier_wire::{AppError, InboxItemView, PageEvent, SetTicketRequest, TextField};

use super::contact::optional;
use crate::app::App;

/// As many characters as a request's ticket may have.
const LONGEST: u32 = 80;

impl App {
    /// Notes the ticket that a row belongs to.
    ///
    /// # Errors
    /// [`AppError::BadText`], [`AppError::SecretInText`], [`AppError::Gone`], and those of keychain and ledger.
    pub async fn set_inbox_ticket(&self, request: SetTicketRequest) -> Result<InboxItemView, AppError> {
        let (operation, item_id) = (request.operation_id.clone(), request.item_id.clone());
        let noted = async {
            self.run(move |app| {
                let ticket = optional(request.ticket.as_deref(), &TextField::Ticket, LONGEST)?;
                let bundle = app.received(&request.item_id)?;
                app.change_once(&request.operation_id, |change| {
                    change.set_ticket(bundle.id, ticket.as_ref())?;
                    Ok("{}".to_owned())
                })?;
                app.shell.tell(PageEvent::InboxChanged);
                Ok(())
            })
            .await?;
            self.item(&item_id).await
        };
        self.once(&operation, noted).await
    }
}

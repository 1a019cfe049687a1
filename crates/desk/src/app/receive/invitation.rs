//! The mail that brings a request to a customer who has never heard of Keycourier.

use keycourier_documents::DeskWords;
use keycourier_wire::{AppError, InvitationRequest, MailDraftView, TextFault, TextField};

use crate::app::App;
use crate::app::errors::Refusal;
use crate::app::sending::{mailto, refuse_mail};

impl App {
    /// Opens a draft with the invitation, and puts the request's text on the clipboard: it goes below, with one paste. The address is for
    /// the agent to fill in.
    ///
    /// # Errors
    /// [`AppError::BadText`], also where the desk's words are in it, [`AppError::SecretInText`], [`AppError::Gone`], and those of the
    /// ledger.
    pub async fn write_invitation(&self, request: InvitationRequest) -> Result<MailDraftView, AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let text = app.request_of(&request)?;
            let mailto = mailto(None, &request.subject, &request.body)?;
            // The clipboard first: the mail program takes the window's place.
            let file_on_clipboard = app.shell.write_clipboard(&text).is_ok();
            Ok(MailDraftView { opened: app.shell.open_mail(&mailto).is_ok(), file_on_clipboard })
        })
        .await
    }

    /// Puts the invitation with the request below it on the clipboard, for mail in the browser or a ticket.
    ///
    /// # Errors
    /// As [`write_invitation`](Self::write_invitation), and [`AppError::ClipboardNotAvailable`].
    pub async fn copy_invitation(&self, request: InvitationRequest) -> Result<(), AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let text = app.request_of(&request)?;
            refuse_mail(&request.subject, &request.body)?;
            Ok(app.shell.write_clipboard(&format!("{}\n\n{text}", request.body.trim_end()))?)
        })
        .await
    }

    /// The request that an invitation brings, once nothing in the mail proves the sender to somebody who only got the mail.
    fn request_of(&self, invitation: &InvitationRequest) -> Result<String, Refusal> {
        let (_, signed) = self.own_request(&invitation.request_id)?;
        let issuer = &signed.request().issuer;
        let letters = |text: &str| text.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_lowercase();
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        let words = DeskWords::of(&issuer.domain, &issuer.name, &issuer.sign);
        let mail = format!("{}\n{}", invitation.subject, invitation.body);
        if letters(&mail).contains(&letters(&words.words().concat()))
            || digits(&mail).contains(&digits(&words.digits()))
        {
            return Err(Refusal::bad_text(TextField::Mail, TextFault::WrongForm));
        }
        Ok(signed.armored())
    }
}

//! The Send step: the ways in which the locked file goes out, and what is said about it.

use keycourier_credentials::parse;
use keycourier_integrators as integrators;
use keycourier_ledger::{Bundle, BundleState, Direction, Event, HandoverId, KeyId, NewEntry, Progress, Side, Way};
use keycourier_wire::{
    AppError, AskForRequestRequest, BundleRequest, ChangeDeliveryRequest, DeliveryView, MailDraftView, SavedView,
    TextFault, TextField, WriteEmailRequest,
};

use super::delivery::{Delivery, note_progress};
use super::errors::Refusal;
use super::locking::not_written;
use super::opening::file_name;
use super::percent::encode;
use super::{App, ids};
use crate::{Over, write_new};

const SUBJECT: u32 = 200;
const BODY: u32 = 4_000;

impl App {
    /// Opens a draft that asks a known integrator for a request.
    ///
    /// # Errors
    /// [`AppError::Gone`] for an unknown preset or one without an address, [`AppError::BadText`] and [`AppError::SecretInText`].
    pub async fn ask_for_request(&self, request: AskForRequestRequest) -> Result<MailDraftView, AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let preset = integrators::find(&request.preset).ok_or(AppError::Gone)?;
            let address = preset.email.as_deref().ok_or(AppError::Gone)?;
            let mailto = mailto(Some(address), &request.subject, &request.body)?;
            Ok(MailDraftView { opened: app.shell.open_mail(&mailto).is_ok(), file_on_clipboard: false })
        })
        .await
    }

    /// Opens a draft in the mail program and puts the file on the clipboard. No program takes an attachment from another.
    ///
    /// # Errors
    /// [`AppError::BadText`], [`AppError::SecretInText`], [`AppError::Gone`], those of writing the file, and those of the ledger.
    pub async fn write_email(&self, request: WriteEmailRequest) -> Result<MailDraftView, AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let (bundle, handover) = app.sent_bundle(&request.bundle_id)?;
            let address = Delivery::load(&app.ledger(), handover)?.asked.mail_to;
            let mailto = mailto(address.as_deref(), &request.subject, &request.body)?;
            let path = app.ensure_file(bundle.id)?;
            // The clipboard first: the mail program takes the window's place.
            let file_on_clipboard = app.shell.write_clipboard_file(&path).is_ok();
            Ok(MailDraftView { opened: app.shell.open_mail(&mailto).is_ok(), file_on_clipboard })
        })
        .await
    }

    /// Puts the file on the clipboard.
    ///
    /// # Errors
    /// [`AppError::ClipboardNotAvailable`], [`AppError::Gone`], those of writing the file, and those of the ledger.
    pub async fn copy_bundle_file(&self, request: BundleRequest) -> Result<(), AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let path = app.ensure_file(app.sent_bundle(&request.bundle_id)?.0.id)?;
            Ok(app.shell.write_clipboard_file(&path)?)
        })
        .await
    }

    /// Puts the file's text on the clipboard.
    ///
    /// # Errors
    /// [`AppError::ClipboardNotAvailable`], [`AppError::Gone`], and those of the ledger.
    pub async fn copy_bundle_text(&self, request: BundleRequest) -> Result<(), AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let bytes = app.sealed_bytes_of(&request.bundle_id)?;
            // Armor is ASCII.
            Ok(app.shell.write_clipboard(&String::from_utf8_lossy(&bytes))?)
        })
        .await
    }

    /// Asks where, and saves the file under a name that ends in `.txt`, for mail systems that refuse unknown types.
    ///
    /// # Errors
    /// [`AppError::FileNotWritten`], [`AppError::DiskFull`], [`AppError::Gone`], and those of the ledger.
    pub async fn save_bundle_text(&self, request: BundleRequest) -> Result<SavedView, AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let (bundle, _) = app.sent_bundle(&request.bundle_id)?;
            let bytes = app.sealed_bytes_of(&request.bundle_id)?;
            let name = bundle.file_name.as_ref().map(ToString::to_string).unwrap_or_default();
            let name = format!("{}.txt", name.strip_suffix(".age").unwrap_or(&name));
            let Some(path) = app.shell.choose_place(&name) else { return Ok(SavedView { file_name: None }) };
            let name = file_name(&path);
            // Whoever chose a file that is there was asked about it by the system's own dialog.
            write_new(&path, &bytes, Over::Existing).map_err(|error| not_written(error, &name))?;
            Ok(SavedView { file_name: Some(name) })
        })
        .await
    }

    /// Shows the file in its folder; makes it anew where it is gone.
    ///
    /// # Errors
    /// [`AppError::Gone`], those of writing the file, and those of the ledger.
    pub async fn show_bundle(&self, request: BundleRequest) -> Result<DeliveryView, AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let (bundle, handover) = app.sent_bundle(&request.bundle_id)?;
            let path = app.ensure_file(bundle.id)?;
            app.shell.show_in_folder(&path).map_err(|_| Refusal::fault("no file manager answers"))?;
            app.delivery_view(handover)
        })
        .await
    }

    /// "I have sent it."
    ///
    /// # Errors
    /// [`AppError::Gone`], and those of the ledger.
    pub async fn mark_sent(&self, request: BundleRequest) -> Result<DeliveryView, AppError> {
        self.move_sent(request, BundleState::Made, BundleState::Sent, Event::BundleSent).await
    }

    /// "No, I have not."
    ///
    /// # Errors
    /// [`AppError::Gone`], and those of the ledger.
    pub async fn undo_sent(&self, request: BundleRequest) -> Result<DeliveryView, AppError> {
        self.move_sent(request, BundleState::Sent, BundleState::Made, Event::SentUndone).await
    }

    /// Takes the keys of a sent delivery off this computer. Those that another delivery still needs stay.
    ///
    /// # Errors
    /// [`AppError::NotReady`] before it was sent, those of the keychain, [`AppError::Gone`], and those of the ledger.
    pub async fn remove_delivery_keys(&self, request: ChangeDeliveryRequest) -> Result<DeliveryView, AppError> {
        let removed = async {
            let delivery_id = request.delivery_id.clone();
            let (id, keys, words) = self
                .run(move |app| {
                    let id = ids::handover_id(&delivery_id)?;
                    let words = match app.ledger().way_of(id)? {
                        Some(Way::Spoken(words)) => Some(words),
                        Some(Way::Code(_)) | None => None,
                    };
                    Ok((id, app.removable_keys(id)?, words))
                })
                .await?;
            self.remove_keys(keys).await?;
            if let Some(words) = words {
                let forgotten = self.forget_words(words).await;
                forgotten.map_err(|refusal| self.tell_refusal(refusal))?;
            }
            self.run(move |app| app.delivery_view(id)).await
        };
        self.once(&request.operation_id, removed).await
    }

    async fn move_sent(
        &self,
        request: BundleRequest,
        from: BundleState,
        to: BundleState,
        event: Event,
    ) -> Result<DeliveryView, AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let (bundle, handover) = app.sent_bundle(&request.bundle_id)?;
            let now = app.clock.now();
            app.change_once(&request.operation_id, |change| {
                if change.move_bundle(bundle.id, from, to, now)? {
                    let entry = NewEntry {
                        business: bundle.company.clone(),
                        integrator: bundle.addressee.clone(),
                        ticket: bundle.ticket.clone(),
                        ..NewEntry::new(Side::Send, event)
                    };
                    change.note(&entry, now)?;
                    note_progress(change, handover, now)?;
                }
                Ok(String::new())
            })?;
            app.delivery_view(handover)
        })
        .await
    }

    /// A locked file that was made here, and its delivery.
    fn sent_bundle(&self, id: &str) -> Result<(Bundle, HandoverId), Refusal> {
        let bundle = self.ledger().bundle(ids::bundle_id(id)?)?.filter(|bundle| bundle.direction == Direction::Sent);
        let bundle = bundle.ok_or(AppError::Gone)?;
        let handover = bundle.handover.ok_or(AppError::Gone)?;
        Ok((bundle, handover))
    }

    fn sealed_bytes_of(&self, id: &str) -> Result<Vec<u8>, Refusal> {
        let (bundle, _) = self.sent_bundle(id)?;
        Ok(self.ledger().sealed(bundle.id)?.ok_or(AppError::Gone)?)
    }

    fn removable_keys(&self, id: HandoverId) -> Result<Vec<KeyId>, Refusal> {
        let ledger = self.ledger();
        let delivery = Delivery::load(&ledger, id)?;
        if !delivery.is_sent() {
            return Err(AppError::NotReady.into());
        }
        let mut keys = Vec::new();
        for key in delivery.rows.iter().filter_map(|row| row.slot.key) {
            let uses = ledger.uses_of_key(key)?;
            let arrived = |progress| matches!(progress, Progress::Sent | Progress::Works | Progress::Rejected);
            if uses.iter().all(|known| known.handover == id || arrived(known.progress)) && !keys.contains(&key) {
                keys.push(key);
            }
        }
        Ok(keys)
    }
}

/// An address for a mail program: subject and body, never an attachment, which some programs would take from anywhere on the disk.
pub(crate) fn mailto(address: Option<&str>, subject: &str, body: &str) -> Result<String, Refusal> {
    refuse_mail(subject, body)?;
    // An address of another form is left for the person to type; nothing of it can become a header.
    let address = address.filter(|address| is_plain_address(address)).unwrap_or_default();
    let body = body.replace("\r\n", "\n").replace('\n', "\r\n");
    Ok(format!("mailto:{address}?subject={}&body={}", encode(subject), encode(&body)))
}

/// Refuses what is no mail of ours: a secret in it, hidden characters in its subject, or more than a mail program takes over.
pub(crate) fn refuse_mail(subject: &str, body: &str) -> Result<(), Refusal> {
    let long = |text: &str, at_most: u32| text.chars().count() > at_most as usize;
    let bad = |fault| Err(Refusal::bad_text(TextField::Mail, fault));
    if parse(subject).credentials().next().is_some() || parse(body).credentials().next().is_some() {
        return Err(AppError::SecretInText { field: TextField::Mail }.into());
    }
    if long(subject, SUBJECT) {
        return bad(TextFault::TooLong { at_most: SUBJECT });
    }
    if long(body, BODY) {
        return bad(TextFault::TooLong { at_most: BODY });
    }
    if subject.chars().any(char::is_control) {
        return bad(TextFault::HiddenCharacters);
    }
    Ok(())
}

/// Letters, digits and `._+-` before the `@`, letters, digits, `.` and `-` behind it: nothing that means something in a `mailto:`.
pub(crate) fn is_plain_address(address: &str) -> bool {
    let Some((local, domain)) = address.split_once('@') else { return false };
    let takes = |text: &str, others: &[u8]| {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || others.contains(&byte))
    };
    address.len() <= 254 && takes(local, b"._+-") && takes(domain, b".-") && domain.contains('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_an_address_or_text_becomes_another_header() {
        let hostile = [
            "help@imagatec.com.au?attach=/etc/passwd",
            "help@imagatec.com.au&bcc=x@y.z",
            "help@imagatec.com.au%0Abcc:x@y.z",
            "a@b.c,d@e.f",
            "help",
            "@b.c",
            "a@b",
        ];
        for address in hostile {
            assert!(!is_plain_address(address), "{address} would say more than where the mail goes");
            let mailto = mailto(Some(address), "s", "b").expect("the texts are fine");
            assert_eq!(mailto, "mailto:?subject=s&body=b", "{address} is left out");
        }
        let mailto = mailto(Some("help@imagatec.com.au"), "Keys & more", "One\nTwo&attach=x").expect("fine");
        assert_eq!(
            mailto, "mailto:help@imagatec.com.au?subject=Keys%20%26%20more&body=One%0D%0ATwo%26attach%3Dx",
            "two fields, and no third"
        );
    }

    #[test]
    fn a_key_in_a_mail_is_refused() {
        let key = keycourier_testkit::keys::current("sk_live_", keycourier_testkit::keys::ACCOUNT, 1);
        let refused = mailto(None, "Keys", &format!("Here it is: {key}"));
        let expected = Refusal::Told(AppError::SecretInText { field: TextField::Mail });
        assert_eq!(refused, Err(expected), "that is the very mail that this program replaces");
        assert!(mailto(None, "a\r\nBcc: x@y.z", "b").is_err(), "a subject is one line");
    }
}

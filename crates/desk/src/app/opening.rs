//! What a person opens: by its content it is a request, a locked file, or the confirmation of one.

use std::path::Path;

use keycourier_documents::{Kindred, ReadError, SignedRequest, looks_like};
use keycourier_ledger::Direction;
use keycourier_wire::{AppError, OpenPathRequest, OpenedView, OpeningCode, OperationRequest, RequestFault};
use secrecy::ExposeSecret;
use zeroize::Zeroizing;

use super::App;
use super::errors::Refusal;
use super::ids;
use super::requests_received::record;
use super::views::words;
use crate::{FileError, read_capped};

impl App {
    /// Opens what is on the clipboard: a request, a locked file as text, or a confirmation.
    ///
    /// # Errors
    /// [`AppError::NotOpened`], those of the clipboard, and those of the ledger.
    pub async fn open_clipboard(&self, request: OperationRequest) -> Result<OpenedView, AppError> {
        let opened = async {
            let text = self.run(|app| Ok(app.shell.read_clipboard()?)).await?;
            // EXPOSE: whatever is on the clipboard, looked at for what it is and wiped.
            let bytes = Zeroizing::new(text.expose_secret().as_bytes().to_vec());
            self.open_bytes(bytes, None).await
        };
        self.once(&request.operation_id, opened).await
    }

    /// Opens a file that was dropped.
    ///
    /// # Errors
    /// [`AppError::NotOpened`], [`AppError::FileNotRead`], and those of the ledger.
    pub async fn open_path(&self, request: OpenPathRequest) -> Result<OpenedView, AppError> {
        self.once(&request.operation_id, self.open_file_at(Path::new(&request.path))).await
    }

    /// Asks for a file and opens it.
    ///
    /// # Errors
    /// As [`open_path`](Self::open_path).
    pub async fn open_dialog(&self, request: OperationRequest) -> Result<OpenedView, AppError> {
        let opened = async {
            match self.run(|app| Ok(app.shell.choose_file())).await? {
                Some(path) => self.open_file_at(&path).await,
                None => Ok(OpenedView::Nothing),
            }
        };
        self.once(&request.operation_id, opened).await
    }

    /// Opens the file that the program was started with.
    ///
    /// # Errors
    /// As [`open_path`](Self::open_path).
    pub async fn open_waiting_file(&self, request: OperationRequest) -> Result<OpenedView, AppError> {
        let opened = async {
            match self.run(|app| Ok(app.shell.take_waiting_file())).await? {
                Some(path) => self.open_file_at(&path).await,
                None => Ok(OpenedView::Nothing),
            }
        };
        self.once(&request.operation_id, opened).await
    }

    async fn open_file_at(&self, path: &Path) -> Result<OpenedView, AppError> {
        let path = path.to_owned();
        let (bytes, name) = self
            .run(move |_| {
                let name = file_name(&path);
                Ok((read_capped(&path).map_err(|error| not_read(error, &name))?, name))
            })
            .await?;
        self.open_bytes(bytes, Some(name)).await
    }

    async fn open_bytes(&self, bytes: Zeroizing<Vec<u8>>, name: Option<String>) -> Result<OpenedView, AppError> {
        match looks_like(&bytes) {
            Kindred::Request => self.run(move |app| app.open_request(&bytes, name.as_deref())).await,
            Kindred::Encrypted => {
                let own = bytes.clone();
                match self.run(move |app| app.find_own(&own)).await? {
                    Some(own) => Ok(own),
                    None => self.open_for_desk(bytes, name).await,
                }
            }
            Kindred::Receipt => self.run(move |app| app.open_receipt(&bytes)).await,
            Kindred::Identity | Kindred::Unknown => Err(AppError::NotOpened { cause: OpeningCode::NotABundle }),
        }
    }

    fn open_request(&self, bytes: &[u8], name: Option<&str>) -> Result<OpenedView, Refusal> {
        let signed = SignedRequest::read(bytes).map_err(not_a_document)?;
        let now = self.clock.now();
        let id = self.ledger().write(|change| record(change, &signed, name, now))?;
        Ok(OpenedView::Request { preview: Box::new(self.request_preview(id)?) })
    }

    /// A locked file that was made here: only its addressee can open it, but it can be told whose it is.
    fn find_own(&self, bytes: &[u8]) -> Result<Option<OpenedView>, Refusal> {
        let ledger = self.ledger();
        let mut found = ledger.bundle_of_file(Direction::Sent, &ids::file_digest(bytes))?;
        if found.is_none() {
            // As a clipboard or a mail brings it: other line ends, none at the end.
            let text = String::from_utf8_lossy(bytes).trim().replace("\r\n", "\n");
            found = ledger.bundle_of_file(Direction::Sent, &ids::file_digest(format!("{text}\n").as_bytes()))?;
        }
        Ok(found.and_then(|bundle| {
            Some(OpenedView::OwnBundle {
                delivery_id: bundle.handover?.get().to_string(),
                integrator: bundle.addressee.as_ref().map(ToString::to_string).unwrap_or_default(),
                made_at: words::time(bundle.recorded_at),
            })
        }))
    }
}

/// The last part of a path, for a person.
pub(crate) fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Why a file was not read.
pub(crate) fn not_read(error: FileError, name: &str) -> Refusal {
    Refusal::Told(match error {
        FileError::TooBig => AppError::NotOpened { cause: OpeningCode::TooBig },
        FileError::Missing | FileError::Refused | FileError::Exists | FileError::DiskFull => {
            AppError::FileNotRead { file_name: name.to_owned() }
        }
    })
}

/// Why a signed text was not read.
pub(crate) fn not_a_document(error: ReadError) -> AppError {
    let cause = match error {
        // Text without a frame of ours never comes this far, and one with another document's frame is not a request.
        ReadError::NotThisDocument => return AppError::NotOpened { cause: OpeningCode::NotABundle },
        ReadError::ArmorDamaged => RequestFault::ArmorDamaged,
        ReadError::Several => RequestFault::Several,
        ReadError::NotSigned => RequestFault::NotSigned,
        ReadError::WrongNamespace => RequestFault::WrongNamespace,
        ReadError::WeakKey => RequestFault::WeakKey,
        ReadError::BadSignature => RequestFault::BadSignature,
        ReadError::Malformed => RequestFault::Malformed,
        ReadError::TooMuch => RequestFault::TooMuch,
        ReadError::HiddenCharacters => RequestFault::HiddenCharacters,
        ReadError::BadDomain => RequestFault::BadDomain,
        ReadError::RecipientNotSupported => RequestFault::RecipientNotSupported,
        ReadError::WebhookNotHttps => RequestFault::WebhookNotHttps,
        ReadError::NewerVersion => RequestFault::NewerVersion,
        ReadError::SignerMismatch => RequestFault::SignerMismatch,
    };
    AppError::RequestRefused { cause }
}

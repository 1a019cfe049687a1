//! Tokens: pasted as a key is, in memory for this session, in the keychain if the person wants that.

use std::collections::HashMap;

use keycourier_devkit4ai::{Access, NotAToken, ProjectId, Token};
use keycourier_keychain::{Item, Kept};
use keycourier_ledger::HandoverId;
use keycourier_wire::{
    AppError, ChangeDeliveryRequest, DevKitTrouble, DevKitView, PasteTokenRequest, TextFault, TextField, TokenState,
    TypedTokenRequest,
};
use secrecy::{ExposeSecret, SecretString};

use super::troubles::told;
use super::{checked, project_of};
use crate::app::delivery::Delivery;
use crate::app::errors::Refusal;
use crate::app::{App, ids, lock};

/// The tokens of this session, by delivery.
#[derive(Default)]
pub(crate) struct Tokens(HashMap<HandoverId, Given>);

struct Given {
    value: SecretString,
    /// Whether it shall go into the keychain once its project is known.
    keep: bool,
}

/// The most bytes that every keychain takes (Windows, 2,560).
const KEPT_AT_MOST: usize = 2_560;

impl App {
    /// Takes what is on the clipboard as the project's token.
    ///
    /// # Errors
    /// [`AppError::BadText`] and [`AppError::SecretInText`] for what is no token, and those of clipboard, keychain and ledger.
    pub async fn paste_dev_kit_token(&self, request: PasteTokenRequest) -> Result<DevKitView, AppError> {
        let PasteTokenRequest { operation_id, delivery_id, keep } = request;
        let taken = async {
            let text = self.run(|app| Ok(app.shell.read_clipboard()?)).await?;
            self.take_token(&delivery_id, text, keep).await
        };
        self.once(&operation_id, taken).await
    }

    /// Takes a typed or dropped text as the project's token.
    ///
    /// # Errors
    /// As [`paste_dev_kit_token`](Self::paste_dev_kit_token), but for those of the clipboard.
    pub async fn typed_dev_kit_token(&self, request: TypedTokenRequest) -> Result<DevKitView, AppError> {
        let TypedTokenRequest { operation_id, delivery_id, keep, value } = request;
        self.once(&operation_id, self.take_token(&delivery_id, value, keep)).await
    }

    /// Forgets the project's token, here and in the keychain.
    ///
    /// # Errors
    /// Those of keychain and ledger.
    pub async fn forget_dev_kit_token(&self, request: ChangeDeliveryRequest) -> Result<DevKitView, AppError> {
        let forgotten = async {
            let (id, project) = self.dev_kit_delivery(&request.delivery_id).await?;
            self.forget_token(id, project.as_ref()).await.map_err(|refusal| self.tell_refusal(refusal))?;
            self.dev_kit_view(id).await
        };
        self.once(&request.operation_id, forgotten).await
    }

    async fn take_token(&self, delivery_id: &str, text: SecretString, keep: bool) -> Result<DevKitView, AppError> {
        Token::read(&text).map_err(not_a_token)?;
        let (id, project) = self.dev_kit_delivery(delivery_id).await?;
        lock(&self.tokens).0.insert(id, Given { value: text, keep });
        if let Some(project) = project {
            self.keep_token(id, &project).await.map_err(|refusal| self.tell_refusal(refusal))?;
        }
        self.dev_kit_view(id).await
    }

    /// Project and token together; the token from memory or from the keychain.
    pub(super) async fn access(&self, id: HandoverId, project: ProjectId) -> Result<Access, AppError> {
        let of_session = lock(&self.tokens).0.get(&id).map(|given| given.value.clone());
        let text = match of_session {
            Some(text) => Some(text),
            None => self.kept_token(&project).await.map_err(|refusal| self.tell_refusal(refusal))?,
        };
        let token = text.and_then(|text| Token::read(&text).ok());
        let token = token.ok_or_else(|| told(DevKitTrouble::TokenMissing))?;
        Ok(Access { project, token })
    }

    /// Puts the token of a delivery into the keychain, if the person wanted that and it fits there; it stays in memory else.
    pub(super) async fn keep_token(&self, id: HandoverId, project: &ProjectId) -> Result<(), Refusal> {
        let wanted = lock(&self.tokens).0.get(&id).filter(|given| given.keep).map(|given| given.value.clone());
        let Some(value) = wanted else { return Ok(()) };
        // EXPOSE: its length.
        if value.expose_secret().len() > KEPT_AT_MOST {
            return Ok(());
        }
        let keychain = self.keychain();
        self.answer_of(keychain.put_text(item(project)?, &value)).await?;
        if keychain.kept() != Kept::ThisSession {
            lock(&self.tokens).0.remove(&id);
        }
        Ok(())
    }

    /// Forgets a token that is not taken any more, or that the person wants gone.
    pub(super) async fn forget_token(&self, id: HandoverId, project: Option<&ProjectId>) -> Result<(), Refusal> {
        lock(&self.tokens).0.remove(&id);
        let Some(project) = project else { return Ok(()) };
        match self.answer_of(self.keychain().remove(item(project)?)).await {
            // Without a keychain nothing was kept.
            Err(Refusal::Told(AppError::KeychainNotAvailable)) => Ok(()),
            answer => answer,
        }
    }

    pub(super) async fn token_state(&self, id: HandoverId, project: Option<&ProjectId>) -> Result<TokenState, Refusal> {
        if lock(&self.tokens).0.contains_key(&id) {
            return Ok(TokenState::ThisSession);
        }
        let Some(project) = project else { return Ok(TokenState::Missing) };
        Ok(if self.kept_token(project).await?.is_none() {
            TokenState::Missing
        } else if self.is_session_only() {
            TokenState::ThisSession
        } else {
            TokenState::Kept
        })
    }

    async fn kept_token(&self, project: &ProjectId) -> Result<Option<SecretString>, Refusal> {
        let value = match self.answer_of(self.keychain().get(item(project)?)).await {
            // Asked for again, as if nothing had been kept.
            Err(Refusal::Told(AppError::KeychainNotAvailable | AppError::KeyDamaged)) => None,
            answer => answer?,
        };
        // EXPOSE: copied into another secret.
        Ok(value.and_then(|value| std::str::from_utf8(value.expose_secret()).ok().map(SecretString::from)))
    }

    pub(super) async fn dev_kit_delivery(&self, id: &str) -> Result<(HandoverId, Option<ProjectId>), AppError> {
        let id = id.to_owned();
        self.run(move |app| {
            let delivery = checked(Delivery::load(&app.ledger(), ids::handover_id(&id)?)?)?;
            Ok((delivery.id(), project_of(&delivery)))
        })
        .await
    }
}

fn item(project: &ProjectId) -> Result<Item, Refusal> {
    Item::project(project.as_str()).map_err(|_| Refusal::fault("a project's id"))
}

fn not_a_token(error: NotAToken) -> AppError {
    let field = TextField::Token;
    match error {
        NotAToken::Empty => AppError::BadText { field, fault: TextFault::Empty },
        NotAToken::StripeKey => AppError::SecretInText { field },
        NotAToken::Form => AppError::BadText { field, fault: TextFault::WrongForm },
    }
}

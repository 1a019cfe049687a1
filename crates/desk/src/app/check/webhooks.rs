//! The webhooks of a delivery: which are wanted, where they go, and what the merchant does about them by hand.

use keycourier_credentials::Mode;
use keycourier_documents::{BundleWebhook, Text};
use keycourier_integrators::{Asking, BadAddress, Language, Page, Restricted};
use keycourier_ledger::{AccountState, Event, HandoverId, NewEntry, Side, Webhook};
use keycourier_stripe::{Sight, WantedWebhook, WebhookUrl, key_form_url};
use keycourier_wire::{
    AddressFault, AppError, CheckPage, CheckView, GetWebhookGuideRequest, OpenCheckPageRequest,
    SetWebhookAddressRequest, TextField, WebhookGuideView, WebhookRequest,
};

use super::holds_secret;
use super::showing::is_fine;
use crate::app::asked::{AskedAddress, AskedWebhook};
use crate::app::delivery::Delivery;
use crate::app::errors::Refusal;
use crate::app::views::words;
use crate::app::{App, ids};

/// The language of the window.
const LANGUAGE: Language = Language::En;
/// Where the owner answers Stripe's questions, after which the account can take payments.
const FINISH_ACCOUNT: &str = "https://dashboard.stripe.com/account/onboarding";

/// A wanted webhook of a delivery with what the ledger knows of it.
pub(super) struct Known<'a> {
    pub(super) asked: &'a AskedWebhook,
    pub(super) wanted: WantedWebhook,
    pub(super) kept: Option<&'a Webhook>,
}

/// The webhooks of one mode, in the order asked for, as far as their addresses are known.
pub(super) fn known_in(delivery: &Delivery, mode: Mode) -> impl Iterator<Item = Known<'_>> {
    let asked = delivery.asked.webhooks.iter().filter(move |asked| asked.mode == mode);
    asked.filter_map(|asked| known(delivery, asked))
}

/// A webhook, where its address is known.
pub(super) fn known<'a>(delivery: &'a Delivery, asked: &'a AskedWebhook) -> Option<Known<'a>> {
    let mut of_mode = delivery.webhooks.iter().filter(|kept| kept.mode == asked.mode);
    let (url, kept): (WebhookUrl, _) = match &asked.address {
        AskedAddress::Given(url) => (url.clone(), of_mode.find(|kept| kept.url == url.as_str())),
        AskedAddress::Copied(_) | AskedAddress::OfProject => {
            let kept = of_mode.next()?;
            (kept.url.parse().ok()?, Some(kept))
        }
    };
    let wanted =
        WantedWebhook { mode: asked.mode, url, events: asked.events.clone(), api_version: asked.api_version.clone() };
    Some(Known { asked, wanted, kept })
}

/// What Stripe is asked about.
pub(super) fn wanted_in(delivery: &Delivery, mode: Mode) -> Vec<WantedWebhook> {
    known_in(delivery, mode).map(|known| known.wanted).collect()
}

/// The webhooks that were found to do what is wanted: the receiver sees by them which ones it can count on.
pub(crate) fn webhooks_of_bundle(delivery: &Delivery) -> Vec<BundleWebhook> {
    let modes = delivery.modes_with_keys();
    let fine = modes.flat_map(|mode| known_in(delivery, mode)).filter_map(|known| {
        let finding = delivery.found(known.wanted.mode)?.webhook(&known.wanted)?;
        let endpoint = finding.endpoint.as_ref().filter(|_| is_fine(finding, known.asked.exactly))?;
        Some(BundleWebhook {
            mode: known.wanted.mode,
            url: Text::typed(known.wanted.url.as_str()).ok()?,
            events: known.wanted.events.iter().filter_map(|event| Text::typed(event.as_str()).ok()).collect(),
            id: Text::typed(endpoint.id.as_str()).ok(),
            secret_slot: known.asked.secret_slot.clone(),
        })
    });
    fine.collect()
}

impl App {
    /// Says where Stripe shall send a delivery's webhooks to, and looks at once whether it does.
    ///
    /// # Errors
    /// [`AppError::BadWebhookAddress`], [`AppError::SecretInText`], [`AppError::Gone`] where no address has to be copied, and those of the
    /// ledger.
    pub async fn set_webhook_address(&self, request: SetWebhookAddressRequest) -> Result<CheckView, AppError> {
        self.once(&request.operation_id, async {
            let mode = words::mode_in(request.mode);
            let (operation, delivery, typed) =
                (request.operation_id.clone(), request.delivery_id.clone(), request.address.clone());
            let id = self.run(move |app| app.take_address(&operation, &delivery, mode, &typed)).await?;
            self.look_where_it_can(id, mode).await
        })
        .await
    }

    /// "I have set it up by hand." Where a key may look, Stripe is asked whether it is so.
    ///
    /// # Errors
    /// [`AppError::Gone`], and those of the ledger.
    pub async fn mark_webhook_done(&self, request: WebhookRequest) -> Result<CheckView, AppError> {
        self.once(&request.operation_id.clone(), async {
            let mode = words::mode_in(request.mode);
            let id = self.run(move |app| app.note_by_hand(&request, true)).await?;
            self.look_where_it_can(id, mode).await
        })
        .await
    }

    /// "No, I have not."
    ///
    /// # Errors
    /// [`AppError::Gone`], and those of the ledger.
    pub async fn undo_webhook_done(&self, request: WebhookRequest) -> Result<CheckView, AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let id = app.note_by_hand(&request, false)?;
            app.check_view(id)
        })
        .await
    }

    /// How to set a webhook up by hand.
    ///
    /// # Errors
    /// [`AppError::Gone`], and those of the ledger.
    pub async fn get_webhook_guide(&self, request: GetWebhookGuideRequest) -> Result<WebhookGuideView, AppError> {
        self.run(move |app| {
            let delivery = Delivery::load(&app.ledger(), ids::handover_id(&request.delivery_id)?)?;
            let mode = words::mode_in(request.mode);
            let known =
                known_in(&delivery, mode).find(|known| Some(known.wanted.url.as_str()) == request.url.as_deref());
            // With an address that is known already, the step that copies it would only confuse.
            let guide = match (&known, delivery.preset) {
                (Some(known), _) => {
                    let wants_secret = known.asked.secret_slot.is_some();
                    asking(&delivery).webhook_guide(known.wanted.events.len(), wants_secret, mode, LANGUAGE)
                }
                (None, Some(preset)) => preset.webhook_guide(mode, LANGUAGE).ok_or(AppError::Gone)?,
                (None, None) => return Err(AppError::Gone.into()),
            };
            Ok(WebhookGuideView { steps: guide.steps.into_iter().map(|step| step.text).collect() })
        })
        .await
    }

    /// Opens a page of Stripe on which something of a check is put right.
    ///
    /// # Errors
    /// [`AppError::NoBrowser`], [`AppError::Gone`], and those of the ledger.
    pub async fn open_check_page(&self, request: OpenCheckPageRequest) -> Result<(), AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let delivery = Delivery::load(&app.ledger(), ids::handover_id(&request.delivery_id)?)?;
            let mode = words::mode_in(request.mode);
            let confirmed = delivery.account(mode).filter(|known| known.state == AccountState::Confirmed);
            let account = confirmed.map(|known| &known.account.id);
            let address = match request.page {
                CheckPage::Webhooks => asking(&delivery).address(Page::Webhooks, mode, account),
                CheckPage::FinishAccount => FINISH_ACCOUNT.to_owned(),
                CheckPage::CreateRestrictedKey => key_form_url(mode, &delivery.who.name, &delivery.asked.needs),
            };
            app.shell.open_page(&address).map_err(|_| Refusal::Told(AppError::NoBrowser))
        })
        .await
    }

    fn take_address(&self, operation: &str, delivery: &str, mode: Mode, typed: &str) -> Result<HandoverId, Refusal> {
        let id = ids::handover_id(delivery)?;
        if holds_secret(typed) {
            return Err(AppError::SecretInText { field: TextField::WebhookAddress }.into());
        }
        let now = self.clock.now();
        self.change_once(operation, |change| {
            let delivery = Delivery::load(change, id)?;
            let preset = delivery.preset.filter(|_| delivery.request.is_none()).ok_or(AppError::Gone)?;
            if typed.trim().is_empty() {
                change.forget_webhook_address(id, mode)?;
                return Ok(String::new());
            }
            let url = preset.copied_webhook(mode, typed).map_err(address_refusal)?;
            change.set_webhook_address(id, mode, url.as_str(), now)?;
            Ok(String::new())
        })?;
        Ok(id)
    }

    fn note_by_hand(&self, request: &WebhookRequest, done: bool) -> Result<HandoverId, Refusal> {
        let id = ids::handover_id(&request.delivery_id)?;
        let mode = words::mode_in(request.mode);
        let now = self.clock.now();
        self.change_once(&request.operation_id, |change| {
            let delivery = Delivery::load(change, id)?;
            let known = known_in(&delivery, mode).find(|known| known.wanted.url.as_str() == request.url);
            let known = known.ok_or(AppError::Gone)?;
            change.note_webhook(id, mode, known.wanted.url.as_str(), now)?;
            change.webhook_by_hand(id, mode, known.wanted.url.as_str(), done.then_some(now))?;
            if done {
                let entry = NewEntry {
                    business: delivery.business.name.clone(),
                    integrator: Some(delivery.integrator.name.clone()),
                    mode: Some(mode),
                    ..NewEntry::new(Side::Send, Event::WebhookByHand)
                };
                change.note(&entry, now)?;
            }
            Ok(String::new())
        })?;
        Ok(id)
    }

    /// Asks about the webhooks of a mode, unless no key there may look.
    async fn look_where_it_can(&self, id: HandoverId, mode: Mode) -> Result<CheckView, AppError> {
        let may_look = self.run(move |app| {
            let delivery = Delivery::load(&app.ledger(), id)?;
            let refused = delivery
                .found(mode)
                .is_some_and(|found| found.findings.webhooks.iter().any(|finding| finding.sight == Sight::NotAllowed));
            Ok(!refused && delivery.found(mode).is_some())
        });
        if may_look.await? {
            // What could not be asked is part of what is shown; without the keychain nothing new is.
            let _ = self.look_again(id, mode).await;
        }
        self.run(move |app| app.check_view(id)).await
    }
}

fn asking(delivery: &Delivery) -> Asking<'_> {
    match (delivery.preset, &delivery.request) {
        (Some(preset), None) => preset.asking(),
        (_, Some(request)) => {
            let issuer = &request.signed.request().issuer;
            Asking::with_request(issuer.name.as_str(), issuer.domain.as_str(), Restricted::Allowed, &[])
        }
        (None, None) => Asking::with_request(&delivery.who.name, "", Restricted::Allowed, &[]),
    }
}

fn address_refusal(bad: BadAddress) -> Refusal {
    let cause = match bad {
        BadAddress::NotAskedFor => return AppError::Gone.into(),
        BadAddress::NotAnAddress => AddressFault::NotAnAddress,
        BadAddress::NotHttps => AddressFault::NotHttps,
        BadAddress::OtherMode => AddressFault::OtherMode,
        BadAddress::OtherHost { wanted } => AddressFault::OtherHost { wanted },
    };
    AppError::BadWebhookAddress { cause }.into()
}

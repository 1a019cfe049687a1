//! How to get the key of one row, and the pages of Stripe that a person is sent to on the way.

use keycourier_credentials::Kind;
use keycourier_integrators::{Asking, Guide, HowUsed, Integrator, Language, Level, Page, Permission, Restricted};
use keycourier_ledger::AccountState;
use keycourier_wire::{
    AppError, GetGuideRequest, GuideTopic, GuideView, MailDraftView, OpenStripePageRequest, SlotRef, StripePage,
    WriteGuideMailRequest,
};

use super::App;
use super::delivery::{Delivery, Row};
use super::errors::Refusal;
use super::ids;
use super::sending::mailto;
use super::views::guide as view;

/// The language of the window.
pub(crate) const LANGUAGE: Language = Language::En;

impl App {
    /// How to get the key of one row: in a known integrator's own words, or in general ones.
    ///
    /// # Errors
    /// [`AppError::Gone`], and those of the ledger.
    pub async fn get_guide(&self, request: GetGuideRequest) -> Result<GuideView, AppError> {
        self.run(move |app| {
            let (guide, how_used) = app.guide_of(&request.delivery_id, &request.slot)?;
            Ok(view::guide(guide, how_used))
        })
        .await
    }

    /// Opens a draft with the mail of a piece of help. The person fills in the address.
    ///
    /// # Errors
    /// [`AppError::Gone`] where that piece has no mail, and those of the ledger.
    pub async fn write_guide_mail(&self, request: WriteGuideMailRequest) -> Result<MailDraftView, AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let (guide, _) = app.guide_of(&request.delivery_id, &request.slot)?;
            let mail = mail_about(guide, request.topic).ok_or(AppError::Gone)?;
            let mailto = mailto(None, &mail.subject, &mail.body)?;
            Ok(MailDraftView { opened: app.shell.open_mail(&mailto).is_ok(), file_on_clipboard: false })
        })
        .await
    }

    /// Opens a page of Stripe in the browser: in the slot's mode, and in the account that the person said is theirs.
    ///
    /// # Errors
    /// [`AppError::NoBrowser`], [`AppError::Gone`], and those of the ledger.
    pub async fn open_stripe_page(&self, request: OpenStripePageRequest) -> Result<(), AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let delivery = Delivery::load(&app.ledger(), ids::handover_id(&request.delivery_id)?)?;
            let row = delivery.row(&ids::slot_id(&request.slot)?)?;
            let mode = row.slot.id.mode;
            let confirmed = delivery.account(mode).filter(|known| known.state == AccountState::Confirmed);
            let account = confirmed.map(|known| &known.account.id);
            let page = page(request.page, row);
            let needs = Needs::of(&delivery);
            let address = needs.asking(&delivery).address(page, mode, account);
            app.shell.open_page(&address).map_err(|_| Refusal::Told(AppError::NoBrowser))
        })
        .await
    }

    fn guide_of(&self, delivery_id: &str, slot: &SlotRef) -> Result<(Guide, HowUsed), Refusal> {
        let delivery = Delivery::load(&self.ledger(), ids::handover_id(delivery_id)?)?;
        let row = delivery.row(&ids::slot_id(slot)?)?;
        let needs = Needs::of(&delivery);
        let asking = needs.asking(&delivery);
        Ok((asking.guide(&row.asked.accepts, row.slot.id.mode, LANGUAGE), asking.how_used()))
    }
}

/// What a guide needs to know about who asks.
enum Needs {
    /// A known integrator, whose own words and advice there are.
    Known(&'static Integrator),
    /// Somebody whose request says it all.
    OfRequest(Restricted, Vec<Permission>),
}

impl Needs {
    /// A preset's words count where the request itself is made from that preset, and where there is none.
    fn of(delivery: &Delivery) -> Self {
        let request = delivery.request.as_ref().map(|received| received.signed.request());
        let of_preset = |preset: &Integrator| {
            request.is_none_or(|request| request.preset.as_ref().is_some_and(|named| named.as_str() == preset.id))
        };
        if let Some(preset) = delivery.preset.filter(|preset| of_preset(preset)) {
            return Self::Known(preset);
        }
        let permissions = request.map(|request| request.permissions.as_slice()).unwrap_or_default();
        let permissions = permissions.iter().map(|permission| Permission {
            resource: permission.resource.to_string(),
            level: match permission.level {
                keycourier_documents::Level::Read => Level::Read,
                keycourier_documents::Level::Write => Level::Write,
            },
        });
        let restricted = match delivery.asked.restricted {
            keycourier_documents::RestrictedKeys::Recommended => Restricted::Recommended,
            keycourier_documents::RestrictedKeys::Allowed => Restricted::Allowed,
            keycourier_documents::RestrictedKeys::Refused => Restricted::Refused,
        };
        Self::OfRequest(restricted, permissions.collect())
    }

    fn asking<'a>(&'a self, delivery: &'a Delivery) -> Asking<'a> {
        match self {
            Self::Known(preset) => preset.asking(),
            Self::OfRequest(restricted, permissions) => {
                Asking::with_request(&delivery.who.name, &delivery.who.domain, *restricted, permissions)
            }
        }
    }
}

fn mail_about(guide: Guide, topic: GuideTopic) -> Option<keycourier_integrators::Mail> {
    guide.help.into_iter().find(|help| view::topic(help.topic) == topic)?.mail
}

fn page(page: StripePage, row: &Row) -> Page {
    match page {
        StripePage::Keys if row.asked.accepts.first() == Some(&Kind::WebhookSecret) => Page::Webhooks,
        StripePage::Keys | StripePage::ApiKeys => Page::ApiKeys,
        StripePage::CreateRestrictedKey => Page::CreateRestrictedKey,
        StripePage::Webhooks => Page::Webhooks,
        StripePage::Team => Page::Team,
    }
}

//! Putting a key into the integrator's own page: the person goes there, and the program lends the clipboard a key for a short time.

use std::time::Duration;

use keycourier_credentials::{Mode, SlotId};
use keycourier_integrators as integrators;
use keycourier_ledger::{Code, Event, HandoverId, Key, NewEntry, Progress, Side};
use keycourier_wire::{
    AppError, ChangeDeliveryRequest, CopyPutInKeyRequest, DeliveryRequest, DeliveryView, LentKeyView, PutInKeyView,
    PutInRefusal, PutInRefusedRequest, PutInView, SendWay,
};

use super::delivery::{Delivery, Row, name_after_account, note_progress};
use super::errors::Refusal;
use super::guide::LANGUAGE;
use super::views::words;
use super::{App, ids, lock};

/// The key that was put on the clipboard last, for whichever delivery.
pub(crate) struct Lent {
    delivery: HandoverId,
    slot: SlotId,
}

impl App {
    /// What the screen needs on which a key is put into the integrator's page.
    ///
    /// # Errors
    /// [`AppError::Gone`] for a delivery whose keys go another way, and those of the ledger.
    pub async fn get_put_in(&self, request: DeliveryRequest) -> Result<PutInView, AppError> {
        self.run(move |app| app.put_in_view(ids::handover_id(&request.delivery_id)?)).await
    }

    /// Opens the integrator's page in the browser.
    ///
    /// # Errors
    /// [`AppError::NoBrowser`], [`AppError::Gone`] for an integrator without a page of its own, and those of the ledger.
    pub async fn open_integrator_page(&self, request: ChangeDeliveryRequest) -> Result<(), AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let delivery = Delivery::load(&app.ledger(), ids::handover_id(&request.delivery_id)?)?;
            let page = delivery.preset.and_then(page_of).ok_or(AppError::Gone)?;
            app.shell.open_page(page).map_err(|_| Refusal::Told(AppError::NoBrowser))
        })
        .await
    }

    /// Copies a key, out of every history of the clipboard and for the time that the settings say.
    ///
    /// # Errors
    /// [`AppError::NotReady`] before everything is checked, [`AppError::Gone`], and those of clipboard, keychain and ledger.
    pub async fn copy_put_in_key(&self, request: CopyPutInKeyRequest) -> Result<PutInView, AppError> {
        let operation = request.operation_id.clone();
        let copied = async {
            let (delivery_id, slot) = (request.delivery_id.clone(), request.slot.clone());
            let (id, slot, key) = self
                .run(move |app| {
                    let (id, slot) = (ids::handover_id(&delivery_id)?, ids::slot_id(&slot)?);
                    let delivery = app.put_in_delivery(id)?;
                    if !delivery.send_blocks().is_empty() {
                        return Err(AppError::NotReady.into());
                    }
                    let key = delivery.row(&slot)?.key.clone().ok_or(AppError::KeyNotHere)?;
                    Ok((id, slot, key))
                })
                .await?;
            let value = self.value_of(&key).await.map_err(|refusal| self.tell_refusal(refusal))?;
            self.run(move |app| {
                let seconds = app.shell.preferences().clear_clipboard_seconds;
                app.shell.lend_clipboard(&value, Duration::from_secs(u64::from(seconds)))?;
                *lock(&app.lent) = Some(Lent { delivery: id, slot: slot.clone() });
                let now = app.clock.now();
                app.change_once(&request.operation_id, |change| {
                    let delivery = Delivery::load(change, id)?;
                    change.note(&entry(&delivery, slot.mode, Some((&slot, &key)), "copied")?, now)?;
                    Ok(String::new())
                })?;
                app.put_in_view(id)
            })
            .await
        };
        self.once(&operation, copied).await
    }

    /// "It took the key." The key is taken off the clipboard at once.
    ///
    /// # Errors
    /// [`AppError::NotReady`] where something changed meanwhile, [`AppError::Gone`], and those of the ledger.
    pub async fn mark_put_in(&self, request: ChangeDeliveryRequest) -> Result<DeliveryView, AppError> {
        self.say_of_put_in(request, Progress::Sent, "accepted").await
    }

    /// "It said something else." The key stays where it is, and so does everything that was collected.
    ///
    /// # Errors
    /// As [`mark_put_in`](Self::mark_put_in).
    pub async fn mark_put_in_refused(&self, request: PutInRefusedRequest) -> Result<DeliveryView, AppError> {
        let PutInRefusedRequest { operation_id, delivery_id, said } = request;
        let said = match said {
            PutInRefusal::NotValid => "not_valid",
            PutInRefusal::LacksPermission => "lacks_permission",
            PutInRefusal::OtherMode => "other_mode",
            PutInRefusal::AlreadyConnected => "already_connected",
            PutInRefusal::NoField => "no_field",
            PutInRefusal::Other => "other",
        };
        self.say_of_put_in(ChangeDeliveryRequest { operation_id, delivery_id }, Progress::Rejected, said).await
    }

    /// Takes back what was said of it.
    ///
    /// # Errors
    /// [`AppError::NothingToUndo`], [`AppError::Gone`], and those of the ledger.
    pub async fn undo_put_in(&self, request: ChangeDeliveryRequest) -> Result<DeliveryView, AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let id = ids::handover_id(&request.delivery_id)?;
            let now = app.clock.now();
            app.change_once(&request.operation_id, |change| {
                let delivery = Delivery::load(change, id)?;
                let said: Vec<Mode> = delivery
                    .modes
                    .iter()
                    .filter(|mode| delivery.over_there(mode.mode).is_some())
                    .map(|mode| mode.mode)
                    .collect();
                if said.is_empty() || delivery.way() != SendWay::PutIn {
                    return Err(AppError::NothingToUndo.into());
                }
                for mode in said {
                    change.set_progress(id, mode, Progress::Checked, now)?;
                    change
                        .note(&NewEntry { event: Event::SentUndone, ..entry(&delivery, mode, None, "put_in")? }, now)?;
                }
                note_progress(change, id, now)?;
                Ok(String::new())
            })?;
            app.delivery_view(id)
        })
        .await
    }

    async fn say_of_put_in(
        &self,
        request: ChangeDeliveryRequest,
        progress: Progress,
        said: &'static str,
    ) -> Result<DeliveryView, AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let id = ids::handover_id(&request.delivery_id)?;
            let now = app.clock.now();
            app.change_once(&request.operation_id, |change| {
                let delivery = Delivery::load(change, id)?;
                if delivery.way() != SendWay::PutIn {
                    return Err(AppError::Gone.into());
                }
                if !delivery.send_blocks().is_empty() {
                    return Err(AppError::NotReady.into());
                }
                for row in delivery.rows.iter() {
                    let Some(key) = &row.key else { continue };
                    let slot = &row.slot.id;
                    change.note(&entry(&delivery, slot.mode, Some((slot, key)), said)?, now)?;
                }
                for mode in &delivery.modes {
                    change.set_progress(id, mode.mode, progress, now)?;
                }
                if progress != Progress::Rejected {
                    name_after_account(change, &delivery)?;
                }
                Ok(String::new())
            })?;
            if progress != Progress::Rejected && lock(&app.lent).as_ref().is_some_and(|lent| lent.delivery == id) {
                app.shell.take_back_clipboard();
            }
            app.delivery_view(id)
        })
        .await
    }

    /// A delivery whose keys are put into the integrator's page.
    fn put_in_delivery(&self, id: HandoverId) -> Result<Delivery, Refusal> {
        let delivery = Delivery::load(&self.ledger(), id)?;
        if delivery.way() == SendWay::PutIn { Ok(delivery) } else { Err(AppError::Gone.into()) }
    }

    fn put_in_view(&self, id: HandoverId) -> Result<PutInView, Refusal> {
        let delivery = self.put_in_delivery(id)?;
        let (preset, mode) = (delivery.preset.ok_or(AppError::Gone)?, delivery.only_mode().ok_or(AppError::Gone)?);
        let guide = preset.put_in_guide(mode, LANGUAGE).ok_or(AppError::Gone)?;
        let place = preset.put_in.as_ref().map(|put_in| put_in.place.clone()).unwrap_or_default();
        let keys = delivery.rows.iter().filter_map(key_view).collect();
        let left = self.shell.lent_for();
        let lent =
            lock(&self.lent).as_ref().filter(|lent| lent.delivery == id).zip(left).map(|(lent, left)| LentKeyView {
                slot: words::slot(&lent.slot),
                clears_in_ms: u32::try_from(left.as_millis()).unwrap_or(u32::MAX),
            });
        Ok(PutInView {
            title: guide.title,
            lead: guide.lead,
            place,
            open_button: guide.open_button,
            page: guide.page,
            open: guide.open,
            copy: guide.copy,
            paste: guide.paste,
            accepted: guide.accepted,
            yes: guide.yes,
            no: guide.no,
            after: preset.after(mode, LANGUAGE),
            keys,
            lent,
        })
    }
}

fn key_view(row: &Row) -> Option<PutInKeyView> {
    let key = row.key.as_ref()?;
    Some(PutInKeyView {
        slot: words::slot(&row.slot.id),
        kind: words::kind(key.kind),
        mask: key.mask.to_string(),
        ending: key.mask.last_four().to_owned(),
    })
}

/// The page that a person of this integrator's customers signs in to.
fn page_of(preset: &'static integrators::Integrator) -> Option<&'static str> {
    let put_in = preset.put_in.as_ref().map(|put_in| put_in.page.as_str());
    put_in.or_else(|| preset.config_api.as_ref().map(|config_api| config_api.page.as_str()))
}

fn entry(delivery: &Delivery, mode: Mode, key: Option<(&SlotId, &Key)>, detail: &str) -> Result<NewEntry, Refusal> {
    let detail: Code = detail.parse().map_err(|_| Refusal::fault("a word that is no code"))?;
    Ok(NewEntry {
        business: delivery.business.name.clone(),
        integrator: Some(delivery.integrator.name.clone()),
        mode: Some(mode),
        slot: key.map(|(slot, _)| slot.name.clone()),
        mask: key.map(|(_, key)| key.mask.clone()),
        detail: Some(detail),
        ..NewEntry::new(Side::Send, Event::KeyPutIn)
    })
}

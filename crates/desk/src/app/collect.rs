//! The Collect step: a text on the clipboard becomes keys in their rows.

mod key_file;
mod planning;

use keycourier_credentials::{Elsewhere, Found, Mode, Paste, Problem, SlotId, parse};
use keycourier_ledger::{Change, Event, HandoverId, KeyId, NewEntry, NewKey, Saving, Side};
use keycourier_wire::{
    AppError, CandidateView, DeliveryView, FilledView, Fix, OpeningCode, PasteKeyRequest, PasteView, RefusedView,
    RemoveKeyRequest, TypedKeyRequest, UndoKeyChangeRequest, UndoView, UseCandidateRequest,
};
use secrecy::{ExposeSecret, SecretString};

use super::App;
use super::delivery::{Delivery, note_progress};
use super::errors::Refusal;
use super::guide::LANGUAGE;
use super::ids;
use super::saving::ToSave;
use super::views::problems::{self, Setting};
use super::views::words;
pub(crate) use key_file::KeyFile;
pub(crate) use planning::hint;
use planning::{Fill, Meeting, Plan, Refused, fits};

/// The most bytes of a typed text.
const LONGEST: usize = 1 << 20;

/// Where a text was pasted.
struct Place {
    operation: String,
    delivery: HandoverId,
    target: Option<SlotId>,
    mode: Mode,
}

/// What came of it.
#[derive(Default)]
struct Done {
    filled: Vec<FilledView>,
    /// Places in the paste.
    used: Vec<usize>,
    to_save: Vec<ToSave>,
    refused: Vec<RefusedView>,
    candidates: Vec<CandidateView>,
}

impl App {
    /// Takes what is on the clipboard as keys.
    ///
    /// # Errors
    /// Those of the clipboard and the ledger, and [`AppError::Gone`]. What is wrong with the text is no error but part of the answer.
    pub async fn paste_key(&self, request: PasteKeyRequest) -> Result<PasteView, AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let place = place(request.operation_id, &request.delivery_id, request.slot.as_ref(), request.mode)?;
            let text = app.shell.read_clipboard()?;
            app.take_text(&place, &text)
        })
        .await
    }

    /// Takes a typed or dropped text as keys.
    ///
    /// # Errors
    /// As [`paste_key`](Self::paste_key), but for those of the clipboard.
    pub async fn typed_key(&self, request: TypedKeyRequest) -> Result<PasteView, AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let place = place(request.operation_id, &request.delivery_id, request.slot.as_ref(), request.mode)?;
            app.take_text(&place, &request.value)
        })
        .await
    }

    /// Uses a candidate of the pending paste. Where that succeeds, the rest of the paste is wiped.
    ///
    /// # Errors
    /// [`AppError::PasteGone`], [`AppError::Gone`], and those of the ledger.
    pub async fn use_candidate(&self, request: UseCandidateRequest) -> Result<PasteView, AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let slot = ids::slot_id(&request.slot)?;
            let pending = app.take_paste(&request.paste_id)?;
            let place = Place {
                operation: request.operation_id,
                delivery: pending.delivery,
                mode: slot.mode,
                target: Some(slot.clone()),
            };
            let number = usize::try_from(request.candidate).unwrap_or(usize::MAX);
            if pending.paste.found().get(number).and_then(Found::usable).is_none() {
                app.put_paste_back(pending);
                return Err(AppError::PasteGone.into());
            }
            let done = app.carry_out(&place, &pending.paste, |meeting, paste| meeting.plan_one(paste, number, &slot));
            match done {
                Ok(done) if done.used.is_empty() => {
                    let id = pending.id.clone();
                    app.put_paste_back(pending);
                    app.answer(&place, done, Some(id))
                }
                Ok(done) => app.answer(&place, Done { candidates: Vec::new(), ..done }, None),
                Err(refusal) => {
                    app.put_paste_back(pending);
                    Err(refusal)
                }
            }
        })
        .await
    }

    /// Takes a key out of its slot; it can be undone.
    ///
    /// # Errors
    /// [`AppError::Gone`], and those of the ledger.
    pub async fn remove_key(&self, request: RemoveKeyRequest) -> Result<DeliveryView, AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let (id, slot) = (ids::handover_id(&request.delivery_id)?, ids::slot_id(&request.slot)?);
            let now = app.clock.now();
            app.change_once(&request.operation_id, |change| {
                change.empty_slot(id, &slot, now)?;
                note_progress(change, id, now)?;
                Ok(String::new())
            })?;
            app.delivery_view(id)
        })
        .await
    }

    /// Undoes the last removal or replacement of a slot.
    ///
    /// # Errors
    /// [`AppError::NothingToUndo`], [`AppError::Gone`], and those of the ledger.
    pub async fn undo_key_change(&self, request: UndoKeyChangeRequest) -> Result<UndoView, AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let (id, slot) = (ids::handover_id(&request.delivery_id)?, ids::slot_id(&request.slot)?);
            let now = app.clock.now();
            app.change_once(&request.operation_id, |change| {
                if !change.undo_slot(id, &slot, now)? {
                    return Err(AppError::NothingToUndo.into());
                }
                note_progress(change, id, now)?;
                Ok(String::new())
            })?;
            let mask = Delivery::load(&app.ledger(), id)?.row(&slot)?.slot.mask.as_ref().map(ToString::to_string);
            Ok(UndoView { mask, delivery: app.delivery_view(id)? })
        })
        .await
    }

    fn take_text(&self, place: &Place, text: &SecretString) -> Result<PasteView, Refusal> {
        // EXPOSE: parsed at once; what is a key goes into secrets of its own.
        let text = text.expose_secret();
        if text.len() > LONGEST {
            return Err(AppError::NotOpened { cause: OpeningCode::TooBig }.into());
        }
        self.take_paste_in(place, parse(text))
    }

    fn take_paste_in(&self, place: &Place, paste: Paste) -> Result<PasteView, Refusal> {
        self.forget_any_paste();
        let done = self.carry_out(place, &paste, |meeting, paste| meeting.plan(paste))?;
        let offered = |refused: &RefusedView| matches!(refused.problem.fix, Some(Fix::UseRepaired { .. }));
        let useful = !done.candidates.is_empty() || done.refused.iter().any(offered);
        let id = useful.then(|| self.keep_paste(place.delivery, paste));
        self.answer(place, done, id)
    }

    /// Decides and writes in one change of the ledger, then hands the values on to the keychain.
    fn carry_out(
        &self,
        place: &Place,
        paste: &Paste,
        decide: impl FnOnce(&Meeting<'_>, &Paste) -> Plan,
    ) -> Result<Done, Refusal> {
        let now = self.clock.now();
        let mut done = Done::default();
        self.change_once(&place.operation, |change| {
            let delivery = Delivery::load(change, place.delivery)?;
            if let Some(target) = &place.target {
                delivery.row(target)?;
            }
            let meeting = Meeting {
                slots: delivery.asked.for_pastes(),
                delivery: &delivery,
                elsewhere: elsewhere(change, &delivery)?,
                target: place.target.as_ref(),
                mode: place.mode,
            };
            let plan = decide(&meeting, paste);
            for fill in plan.fills {
                self.fill(change, &delivery, paste, fill, now, &mut done)?;
            }
            for refused in &plan.refusals {
                done.refused.push(refused_view(change, &meeting, paste, refused)?);
            }
            done.candidates = candidates(&meeting, paste, &done.used);
            note_progress(change, place.delivery, now)?;
            Ok(String::new())
        })?;
        self.save_later(place.delivery, std::mem::take(&mut done.to_save));
        if !done.used.is_empty() {
            self.drop_unused_later(place.delivery);
        }
        Ok(done)
    }

    fn fill(
        &self,
        change: &mut Change<'_>,
        delivery: &Delivery,
        paste: &Paste,
        fill: Fill,
        now: jiff::Timestamp,
        done: &mut Done,
    ) -> Result<(), Refusal> {
        let Some(key) = paste.found().get(fill.found).and_then(Found::usable) else { return Ok(()) };
        let new = NewKey {
            id: self.new_key_id(),
            business: delivery.business.id,
            mode: fill.slot.mode,
            kind: key.kind(),
            mask: key.mask().clone(),
            fingerprint: key.fingerprint(),
            account: key.account().account().cloned(),
        };
        let id = match change.begin_saving(&new, now)? {
            Saving::Put(id) | Saving::Stored(id) => id,
        };
        let row = delivery.row(&fill.slot)?;
        let same = row.slot.key == Some(id);
        let before = row.slot.mask.as_ref().filter(|_| !same);
        change.put_key(delivery.id(), &fill.slot, id, now)?;
        if !same {
            let event = if before.is_some() { Event::KeyReplaced } else { Event::KeyAdded };
            let entry = NewEntry {
                business: delivery.business.name.clone(),
                integrator: Some(delivery.integrator.name.clone()),
                mode: Some(fill.slot.mode),
                slot: Some(fill.slot.name.clone()),
                mask: Some(key.mask().clone()),
                ..NewEntry::new(Side::Send, event)
            };
            change.note(&entry, now)?;
        }
        self.remark(id, fill.problems);
        done.filled.push(FilledView { slot: words::slot(&fill.slot), replaced: before.map(ToString::to_string), same });
        done.used.push(fill.found);
        // A key that the keychain should have is put again too: it may have been taken out there.
        done.to_save.push(ToSave { id, value: key.value().clone() });
        Ok(())
    }

    fn answer(&self, place: &Place, done: Done, paste_id: Option<String>) -> Result<PasteView, Refusal> {
        let Done { filled, refused, candidates, .. } = done;
        let delivery = self.delivery_view(place.delivery)?;
        Ok(PasteView { paste_id, filled, refused, candidates, file: None, delivery })
    }

    /// Takes keys off this computer that no row holds or could get back.
    fn drop_unused_later(&self, delivery: HandoverId) {
        let app = self.clone();
        tokio::spawn(async move {
            let unused = app.run(move |app| {
                let ledger = app.ledger();
                let handover = ledger.handover(delivery)?.ok_or(AppError::Gone)?;
                let unused = ledger.unused_keys(handover.recorded.business)?;
                Ok(unused.into_iter().map(|key| key.id).collect::<Vec<KeyId>>())
            });
            if let Ok(unused) = unused.await {
                // What the keychain keeps for now goes with the next paste or start.
                let _ = app.remove_keys(unused).await;
            }
        });
    }
}

fn place(
    operation: String,
    delivery: &str,
    slot: Option<&keycourier_wire::SlotRef>,
    mode: keycourier_wire::Mode,
) -> Result<Place, Refusal> {
    Ok(Place {
        operation,
        delivery: ids::handover_id(delivery)?,
        target: slot.map(ids::slot_id).transpose()?,
        mode: words::mode_in(mode),
    })
}

/// The keys of the person's other businesses that have a name.
fn elsewhere(change: &Change<'_>, delivery: &Delivery) -> Result<Vec<Elsewhere>, Refusal> {
    let mut keys = Vec::new();
    for business in change.businesses()?.into_iter().filter(|business| business.id != delivery.business.id) {
        let Some(name) = business.name else { continue };
        keys.extend(change.keys_of(business.id)?.into_iter().map(|key| Elsewhere {
            business: name.to_string(),
            mode: key.mode,
            fingerprint: key.fingerprint,
            account: hint(&key),
        }));
    }
    Ok(keys)
}

fn refused_view(
    change: &Change<'_>,
    meeting: &Meeting<'_>,
    paste: &Paste,
    refused: &Refused,
) -> Result<RefusedView, Refusal> {
    let found = refused.found.and_then(|n| paste.found().get(n));
    let repaired = found.is_some_and(|found| found.credential().is_none());
    // A repaired one goes where it was pasted, if it fits there; a whole one was refused there.
    let fitting = found.and_then(Found::usable).and_then(|key| {
        let mut slots = fits(&meeting.slots, key);
        slots.find(|slot| repaired == (Some(&slot.id) == refused.slot.as_ref()))
    });
    let delivery = match &refused.problem {
        Problem::OtherBusiness { business } => change
            .deliveries()?
            .into_iter()
            .find(|known| known.business.as_ref().is_some_and(|name| name.as_str() == business))
            .map(|known| known.handover.id.get().to_string()),
        _ => None,
    };
    let setting = Setting { slot: refused.slot.as_ref(), candidate: refused.found, fits: fitting, repaired, delivery };
    let reason = match &refused.problem {
        Problem::WrongKind { found, .. } => {
            meeting.delivery.preset.and_then(|preset| preset.why_refused(*found, LANGUAGE))
        }
        _ => None,
    };
    Ok(RefusedView {
        slot: refused.slot.as_ref().map(words::slot),
        problem: problems::view(&refused.problem, &setting),
        reason: reason.map(str::to_owned),
    })
}

fn candidates(meeting: &Meeting<'_>, paste: &Paste, used: &[usize]) -> Vec<CandidateView> {
    let left = paste.credentials().filter(|(n, _)| !used.contains(n));
    left.map(|(n, key)| CandidateView {
        number: words::count(n),
        kind: words::kind(key.kind()),
        mode: key.mode().map(words::mode),
        mask: key.mask().to_string(),
        ending: key.mask().last_four().to_owned(),
        fits: fits(&meeting.slots, key).map(|slot| words::slot(&slot.id)).collect(),
    })
    .collect()
}

//! The Check step: Stripe is asked about each key of a delivery, and the person about each account.

use std::collections::BTreeSet;

use keycourier_credentials::{AccountId, Mode, SlotId, parse};
use keycourier_ledger::{
    Account, AccountState, Change, Check, CheckedBy, Code, Event, HandoverId, Key, Line, NewEntry, Side,
};
use keycourier_stripe::{Expected, Learnt, Permission, Verdict, verdict};
use keycourier_wire::{
    AccountRequest, AppError, CancelCheckRequest, ChangeDeliveryRequest, CheckBlock, CheckModeView, CheckState,
    CheckView, DeliveryRequest, KeyCheckView, PageEvent, VerdictWeight,
};
use secrecy::{ExposeSecret, SecretString};
use tokio::task::JoinSet;

use super::delivery::{Delivery, note_progress};
use super::errors::Refusal;
use super::running_checks::{CheckOf, Run};
use super::views::{checks, words};
use super::{App, ids, lock};

/// A key that Stripe is to be asked about.
struct Subject {
    slot: SlotId,
    key: Key,
    value: SecretString,
    context: Option<AccountId>,
}

impl App {
    /// Starts a check of a delivery. Its answers come as events, each with the whole check.
    ///
    /// # Errors
    /// Those of the keychain where a key's value can't be had, [`AppError::NotReady`] where there is no key, [`AppError::Gone`], and
    /// those of the ledger.
    pub async fn start_check(&self, request: ChangeDeliveryRequest) -> Result<CheckView, AppError> {
        self.once(&request.operation_id, self.begin_check(&request.delivery_id)).await
    }

    /// The newest check of a delivery.
    ///
    /// # Errors
    /// [`AppError::Gone`], and those of the ledger.
    pub async fn get_check(&self, request: DeliveryRequest) -> Result<CheckView, AppError> {
        self.run(move |app| app.check_view(ids::handover_id(&request.delivery_id)?)).await
    }

    /// Stops a check of a delivery or of a row of the inbox at once. What was learnt stays.
    ///
    /// # Errors
    /// [`AppError::Gone`] where there is no such check, and those of the ledger.
    pub async fn cancel_check(&self, request: CancelCheckRequest) -> Result<CheckView, AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let now = app.clock.now();
            let of = lock(&app.running_checks).cancel(&request.check_id, now);
            let check = match of.ok_or(AppError::Gone)? {
                CheckOf::Delivery(id) => app.check_view(id)?,
                CheckOf::Bundle(id) => app.item_check_view(id)?,
            };
            app.shell.tell(PageEvent::CheckProgress { check: Box::new(check.clone()) });
            Ok(check)
        })
        .await
    }

    /// "Yes, that is our account."
    ///
    /// # Errors
    /// [`AppError::Gone`] where another account has been named meanwhile, and those of the ledger.
    pub async fn confirm_account(&self, request: AccountRequest) -> Result<CheckView, AppError> {
        self.say_of_account(request, AccountState::Confirmed, Event::AccountConfirmed).await
    }

    /// "No, that is another account."
    ///
    /// # Errors
    /// As [`confirm_account`](Self::confirm_account).
    pub async fn reject_account(&self, request: AccountRequest) -> Result<CheckView, AppError> {
        self.say_of_account(request, AccountState::Rejected, Event::AccountRejected).await
    }

    async fn say_of_account(
        &self,
        request: AccountRequest,
        state: AccountState,
        event: Event,
    ) -> Result<CheckView, AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let id = ids::handover_id(&request.delivery_id)?;
            let mode = words::mode_in(request.mode);
            let now = app.clock.now();
            app.change_once(&request.operation_id, |change| {
                let delivery = Delivery::load(change, id)?;
                let shown = delivery.account(mode).filter(|known| known.account.id.as_str() == request.account_id);
                let shown = shown.ok_or(AppError::Gone)?;
                change.set_business_account(delivery.business.id, &shown.account, state, now)?;
                let entry = NewEntry {
                    business: delivery.business.name.clone(),
                    mode: Some(mode),
                    ..NewEntry::new(Side::Send, event)
                };
                change.note(&entry, now)?;
                note_progress(change, id, now)?;
                Ok(String::new())
            })?;
            app.check_view(id)
        })
        .await
    }

    async fn begin_check(&self, delivery_id: &str) -> Result<CheckView, AppError> {
        let id = ids::handover_id(delivery_id).map_err(|refusal| self.tell_refusal(refusal))?;
        let running =
            lock(&self.running_checks).of(CheckOf::Delivery(id)).is_some_and(|run| run.state == CheckState::Running);
        if running {
            return self.run(move |app| app.check_view(id)).await;
        }
        let (keys, needs) = self
            .run(move |app| {
                let delivery = Delivery::load(&app.ledger(), id)?;
                let keys: Vec<_> = delivery
                    .rows
                    .iter()
                    .filter_map(|row| {
                        let confirmed = delivery.account(row.slot.id.mode);
                        let confirmed = confirmed.filter(|known| known.state == AccountState::Confirmed);
                        let context = confirmed.map(|known| known.account.id.clone());
                        Some((row.slot.id.clone(), row.key.clone()?, context))
                    })
                    .collect();
                if keys.is_empty() { Err(AppError::NotReady.into()) } else { Ok((keys, delivery.asked.needs)) }
            })
            .await?;
        let mut subjects = Vec::new();
        for (slot, key, context) in keys {
            let value = self.value_of(&key).await.map_err(|refusal| self.tell_refusal(refusal))?;
            subjects.push(Subject { slot, key, value, context });
        }
        let check_id = self.new_passing_id();
        let open: BTreeSet<SlotId> = subjects.iter().map(|subject| subject.slot.clone()).collect();
        lock(&self.running_checks).begin(CheckOf::Delivery(id), check_id.clone(), open);
        let (app, of_task) = (self.clone(), check_id.clone());
        let task = tokio::spawn(async move { app.ask_about(id, of_task, subjects, needs).await });
        lock(&self.running_checks).attach(&check_id, task.abort_handle());
        self.run(move |app| app.check_view(id)).await
    }

    /// Asks about all keys at once; the client holds the number of calls within its limits. Ends with its task.
    async fn ask_about(&self, id: HandoverId, check_id: String, subjects: Vec<Subject>, needs: Vec<Permission>) {
        let mut asked = JoinSet::new();
        for subject in subjects {
            let stripe = self.stripe.clone();
            asked.spawn(async move {
                // EXPOSE: parsed into the type that the check takes, which keeps it as a secret.
                let paste = parse(subject.value.expose_secret());
                let learnt = match paste.credentials().next() {
                    Some((_, key)) => Some(stripe.check_key(key, subject.context.as_ref()).await),
                    None => None,
                };
                (subject, learnt)
            });
        }
        while let Some(done) = asked.join_next().await {
            let Ok((subject, learnt)) = done else { continue };
            let (check_id, needs) = (check_id.clone(), needs.clone());
            // A failure leaves the slot as not checked, and is in the log.
            let _ = self
                .run(move |app| {
                    let now = app.clock.now();
                    if let Some(learnt) = &learnt {
                        app.ledger().write(|change| note_learnt(change, id, &subject, learnt, &needs, now))?;
                    }
                    if lock(&app.running_checks).answered(&check_id, &subject.slot, now) {
                        let check = app.check_view(id)?;
                        app.shell.tell(PageEvent::CheckProgress { check: Box::new(check) });
                    }
                    Ok(())
                })
                .await;
        }
    }

    /// The check of a delivery as it is.
    pub(crate) fn check_view(&self, id: HandoverId) -> Result<CheckView, Refusal> {
        let delivery = Delivery::load(&self.ledger(), id)?;
        let run = lock(&self.running_checks).of(CheckOf::Delivery(id)).cloned();
        let present = delivery.rows.iter().filter(|row| row.key.is_some()).count();
        let checked = delivery.rows.iter().filter(|row| row.check.is_some()).count();
        let state = match &run {
            Some(run) if run.state == CheckState::Running => CheckState::Running,
            _ if present == 0 || checked == 0 => CheckState::NotStarted,
            Some(run) => run.state,
            None => CheckState::Done,
        };
        let newest = delivery.rows.iter().filter_map(|row| row.check.as_ref()).map(|check| check.at).max();
        let finished = run.as_ref().map_or(newest, |run| run.finished_at);
        let (done, total) = match &run {
            Some(run) if state == CheckState::Running => (run.total - run.open.len(), run.total),
            Some(_) | None => (checked, present),
        };
        Ok(CheckView {
            check_id: run.as_ref().map(|run| run.check_id.clone()),
            subject_id: id.get().to_string(),
            state,
            done: words::count(done),
            total: words::count(total),
            finished_at: finished.map(words::time),
            modes: delivery.modes_with_keys().map(|mode| mode_view(&delivery, mode, run.as_ref())).collect(),
            blocks: if state == CheckState::Running { Vec::new() } else { blocks(&delivery) },
        })
    }
}

fn mode_view(delivery: &Delivery, mode: Mode, run: Option<&Run>) -> CheckModeView {
    let rows = delivery.rows.iter().filter(|row| row.slot.id.mode == mode);
    let keys = rows.filter_map(|row| {
        let key = row.key.as_ref()?;
        let open = run.is_some_and(|run| run.open.contains(&row.slot.id));
        let verdict = || checks::view(row.check.as_ref(), &row.slot.id, delivery.expected(mode));
        Some(KeyCheckView {
            slot: words::slot(&row.slot.id),
            kind: words::kind(key.kind),
            mask: key.mask.to_string(),
            ending: key.mask.last_four().to_owned(),
            verdict: (!open).then(verdict),
        })
    });
    CheckModeView {
        mode: words::mode(mode),
        account: delivery.account(mode).map(checks::mode_account),
        keys: keys.collect(),
    }
}

fn blocks(delivery: &Delivery) -> Vec<CheckBlock> {
    let mut blocks: Vec<CheckBlock> = delivery
        .rows
        .iter()
        .filter(|row| row.key.is_some())
        .filter(|row| delivery.verdict(row).is_some_and(|verdict| checks::weight(&verdict) == VerdictWeight::Stops))
        .map(|row| CheckBlock::KeyStops { slot: words::slot(&row.slot.id) })
        .collect();
    for mode in delivery.open_accounts() {
        let rejected = delivery.account(mode).is_some_and(|known| known.state == AccountState::Rejected);
        let mode = words::mode(mode);
        blocks.push(if rejected { CheckBlock::AccountRejected { mode } } else { CheckBlock::AccountOpen { mode } });
    }
    blocks
}

/// Writes down what Stripe said about one key. Dropped where the key has left its slot meanwhile.
fn note_learnt(
    change: &mut Change<'_>,
    id: HandoverId,
    subject: &Subject,
    learnt: &Learnt,
    needs: &[Permission],
    now: jiff::Timestamp,
) -> Result<(), Refusal> {
    let delivery = Delivery::load(change, id)?;
    if delivery.row(&subject.slot)?.slot.key != Some(subject.key.id) {
        return Ok(());
    }
    let mode = subject.slot.mode;
    // Whose account it is, is decided when it is shown: the person may say so only later. A call that failed on a key whose account
    // is expected must be made again, though.
    let expected = if learnt.account.is_some() { None } else { subject.context.as_ref() };
    let verdict = verdict(learnt, &Expected { mode, account: expected, needs });
    let check = Check {
        by: CheckedBy::Us,
        verdict: code(verdict.code())?,
        cause: match &verdict {
            Verdict::CouldNotAsk { cause } => Some(code(checks::cause_word(*cause))?),
            _ => None,
        },
        lacks: match &verdict {
            Verdict::WorksButLacks { lacks } => {
                lacks.iter().filter_map(|lack| Line::made_of(&lack.to_string())).collect()
            }
            _ => Vec::new(),
        },
        account: learnt.account.clone(),
        request_id: learnt.request_ids.first().and_then(|id| Line::made_of(id.as_str())),
        at: now,
    };
    change.record_check(subject.key.id, &check)?;
    let entry = NewEntry {
        business: delivery.business.name.clone(),
        mode: Some(mode),
        slot: Some(subject.slot.name.clone()),
        mask: Some(subject.key.mask.clone()),
        detail: Some(check.verdict.clone()),
        ..NewEntry::new(Side::Send, Event::KeyChecked)
    };
    change.note(&entry, now)?;
    if let Some(account) = &learnt.account {
        change.set_key_account(subject.key.id, account)?;
        if learnt.mode.is_none_or(|found| found == mode) {
            note_account(change, &delivery, mode, account, learnt, now)?;
        }
    }
    note_progress(change, id, now)
}

/// Takes over the account that Stripe named, to be confirmed. One that was confirmed stays; so does one that another key of this
/// delivery was found to be of.
fn note_account(
    change: &mut Change<'_>,
    delivery: &Delivery,
    mode: Mode,
    id: &AccountId,
    learnt: &Learnt,
    now: jiff::Timestamp,
) -> Result<(), Refusal> {
    let state = match delivery.account(mode) {
        Some(known) if known.account.id == *id => known.state,
        Some(known) if known.state == AccountState::Confirmed => return Ok(()),
        Some(known) if known.state == AccountState::ToConfirm && delivery.has_key_of(mode, &known.account.id) => {
            return Ok(());
        }
        Some(_) | None => AccountState::ToConfirm,
    };
    let before = delivery.account(mode).map(|known| &known.account).filter(|known| known.id == *id);
    let account = Account {
        mode,
        id: id.clone(),
        name: learnt
            .account_name
            .as_ref()
            .and_then(|name| Line::made_of(name.as_str()))
            .or_else(|| before?.name.clone()),
        country: learnt
            .country
            .as_ref()
            .and_then(|country| Line::made_of(country.as_str()))
            .or_else(|| before?.country.clone()),
        can_take_payments: learnt.charges_enabled.or_else(|| before?.can_take_payments),
    };
    Ok(change.set_business_account(delivery.business.id, &account, state, now)?)
}

fn code(word: &str) -> Result<Code, Refusal> {
    word.parse().map_err(|_| Refusal::fault("a word that the ledger does not take"))
}

//! Our own check of a bundle's keys, kept apart from the sender's.

use std::sync::Arc;

use jiff::Timestamp;
use keycourier_credentials::{AccountId, Mode, Paste, SlotId};
use keycourier_documents::Level;
use keycourier_ledger::{BundleAccount, BundleId, BundleSlot, Check, CheckedBy, Event, Line, NewEntry, Side};
use keycourier_stripe::{Expected, Learnt, Permission, Verdict, verdict};
use keycourier_wire::{self as wire, AppError, ChangeInboxItemRequest, CheckState, InboxItemView, PageEvent};
use tokio::task::JoinSet;

use super::content::credential_in;
use super::item_checks::{Checked, Found, account_of};
use super::reopening::Inside;
use crate::app::errors::Refusal;
use crate::app::running_checks::CheckOf;
use crate::app::views::checks;
use crate::app::{App, lock};

impl App {
    /// Starts our own check of a row's keys; what comes of it is told as it comes in.
    ///
    /// # Errors
    /// [`AppError::Gone`], [`AppError::NotOpened`], and those of keychain and ledger. Why Stripe could not be asked is no error: it
    /// stands in the check.
    pub async fn check_inbox_item(&self, request: ChangeInboxItemRequest) -> Result<InboxItemView, AppError> {
        self.once(&request.operation_id, self.start_item_check(&request.item_id)).await
    }

    pub(super) async fn start_item_check(&self, item_id: &str) -> Result<InboxItemView, AppError> {
        let (bundle, inside) = self.reopened(item_id).await?;
        let of = CheckOf::Bundle(bundle.id);
        let running = lock(&self.running_checks).of(of).is_some_and(|run| run.state == CheckState::Running);
        if running {
            return self.item(item_id).await;
        }
        let check = self
            .run(move |app| {
                let ledger = app.ledger();
                Ok(ItemCheck {
                    check_id: app.new_passing_id(),
                    id: bundle.id,
                    company: bundle.company,
                    keys: ledger.keys_in(bundle.id)?,
                    accounts: ledger.accounts_in(bundle.id)?,
                    needs: needs(&inside),
                    values: values(&inside),
                })
            })
            .await?;
        let mut item = self.item(item_id).await?;
        item.our_check = Some(check.view(&Found::new(), CheckState::Running, None));
        for key in &mut item.keys {
            key.our_check = None;
        }
        let check_id = check.check_id.clone();
        let open = check.values.iter().map(|(slot, _)| slot.clone()).collect();
        lock(&self.running_checks).begin(of, check_id.clone(), open);
        let task = tokio::spawn(self.clone().ask_stripe(check));
        lock(&self.running_checks).attach(&check_id, task.abort_handle());
        Ok(item)
    }

    async fn ask_stripe(self, mut check: ItemCheck) {
        let mut asked = JoinSet::new();
        for (slot, key) in std::mem::take(&mut check.values) {
            let stripe = self.stripe.clone();
            let context = account_of(&check.accounts, slot.mode).cloned();
            asked.spawn(async move {
                let credential = key.credentials().next();
                let learnt = match credential {
                    Some((_, credential)) => Some(stripe.check_key(credential, context.as_ref()).await),
                    None => None,
                };
                (slot, learnt)
            });
        }
        let check = Arc::new(check);
        let mut found = Found::new();
        while let Some(answer) = asked.join_next().await {
            let Ok((slot, Some(learnt))) = answer else { continue };
            let (of_answer, at) = (Arc::clone(&check), slot.clone());
            let kept = self.run(move |app| app.keep_answer(&of_answer, &at, &learnt)).await;
            // One that could not be kept is shown as not checked; the log says why.
            if let Ok(kept) = kept {
                found.insert(slot.clone(), kept);
            }
            if !lock(&self.running_checks).answered(&check.check_id, &slot, self.clock.now()) {
                return;
            }
            self.tell_progress(check.view(&found, CheckState::Running, None));
        }
        let now = self.clock.now();
        if !lock(&self.running_checks).end(&check.check_id, now) {
            return;
        }
        let done = check.view(&found, CheckState::Done, Some(now));
        // As above.
        let _ = self.run(move |app| app.keep_verdict(&check, &found)).await;
        self.tell_progress(done);
        self.shell.tell(PageEvent::InboxChanged);
    }

    fn tell_progress(&self, view: wire::CheckView) {
        self.shell.tell(PageEvent::CheckProgress { check: Box::new(view) });
    }

    fn keep_answer(&self, item: &ItemCheck, slot: &SlotId, learnt: &Learnt) -> Result<Check, Refusal> {
        let now = self.clock.now();
        let expected = Expected { mode: slot.mode, account: item.account(slot.mode), needs: &item.needs };
        let check = check(&verdict(learnt, &expected), learnt, now)?;
        let mask = item.keys.iter().find(|held| held.key.slot == *slot).map(|held| held.key.mask.clone());
        let entry = NewEntry {
            business: item.company.clone(),
            mode: Some(slot.mode),
            slot: Some(slot.name.clone()),
            mask,
            detail: Some(check.verdict.clone()),
            ..NewEntry::new(Side::Receive, Event::KeyChecked)
        };
        self.ledger().write(|change| {
            change.record_bundle_check(item.id, slot, &check)?;
            change.note(&entry, now)?;
            Ok::<_, Refusal>(())
        })?;
        Ok(check)
    }

    fn keep_verdict(&self, item: &ItemCheck, found: &Found) -> Result<(), Refusal> {
        let whole = whole_verdict(item, found);
        let whole = whole.parse().map_err(|_| Refusal::fault("a verdict is no code of the ledger"))?;
        self.ledger().write(|change| change.set_verdict(item.id, Some(&whole)))?;
        Ok(())
    }
}

/// A check that is going on.
struct ItemCheck {
    check_id: String,
    id: BundleId,
    company: Option<Line>,
    keys: Vec<BundleSlot>,
    accounts: Vec<BundleAccount>,
    needs: Vec<Permission>,
    values: Vec<(SlotId, Paste)>,
}

impl ItemCheck {
    fn view(&self, found: &Found, state: CheckState, finished_at: Option<Timestamp>) -> wire::CheckView {
        let checked = Checked { id: self.id, keys: &self.keys, accounts: &self.accounts, found };
        checked.view(self.check_id.clone(), state, finished_at)
    }

    fn account(&self, mode: Mode) -> Option<&AccountId> {
        account_of(&self.accounts, mode)
    }
}

/// What was asked for, as far as Stripe has a name for it.
fn needs(inside: &Inside) -> Vec<Permission> {
    let asked = inside.request().into_iter().flat_map(|request| &request.permissions);
    let name = |needed: &keycourier_documents::Permission| {
        let level = match needed.level {
            Level::Read => "read",
            Level::Write => "write",
        };
        format!("{}_{level}", needed.resource)
    };
    asked.filter_map(|needed| name(needed).parse().ok()).collect()
}

fn values(inside: &Inside) -> Vec<(SlotId, Paste)> {
    inside.keys().iter().filter_map(|key| Some((key.slot_id(), credential_in(key)?))).collect()
}

fn check(verdict: &Verdict, learnt: &Learnt, at: Timestamp) -> Result<Check, Refusal> {
    let no_code = |_| Refusal::fault("a verdict is no code of the ledger");
    let (cause, lacks) = match verdict {
        Verdict::CouldNotAsk { cause } => (Some(checks::cause_word(*cause)), Vec::new()),
        Verdict::WorksButLacks { lacks } => {
            (None, lacks.iter().filter_map(|lack| lack.to_string().parse().ok()).collect())
        }
        Verdict::Works
        | Verdict::UnknownToStripe
        | Verdict::Expired
        | Verdict::LockedToOtherAddresses
        | Verdict::WrongMode { .. }
        | Verdict::OtherAccount { .. }
        | Verdict::PublishableOk => (None, Vec::new()),
    };
    Ok(Check {
        by: CheckedBy::Us,
        verdict: verdict.code().parse().map_err(no_code)?,
        cause: cause.map(str::parse).transpose().map_err(no_code)?,
        lacks,
        account: learnt.account.clone(),
        request_id: learnt.request_ids.first().and_then(|id| id.as_str().parse().ok()),
        at,
    })
}

/// The weightiest of the keys' verdicts: a key that fails, then one of which nothing was learnt, then one that lacks something. A
/// webhook signing secret can't be asked about and says nothing.
fn whole_verdict(item: &ItemCheck, found: &Found) -> String {
    let view = |slot: &SlotId, check: &Check| checks::verdict(check, slot.mode, item.account(slot.mode));
    let views: Vec<_> = found.iter().map(|(slot, check)| (check, view(slot, check))).collect();
    let code = |is_such: fn(&wire::Verdict) -> bool| {
        views.iter().find(|(_, verdict)| is_such(verdict)).map(|(check, _)| check.verdict.to_string())
    };
    let is_silent = |verdict: &wire::Verdict| match verdict {
        wire::Verdict::CouldNotAsk { cause } => !matches!(cause, wire::CouldNotAskCause::NothingToAsk),
        _ => false,
    };
    let is_unasked = views.len() < item.keys.len();
    code(|verdict| checks::weight(verdict) == wire::VerdictWeight::Stops)
        .or_else(|| if is_unasked { Some("could_not_ask".to_owned()) } else { code(is_silent) })
        .or_else(|| code(|verdict| matches!(verdict, wire::Verdict::LockedToOtherAddresses)))
        .or_else(|| code(|verdict| matches!(verdict, wire::Verdict::WorksButLacks { .. })))
        .unwrap_or_else(|| "works".to_owned())
}

//! Asking Stripe about a delivery, and writing down what it says as it comes.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use keycourier_credentials::{AccountId, Credential, Kind, Mode, Paste, SlotId, parse};
use keycourier_ledger::{
    Account, AccountState, Change, Check, CheckedBy, Code, Event, HandoverId, Key, Line, NewEntry, Side,
};
use keycourier_stripe::{
    Ability, Expected, Findings, KeyFinding, Learnt, Level, Origins, Party, Permission, Plan, PlannedKey, Progress,
    Step, Verdict, WantedWebhook, WebhookFinding, WriteProbes, agreement, verdict,
};
use keycourier_wire::{AppError, PageEvent};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use super::findings;
use super::webhooks::wanted_in;
use crate::app::delivery::{Delivery, note_progress};
use crate::app::errors::Refusal;
use crate::app::views::checks;
use crate::app::{App, lock};

/// A key that Stripe is to be asked about.
pub(super) struct Subject {
    pub(super) slot: SlotId,
    pub(super) key: Key,
    pub(super) paste: Paste,
    origins: Option<Origins>,
}

impl Subject {
    fn new(slot: SlotId, key: Key, value: &SecretString, origins: Option<Origins>) -> Self {
        // EXPOSE: parsed into the type that the check takes, which keeps it as a secret.
        let paste = parse(value.expose_secret());
        Self { slot, key, paste, origins }
    }

    pub(super) fn credential(&self) -> Option<&Credential> {
        self.paste.credentials().next().map(|(_, credential)| credential)
    }
}

/// A check of one delivery.
pub(super) struct Asking {
    pub(super) id: HandoverId,
    pub(super) check_id: String,
    pub(super) subjects: Vec<Subject>,
    needs: Vec<Permission>,
    webhooks: Vec<WantedWebhook>,
    write_probes: WriteProbes,
    /// The account of each mode, once the person has confirmed one.
    accounts: Vec<(Mode, AccountId)>,
    /// The row that is to be asked about; all and the webhooks, where there is none.
    only: Option<SlotId>,
}

impl Asking {
    /// The keys of a mode.
    pub(super) fn of_mode(&self, mode: Mode) -> impl Iterator<Item = &Subject> {
        self.subjects.iter().filter(move |subject| subject.slot.mode == mode)
    }

    /// The account of a mode, once the person has confirmed one.
    pub(super) fn account(&self, mode: Mode) -> Option<&AccountId> {
        self.accounts.iter().find(|(of, _)| *of == mode).map(|(_, account)| account)
    }

    /// Keys as a check takes them.
    pub(super) fn planned<'a>(&self, subjects: &[&'a Subject]) -> Vec<PlannedKey<'a>> {
        let planned = subjects.iter().filter_map(|subject| {
            Some(PlannedKey { slot: &subject.slot, key: subject.credential()?, origins: subject.origins.as_ref() })
        });
        planned.collect()
    }

    /// A check of these keys, without webhooks.
    pub(super) fn plan_of<'a>(&'a self, mode: Mode, keys: &'a [PlannedKey<'a>]) -> Plan<'a> {
        let (account, needs, write_probes) = (self.account(mode), self.needs.as_slice(), self.write_probes);
        Plan { mode, keys, account, needs, webhooks: &[], write_probes }
    }

    fn is_asked(&self, slot: &SlotId) -> bool {
        self.only.as_ref().is_none_or(|only| only == slot)
    }

    /// The rows that are asked about.
    pub(super) fn slots(&self) -> BTreeSet<SlotId> {
        self.subjects.iter().map(|subject| subject.slot.clone()).filter(|slot| self.is_asked(slot)).collect()
    }

    /// Whether more is asked about a key than who it is.
    fn asks_more(&self, subject: &Subject, learnt: &Learnt) -> bool {
        is_limited(subject.key.kind) && !self.needs.is_empty() && learnt.lives()
    }
}

/// Kinds of keys that are tried for what is needed: others can do everything, or nothing.
pub(super) fn is_limited(kind: Kind) -> bool {
    match kind {
        Kind::Restricted | Kind::Organization => true,
        Kind::Publishable | Kind::Secret | Kind::WebhookSecret => false,
    }
}

/// What is told while Stripe is asked.
enum Told {
    Stepped(Mode, usize, usize),
    Identified(SlotId, Learnt),
    Probed(SlotId, Ability),
    Finished(Findings),
}

impl App {
    /// Gathers what a check needs, the keys' values among it.
    pub(super) async fn gather(&self, id: HandoverId, only: Option<SlotId>) -> Result<Asking, Refusal> {
        let delivery = self.run(move |app| Delivery::load(&app.ledger(), id)).await?;
        let mut subjects = Vec::new();
        for row in &delivery.rows {
            let Some(key) = &row.key else { continue };
            let value = self.value_of(key).await?;
            let origin = row.origin.as_ref();
            let origins = origin.map(|origin| Origins { account: origin.account.clone(), mode: origin.mode });
            subjects.push(Subject::new(row.slot.id.clone(), key.clone(), &value, origins));
        }
        let known = subjects.iter().any(|subject| only.as_ref().is_none_or(|only| *only == subject.slot));
        if !known {
            return Err(AppError::NotReady.into());
        }
        let confirmed = delivery.accounts.iter().filter(|known| known.state == AccountState::Confirmed);
        let mut nonce = [0; 16];
        self.randomness.with(|random| random.fill_bytes(&mut nonce));
        Ok(Asking {
            id,
            check_id: self.new_passing_id(),
            subjects,
            webhooks: Mode::ALL.into_iter().flat_map(|mode| wanted_in(&delivery, mode)).collect(),
            needs: delivery.asked.needs,
            write_probes: match delivery.write_probes_agreed {
                Some(_) => WriteProbes::Allowed { nonce },
                None => WriteProbes::NotAgreed,
            },
            accounts: confirmed.map(|known| (known.account.mode, known.account.id.clone())).collect(),
            only,
        })
    }

    /// Asks about everything at once; the client holds the number of calls within its limits. Ends with its task.
    pub(super) async fn ask(self, asking: Arc<Asking>) {
        let (tell, mut told) = unbounded_channel();
        let work = async {
            let (test, live) = (tell.clone(), tell);
            tokio::join!(self.ask_mode(&asking, Mode::Test, test), self.ask_mode(&asking, Mode::Live, live));
        };
        // One after the other, in the order in which they came: the last word about a key is the one that counts.
        let note = async {
            while let Some(told) = told.recv().await {
                let (of_step, app) = (Arc::clone(&asking), self.clone());
                // A failure leaves the key as not checked, and is in the log.
                let _ = app.run(move |app| app.note_told(&of_step, told)).await;
            }
        };
        tokio::join!(work, note);
        let now = self.clock.now();
        if lock(&self.running_checks).end(&asking.check_id, now) {
            let id = asking.id;
            // As above.
            let _ = self.run(move |app| app.tell_check(id)).await;
        }
    }

    async fn ask_mode(&self, asking: &Asking, mode: Mode, tell: UnboundedSender<Told>) {
        let subjects: Vec<&Subject> = asking.of_mode(mode).filter(|subject| asking.is_asked(&subject.slot)).collect();
        if subjects.is_empty() {
            return;
        }
        let keys = asking.planned(&subjects);
        let mut plan = asking.plan_of(mode, &keys);
        if asking.only.is_none() {
            plan.webhooks = &asking.webhooks;
        }
        let of_progress = tell.clone();
        let on_progress = move |progress: Progress<'_>| {
            let told = match progress.step {
                Step::Identified { slot, learnt } => Some(Told::Identified(slot.clone(), learnt.clone())),
                Step::Probed { slot, ability } => Some(Told::Probed(slot.clone(), ability.clone())),
                Step::Began | Step::Listed { .. } => None,
            };
            // Nobody listens any more only where the check was stopped.
            if let Some(told) = told {
                let _ = of_progress.send(told);
            }
            let _ = of_progress.send(Told::Stepped(mode, progress.done, progress.total));
        };
        let findings = self.stripe.check_delivery(&plan, &on_progress).await;
        // As above.
        let _ = tell.send(Told::Finished(findings));
    }

    fn note_told(&self, asking: &Asking, told: Told) -> Result<(), Refusal> {
        let now = self.clock.now();
        match told {
            Told::Stepped(mode, done, total) => {
                lock(&self.running_checks).stepped(&asking.check_id, mode, done, total);
            }
            Told::Probed(slot, ability) => {
                lock(&self.running_checks).probed(&asking.check_id, &slot, ability);
                return Ok(());
            }
            Told::Identified(slot, learnt) => {
                let Some(subject) = asking.subjects.iter().find(|subject| subject.slot == slot) else { return Ok(()) };
                let last = !asking.asks_more(subject, &learnt);
                self.ledger().write(|change| note_learnt(change, asking, subject, &learnt, None, last, now))?;
                if last {
                    lock(&self.running_checks).got(&asking.check_id, &slot);
                }
                return Ok(());
            }
            Told::Finished(findings) => {
                self.finish(asking, &findings, now)?;
                for key in &findings.keys {
                    lock(&self.running_checks).got(&asking.check_id, &key.slot);
                }
                return Ok(());
            }
        }
        if lock(&self.running_checks).is_running(&asking.check_id) { self.tell_check(asking.id) } else { Ok(()) }
    }

    fn finish(&self, asking: &Asking, fresh: &Findings, now: Timestamp) -> Result<(), Refusal> {
        let mode = fresh.mode;
        self.ledger().write(|change| {
            for finding in &fresh.keys {
                let subject = asking.of_mode(mode).find(|subject| subject.slot == finding.slot);
                let Some(subject) = subject else { continue };
                let is_secret = subject.key.kind == Kind::WebhookSecret;
                if is_secret || asking.asks_more(subject, &finding.learnt) {
                    let told = is_secret.then_some(&finding.verdict);
                    note_learnt(change, asking, subject, &finding.learnt, told, !is_secret, now)?;
                }
            }
            let webhooks = asking.only.is_none().then(|| fresh.webhooks.clone());
            keep_findings(change, asking.id, mode, &asking.subjects, fresh, webhooks, now)?;
            if asking.only.is_none() {
                change.webhooks_asked_anew(asking.id, mode)?;
            }
            note_progress(change, asking.id, now)
        })
    }

    /// Tells the page how far a delivery's check is.
    pub(super) fn tell_check(&self, id: HandoverId) -> Result<(), Refusal> {
        let check = self.check_view(id)?;
        self.shell.tell(PageEvent::CheckProgress { check: Box::new(check) });
        Ok(())
    }
}

/// Keeps what was found now together with what is still true of before: a check of one row says nothing about the others.
pub(super) fn keep_findings(
    change: &mut Change<'_>,
    id: HandoverId,
    mode: Mode,
    subjects: &[Subject],
    fresh: &Findings,
    webhooks: Option<Vec<WebhookFinding>>,
    now: Timestamp,
) -> Result<(), Refusal> {
    let delivery = Delivery::load(change, id)?;
    let before = delivery.found(mode);
    let mut keys: Vec<(&Subject, KeyFinding)> = Vec::new();
    for subject in subjects.iter().filter(|subject| subject.slot.mode == mode) {
        let fresh = fresh.keys.iter().find(|finding| finding.slot == subject.slot);
        let known = fresh.or_else(|| before.and_then(|found| found.of(&subject.slot, &subject.key)));
        keys.extend(known.map(|finding| (subject, finding.clone())));
    }
    let parties: Vec<Party> = keys
        .iter()
        .filter_map(|(subject, finding)| {
            let credential = subject.credential()?;
            Some(Party::new(&subject.slot, credential, Some(&finding.learnt), subject.origins.as_ref()))
        })
        .collect();
    let findings = Findings {
        mode,
        keys: keys.iter().map(|(_, finding)| finding.clone()).collect(),
        agreement: agreement(mode, &parties),
        webhooks: webhooks
            .or_else(|| before.map(|found| found.findings.webhooks.clone()))
            .unwrap_or_else(|| fresh.webhooks.clone()),
    };
    findings::keep(change, id, findings, keys.iter().map(|(subject, _)| (&subject.slot, &subject.key)), now)
}

/// Writes down what is known of webhook signing secrets, about which nobody was asked.
pub(super) fn note_secrets(
    change: &mut Change<'_>,
    asking: &Asking,
    fresh: &Findings,
    now: Timestamp,
) -> Result<(), Refusal> {
    for finding in &fresh.keys {
        if let Some(subject) = asking.subjects.iter().find(|subject| subject.slot == finding.slot) {
            note_learnt(change, asking, subject, &finding.learnt, Some(&finding.verdict), false, now)?;
        }
    }
    Ok(())
}

/// Writes down what Stripe said about one key; `last` where nothing more is asked about it. Dropped where the key has left its slot
/// meanwhile.
fn note_learnt(
    change: &mut Change<'_>,
    asking: &Asking,
    subject: &Subject,
    learnt: &Learnt,
    told: Option<&Verdict>,
    last: bool,
    now: Timestamp,
) -> Result<(), Refusal> {
    let delivery = Delivery::load(change, asking.id)?;
    if delivery.row(&subject.slot)?.slot.key != Some(subject.key.id) {
        return Ok(());
    }
    let mode = subject.slot.mode;
    // Whose account it is, is decided when it is shown: the person may say so only later. A call that failed on a key whose account
    // is expected must be made again, though.
    let expected = if learnt.account.is_some() { None } else { asking.account(mode) };
    let learnt_now = || verdict(learnt, &Expected { mode, account: expected, needs: &asking.needs });
    let verdict = told.cloned().unwrap_or_else(learnt_now);
    let check = check(&verdict, learnt, now)?;
    change.record_check(subject.key.id, &check)?;
    if last {
        let entry = NewEntry {
            business: delivery.business.name.clone(),
            mode: Some(mode),
            slot: Some(subject.slot.name.clone()),
            mask: Some(subject.key.mask.clone()),
            detail: Some(check.verdict.clone()),
            ..NewEntry::new(Side::Send, Event::KeyChecked)
        };
        change.note(&entry, now)?;
    }
    if let Some(account) = &learnt.account {
        change.set_key_account(subject.key.id, account)?;
        if learnt.mode.is_none_or(|found| found == mode) {
            note_account(change, &delivery, mode, account, learnt, now)?;
        }
    }
    note_progress(change, asking.id, now)
}

/// What was learnt, as the ledger keeps it.
pub(super) fn check(verdict: &Verdict, learnt: &Learnt, now: Timestamp) -> Result<Check, Refusal> {
    let lacks = match verdict {
        Verdict::WorksButLacks { lacks } => lacks.iter().filter_map(|lack| Line::made_of(&lack.to_string())).collect(),
        _ => Vec::new(),
    };
    let cause = match verdict {
        Verdict::CouldNotAsk { cause } => Some(code(checks::cause_word(*cause))?),
        _ => None,
    };
    Ok(Check {
        by: CheckedBy::Us,
        verdict: code(verdict.code())?,
        cause,
        lacks,
        account: learnt.account.clone(),
        request_id: learnt.request_ids.first().and_then(|id| Line::made_of(id.as_str())),
        at: now,
    })
}

/// Takes over the account that Stripe named, to be confirmed. One that was confirmed stays; so does one that another key of this
/// delivery was found to be of.
fn note_account(
    change: &mut Change<'_>,
    delivery: &Delivery,
    mode: Mode,
    id: &AccountId,
    learnt: &Learnt,
    now: Timestamp,
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
    let name = learnt.account_name.as_ref().and_then(|name| Line::made_of(name.as_str()));
    let country = learnt.country.as_ref().and_then(|country| Line::made_of(country.as_str()));
    let account = Account {
        mode,
        id: id.clone(),
        name: name.or_else(|| before?.name.clone()),
        country: country.or_else(|| before?.country.clone()),
        can_take_payments: learnt.charges_enabled.or_else(|| before?.can_take_payments),
    };
    Ok(change.set_business_account(delivery.business.id, &account, state, now)?)
}

pub(super) fn code(word: &str) -> Result<Code, Refusal> {
    word.parse().map_err(|_| Refusal::fault("a word that the ledger does not take"))
}

/// Whether trying out permissions to change things would tell anything.
pub(super) fn write_probes_tell(delivery: &Delivery, mode: Mode) -> bool {
    let limited = |kind: Kind| is_limited(kind);
    let mut keys = delivery.rows.iter().filter(|row| row.slot.id.mode == mode).filter_map(|row| row.key.as_ref());
    keys.any(|key| limited(key.kind)) && delivery.asked.needs.iter().any(|need| need.level() == Level::Write)
}

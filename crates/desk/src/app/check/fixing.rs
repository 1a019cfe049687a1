//! Creating and mending a webhook at Stripe, on a click.
//!
//! What is about to be changed, and the idempotency key that makes a second try harmless, are in the ledger before the first try, and
//! stay there until the outcome is known. For a new webhook that includes its signing secret being in the keychain: until then, the same
//! try brings the same secret again.

use jiff::{SignedDuration, Timestamp};
use keycourier_credentials::{AccountHint, AccountId, Credential, Kind, Mode, SlotId, SlotName};
use keycourier_http::IdempotencyKey;
use keycourier_ledger::{
    Change, Event, HandoverId, KeyId, Line, NewEntry, NewKey, OpenChange, Saving, SecretOrigin, Side,
};
use keycourier_stripe::{
    Created, EndpointId, Findings, MayChange, Mend, NotChanged, Origins, Reason, WantedWebhook, WebhookFinding, compare,
};
use keycourier_wire::{AppError, CheckState, CheckView, WebhookRequest};
use serde::{Deserialize, Serialize};

use super::asking::{self, Asking, Subject, code, keep_findings};
use super::showing::may_change;
use super::webhooks::{Known, known_in};
use crate::app::delivery::{Delivery, note_progress};
use crate::app::errors::Refusal;
use crate::app::running_checks::CheckOf;
use crate::app::saving::ToSave;
use crate::app::views::words;
use crate::app::{App, ids, lock};

/// Stripe answers an idempotency key the same way for a day at least (<https://docs.stripe.com/api/idempotent_requests>).
const SAME_ANSWER: SignedDuration = SignedDuration::from_hours(23);
/// The word for a new webhook whose secret has a form that this program doesn't know.
pub(super) const SECRET_NOT_KEPT: &str = "secret_not_kept";

/// A change as the ledger keeps it.
#[derive(Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Wanted {
    Create(WantedWebhook),
    Mend(Mend),
}

/// What a click sets going.
struct Fix {
    id: HandoverId,
    mode: Mode,
    url: String,
    wanted: Wanted,
    secret_slot: Option<SlotName>,
    idempotency: IdempotencyKey,
}

/// Whether a webhook was made here whose secret did not reach its slot, and can still be had by the same try.
pub(super) fn may_be_fetched_again(delivery: &Delivery, known: &Known<'_>, now: Timestamp) -> bool {
    let open = known.kept.and_then(|kept| kept.open.as_ref()).filter(|open| is_repeatable(open, now));
    let creates = open.is_some_and(|open| matches!(serde_json::from_str(&open.change), Ok(Wanted::Create(_))));
    let is_slot =
        |slot: &SlotId| slot.mode == known.wanted.mode && Some(&slot.name) == known.asked.secret_slot.as_ref();
    creates && delivery.rows.iter().any(|row| is_slot(&row.slot.id) && row.key.is_none())
}

fn is_repeatable(open: &OpenChange, now: Timestamp) -> bool {
    now.duration_since(open.since) < SAME_ANSWER
}

impl App {
    /// Creates or mends a webhook at Stripe. Why Stripe did not do it is no error: it stands with the webhook. A new signing secret goes
    /// into its slot and the keychain, and nowhere else; one that nobody asked for is not kept.
    ///
    /// # Errors
    /// [`AppError::NotReady`] where there is nothing that could be done or a check is running, [`AppError::Gone`], and those of keychain
    /// and ledger.
    pub async fn fix_webhook(&self, request: WebhookRequest) -> Result<CheckView, AppError> {
        self.once(&request.operation_id.clone(), async {
            let fixed = self.fix_now(request).await;
            fixed.map_err(|refusal| self.tell_refusal(refusal))
        })
        .await
    }

    async fn fix_now(&self, request: WebhookRequest) -> Result<CheckView, Refusal> {
        let id = ids::handover_id(&request.delivery_id)?;
        let mode = words::mode_in(request.mode);
        let running = lock(&self.running_checks).of(CheckOf::Delivery(id)).map(|run| run.state);
        if running == Some(CheckState::Running) {
            return Err(AppError::NotReady.into());
        }
        let asking = self.gather(id, None).await?;
        let (changer, context) = changer(&asking, mode).ok_or(AppError::NotReady)?;
        let fix = self.run(move |app| app.plan_fix(id, mode, &request.url)).await?;
        match &fix.wanted {
            Wanted::Create(wanted) => {
                let made = self.stripe.create_webhook(changer, context, wanted, &fix.idempotency).await;
                self.run(move |app| app.note_created(&fix, made)).await?;
            }
            Wanted::Mend(mend) => {
                let done = self.stripe.mend_webhook(changer, context, mend, &fix.idempotency).await;
                let endpoint = mend.endpoint.clone();
                self.note_mended(fix, endpoint, done.map(drop)).await?;
            }
        }
        self.look_again(id, mode).await?;
        Ok(self.run(move |app| app.check_view(id)).await?)
    }

    /// Decides what is done, and writes it down with its idempotency key. One that has no answer yet is done again as it was.
    fn plan_fix(&self, id: HandoverId, mode: Mode, url: &str) -> Result<Fix, Refusal> {
        let now = self.clock.now();
        self.ledger().write(|change| {
            let delivery = Delivery::load(change, id)?;
            let known =
                known_in(&delivery, mode).find(|known| known.wanted.url.as_str() == url).ok_or(AppError::Gone)?;
            let finding = delivery.found(mode).and_then(|found| found.webhook(&known.wanted));
            let finding = finding.ok_or(AppError::NotReady)?;
            let wanted = wanted(&delivery, &known, finding, now).ok_or(AppError::NotReady)?;
            let open = known.kept.and_then(|kept| kept.open.clone()).filter(|open| is_repeatable(open, now));
            let same =
                open.filter(|open| serde_json::from_str(&open.change).is_ok_and(|before: Wanted| before == wanted));
            let idempotency = match same.and_then(|open| open.idempotency.parse().ok()) {
                Some(before) => before,
                None => {
                    let mut bytes = [0; 16];
                    self.randomness.with(|random| random.fill_bytes(&mut bytes));
                    let new = IdempotencyKey::of_random(bytes);
                    let text = serde_json::to_string(&wanted).map_err(|_| Refusal::fault("a change is no JSON"))?;
                    let open = OpenChange { change: text, idempotency: new.to_string(), since: now };
                    change.note_webhook(id, mode, url, now)?;
                    change.begin_webhook_change(id, mode, url, &open)?;
                    new
                }
            };
            let secret_slot = known.asked.secret_slot.clone();
            Ok(Fix { id, mode, url: url.to_owned(), wanted, secret_slot, idempotency })
        })
    }

    async fn note_mended(&self, fix: Fix, endpoint: EndpointId, done: Result<(), NotChanged>) -> Result<(), Refusal> {
        let noted = self.run(move |app| {
            let now = app.clock.now();
            app.ledger().write(|change| match &done {
                Ok(()) => note_done(change, &fix, &endpoint, Event::WebhookMended, now),
                Err(not_changed) => note_refused(change, &fix, not_changed),
            })
        });
        Ok(noted.await?)
    }

    fn note_created(&self, fix: &Fix, made: Result<Created, NotChanged>) -> Result<(), Refusal> {
        let made = match made {
            Ok(made) => made,
            Err(not_changed) => {
                return self.ledger().write(|change| note_refused(change, fix, &not_changed));
            }
        };
        let now = self.clock.now();
        let Some(slot) = &fix.secret_slot else {
            let endpoint = &made.endpoint;
            return self.ledger().write(|change| note_done(change, fix, endpoint, Event::WebhookMade, now));
        };
        let slot = SlotId { mode: fix.mode, name: slot.clone() };
        let Some(secret) = made.credential().filter(|secret| secret.kind() == Kind::WebhookSecret) else {
            return self.ledger().write(|change| {
                note_done(change, fix, &made.endpoint, Event::WebhookMade, now)?;
                Ok(change.webhook_not_changed(fix.id, fix.mode, &fix.url, &code(SECRET_NOT_KEPT)?, false)?)
            });
        };
        let key = self.ledger().write(|change| self.put_secret(change, fix, &slot, secret, &made.endpoint, now))?;
        let endpoint = Line::made_of(made.endpoint.as_str()).ok_or(AppError::DataDamaged)?;
        let (id, mode, url) = (fix.id, fix.mode, fix.url.clone());
        // The change is over once the secret is where it belongs. Where it does not get there, the same try is offered again.
        let close =
            move |app: &Self| Ok(app.ledger().write(|change| change.webhook_changed(id, mode, &url, &endpoint))?);
        self.save_later_and(id, ToSave { id: key, value: secret.value().clone() }, close);
        Ok(())
    }

    fn put_secret(
        &self,
        change: &mut Change<'_>,
        fix: &Fix,
        slot: &SlotId,
        secret: &Credential,
        endpoint: &EndpointId,
        now: Timestamp,
    ) -> Result<KeyId, Refusal> {
        let delivery = Delivery::load(change, fix.id)?;
        let new = NewKey {
            id: self.new_key_id(),
            business: delivery.business.id,
            mode: fix.mode,
            kind: secret.kind(),
            mask: secret.mask().clone(),
            fingerprint: secret.fingerprint(),
            account: None,
        };
        let key = match change.begin_saving(&new, now)? {
            Saving::Put(key) | Saving::Stored(key) => key,
        };
        change.put_key(fix.id, slot, key, now)?;
        let origins = Origins::of_endpoint(endpoint, fix.mode);
        let origin = SecretOrigin {
            endpoint: Line::made_of(endpoint.as_str()),
            account: origins.account,
            mode: origins.mode,
            at: now,
        };
        change.set_secret_origin(key, &origin)?;
        let entry = NewEntry {
            business: delivery.business.name.clone(),
            integrator: Some(delivery.integrator.name),
            mode: Some(fix.mode),
            slot: Some(slot.name.clone()),
            mask: Some(secret.mask().clone()),
            ..NewEntry::new(Side::Send, Event::KeyAdded)
        };
        change.note(&entry, now)?;
        note_event(change, fix, Event::WebhookMade, now)?;
        note_progress(change, fix.id, now)?;
        Ok(key)
    }

    /// Asks what webhooks there are, and about signing secrets that came with new ones.
    pub(super) async fn look_again(&self, id: HandoverId, mode: Mode) -> Result<(), Refusal> {
        let asking = self.gather(id, None).await?;
        let Some((credential, context)) = changer(&asking, mode) else { return Ok(()) };
        let listing = self.stripe.list_webhooks(credential, context).await;
        let secrets: Vec<&Subject> =
            asking.of_mode(mode).filter(|subject| subject.key.kind == Kind::WebhookSecret).collect();
        let fresh = self.check_secrets(&asking, mode, &secrets).await;
        let kind = credential.kind();
        let look = move |app: &Self| {
            let now = app.clock.now();
            app.ledger().write(|change| {
                let delivery = Delivery::load(change, id)?;
                let before = delivery.found(mode);
                let webhooks = known_in(&delivery, mode).map(|known| {
                    let before = before.and_then(|found| found.webhook(&known.wanted));
                    let refused = known.kept.and_then(|kept| kept.refused.as_ref());
                    let may = match refused.map(|code| code.as_str() == Reason::NotAllowed.code()) {
                        Some(true) => MayChange::No,
                        Some(false) | None => may_change(kind, listing.sight, before),
                    };
                    compare(&listing, &known.wanted, may)
                });
                let webhooks: Vec<WebhookFinding> = webhooks.collect();
                asking::note_secrets(change, &asking, &fresh, now)?;
                keep_findings(change, id, mode, &asking.subjects, &fresh, Some(webhooks), now)
            })
        };
        Ok(self.run(look).await?)
    }

    /// Asks nobody: what is known of a secret, it has from where it came.
    pub(super) async fn check_secrets(&self, asking: &Asking, mode: Mode, secrets: &[&Subject]) -> Findings {
        let keys = asking.planned(secrets);
        let plan = asking.plan_of(mode, &keys);
        self.stripe.check_delivery(&plan, &|_| {}).await
    }
}

/// The key with which webhooks are listed and changed: the first of the mode that Stripe takes for that, and the account that it is
/// asked about.
fn changer(asking: &Asking, mode: Mode) -> Option<(&Credential, Option<&AccountId>)> {
    let mut able = asking.of_mode(mode).filter(|subject| match subject.key.kind {
        Kind::Secret | Kind::Restricted | Kind::Organization => true,
        Kind::Publishable | Kind::WebhookSecret => false,
    });
    let credential = able.find_map(Subject::credential)?;
    let carried = asking.of_mode(mode).find_map(|subject| match subject.credential()?.account() {
        AccountHint::Whole(account) => Some(account),
        AccountHint::Ending(_) | AccountHint::Nothing => None,
    });
    Some((credential, asking.account(mode).or(carried)))
}

fn wanted(delivery: &Delivery, known: &Known<'_>, finding: &WebhookFinding, now: Timestamp) -> Option<Wanted> {
    if finding.calls_for_create() || may_be_fetched_again(delivery, known, now) {
        return Some(Wanted::Create(known.wanted.clone()));
    }
    finding.mend(known.asked.exactly).map(Wanted::Mend)
}

fn note_done(
    change: &mut Change<'_>,
    fix: &Fix,
    endpoint: &EndpointId,
    event: Event,
    now: Timestamp,
) -> Result<(), Refusal> {
    let endpoint = Line::made_of(endpoint.as_str()).ok_or(AppError::DataDamaged)?;
    change.webhook_changed(fix.id, fix.mode, &fix.url, &endpoint)?;
    note_event(change, fix, event, now)
}

fn note_event(change: &mut Change<'_>, fix: &Fix, event: Event, now: Timestamp) -> Result<(), Refusal> {
    let delivery = Delivery::load(change, fix.id)?;
    let entry = NewEntry {
        business: delivery.business.name.clone(),
        integrator: Some(delivery.integrator.name),
        mode: Some(fix.mode),
        ..NewEntry::new(Side::Send, event)
    };
    change.note(&entry, now)?;
    Ok(())
}

fn note_refused(change: &mut Change<'_>, fix: &Fix, not_changed: &NotChanged) -> Result<(), Refusal> {
    let reason = &not_changed.reason;
    let word = code(reason.code())?;
    Ok(change.webhook_not_changed(fix.id, fix.mode, &fix.url, &word, reason.keeps_the_key())?)
}

//! One delivery with everything that decides how far it is.

use std::collections::BTreeSet;

use jiff::Timestamp;
use keycourier_credentials::{AccountId, Mask, Mode, SlotId};
use keycourier_documents::RequestedSlot;
use keycourier_integrators as integrators;
use keycourier_ledger::{
    AccountState, Answer, Bundle, BundleState, Business, BusinessAccount, Change, Check, Code, Handover, HandoverId,
    HandoverSlot, Integrator, Key, Ledger, ModeProgress, Progress, Receipt, SecretOrigin, Way, Webhook,
};
use keycourier_wire::{AppError, Proof, SendBlock, SendWay, Step, Verdict, VerdictView, VerdictWeight, WhoView};

use super::asked::Asked;
use super::check::findings::Found;
use super::errors::Refusal;
use super::requests_received::Received;
use super::views::{checks, words};
use super::ways::who_by_way;

/// A delivery as it stands in the ledger.
pub(crate) struct Delivery {
    pub(crate) handover: Handover,
    pub(crate) business: Business,
    pub(crate) integrator: Integrator,
    pub(crate) preset: Option<&'static integrators::Integrator>,
    pub(crate) request: Option<Received>,
    /// How it is locked without a request.
    pub(crate) locked_by: Option<Way>,
    pub(crate) who: WhoView,
    pub(crate) asked: Asked,
    pub(crate) rows: Vec<Row>,
    pub(crate) accounts: Vec<BusinessAccount>,
    pub(crate) answers: Vec<Answer>,
    /// The newest locked file.
    pub(crate) bundle: Option<Bundle>,
    /// What was confirmed of it.
    pub(crate) receipts: Vec<Receipt>,
    /// The newest one is not what would be locked now.
    pub(crate) outdated: bool,
    pub(crate) modes: Vec<ModeProgress>,
    /// What the newest checks brought, one a mode.
    pub(crate) found: Vec<Found>,
    /// The addresses of its webhooks, as far as they are known, and what was done about them.
    pub(crate) webhooks: Vec<Webhook>,
    /// Since when permissions to change things may be tried out.
    pub(crate) write_probes_agreed: Option<Timestamp>,
}

/// One slot of it.
pub(crate) struct Row {
    pub(crate) asked: RequestedSlot,
    pub(crate) slot: HandoverSlot,
    /// None where it is empty, and where the key was removed from this computer.
    pub(crate) key: Option<Key>,
    /// What Stripe said since the key came into this slot.
    pub(crate) check: Option<Check>,
    /// What proves where a webhook signing secret belongs.
    pub(crate) origin: Option<SecretOrigin>,
}

impl Delivery {
    pub(crate) fn load(ledger: &Ledger, id: HandoverId) -> Result<Self, Refusal> {
        let handover = ledger.handover(id)?.ok_or(AppError::Gone)?;
        let business = ledger.business(handover.recorded.business)?.ok_or(AppError::DataDamaged)?;
        let integrator = ledger.integrator(handover.recorded.integrator)?.ok_or(AppError::DataDamaged)?;
        let request = handover.recorded.request.map(|id| Received::load(ledger, id)).transpose()?;
        let modes = ledger.modes_of(id)?;
        let preset = integrator.preset.as_ref().map(Code::as_str).and_then(integrators::find);
        let asked = match (&request, preset) {
            (Some(request), _) => Asked::of_request(request.signed.request()),
            (None, Some(preset)) => Asked::of_preset(preset, &modes.iter().map(|mode| mode.mode).collect::<Vec<_>>())?,
            (None, None) => return Err(AppError::DataDamaged.into()),
        };
        let locked_by = if request.is_some() { None } else { ledger.way_of(id)? };
        let who = match &request {
            Some(request) => request.who(ledger)?,
            None => who_by_way(ledger, &integrator, locked_by.as_ref())?,
        };
        let rows: Vec<Row> =
            ledger.slots_of(id)?.into_iter().map(|slot| Row::load(ledger, slot, &asked)).collect::<Result<_, _>>()?;
        let accounts = ledger.accounts_of_business(business.id)?;
        let bundle = ledger.bundles_of(id)?.into_iter().next();
        let receipts = bundle.as_ref().map(|bundle| ledger.receipts_of(bundle.id)).transpose()?.unwrap_or_default();
        let outdated = match &bundle {
            Some(bundle) => is_outdated(ledger, bundle, &handover, &business, &rows)?,
            None => false,
        };
        let answers = ledger.answers_of(id)?;
        let found = modes.iter().filter_map(|mode| Found::load(ledger, id, mode.mode).transpose());
        let found = found.collect::<Result<_, _>>()?;
        Ok(Self {
            handover,
            business,
            integrator,
            preset,
            request,
            locked_by,
            who,
            asked,
            rows,
            accounts,
            answers,
            bundle,
            receipts,
            outdated,
            modes,
            found,
            webhooks: ledger.webhooks_of(id)?,
            write_probes_agreed: ledger.write_probes_agreed(id)?,
        })
    }

    pub(crate) fn id(&self) -> HandoverId {
        self.handover.id
    }

    /// How its keys get there. Whoever made a request takes locked files.
    pub(crate) fn way(&self) -> SendWay {
        match self.preset {
            Some(preset) if self.request.is_none() => way_of(preset),
            Some(_) | None => SendWay::Bundle,
        }
    }

    /// What became of a mode's keys on the integrator's own page or interface, since they last changed; none before, and none where they
    /// go in a locked file.
    pub(crate) fn over_there(&self, mode: Mode) -> Option<&ModeProgress> {
        let known = self.modes.iter().find(|known| known.mode == mode).filter(|_| self.way() != SendWay::Bundle)?;
        let said = matches!(known.progress, Progress::Sent | Progress::Works | Progress::Rejected);
        (said && self.handover.contents_at <= known.since).then_some(known)
    }

    /// The one mode that it has; none where it has both.
    pub(crate) fn only_mode(&self) -> Option<Mode> {
        match self.modes.as_slice() {
            [only] => Some(only.mode),
            _ => None,
        }
    }

    /// The row of a slot.
    pub(crate) fn row(&self, slot: &SlotId) -> Result<&Row, Refusal> {
        self.rows.iter().find(|row| row.slot.id == *slot).ok_or(Refusal::Told(AppError::Gone))
    }

    pub(crate) fn account(&self, mode: Mode) -> Option<&BusinessAccount> {
        self.accounts.iter().find(|known| known.account.mode == mode)
    }

    /// The account against which keys of a mode are held: confirmed, or waiting to be.
    pub(crate) fn expected(&self, mode: Mode) -> Option<&AccountId> {
        let known = self.account(mode).filter(|known| known.state != AccountState::Rejected);
        known.map(|known| &known.account.id)
    }

    /// What Stripe's answer about a row means now; `None` where it was not asked since the key came.
    pub(crate) fn verdict(&self, row: &Row) -> Option<Verdict> {
        let check = row.check.as_ref()?;
        let mode = row.slot.id.mode;
        // Stripe has no call that tells about a signing secret; what proved it does.
        match row.origin.as_ref().map(|origin| origin.mode) {
            Some(Some(found)) if found != mode => Some(Verdict::WrongMode { found: words::mode(found) }),
            Some(_) => Some(Verdict::Works),
            None => Some(checks::verdict(check, mode, self.expected(mode))),
        }
    }

    /// That, with what belongs to it.
    pub(crate) fn verdict_view(&self, row: &Row) -> VerdictView {
        let verdict = self.verdict(row).unwrap_or(Verdict::NotChecked);
        checks::view_of(verdict, row.check.as_ref(), &row.slot.id)
    }

    /// What the newest check of a mode brought.
    pub(crate) fn found(&self, mode: Mode) -> Option<&Found> {
        self.found.iter().find(|found| found.findings.mode == mode)
    }

    /// Modes whose keys were found to be of different accounts.
    pub(crate) fn disagreeing(&self) -> impl Iterator<Item = Mode> {
        self.modes_with_keys().filter(|mode| {
            let agreement = self.found(*mode).and_then(|found| found.agreement(self));
            agreement.is_some_and(|agreement| !agreement.other_account.is_empty())
        })
    }

    fn stops(&self, row: &Row) -> bool {
        self.verdict(row).is_some_and(|verdict| checks::weight(&verdict) == VerdictWeight::Stops)
    }

    /// Required slots that are empty, in all modes or in one.
    pub(crate) fn missing(&self, mode: Option<Mode>) -> usize {
        let of_mode = |row: &&Row| mode.is_none_or(|mode| row.slot.id.mode == mode);
        self.rows.iter().filter(of_mode).filter(|row| row.slot.required && row.slot.mask.is_none()).count()
    }

    /// Keys of this computer that Stripe was not asked about since they came.
    fn unchecked(&self) -> usize {
        self.rows.iter().filter(|row| row.key.is_some() && row.check.is_none()).count()
    }

    /// The modes that have keys.
    pub(crate) fn modes_with_keys(&self) -> impl Iterator<Item = Mode> {
        Mode::ALL.into_iter().filter(|mode| self.rows.iter().any(|row| row.key.is_some() && row.slot.id.mode == *mode))
    }

    /// Modes that have a key of an account of which the person has not said that it is theirs.
    pub(crate) fn open_accounts(&self) -> impl Iterator<Item = Mode> {
        let open = |mode: &Mode| {
            let known = self.account(*mode).filter(|known| known.state != AccountState::Confirmed);
            known.is_some_and(|known| self.has_key_of(*mode, &known.account.id))
        };
        self.modes_with_keys().filter(open)
    }

    /// Whether a key that is here now is of this account, as far as it is known.
    pub(crate) fn has_key_of(&self, mode: Mode, account: &AccountId) -> bool {
        let mut keys = self.rows.iter().filter(|row| row.slot.id.mode == mode).filter_map(|row| row.key.as_ref());
        keys.any(|key| key.account.as_ref() == Some(account))
    }

    /// Required questions without an answer.
    pub(crate) fn open_questions(&self) -> usize {
        let answered = |id: &str| self.answers.iter().any(|answer| answer.question.as_str() == id);
        self.asked.questions.iter().filter(|question| question.required && !answered(question.id.as_str())).count()
    }

    /// Why its keys can't go yet, in the order in which to deal with it.
    pub(crate) fn send_blocks(&self) -> Vec<SendBlock> {
        let mut blocks = Vec::new();
        let has_live = self.modes_with_keys().any(|mode| mode == Mode::Live);
        let way = self.way();
        match self.who.proof {
            // The person puts the keys in where they are signed in themselves: nobody has to be proven.
            _ if way != SendWay::Bundle => {}
            Proof::NoRequest => blocks.push(SendBlock::NoRequest),
            Proof::SignerChanged { .. } => blocks.push(SendBlock::SignerChanged),
            Proof::NotProven { .. } if has_live => blocks.push(SendBlock::NotProven),
            Proof::NotProven { .. } | Proof::Proven { .. } | Proof::Spoken => {}
        }
        let missing = self.missing(None);
        if missing > 0 || self.rows.iter().all(|row| row.key.is_none()) {
            blocks.push(SendBlock::KeysMissing { missing: words::count(missing) });
        }
        if self.unchecked() > 0 {
            blocks.push(SendBlock::NotChecked { keys: words::count(self.unchecked()) });
        }
        let stopped = self.rows.iter().filter(|row| row.key.is_some() && self.stops(row));
        blocks.extend(stopped.map(|row| SendBlock::KeyStops { slot: words::slot(&row.slot.id) }));
        blocks.extend(self.disagreeing().map(|mode| SendBlock::KeysDisagree { mode: words::mode(mode) }));
        blocks.extend(self.open_accounts().map(|mode| SendBlock::AccountOpen { mode: words::mode(mode) }));
        if self.open_questions() > 0 && way == SendWay::Bundle {
            blocks.push(SendBlock::QuestionsOpen { open: words::count(self.open_questions()) });
        }
        if self.business.name.is_none() && way == SendWay::Bundle {
            blocks.push(SendBlock::NoName);
        }
        blocks
    }

    /// Whether its keys went out, and nothing has changed since.
    pub(crate) fn is_sent(&self) -> bool {
        if self.way() != SendWay::Bundle {
            let arrived = |mode: &ModeProgress| {
                self.over_there(mode.mode).is_some_and(|known| known.progress != Progress::Rejected)
            };
            return !self.modes.is_empty() && self.modes.iter().all(arrived);
        }
        self.bundle.as_ref().is_some_and(|bundle| bundle.state != BundleState::Made) && !self.outdated
    }

    /// Whether they say that a key of it can't be used.
    pub(crate) fn is_rejected(&self) -> bool {
        self.is_sent() && self.bundle.as_ref().is_some_and(|bundle| bundle.state == BundleState::Problem)
    }

    pub(crate) fn step(&self) -> Step {
        let stopped =
            self.rows.iter().any(|row| row.key.is_some() && self.stops(row)) || self.disagreeing().next().is_some();
        if self.is_sent() {
            Step::FollowUp
        } else if self.way() == SendWay::Update && self.handover.recorded.project.is_none() {
            Step::Connect
        } else if self.missing(None) > 0 || self.rows.iter().all(|row| row.slot.mask.is_none()) {
            Step::Collect
        } else if stopped || self.unchecked() > 0 || self.open_accounts().next().is_some() {
            Step::Check
        } else {
            Step::Send
        }
    }

    /// How far a mode is, from what is there.
    pub(crate) fn progress(&self, mode: Mode) -> Progress {
        let mut filled = self.rows.iter().filter(|row| row.slot.id.mode == mode && row.slot.mask.is_some()).peekable();
        if filled.peek().is_none() {
            return Progress::NotStarted;
        }
        if let Some(known) = self.over_there(mode) {
            return known.progress;
        }
        if let Some(bundle) = self.bundle.as_ref().filter(|_| !self.outdated) {
            return match bundle.state {
                BundleState::Made => Progress::Locked,
                BundleState::Confirmed => Progress::Works,
                BundleState::Problem => Progress::Rejected,
                BundleState::Sent
                | BundleState::Received
                | BundleState::Opened
                | BundleState::Installed
                | BundleState::Closed => Progress::Sent,
            };
        }
        let keys: Vec<&Row> = filled.filter(|row| row.key.is_some()).collect();
        if self.missing(Some(mode)) > 0 {
            Progress::Collecting
        } else if keys.iter().any(|row| self.stops(row)) || self.disagreeing().any(|other| other == mode) {
            Progress::Stopped
        } else if keys.iter().any(|row| row.check.is_none()) || self.open_accounts().any(|open| open == mode) {
            Progress::Collected
        } else {
            Progress::Checked
        }
    }
}

impl Row {
    fn load(ledger: &Ledger, slot: HandoverSlot, asked: &Asked) -> Result<Self, Refusal> {
        let asked = asked.slot(&slot.id).cloned().ok_or(AppError::DataDamaged)?;
        let key = slot.key.map(|id| ledger.key(id)).transpose()?.flatten();
        let check = match &key {
            Some(key) => ledger.last_check(key.id)?.filter(|check| slot.put_at.is_none_or(|put| check.at >= put)),
            None => None,
        };
        let origin = match &key {
            Some(key) => ledger.secret_origin(key.id)?,
            None => None,
        };
        Ok(Self { asked, slot, key, check, origin })
    }
}

/// Writes down how far each mode is, after anything of the delivery changed.
pub(crate) fn note_progress(change: &mut Change<'_>, id: HandoverId, now: Timestamp) -> Result<(), Refusal> {
    let delivery = Delivery::load(change, id)?;
    for mode in &delivery.modes {
        change.set_progress(id, mode.mode, delivery.progress(mode.mode), now)?;
    }
    Ok(())
}

/// How keys get to a known integrator that has sent no request.
pub(crate) fn way_of(preset: &integrators::Integrator) -> SendWay {
    match preset.delivery {
        integrators::Delivery::Bundle => SendWay::Bundle,
        integrators::Delivery::PutIn => SendWay::PutIn,
        integrators::Delivery::ConfigApi => SendWay::Update,
    }
}

/// Gives a business that has no name yet the one that Stripe knows it by: nothing on the way to the integrator asked for it.
pub(crate) fn name_after_account(change: &mut Change<'_>, delivery: &Delivery) -> Result<(), Refusal> {
    if delivery.business.name.is_some() {
        return Ok(());
    }
    let confirmed = delivery.accounts.iter().filter(|known| known.state == AccountState::Confirmed);
    match confirmed.filter_map(|known| known.account.name.as_ref()).next() {
        Some(name) => Ok(change.name_business(delivery.business.id, name, delivery.business.contact.as_ref())?),
        None => Ok(()),
    }
}

fn is_outdated(
    ledger: &Ledger,
    bundle: &Bundle,
    handover: &Handover,
    business: &Business,
    rows: &[Row],
) -> Result<bool, Refusal> {
    let locked: BTreeSet<(SlotId, String)> =
        ledger.keys_in(bundle.id)?.into_iter().map(|slot| (slot.key.slot, slot.key.mask.as_str().to_owned())).collect();
    // By mask, which stays where a sent key was taken off this computer.
    let present =
        rows.iter().filter_map(|row| Some((row.slot.id.clone(), row.slot.mask.as_ref().map(Mask::as_str)?.to_owned())));
    Ok(handover.contents_at > bundle.recorded_at || bundle.company != business.name || locked != present.collect())
}

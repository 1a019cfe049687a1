//! Where the keys of a paste go, and what is said about those that go nowhere. Pure: decides, and changes nothing.

use keycourier_credentials::{
    AccountHint, Content, Context, Credential, Elsewhere, FullKeys, Held, Mode, Paste, Problem, Severity, Slot, SlotId,
    judge, judge_credential, route,
};
use keycourier_documents::RestrictedKeys;

use crate::app::delivery::Delivery;

/// What is to be done with a paste.
#[derive(Default)]
pub(crate) struct Plan {
    /// Each a row and a key for it.
    pub(crate) fills: Vec<Fill>,
    /// What is not taken.
    pub(crate) refusals: Vec<Refused>,
}

/// A key for a row.
pub(crate) struct Fill {
    pub(crate) slot: SlotId,
    /// Its place in the paste.
    pub(crate) found: usize,
    /// Warnings and remarks, worst first.
    pub(crate) problems: Vec<Problem>,
}

/// What is not taken, and why.
pub(crate) struct Refused {
    pub(crate) slot: Option<SlotId>,
    pub(crate) problem: Problem,
    /// Its place in the paste, where something of it can be used.
    pub(crate) found: Option<usize>,
}

/// What a paste meets: the rows and keys that are there already.
pub(crate) struct Meeting<'a> {
    pub(crate) slots: Vec<Slot>,
    pub(crate) delivery: &'a Delivery,
    pub(crate) elsewhere: Vec<Elsewhere>,
    /// The row that it was pasted into.
    pub(crate) target: Option<&'a SlotId>,
    /// The tab that is shown.
    pub(crate) mode: Mode,
}

impl Meeting<'_> {
    /// Decides about a whole paste.
    pub(crate) fn plan(&self, paste: &Paste) -> Plan {
        let mut plan = Plan::default();
        if paste.found().is_empty() {
            let problem = paste.nothing().cloned().unwrap_or(Problem::Empty);
            plan.refusals.push(Refused { slot: self.target.cloned(), problem, found: None });
            return plan;
        }
        let whole = paste.credentials().count();
        // A text with several keys of which none fits the row was meant for the table as a whole.
        let target = self.target.and_then(|id| self.slots.iter().find(|slot| slot.id == *id));
        let target = target.filter(|slot| whole < 2 || fitting(slot, paste).next().is_some());
        let assigned = match target {
            Some(target) => self.assign_to(target, paste, &mut plan),
            None => self.assign(paste, &mut plan),
        };
        let replaced: Vec<SlotId> = assigned.iter().map(|(slot, _)| slot.id.clone()).collect();
        let mut held = self.held(&replaced);
        for (slot, n) in assigned {
            self.decide(&slot, paste, n, &mut held, &mut plan);
        }
        self.refuse_flawed(paste, target, &mut plan);
        if plan.fills.is_empty() && plan.refusals.is_empty() {
            self.refuse_left_over(paste, &mut plan);
        }
        plan
    }

    /// Decides about one key of a paste for one row, as the person says.
    pub(crate) fn plan_one(&self, paste: &Paste, n: usize, id: &SlotId) -> Plan {
        let mut plan = Plan::default();
        if let Some(slot) = self.slots.iter().find(|slot| slot.id == *id) {
            let mut held = self.held(std::slice::from_ref(id));
            self.decide(slot, paste, n, &mut held, &mut plan);
        }
        plan
    }

    fn assign_to(&self, target: &Slot, paste: &Paste, plan: &mut Plan) -> Vec<(Slot, usize)> {
        let judgement = judge(target, paste, &Context::default());
        let mut assigned = Vec::new();
        match judgement.candidates.as_slice() {
            [only] => assigned.push((target.clone(), *only)),
            [] => {
                // Judged as if it were to be stored: that says best why it can't be.
                let found = judgement.judged.filter(|n| paste.found()[*n].credential().is_some());
                if let Some(n) = found {
                    assigned.push((target.clone(), n));
                }
            }
            several => plan.refusals.push(Refused {
                slot: Some(target.id.clone()),
                problem: Problem::Several { count: several.len() },
                found: None,
            }),
        }
        let used: Vec<usize> = assigned.iter().map(|(_, n)| *n).collect();
        let others = route(paste, &self.slots, self.mode).into_iter();
        let others = others.filter(|to| to.slot != target.id && !used.contains(&to.found) && self.is_empty(&to.slot));
        assigned.extend(others.filter_map(|to| Some((self.slot(&to.slot)?.clone(), to.found))));
        assigned
    }

    fn assign(&self, paste: &Paste, plan: &mut Plan) -> Vec<(Slot, usize)> {
        let assigned: Vec<(Slot, usize)> = route(paste, &self.slots, self.mode)
            .into_iter()
            .filter_map(|to| Some((self.slot(&to.slot)?.clone(), to.found)))
            .collect();
        for slot in self.slots.iter().filter(|slot| !assigned.iter().any(|(taken, _)| taken.id == slot.id)) {
            let takers =
                paste.credentials().filter(|(_, key)| slot.takes(key.kind(), Some(key.mode().unwrap_or(self.mode))));
            let count = takers.count();
            if count > 1 {
                let problem = Problem::Several { count };
                plan.refusals.push(Refused { slot: Some(slot.id.clone()), problem, found: None });
            }
        }
        assigned
    }

    fn decide(&self, slot: &Slot, paste: &Paste, n: usize, held: &mut Vec<Held>, plan: &mut Plan) {
        let Some(found) = paste.found().get(n) else { return };
        let Some(key) = found.usable() else { return };
        let full_keys = match self.delivery.asked.restricted {
            RestrictedKeys::Recommended => FullKeys::Discouraged,
            RestrictedKeys::Allowed | RestrictedKeys::Refused => FullKeys::Fine,
        };
        let context = Context { held, elsewhere: &self.elsewhere, full_keys };
        let mut problems = judge_credential(slot, key, &context);
        if let Some(worst) = problems.first().filter(|problem| problem.severity() == Severity::Error) {
            let problem = worst.clone();
            plan.refusals.push(Refused { slot: Some(slot.id.clone()), problem, found: Some(n) });
            return;
        }
        if !found.repairs.is_empty() {
            problems.push(Problem::Repaired { repairs: found.repairs.clone() });
        }
        held.push(Held { slot: slot.id.clone(), fingerprint: key.fingerprint(), account: key.account().clone() });
        plan.fills.push(Fill { slot: slot.id.clone(), found: n, problems });
    }

    /// Cut, masked and damaged ones, for the rows that they would have been for.
    fn refuse_flawed(&self, paste: &Paste, target: Option<&Slot>, plan: &mut Plan) {
        for (n, found) in paste.found().iter().enumerate() {
            let Content::Flawed(flawed) = &found.content else { continue };
            let mode = Some(flawed.mode.unwrap_or(self.mode));
            let takes = |slot: &&Slot| match flawed.kind {
                Some(kind) => slot.takes(kind, mode),
                // Without its beginning nothing tells which row it was for.
                None => mode == Some(slot.id.mode),
            };
            let row =
                target.filter(|slot| takes(slot) || paste.found().len() == 1).or_else(|| self.slots.iter().find(takes));
            let answered = |id: &SlotId| {
                plan.fills.iter().any(|fill| fill.slot == *id)
                    || plan.refusals.iter().any(|refused| refused.slot.as_ref() == Some(id))
            };
            // A neighbour that nobody asked for, or that stands beside a good one, is no problem.
            let beside = match row {
                Some(row) => answered(&row.id),
                None => !plan.fills.is_empty() || !plan.refusals.is_empty(),
            };
            if !beside {
                let found = flawed.repaired.is_some().then_some(n);
                plan.refusals.push(Refused { slot: row.map(|row| row.id.clone()), problem: flawed.problem(), found });
            }
        }
    }

    /// Good keys that no row takes.
    fn refuse_left_over(&self, paste: &Paste, plan: &mut Plan) {
        for (n, key) in paste.credentials() {
            // One that fits several rows is for the person to place, and no mistake.
            if self.slots.iter().any(|slot| slot.takes(key.kind(), key.mode())) {
                continue;
            }
            let of_kind = self.slots.iter().find(|slot| slot.accepts.contains(&key.kind()));
            let nearest = of_kind.or_else(|| self.slots.iter().find(|slot| slot.id.mode == self.mode));
            let Some(nearest) = nearest.or_else(|| self.slots.first()) else { continue };
            let problem = judge_credential(nearest, key, &Context::default()).into_iter().next();
            if let Some(problem) = problem {
                plan.refusals.push(Refused { slot: Some(nearest.id.clone()), problem, found: Some(n) });
            }
        }
    }

    fn slot(&self, id: &SlotId) -> Option<&Slot> {
        self.slots.iter().find(|slot| slot.id == *id)
    }

    fn is_empty(&self, id: &SlotId) -> bool {
        self.delivery.rows.iter().any(|row| row.slot.id == *id && row.slot.mask.is_none())
    }

    /// The keys that are there, but for those that this paste would replace.
    fn held(&self, replaced: &[SlotId]) -> Vec<Held> {
        let rows = self.delivery.rows.iter().filter(|row| !replaced.contains(&row.slot.id));
        let held = rows.filter_map(|row| {
            let key = row.key.as_ref()?;
            Some(Held { slot: row.slot.id.clone(), fingerprint: key.fingerprint, account: hint(key) })
        });
        held.collect()
    }
}

/// What a row says about its key's account.
pub(crate) fn hint(key: &keycourier_ledger::Key) -> AccountHint {
    key.account.clone().map_or(AccountHint::Nothing, AccountHint::Whole)
}

/// The rows that a key would fit into.
pub(crate) fn fits<'a>(slots: &'a [Slot], key: &Credential) -> impl Iterator<Item = &'a Slot> + use<'a> {
    let (kind, mode) = (key.kind(), key.mode());
    slots.iter().filter(move |slot| slot.takes(kind, mode))
}

fn fitting<'a>(slot: &'a Slot, paste: &'a Paste) -> impl Iterator<Item = usize> {
    paste.credentials().filter(|(_, key)| slot.takes(key.kind(), key.mode())).map(|(n, _)| n)
}

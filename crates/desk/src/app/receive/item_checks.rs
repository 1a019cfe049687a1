//! What Stripe said of the keys in a bundle: to the sender, and to us.

use std::collections::BTreeMap;

use jiff::Timestamp;
use keycourier_credentials::{AccountId, Mode, SlotId};
use keycourier_ledger::{BundleAccount, BundleId, BundleSlot, Check};
use keycourier_wire::{
    AccountState, CheckBlock, CheckModeView, CheckState, CheckView, KeyCheckView, ModeAccountView, VerdictFix,
    VerdictView, VerdictWeight,
};

use crate::app::views::{checks, words};

/// The newest check of each slot.
pub(super) type Found = BTreeMap<SlotId, Check>;

/// What is known of a bundle that is or was checked.
pub(super) struct Checked<'a> {
    pub(super) id: BundleId,
    pub(super) keys: &'a [BundleSlot],
    pub(super) accounts: &'a [BundleAccount],
    pub(super) found: &'a Found,
}

impl Checked<'_> {
    /// The check as it is, one answer a key.
    pub(super) fn view(&self, check_id: String, state: CheckState, finished_at: Option<Timestamp>) -> CheckView {
        let modes = Mode::ALL.into_iter().filter(|mode| self.keys.iter().any(|slot| slot.key.slot.mode == *mode));
        let modes: Vec<CheckModeView> = modes.map(|mode| self.mode_view(mode)).collect();
        let blocks = modes.iter().flat_map(|mode| &mode.keys).filter(|key| stops(key)).map(|key| key.slot.clone());
        CheckView {
            check_id: Some(check_id),
            subject_id: self.id.get().to_string(),
            state,
            done: words::count(self.found.len()),
            total: words::count(self.keys.len()),
            finished_at: finished_at.map(words::time),
            blocks: match state {
                CheckState::Running => Vec::new(),
                CheckState::NotStarted | CheckState::Done | CheckState::Cancelled => {
                    blocks.map(|slot| CheckBlock::KeyStops { slot }).collect()
                }
            },
            modes,
        }
    }

    fn mode_view(&self, mode: Mode) -> CheckModeView {
        let claimed = account_of(self.accounts, mode);
        let keys = self.keys.iter().filter(|slot| slot.key.slot.mode == mode);
        let keys = keys.map(|slot| {
            let found = self.found.get(&slot.key.slot);
            KeyCheckView {
                slot: words::slot(&slot.key.slot),
                kind: words::kind(slot.key.kind),
                mask: slot.key.mask.to_string(),
                ending: slot.key.mask.last_four().to_owned(),
                verdict: found.map(|check| verdict_view(Some(check), &slot.key.slot, claimed)),
                stale: false,
                proven: false,
            }
        });
        let (account, keys) = (self.account_view(mode), keys.collect());
        CheckModeView { mode: words::mode(mode), account, keys, details: None }
    }

    /// The account that Stripe named. Whether it is the business's own was for the sender to say.
    fn account_view(&self, mode: Mode) -> Option<ModeAccountView> {
        let of_mode = self.found.iter().filter(|(slot, _)| slot.mode == mode);
        let id = of_mode.into_iter().find_map(|(_, check)| check.account.clone())?;
        let claimed = self.accounts.iter().find(|known| known.account.mode == mode && known.account.id == id);
        let bare =
            || keycourier_wire::AccountView { id: id.to_string(), name: None, country: None, can_take_payments: None };
        Some(ModeAccountView {
            mode: words::mode(mode),
            account: claimed.map_or_else(bare, |known| checks::account(&known.account)),
            state: if claimed.is_some() { AccountState::Confirmed } else { AccountState::ToConfirm },
        })
    }
}

/// The account of one mode, by the sender's word.
pub(super) fn account_of(accounts: &[BundleAccount], mode: Mode) -> Option<&AccountId> {
    accounts.iter().find(|known| known.account.mode == mode).map(|known| &known.account.id)
}

/// A verdict for the desk. What the merchant would do about it is not for the desk to do.
pub(super) fn verdict_view(check: Option<&Check>, slot: &SlotId, claimed: Option<&AccountId>) -> VerdictView {
    let view = checks::view(check, slot, claimed);
    VerdictView { fix: view.fix.filter(|fix| matches!(fix, VerdictFix::CheckAgain)), ..view }
}

fn stops(key: &KeyCheckView) -> bool {
    key.verdict.as_ref().is_some_and(|verdict| verdict.weight == VerdictWeight::Stops)
}

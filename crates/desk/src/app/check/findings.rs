//! What a check of one mode brought, as it is kept: which keys it was about, and what was found.

use jiff::Timestamp;
use keycourier_credentials::{Mode, SlotId};
use keycourier_ledger::{Change, HandoverId, Key, Ledger};
use keycourier_stripe::{Agreement, Findings, KeyFinding, WantedWebhook, WebhookFinding};
use serde::{Deserialize, Serialize};

use crate::app::delivery::Delivery;
use crate::app::errors::Refusal;

/// What was found, and when.
pub(crate) struct Found {
    pub(crate) findings: Findings,
    pub(crate) at: Timestamp,
    /// The keys that it is about, by their ids.
    keys: Vec<(SlotId, String)>,
}

#[derive(Deserialize, Serialize)]
struct Kept {
    findings: Findings,
    keys: Vec<(SlotId, String)>,
}

impl Found {
    /// The newest of a mode. One that a later version wrote in a form that this one doesn't know says nothing.
    pub(crate) fn load(ledger: &Ledger, id: HandoverId, mode: Mode) -> Result<Option<Self>, Refusal> {
        Ok(ledger.last_handover_check(id, mode)?.and_then(|check| Self::read(&check.findings, check.at)))
    }

    /// Reads what [`keep`] wrote.
    pub(crate) fn read(text: &str, at: Timestamp) -> Option<Self> {
        let Kept { findings, keys } = serde_json::from_str(text).ok()?;
        Some(Self { findings, at, keys })
    }

    /// What was found about a key, where it is still the one in this slot.
    pub(crate) fn of(&self, slot: &SlotId, key: &Key) -> Option<&KeyFinding> {
        let same = self.keys.iter().any(|(at, id)| at == slot && *id == key.id.to_string());
        self.findings.keys.iter().find(|finding| finding.slot == *slot).filter(|_| same)
    }

    /// Whether the keys belong together; `None` where they are not those of the check any more.
    pub(crate) fn agreement(&self, delivery: &Delivery) -> Option<&Agreement> {
        let of_mode = delivery.rows.iter().filter(|row| row.slot.id.mode == self.findings.mode);
        let present: Vec<(SlotId, String)> =
            of_mode.filter_map(|row| Some((row.slot.id.clone(), row.key.as_ref()?.id.to_string()))).collect();
        let same = present.len() == self.keys.len() && present.iter().all(|key| self.keys.contains(key));
        same.then_some(&self.findings.agreement)
    }

    /// What was found about a webhook.
    pub(crate) fn webhook(&self, wanted: &WantedWebhook) -> Option<&WebhookFinding> {
        self.findings.webhooks.iter().find(|finding| finding.wanted == *wanted)
    }
}

/// Keeps what a check of one mode brought.
pub(crate) fn keep<'a>(
    change: &mut Change<'_>,
    id: HandoverId,
    findings: Findings,
    keys: impl Iterator<Item = (&'a SlotId, &'a Key)>,
    now: Timestamp,
) -> Result<(), Refusal> {
    let mode = findings.mode;
    let keys = keys.map(|(slot, key)| (slot.clone(), key.id.to_string())).collect();
    let text = serde_json::to_string(&Kept { findings, keys }).map_err(|_| Refusal::fault("findings are no JSON"))?;
    Ok(change.record_handover_check(id, mode, &text, now)?)
}

//! A live check of the keys in a text, for the command line: nothing of it is kept.

use keycourier_credentials::{Credential, Mask, Mode, Paste, Slot, SlotId, parse};
use keycourier_documents::Request;
use keycourier_integrators as integrators;
use keycourier_stripe::{Findings, Plan, PlannedKey, Sameness, Stripe, WantedWebhook, WriteProbes};

use crate::Randomness;
use crate::app::asked::{Asked, AskedAddress, AskedWebhook};

/// Who wants the keys, and so what they must be able to do.
#[derive(Clone, Copy)]
pub enum CheckFor<'a> {
    /// Nobody in particular.
    Anybody,
    /// A known integrator.
    Preset(&'a integrators::Integrator),
    /// Whoever made this request.
    Request(&'a Request),
}

/// What came out for one mode.
pub struct CheckedMode {
    /// What was found, key by key.
    pub findings: Findings,
    /// The masks of the keys, in the order of the findings.
    pub masks: Vec<Mask>,
}

impl CheckedMode {
    /// Whether a key of it must not be sent, or two of them don't belong together.
    pub fn stops(&self) -> bool {
        let differs = |sameness: Sameness| sameness == Sameness::Different;
        self.findings.keys.iter().any(|key| key.verdict.stops_sending())
            || differs(self.findings.agreement.account)
            || differs(self.findings.agreement.mode)
    }
}

/// Asks Stripe about every whole key of a text, mode by mode, test first; empty where there is none. A webhook signing secret, which
/// names no mode, counts to that of the key before it. Permissions to change things are tried only with `write_probes`.
pub async fn check_text(
    stripe: &Stripe,
    text: &str,
    check_for: CheckFor<'_>,
    write_probes: bool,
    randomness: &Randomness,
) -> Vec<CheckedMode> {
    let paste = parse(text);
    let asked = match check_for {
        CheckFor::Anybody => None,
        // A preset whose texts don't fit a request is a fault of its file, which its own tests find.
        CheckFor::Preset(preset) => Asked::of_preset(preset, &preset.modes()).ok(),
        CheckFor::Request(request) => Some(Asked::of_request(request)),
    };
    let slots = asked.as_ref().map(Asked::for_pastes).unwrap_or_default();
    let needs = asked.as_ref().map(|asked| asked.needs.as_slice()).unwrap_or_default();
    let webhooks: Vec<WantedWebhook> = asked.iter().flat_map(|asked| &asked.webhooks).filter_map(given).collect();
    let placed = placed(&paste, &slots);
    let write_probes = if write_probes {
        let mut nonce = [0; 16];
        randomness.with(|random| random.fill_bytes(&mut nonce));
        WriteProbes::Allowed { nonce }
    } else {
        WriteProbes::NotAgreed
    };
    let mut checked = Vec::new();
    for mode in Mode::ALL {
        let of_mode: Vec<&(SlotId, &Credential)> = placed.iter().filter(|(slot, _)| slot.mode == mode).collect();
        if of_mode.is_empty() {
            continue;
        }
        let keys: Vec<PlannedKey<'_>> =
            of_mode.iter().map(|(slot, key)| PlannedKey { slot, key, origins: None }).collect();
        let plan = Plan { mode, keys: &keys, account: None, needs, webhooks: &webhooks, write_probes };
        let findings = stripe.check_delivery(&plan, &|_| {}).await;
        checked.push(CheckedMode { findings, masks: of_mode.iter().map(|(_, key)| key.mask().clone()).collect() });
    }
    checked
}

/// A webhook whose address is known without anybody's help.
fn given(asked: &AskedWebhook) -> Option<WantedWebhook> {
    let AskedAddress::Given(url) = &asked.address else { return None };
    let (mode, events, api_version) = (asked.mode, asked.events.clone(), asked.api_version.clone());
    Some(WantedWebhook { mode, url: url.clone(), events, api_version })
}

/// Each key with the slot that is asked for, or the one that its kind usually has.
fn placed<'p>(paste: &'p Paste, slots: &[Slot]) -> Vec<(SlotId, &'p Credential)> {
    let mut mode = paste.credentials().find_map(|(_, key)| key.mode()).unwrap_or(Mode::Live);
    let mut placed = Vec::new();
    for (_, key) in paste.credentials() {
        mode = key.mode().unwrap_or(mode);
        let asked = slots.iter().find(|slot| slot.takes(key.kind(), Some(mode)));
        let slot = asked.map_or_else(|| Slot::usual(key.kind(), mode).id, |slot| slot.id.clone());
        placed.push((slot, key));
    }
    placed
}

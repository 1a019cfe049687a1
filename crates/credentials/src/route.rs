//! Where each credential of a paste belongs.

use std::collections::BTreeMap;

use crate::{Content, Mode, Paste, Slot, SlotId};

/// One credential and the slot that takes it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Routed {
    /// The slot.
    pub slot: SlotId,
    /// The place in [`Paste::found`].
    pub found: usize,
}

/// Finds a slot for every credential by kind and mode, in the order of the text. What names no mode, a webhook secret, goes to
/// `mode`, the tab that the person is looking at. Of several that fit one slot none is routed: the person picks.
pub fn route(paste: &Paste, slots: &[Slot], mode: Mode) -> Vec<Routed> {
    let taking = |n: usize| match &paste.found()[n].content {
        Content::Credential(key) => {
            let (kind, mode) = (key.kind(), Some(key.mode().unwrap_or(mode)));
            let mut taking = slots.iter().filter(|slot| slot.takes(kind, mode));
            // Two webhook secrets for two addresses carry nothing that tells which is which.
            taking.next().filter(|_| taking.next().is_none())
        }
        Content::Flawed(_) => None,
    };
    let mut takers: BTreeMap<&SlotId, Vec<usize>> = BTreeMap::new();
    for n in 0..paste.found().len() {
        if let Some(slot) = taking(n) {
            takers.entry(&slot.id).or_default().push(n);
        }
    }
    let mut routed: Vec<Routed> = takers
        .into_iter()
        .filter_map(|(slot, found)| match found.as_slice() {
            [only] => Some(Routed { slot: slot.clone(), found: *only }),
            _ => None,
        })
        .collect();
    routed.sort_by_key(|routed| routed.found);
    routed
}

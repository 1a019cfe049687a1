//! Receipts as the page shows them: confirmations.

use keycourier_documents::Receipt as Document;
use keycourier_ledger::{BundleSlot, Code, Outcome, Receipt, ReceiptItem};
use keycourier_wire::{ConfirmationItemView, ConfirmationOutcome, ConfirmationView, RejectReason};

use super::words;

/// What a receipt's item says where Stripe can't be asked about a key at all, such as a webhook signing secret.
pub(crate) const NOTHING_TO_ASK: &str = "nothing_to_ask";

/// The newest of a bundle's receipts, by the time at which they were made; `None` before there is one.
pub(crate) fn newest(receipts: &[Receipt]) -> Option<&Receipt> {
    receipts.iter().max_by_key(|receipt| (receipt.recorded.made_at, receipt.id))
}

/// What they say now; `keys` are those of the bundle.
pub(crate) fn view(receipts: &[Receipt], keys: &[BundleSlot]) -> Option<ConfirmationView> {
    let newest = newest(receipts)?;
    let outcome = overall(&newest.recorded.items);
    let before = |receipt: &&Receipt| receipt.recorded.made_at < newest.recorded.made_at;
    let worked = || receipts.iter().filter(before).any(|receipt| overall(&receipt.recorded.items) == Outcome::Works);
    Some(ConfirmationView {
        outcome: outcome_view(outcome),
        items: newest.recorded.items.iter().map(|item| item_view(item, keys)).collect(),
        advice: Document::read(&newest.recorded.document)
            .ok()
            .and_then(|document| document.advice.map(|advice| advice.to_string())),
        made_at: words::time(newest.recorded.made_at),
        turned: outcome == Outcome::Rejected && worked(),
    })
}

/// What is said of all keys together: rejected where one is, works where all of which Stripe can be asked do.
pub(crate) fn overall(items: &[ReceiptItem]) -> Outcome {
    let is = |outcome| move |item: &&ReceiptItem| item.outcome == outcome;
    let is_silent = |item: &&ReceiptItem| item.code.as_ref().map(Code::as_str) == Some(NOTHING_TO_ASK);
    if items.iter().any(|item| is(Outcome::Rejected)(&item)) {
        return Outcome::Rejected;
    }
    let works = items.iter().filter(is(Outcome::Works)).count();
    let silent = items.iter().filter(is(Outcome::Received)).filter(is_silent).count();
    if works > 0 && works + silent == items.len() { Outcome::Works } else { Outcome::Received }
}

/// One key of it.
pub(crate) fn item_view(item: &ReceiptItem, keys: &[BundleSlot]) -> ConfirmationItemView {
    let key = keys.iter().find(|slot| slot.key.slot == item.slot).map(|slot| &slot.key);
    ConfirmationItemView {
        slot: words::slot(&item.slot),
        kind: key.map(|key| words::kind(key.kind)),
        ending: key.map(|key| key.mask.last_four().to_owned()),
        outcome: outcome_view(item.outcome),
        reason: item.code.as_ref().filter(|_| item.outcome == Outcome::Rejected).and_then(reason),
    }
}

pub(crate) fn outcome_view(outcome: Outcome) -> ConfirmationOutcome {
    match outcome {
        Outcome::Received => ConfirmationOutcome::Received,
        Outcome::Works => ConfirmationOutcome::Works,
        Outcome::Rejected => ConfirmationOutcome::Rejected,
    }
}

fn reason(code: &Code) -> Option<RejectReason> {
    RejectReason::ALL.into_iter().find(|reason| reason.code() == code.as_str())
}

#[cfg(test)]
mod tests {
    use keycourier_credentials::{Mode, SlotId};

    use super::*;

    #[test]
    fn all_keys_together_work_only_where_each_does() {
        let item = |name: &str, outcome, code: Option<&str>| ReceiptItem {
            slot: SlotId { mode: Mode::Live, name: name.parse().expect("a name") },
            outcome,
            code: code.map(|code| code.parse().expect("a code")),
        };
        let works = || item("secret", Outcome::Works, None);
        let silent = || item("webhook_secret", Outcome::Received, Some(NOTHING_TO_ASK));
        let unasked = || item("publishable", Outcome::Received, None);
        let rejected = || item("publishable", Outcome::Rejected, Some("expired"));
        let table = [
            (vec![works(), works()], Outcome::Works, "both work"),
            (vec![works(), silent()], Outcome::Works, "nobody can ask about a signing secret"),
            (vec![silent()], Outcome::Received, "of which alone nothing is known"),
            (vec![works(), unasked()], Outcome::Received, "one that was not asked about is not said to work"),
            (vec![works(), rejected()], Outcome::Rejected, "one bad key stops the whole"),
            (vec![], Outcome::Received, "nothing is said of nothing"),
        ];
        for (items, expected, why) in table {
            assert_eq!(overall(&items), expected, "{why}");
        }
    }

    #[test]
    fn every_reason_is_a_code_of_the_ledger_and_comes_back() {
        for reason_of in RejectReason::ALL {
            let code: Code = reason_of.code().parse().expect("a code");
            assert_eq!(reason(&code), Some(reason_of), "what to do about it depends on which it is");
            let shown = serde_json::to_value(reason_of).expect("a code is JSON");
            assert_eq!(shown, reason_of.code(), "one spelling in the document and on the page");
        }
        assert_eq!(reason(&"of_a_later_version".parse().expect("a code")), None, "an unknown one is still rejected");
    }
}

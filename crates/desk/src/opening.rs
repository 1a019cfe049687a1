//! What a desk sees of a file that it opened.

use keycourier_credentials::{AccountId, Kind, Mask, Mode, Slot, SlotId, SlotName, parse};
use keycourier_documents::{CheckCode, Contents, OpenError, Text, Unlock, open};
use secrecy::{ExposeSecret, SecretString};

use crate::spoken_text::{COMPANY, mode_label, only_mode};

/// An opened file. Holds secrets: no `Debug`.
pub struct OpenedFile {
    /// The bundle's id; a spoken-words file has none.
    pub id: Option<String>,
    /// The sender's signing key; a spoken-words file has none, and is not proven to be anybody's.
    pub sender: Option<String>,
    /// What the business is called, by its own word.
    pub business: Option<String>,
    /// The ticket of the request that it answers.
    pub ticket: Option<String>,
    /// The id of that request.
    pub request_id: Option<String>,
    /// The accounts that it names.
    pub accounts: Vec<(Mode, AccountId)>,
    /// The keys.
    pub keys: Vec<OpenedKey>,
    /// The answers, by the id of their question.
    pub answers: Vec<(SlotName, String)>,
}

/// A key of an opened file. Holds a secret: no `Debug`.
pub struct OpenedKey {
    /// The slot that it fills.
    pub slot: SlotId,
    /// What it is.
    pub kind: Kind,
    /// How it is shown; none where the value has no form of Stripe's.
    pub mask: Option<Mask>,
    /// What the sender's check said.
    pub check: CheckCode,
    /// The value.
    pub value: SecretString,
}

/// Opens a file and puts what is in it into one form.
///
/// # Errors
/// Those of [`open`]; a spoken-words file without any key in it is `damaged`.
pub fn open_file(bytes: &[u8], unlock: &Unlock<'_>) -> Result<OpenedFile, OpenError> {
    match open(bytes, unlock)? {
        Contents::Bundle(opened) => {
            let request = opened.request.as_ref().map(|request| request.request());
            let bundle = opened.bundle;
            Ok(OpenedFile {
                id: Some(bundle.id.to_string()),
                sender: Some(bundle.from.sign.to_string()),
                business: Some(bundle.from.business.to_string()).filter(|name| !name.is_empty()),
                ticket: request.and_then(|request| request.ticket.as_ref()).map(ToString::to_string),
                request_id: request.map(|request| request.id.to_string()),
                accounts: bundle.accounts.into_iter().map(|account| (account.mode, account.id)).collect(),
                answers: bundle.answers.into_iter().map(|answer| (answer.id, answer.text.to_string())).collect(),
                keys: bundle
                    .keys
                    .into_iter()
                    .map(|key| OpenedKey {
                        slot: key.slot_id(),
                        kind: key.kind,
                        mask: mask_of(&key.value),
                        check: key.check,
                        value: key.value,
                    })
                    .collect(),
            })
        }
        Contents::Spoken(spoken) => of_spoken(&spoken.text).ok_or(OpenError::Damaged),
    }
}

fn of_spoken(text: &SecretString) -> Option<OpenedFile> {
    // EXPOSE: read by the same rules as a paste.
    let text = text.expose_secret();
    let paste = parse(text);
    let keys: Vec<OpenedKey> = paste
        .credentials()
        .map(|(_, key)| {
            let mode = key.mode().or_else(|| labelled_mode(text, key.value())).or_else(|| only_mode(&paste));
            OpenedKey {
                slot: Slot::usual(key.kind(), mode.unwrap_or(Mode::Live)).id,
                kind: key.kind(),
                mask: Some(key.mask().clone()),
                check: CheckCode::NotChecked,
                value: key.value().clone(),
            }
        })
        .collect();
    // Nobody signed for what it says, so that a name which could mislead is none.
    let company = text.lines().find_map(|line| line.strip_prefix(COMPANY));
    let business = company.and_then(|name| Text::<80>::typed(name).ok()).filter(|name| !name.is_empty());
    (!keys.is_empty()).then_some(OpenedFile {
        id: None,
        sender: None,
        business: business.map(String::from),
        ticket: None,
        request_id: None,
        accounts: Vec::new(),
        keys,
        answers: Vec::new(),
    })
}

/// Webhook secrets don't say their mode; the label before them does.
fn labelled_mode(text: &str, value: &SecretString) -> Option<Mode> {
    // EXPOSE: looked for in the text that it came from.
    let line = text.lines().find(|line| line.contains(value.expose_secret()))?;
    [Mode::Test, Mode::Live].into_iter().find(|mode| line.trim_start().starts_with(mode_label(*mode)))
}

fn mask_of(value: &SecretString) -> Option<Mask> {
    // EXPOSE: only its mask is kept.
    parse(value.expose_secret()).credentials().next().map(|(_, key)| key.mask().clone())
}

#[cfg(test)]
mod tests {
    use keycourier_testkit::keys;

    use super::*;
    use crate::spoken_text;

    /// What comes back, by mode, kind and value.
    fn back(text: &SecretString) -> Vec<(Mode, Kind, String)> {
        let opened = of_spoken(text).expect("keys are in it");
        // EXPOSE: keys made for this test, to compare them.
        opened.keys.iter().map(|key| (key.slot.mode, key.kind, key.value.expose_secret().to_owned())).collect()
    }

    #[test]
    fn a_spoken_text_comes_back_as_the_keys_that_went_in() {
        let test = keys::current("sk_test_", keys::ACCOUNT, 1);
        let live = keys::current("rk_live_", keys::ACCOUNT, 2);
        let webhook = keys::webhook_secret(3);
        let written = |text: &str| spoken_text(" Some Car Wash ", &parse(text)).expect("keys are in it");
        let both = written(&format!("{test}\n{live}"));
        let expected = [(Mode::Test, Kind::Secret, test.clone()), (Mode::Live, Kind::Restricted, live)];
        assert_eq!(back(&both), expected, "each in its mode");
        let with_webhook = written(&format!("{test}\n{webhook}"));
        let expected = [(Mode::Test, Kind::Secret, test), (Mode::Test, Kind::WebhookSecret, webhook)];
        assert_eq!(back(&with_webhook), expected, "a webhook secret is of the mode that all the others are of");
        let opened = of_spoken(&both).expect("keys are in it");
        assert_eq!(opened.business.as_deref(), Some("Some Car Wash"), "who says so");
        assert_eq!((opened.sender, opened.id), (None, None), "and nobody signed for it");
    }

    #[test]
    fn what_a_person_wrote_by_hand_is_read_by_its_labels() {
        let webhook = keys::webhook_secret(3);
        let text = format!("Company: \u{202E}evil\nTest webhook signing secret: {webhook}\n");
        let opened = of_spoken(&SecretString::from(text)).expect("a key is in it");
        assert_eq!(opened.keys.first().map(|key| key.slot.mode), Some(Mode::Test), "the label says it");
        assert_eq!(opened.business, None, "a name that turns the reading direction is not shown");
        assert!(of_spoken(&SecretString::from("Company: nothing else")).is_none(), "without a key it is no such file");
    }
}

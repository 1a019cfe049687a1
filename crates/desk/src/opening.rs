//! What a desk sees of a file that it opened.

use keycourier_credentials::{AccountId, Kind, Mask, Mode, SlotId, SlotName, parse};
use keycourier_documents::{CheckCode, Contents, OpenError, Unlock, open};
use secrecy::{ExposeSecret, SecretString};

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
    let keys: Vec<OpenedKey> = parse(text)
        .credentials()
        .map(|(_, key)| {
            let mode = key.mode().unwrap_or(Mode::Live);
            OpenedKey {
                slot: keycourier_credentials::Slot::usual(key.kind(), mode).id,
                kind: key.kind(),
                mask: Some(key.mask().clone()),
                check: CheckCode::NotChecked,
                value: key.value().clone(),
            }
        })
        .collect();
    let business = text.lines().find_map(|line| line.strip_prefix("Company: ")).map(str::to_owned);
    (!keys.is_empty()).then_some(OpenedFile {
        id: None,
        sender: None,
        business,
        ticket: None,
        request_id: None,
        accounts: Vec::new(),
        keys,
        answers: Vec::new(),
    })
}

fn mask_of(value: &SecretString) -> Option<Mask> {
    // EXPOSE: only its mask is kept.
    parse(value.expose_secret()).credentials().next().map(|(_, key)| key.mask().clone())
}

//! What the ledger keeps of a bundle: everything but the keys' values.

use keycourier_credentials::{AccountHint, AccountId, Kind, Mode, Paste, Relation, parse};
use keycourier_documents::{self as documents, Opened, Request};
use keycourier_ledger::{Account, BundleAccount, BundleContent, BundleKey, Digest, DocumentRef, Line, Sealed};
use secrecy::ExposeSecret;

use crate::app::errors::Refusal;
use crate::app::ids::{digest, document_id, signer_key};

/// A key of a bundle as the credential that it is; none where kind, mode or form are not what the bundle says.
pub(super) fn credential_in(key: &documents::BundleKey) -> Option<Paste> {
    // EXPOSE: read by the same rules as a paste, and held against what was read.
    let paste = parse(key.value.expose_secret());
    let mut found = paste.credentials();
    let (_, credential) = found.next()?;
    // EXPOSE: as above.
    let is_whole = credential.value().expose_secret() == key.value.expose_secret() && found.next().is_none();
    let fits = credential.kind() == key.kind && credential.mode().is_none_or(|mode| mode == key.mode);
    drop(found);
    (is_whole && fits).then_some(paste)
}

/// The keys and what they say of their accounts; none where one of them is not what the bundle says, or two have one slot.
pub(super) fn keys(held: &[documents::BundleKey]) -> Option<Vec<(BundleKey, AccountHint)>> {
    let mut keys = Vec::<(BundleKey, AccountHint)>::with_capacity(held.len());
    for key in held {
        let paste = credential_in(key)?;
        let (_, credential) = paste.credentials().next()?;
        let slot = key.slot_id();
        if keys.iter().any(|(earlier, _)| earlier.slot == slot) {
            return None;
        }
        let kept = BundleKey {
            slot,
            kind: credential.kind(),
            mask: credential.mask().clone(),
            fingerprint: credential.fingerprint(),
        };
        keys.push((kept, credential.account().clone()));
    }
    Some(keys)
}

/// The account of each mode: the one that the sender names, else the one that the keys carry.
pub(super) fn accounts(named: &[documents::Account], keys: &[(BundleKey, AccountHint)]) -> Vec<BundleAccount> {
    let of_mode = |mode: Mode| {
        let hints = || keys.iter().filter(|(key, _)| key.slot.mode == mode).map(|(_, hint)| hint);
        let named = named.iter().find(|account| account.mode == mode);
        let (id, name) = match named {
            Some(account) => (account.id.clone(), account.name.as_ref().and_then(|name| Line::made_of(name.as_str()))),
            None => (hints().find_map(AccountHint::account)?.clone(), None),
        };
        let keys = relation(&id, hints());
        Some(BundleAccount { account: Account { mode, id, name, country: None, can_take_payments: None }, keys })
    };
    Mode::ALL.into_iter().filter_map(of_mode).collect()
}

fn relation<'a>(account: &AccountId, hints: impl Iterator<Item = &'a AccountHint>) -> Relation {
    let whole = AccountHint::Whole(account.clone());
    let mut found = Relation::CannotTell;
    for hint in hints {
        match whole.relation(hint) {
            Relation::Different => return Relation::Different,
            Relation::Same => found = Relation::Same,
            Relation::CannotTell => {}
        }
    }
    found
}

/// All that the ledger keeps of a bundle as such; request and replaced bundle are for intake to find.
pub(super) fn content(
    opened: &Opened,
    (sealed, file_sha256): (Sealed, Digest),
    file_name: Option<Line>,
) -> Result<Option<BundleContent>, Refusal> {
    let Some(keys) = keys(&opened.bundle.keys) else { return Ok(None) };
    let (bundle, request) = (&opened.bundle, opened.request.as_ref().map(|request| request.request()));
    Ok(Some(BundleContent {
        document: Some(DocumentRef { id: document_id(bundle.id), payload_sha256: digest(&opened.hash)? }),
        signer: Some(signer_key(&bundle.from.sign)),
        file_sha256,
        sealed,
        company: Line::made_of(bundle.from.business.as_str()),
        contact: bundle.from.contact.as_ref().and_then(|contact| Line::made_of(contact.as_str())),
        addressee: request.and_then(|request| Line::made_of(request.issuer.name.as_str())),
        file_name,
        ticket: request.and_then(|request| request.ticket.as_ref()).and_then(|ticket| Line::made_of(ticket.as_str())),
        request: None,
        replaces: None,
        accounts: accounts(&bundle.accounts, &keys),
        keys: keys.into_iter().map(|(key, _)| key).collect(),
        made_at: Some(bundle.created),
    }))
}

/// The first required slot that is left empty, by its kind.
pub(super) fn first_missing(request: &Request, keys: &[BundleKey]) -> Option<Kind> {
    let is_empty = |slot: &&documents::RequestedSlot| !keys.iter().any(|key| key.slot == slot.slot().id);
    request.slots.iter().filter(|slot| slot.required).find(is_empty)?.accepts.first().copied()
}

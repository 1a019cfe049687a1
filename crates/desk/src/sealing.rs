//! A text with keys becomes a bundle for whoever made a request.

use std::collections::BTreeMap;

use jiff::Timestamp;
use keycourier_credentials::{
    AccountHint, Context, FullKeys, Held, Kind, Mask, Mode, Paste, Problem, Severity, Slot, SlotId, SlotName, judge,
    parse,
};
use keycourier_documents::{
    Account, Answer, Bundle, BundleKey, CheckCode, DeskWords, DocumentId, Request, RestrictedKeys, SealError, Sender,
    SignedRequest, SigningKey, Text, seal,
};

use crate::Randomness;
use crate::asking::is_preset_mismatch;

/// Answers to a request's questions, by their ids.
pub type Answers = BTreeMap<SlotName, String>;

/// How it is known that the request comes from the one it names.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ProvenBy<'a> {
    /// It is not.
    Nothing,
    /// The six words, or the digits, that the person heard.
    Words(&'a str),
    /// An earlier ceremony, kept in the ledger.
    Ledger,
}

/// What a bundle is made from.
pub struct Sealing<'a> {
    /// What is answered.
    pub request: &'a SignedRequest,
    /// The text with the keys.
    pub keys: &'a str,
    /// The key of this computer.
    pub signing: &'a SigningKey,
    /// What the business is called.
    pub business: &'a str,
    /// What it answers.
    pub answers: &'a Answers,
    /// Who vouches for the request.
    pub proven: ProvenBy<'a>,
    /// Whether to answer although the request's date is over.
    pub late: bool,
    /// The program and its version.
    pub app: &'a str,
}

/// A bundle and what is worth saying about it.
pub struct SealedKeys {
    /// The file.
    pub file: Vec<u8>,
    /// The bundle's name.
    pub id: DocumentId,
    /// What went into which slot.
    pub keys: Vec<(SlotId, Mask)>,
    /// Worth knowing.
    pub notes: Vec<SealNote>,
}

/// Something worth knowing that stops nothing.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum SealNote {
    /// A warning or remark on a key.
    OfKey(SlotId, Problem),
    /// A required question has no answer.
    Unanswered(SlotName),
    /// A credential that nobody asked for; it stays here.
    NotAskedFor(Mask),
    /// The request's date is over.
    Late,
}

/// Seals. Nothing is written, asked or kept.
///
/// # Errors
/// [`NotSealed`].
pub fn seal_keys(sealing: &Sealing<'_>, now: Timestamp, randomness: &Randomness) -> Result<SealedKeys, NotSealed> {
    let request = sealing.request.request();
    if is_preset_mismatch(request) {
        return Err(NotSealed::PresetMismatch);
    }
    let is_late = request.expires.is_some_and(|expires| expires < now);
    if is_late && !sealing.late {
        return Err(NotSealed::Expired);
    }
    let paste = parse(sealing.keys);
    let filled = fill(request, &paste)?;
    if filled.iter().any(|filled| filled.slot.mode == Mode::Live) {
        prove(request, sealing.proven)?;
    }

    let mut notes: Vec<SealNote> = filled
        .iter()
        .flat_map(|filled| filled.problems.iter().map(|problem| SealNote::OfKey(filled.slot.clone(), problem.clone())))
        .collect();
    let used: Vec<usize> = filled.iter().map(|filled| filled.found).collect();
    let unused = paste.credentials().filter(|(n, _)| !used.contains(n));
    notes.extend(unused.map(|(_, key)| SealNote::NotAskedFor(key.mask().clone())));
    notes.extend(is_late.then_some(SealNote::Late));
    let answers = answers(request, sealing.answers, &mut notes)?;

    let (mut keys, mut masks, mut accounts) = (Vec::new(), Vec::new(), Vec::new());
    for (found, key) in paste.credentials() {
        let Some(filled) = filled.iter().find(|filled| filled.found == found) else { continue };
        masks.push((filled.slot.clone(), key.mask().clone()));
        let account = key.account().account().map(|id| Account { mode: filled.slot.mode, id: id.clone(), name: None });
        accounts.extend(account.filter(|account| !accounts.contains(account)));
        keys.push(BundleKey {
            slot: filled.slot.name.clone(),
            mode: filled.slot.mode,
            kind: key.kind(),
            value: key.value().clone(),
            check: CheckCode::NotChecked,
            checked_at: None,
        });
    }
    let bundle = Bundle {
        id: randomness.with(DocumentId::random),
        created: now,
        supersedes: None,
        request: Some(sealing.request.document().to_owned()),
        to: request.to.iter().map(|to| to.age.clone()).collect(),
        from: Sender {
            sign: *sealing.signing.signer(),
            business: Text::typed(sealing.business).map_err(|_| NotSealed::BadText { field: "business" })?,
            contact: None,
            app: Text::typed(sealing.app).map_err(|_| NotSealed::BadText { field: "app" })?,
        },
        accounts,
        keys,
        webhooks: Vec::new(),
        answers,
        note: None,
    };
    let file = seal(&bundle, sealing.signing)?.file;
    Ok(SealedKeys { file, id: bundle.id, keys: masks, notes })
}

struct Filled {
    slot: SlotId,
    /// The place in the paste.
    found: usize,
    /// Warnings and remarks.
    problems: Vec<Problem>,
}

fn fill(request: &Request, paste: &Paste) -> Result<Vec<Filled>, NotSealed> {
    let full_keys = match request.restricted {
        RestrictedKeys::Recommended => FullKeys::Discouraged,
        RestrictedKeys::Allowed | RestrictedKeys::Refused => FullKeys::Fine,
    };
    let slots: Vec<Slot> = request.slots.iter().map(keycourier_documents::RequestedSlot::slot).collect();
    let (mut filled, mut held, mut refused) = (Vec::<Filled>::new(), Vec::<Held>::new(), Vec::new());
    for slot in &slots {
        let judged = judge(slot, paste, &Context { held: &held, elsewhere: &[], full_keys });
        if judged.candidates.is_empty() && !slot.required {
            continue;
        }
        if let Some(found) = judged.judged.filter(|_| judged.may_be_stored()) {
            let key = paste.credentials().find(|(n, _)| *n == found).map(|(_, key)| key);
            held.extend(key.map(|key| Held {
                slot: slot.id.clone(),
                fingerprint: key.fingerprint(),
                account: hint(key.kind(), key.account()),
            }));
            filled.push(Filled { slot: slot.id.clone(), found, problems: judged.problems });
            continue;
        }
        // What another slot takes is not what is wrong with this one: here simply nothing was given.
        let others = judged.judged.is_some_and(|found| taken_elsewhere(&slots, slot, paste, found));
        let problems = if others { vec![Problem::Empty] } else { judged.problems };
        let errors = problems.into_iter().filter(|problem| problem.severity() == Severity::Error);
        refused.extend(errors.map(|problem| (slot.id.clone(), problem)));
    }
    if refused.is_empty() { Ok(filled) } else { Err(NotSealed::Keys(refused)) }
}

/// A webhook secret carries no account to compare.
fn hint(kind: Kind, account: &AccountHint) -> AccountHint {
    if kind == Kind::WebhookSecret { AccountHint::Nothing } else { account.clone() }
}

fn taken_elsewhere(slots: &[Slot], slot: &Slot, paste: &Paste, found: usize) -> bool {
    let key = paste.credentials().find(|(n, _)| *n == found).map(|(_, key)| key);
    key.is_some_and(|key| slots.iter().any(|other| other.id != slot.id && other.takes(key.kind(), key.mode())))
}

fn prove(request: &Request, proven: ProvenBy<'_>) -> Result<(), NotSealed> {
    match proven {
        ProvenBy::Ledger => Ok(()),
        ProvenBy::Nothing => Err(NotSealed::NotProven),
        ProvenBy::Words(typed) => {
            let words = DeskWords::of(&request.issuer.domain, &request.issuer.name, &request.issuer.sign);
            words.confirm(typed).map_err(|_| NotSealed::WrongWords)
        }
    }
}

fn answers(request: &Request, given: &Answers, notes: &mut Vec<SealNote>) -> Result<Vec<Answer>, NotSealed> {
    let asked = |id: &SlotName| request.questions.iter().any(|question| question.id == *id);
    if given.keys().any(|id| !asked(id)) {
        return Err(NotSealed::UnknownQuestion);
    }
    let mut answers = Vec::new();
    for question in &request.questions {
        let given = given.get(&question.id).map(|text| text.trim()).filter(|text| !text.is_empty());
        match given {
            Some(text) if parse(text).credentials().next().is_some() => return Err(NotSealed::SecretInAnswer),
            Some(text) => answers.push(Answer {
                id: question.id.clone(),
                text: Text::typed(text).map_err(|_| NotSealed::BadText { field: "answer" })?,
            }),
            None if question.required => notes.push(SealNote::Unanswered(question.id.clone())),
            None => {}
        }
    }
    Ok(answers)
}

/// Why no bundle was made.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NotSealed {
    /// Keys are missing or wrong: what is wrong, by slot.
    #[error("the keys are not right")]
    Keys(Vec<(SlotId, Problem)>),
    /// Live keys, and nobody knows whether the request comes from the one it names.
    #[error("live keys are not locked for somebody who is not proven")]
    NotProven,
    /// What was typed are not the words of this desk.
    #[error("these are not the words of this desk")]
    WrongWords,
    /// The request's date is over, and nobody said that it still counts.
    #[error("the request's date is over")]
    Expired,
    /// The request names a known integrator and comes from another domain.
    #[error("the request claims to be somebody else's")]
    PresetMismatch,
    /// An answer to a question that nobody asked.
    #[error("an answer to a question that the request does not ask")]
    UnknownQuestion,
    /// A key in an answer, where everybody at the helpdesk would read it.
    #[error("a key stands in an answer")]
    SecretInAnswer,
    /// A text is too long or has characters that a line may not have.
    #[error("{field} is not a line of plain text of a fitting length")]
    BadText {
        /// Which.
        field: &'static str,
    },
    /// Signing or encrypting failed.
    #[error(transparent)]
    Seal(#[from] SealError),
}

impl NotSealed {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Keys(_) => "keys",
            Self::NotProven => "not_proven",
            Self::WrongWords => "wrong_words",
            Self::Expired => "expired",
            Self::PresetMismatch => "preset_mismatch",
            Self::UnknownQuestion => "unknown_question",
            Self::SecretInAnswer => "secret_in_answer",
            Self::BadText { .. } => "bad_text",
            Self::Seal(_) => "not_sealed",
        }
    }
}

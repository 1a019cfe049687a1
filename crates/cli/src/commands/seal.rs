//! `keycourier seal`.

use std::collections::BTreeMap;
use std::path::Path;

use keycourier_credentials::{Severity, SlotName, parse};
use keycourier_desk::{
    Answers, Clock, NotSealed, Over, ProvenBy, Randomness, SealNote, SealedKeys, Sealing, ledger_in, seal_keys,
    spoken_text, write_new,
};
use keycourier_documents::{SignedRequest, SigningKey, Text, seal_spoken};
use keycourier_keychain::Keychain;
use keycourier_ledger::{Ledger, LedgerError, Pin, SignerKey};
use serde_json::{Value, json};

use super::{identity, place, request};
use crate::args::SealArgs;
use crate::failure::Failure;
use crate::output::{Output, problem_json};
use crate::{input, sentences};

const APP: &str = concat!("Keycourier ", env!("CARGO_PKG_VERSION"));

pub(super) fn run(args: &SealArgs, output: &Output) -> Result<bool, Failure> {
    match (&args.request, args.passphrase_fd) {
        (Some(request), _) => for_request(args, request, output),
        (None, Some(descriptor)) => with_words(args, descriptor, output),
        (None, None) => Err(Failure::new("usage", "Give --request or --passphrase-fd.")),
    }
}

fn for_request(args: &SealArgs, path: &Path, output: &Output) -> Result<bool, Failure> {
    let request = request::read(path)?;
    let keys = input::text(&args.keys)?;
    let answers = args.answers.as_deref().map(read_answers).transpose()?.unwrap_or_default();
    let (signing, one_time) = signing_key(args)?;
    let proven = match &args.verified_words {
        Some(words) => ProvenBy::Words(words),
        None if args.identity.is_none() && is_proven_in_ledger(&request)? => ProvenBy::Ledger,
        None => ProvenBy::Nothing,
    };
    let sealing = Sealing {
        request: &request,
        keys: &keys,
        signing: &signing,
        business: &args.business,
        answers: &answers,
        proven,
        late: args.late,
        app: APP,
    };
    let sealed = seal_keys(&sealing, Clock::system().now(), &Randomness::system())
        .map_err(|error| not_sealed(args, path, error))?;
    write(args, &sealed.file)?;
    tell(args, &request, &sealed, one_time, output);
    Ok(true)
}

fn with_words(args: &SealArgs, descriptor: u32, output: &Output) -> Result<bool, Failure> {
    let words = input::words(descriptor)?;
    let keys = input::text(&args.keys)?;
    let paste = parse(&keys);
    let business = Text::<80>::typed(&args.business).map_err(|_| Failure::new("bad_text", "The business"))?;
    let text = spoken_text(business.as_str(), &paste)
        .ok_or_else(|| Failure::new("no_keys", args.keys.display().to_string()))?;
    let file = seal_spoken(&text, &words).map_err(|_| Failure::new("not_sealed", "words"))?;
    write(args, &file)?;
    let masks: Vec<String> = paste.credentials().map(|(_, key)| key.mask().to_string()).collect();
    let out = args.out.display().to_string();
    let said = format!(
        "{} locked with the words in {out}.\nRead the words out on the phone; never write them in the same mail.\n",
        masks.join(", ")
    );
    output.answer(&json!({"file": out, "keys": masks}), &said);
    Ok(true)
}

/// The key to sign with, and whether it will be forgotten.
fn signing_key(args: &SealArgs) -> Result<(SigningKey, bool), Failure> {
    let randomness = Randomness::system();
    if let Some(path) = &args.identity {
        let identity = identity::from_file(path)?;
        let key = SigningKey::from_seed(identity.signing().seed());
        return key.map(|key| (key, false)).ok_or_else(|| Failure::new("no_signing_key", path.display().to_string()));
    }
    match place::device_key(&Keychain::system(), &randomness) {
        Ok(key) => Ok((key, false)),
        Err(failure) if failure.code == "keychain_not_available" => Ok((randomness.with(SigningKey::random), true)),
        Err(failure) => Err(failure),
    }
}

fn is_proven_in_ledger(request: &SignedRequest) -> Result<bool, Failure> {
    let path = dirs::data_dir().map(|folder| ledger_in(&folder));
    let Some(path) = path.filter(|path| path.exists()) else { return Ok(false) };
    let issuer = &request.request().issuer;
    let asked = || {
        let ledger = Ledger::open(&path, Clock::system().now())?;
        let Some(pinned) = ledger.pinned(&Pin::Signer(SignerKey::from_bytes(issuer.sign.public_key())))? else {
            return Ok(false);
        };
        let domain = ledger.integrator(pinned.integrator)?.and_then(|integrator| integrator.domain);
        let same_domain = domain.is_some_and(|domain| domain.as_str() == issuer.domain.as_str());
        Ok(same_domain && pinned.proven.is_some() && pinned.retired_at.is_none())
    };
    asked().map_err(|_: LedgerError| Failure::new("ledger", path.display().to_string()))
}

fn read_answers(path: &Path) -> Result<Answers, Failure> {
    let text = input::text(path)?;
    let not_answers = || Failure::new("not_answers", path.display().to_string());
    let given: BTreeMap<String, String> = toml::from_str(&text).map_err(|_| not_answers())?;
    let named = given.into_iter().map(|(id, text)| Ok((id.parse::<SlotName>().map_err(|_| not_answers())?, text)));
    named.collect()
}

fn write(args: &SealArgs, file: &[u8]) -> Result<(), Failure> {
    let over = if args.force { Over::Existing } else { Over::Nothing };
    write_new(&args.out, file, over).map_err(|error| input::about(&args.out, error))
}

fn not_sealed(args: &SealArgs, request: &Path, error: NotSealed) -> Failure {
    let code = error.code();
    let answers = || args.answers.as_deref().unwrap_or_else(|| Path::new("An answer")).display().to_string();
    match error {
        NotSealed::Keys(keys) => Failure { keys, ..Failure::new(code, args.keys.display().to_string()) },
        NotSealed::BadText { field } => Failure::new(code, format!("The {field}")),
        NotSealed::UnknownQuestion | NotSealed::SecretInAnswer => Failure::new(code, answers()),
        NotSealed::Expired => Failure::new(code, request.display().to_string()),
        NotSealed::NotProven | NotSealed::WrongWords | NotSealed::PresetMismatch | NotSealed::Seal(_) => {
            Failure::new(code, "the request")
        }
    }
}

fn tell(args: &SealArgs, request: &SignedRequest, sealed: &SealedKeys, one_time: bool, output: &Output) {
    let out = args.out.display().to_string();
    let issuer = &request.request().issuer;
    let keys: Vec<Value> =
        sealed.keys.iter().map(|(slot, mask)| json!({"slot": slot.name, "mode": slot.mode, "mask": mask})).collect();
    let mut notes: Vec<Value> = sealed.notes.iter().map(note_json).collect();
    let mut text = format!("{out} is locked: only {} ({}) can open it.\n", issuer.name, issuer.domain);
    for (slot, mask) in &sealed.keys {
        text.push_str(&format!("  {} {}: {mask}\n", sentences::mode(slot.mode), slot.name));
    }
    for note in &sealed.notes {
        text.push_str(&format!("  {}\n", note_text(note)));
    }
    if one_time {
        notes.push(json!({"code": "one_time_key", "severity": "warning"}));
        text.push_str("  There is no keychain, so they can't tell that your next file comes from the same computer.\n");
    }
    output.answer(&json!({"file": out, "id": sealed.id, "keys": keys, "notes": notes}), &text);
}

fn note_json(note: &SealNote) -> Value {
    match note {
        SealNote::OfKey(slot, problem) => {
            let mut json = problem_json(problem);
            json["slot"] = json!(slot.name);
            json["mode"] = json!(slot.mode);
            json
        }
        SealNote::Unanswered(id) => json!({"code": "unanswered", "severity": Severity::Warning, "question": id}),
        SealNote::NotAskedFor(mask) => json!({"code": "not_asked_for", "severity": Severity::Info, "mask": mask}),
        SealNote::Late => json!({"code": "late", "severity": Severity::Warning}),
    }
}

fn note_text(note: &SealNote) -> String {
    match note {
        SealNote::OfKey(slot, problem) => {
            format!("{} {}: {}", sentences::mode(slot.mode), slot.name, sentences::problem(problem))
        }
        SealNote::Unanswered(id) => {
            format!("They also want to know: {id}. Answer with --answers, or tell them yourself.")
        }
        SealNote::NotAskedFor(mask) => format!("{mask} was not asked for and is not in the file."),
        SealNote::Late => "They wanted the answer earlier. It still opens.".to_owned(),
    }
}

//! `keycourier identity`.

use std::path::Path;

use keycourier_desk::{Over, Randomness, new_identity, read_identity, read_identity_file, write_new};
use keycourier_documents::{Identity, OpenError, lock_identity_file, unlock_identity_file};
use keycourier_keychain::Keychain;
use secrecy::ExposeSecret;
use serde_json::json;

use super::place;
use crate::args::IdentityCommand;
use crate::failure::Failure;
use crate::input;
use crate::output::Output;

/// The fewest characters of a backup's passphrase.
const SHORTEST: usize = 12;

pub(super) fn run(command: &IdentityCommand, output: &Output) -> Result<bool, Failure> {
    match command {
        IdentityCommand::New { place, force } => {
            let identity = match &place.identity {
                Some(path) => new_identity(path, over(*force), &Randomness::system())
                    .map_err(|error| input::about(path, error))?,
                None => new_in_keychain()?,
            };
            show(&identity, output);
        }
        IdentityCommand::Show { place } => {
            let identity = match &place.identity {
                Some(path) => from_file(path)?,
                None => of_keychain()?,
            };
            show(&identity, output);
        }
        IdentityCommand::Backup { place, passphrase_fd, out, force } => {
            let passphrase = input::passphrase(*passphrase_fd)?;
            // EXPOSE: its length only.
            if passphrase.expose_secret().chars().count() < SHORTEST {
                return Err(Failure::new("short_passphrase", SHORTEST.to_string()));
            }
            let file = match &place.identity {
                Some(path) => {
                    read_identity_file(path).map_err(|error| Failure::new(error.code(), path.display().to_string()))?
                }
                None => of_keychain()?.to_file(),
            };
            let locked = lock_identity_file(&file, &passphrase).map_err(|_| Failure::new("not_sealed", "backup"))?;
            write_new(out, &locked, over(*force)).map_err(|error| input::about(out, error))?;
            let file = out.display().to_string();
            let said = format!("The backup is in {file}. Keep it and its passphrase in two places.\n");
            output.answer(&json!({"file": file}), &said);
        }
        IdentityCommand::Restore { place, passphrase_fd, force, backup } => {
            let passphrase = input::passphrase(*passphrase_fd)?;
            let name = backup.display().to_string();
            let file = unlock_identity_file(&input::bytes(backup)?, &passphrase).map_err(|error| match error {
                OpenError::NotForUs => Failure::new("wrong_passphrase", name.clone()),
                OpenError::Malformed | OpenError::NotABundle => Failure::new("not_a_backup", name.clone()),
                error => Failure::new(error.code(), name.clone()),
            })?;
            let identity = Identity::from_file(&file).map_err(|_| Failure::new("not_a_backup", name))?;
            match &place.identity {
                // EXPOSE: written to the file that its owner asked for, which only they may read.
                Some(path) => write_new(path, file.expose_secret().as_bytes(), over(*force))
                    .map_err(|error| input::about(path, error))?,
                None => keep_in_keychain(&identity)?,
            }
            show(&identity, output);
        }
    }
    Ok(true)
}

fn show(identity: &Identity, output: &Output) {
    let signer = identity.signing().signer().to_string();
    let recipient = identity.recipient().map(|recipient| recipient.to_string()).unwrap_or_default();
    let text = format!("signs as:  {signer}\nreceives:  {recipient}\n");
    output.answer(&json!({"sign": signer, "age": recipient}), &text);
}

fn over(force: bool) -> Over {
    if force { Over::Existing } else { Over::Nothing }
}

/// The identity in a file.
pub(super) fn from_file(path: &Path) -> Result<Identity, Failure> {
    read_identity(path).map_err(|error| Failure::new(error.code(), path.display().to_string()))
}

fn of_keychain() -> Result<Identity, Failure> {
    let found = place::desk_identity(&Keychain::system())?;
    found.ok_or_else(|| Failure::new("no_identity", "keychain"))
}

fn new_in_keychain() -> Result<Identity, Failure> {
    let identity = Randomness::system().with(|random| Identity::random(random));
    keep_in_keychain(&identity)?;
    Ok(identity)
}

/// Never over one that is there.
fn keep_in_keychain(identity: &Identity) -> Result<(), Failure> {
    let keychain = Keychain::system();
    if place::desk_identity(&keychain)?.is_some() {
        return Err(Failure::new("identity_exists", "keychain"));
    }
    place::keep_desk_identity(&keychain, identity)
}

//! `keycourier identity`.

use std::path::Path;

use keycourier_desk::{Over, Randomness, new_identity, read_identity};
use keycourier_documents::Identity;
use keycourier_keychain::Keychain;
use serde_json::json;

use super::place;
use crate::args::IdentityCommand;
use crate::failure::Failure;
use crate::input;
use crate::output::Output;

pub(super) fn run(command: &IdentityCommand, output: &Output) -> Result<bool, Failure> {
    let identity = match command {
        IdentityCommand::New { place, force } => match &place.identity {
            Some(path) => {
                let over = if *force { Over::Existing } else { Over::Nothing };
                new_identity(path, over, &Randomness::system()).map_err(|error| input::about(path, error))?
            }
            None => new_in_keychain()?,
        },
        IdentityCommand::Show { place } => match &place.identity {
            Some(path) => from_file(path)?,
            None => {
                let found = place::desk_identity(&Keychain::system())?;
                found.ok_or_else(|| Failure::new("no_identity", "keychain"))?
            }
        },
    };
    let signer = identity.signing().signer().to_string();
    let recipient = identity.recipient().map(|recipient| recipient.to_string()).unwrap_or_default();
    let text = format!("signs as:  {signer}\nreceives:  {recipient}\n");
    output.answer(&json!({"sign": signer, "age": recipient}), &text);
    Ok(true)
}

/// The identity in a file.
pub(super) fn from_file(path: &Path) -> Result<Identity, Failure> {
    read_identity(path).map_err(|error| Failure::new(error.code(), path.display().to_string()))
}

fn new_in_keychain() -> Result<Identity, Failure> {
    let keychain = Keychain::system();
    if place::desk_identity(&keychain)?.is_some() {
        return Err(Failure::new("identity_exists", "keychain"));
    }
    let identity = Randomness::system().with(|random| Identity::random(random));
    place::keep_desk_identity(&keychain, &identity)?;
    Ok(identity)
}

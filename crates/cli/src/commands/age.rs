//! `keycourier age`: age alone, strictly, for published test vectors. Its exit codes say at which layer a file was refused.

use std::io::{self, Read, Write};

use keycourier_credentials::decode;
use keycourier_documents::{AgeFault, AgeKeys, read_age};
use secrecy::SecretString;
use zeroize::Zeroizing;

use crate::args::AgeArgs;
use crate::failure::Failure;
use crate::output::Output;
use crate::{input, sentences};

pub(super) fn run(args: &AgeArgs) -> Result<u8, Failure> {
    if args.passphrase_fd == Some(0) {
        return Err(Failure::new(
            "usage",
            "The file comes from standard input; give the passphrase behind another descriptor.",
        ));
    }
    let mut keys = AgeKeys::default();
    if let Some(path) = &args.identity {
        keys = keys.with_identities(&SecretString::from(decode(&input::bytes(path)?).as_str()));
    }
    if let Some(descriptor) = args.passphrase_fd {
        keys = keys.with_passphrase(input::passphrase(descriptor)?);
    }
    let mut file = Vec::new();
    io::stdin().lock().read_to_end(&mut file).map_err(|_| Failure::new("file_refused", "Standard input"))?;
    Ok(match read_age(&file, &keys).and_then(release) {
        Ok(()) => 0,
        Err(fault) => {
            Output::complain(sentences::age(fault));
            code(fault)
        }
    })
}

/// Hands on what is authentic, up to the first byte that is not.
fn release(mut plaintext: impl Read) -> Result<(), AgeFault> {
    let mut out = io::stdout().lock();
    let mut buffer = Zeroizing::new(vec![0; 64 << 10]);
    loop {
        let read = plaintext.read(&mut buffer).map_err(|_| AgeFault::Payload);
        match read.map(|length| buffer.get(..length).unwrap_or_default()) {
            Ok([]) => break,
            // Whoever closed the pipe wants no more of it.
            Ok(part) if out.write_all(part).is_err() => return Ok(()),
            Ok(_) => {}
            Err(fault) => {
                out.flush().unwrap_or_default();
                return Err(fault);
            }
        }
    }
    out.flush().unwrap_or_default();
    Ok(())
}

fn code(fault: AgeFault) -> u8 {
    match fault {
        AgeFault::Header => 10,
        AgeFault::Armor => 11,
        AgeFault::NoMatch => 12,
        AgeFault::Mac => 13,
        AgeFault::Payload => 14,
    }
}

//! What opening and verifying costs beside the bare age library decrypting the same files, in one run on one thread:
//! `cargo run --release -p keycourier-documents --example opening_cost`. Both sides have the programs' own allocator.

use std::hint::black_box;
use std::io::{Read, Write};
use std::process::Command;
use std::time::{Duration, Instant};

use keycourier_documents::{Bundle, DocumentId, Identity, OpeningKeys, Request, SigningKey, Unlock, open, seal};
use keycourier_testkit::keys;
use rand_core::OsRng;
use secrecy::ExposeSecret;
use serde_json::json;
use zeroizing_alloc::ZeroAlloc;

#[global_allocator]
static ALLOCATOR: ZeroAlloc<std::alloc::System> = ZeroAlloc(std::alloc::System);

const FILES: u64 = 1_000;
/// The best of several rounds: what else the machine does only makes them slower.
const ROUNDS: usize = 5;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let desk = Identity::random(&mut OsRng);
    let bare = bare_identity(&desk)?;
    let keys = OpeningKeys::new([&desk]);
    let mut out = std::io::stdout().lock();
    for (what, request) in [("without a request", None), ("with the request they answer", Some(request(&desk)?))] {
        let files: Vec<Vec<u8>> =
            (0..FILES).map(|seed| bundle(&desk, request.as_deref(), seed)).collect::<Result<_, _>>()?;
        let by_age = best_of(|| files.iter().for_each(|file| drop(black_box(decrypt(file, &bare)))));
        let by_us = best_of(|| files.iter().for_each(|file| drop(black_box(open(file, &Unlock::Keys(&keys)).ok()))));
        let ratio = by_us.as_secs_f64() / by_age.as_secs_f64();
        writeln!(out, "{FILES} bundles {what}: age alone {by_age:?}, opened and verified {by_us:?}, ratio {ratio:.2}")?;
    }
    one_process_a_file(&desk, &keys, &mut out)
}

/// Beside one process of the stock `age` for each file, as a script would do it.
fn one_process_a_file(
    desk: &Identity,
    keys: &OpeningKeys,
    out: &mut impl Write,
) -> Result<(), Box<dyn std::error::Error>> {
    const PROCESSES: u64 = 100;
    let folder = tempfile::tempdir()?;
    let identity = folder.path().join("identity");
    // EXPOSE: a key made for this run.
    std::fs::write(&identity, desk.to_file().expose_secret())?;
    let files: Vec<Vec<u8>> = (0..PROCESSES).map(|seed| bundle(desk, None, seed)).collect::<Result<_, _>>()?;
    let file = folder.path().join("bundle");
    let start = Instant::now();
    for bytes in &files {
        std::fs::write(&file, bytes)?;
        let done = Command::new("age").args(["--decrypt", "--identity"]).arg(&identity).arg(&file).output()?;
        assert!(done.status.success(), "age opens what is meant for it");
    }
    let by_processes = start.elapsed();
    let by_us = best_of(|| files.iter().for_each(|file| drop(black_box(open(file, &Unlock::Keys(keys)).ok()))));
    let ratio = by_processes.as_secs_f64() / by_us.as_secs_f64();
    writeln!(
        out,
        "{PROCESSES} bundles, an age process each: {by_processes:?}, opened and verified {by_us:?}, {ratio:.0} times faster"
    )?;
    Ok(())
}

fn best_of(mut round: impl FnMut()) -> Duration {
    let timed = (0..ROUNDS).map(|_| {
        let start = Instant::now();
        round();
        start.elapsed()
    });
    timed.min().unwrap_or_default()
}

fn decrypt(file: &[u8], identity: &age::x25519::Identity) -> Option<Vec<u8>> {
    let decryptor = age::Decryptor::new(age::armor::ArmoredReader::new(file)).ok()?;
    let mut plain = Vec::new();
    let mut stream = decryptor.decrypt(std::iter::once(identity as &dyn age::Identity)).ok()?;
    stream.read_to_end(&mut plain).ok()?;
    Some(plain)
}

fn bare_identity(desk: &Identity) -> Result<age::x25519::Identity, &'static str> {
    let file = desk.to_file();
    // EXPOSE: a key made for this run.
    file.expose_secret().lines().find(|line| line.starts_with("AGE-SECRET-KEY-1")).ok_or("no key")?.parse()
}

fn request(desk: &Identity) -> Result<String, Box<dyn std::error::Error>> {
    let recipient = desk.recipient().ok_or("no recipient")?;
    let slot = |name: &str, kind: &str| json!({"slot": name, "mode": "live", "accepts": [kind], "required": true, "purpose": "Taking payments"});
    let request: Request = serde_json::from_value(json!({
        "id": DocumentId::random(&mut OsRng), "created": "2026-11-20T00:00:00Z", "scope": "everybody",
        "issuer": {"name": "Imagatec", "domain": "imagatec.com.au", "sign": desk.signing().signer()},
        "to": [{"label": "Helpdesk", "age": recipient}],
        "slots": [slot("publishable", "publishable"), slot("secret", "secret")],
    }))?;
    Ok(request.sign(desk.signing()).ok_or("not signed")?.document().to_owned())
}

fn bundle(desk: &Identity, request: Option<&str>, seed: u64) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let sender = SigningKey::random(&mut OsRng);
    let recipient = desk.recipient().ok_or("no recipient")?;
    let bundle: Bundle = serde_json::from_value(json!({
        "id": DocumentId::random(&mut OsRng), "created": "2026-11-21T03:00:00Z", "to": [recipient],
        "request": request,
        "from": {"sign": sender.signer(), "business": "Some Car Wash", "app": "a measurement"},
        "keys": [
            {"slot": "publishable", "mode": "live", "kind": "publishable", "check": "works",
             "value": keys::current("pk_live_", keys::ACCOUNT, seed)},
            {"slot": "secret", "mode": "live", "kind": "secret", "check": "works",
             "value": keys::current("sk_live_", keys::ACCOUNT, seed)},
        ],
    }))?;
    Ok(seal(&bundle, &sender)?.file)
}

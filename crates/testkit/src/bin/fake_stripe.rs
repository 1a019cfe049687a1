//! A stand-in for Stripe's API on this computer, for the demo and for trying the command line out. It prints its address, and ends when
//! its standard input does.
//!
//! ```text
//! keycourier-fake-stripe [--port PORT] [--script FILE.json]
//! ```
//!
//! Without a script a key is what a word in it says: `sk_test_…Expired…` is expired, one without such a word works.

use std::io::{Read, Write};
use std::process::ExitCode;

use keycourier_testkit::fake_stripe::{FakeStripe, Script};

const USAGE: &str = "usage: keycourier-fake-stripe [--port PORT] [--script FILE.json]";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            // There is nowhere else to say that nobody listens.
            let _ = writeln!(std::io::stderr(), "{reason}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<(), String> {
    let (mut port, mut script) = (0, Script::default().by_name());
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        let value = arguments.next().ok_or(USAGE)?;
        match name.as_str() {
            "--port" => port = value.parse().map_err(|_| USAGE)?,
            "--script" => {
                let text = std::fs::read(&value).map_err(|_| format!("{value} can't be read"))?;
                script = serde_json::from_slice(&text).map_err(|error| format!("{value} is no script: {error}"))?;
            }
            _ => return Err(USAGE.to_owned()),
        }
    }
    let fake = FakeStripe::start_on(port, script).map_err(|_| "the port is taken".to_owned())?;
    let mut out = std::io::stdout();
    writeln!(out, "{}", fake.base()).and_then(|()| out.flush()).map_err(|_| "nobody reads the address".to_owned())?;
    // Whoever started it holds the other end.
    let mut rest = [0; 64];
    while std::io::stdin().read(&mut rest).is_ok_and(|read| read > 0) {}
    Ok(())
}

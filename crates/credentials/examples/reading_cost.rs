//! What reading a text of 1 MiB costs beside one pass of `memchr` over it, in one run:
//! `cargo run --release -p keycourier-credentials --example reading_cost`.

use std::hint::black_box;
use std::io::Write;
use std::time::{Duration, Instant};

use keycourier_credentials::parse;
use keycourier_testkit::keys;

const LENGTH: usize = 1 << 20;
/// The best of several rounds: what else the machine does only makes them slower.
const ROUNDS: usize = 9;

fn main() -> std::io::Result<()> {
    let key = keys::current("sk_live_", keys::ACCOUNT, 1);
    let prose =
        "Dear Dana, as we said on the phone: the till in the second shop takes cards again since this morning.\n";
    let quoted = "> Am Montag schrieb Jörg: \u{201C}die Schlüssel stehen in der Datei\u{201D}\u{A0}\u{2026}\r\n";
    let settings = "<td>STRIPE_MODE=test</td>&nbsp;live_mode: \"sk_live_\" # see https://example.com/a_b\n";
    let texts = [("plain prose", prose), ("mail in German", quoted), ("settings and markup", settings)];
    let mut out = std::io::stdout().lock();
    for (what, line) in texts {
        let mut text = line.repeat(LENGTH / line.len());
        text.push_str(&key);
        assert_eq!(parse(&text).credentials().count(), 1, "the key at its end is found");
        let pass = best_of(|| {
            black_box(memchr::memchr(0, black_box(text.as_bytes())));
        });
        let read = best_of(|| {
            black_box(parse(black_box(&text)).found().len());
        });
        let ratio = read.as_secs_f64() / pass.as_secs_f64();
        let speed = text.len() as f64 / read.as_secs_f64() / 1e6;
        writeln!(out, "1 MiB of {what}: memchr {pass:?}, read {read:?} ({speed:.0} MB/s), ratio {ratio:.1}")?;
    }
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

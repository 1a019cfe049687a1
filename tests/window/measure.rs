//! How long a paste takes to its painted verdict, beside a command that does nothing: both with a paint, in one window.

use keycourier_testkit::keys;
use keycourier_testkit::session::KeyringState;
use keycourier_tests::program::Bench;

use crate::computer::Computer;
use crate::steps::receive;
use crate::window::{Start, Window, journey};

const ROUNDS: usize = 15;

#[test]
#[ignore = "a measurement, run by cargo xtask bench"]
fn measure_paste_to_verdict() {
    const NAME: &str = "measure";
    journey(NAME, async {
        let bench = Bench::new();
        let words: Vec<String> = bench.desk("desk", "r.keyrequest").split(' ').map(str::to_owned).collect();
        let request = String::from_utf8(bench.read("r.keyrequest")).unwrap();
        let shop = Computer::new(KeyringState::Unlocked);
        let merchant = Window::open(&shop, NAME, Start::default()).await;
        receive(&merchant, &request, &words).await;
        merchant.see("Imagatec needs two Live keys").await;

        let empty = merchant.median(EMPTY, ROUNDS).await;
        let mut pasted = Vec::new();
        for round in 0..ROUNDS {
            // Another key each time, so that each is judged, stored and painted anew.
            shop.copy(&keys::current("sk_live_", keys::ACCOUNT, 100 + round as u64));
            pasted.push(merchant.median(PASTE, 1).await);
        }
        pasted.sort_by(f64::total_cmp);
        let paste = pasted[ROUNDS / 2];
        println!("paste to verdict {paste:.1} ms, an empty command {empty:.1} ms, ratio {:.2}", paste / empty);
        merchant.kill().await;
    });
}

/// A command that only reads a little, and the paint behind it.
const EMPTY: &str = "
    const done = arguments[0], start = performance.now();
    window.__TAURI_INTERNALS__.invoke('get_app_status').then(() =>
        requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start))));";

/// A press of the button, until the mask of the key has changed, and the paint behind it.
const PASTE: &str = "
    const done = arguments[0], row = document.querySelector('[data-slot=live-secret]');
    const before = row.textContent, replace = [...row.querySelectorAll('button')].find((one) => one.textContent.trim() === 'Replace');
    if (replace) replace.click();
    requestAnimationFrame(() => requestAnimationFrame(() => {
        const opened = row.querySelector('.mask, [data-mask]')?.textContent ?? '';
        const paste = [...row.querySelectorAll('button')].find((one) => one.textContent.trim() === 'Paste what you copied');
        const start = performance.now();
        const seen = new MutationObserver(() => {
            const now = row.querySelector('.mask, [data-mask]')?.textContent ?? '';
            if (now === opened) return;
            seen.disconnect();
            requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start)));
        });
        seen.observe(row, { subtree: true, childList: true, characterData: true });
        paste.click();
    }));";

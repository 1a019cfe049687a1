//! The main job, both sides of it: a desk asks, a merchant answers, the desk opens.

use std::fs;

use keycourier_testkit::fake_stripe::{FakeStripe, KeyScript, Script};
use keycourier_testkit::keys;
use keycourier_testkit::session::KeyringState;

use crate::computer::Computer;
use crate::program;
use crate::steps::{ask, check, collect, lock, receive, set_up};
use crate::window::{Start, Window, journey};

const NAME: &str = "main-job";

#[test]
fn a_merchant_hands_two_keys_to_a_desk() {
    journey(NAME, async {
        let publishable = keys::current("pk_live_", keys::ACCOUNT, 11);
        let secret = keys::current("sk_live_", keys::ACCOUNT, 12);
        let script = Script::default().with(&publishable, KeyScript::live()).with(&secret, KeyScript::live());
        let stripe = FakeStripe::start(script).unwrap();
        let base = stripe.base();
        let start = || Start { stripe: Some(&base), ..Start::default() };

        let helpdesk = Computer::new(KeyringState::Unlocked);
        let desk = Window::open(&helpdesk, NAME, start()).await;
        let words = set_up(&desk).await;
        let request = ask(&desk, &helpdesk).await;

        let shop = Computer::new(KeyringState::Unlocked);
        let merchant = Window::open(&shop, NAME, start()).await;
        receive(&merchant, &request, &words).await;
        collect(&merchant, &publishable, &secret).await;
        assert!(stripe.requests().is_empty(), "nothing leaves the computer before the person says so");
        check(&merchant).await;
        let bundle = lock(&merchant, &shop).await;
        for key in [&publishable, &secret] {
            assert!(!bundle.contains(key.as_str()), "what goes out holds no key that can be read");
            assert!(!merchant.text().await.contains(key.as_str()), "nor does the page");
        }
        send(&merchant, &shop).await;
        stock_age_opens(&helpdesk, &bundle, &[&publishable, &secret]);

        desk.press("Settings").await;
        desk.fill("Take a copied key off the clipboard after", "10").await;
        open(&desk, &bundle).await;
        desk.press("Copy the Secret key that ends in").await;
        desk.see("copied").await;
        assert_eq!(helpdesk.pasted(), secret, "the desk pastes the very key that the merchant copied");
        assert!(!desk.text().await.contains(&secret), "which the page never shows");
        desk.picture("desk-copied").await;
        desk.see("The key is off the clipboard again.").await;
        assert_eq!(helpdesk.pasted(), "", "so that nobody pastes it elsewhere by mistake");

        let confirmation = confirm(&desk, &helpdesk).await;
        desk.kill().await;
        merchant.paste(&format!("Hello,\n\nyour Stripe keys work.\n\n> {}\n", confirmation.replace('\n', "\n> ")));
        merchant.see("Your keys work").await;
        merchant.see("Imagatec confirmed it").await;
        merchant.picture("merchant-confirmed").await;
        merchant.kill().await;
    });
}

async fn send(merchant: &Window<'_>, shop: &Computer) {
    merchant.press("Write the e-mail").await;
    merchant.see("The e-mail draft is open.").await;
    merchant.picture("merchant-email").await;
    let opened = shop.opened();
    let mail = opened.last().expect("the mail program was asked for a draft");
    assert!(mail.starts_with("mailto:help@imagatec.com.au?"), "to the address in the request: {mail}");
    merchant.press("I have sent it").await;
    merchant.see("Sent. It is their turn").await;
    merchant.picture("merchant-follow-up").await;
}

/// The `age` of the distribution, with the desk's identity, the one item of its keyring; the file stays beside the pictures.
fn stock_age_opens(helpdesk: &Computer, bundle: &str, keys: &[&str]) {
    let file = program::pictures(NAME).join("SparkleCarWash_Stripe_API_Keys.age");
    fs::write(&file, bundle).unwrap();
    let mut tool = helpdesk.command("secret-tool");
    let identity = tool.args(["lookup", "service", "keycourier"]).output().unwrap().stdout;
    let identity = helpdesk.keep("identity", &String::from_utf8(identity).unwrap());
    let age = helpdesk.command("age").arg("--decrypt").arg("--identity").arg(identity).arg(&file).output().unwrap();
    let opened = String::from_utf8_lossy(&age.stdout);
    assert!(age.status.success(), "nobody is tied to this program: {}", String::from_utf8_lossy(&age.stderr));
    for key in keys {
        assert!(opened.contains(key), "and the keys are in it as they were pasted");
    }
}

/// From installed to the signed answer, as text for a ticket.
async fn confirm(desk: &Window<'_>, helpdesk: &Computer) -> String {
    desk.press("Installed").await;
    desk.see("confirm").await;
    desk.press("Confirm").await;
    desk.press("Sign: the keys work").await;
    desk.see("You confirmed").await;
    desk.press("Copy for the ticket").await;
    desk.see("The answer is on the clipboard.").await;
    desk.picture("desk-confirmed").await;
    let confirmation = helpdesk.pasted();
    assert!(confirmation.contains("KEYCOURIER RECEIPT"), "a text to be pasted into a ticket: {confirmation}");
    confirmation
}

async fn open(desk: &Window<'_>, bundle: &str) {
    desk.press("Inbox").await;
    desk.see("Inbox").await;
    desk.picture("desk-inbox-empty").await;
    desk.paste(bundle);
    desk.see("Sparkle Car Wash").await;
    desk.picture("desk-inbox").await;
    desk.press("Sparkle Car Wash").await;
    desk.see("Their check").await;
    desk.picture("desk-bundle").await;
    desk.press("Check with Stripe").await;
    desk.see("Check again").await;
    desk.picture("desk-checked").await;
}

//! Payment notices: a webhook that is missing is made, and one that is off is mended, on a click.

use keycourier_testkit::fake_stripe::{Endpoint, FakeStripe, KeyScript, Script};
use keycourier_testkit::keys;
use keycourier_testkit::session::KeyringState;

use crate::computer::Computer;
use crate::steps::ending;
use crate::window::{Start, Window, journey};

const NAME: &str = "webhooks";
const URL: &str = "https://flows.jelou.dev/stripe/7f3a";
const OTHER: &str = "https://flows.jelou.dev/stripe/9c1b";

#[test]
fn a_missing_webhook_is_made_and_one_that_is_off_is_mended() {
    journey(NAME, async {
        let secret = keys::current("sk_test_", keys::ACCOUNT, 41);
        let events = ["payment_intent.succeeded", "payment_intent.payment_failed"].map(str::to_owned);
        let off = Endpoint { url: OTHER.to_owned(), enabled_events: events.to_vec(), ..Endpoint::default() };
        let stripe = FakeStripe::start(Script::default().with(&secret, KeyScript::test()).with_endpoint(off)).unwrap();
        let base = stripe.base();

        let shop = Computer::new(KeyringState::Unlocked);
        let merchant = Window::open(&shop, NAME, Start { stripe: Some(&base), ..Start::default() }).await;
        start_for_jelou(&merchant).await;
        merchant.paste(&secret);
        merchant.see(&format!("...{}", ending(&secret))).await;
        merchant.press("Check with Stripe").await;
        merchant.see("Stripe says this account is Sparkle Car Wash").await;
        merchant.press("Yes, that is us").await;
        merchant.see("Copy the address for payment notices from Jelou Brain Studio's page.").await;
        merchant.picture("address").await;

        merchant.fill("Address for payment notices", "https://flows.jelou.ai/stripe/7f3a").await;
        merchant.press("Use this address").await;
        merchant.see("This address is for the other mode.").await;
        merchant.picture("wrong-address").await;
        merchant.fill("Address for payment notices", URL).await;
        merchant.press("Use this address").await;
        merchant.see("It may be for another project of yours, so it stays as it is.").await;
        merchant.picture("missing").await;
        assert_eq!(stripe.endpoints().len(), 1, "nothing is made unasked");
        merchant.press("Create it in Stripe for me").await;
        merchant.see("Stripe sends them what they need.").await;
        merchant.see("Everything works.").await;
        merchant.picture("made").await;
        let made = stripe.endpoints().into_iter().find(|endpoint| endpoint.url == URL).expect("it was made");
        assert_eq!(made.enabled_events.len(), 3, "with exactly what is needed: {:?}", made.enabled_events);
        assert!(!merchant.text().await.contains(&made.secret), "its signing secret is on no page");

        merchant.press("Another address").await;
        merchant.fill("Address for payment notices", OTHER).await;
        merchant.press("Use this address").await;
        merchant.see("Stripe sends 2 of the 3 notices that they need.").await;
        merchant.picture("off").await;
        merchant.press("I'll do it: show me how").await;
        merchant.see("3 events to choose").await;
        merchant.picture("by-hand").await;
        merchant.press("Copy all events").await;
        merchant.see("Copied.").await;
        assert!(shop.pasted().contains("payment_intent.requires_action"), "everything to copy is at hand");
        merchant.press("Hide the steps").await;
        merchant.press("Fix it in Stripe for me").await;
        merchant.see("Everything works.").await;
        merchant.picture("mended").await;
        let mended = stripe.endpoints().into_iter().find(|endpoint| endpoint.url == OTHER).expect("it stays");
        assert_eq!(mended.enabled_events.len(), 3, "the missing one was added: {:?}", mended.enabled_events);
        assert_eq!(stripe.endpoints().len(), 2, "and no other was made");

        merchant.press("Go on to Put in").await;
        merchant.see("Put the key into").await;
        merchant.press("Copy Test key").await;
        merchant.see("is on the clipboard").await;
        assert_eq!(shop.pasted(), secret, "the person pastes the very key");
        merchant.press("Yes, it is installed").await;
        merchant.see("Make one payment in Test").await;
        merchant.press("Now Live").await;
        merchant.see("Jelou Brain Studio needs").await;
        merchant.picture("then-live").await;
        merchant.kill().await;
    });
}

/// From the first start to the rows for Jelou's Test key.
async fn start_for_jelou(merchant: &Window<'_>) {
    merchant.press("I was asked for my Stripe keys").await;
    merchant.see("Nothing here yet").await;
    merchant.press("I have no request").await;
    merchant.press("Start with Jelou Brain Studio").await;
    // Where one mode at a time is offered, the second press takes the place of the first.
    merchant.press("Live").await;
    merchant.press("Test").await;
    merchant.press("Begin").await;
    merchant.see("Jelou Brain Studio needs").await;
}

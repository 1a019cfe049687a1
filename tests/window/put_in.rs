//! A key is put into an integrator's own page: lent to the clipboard, pasted, and taken off again.

use keycourier_testkit::fake_stripe::{FakeStripe, KeyScript, Script};
use keycourier_testkit::keys;
use keycourier_testkit::session::KeyringState;

use crate::computer::Computer;
use crate::steps::ending;
use crate::window::{Start, Window, journey};

const NAME: &str = "put-in";

#[test]
fn a_merchant_puts_a_key_into_serval() {
    journey(NAME, async {
        let test = keys::current("rk_test_", keys::ACCOUNT, 21);
        let script = Script::default().with(&test, KeyScript::test());
        let stripe = FakeStripe::start(script).unwrap();
        let base = stripe.base();
        let shop = Computer::new(KeyringState::Unlocked);
        let merchant = Window::open(&shop, NAME, Start { stripe: Some(&base), ..Start::default() }).await;

        merchant.press("I was asked for my Stripe keys").await;
        merchant.see("Nothing here yet").await;
        merchant.press("Settings").await;
        merchant.fill("Take a copied key off the clipboard after", "10").await;
        merchant.press("Deliveries").await;
        merchant.press("I have no request").await;
        merchant.press("Start with Serval").await;
        merchant.see("Test first, then Live").await;
        merchant.picture("start").await;
        merchant.press("Begin").await;
        merchant.see("Serval needs one Test key").await;
        merchant.paste(&keys::legacy("pk_test_", 3));
        merchant.see("Serval doesn't ask for the publishable key").await;
        merchant.picture("not-that-one").await;
        merchant.paste(&test);
        merchant.see(&format!("...{}", ending(&test))).await;
        merchant.see("All keys are here.").await;
        merchant.picture("collected").await;
        merchant.press("Check with Stripe").await;
        merchant.see("Stripe says this account is Sparkle Car Wash").await;
        merchant.press("Yes, that is us").await;
        merchant.press("Go on to Put in").await;

        merchant.see("Put the key into Serval").await;
        merchant.picture("put-in").await;
        merchant.press("Open Serval").await;
        merchant.press("Copy Test key").await;
        merchant.see("is on the clipboard").await;
        assert_eq!(shop.opened().last().map(String::as_str), Some("https://app.serval.com"), "its own page");
        assert_eq!(shop.pasted(), test, "the person pastes the very key");
        assert!(!merchant.text().await.contains(&test), "which the page never shows");
        merchant.picture("copied").await;
        merchant.see("The key is removed from the clipboard.").await;
        assert_eq!(shop.pasted(), "", "once the time is over");
        merchant.picture("removed").await;

        merchant.press("It said something else").await;
        merchant.press("A permission is missing").await;
        merchant.see("may not do everything that Serval needs").await;
        merchant.picture("not-accepted").await;
        merchant.press("Try once more").await;
        merchant.press("Copy").await;
        merchant.see("is on the clipboard").await;
        merchant.press("Yes, it took the key").await;
        merchant.see("Done: Serval has your key").await;
        assert_eq!(shop.pasted(), "", "it has arrived, so nobody needs it there any more");
        merchant.picture("done").await;
        merchant.press("Deliveries").await;
        merchant.see("Test put in").await;
        merchant.picture("list").await;
        merchant.press("Sparkle Car Wash").await;
        merchant.press("Now Live").await;
        merchant.see("Serval needs one Live key").await;
        merchant.picture("live").await;
        merchant.kill().await;
    });
}

#[test]
fn a_restricted_key_passes_for_stackone_before_it_is_put_in() {
    const NAME: &str = "stackone";
    journey(NAME, async {
        let test = keys::current("rk_test_", keys::ACCOUNT, 22);
        let stripe = FakeStripe::start(Script::default().with(&test, KeyScript::test())).unwrap();
        let base = stripe.base();
        let shop = Computer::new(KeyringState::Unlocked);
        let merchant = Window::open(&shop, NAME, Start { stripe: Some(&base), ..Start::default() }).await;
        merchant.press("I was asked for my Stripe keys").await;
        merchant.press("I have no request").await;
        merchant.press("Start with StackOne").await;
        merchant.see("Another environment is another delivery.").await;
        merchant.press("Begin").await;
        merchant.see("StackOne needs one Test key").await;
        merchant.paste(&keys::current("rk_live_", keys::ACCOUNT, 23));
        merchant.see("This is a Live key.").await;
        merchant.paste(&test);
        merchant.see("All keys are here.").await;
        merchant.press("Check with Stripe").await;
        merchant.see("Stripe says this account is Sparkle Car Wash").await;
        let asked = stripe.requests();
        assert!(
            asked.iter().any(|request| request.path.starts_with("/v1/customers")),
            "what they look at is tried first"
        );
        merchant.press("Yes, that is us").await;
        merchant.press("Go on to Put in").await;
        merchant.see("Put the key into StackOne").await;
        merchant.picture("put-in").await;
        merchant.press("Copy Test key").await;
        merchant.see("is on the clipboard").await;
        assert_eq!(shop.pasted(), test, "the person pastes the very key");
        merchant.press("Yes, it took the key").await;
        merchant.see("Done: StackOne has your key").await;
        merchant.picture("done").await;
        merchant.kill().await;
    });
}

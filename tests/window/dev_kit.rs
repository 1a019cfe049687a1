//! Keys are sent to a project of Dev Kit for AI: connected, checked, previewed, sent; and its token ends on the way.

use keycourier_testkit::fake_devkit::{FakeDevkit, Project};
use keycourier_testkit::fake_stripe::{FakeStripe, KeyScript, Script};
use keycourier_testkit::keys;
use keycourier_testkit::session::KeyringState;

use crate::computer::Computer;
use crate::steps::ending;
use crate::window::{Start, Window, journey};

const NAME: &str = "dev-kit";
const PROJECT: &str = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

#[test]
fn a_merchant_updates_a_project_of_dev_kit_for_ai() {
    journey(NAME, async {
        let (publishable, secret) =
            (keys::current("pk_live_", keys::ACCOUNT, 31), keys::current("sk_live_", keys::ACCOUNT, 32));
        let old = keys::current("sk_live_", keys::ACCOUNT, 33);
        let script = Script::default().with(&publishable, KeyScript::live()).with(&secret, KeyScript::live());
        let stripe = FakeStripe::start(script).unwrap();
        let dev_kit = FakeDevkit::start().unwrap();
        dev_kit.allow("token-of-sam", "sam");
        dev_kit.set_project(PROJECT, Project::of("sam").with("live_secret_key", &old));
        dev_kit.stripe_takes(&secret);
        let (stripe, base) = (stripe.base(), dev_kit.base());
        let shop = Computer::new(KeyringState::Unlocked);
        let start = Start { stripe: Some(&stripe), dev_kit: Some(&base), ..Start::default() };
        let merchant = Window::open(&shop, NAME, start).await;

        merchant.press("I was asked for my Stripe keys").await;
        merchant.press("I have no request").await;
        merchant.press("Start with Dev Kit for AI").await;
        merchant.press("Test").await;
        merchant.picture("start").await;
        merchant.press("Begin").await;
        merchant.see("Connect with Dev Kit for AI").await;
        merchant.picture("connect").await;
        merchant.paste(&secret);
        merchant.see("There is a key in this text").await;
        merchant.paste("token-of-sam");
        merchant.see("Token taken.").await;
        merchant.fill("Project id", "my shop").await;
        merchant.press("Find my project").await;
        merchant.see("32 letters and digits").await;
        merchant.picture("not-a-project").await;
        merchant.fill("Project id", PROJECT).await;
        merchant.press("Find my project").await;
        merchant.see("Project found.").await;
        merchant.picture("connected").await;
        merchant.press("Go on to the keys").await;

        merchant.see("Dev Kit for AI needs").await;
        merchant.paste(&format!("{publishable}\r\n{secret}\r\n"));
        merchant.see("All keys are here.").await;
        merchant.picture("collected").await;
        // What was told in passing stands where the next button is.
        merchant.press("Close").await;
        merchant.press("Check with Stripe").await;
        merchant.see("Stripe says this account is Sparkle Car Wash").await;
        merchant.picture("account").await;
        merchant.press("Yes, that is us").await;
        merchant.picture("checked").await;
        // The project's address for payment notices is known from connecting, and the signing secret goes into its row.
        merchant.press("Create it in Stripe for me").await;
        merchant.see("Stripe sends them what they need.").await;
        merchant.picture("notices").await;
        merchant.press("Go on to Update").await;

        merchant.see("What changes in Dev Kit for AI").await;
        merchant.see("can't be restored from here").await;
        merchant.see(&format!("ending in {}", ending(&old))).await;
        merchant.picture("preview").await;
        assert!(dev_kit.requests().iter().all(|request| request.method != "PUT"), "nothing was changed yet");
        dev_kit.expire("token-of-sam");
        merchant.press("I understand").await;
        merchant.press("Send these changes").await;
        merchant.see("does not accept the token any more").await;
        merchant.picture("expired").await;
        dev_kit.allow("token-of-sam-2", "sam");
        merchant.press("Give the token again").await;
        merchant.paste("token-of-sam-2");
        merchant.see("can't be restored from here").await;
        merchant.press("Send these changes").await;
        merchant.see("Dev Kit for AI has your keys").await;
        merchant.see(&format!("sk_live_...{}", ending(&secret))).await;
        merchant.picture("sent").await;
        let puts = dev_kit.requests().into_iter().filter(|request| request.method == "PUT");
        let fields: Vec<Vec<String>> = puts.map(|put| put.fields).collect();
        let mut only = fields.concat();
        only.sort();
        assert_eq!(
            (fields.len(), only.as_slice()),
            (1, ["live_publishable_key", "live_secret_key", "live_webhook_secret"].map(str::to_owned).as_slice()),
            "one update, with what changed"
        );
        for value in [&publishable, &secret, "token-of-sam-2"] {
            assert!(!merchant.text().await.contains(value), "the page never shows a key or a token");
        }
        merchant.press("Go on").await;
        merchant.see("Done: Dev Kit for AI has your keys").await;
        merchant.picture("done").await;
        merchant.kill().await;
    });
}

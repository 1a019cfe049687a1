//! Knowing who asks: a helpdesk that has nothing but a telephone, and words that are not theirs.

use keycourier_documents::{Contents, SpokenWords, Unlock, open};
use keycourier_testkit::fake_stripe::{FakeStripe, KeyScript, Script};
use keycourier_testkit::keys;
use keycourier_testkit::session::KeyringState;
use keycourier_tests::program::Bench;
use secrecy::{ExposeSecret, SecretString};

use crate::computer::Computer;
use crate::steps::{check, collect, lock};
use crate::window::{Start, Window, journey};

#[test]
fn a_helpdesk_that_can_install_nothing_gets_six_spoken_words() {
    const NAME: &str = "spoken-words";
    journey(NAME, async {
        let publishable = keys::current("pk_live_", keys::ACCOUNT, 51);
        let secret = keys::current("sk_live_", keys::ACCOUNT, 52);
        let script = Script::default().with(&publishable, KeyScript::live()).with(&secret, KeyScript::live());
        let stripe = FakeStripe::start(script).unwrap();
        let base = stripe.base();
        let shop = Computer::new(KeyringState::Unlocked);
        let merchant = Window::open(&shop, NAME, Start { stripe: Some(&base), ..Start::default() }).await;
        merchant.press("I was asked for my Stripe keys").await;
        merchant.press("I have no request").await;
        merchant.press("Start with Imagatec").await;
        merchant.see("How does Imagatec get them?").await;
        merchant.picture("how").await;
        merchant.press("They can't install anything").await;
        merchant.picture("spoken").await;
        merchant.press("Start with six spoken words").await;
        merchant.see("locked with six words that you read out").await;
        merchant.picture("guide").await;
        merchant.press("I don't see “API keys” in Stripe").await;
        merchant.press("Write the e-mail").await;
        merchant.see("The e-mail is open in your mail program.").await;
        merchant.picture("no-rights").await;
        assert!(shop.opened().last().unwrap().starts_with("mailto:?subject=Stripe"), "to the owner of the account");
        collect(&merchant, &publishable, &secret).await;
        check(&merchant).await;
        let bundle = lock(&merchant, &shop).await;

        merchant.see("Then call Imagatec and read out six words").await;
        merchant.see("1300 365 443").await;
        merchant.press("Show the six words").await;
        merchant.see("Only by voice.").await;
        merchant.picture("words").await;
        let words = merchant.items("The six words to read out").await;
        assert_eq!(words.len(), 6, "to be read out: {words:?}");
        merchant.press("Write the e-mail").await;
        merchant.see("The e-mail draft is open.").await;
        let mail = shop.opened().last().unwrap().clone();
        for word in &words {
            assert!(!mail.contains(word.as_str()), "the words go by voice only: {mail}");
        }
        merchant.press("I have sent it").await;
        merchant.see("Sent. Now call them").await;
        merchant.see("Now call Imagatec").await;
        merchant.picture("follow-up").await;
        merchant.kill().await;

        let again = Window::open(&shop, NAME, Start { stripe: Some(&base), ..Start::default() }).await;
        again.press("Sparkle Car Wash").await;
        again.press("Show the six words").await;
        again.see("Only by voice.").await;
        assert_eq!(again.items("The six words to read out").await, words, "the call may come on another day");
        again.kill().await;

        let said = SpokenWords::typed(&SecretString::from(words.join(" ")));
        let Ok(Contents::Spoken(opened)) = open(bundle.as_bytes(), &Unlock::Words(&said)) else {
            panic!("whoever hears the words opens the file")
        };
        for key in [&publishable, &secret] {
            // EXPOSE: a test compares what arrived with what was pasted.
            assert!(opened.text.expose_secret().contains(key.as_str()), "with the very keys in it");
        }
    });
}

#[test]
fn words_that_differ_stop_the_merchant_and_lose_nothing() {
    const NAME: &str = "words-differ";
    journey(NAME, async {
        let bench = Bench::new();
        let words = bench.desk("desk", "r.keyrequest");
        let request = String::from_utf8(bench.read("r.keyrequest")).unwrap();
        let mut wrong: Vec<&str> = words.split(' ').collect();
        wrong.reverse();
        let shop = Computer::new(KeyringState::Unlocked);
        let merchant = Window::open(&shop, NAME, Start::default()).await;
        merchant.press("I was asked for my Stripe keys").await;
        merchant.see("Nothing here yet").await;
        merchant.paste(&request);
        merchant.see("Imagatec asks for Stripe keys").await;
        merchant.press("Go on").await;
        merchant.see("Is it really Imagatec?").await;
        for (number, word) in (1..).zip(&wrong) {
            merchant.fill(&format!("Word {number}"), word).await;
        }
        merchant.press("Check the words").await;
        merchant.see("These are not their words.").await;
        merchant.picture("once").await;
        merchant.press("Check the words").await;
        merchant.see("Still different. Stop here").await;
        merchant.see("Tell them this").await;
        merchant.picture("twice").await;
        merchant.press("They are closed: I'll call later").await;
        merchant.see("Imagatec needs two Live keys").await;
        merchant.see("says it is Imagatec · not proven yet").await;
        merchant.paste(&keys::current("pk_live_", keys::ACCOUNT, 61));
        merchant.see("1 of 2").await;
        merchant.picture("later").await;
        merchant.press("Is it really them?").await;
        for (number, word) in (1..).zip(words.split(' ')) {
            merchant.fill(&format!("Word {number}"), word).await;
        }
        merchant.press("Check the words").await;
        merchant.see("It is Imagatec.").await;
        merchant.see("proven: you typed their six words").await;
        merchant.picture("proven").await;
        merchant.kill().await;
    });
}

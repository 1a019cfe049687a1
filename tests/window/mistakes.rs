//! What goes wrong on both sides, and the way out that the window offers.

use keycourier_testkit::keys;
use keycourier_testkit::session::KeyringState;
use keycourier_tests::program::Bench;

use crate::computer::Computer;
use crate::steps::{accept, ending, receive, set_up};
use crate::window::{Start, Window, journey};

#[test]
fn each_wrong_paste_is_named_and_can_be_put_right() {
    const NAME: &str = "wrong-pastes";
    journey(NAME, async {
        let (bench, request, words) = asked();
        let shop = Computer::new(KeyringState::Unlocked);
        let merchant = Window::open(&shop, NAME, Start::default()).await;
        receive(&merchant, &request, &words).await;
        merchant.see("Imagatec needs two Live keys").await;
        let publishable = keys::current("pk_live_", keys::ACCOUNT, 31);
        let secret = keys::current("sk_live_", keys::ACCOUNT, 32);
        let foreign = keys::current("sk_live_", keys::OTHER_ACCOUNT, 33);

        merchant.paste("sk_live_...EVqc");
        merchant.see("These are only the last letters of the key.").await;
        merchant.picture("hidden-form").await;
        merchant.paste(&keys::current("sk_test_", keys::ACCOUNT, 34));
        merchant.see("This is a Test key.").await;
        merchant.picture("test-key").await;
        merchant.paste("https://dashboard.stripe.com/apikeys");
        merchant.see("This is a web address, not a key.").await;

        merchant.paste(&publishable);
        merchant.see("1 of 2").await;
        merchant.paste(&foreign);
        merchant.see("This key is from another Stripe account").await;
        merchant.picture("other-account").await;

        // Both were in one mail: the person picks, and needs no second paste for it.
        let second = keys::current("sk_live_", keys::ACCOUNT, 35);
        merchant.paste(&format!("old: {second}\nnew: {secret}\n"));
        merchant.see("There are 2 different keys in this that would fit.").await;
        merchant.picture("several").await;
        merchant.press(&format!("sk_live_...{}", ending(&secret))).await;
        merchant.see("All keys are here.").await;
        merchant.picture("picked").await;
        for key in [&publishable, &secret, &foreign, &second] {
            assert!(!merchant.text().await.contains(key.as_str()), "the page never holds a key");
        }
        merchant.kill().await;
        drop(bench);
    });
}

#[test]
fn a_file_for_somebody_else_is_a_row_that_says_so() {
    const NAME: &str = "not-for-us";
    journey(NAME, async {
        let (bench, _, words) = asked();
        bench.write("keys.txt", format!("{}\n{}\n", keys::middle("pk_live_", 1), keys::legacy("sk_live_", 2)));
        let words = words.join(" ");
        let args =
            ["seal", "--request", "r.keyrequest", "--keys", "keys.txt", "--verified-words", &words, "--out", "b.age"];
        let sealed = bench.run(&args);
        assert_eq!(sealed.code, 0, "a good file, for another desk: {}", sealed.all());
        let bundle = String::from_utf8(bench.read("b.age")).unwrap();

        let helpdesk = Computer::new(KeyringState::Unlocked);
        let desk = Window::open(&helpdesk, NAME, Start::default()).await;
        set_up(&desk).await;
        desk.press("Inbox").await;
        desk.see("Nothing has arrived yet").await;
        desk.paste(&bundle);
        desk.see("not for us").await;
        desk.picture("row").await;
        desk.press("Pasted text").await;
        desk.see("It is locked for somebody else.").await;
        desk.picture("why").await;
        desk.kill().await;
    });
}

#[test]
fn without_a_keychain_keys_are_kept_for_this_session_only() {
    const NAME: &str = "no-keychain";
    journey(NAME, async {
        let (_bench, request, words) = asked();
        let shop = Computer::new(KeyringState::NoService);
        let merchant = Window::open(&shop, NAME, Start::default()).await;
        merchant.press("I was asked for my Stripe keys").await;
        merchant.see("can't be reached").await;
        merchant.picture("offer").await;
        merchant.press("Go on for this session only").await;
        merchant.see("Nothing is kept: keys are gone when you close Keycourier.").await;
        accept(&merchant, &request, &words).await;
        merchant.see("Imagatec needs two Live keys").await;
        merchant.paste(&keys::current("pk_live_", keys::ACCOUNT, 41));
        merchant.see("Kept for this session only.").await;
        merchant.picture("session-only").await;
        merchant.press("Settings").await;
        merchant.see("For this session only").await;
        merchant.picture("said-on-every-screen").await;
        merchant.kill().await;
    });
}

/// A request of a desk elsewhere, and its six words.
fn asked() -> (Bench, String, Vec<String>) {
    let bench = Bench::new();
    let words = bench.desk("desk", "r.keyrequest");
    let request = String::from_utf8(bench.read("r.keyrequest")).unwrap();
    (bench, request, words.split(' ').map(str::to_owned).collect())
}

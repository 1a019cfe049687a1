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
fn the_button_of_each_mistake_puts_it_right() {
    const NAME: &str = "fixes";
    journey(NAME, async {
        let (_bench, request, words) = asked_in_both_modes();
        let shop = Computer::new(KeyringState::Unlocked);
        let merchant = Window::open(&shop, NAME, Start::default()).await;
        receive(&merchant, &request, &words).await;
        merchant.see("Imagatec").await;
        let [test, live] = ["sk_test_", "sk_live_"].map(|prefix| keys::current(prefix, keys::ACCOUNT, 51));
        let [publishable, test_publishable] =
            ["pk_live_", "pk_test_"].map(|prefix| keys::current(prefix, keys::ACCOUNT, 52));

        // Into the row of the publishable key, and for the other mode: one button brings it where it belongs.
        merchant.press("Live").await;
        merchant.focus("Publishable key: paste").await;
        merchant.paste(&test);
        merchant.see("This is a secret key. Here we need the publishable key.").await;
        merchant.picture("wrong-row").await;
        merchant.press("Put it into Secret key, Test").await;
        merchant.see(&format!("...{}", ending(&test))).await;
        merchant.picture("moved-to-test").await;

        // Its beginning was changed by a phone: what it was is offered, and taken on a yes.
        merchant.press("Live").await;
        merchant.paste(&live.replacen("sk_live_", "Sk live ", 1));
        merchant.see("A line in the key was changed on its way.").await;
        merchant.picture("damaged").await;
        merchant.press("Use the repaired text").await;
        merchant.see(&format!("...{}", ending(&live))).await;

        // Typed, and judged when the field is left.
        merchant.fill("Publishable key: paste", &publishable).await;
        merchant.press("Test").await;
        merchant.see("1 key missing").await;

        // The last one comes in two lines, as a mail program left it.
        let (head, tail) = test_publishable.split_at(70);
        merchant.paste(&format!("> Publishable key: {head}\n> {tail}\n> Regards, Dana"));
        merchant.see("All keys are here.").await;
        merchant.see("Cleaned: line breaks.").await;
        merchant.picture("all-here").await;
        for key in [&test, &live, &publishable, &test_publishable] {
            assert!(!merchant.text().await.contains(key.as_str()), "the page never holds a key");
        }
        merchant.kill().await;
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

/// A request for both keys of both modes, and the desk's six words.
fn asked_in_both_modes() -> (Bench, String, Vec<String>) {
    let bench = Bench::new();
    bench.run(&["identity", "new", "--identity", "desk"]);
    let slot = |mode: &str, slot: &str| {
        format!(
            "[[slots]]\nslot = \"{slot}\"\nmode = \"{mode}\"\naccepts = [\"{slot}\"]\nrequired = true\npurpose = \"for your shop\"\n"
        )
    };
    let slots: String =
        ["test", "live"].iter().flat_map(|mode| ["publishable", "secret"].map(|kind| slot(mode, kind))).collect();
    bench.write("from.toml", format!("name = \"Imagatec\"\ndomain = \"imagatec.com.au\"\n{slots}"));
    let made = bench.run(&["request", "new", "--from", "from.toml", "--identity", "desk", "--out", "r.keyrequest"]);
    assert_eq!(made.code, 0, "a request is made: {}", made.all());
    let words = bench.run(&["request", "words", "--json", "--identity", "desk", "r.keyrequest"]).json();
    let words = words["words"].as_array().unwrap().iter().map(|word| word.as_str().unwrap().to_owned()).collect();
    let request = request_text(&bench);
    (bench, request, words)
}

fn request_text(bench: &Bench) -> String {
    String::from_utf8(bench.read("r.keyrequest")).unwrap()
}

/// A request of a desk elsewhere, and its six words.
fn asked() -> (Bench, String, Vec<String>) {
    let bench = Bench::new();
    let words = bench.desk("desk", "r.keyrequest");
    let request = request_text(&bench);
    (bench, request, words.split(' ').map(str::to_owned).collect())
}

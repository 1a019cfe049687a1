//! The program ends in the middle of a delivery.

use keycourier_testkit::keys;
use keycourier_testkit::session::KeyringState;

use crate::computer::Computer;
use crate::steps::{ask, collect, receive, set_up};
use crate::window::{Start, Window, journey};

const NAME: &str = "interrupted";

#[test]
fn a_request_opened_from_a_file_survives_a_kill_with_its_keys() {
    journey(NAME, async {
        let helpdesk = Computer::new(KeyringState::Unlocked);
        let desk = Window::open(&helpdesk, NAME, Start::default()).await;
        let words = set_up(&desk).await;
        let request = ask(&desk, &helpdesk).await;
        desk.kill().await;

        let shop = Computer::new(KeyringState::Unlocked);
        let first = Window::open(&shop, NAME, Start::default()).await;
        receive(&first, &request, &words).await;
        let publishable = keys::current("pk_live_", keys::ACCOUNT, 21);
        let secret = keys::current("sk_live_", keys::ACCOUNT, 22);
        collect(&first, &publishable, &secret).await;
        first.see("Saved on this computer.").await;
        first.kill().await;

        let file = shop.keep("Anfrage für uns.keyrequest", &request);
        let second = Window::open(&shop, NAME, Start { file: Some(&file), ..Start::default() }).await;
        second.see("Imagatec asks for Stripe keys").await;
        second.picture("request-again").await;
        second.press("Open the delivery that you started").await;
        second.see("Not checked yet.").await;
        second.see("pk_live_...").await;
        second.see("sk_live_...").await;
        second.picture("keys-still-there").await;
        second.press("Check with Stripe").await;
        second.see("Stripe can't be reached").await;
        second.picture("no-network").await;

        second.press("Deliveries").await;
        second.see("Who gets which keys").await;
        let status = shop.start_again(&file);
        assert!(status.success(), "a second start hands its file over and ends: {status}");
        second.see("Imagatec asks for Stripe keys").await;
        second.kill().await;
    });
}

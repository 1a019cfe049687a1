//! Steps that several journeys take.

use crate::computer::Computer;
use crate::window::Window;

/// Gives the six words.
pub(crate) async fn set_up(desk: &Window<'_>) -> Vec<String> {
    desk.press("I collect keys from our customers").await;
    desk.see("Set up your desk").await;
    desk.fill("What do your customers call you?", "Imagatec").await;
    desk.fill("Your website's domain", "imagatec.com.au").await;
    desk.fill("Where should customers send the locked file?", "help@imagatec.com.au").await;
    desk.picture("desk-set-up").await;
    desk.press("Set up the desk").await;
    desk.see("First, a backup").await;
    desk.press("Not now").await;
    desk.fill("To go on without a backup", "later").await;
    desk.picture("desk-backup").await;
    desk.press("Go on without a backup").await;
    desk.see("Or the numbers").await;
    desk.picture("desk-words").await;
    let words = desk.items("Our six words").await;
    assert_eq!(words.len(), 6, "six words to be read out: {words:?}");
    words
}

/// Gives the request as text.
pub(crate) async fn ask(desk: &Window<'_>, helpdesk: &Computer) -> String {
    desk.press("Make the first request").await;
    desk.see("Say what you need.").await;
    desk.press("As Imagatec needs them").await;
    desk.fill("Ticket", "IM-4711").await;
    desk.see("Which site or location is it for?").await;
    desk.picture("desk-request").await;
    desk.press("Make the request").await;
    desk.see("Hand it to your customer").await;
    desk.press("Copy as text").await;
    desk.see("The request is on the clipboard").await;
    desk.picture("desk-request-made").await;
    let request = helpdesk.pasted();
    assert!(request.contains("KEYCOURIER REQUEST"), "a text to be pasted into a mail: {request}");
    request
}

pub(crate) async fn receive(merchant: &Window<'_>, request: &str, words: &[String]) {
    merchant.press("I was asked for my Stripe keys").await;
    merchant.see("Nothing here yet").await;
    accept(merchant, request, words).await;
}

/// On the merchant's side: from the request's text to the first screen of the delivery.
pub(crate) async fn accept(merchant: &Window<'_>, request: &str, words: &[String]) {
    merchant.paste(request);
    merchant.see("Imagatec asks for Stripe keys").await;
    merchant.picture("merchant-request").await;
    merchant.press("Go on").await;
    merchant.see("Is it really Imagatec?").await;
    for (number, word) in (1..).zip(words) {
        merchant.fill(&format!("Word {number}"), word).await;
    }
    merchant.picture("merchant-words").await;
    merchant.press("Check the words").await;
    merchant.see("It is Imagatec.").await;
}

pub(crate) async fn collect(merchant: &Window<'_>, publishable: &str, secret: &str) {
    merchant.see("Imagatec needs two Live keys").await;
    merchant.picture("merchant-collect").await;
    merchant.paste(publishable);
    merchant.see(&format!("...{}", ending(publishable))).await;
    merchant.paste(&format!("  {secret}\r\n"));
    merchant.see(&format!("...{}", ending(secret))).await;
    merchant.see("All keys are here.").await;
    merchant.picture("merchant-collected").await;
}

pub(crate) async fn check(merchant: &Window<'_>) {
    merchant.press("Check with Stripe").await;
    merchant.see("Stripe says this account is Sparkle Car Wash").await;
    merchant.picture("merchant-account").await;
    merchant.press("Yes, that is us").await;
    merchant.see("Everything works.").await;
    merchant.picture("merchant-checked").await;
    merchant.press("Go on to Send").await;
}

/// Gives the locked file as text.
pub(crate) async fn lock(merchant: &Window<'_>, shop: &Computer) -> String {
    merchant.see("What Imagatec wants to know").await;
    merchant.fill("What is your business called?", "Sparkle Car Wash").await;
    merchant.fill("Trading name", "Sparkle").await;
    merchant.fill("Which site or location is it for?", "Brisbane").await;
    merchant.fill("Who should they talk to?", "Kim Lee").await;
    merchant.fill("Phone number", "07 5550 0123").await;
    merchant.press("Not sure, please call me").await;
    merchant.picture("merchant-questions").await;
    merchant.press("Go on").await;
    merchant.see("Lock your keys for Imagatec").await;
    merchant.picture("merchant-review").await;
    merchant.press("Lock the keys in a file").await;
    merchant.see("Your keys are locked in this file").await;
    merchant.picture("merchant-locked").await;
    merchant.press("Copy as text").await;
    merchant.see("The locked file is on the clipboard as text").await;
    let bundle = shop.pasted();
    assert!(bundle.starts_with("-----BEGIN AGE ENCRYPTED FILE-----"), "stock age opens it too: {bundle}");
    bundle
}

pub(crate) fn ending(key: &str) -> &str {
    key.get(key.len() - 4..).unwrap()
}

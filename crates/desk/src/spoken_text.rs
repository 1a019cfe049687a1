//! The text inside of a spoken-words file, which a person reads without this program.

use keycourier_credentials::{Kind, Mode, Paste};
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

/// One labelled line a key, after the company's name. None where the text holds no whole credential.
pub fn spoken_text(business: &str, paste: &Paste) -> Option<SecretString> {
    let mut text = Zeroizing::new(format!("Company: {}\n", business.trim()));
    let mut any = false;
    for (_, key) in paste.credentials() {
        any = true;
        let label = match (key.mode(), key.kind()) {
            (Some(Mode::Live), kind) => format!("Live {}", name(kind)),
            (Some(Mode::Test), kind) => format!("Test {}", name(kind)),
            (None, Kind::WebhookSecret) => "Webhook signing secret".to_owned(),
            (None, kind) => name(kind).to_owned(),
        };
        // EXPOSE: goes into a wiped buffer that is encrypted next.
        let line = Zeroizing::new(format!("{label}: {}\n", key.value().expose_secret()));
        text.push_str(&line);
    }
    any.then(|| SecretString::from(text.as_str()))
}

fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Publishable => "publishable key",
        Kind::Secret => "secret key",
        Kind::Restricted => "restricted key",
        Kind::WebhookSecret => "webhook signing secret",
        Kind::Organization => "organization key",
    }
}

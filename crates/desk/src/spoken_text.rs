//! The text inside of a spoken-words file, which a person reads without this program.

use keycourier_credentials::{Kind, Mode, Paste};
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

pub(crate) const COMPANY: &str = "Company: ";

/// One labelled line a key, after the company's name. None where the text holds no whole credential.
pub fn spoken_text(business: &str, paste: &Paste) -> Option<SecretString> {
    let mut text = Zeroizing::new(format!("{COMPANY}{}\n", business.trim()));
    let mut any = false;
    for (_, key) in paste.credentials() {
        any = true;
        let name = name(key.kind());
        let label = match key.mode().or_else(|| only_mode(paste)) {
            Some(mode) => format!("{} {name}", mode_label(mode)),
            None => format!("A {name}"),
        };
        // EXPOSE: goes into a wiped buffer that is encrypted next.
        let line = Zeroizing::new(format!("{label}: {}\n", key.value().expose_secret()));
        text.push_str(&line);
    }
    any.then(|| SecretString::from(text.as_str()))
}

/// The mode of all keys that have one, if they agree.
pub(crate) fn only_mode(paste: &Paste) -> Option<Mode> {
    let mut modes = paste.credentials().filter_map(|(_, key)| key.mode());
    let first = modes.next()?;
    modes.all(|mode| mode == first).then_some(first)
}

pub(crate) fn mode_label(mode: Mode) -> &'static str {
    match mode {
        Mode::Test => "Test",
        Mode::Live => "Live",
    }
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

//! What people paste instead of a Stripe credential.

use crate::hidden::{is_hidden, is_reveal_button};
use crate::placeholder::is_stand_in;
use crate::{DamageCause, LooksLike, Problem, providers};

/// How ids of accounts and objects at Stripe begin (<https://docs.stripe.com/api>); `mk_` is a key's own id, `oak_` what its command line
/// signs in with.
const STRIPE_IDS: [&str; 59] = [
    "acct_",
    "we_",
    "ed_",
    "mk_",
    "price_",
    "prctbl_",
    "prod_",
    "plan_",
    "pi_",
    "seti_",
    "ca_",
    "cs_",
    "cus_",
    "sub_",
    "si_",
    "in_",
    "ii_",
    "il_",
    "ch_",
    "py_",
    "txn_",
    "re_",
    "pyr_",
    "po_",
    "evt_",
    "pm_",
    "card_",
    "ba_",
    "src_",
    "tok_",
    "org_",
    "req_",
    "ek_",
    "oak_",
    "sess_",
    "dp_",
    "du_",
    "tr_",
    "fee_",
    "file_",
    "link_",
    "plink_",
    "cn_",
    "qt_",
    "sub_sched_",
    "tax_",
    "txr_",
    "txi_",
    "vs_",
    "promo_",
    "di_",
    "bps_",
    "bpc_",
    "person_",
    "mandate_",
    "setatt_",
    "payatt_",
    "fca_",
    "rp_",
];

/// The objects of which a payment page gets a secret of their own.
const WITH_A_SECRET: [&str; 6] = ["pi_", "seti_", "cs_", "src_", "vs_", "fcsess_"];

const FILE_ENDINGS: [&str; 18] = [
    ".txt", ".csv", ".pdf", ".docx", ".doc", ".xlsx", ".xls", ".rtf", ".odt", ".png", ".jpg", ".jpeg", ".json", ".env",
    ".age", ".zip", ".pages", ".msg",
];

/// Looked at, of a text in which nothing was found: its meaning shows early.
const LOOKED_AT: usize = 20_000;

/// What a text is in which no prefix of Stripe's was found.
pub(crate) fn name(text: &str) -> Problem {
    let trimmed = trim(text);
    if trimmed.is_empty() {
        return if text.trim().is_empty() { Problem::Empty } else { unlike(LooksLike::Unknown) };
    }
    let trimmed = trimmed.get(..floor(trimmed, LOOKED_AT)).unwrap_or(trimmed);
    let words: Vec<&str> = trimmed.split_whitespace().collect();
    if words.iter().any(|word| is_hidden(word)) || is_reveal_button(trimmed) {
        return Problem::HiddenForm;
    }
    if is_document(text) {
        return unlike(LooksLike::Document);
    }
    let client_secret = words.iter().any(|word| parts(word).map(of_word).any(|shape| shape == LooksLike::ClientSecret));
    if client_secret {
        return unlike(LooksLike::ClientSecret);
    }
    if let Some(provider) = words.iter().find_map(|word| parts(word).find_map(providers::of)) {
        return Problem::OtherProvider { provider, certain: true };
    }
    if is_stand_in(trimmed) || (words.len() <= 3 && words.iter().any(|word| stands_in(word))) {
        return Problem::Placeholder;
    }
    if words.iter().any(|word| is_bare_body(trim(word))) {
        return Problem::Damaged { cause: DamageCause::Beginning };
    }
    unlike(likeness(trimmed, &words))
}

/// Whether the letters before a `live_` or `test_` are those of an id, such as `cs_`.
pub(crate) fn has_own_id_form(head: &str) -> bool {
    STRIPE_IDS.iter().any(|id| head.ends_with(id) && !head.is_empty())
}

fn unlike(looks_like: LooksLike) -> Problem {
    Problem::NotACredential { looks_like }
}

/// A stand-in by itself, or behind the name of a setting.
fn stands_in(word: &str) -> bool {
    is_stand_in(trim(word)) || word.split_once('=').is_some_and(|(_, value)| is_stand_in(trim(value)))
}

/// Without white space, quotes and brackets around.
fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | ',' | ';'))
}

/// A word, and what stands behind `=`, `:` or a quotation mark in it.
fn parts(word: &str) -> impl Iterator<Item = &str> {
    let bare = |part| trim(part).trim_matches(['<', '>', '(', ')', '[', ']', '{', '}', '.']);
    std::iter::once(bare(word))
        .chain(word.split(['=', '"', '\'', '(', '>']).map(bare))
        .chain(word.split_once(':').map(|(_, rest)| bare(rest)))
}

fn likeness(text: &str, words: &[&str]) -> LooksLike {
    let shapes: Vec<LooksLike> = words
        .iter()
        .map(|word| parts(word).map(of_word).find(|shape| *shape != LooksLike::Unknown).unwrap_or(LooksLike::Unknown))
        .collect();
    if let [only] = shapes.as_slice() {
        return *only;
    }
    // An id is what matters in whatever stands around it: "Account: acct_…".
    if let Some(id) = shapes.iter().find(|shape| matches!(shape, LooksLike::StripeId | LooksLike::ClientSecret)) {
        return *id;
    }
    if words.iter().all(|word| word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')) {
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        return if (4..=10).contains(&digits) { LooksLike::Code } else { LooksLike::Unknown };
    }
    let last = text.to_ascii_lowercase();
    if words.len() <= 10 && FILE_ENDINGS.iter().any(|ending| last.ends_with(ending)) {
        return LooksLike::FileName;
    }
    let named = shapes.iter().find(|shape| **shape != LooksLike::Unknown).filter(|_| words.len() <= 3);
    named.copied().unwrap_or(LooksLike::Sentence)
}

fn of_word(word: &str) -> LooksLike {
    let lower = word.to_ascii_lowercase();
    if WITH_A_SECRET.iter().any(|id| lower.starts_with(id)) && lower.contains("_secret_") {
        LooksLike::ClientSecret
    } else if is_stripe_id(word) {
        LooksLike::StripeId
    } else if lower.contains("://") || lower.starts_with("www.") || is_host_with_path(&lower) {
        LooksLike::Url
    } else if word.split_once('@').is_some_and(|(who, host)| !who.is_empty() && host.contains('.')) {
        LooksLike::Email
    } else if FILE_ENDINGS.iter().any(|ending| lower.ends_with(ending) && lower.len() > ending.len()) || is_path(word) {
        LooksLike::FileName
    } else if is_code(word) {
        LooksLike::Code
    } else if is_unspaced_sentence(word) {
        LooksLike::Sentence
    } else {
        LooksLike::Unknown
    }
}

fn is_stripe_id(word: &str) -> bool {
    STRIPE_IDS.iter().any(|id| {
        word.strip_prefix(id).is_some_and(|rest| {
            rest.len() >= 5
                && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
                && rest.bytes().any(|b| b.is_ascii_digit())
        })
    })
}

/// Chinese, Japanese and Thai put no spaces between words.
fn is_unspaced_sentence(word: &str) -> bool {
    word.chars().filter(|c| !c.is_ascii() && c.is_alphabetic()).count() >= 6
}

fn is_host_with_path(lower: &str) -> bool {
    lower
        .split_once('/')
        .is_some_and(|(host, _)| host.contains('.') && !host.starts_with('.') && !host.contains(['\\', '@']))
        || ["stripe.com", "localhost"].iter().any(|host| lower.ends_with(host) && !lower.contains('@'))
}

fn is_path(word: &str) -> bool {
    word.get(1..3) == Some(":\\") || word.starts_with("~/") || word.starts_with("/Users/") || word.starts_with("/home/")
}

fn is_code(word: &str) -> bool {
    let digits = word.trim_start_matches("G-").trim_start_matches("g-");
    let count = digits.bytes().filter(u8::is_ascii_digit).count();
    (4..=10).contains(&count) && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

/// What stands behind the prefix of a key of the current generation, without the prefix.
fn is_bare_body(word: &str) -> bool {
    word.len() == 99 && word.starts_with('5') && word.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// How Word, spreadsheet and PDF files begin when they are read as text.
fn is_document(text: &str) -> bool {
    text.starts_with("PK\u{3}\u{4}") || text.starts_with("%PDF-") || text.starts_with("\u{FFFD}\u{FFFD}\u{11}\u{FFFD}")
}

/// The last place at or before `at` where a character begins.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_stripe_credential_is_named() {
        let filler = keycourier_testkit::keys::filler(20, 3);
        let looks = |looks_like| Problem::NotACredential { looks_like };
        let cases = [
            (String::from(" \n"), Problem::Empty),
            (String::from("••••••••"), Problem::HiddenForm),
            (String::from("Secret key\tReveal live key"), Problem::HiddenForm),
            (String::from("YOUR_KEY_HERE"), Problem::Placeholder),
            (String::from("STRIPE_SECRET_KEY=<your key>"), Problem::Placeholder),
            (format!("ghp_{filler}"), Problem::OtherProvider { provider: "GitHub", certain: true }),
            (format!("KEY=AKIA{filler}"), Problem::OtherProvider { provider: "AWS", certain: true }),
            (
                format!("Authorization: Bearer ghp_{filler}"),
                Problem::OtherProvider { provider: "GitHub", certain: true },
            ),
            (
                format!("51{}", keycourier_testkit::keys::filler(97, 4)),
                Problem::Damaged { cause: DamageCause::Beginning },
            ),
            (String::from("acct_1OuEMLAlTWGaDypq"), looks(LooksLike::StripeId)),
            (String::from("Account ID: acct_1OuEMLAlTWGaDypq"), looks(LooksLike::StripeId)),
            (format!("cs_live_a1{filler}"), looks(LooksLike::StripeId)),
            (format!("pi_3Q4SBG_secret_{filler}"), looks(LooksLike::ClientSecret)),
            (String::from("https://dashboard.stripe.com/apikeys"), looks(LooksLike::Url)),
            (String::from("dashboard.stripe.com/apikeys"), looks(LooksLike::Url)),
            (String::from("help@example.com"), looks(LooksLike::Email)),
            (String::from("MyShop_Stripe_API_Keys.txt"), looks(LooksLike::FileName)),
            (String::from("Stripe keys of my shop.txt"), looks(LooksLike::FileName)),
            (String::from(r"C:\Users\me\keys"), looks(LooksLike::FileName)),
            (String::from("123-456"), looks(LooksLike::Code)),
            (String::from("123 456"), looks(LooksLike::Code)),
            (String::from("see the mail I sent you"), looks(LooksLike::Sentence)),
            (String::from("my_secret_is_safe"), looks(LooksLike::Unknown)),
            (String::from("hunter2"), looks(LooksLike::Unknown)),
            (String::from("PK\u{3}\u{4}\u{FFFD} word/document.xml"), looks(LooksLike::Document)),
        ];
        for (text, expected) in cases {
            assert_eq!(name(&text), expected, "{text:?} has a name that tells the person what they pasted");
        }
    }
}

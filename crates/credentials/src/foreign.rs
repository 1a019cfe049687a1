//! What people paste instead of a Stripe credential.

use crate::placeholder::is_stand_in;
use crate::{Kind, LooksLike, Problem};

/// How other companies' credentials begin, where the beginning is theirs alone.
const PROVIDERS: [(&str, &str); 25] = [
    ("github_pat_", "GitHub"),
    ("ghp_", "GitHub"),
    ("gho_", "GitHub"),
    ("ghs_", "GitHub"),
    ("glpat-", "GitLab"),
    ("AKIA", "AWS"),
    ("ASIA", "AWS"),
    ("AIza", "Google"),
    ("GOCSPX-", "Google"),
    ("ya29.", "Google"),
    ("xoxb-", "Slack"),
    ("xoxp-", "Slack"),
    ("xapp-", "Slack"),
    ("sk-proj-", "OpenAI"),
    ("sk-svcacct-", "OpenAI"),
    ("sk-ant-", "Anthropic"),
    ("rzp_live_", "Razorpay"),
    ("rzp_test_", "Razorpay"),
    ("sq0atp-", "Square"),
    ("sq0csp-", "Square"),
    ("sq0idp-", "Square"),
    ("FLWSECK", "Flutterwave"),
    ("FLWPUBK", "Flutterwave"),
    ("access_token$", "Braintree"),
    ("AQE", "Adyen"),
];

/// The fewest characters of another company's credential, so that a word that begins alike is not taken for one.
const SHORTEST_FOREIGN: usize = 16;

/// How ids of accounts and objects at Stripe begin (<https://docs.stripe.com/api>), and `mk_`, a key's own id.
const STRIPE_IDS: [&str; 27] = [
    "acct_", "we_", "ed_", "mk_", "price_", "prod_", "plan_", "pi_", "seti_", "ca_", "cs_", "cus_", "sub_", "si_",
    "in_", "ii_", "ch_", "py_", "txn_", "re_", "po_", "evt_", "pm_", "card_", "org_", "req_", "ek_",
];

const FILE_ENDINGS: [&str; 12] =
    [".txt", ".csv", ".pdf", ".docx", ".doc", ".xlsx", ".rtf", ".png", ".jpg", ".json", ".env", ".age"];

/// The company whose credential `body`, behind a prefix that it shares with Stripe, may be. Never certain.
pub(crate) fn shared_form(kind: Kind, body: &str) -> Option<&'static str> {
    match kind {
        // Paystack: 40 hexadecimal digits.
        Kind::Secret | Kind::Publishable
            if body.len() == 40 && body.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) =>
        {
            Some("Paystack")
        }
        // Clerk: base64 of a host name and a dollar sign, which gives these endings.
        Kind::Publishable if body.ends_with("LmFjY291bnRzLmRldiQ") || body.ends_with("Y2xlcmsuYWNjb3VudHMuZGV2JA") => {
            Some("Clerk")
        }
        _ => None,
    }
}

/// What a text is in which no prefix of Stripe's was found.
pub(crate) fn name(text: &str) -> Problem {
    let trimmed = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`'));
    if trimmed.is_empty() {
        return Problem::Empty;
    }
    let mut words = trimmed.split_whitespace();
    if words.clone().all(is_hidden) {
        return Problem::HiddenForm;
    }
    if words.clone().any(is_stand_in) {
        return Problem::Placeholder;
    }
    if let Some(provider) = words.clone().find_map(provider) {
        return Problem::OtherProvider { provider, certain: true };
    }
    let (first, alone) = (words.next().unwrap_or_default(), words.next().is_none());
    let looks_like = if alone { of_word(first) } else { LooksLike::Sentence };
    Problem::NotACredential { looks_like }
}

fn is_hidden(word: &str) -> bool {
    word.chars().filter(|c| matches!(c, '*' | '•' | '●' | '·' | '…')).count() >= 4
}

fn provider(word: &str) -> Option<&'static str> {
    let word = word.trim_start_matches(['"', '\'', '<', '(']);
    let word = word.rsplit_once('=').filter(|(_, value)| !value.is_empty()).map_or(word, |(_, value)| value);
    let (_, name) = PROVIDERS.iter().find(|(start, _)| word.starts_with(start))?;
    (word.len() >= SHORTEST_FOREIGN).then_some(*name)
}

fn of_word(word: &str) -> LooksLike {
    let lower = word.to_ascii_lowercase();
    if lower.contains("_secret_") {
        LooksLike::ClientSecret
    } else if STRIPE_IDS.iter().any(|id| word.starts_with(id)) {
        LooksLike::StripeId
    } else if lower.contains("://") || lower.starts_with("www.") {
        LooksLike::Url
    } else if word.contains('@') && word.contains('.') {
        LooksLike::Email
    } else if FILE_ENDINGS.iter().any(|ending| lower.ends_with(ending)) {
        LooksLike::FileName
    } else if (4..=10).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') {
        LooksLike::Code
    } else {
        LooksLike::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_stripe_credential_is_named() {
        let filler = "Q7rS8tU9vW0xY1zA2bC3";
        let looks = |looks_like| Problem::NotACredential { looks_like };
        let cases = [
            (String::from(" \n"), Problem::Empty),
            (String::from("••••••••"), Problem::HiddenForm),
            (String::from("YOUR_KEY_HERE"), Problem::Placeholder),
            (format!("ghp_{filler}"), Problem::OtherProvider { provider: "GitHub", certain: true }),
            (format!("KEY=AKIA{filler}"), Problem::OtherProvider { provider: "AWS", certain: true }),
            (String::from("acct_1OuEMLAlTWGaDypq"), looks(LooksLike::StripeId)),
            (format!("pi_3Q4SBG_secret_{filler}"), looks(LooksLike::ClientSecret)),
            (String::from("https://dashboard.stripe.com/apikeys"), looks(LooksLike::Url)),
            (String::from("help@example.com"), looks(LooksLike::Email)),
            (String::from("MyShop_Stripe_API_Keys.txt"), looks(LooksLike::FileName)),
            (String::from("123-456"), looks(LooksLike::Code)),
            (String::from("see the mail I sent you"), looks(LooksLike::Sentence)),
            (String::from("hunter2"), looks(LooksLike::Unknown)),
        ];
        for (text, expected) in cases {
            assert_eq!(name(&text), expected, "{text:?} has a name that tells the person what they pasted");
        }
    }
}

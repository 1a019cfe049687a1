//! Other companies' credentials.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use crate::Kind;
use crate::by_hand::has_long_run;

/// How credentials begin, the fewest characters that such a one has, and whose they are. Where one beginning is the start of another,
/// the longer stands first.
const BEGINNINGS: [(&str, usize, &str); 93] = [
    ("github_pat_", 30, "GitHub"),
    ("ghp_", 20, "GitHub"),
    ("gho_", 20, "GitHub"),
    ("ghu_", 20, "GitHub"),
    ("ghs_", 20, "GitHub"),
    ("ghr_", 20, "GitHub"),
    ("glpat-", 16, "GitLab"),
    ("gldt-", 16, "GitLab"),
    ("glrt-", 16, "GitLab"),
    ("AKIA", 16, "AWS"),
    ("ASIA", 16, "AWS"),
    ("AIza", 30, "Google"),
    ("GOCSPX-", 20, "Google"),
    ("ya29.", 20, "Google"),
    ("1//0", 30, "Google"),
    ("xoxb-", 16, "Slack"),
    ("xoxp-", 16, "Slack"),
    ("xoxa-", 16, "Slack"),
    ("xoxe", 16, "Slack"),
    ("xapp-", 16, "Slack"),
    ("sk-ant-", 20, "Anthropic"),
    ("sk-or-", 20, "OpenRouter"),
    ("sk-proj-", 20, "OpenAI"),
    ("sk-svcacct-", 20, "OpenAI"),
    ("sk-admin-", 20, "OpenAI"),
    ("sk-None-", 20, "OpenAI"),
    ("rzp_live_", 16, "Razorpay"),
    ("rzp_test_", 16, "Razorpay"),
    ("sq0atp-", 16, "Square"),
    ("sq0csp-", 16, "Square"),
    ("sq0idp-", 16, "Square"),
    ("sandbox-sq0", 16, "Square"),
    ("EAAA", 40, "Square"),
    ("EAA", 80, "Facebook"),
    ("FLWSECK", 16, "Flutterwave"),
    ("FLWPUBK", 16, "Flutterwave"),
    ("access_token$", 16, "Braintree"),
    ("sandbox_", 20, "Braintree"),
    ("production_", 20, "Braintree"),
    ("AQE", 60, "Adyen"),
    ("AQF", 60, "Adyen"),
    ("SG.", 40, "SendGrid"),
    ("shpat_", 20, "Shopify"),
    ("shpss_", 20, "Shopify"),
    ("shppa_", 20, "Shopify"),
    ("shpca_", 20, "Shopify"),
    ("npm_", 20, "npm"),
    ("hf_", 20, "Hugging Face"),
    ("dop_v1_", 20, "DigitalOcean"),
    ("pdl_live_", 20, "Paddle"),
    ("pdl_sdbx_", 20, "Paddle"),
    ("xnd_", 20, "Xendit"),
    ("SB-Mid-", 16, "Midtrans"),
    ("Mid-server-", 16, "Midtrans"),
    ("Mid-client-", 16, "Midtrans"),
    ("APP_USR-", 20, "Mercado Pago"),
    ("pub_prod_", 16, "Wompi"),
    ("prv_prod_", 16, "Wompi"),
    ("pub_test_", 16, "Wompi"),
    ("prv_test_", 16, "Wompi"),
    ("skey_test_", 16, "Omise"),
    ("skey_", 16, "Omise"),
    ("pkey_test_", 16, "Omise"),
    ("pkey_", 16, "Omise"),
    ("CHASECK", 20, "Chapa"),
    ("CHAPUBK", 20, "Chapa"),
    ("sk_sbox_", 16, "Checkout.com"),
    ("pk_sbox_", 16, "Checkout.com"),
    ("access-sandbox-", 20, "Plaid"),
    ("access-production-", 20, "Plaid"),
    ("sbp_", 20, "Supabase"),
    ("sb_secret_", 16, "Supabase"),
    ("sb_publishable_", 16, "Supabase"),
    ("lin_api_", 16, "Linear"),
    ("ntn_", 20, "Notion"),
    ("secret_", 40, "Notion"),
    ("pat-na1-", 20, "HubSpot"),
    ("pat-eu1-", 20, "HubSpot"),
    ("PMAK-", 20, "Postman"),
    ("rnd_", 20, "Render"),
    ("vercel_", 20, "Vercel"),
    ("CLERK_", 20, "Clerk"),
    ("figd_", 20, "Figma"),
    ("dapi", 32, "Databricks"),
    ("phc_", 30, "PostHog"),
    ("phx_", 30, "PostHog"),
    ("ctrk_", 16, "ClickUp"),
    ("gsk_", 40, "Groq"),
    ("nvapi-", 40, "NVIDIA"),
    ("pplx-", 30, "Perplexity"),
    ("r8_", 30, "Replicate"),
    ("xai-", 30, "xAI"),
    ("sntrys_", 20, "Sentry"),
];

/// Whose credential a word certainly is.
pub(crate) fn of(word: &str) -> Option<&'static str> {
    let begins = |&&(start, fewest, _): &&(&str, usize, &str)| word.len() >= fewest && word.starts_with(start);
    let known =
        BEGINNINGS.iter().find(begins).filter(|(start, ..)| is_value(word.get(start.len()..).unwrap_or_default()));
    known.map(|&(.., name)| name).or_else(|| of_form(word))
}

/// Behind a beginning that is also a word, such as `production_`, only what no person would write counts.
fn is_value(rest: &str) -> bool {
    if has_long_run(rest.as_bytes()) {
        return false;
    }
    rest.bytes().any(|byte| byte.is_ascii_digit()) || rest.bytes().filter(u8::is_ascii_uppercase).count() >= 2
}

/// Those that are known by their whole form.
fn of_form(word: &str) -> Option<&'static str> {
    let all = |text: &str, takes: fn(&u8) -> bool| !text.is_empty() && text.as_bytes().iter().all(takes);
    let hex = |text: &str| all(text, |byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let loose = |text: &str| all(text, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    let mixed = |text: &str| {
        text.bytes().any(|byte| byte.is_ascii_digit()) && text.bytes().any(|byte| byte.is_ascii_uppercase())
    };
    let behind = |start: &str| word.strip_prefix(start);

    let of_mode = behind("live_").or_else(|| behind("test_"));
    if of_mode
        .is_some_and(|rest| rest.len() == 30 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric()) && mixed(rest))
    {
        return Some("Mollie");
    }
    if of_mode.is_some_and(|rest| rest.len() >= 36 && rest.contains(['-', '_']) && loose(rest) && mixed(rest)) {
        return Some("GoCardless");
    }
    if behind("sk-").is_some_and(|rest| rest.len() >= 32 && loose(rest) && mixed(rest)) {
        return Some("OpenAI");
    }
    if behind("pk_").is_some_and(|rest| rest.len() == 34 && hex(rest)) {
        return Some("Klaviyo");
    }
    if behind("ck_").or_else(|| behind("cs_")).is_some_and(|rest| rest.len() == 40 && hex(rest)) {
        return Some("WooCommerce");
    }
    if behind("key-").is_some_and(|rest| rest.len() == 32 && hex(rest)) {
        return Some("Mailgun");
    }
    if behind("AC").or_else(|| behind("SK")).is_some_and(|rest| rest.len() == 32 && hex(rest)) {
        return Some("Twilio");
    }
    if word.split_once("-us").is_some_and(|(key, place)| key.len() == 32 && hex(key) && place.len() <= 2) {
        return Some("Mailchimp");
    }
    if behind("re_").is_some_and(|rest| rest.split_once('_').is_some_and(|(a, b)| a.len() == 8 && b.len() >= 20)) {
        return Some("Resend");
    }
    if behind("TEST-").is_some_and(|rest| rest.len() >= 30 && loose(rest) && mixed(&format!("{rest}A"))) {
        return Some("Mercado Pago");
    }
    // Client ids begin with A and secrets with E, and both have 80 characters.
    if word.len() == 80 && word.starts_with(['A', 'E']) && loose(word) && mixed(word) {
        return Some("PayPal");
    }
    let bot = word.split_once(':').is_some_and(|(id, rest)| {
        (8..=10).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_digit()) && rest.len() == 35 && loose(rest)
    });
    if bot {
        return Some("Telegram");
    }
    word.ends_with(".apps.googleusercontent.com").then_some("Google")
}

/// The company whose credential `body`, behind a prefix that it shares with Stripe, may be. Never certain.
pub(crate) fn shared_form(kind: Kind, body: &str) -> Option<&'static str> {
    match kind {
        // 40 hexadecimal digits.
        Kind::Secret | Kind::Publishable
            if body.len() == 40 && body.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) =>
        {
            Some("Paystack")
        }
        Kind::Publishable if is_clerk(body) => Some("Clerk"),
        Kind::Publishable | Kind::Secret | Kind::Restricted | Kind::WebhookSecret | Kind::Organization => None,
    }
}

/// Base64 of a host name and a dollar sign. In Stripe's own keys chance makes that once in an unthinkable number.
fn is_clerk(body: &str) -> bool {
    let host = STANDARD_NO_PAD.decode(body.trim_end_matches('='));
    let host = host.ok().filter(|host| host.is_ascii() && host.contains(&b'.'));
    host.is_some_and(|host| {
        host.split_last().is_some_and(|(last, name)| {
            *last == b'$' && name.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'))
        })
    })
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose::STANDARD;
    use keycourier_testkit::keys::filler;

    use super::*;

    #[test]
    fn credentials_of_other_companies_are_named() {
        let hex = |length: usize| "9f3a7c1e5b".chars().cycle().take(length).collect::<String>();
        for (word, company) in [
            (format!("ghp_{}", filler(36, 1)), "GitHub"),
            (format!("glpat-{}", filler(20, 2)), "GitLab"),
            (format!("AKIA{}", filler(16, 3).to_uppercase()), "AWS"),
            (format!("live_{}", filler(30, 4)), "Mollie"),
            (format!("sk-{}", filler(48, 5)), "OpenAI"),
            (format!("sk-ant-api03-{}", filler(48, 5)), "Anthropic"),
            (format!("EAAA{}", filler(60, 6)), "Square"),
            (format!("rzp_live_{}", filler(14, 7)), "Razorpay"),
            (format!("A{}", filler(79, 8)), "PayPal"),
            (format!("cs_{}", hex(40)), "WooCommerce"),
            (format!("AC{}", hex(32)), "Twilio"),
            (format!("{}-us21", hex(32)), "Mailchimp"),
            (format!("production_{}", filler(24, 9)), "Braintree"),
        ] {
            assert_eq!(of(&word), Some(company), "{} characters of {company}", word.len());
        }
    }

    #[test]
    fn words_that_begin_alike_are_not_taken_for_credentials() {
        for word in
            ["production_environment_settings", "sandbox_of_the_children_at_home", "secret_", "live_performance", "re_"]
        {
            assert_eq!(of(word), None, "{word} is a word");
        }
    }

    #[test]
    fn a_form_that_is_shared_with_stripe_is_recognised() {
        let clerk = STANDARD.encode("clerk.example.com$");
        assert_eq!(
            shared_form(Kind::Publishable, clerk.trim_end_matches('=')),
            Some("Clerk"),
            "a host and a dollar sign"
        );
        assert_eq!(shared_form(Kind::Publishable, &filler(24, 1)), None, "one of Stripe's own");
    }
}

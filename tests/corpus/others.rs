//! What other companies give out, with the forms that secret scanners publish.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use keycourier_testkit::keys::filler;

const HEX: &[u8] = b"0123456789abcdef";
const DIGITS: &[u8] = b"0123456789";
const UPPER: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// Makes one by its name.
pub(super) fn make(name: &str, seed: u64) -> Option<String> {
    let any = |length| filler(length, seed);
    let more = |length, n| filler(length, seed + n);
    let hex = |length| of(HEX, length, seed);
    let digits = |length| of(DIGITS, length, seed);
    Some(match name {
        // Stripe's prefixes; what follows is their own.
        "paystack_sk_live" => format!("sk_live_{}", hex(40)),
        "paystack_sk_test" => format!("sk_test_{}", hex(40)),
        "paystack_pk_live" => format!("pk_live_{}", hex(40)),
        "paystack_pk_test" => format!("pk_test_{}", hex(40)),
        "clerk_pk_test" => format!("pk_test_{}", STANDARD_NO_PAD.encode("happy-otter-17.clerk.accounts.dev$")),
        "clerk_pk_live" => format!("pk_live_{}", STANDARD_NO_PAD.encode("clerk.splash-car-wash.com$")),
        "razorpay" => format!("rzp_live_{}", any(14)),
        "razorpay_test" => format!("rzp_test_{}", any(14)),
        "square" => format!("EAAA{}", any(60)),
        "square_application" => format!("sq0idp-{}", any(22)),
        "square_secret" => format!("sq0csp-{}", any(43)),
        "paypal_client" => format!("A{}-{}_{}", any(30), more(28, 1), more(19, 2)),
        "braintree_token" => format!("access_token$production${}${}", of(HEX, 16, seed), of(HEX, 32, seed + 1)),
        "braintree_tokenization" => format!("production_{}_{}", of(HEX, 8, seed), of(HEX, 16, seed + 1)),
        "adyen" => format!("AQE{}-{}=-{}", any(67), more(43, 1), more(16, 2)),
        "mollie_live" => format!("live_{}", any(30)),
        "mollie_test" => format!("test_{}", any(30)),
        "flutterwave" => format!("FLWSECK-{}-X", hex(32)),
        "flutterwave_test" => format!("FLWSECK_TEST-{}-X", hex(32)),
        "flutterwave_public" => format!("FLWPUBK-{}-X", hex(32)),
        "mercado_pago" => {
            format!("APP_USR-{}-{}-{}-{}", digits(16), "112045", of(HEX, 32, seed + 1), of(DIGITS, 9, seed + 2))
        }
        "github" => format!("ghp_{}", any(36)),
        "github_fine" => format!("github_pat_{}_{}", any(22), more(59, 1)),
        "gitlab" => format!("glpat-{}", any(20)),
        "aws" => format!("AKIA{}", of(UPPER, 16, seed)),
        "google" => format!("AIza{}", any(35)),
        "slack" => format!("xoxb-{}-{}-{}", digits(12), of(DIGITS, 12, seed + 1), any(24)),
        "openai" => format!("sk-{}", any(48)),
        "openai_project" => format!("sk-proj-{}", any(64)),
        "anthropic" => format!("sk-ant-api03-{}-{}AA", any(50), more(40, 1)),
        "twilio_account" => format!("AC{}", hex(32)),
        "twilio_key" => format!("SK{}", hex(32)),
        "sendgrid" => format!("SG.{}.{}", any(22), more(43, 1)),
        "shopify" => format!("shpat_{}", hex(32)),
        "mailgun" => format!("key-{}", hex(32)),
        // No company's: what a person, a bank or a telephone has.
        "password" => format!("{}!{}#", any(9), more(6, 1)),
        "iban" => format!("DE{}", digits(20)),
        "uuid" => format!("{}-{}-4{}-8{}-{}", hex(8), digits(4), digits(3), digits(3), of(HEX, 12, seed + 1)),
        "digest" => hex(64),
        "jwt" => format!("eyJhbGciOiJIUzI1NiJ9.eyJ{}.{}", any(40), more(43, 1)),
        "age_recipient" => format!("age1{}", of(b"qpzry9x8gf2tvdw0s3jn54khce6mua7l", 58, seed)),
        _ => return None,
    })
}

fn of(alphabet: &[u8], length: usize, seed: u64) -> String {
    let drawn = filler(length * 2, seed ^ 0x5EED).into_bytes();
    drawn
        .chunks_exact(2)
        .map(|pair| char::from(alphabet[(usize::from(pair[0]) * 31 + usize::from(pair[1])) % alphabet.len()]))
        .collect()
}

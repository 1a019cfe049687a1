use keycourier_credentials::{Paste, Relation, parse};
use keycourier_testkit::fake_stripe::{sign, signature};
use keycourier_testkit::keys;

use super::*;

const TIME: i64 = 1_790_000_000;

/// An event with an umlaut, as Stripe prints them.
fn body() -> String {
    let account = keys::ACCOUNT.get(6..).expect("sixteen characters");
    format!(
        "{{\n  \"id\": \"evt_1AbCdE{account}xYzW1234\",\n  \"object\": \"event\",\n  \"type\": \"invoice.paid\",\n  \"livemode\": \
         false,\n  \"data\": {{\"object\": {{\"name\": \"M\u{FC}ller\"}}}}\n}}"
    )
}

fn verify(text: &str, secret: &Paste) -> Proof {
    let (_, secret) = secret.credentials().next().expect("a whole secret");
    SignedDelivery::read(text).expect("a delivery").verify(secret, TIME + 90)
}

fn genuine() -> Proof {
    Proof::Genuine { age: 90, mode: Some(Mode::Test), event: "invoice.paid".parse().ok() }
}

#[test]
fn what_people_paste_is_understood() {
    let secret = keys::webhook_secret(1);
    let (body, parsed) = (body(), parse(&secret));
    let header = sign(&secret, TIME, &body);
    let old = signature(&keys::webhook_secret(2), TIME, &body);
    let new = signature(&secret, TIME, &body);
    let cases = [
        ("bare header, then the body", format!("{header}\n{body}")),
        ("with its name", format!("Stripe-Signature: {header}\n\n{body}")),
        ("in small letters", format!("stripe-signature={header}\n{body}")),
        ("as JSON has it", format!("\"Stripe-Signature\": \"{header}\",\n{body}")),
        (
            "among other headers",
            format!("Host: a.example\nContent-Type: text=1\nStripe-Signature: {header}\nAccept: */*\n\n{body}"),
        ),
        ("with line breaks of Windows", format!("{header}\n{body}\n").replace('\n', "\r\n")),
        ("with blank lines around", format!("\n\n  {header}  \n\n\n{body}\n\n")),
        ("the body first", format!("{body}\n{header}\n")),
        ("while a secret is being rolled", format!("t={TIME},v1={old},v1={new},v0=6ffbb59b\n{body}")),
        ("with blanks behind the commas", format!("t={TIME}, v1={new}, v0=1\n{body}")),
        ("with no-break spaces", format!("{header}\n{}", body.replace("  ", "\u{A0}\u{A0}"))),
    ];
    for (name, text) in cases {
        assert_eq!(verify(&text, &parsed), genuine(), "{name}");
    }
    let with_break = format!("{body}\n");
    let text = format!("{}\n{with_break}", sign(&secret, TIME, &with_break));
    assert_eq!(verify(&text, &parsed), genuine(), "a break at the end that was signed too");
}

#[test]
fn what_the_secret_did_not_sign_is_not_genuine() {
    let (secret, other) = (keys::webhook_secret(1), keys::webhook_secret(2));
    let (body, parsed) = (body(), parse(&secret));
    let new = signature(&secret, TIME, &body);
    let cases = [
        ("another secret", format!("{}\n{body}", sign(&other, TIME, &body))),
        ("a changed body", format!("{}\n{}", sign(&secret, TIME, &body), body.replace("paid", "void"))),
        ("a changed time", format!("t={},v1={new}\n{body}", TIME + 1)),
        ("the older scheme", format!("t={TIME},v0={new},v1={}\n{body}", "0".repeat(64))),
        ("a body that was printed anew", format!("{}\n{}", sign(&secret, TIME, &body), body.replace("  ", "    "))),
    ];
    for (name, text) in cases {
        assert_eq!(verify(&text, &parsed), Proof::NotSignedByThis, "{name}");
    }
    let key = parse(&keys::current("sk_test_", keys::ACCOUNT, 1));
    let text = format!("{}\n{body}", sign(&secret, TIME, &body));
    assert_eq!(verify(&text, &key), Proof::NotAWebhookSecret, "nothing is signed with other keys");
}

#[test]
fn what_is_no_delivery_is_said() {
    let signature = "0".repeat(64);
    let cases = [
        ("", NotADelivery::NoSignature),
        ("{}", NotADelivery::NoSignature),
        ("t=1,v1=abc\n{}", NotADelivery::NoSignature),
        (&format!("t=x,v1={signature}\n{{}}"), NotADelivery::NoSignature),
        (&format!("t=1,v0={signature}\n{{}}"), NotADelivery::NoSignature),
        (&format!("v1={signature}\n{{}}"), NotADelivery::NoSignature),
        (&format!("t=1,v1={signature}\nno body"), NotADelivery::NoBody),
        (&format!("t=1,v1={signature}\n{{ half a body"), NotADelivery::NoBody),
        (&format!("t=1,v1={signature}\n{}", "{".repeat(LONGEST)), NotADelivery::TooLong),
    ];
    for (text, expected) in cases {
        assert_eq!(SignedDelivery::read(text).err(), Some(expected), "{:?}", text.get(..20));
    }
}

#[test]
fn a_genuine_delivery_tells_mode_and_account() {
    let secret = keys::webhook_secret(1);
    let parsed = parse(&secret);
    let (_, credential) = parsed.credentials().next().expect("a whole secret");
    let origins = |body: &str| {
        let text = format!("{}\n{body}", sign(&secret, TIME, body));
        let delivery = SignedDelivery::read(&text).expect("a delivery");
        delivery.verify_with_origins(credential, TIME).1.expect("a genuine one")
    };
    let own = origins(&body());
    assert_eq!(own.mode, Some(Mode::Test), "as the event says");
    let ours = AccountHint::Whole(format!("acct_{}", keys::ACCOUNT).parse().expect("an account"));
    assert_eq!(own.account.relation(&ours), Relation::Same, "by the event's id");
    let connected = origins(&body().replacen('{', "{\n  \"account\": \"acct_12345678\",", 1));
    assert_eq!(connected.account, AccountHint::Nothing, "the id is of the connected account's");
    let empty = origins("{}");
    assert_eq!(empty.mode, None, "a genuine one of another form");
}

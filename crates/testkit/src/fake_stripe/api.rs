//! What a living key gets. As Stripe is seen to do it: the permission is looked at first, then the parameters, then whether there is such
//! an object.

use serde_json::{Value, json};

use super::answer::{Answer, lacks, no_access};
use super::call::Call;
use super::endpoints::{self, Endpoints};
use super::permissions;
use super::script::{Account, KeyScript};

pub(super) fn answer(call: &Call, key: &str, script: &KeyScript, endpoints: &mut Endpoints) -> Answer {
    let account = &script.account;
    if key.starts_with("pk_") {
        return Answer::publishable(403, true);
    }
    if key.starts_with("sk_org_") {
        match &call.context {
            None => {
                let text = "The Stripe-Context header is required when using an organization API key.";
                return Answer::refusal(400, None, text);
            }
            Some(context) if *context != account.id => return no_access(key, context),
            Some(_) => {}
        }
    }
    let Some((id, _)) = permissions::split(&call.path) else { return unrecognized(call) };
    let needed = permissions::of(&call.method, &call.path).unwrap_or_default();
    if !script.may(&needed) {
        return lacks(script.wording, &needed, key, &account.id);
    }
    match (call.method.as_str(), call.path.as_str()) {
        ("GET", "/v1/balance") => Answer::json(200, &balance(account)),
        ("GET", "/v1/account") => Answer::json(200, &described(account)),
        (_, path) if path.starts_with("/v1/webhook_endpoints") => endpoints::v1(call, id, account, endpoints),
        (_, path) if path.starts_with("/v2/core/event_destinations") => endpoints::v2(call, id, account, endpoints),
        ("GET", path) if id.is_empty() => Answer::json(200, &one_of_many(path)),
        ("POST", "/v1/checkout/sessions") => {
            let text = "Invalid mode: must be one of payment, setup, or subscription";
            Answer::refusal(400, Some("parameter_invalid_string"), text)
        }
        ("POST", path) if id.is_empty() => create(path, endpoints),
        ("GET" | "POST", _) => missing(id),
        _ => unrecognized(call),
    }
}

fn unrecognized(call: &Call) -> Answer {
    let text = format!(
        "Unrecognized request URL ({}: {}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.",
        call.method, call.path
    );
    Answer::refusal(404, None, &text)
}

pub(super) fn missing(id: &str) -> Answer {
    let id = id.split('/').next().unwrap_or_default();
    Answer::refusal(404, Some("resource_missing"), &format!("No such object: '{id}'"))
}

/// What no probe may ever do: an empty POST to customers makes one.
fn create(path: &str, endpoints: &mut Endpoints) -> Answer {
    if path == "/v1/customers" {
        endpoints.created += 1;
        return Answer::json(200, &json!({ "id": "cus_Made", "object": "customer" }));
    }
    Answer::refusal(400, Some("parameter_missing"), "Missing required param: something.")
}

/// A list with somebody in it who must not be seen.
fn one_of_many(path: &str) -> Value {
    let somebody =
        json!({ "id": "obj_1", "object": "thing", "email": "canary-of-a-customer@shop.example", "name": "Canary" });
    json!({ "object": "list", "data": [somebody], "has_more": true, "url": path })
}

/// The form of Stripe's published fixture.
fn balance(account: &Account) -> Value {
    let amounts = json!([{ "amount": 123_456_789, "currency": "usd", "source_types": { "card": 123_456_789 } }]);
    json!({
        "object": "balance",
        "available": amounts,
        "connect_reserved": [{ "amount": 0, "currency": "usd" }],
        "livemode": account.livemode,
        "pending": amounts,
    })
}

/// The form of Stripe's published fixture, shortened; an account has no `livemode`.
fn described(account: &Account) -> Value {
    json!({
        "id": account.id,
        "object": "account",
        "business_profile": { "mcc": null, "name": account.name, "support_email": null, "url": null },
        "charges_enabled": account.charges_enabled,
        "country": account.country,
        "default_currency": "usd",
        "details_submitted": account.charges_enabled,
        "email": "owner@shop.example",
        "payouts_enabled": account.charges_enabled,
        "settings": { "dashboard": { "display_name": account.name, "timezone": "Etc/UTC" } },
        "type": "standard",
    })
}

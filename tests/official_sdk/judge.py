"""Makes calls with Stripe's own SDK and says in JSON what it makes of the answers.

Reads {"base", "calls": [{"key", "context"}], "owner", "signed": [{"secret", "header", "body"}], "sign": {...}} from standard input.
"""

import json
import sys

import stripe
from stripe import WebhookSignature


def client(base, key, context=None):
    return stripe.StripeClient(key, base_addresses={"api": base}, stripe_context=context, max_network_retries=0)


def outcome(call):
    try:
        call()
    except stripe.StripeError as error:
        # The SDK fills `error.code` for some classes only; what it has read stands in `error.error` for all.
        return {
            "class": type(error).__name__,
            "code": error.error.code if error.error else error.code,
            "status": error.http_status,
            "request_id": error.request_id,
        }
    return {"class": None}


def made_webhooks(base, key):
    """What the SDK reads of endpoints that it makes, changes and lists."""
    webhooks = client(base, key).v1.webhook_endpoints
    options = {"idempotency_key": "judge-1"}
    wanted = {"url": "https://shop.example/judge", "enabled_events": ["invoice.paid", "charge.refunded"]}
    made = webhooks.create(wanted, options)
    again = webhooks.create(wanted, options)
    mended = webhooks.update(made.id, {"disabled": True, "enabled_events": ["invoice.paid"]})
    for n in range(15):
        webhooks.create({"url": f"https://shop.example/{n}", "enabled_events": ["*"]})
    listed = [one.id for one in webhooks.list({"limit": 5}).auto_paging_iter()]
    found = client(base, key).v2.core.event_destinations.list({"include": ["webhook_endpoint.url"], "limit": 7})
    destinations = [one.webhook_endpoint.url for one in found.auto_paging_iter()]
    return {
        "secret": made.secret,
        "same": made.id == again.id and made.secret == again.secret,
        "mended": [mended.status, list(mended.enabled_events), getattr(mended, "secret", None)],
        "listed": len(set(listed)),
        "destinations": len(set(destinations)),
        "too_many": outcome(lambda: webhooks.create({"url": "https://x.example", "enabled_events": ["*"]})),
        "other_change": outcome(
            lambda: webhooks.create({"url": "https://x.example", "enabled_events": ["*"]}, options)
        ),
        "gone": outcome(lambda: webhooks.update("we_gone", {"disabled": True})),
    }


def verified(delivery):
    try:
        return WebhookSignature.verify_header(delivery["body"], delivery["header"], delivery["secret"])
    except stripe.SignatureVerificationError:
        return False


def main():
    asked = json.load(sys.stdin)
    base = asked["base"]
    sign = asked["sign"]
    json.dump(
        {
            "version": stripe.VERSION,
            "calls": [
                outcome(client(base, call["key"], call["context"]).v1.balance.retrieve) for call in asked["calls"]
            ],
            "webhooks": made_webhooks(base, asked["owner"]),
            "verified": [verified(delivery) for delivery in asked["signed"]],
            "signed": WebhookSignature.generate_signature_header(sign["body"], sign["secret"], sign["time"]),
        },
        sys.stdout,
    )


main()

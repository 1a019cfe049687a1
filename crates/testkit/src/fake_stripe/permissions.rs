//! Which permission a path wants. Kept apart from the program's own table on purpose: a slip in one must not hide in the other.

/// Paths behind `/v1/` or `/v2/`, and the resource in Stripe's names of permissions.
const RESOURCES: [(&str, &str); 24] = [
    ("account", "connected_account"),
    ("balance", "balance"),
    ("balance_transactions", "balance_transaction_source"),
    ("charges", "charge"),
    ("checkout/sessions", "checkout_session"),
    ("core/event_destinations", "event_destination"),
    ("coupons", "coupon"),
    ("credit_notes", "credit_note"),
    ("customers", "customer"),
    ("disputes", "dispute"),
    ("events", "event"),
    ("invoices", "invoice"),
    ("payment_intents", "payment_intent"),
    ("payment_methods", "payment_method"),
    ("payouts", "payout"),
    ("prices", "plan"),
    ("products", "product"),
    ("promotion_codes", "promotion_code"),
    ("refunds", "charge"),
    ("setup_intents", "setup_intent"),
    ("subscriptions", "subscription"),
    ("tax_rates", "tax_rate"),
    ("transfers", "transfer"),
    ("webhook_endpoints", "webhook"),
];

/// The permission that a call needs, as `charge_read`; `None` where there is no such path.
pub(super) fn of(method: &str, path: &str) -> Option<String> {
    let (_, resource) = split(path)?;
    let level = if method == "GET" { "read" } else { "write" };
    Some(format!("{resource}_{level}"))
}

/// What follows the collection of a path (`cus_1/sources` of `/v1/customers/cus_1/sources`), and the resource of its permissions.
pub(super) fn split(path: &str) -> Option<(&str, &'static str)> {
    let path = path.strip_prefix("/v1/").or_else(|| path.strip_prefix("/v2/"))?;
    RESOURCES.iter().find_map(|(collection, resource)| {
        let rest = path.strip_prefix(collection)?;
        let id = if rest.is_empty() { "" } else { rest.strip_prefix('/')? };
        Some((id, *resource))
    })
}

//! How each permission of a restricted key is found out.
//!
//! Stripe looks at a key's permission before it looks at what was asked, so a call that can't succeed tells as much as one that does. That
//! is how it behaves, not something that it documents; trufflehog's analyzer rests on the same. Names are from
//! <https://docs.stripe.com/keys/permissions-reference>, labels are the rows of the Dashboard's form.

/// How the permissions of one resource are found out.
pub(crate) struct Probe {
    /// Its name in permissions: `charge` of `charge_read`.
    pub(crate) resource: &'static str,
    /// Its row in the Dashboard's form.
    pub(crate) label: &'static str,
    /// What Read allows.
    pub(crate) read: Read,
    /// What Write allows: changing the thing with an id that stands between the two parts. Never the making of one.
    pub(crate) write: Option<(&'static str, &'static str)>,
}

/// A call that Read allows.
#[derive(Clone, Copy)]
pub(crate) enum Read {
    /// A list, of which one item is asked for and not looked at.
    List(&'static str),
    /// Asked for anyway when a key is identified.
    Identity,
}

impl Probe {
    pub(crate) fn of(resource: &str) -> Option<&'static Self> {
        PROBES.iter().find(|probe| probe.resource == resource)
    }
}

const fn probe(
    resource: &'static str,
    label: &'static str,
    read: &'static str,
    write: Option<(&'static str, &'static str)>,
) -> Probe {
    Probe { resource, label, read: Read::List(read), write }
}

pub(crate) static PROBES: [Probe; 22] = [
    Probe { resource: "connected_account", label: "Account", read: Read::Identity, write: None },
    Probe { resource: "balance", label: "Balance", read: Read::Identity, write: None },
    probe("balance_transaction_source", "Balance Transaction Sources", "/v1/balance_transactions", None),
    probe("charge", "Charges and Refunds", "/v1/charges", Some(("/v1/charges/ch_", ""))),
    // Its Write may make sessions only, but it may end them too.
    probe(
        "checkout_session",
        "Checkout Sessions",
        "/v1/checkout/sessions",
        Some(("/v1/checkout/sessions/cs_", "/expire")),
    ),
    probe("coupon", "Coupons", "/v1/coupons", Some(("/v1/coupons/", ""))),
    probe("credit_note", "Credit notes", "/v1/credit_notes", Some(("/v1/credit_notes/cn_", ""))),
    probe("customer", "Customers", "/v1/customers", Some(("/v1/customers/cus_", ""))),
    probe("dispute", "Disputes", "/v1/disputes", Some(("/v1/disputes/du_", ""))),
    probe("event", "Events", "/v1/events", None),
    probe("invoice", "Invoices", "/v1/invoices", Some(("/v1/invoices/in_", ""))),
    probe("payment_intent", "PaymentIntents", "/v1/payment_intents", Some(("/v1/payment_intents/pi_", "/cancel"))),
    probe("payment_method", "PaymentMethods", "/v1/payment_methods", Some(("/v1/payment_methods/pm_", ""))),
    probe("payout", "Payouts", "/v1/payouts", Some(("/v1/payouts/po_", ""))),
    // Prices are called by the name of what they were before.
    probe("plan", "Prices", "/v1/prices", Some(("/v1/prices/price_", ""))),
    probe("product", "Products", "/v1/products", Some(("/v1/products/prod_", ""))),
    probe("promotion_code", "Promotion Codes", "/v1/promotion_codes", Some(("/v1/promotion_codes/promo_", ""))),
    probe("setup_intent", "SetupIntents", "/v1/setup_intents", Some(("/v1/setup_intents/seti_", ""))),
    probe("subscription", "Subscriptions", "/v1/subscriptions", Some(("/v1/subscriptions/sub_", ""))),
    probe("tax_rate", "Tax Rates", "/v1/tax_rates", Some(("/v1/tax_rates/txr_", ""))),
    probe("transfer", "Transfers", "/v1/transfers", Some(("/v1/transfers/tr_", ""))),
    probe("webhook", "Webhook Endpoints", "/v1/webhook_endpoints", Some(("/v1/webhook_endpoints/we_", ""))),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_probe_makes_anything() {
        for probe in &PROBES {
            let Some((before, after)) = probe.write else { continue };
            let names_one = before.ends_with('_') || before.ends_with('/');
            assert!(names_one, "{}: the id of one thing follows, so that nothing is made", probe.resource);
            assert!(after.is_empty() || after.starts_with('/'), "{}: and then nothing but an action", probe.resource);
        }
    }

    #[test]
    fn each_resource_stands_once() {
        let names: std::collections::BTreeSet<&str> = PROBES.iter().map(|probe| probe.resource).collect();
        assert_eq!(names.len(), PROBES.len(), "two rows would contradict one another one day");
    }
}

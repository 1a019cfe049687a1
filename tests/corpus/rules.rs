//! Two well-known rule sets, as they are published, to be replayed over the same cases.

use keycourier_credentials::{Kind, Slot};

/// WooCommerce's Stripe gateway (`class-wc-rest-stripe-account-keys-controller.php`, 2024): the publishable key begins with `pk_` and its
/// mode, the secret key with `sk_` or `rk_` and its mode; an empty field and the webhook secret are taken as they are. Its online test is
/// not part of this.
pub(super) fn woocommerce_refuses(slot: &Slot, text: &str) -> bool {
    let mode = slot.id.mode;
    let begins = |kinds: &[&str]| kinds.iter().any(|kind| text.starts_with(&format!("{kind}_{mode}_")));
    match field(slot) {
        _ if text.is_empty() => false,
        Field::Publishable => !begins(&["pk"]),
        Field::Secret => !begins(&["sk", "rk"]),
        Field::Webhook => false,
    }
}

/// Nango's `stripe-api-key` (`providers.yaml`, 2026): one field, for a restricted key of either mode, with the pattern
/// `^rk_[a-z]+_[A-Za-z0-9]{8}[A-Za-z0-9]+([A-Za-z0-9]{8})$`. It has no field, and so no rule, for the two others.
pub(super) fn nango_refuses(slot: &Slot, text: &str) -> bool {
    const SHORTEST: usize = 17;
    let matches = || {
        let (mode, body) = text.strip_prefix("rk_")?.split_once('_')?;
        let mode = !mode.is_empty() && mode.bytes().all(|byte| byte.is_ascii_lowercase());
        Some(mode && body.len() >= SHORTEST && body.bytes().all(|byte| byte.is_ascii_alphanumeric()))
    };
    matches!(field(slot), Field::Secret) && !matches().unwrap_or_default()
}

enum Field {
    Publishable,
    Secret,
    Webhook,
}

fn field(slot: &Slot) -> Field {
    match slot.accepts.first() {
        Some(Kind::Publishable) => Field::Publishable,
        Some(Kind::WebhookSecret) => Field::Webhook,
        Some(Kind::Secret | Kind::Restricted | Kind::Organization) | None => Field::Secret,
    }
}

#[cfg(test)]
mod tests {
    use keycourier_credentials::Mode;
    use keycourier_testkit::keys;

    use super::*;

    #[test]
    fn each_rule_set_takes_what_its_authors_mean() {
        let secret = Slot::usual(Kind::Secret, Mode::Live);
        let publishable = Slot::usual(Kind::Publishable, Mode::Live);
        let webhook = Slot::usual(Kind::WebhookSecret, Mode::Live);
        let restricted = keys::current("rk_live_", keys::ACCOUNT, 1);
        let test = keys::current("rk_test_", keys::ACCOUNT, 1);
        assert!(!woocommerce_refuses(&secret, &restricted), "either kind");
        assert!(woocommerce_refuses(&secret, &test), "the mode counts");
        assert!(woocommerce_refuses(&publishable, &restricted), "the kind counts");
        assert!(!woocommerce_refuses(&webhook, "anything"), "no rule for it");
        assert!(!nango_refuses(&secret, &restricted), "what it is made for");
        assert!(!nango_refuses(&secret, &test), "either mode");
        assert!(nango_refuses(&secret, &keys::current("sk_live_", keys::ACCOUNT, 1)), "restricted keys only");
        assert!(nango_refuses(&secret, &restricted.replace("live_", "live_ ")), "letters and digits only");
        assert!(nango_refuses(&secret, &format!("rk_live_{}", keys::filler(16, 1))), "17 characters at least");
        assert!(!nango_refuses(&publishable, "anything"), "no field for it");
    }
}

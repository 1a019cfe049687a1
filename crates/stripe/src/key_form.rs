//! The Dashboard's form for a restricted key, with the right boxes ticked.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use keycourier_credentials::Mode;

use crate::{Level, Permission};

/// The longest name that is filled in.
const LONGEST_NAME: usize = 60;

/// The address that opens Stripe's form for a restricted key in this mode, with its name filled in and these permissions ticked; Write
/// stands for Read too. The form reads the address this way without Stripe having documented it, and passes over names it doesn't know,
/// so what to tick is to be shown beside the button as well.
pub fn key_form_url(mode: Mode, name: &str, permissions: &[Permission]) -> String {
    let path = match mode {
        Mode::Test => "test/apikeys/create",
        Mode::Live => "apikeys/create",
    };
    let short: String = name.chars().take(LONGEST_NAME).collect();
    let mut address = format!("https://dashboard.stripe.com/{path}?name={}", escaped(short.trim()));
    let mut ticked: BTreeMap<&str, Level> = BTreeMap::new();
    for permission in permissions {
        let level = ticked.entry(permission.resource()).or_insert(Level::Read);
        *level = (*level).max(permission.level());
    }
    for (n, (resource, level)) in ticked.into_iter().enumerate() {
        // Writing into a text can't fail; names of permissions have no character that needs escaping.
        let _ = write!(address, "&permissions[{n}]=rak_{}", Permission::of(resource, level));
    }
    address
}

fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            // As above.
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(names: &[&str]) -> Vec<Permission> {
        names.iter().map(|name| name.parse().expect("a good name")).collect()
    }

    #[test]
    fn the_form_opens_in_the_right_mode_with_the_boxes_ticked() {
        let needs = named(&["customer_write", "charge_read", "customer_read"]);
        assert_eq!(
            key_form_url(Mode::Live, "Serval", &needs),
            "https://dashboard.stripe.com/apikeys/create?name=Serval&permissions[0]=rak_charge_read\
             &permissions[1]=rak_customer_write",
            "one box a row, Write over Read"
        );
        let test = key_form_url(Mode::Test, "Serval", &[]);
        assert_eq!(
            test, "https://dashboard.stripe.com/test/apikeys/create?name=Serval",
            "test keys are on a page of their own"
        );
    }

    #[test]
    fn no_name_adds_to_the_address() {
        let address = key_form_url(Mode::Live, " A&permissions[9]=rak_x#?/ Caf\u{E9}\n", &named(&["charge_read"]));
        let expected = "https://dashboard.stripe.com/apikeys/create?name=A%26permissions%5B9%5D%3Drak_x%23%3F%2F%20Caf%C3%A9\
                        &permissions[0]=rak_charge_read";
        assert_eq!(address, expected, "a name is a name");
        let long = key_form_url(Mode::Live, &"x".repeat(500), &[]);
        assert!(long.len() < 130, "no longer than the field takes: {}", long.len());
    }
}

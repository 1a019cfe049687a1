//! The pages of Stripe's Dashboard that a person is sent to.

use keycourier_credentials::{AccountId, Mode};
use serde::Deserialize;
use url::form_urlencoded::byte_serialize;

use crate::Permission;

/// A page. The list is fixed: no data file and no request can send anybody elsewhere.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[serde(rename_all = "snake_case")]
pub enum Page {
    /// The API keys.
    ApiKeys,
    /// The form for a new restricted key, its boxes ticked.
    CreateRestrictedKey,
    /// The webhook destinations.
    Webhooks,
    /// Who may do what in the account.
    Team,
}

impl Page {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::ApiKeys, Self::CreateRestrictedKey, Self::Webhooks, Self::Team];

    /// The word for it in data and on the page.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ApiKeys => "api_keys",
            Self::CreateRestrictedKey => "create_restricted_key",
            Self::Webhooks => "webhooks",
            Self::Team => "team",
        }
    }

    /// Its address in a mode, and of an account where that is known. `name` and `permissions` are for the form: Stripe ticks those boxes
    /// and skips names that it doesn't know.
    pub fn address(self, mode: Mode, account: Option<&AccountId>, name: &str, permissions: &[Permission]) -> String {
        let mut path = String::new();
        if mode == Mode::Test && self != Self::Team {
            path.push_str("/test");
        }
        path.push_str(match self {
            Self::ApiKeys => "/apikeys",
            Self::CreateRestrictedKey => "/apikeys/create",
            Self::Webhooks => "/webhooks",
            Self::Team => "/settings/team",
        });
        if self == Self::CreateRestrictedKey {
            path.push_str("?name=");
            path.push_str(&encode(name));
            for (n, permission) in permissions.iter().enumerate() {
                path.push_str(&format!("&permissions%5B{n}%5D={}", encode(&permission.rak())));
            }
        }
        match account {
            // The form of address in Stripe's own refusals, which opens the right account first.
            Some(account) => format!("{DASHBOARD}/b/{account}?destination={}", encode(&path)),
            None => format!("{DASHBOARD}{path}"),
        }
    }
}

const DASHBOARD: &str = "https://dashboard.stripe.com";

fn encode(text: &str) -> String {
    byte_serialize(text.as_bytes()).map(|part| part.replace('+', "%20")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Level;

    #[test]
    fn pages_are_of_the_right_mode_and_account() {
        let account: AccountId = "acct_1KcTestAccnt7Aa3".parse().expect("an account");
        let cases = [
            (Page::ApiKeys, Mode::Live, None, "/apikeys"),
            (Page::ApiKeys, Mode::Test, None, "/test/apikeys"),
            (Page::Webhooks, Mode::Live, None, "/webhooks"),
            (Page::Webhooks, Mode::Test, None, "/test/webhooks"),
            (Page::Team, Mode::Test, None, "/settings/team"),
            (Page::ApiKeys, Mode::Test, Some(&account), "/b/acct_1KcTestAccnt7Aa3?destination=%2Ftest%2Fapikeys"),
        ];
        for (page, mode, account, path) in cases {
            let expected = format!("https://dashboard.stripe.com{path}");
            assert_eq!(page.address(mode, account, "x", &[]), expected, "{page:?} {mode}");
        }
    }

    #[test]
    fn the_form_is_ticked() {
        let read = Permission { resource: "charge".to_owned(), level: Level::Read };
        let write = Permission { resource: "customer".to_owned(), level: Level::Write };
        let address = Page::CreateRestrictedKey.address(Mode::Test, None, "A & B#?", &[read.clone(), write]);
        let expected = "https://dashboard.stripe.com/test/apikeys/create?name=A%20%26%20B%23%3F&permissions%5B0%5D=rak_charge_read\
                        &permissions%5B1%5D=rak_customer_write";
        assert_eq!(address, expected, "a name stays a name");
        let account: AccountId = "acct_1KcTestAccnt7Aa3".parse().expect("an account");
        let inside = Page::CreateRestrictedKey.address(Mode::Live, Some(&account), "A & B", &[read]);
        let expected = "https://dashboard.stripe.com/b/acct_1KcTestAccnt7Aa3?destination=%2Fapikeys%2Fcreate%3Fname%3DA%2520%2526\
                        %2520B%26permissions%255B0%255D%3Drak_charge_read";
        assert_eq!(inside, expected, "the whole way stands in one parameter");
    }
}

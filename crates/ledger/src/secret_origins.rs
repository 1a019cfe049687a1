//! Where a webhook signing secret belongs, which itself carries neither account nor mode.

use jiff::Timestamp;
use keycourier_credentials::{AccountHint, Mode};
use rusqlite::params;

use crate::column::{Columns, micros};
use crate::{Change, KeyId, Ledger, LedgerError, Line};

/// What proves where a webhook signing secret belongs.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SecretOrigin {
    /// The endpoint that it came with; `None` where a delivery that it signed proved it.
    pub endpoint: Option<Line>,
    /// Its account, as far as known.
    pub account: AccountHint,
    /// Its mode.
    pub mode: Option<Mode>,
    /// Since when it is known.
    pub at: Timestamp,
}

impl Ledger {
    /// What is known of a secret.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn secret_origin(&self, key: KeyId) -> Result<Option<SecretOrigin>, LedgerError> {
        let sql = "SELECT endpoint, account, mode, at FROM secret_origins WHERE key = ?1";
        self.row(sql, [key.as_bytes()], |row: &Columns<'_>| {
            Ok(SecretOrigin {
                endpoint: row.next()?,
                account: row.next::<Option<String>>()?.map_or(AccountHint::Nothing, hint),
                mode: row.next()?,
                at: row.next()?,
            })
        })
    }
}

impl Change<'_> {
    /// Says where a secret belongs; the last word counts.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where there is no such key.
    pub fn set_secret_origin(&mut self, key: KeyId, origin: &SecretOrigin) -> Result<(), LedgerError> {
        let account = match &origin.account {
            AccountHint::Whole(id) => Some(id.as_str()),
            AccountHint::Ending(ending) => Some(ending.as_str()),
            AccountHint::Nothing => None,
        };
        let sql = "INSERT INTO secret_origins (key, endpoint, account, mode, at) VALUES (?1, ?2, ?3, ?4, ?5)
                   ON CONFLICT DO UPDATE SET endpoint = excluded.endpoint, account = excluded.account,
                   mode = excluded.mode, at = excluded.at";
        let endpoint = origin.endpoint.as_ref().map(Line::as_str);
        let mode = origin.mode.map(Mode::as_str);
        self.execute_one(sql, params![key.as_bytes(), endpoint, account, mode, micros(origin.at)])
    }
}

/// A whole account is told from an ending by its prefix, which no ending has.
fn hint(text: String) -> AccountHint {
    text.parse().map_or(AccountHint::Ending(text), AccountHint::Whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{account_id, at, ledger, line, new_key};

    #[test]
    fn what_is_known_of_a_secret_comes_back_as_it_was() {
        let mut ledger = ledger();
        let business = ledger.write(|change| change.add_business(None, None, at(0))).unwrap();
        let key = new_key(business, Mode::Test, 1);
        ledger.write(|change| change.begin_saving(&key, at(1))).unwrap();
        assert_eq!(ledger.secret_origin(key.id), Ok(None), "nothing is known of a pasted one");
        for account in
            [AccountHint::Whole(account_id(1)), AccountHint::Ending("TGaDypqAbC".to_owned()), AccountHint::Nothing]
        {
            let origin = SecretOrigin { endpoint: Some(line("we_1AbC")), account, mode: Some(Mode::Test), at: at(2) };
            ledger.write(|change| change.set_secret_origin(key.id, &origin)).unwrap();
            assert_eq!(ledger.secret_origin(key.id), Ok(Some(origin)), "as it was learnt");
        }
        let origin = SecretOrigin { endpoint: None, account: AccountHint::Nothing, mode: None, at: at(3) };
        let unknown = ledger.write(|change| change.set_secret_origin(KeyId::from_bytes([9; 16]), &origin));
        assert_eq!(unknown, Err(LedgerError::Gone), "of a key that was removed nothing is kept");
    }
}

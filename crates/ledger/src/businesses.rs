//! The merchant's own companies, and the Stripe account that each has in each mode.

use jiff::Timestamp;
use keycourier_credentials::{AccountId, Mode};
use rusqlite::params;

use crate::column::{Columns, first, micros};
use crate::names::named;
use crate::{BusinessId, Change, Ledger, LedgerError, Line};

/// One of the merchant's own companies.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Business {
    /// Its number.
    pub id: BusinessId,
    /// What its owner calls it; `None` until somebody asked.
    pub name: Option<Line>,
    /// Whom to talk to.
    pub contact: Option<Line>,
    /// When it was added.
    pub added_at: Timestamp,
}

/// A Stripe account, as far as Stripe told.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Account {
    /// Its mode: a sandbox has an account of its own.
    pub mode: Mode,
    /// Its id.
    pub id: AccountId,
    /// What Stripe calls it.
    pub name: Option<Line>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<Line>,
    /// Whether payments are activated, where the key may look.
    pub can_take_payments: Option<bool>,
}

named! {
    /// What the person said about an account.
    AccountState {
        /// Not asked yet.
        ToConfirm = "to_confirm",
        /// "Yes, that is us."
        Confirmed = "confirmed",
        /// "No."
        Rejected = "rejected",
    }
}

/// The account of a business in one mode.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct BusinessAccount {
    /// The account.
    pub account: Account,
    /// What the person said about it.
    pub state: AccountState,
    /// Since when.
    pub since: Timestamp,
}

const BUSINESS: &str = "SELECT id, name, contact, added_at FROM businesses";

impl Ledger {
    /// All of them, in the order in which they were added.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn businesses(&self) -> Result<Vec<Business>, LedgerError> {
        self.rows(&format!("{BUSINESS} ORDER BY id"), [], business)
    }

    /// One of them.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn business(&self, id: BusinessId) -> Result<Option<Business>, LedgerError> {
        self.row(&format!("{BUSINESS} WHERE id = ?1"), [id.0], business)
    }

    /// The accounts that it is known to have, test first.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn accounts_of_business(&self, id: BusinessId) -> Result<Vec<BusinessAccount>, LedgerError> {
        let sql = "SELECT mode, account, name, country, can_take_payments, state, since
                   FROM business_accounts WHERE business = ?1 ORDER BY mode DESC";
        self.rows(sql, [id.0], |row| {
            Ok(BusinessAccount { account: account(row)?, state: row.next()?, since: row.next()? })
        })
    }

    /// The businesses whose account in `mode` this is, by their owner's word.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn businesses_of_account(&self, mode: Mode, account: &AccountId) -> Result<Vec<BusinessId>, LedgerError> {
        let sql =
            "SELECT business FROM business_accounts WHERE account = ?1 AND mode = ?2 AND state = ?3 ORDER BY business";
        self.rows(sql, params![account.as_str(), mode.as_str(), AccountState::Confirmed.as_str()], first)
    }
}

impl Change<'_> {
    /// Adds one.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn add_business(
        &mut self,
        name: Option<&Line>,
        contact: Option<&Line>,
        now: Timestamp,
    ) -> Result<BusinessId, LedgerError> {
        let sql = "INSERT INTO businesses (name, contact, added_at) VALUES (?1, ?2, ?3)";
        self.insert(sql, params![name.map(Line::as_str), contact.map(Line::as_str), micros(now)]).map(BusinessId)
    }

    /// Says what it is called and whom to talk to.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where there is no such business.
    pub fn name_business(&mut self, id: BusinessId, name: &Line, contact: Option<&Line>) -> Result<(), LedgerError> {
        let sql = "UPDATE businesses SET name = ?2, contact = ?3 WHERE id = ?1";
        self.execute_one(sql, params![id.0, name.as_str(), contact.map(Line::as_str)])
    }

    /// Removes one that has no key and no handover any more; gives whether it was removed.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn remove_business(&mut self, id: BusinessId) -> Result<bool, LedgerError> {
        let sql = "DELETE FROM businesses WHERE id = ?1
                   AND NOT EXISTS (SELECT 1 FROM keys WHERE business = ?1)
                   AND NOT EXISTS (SELECT 1 FROM handovers WHERE business = ?1)";
        Ok(self.execute(sql, [id.0])? > 0)
    }

    /// Sets its account in one mode, and what the person says about it.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where there is no such business.
    pub fn set_business_account(
        &mut self,
        id: BusinessId,
        account: &Account,
        state: AccountState,
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        let sql = "INSERT OR REPLACE INTO business_accounts
                   (business, mode, account, name, country, can_take_payments, state, since)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        self.execute_one(
            sql,
            params![
                id.0,
                account.mode.as_str(),
                account.id.as_str(),
                account.name.as_ref().map(Line::as_str),
                account.country.as_ref().map(Line::as_str),
                account.can_take_payments,
                state.as_str(),
                micros(now)
            ],
        )
    }
}

fn business(row: &Columns<'_>) -> Result<Business, LedgerError> {
    Ok(Business { id: row.next()?, name: row.next()?, contact: row.next()?, added_at: row.next()? })
}

/// Mode, id, name, country, payments.
pub(crate) fn account(row: &Columns<'_>) -> Result<Account, LedgerError> {
    Ok(Account {
        mode: row.next()?,
        id: row.next()?,
        name: row.next()?,
        country: row.next()?,
        can_take_payments: row.next()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{account_id, at, ledger, line};

    #[test]
    fn an_account_is_remembered_per_mode() {
        let mut ledger = ledger();
        let account = |mode| Account {
            mode,
            id: account_id(1),
            name: Some(line("Some Car Wash")),
            country: Some(line("AU")),
            can_take_payments: Some(false),
        };
        let id = ledger
            .write(|change| {
                let id = change.add_business(None, None, at(1))?;
                change.set_business_account(id, &account(Mode::Live), AccountState::ToConfirm, at(2))?;
                change.set_business_account(id, &account(Mode::Test), AccountState::Confirmed, at(2))?;
                Ok::<_, LedgerError>(id)
            })
            .unwrap();
        let known = ledger.accounts_of_business(id).unwrap();
        assert_eq!(known.len(), 2, "a sandbox has an account of its own");
        assert_eq!(known[0].account, account(Mode::Test), "test comes first, with all that Stripe told");
        let of = |mode| ledger.businesses_of_account(mode, &account_id(1)).unwrap();
        assert_eq!(of(Mode::Test), [id], "the owner said that it is theirs");
        assert_eq!(of(Mode::Live), [], "an account that nobody confirmed claims no key");
    }

    #[test]
    fn a_business_gets_its_name_when_somebody_asks() {
        let mut ledger = ledger();
        let id = ledger.write(|change| change.add_business(None, None, at(1))).unwrap();
        assert_eq!(ledger.business(id).unwrap().unwrap().name, None, "keys may come before the name");
        ledger.write(|change| change.name_business(id, &line("Corner Vet"), None)).unwrap();
        assert_eq!(ledger.businesses().unwrap()[0].name, Some(line("Corner Vet")), "the name it was given");
        assert!(ledger.write(|change| change.remove_business(id)).unwrap(), "nothing hangs on it");
        let missing = ledger.write(|change| change.name_business(id, &line("Corner Vet"), None));
        assert_eq!(missing, Err(LedgerError::Gone), "a business that is gone can't be named");
    }
}

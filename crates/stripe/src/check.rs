//! Asking Stripe about a key.

use keycourier_credentials::{AccountId, Credential, Kind, Mode};
use keycourier_http::{Client, Origin};

use crate::call::{Asked, Caller, Told};
use crate::learnt::{Account, Balance};
use crate::refusal::Refusal;
use crate::{Answer, Cause, Country, Learnt, Permission};

/// The version of Stripe's API that all calls name.
pub const VERSION: &str = "2026-10-28.endive";

/// Stripe, as reached through a client. Clones share its limits.
#[derive(Clone)]
pub struct Stripe {
    pub(crate) client: Client,
    pub(crate) origin: Origin,
}

const BALANCE: &str = "/v1/balance";
const ACCOUNT: &str = "/v1/account";

impl Stripe {
    /// Stripe at `origin`: [`Origin::stripe`], or a fake one.
    pub fn new(client: Client, origin: Origin) -> Self {
        Self { client, origin }
    }

    /// Asks who a key is. It takes two calls (one for a publishable key, which gets a refusal that proves its life), changes nothing at
    /// Stripe, and can't fail: why nothing was learnt is part of what was learnt.
    ///
    /// An organization key is asked about `context`, one of its accounts; other keys ignore it. A webhook signing secret is not sent.
    pub async fn check_key(&self, key: &Credential, context: Option<&AccountId>) -> Learnt {
        let caller = Caller::new(self, key, context);
        if let Some(cause) = caller.hindrance() {
            return Learnt::nothing(cause);
        }
        let mut findings = Findings::default();
        let (balance, account) = (caller.get(BALANCE), caller.get(ACCOUNT));
        if key.kind() == Kind::Publishable {
            findings.account(caller.read(&account).await);
        } else {
            let (balance, account) = tokio::join!(caller.read(&balance), caller.read(&account));
            findings.balance(balance);
            findings.account(account);
        }
        findings.into_learnt()
    }
}

/// What the calls brought so far.
struct Findings {
    learnt: Learnt,
    answers: Vec<Answer>,
}

impl Default for Findings {
    fn default() -> Self {
        Self { learnt: Learnt::nothing(Cause::NothingToAsk), answers: Vec::new() }
    }
}

impl Findings {
    fn balance(&mut self, asked: Asked<Balance>) {
        if let Some(balance) = self.granted(asked, || Permission::read("balance")) {
            self.learnt.mode = Some(if balance.livemode { Mode::Live } else { Mode::Test });
        }
    }

    fn account(&mut self, asked: Asked<Account>) {
        if let Some(account) = self.granted(asked, || Permission::read("connected_account")) {
            self.learnt.account_name = account.name();
            self.learnt.country = account.country.as_deref().and_then(Country::of);
            self.learnt.charges_enabled = account.charges_enabled;
            self.learnt.account = Some(account.id);
        }
    }

    /// What was granted; a refusal and silence are noted. `permission` is what Stripe's reference asks for.
    fn granted<T>(&mut self, asked: Asked<T>, permission: impl FnOnce() -> Permission) -> Option<T> {
        self.learnt.request_ids.extend(asked.request_id);
        let (answer, granted) = match asked.told {
            Told::Granted(granted) => (Answer::Accepted, Some(granted)),
            Told::Refused(refusal) => (self.refused(refusal, permission()), None),
            // Nothing is wrong with such a call that Stripe could find.
            Told::Faulted(_) => (Answer::CouldNotAsk(Cause::UnexpectedAnswer), None),
            Told::Nothing(cause) => (Answer::CouldNotAsk(cause), None),
        };
        self.answers.push(answer);
        granted
    }

    fn refused(&mut self, refusal: Refusal, permission: Permission) -> Answer {
        match refusal {
            Refusal::Unknown => Answer::UnknownToStripe,
            Refusal::Expired => Answer::Expired,
            Refusal::LockedToOtherAddresses => Answer::LockedToOtherAddresses,
            Refusal::Publishable => Answer::PublishableOk,
            Refusal::LacksPermission { account, named } => {
                self.learnt.lacks(permission, named);
                self.learnt.account = self.learnt.account.take().or(account);
                Answer::Lives
            }
        }
    }

    fn into_learnt(self) -> Learnt {
        let mut learnt = self.learnt;
        learnt.answer = self.answers.iter().copied().min().unwrap_or(learnt.answer);
        if !matches!(learnt.answer, Answer::CouldNotAsk(_)) {
            learnt.unanswered = self.answers.into_iter().find_map(|answer| match answer {
                Answer::CouldNotAsk(cause) => Some(cause),
                Answer::Accepted
                | Answer::Lives
                | Answer::UnknownToStripe
                | Answer::Expired
                | Answer::LockedToOtherAddresses
                | Answer::PublishableOk => None,
            });
        }
        learnt
    }
}

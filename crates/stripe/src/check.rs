//! Asking Stripe about a key.

use keycourier_credentials::{AccountId, Credential, Kind, Mode};
use keycourier_http::{Client, Origin, Request, Response};
use serde::de::DeserializeOwned;

use crate::learnt::{Account, Balance};
use crate::refusal::{ErrorBody, Refusal};
use crate::{Answer, Cause, Country, Lack, Learnt, Permission};

/// The version of Stripe's API that all calls name.
pub const VERSION: &str = "2026-10-28.endive";

/// Stripe, as reached through a client. Clones share its limits.
#[derive(Clone)]
pub struct Stripe {
    client: Client,
    origin: Origin,
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
        let context = context.filter(|_| key.kind() == Kind::Organization);
        let mut findings = Findings::default();
        match key.kind() {
            Kind::WebhookSecret => return Learnt::nothing(Cause::NothingToAsk),
            Kind::Organization if context.is_none() => return Learnt::nothing(Cause::NoAccountForOrganization),
            Kind::Publishable => {
                let account = self.ask::<Account>(ACCOUNT, key, context).await;
                findings.account(account);
            }
            Kind::Secret | Kind::Restricted | Kind::Organization => {
                let (balance, account) = tokio::join!(
                    self.ask::<Balance>(BALANCE, key, context),
                    self.ask::<Account>(ACCOUNT, key, context)
                );
                findings.balance(balance);
                findings.account(account);
            }
        }
        findings.into_learnt()
    }

    async fn ask<T: DeserializeOwned>(
        &self,
        path: &'static str,
        key: &Credential,
        context: Option<&AccountId>,
    ) -> Asked<T> {
        let mut request = Request::get(&self.origin, path).bearer(key.value()).header("stripe-version", VERSION);
        if let Some(context) = context {
            request = request.header("stripe-context", context.as_str());
        }
        match self.client.send(&request).await {
            Ok(response) => Asked { request_id: request_id(&response), told: Told::of(key.kind(), &response) },
            Err(error) => Asked { request_id: None, told: Told::Nothing(error.into()) },
        }
    }
}

/// One call and what came of it.
struct Asked<T> {
    request_id: Option<crate::RequestId>,
    told: Told<T>,
}

enum Told<T> {
    Granted(T),
    Refused(Refusal),
    Nothing(Cause),
}

impl<T: DeserializeOwned> Told<T> {
    /// Whatever fits no rule is nothing: never "wrong".
    fn of(kind: Kind, response: &Response) -> Self {
        let told = match response.status() {
            200 => response.json().map(Self::Granted).map_err(|_| Cause::UnexpectedAnswer),
            status @ (401 | 403) => response
                .json::<ErrorBody>()
                .map_err(|_| Cause::UnexpectedAnswer)
                .and_then(|body| Refusal::of(kind, status, &body))
                .map(Self::Refused),
            429 => Err(Cause::RateLimited),
            500..=599 => Err(Cause::ServerError),
            _ => Err(Cause::UnexpectedAnswer),
        };
        told.unwrap_or_else(Self::Nothing)
    }
}

fn request_id(response: &Response) -> Option<crate::RequestId> {
    response.header("request-id")?.parse().ok()
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
                let named = named.filter(|named| *named != permission);
                self.learnt.lacks.push(Lack { permission, named });
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

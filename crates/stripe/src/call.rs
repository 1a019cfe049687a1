//! One call with a key, and what came of it.

use keycourier_credentials::{AccountId, Credential, Kind};
use keycourier_http::{IdempotencyKey, Request, Response};
use serde::de::DeserializeOwned;

use crate::refusal::{ErrorBody, Refusal};
use crate::{Cause, RequestId, Stripe, VERSION};

/// Who asks: a key, and the account that an organization key is asked about.
#[derive(Clone, Copy)]
pub(crate) struct Caller<'a> {
    stripe: &'a Stripe,
    key: &'a Credential,
    context: Option<&'a AccountId>,
}

impl<'a> Caller<'a> {
    /// `context` is ignored for all but organization keys: others may be refused for it.
    pub(crate) fn new(stripe: &'a Stripe, key: &'a Credential, context: Option<&'a AccountId>) -> Self {
        Self { stripe, key, context: context.filter(|_| key.kind() == Kind::Organization) }
    }

    pub(crate) fn kind(&self) -> Kind {
        self.key.kind()
    }

    /// Why no call can be made, where that is certain beforehand.
    pub(crate) fn hindrance(&self) -> Option<Cause> {
        match self.kind() {
            Kind::WebhookSecret => Some(Cause::NothingToAsk),
            Kind::Organization if self.context.is_none() => Some(Cause::NoAccountForOrganization),
            Kind::Organization | Kind::Publishable | Kind::Secret | Kind::Restricted => None,
        }
    }

    pub(crate) fn get(&self, path: &str) -> Request {
        self.with_key(Request::get(&self.stripe.origin, path))
    }

    pub(crate) fn post(&self, path: &str, key: &IdempotencyKey) -> Request {
        self.with_key(Request::post(&self.stripe.origin, path, key))
    }

    fn with_key(&self, request: Request) -> Request {
        let request = request.bearer(self.key.value()).header("stripe-version", VERSION);
        match self.context {
            Some(context) => request.header("stripe-context", context.as_str()),
            None => request,
        }
    }

    /// Makes the call; whatever fits no rule is [`Told::Nothing`], never "wrong".
    pub(crate) async fn send(&self, request: &Request) -> Asked<Response> {
        match self.stripe.client.send(request).await {
            Ok(response) => {
                let request_id = response.header("request-id").and_then(|id| id.parse().ok());
                Asked { request_id, told: Told::of(self.kind(), response) }
            }
            Err(error) => Asked { request_id: None, told: Told::Nothing(error.into()) },
        }
    }

    /// Makes the call, and reads what was granted.
    pub(crate) async fn read<T: DeserializeOwned>(&self, request: &Request) -> Asked<T> {
        let Asked { request_id, told } = self.send(request).await;
        let told = match told {
            Told::Granted(response) => {
                response.json().map_or(Told::Nothing(Cause::UnexpectedAnswer), |value| Told::Granted(value))
            }
            Told::Refused(refusal) => Told::Refused(refusal),
            Told::Faulted(fault) => Told::Faulted(fault),
            Told::Nothing(cause) => Told::Nothing(cause),
        };
        Asked { request_id, told }
    }
}

/// One call and what came of it.
pub(crate) struct Asked<T> {
    pub(crate) request_id: Option<RequestId>,
    pub(crate) told: Told<T>,
}

pub(crate) enum Told<T> {
    /// 200.
    Granted(T),
    /// 401 or 403, for a reason that concerns the key.
    Refused(Refusal),
    /// The key was good enough, what was asked was not: 400, 404 or 409 in Stripe's form.
    Faulted(Fault),
    Nothing(Cause),
}

/// What was wrong with a call.
pub(crate) struct Fault {
    pub(crate) status: u16,
    pub(crate) body: ErrorBody,
}

impl Told<Response> {
    fn of(kind: Kind, response: Response) -> Self {
        let body = |response: &Response| response.json::<ErrorBody>().map_err(|_| Cause::UnexpectedAnswer);
        let told = match response.status() {
            200 => return Self::Granted(response),
            status @ (401 | 403) => {
                body(&response).and_then(|body| Refusal::of(kind, status, &body)).map(Self::Refused)
            }
            status @ (400 | 404 | 409) => body(&response).map(|body| Self::Faulted(Fault { status, body })),
            429 => Err(Cause::RateLimited),
            500..=599 => Err(Cause::ServerError),
            _ => Err(Cause::UnexpectedAnswer),
        };
        told.unwrap_or_else(Self::Nothing)
    }
}

//! Creating and mending endpoints, on a person's click.

use std::collections::BTreeSet;

use keycourier_credentials::{AccountId, Credential, Paste, parse};
use keycourier_http::{IdempotencyKey, Request};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::wanted::{EndpointId, EventName, WantedWebhook, WebhookUrl};
use crate::call::{Asked, Caller, Fault, Told};
use crate::refusal::Refusal;
use crate::{Answer, Cause, RequestId, Stripe};

/// A new endpoint, and the signing secret that Stripe tells this once.
pub struct Created {
    /// Its id.
    pub endpoint: EndpointId,
    /// Stripe's name for the call.
    pub request_id: Option<RequestId>,
    secret: SecretString,
    paste: Paste,
}

impl Created {
    /// The secret as it came.
    pub fn secret(&self) -> &SecretString {
        &self.secret
    }

    /// The secret as a credential; none where Stripe's form is one that this program doesn't know. It is kept all the same.
    pub fn credential(&self) -> Option<&Credential> {
        self.paste.credentials().next().map(|(_, credential)| credential)
    }
}

/// What is to be put right about an endpoint.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Mend {
    /// Which one.
    pub endpoint: EndpointId,
    /// Its new address, where that is off.
    pub url: Option<WebhookUrl>,
    /// All of its events from now on, where they are off.
    pub events: Option<BTreeSet<EventName>>,
    /// Whether to switch it on.
    pub enable: bool,
}

/// Nothing was changed, or nobody knows whether it was.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the webhook was not changed: {}", reason.code())]
pub struct NotChanged {
    /// Why.
    pub reason: Reason,
    /// Stripe's name for the call.
    pub request_id: Option<RequestId>,
}

/// Why a change did not happen.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Reason {
    /// The key may not: the manual steps are left.
    NotAllowed,
    /// The key itself is no good any more.
    KeyRefused {
        /// What Stripe said about it.
        answer: Answer,
    },
    /// The account has sixteen endpoints.
    LimitReached,
    /// Stripe doesn't take this address.
    AddressRefused,
    /// Stripe doesn't take something else of it, such as an event that it doesn't know.
    Refused,
    /// There is no such endpoint any more: look again.
    Gone,
    /// The idempotency key was used for another change before: look again, and make a new one.
    AnotherChange,
    /// An earlier try with the same idempotency key is not over: try again with that key.
    StillRunning,
    /// Nobody knows whether it was changed: try again with the same idempotency key, at which Stripe changes nothing twice.
    CouldNotAsk {
        /// Why.
        cause: Cause,
    },
}

impl Reason {
    /// The word in output for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAllowed => "not_allowed",
            Self::KeyRefused { .. } => "key_refused",
            Self::LimitReached => "limit_reached",
            Self::AddressRefused => "address_refused",
            Self::Refused => "refused",
            Self::Gone => "gone",
            Self::AnotherChange => "another_change",
            Self::StillRunning => "still_running",
            Self::CouldNotAsk { .. } => "could_not_ask",
        }
    }

    /// Whether the same change may still happen, or have happened: the idempotency key is to be kept for the next try.
    pub fn keeps_the_key(&self) -> bool {
        matches!(self, Self::StillRunning | Self::CouldNotAsk { .. })
    }
}

impl Stripe {
    /// Creates an endpoint. `idempotency` is made before the first try and kept until the outcome is known: Stripe answers it the same way
    /// for a day at least, so that a try whose answer was lost still brings the secret. The mode is the key's.
    ///
    /// # Errors
    /// [`NotChanged`].
    pub async fn create_webhook(
        &self,
        key: &Credential,
        context: Option<&AccountId>,
        wanted: &WantedWebhook,
        idempotency: &IdempotencyKey,
    ) -> Result<Created, NotChanged> {
        let caller = able(Caller::new(self, key, context))?;
        let mut request = caller.post("/v1/webhook_endpoints", idempotency).form("url", wanted.url.as_str());
        request = with_events(request, &wanted.events);
        if let Some(version) = &wanted.api_version {
            request = request.form("api_version", version.as_str());
        }
        let (made, request_id) = done(caller.read::<Made>(&request).await)?;
        // EXPOSE: parsed into the type that the rest of the program takes, which keeps it as a secret.
        let paste = parse(made.secret.expose_secret());
        Ok(Created { endpoint: made.id, request_id, secret: made.secret, paste })
    }

    /// Puts an endpoint right. `idempotency` as with [`Stripe::create_webhook`].
    ///
    /// # Errors
    /// [`NotChanged`].
    pub async fn mend_webhook(
        &self,
        key: &Credential,
        context: Option<&AccountId>,
        mend: &Mend,
        idempotency: &IdempotencyKey,
    ) -> Result<Option<RequestId>, NotChanged> {
        let caller = able(Caller::new(self, key, context))?;
        if mend.endpoint.is_destination() {
            return mend_destination(caller, mend, idempotency).await;
        }
        let mut request = caller.post(&format!("/v1/webhook_endpoints/{}", mend.endpoint), idempotency);
        if let Some(url) = &mend.url {
            request = request.form("url", url.as_str());
        }
        if let Some(events) = &mend.events {
            request = with_events(request, events);
        }
        if mend.enable {
            request = request.form("disabled", "false");
        }
        Ok(done(caller.read::<Changed>(&request).await)?.1)
    }
}

/// The second version switches on by a call of its own, which comes last: an endpoint that is on is right.
async fn mend_destination(
    caller: Caller<'_>,
    mend: &Mend,
    idempotency: &IdempotencyKey,
) -> Result<Option<RequestId>, NotChanged> {
    let path = format!("/v2/core/event_destinations/{}", mend.endpoint);
    let mut request_id = None;
    if mend.url.is_some() || mend.events.is_some() {
        let mut changes = json!({});
        if let Some(url) = &mend.url {
            changes["webhook_endpoint"] = json!({ "url": url });
        }
        if let Some(events) = &mend.events {
            changes["enabled_events"] = json!(events);
        }
        request_id = done(caller.read::<Changed>(&caller.post(&path, idempotency).json(&changes)).await)?.1;
    }
    if mend.enable {
        let request = caller.post(&format!("{path}/enable"), &idempotency.next()).json(&json!({}));
        request_id = done(caller.read::<Changed>(&request).await)?.1;
    }
    Ok(request_id)
}

#[derive(Deserialize)]
struct Made {
    id: EndpointId,
    secret: SecretString,
}

#[derive(Deserialize)]
struct Changed {
    #[serde(rename = "id")]
    _id: EndpointId,
}

fn able(caller: Caller<'_>) -> Result<Caller<'_>, NotChanged> {
    match caller.hindrance() {
        Some(cause) => Err(NotChanged { reason: Reason::CouldNotAsk { cause }, request_id: None }),
        None => Ok(caller),
    }
}

fn with_events(request: Request, events: &BTreeSet<EventName>) -> Request {
    events.iter().fold(request, |request, event| request.form("enabled_events[]", event.as_str()))
}

fn done<T>(asked: Asked<T>) -> Result<(T, Option<RequestId>), NotChanged> {
    let Asked { request_id, told } = asked;
    let reason = match told {
        Told::Granted(value) => return Ok((value, request_id)),
        Told::Refused(refusal) => refused(&refusal),
        Told::Faulted(fault) => faulted(&fault),
        Told::Nothing(cause) => Reason::CouldNotAsk { cause },
    };
    Err(NotChanged { reason, request_id })
}

fn refused(refusal: &Refusal) -> Reason {
    match refusal {
        Refusal::LacksPermission { .. } => Reason::NotAllowed,
        Refusal::Unknown => Reason::KeyRefused { answer: Answer::UnknownToStripe },
        Refusal::Expired => Reason::KeyRefused { answer: Answer::Expired },
        Refusal::LockedToOtherAddresses => Reason::KeyRefused { answer: Answer::LockedToOtherAddresses },
        Refusal::Publishable => Reason::NotAllowed,
    }
}

fn faulted(fault: &Fault) -> Reason {
    let body = &fault.body;
    match fault.status {
        409 => Reason::StillRunning,
        404 => Reason::Gone,
        _ if body.kind() == "idempotency_error" => Reason::AnotherChange,
        _ if body.code() == Some("url_invalid") || body.says("invalid url") => Reason::AddressRefused,
        _ if body.says("maximum of") && body.says("webhook endpoints") => Reason::LimitReached,
        _ => Reason::Refused,
    }
}

//! The calls.

use keycourier_credentials::{Credential, Kind, Mode};
use keycourier_http::{Client, Origin, Request, Response};
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::refused::Named;
use crate::{Access, Cause, Config, Error, Plan, UpdateError, WebhookUrls};

/// Dev Kit for AI, as reached through a client. Clones share its limits.
#[derive(Clone)]
pub struct DevKit {
    client: Client,
    origin: Origin,
}

/// What came of an update.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Updated {
    /// What is configured now.
    pub config: Config,
    /// How that is known.
    pub by: Confirmed,
}

/// How it is known that an update is done.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Confirmed {
    /// The server said so.
    Answer,
    /// No answer came, and a look afterwards showed it.
    Look,
    /// There was nothing to send.
    NothingToDo,
}

/// What the server says about a secret key.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Validity {
    /// Stripe took it.
    Valid,
    /// Stripe did not.
    Invalid,
    /// It looks at secret keys only.
    NotLookedAt,
}

impl DevKit {
    /// Dev Kit for AI at `origin`: [`Origin::devkit4ai`], or a fake one.
    pub fn new(client: Client, origin: Origin) -> Self {
        Self { client, origin }
    }

    /// What is configured, masked. A project in which nothing ever was may answer 404 as one that is not there does; its webhook
    /// addresses tell the two apart.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn config(&self, access: &Access) -> Result<Config, Error> {
        let response = self.send(Request::get(&self.origin, &path(access, "config")), access).await?;
        match answered(&response) {
            Err(Error::NoSuchProject) => self.webhook_urls(access).await.map(|_| Config::default()),
            answered => answered.and_then(|()| Config::of(&response, &access.project)),
        }
    }

    /// Where the project wants payment notices.
    ///
    /// # Errors
    /// [`Error`]; addresses of another host, project or mode are an unexpected answer.
    pub async fn webhook_urls(&self, access: &Access) -> Result<WebhookUrls, Error> {
        let response = self.send(Request::get(&self.origin, &path(access, "webhook-urls")), access).await?;
        answered(&response)?;
        WebhookUrls::read(&response, &access.project)
    }

    /// Lets the server ask Stripe about a secret key. Nothing is kept there.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn validate(&self, access: &Access, key: &Credential) -> Result<Validity, Error> {
        let (Kind::Secret, Some(mode)) = (key.kind(), key.mode()) else { return Ok(Validity::NotLookedAt) };
        let request =
            Request::ask(&self.origin, &path(access, "validate-credentials")).secret_json(question(key, mode));
        let response = self.send(request, access).await?;
        answered(&response)?;
        let answer: Answer = response.json().map_err(|_| Error::UnexpectedAnswer)?;
        Ok(if answer.valid { Validity::Valid } else { Validity::Invalid })
    }

    /// Sends what a plan changes, and makes sure that it is there. Sending the same twice does no harm.
    ///
    /// # Errors
    /// [`UpdateError`].
    pub async fn update(&self, access: &Access, plan: &Plan<'_>) -> Result<Updated, UpdateError> {
        if plan.is_empty() {
            let config = self.config(access).await.map_err(UpdateError::NotDone)?;
            return Ok(Updated { config, by: Confirmed::NothingToDo });
        }
        let request = Request::put(&self.origin, &path(access, "config")).secret_json(plan.body());
        let sent = self.send(request, access).await.and_then(|response| {
            answered(&response)?;
            Config::of(&response, &access.project)
        });
        match sent {
            Ok(config) => confirmed(plan, config, Confirmed::Answer),
            // It may have arrived: the answer got lost, or is not to be understood.
            Err(
                Error::CouldNotAsk(Cause::TimedOut | Cause::Cut | Cause::ServerError | Cause::Proxy)
                | Error::UnexpectedAnswer,
            ) => {
                let config = self.config(access).await.map_err(UpdateError::Unknown)?;
                confirmed(plan, config, Confirmed::Look)
            }
            Err(refused) => Err(UpdateError::NotDone(refused)),
        }
    }

    /// Removes the whole config.
    ///
    /// # Errors
    /// [`Error`]. Where no answer came, [`DevKit::config`] tells whether it is done.
    pub async fn remove(&self, access: &Access) -> Result<(), Error> {
        let response = self.send(Request::delete(&self.origin, &path(access, "config")), access).await?;
        answered(&response)
    }

    async fn send(&self, request: Request, access: &Access) -> Result<Response, Error> {
        Ok(self.client.send(&request.bearer(access.token.secret())).await?)
    }
}

fn path(access: &Access, what: &str) -> String {
    format!("/api/v1/payments/stripe/projects/{}/{what}", access.project)
}

/// What a status means here. A redirect is not followed and is no answer.
fn answered(response: &Response) -> Result<(), Error> {
    Err(match response.status() {
        200..=299 => return Ok(()),
        401 => Error::SignInAgain,
        403 => Error::NotYourProject,
        404 => Error::NoSuchProject,
        422 => {
            let fields = response.json::<Named>().map(|Named(fields)| fields.into_iter().collect()).unwrap_or_default();
            Error::Refused { fields }
        }
        429 => Error::CouldNotAsk(Cause::Busy),
        500..=599 => Error::CouldNotAsk(Cause::ServerError),
        _ => Error::UnexpectedAnswer,
    })
}

/// After a look, only what is clearly there counts: the old key may have the same vague mask.
fn confirmed(plan: &Plan<'_>, config: Config, by: Confirmed) -> Result<Updated, UpdateError> {
    let fields = plan.left_in(&config, by == Confirmed::Look);
    if fields.is_empty() { Ok(Updated { config, by }) } else { Err(UpdateError::Left { fields }) }
}

fn question(key: &Credential, mode: Mode) -> Zeroizing<Vec<u8>> {
    // EXPOSE: the server asks Stripe about it; the body is wiped.
    let secret_key = key.value().expose_secret();
    let mut body = Zeroizing::new(Vec::with_capacity(secret_key.len() + 64));
    // Writing to memory can't fail.
    let _ = serde_json::to_writer(&mut *body, &Question { secret_key, is_test_mode: mode == Mode::Test });
    body
}

#[derive(Serialize)]
struct Question<'a> {
    secret_key: &'a str,
    is_test_mode: bool,
}

/// Beside it stands a `message`, which is not for us to repeat.
#[derive(Deserialize)]
struct Answer {
    valid: bool,
}

//! Where payment notices shall go.

use std::fmt;

use keycourier_credentials::Mode;
use keycourier_http::Response;
use serde::Deserialize;

use crate::{Error, ProjectId};

/// The addresses of a project, each checked.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct WebhookUrls {
    test: WebhookUrl,
    live: WebhookUrl,
}

/// An address on Dev Kit for AI's own host, of the project and mode that were asked for. Only such a one is given to Stripe.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct WebhookUrl(String);

/// The only host to which notices about payments may go.
const HOST: &str = "https://api.devkit4ai.com/";

impl WebhookUrls {
    /// The address of a mode.
    pub fn of(&self, mode: Mode) -> &WebhookUrl {
        match mode {
            Mode::Test => &self.test,
            Mode::Live => &self.live,
        }
    }

    pub(crate) fn read(response: &Response, project: &ProjectId) -> Result<Self, Error> {
        let answer: Answer = response.json().map_err(|_| Error::UnexpectedAnswer)?;
        let checked = |text: String, mode| WebhookUrl::checked(text, project, mode).ok_or(Error::UnexpectedAnswer);
        Ok(Self {
            test: checked(answer.test_webhook_url, Mode::Test)?,
            live: checked(answer.live_webhook_url, Mode::Live)?,
        })
    }
}

impl WebhookUrl {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Https, the host, plain path segments of which one is the project and the last one the mode.
    fn checked(text: String, project: &ProjectId, mode: Mode) -> Option<Self> {
        let path = text.strip_prefix(HOST)?;
        let segments: Vec<&str> = path.split('/').collect();
        let plain = |segment: &&str| {
            !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
        };
        let fits = segments.iter().all(plain)
            && segments.iter().filter(|segment| segment.parse().as_ref() == Ok(project)).count() == 1
            && segments.last() == Some(&mode.as_str());
        fits.then_some(Self(text))
    }
}

impl fmt::Display for WebhookUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[derive(Deserialize)]
struct Answer {
    test_webhook_url: String,
    live_webhook_url: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notices_go_to_the_project_on_the_one_host_and_nowhere_else() {
        let project: ProjectId = "3f2504e0-4f89-41d3-9a0c-0305e82c3301".parse().expect("a project");
        let checked = |text: String| WebhookUrl::checked(text, &project, Mode::Test).is_some();
        let path = format!("api/v1/payments/stripe/webhooks/{project}/test");
        assert!(checked(format!("{HOST}{path}")), "as documented");
        for wrong in [
            format!("http://api.devkit4ai.com/{path}"),
            format!("https://api.devkit4ai.com.evil.example/{path}"),
            format!("https://api.devkit4ai.com@evil.example/{path}"),
            format!("https://api.devkit4ai.com:8443/{path}"),
            format!("https://evil.example/{path}"),
            format!("//api.devkit4ai.com/{path}"),
            format!("{HOST}{path}/"),
            format!("{HOST}{path}?to=x"),
            format!("{HOST}{path}#x"),
            format!("{HOST}../{path}"),
            format!("{HOST}/{path}"),
            format!("{HOST}%2e/{path}"),
            format!("{HOST}api/v1/payments/stripe/webhooks/{project}/live"),
            format!("{HOST}api/v1/payments/stripe/webhooks/3f2504e0-4f89-41d3-9a0c-0305e82c3302/test"),
            format!("{HOST}api/v1/payments/stripe/webhooks/test"),
            format!(" {HOST}{path}"),
            String::new(),
        ] {
            assert!(!checked(wrong.clone()), "{wrong:?} is not this project's");
        }
    }
}

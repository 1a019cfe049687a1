//! What a person is shown.

use serde::Deserialize;

use crate::Page;

/// How to get something from Stripe, in numbered steps, and what helps where they don't work out.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Guide {
    /// What is got.
    pub title: String,
    /// The page of Stripe on which it begins.
    pub page: Page,
    /// In order.
    pub steps: Vec<Step>,
    /// For when something is otherwise; the likeliest first.
    pub help: Vec<Help>,
}

/// One step.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// A short sentence or two; `**bold**` is marked so.
    pub text: String,
    /// What it looks like in Stripe.
    pub picture: Option<Picture>,
    /// The page that this step opens.
    pub page: Option<Page>,
}

/// Little drawings of Stripe's Dashboard. The page draws them.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[serde(rename_all = "snake_case")]
pub enum Picture {
    /// E-mail and password.
    SignIn,
    /// Six boxes for a code.
    TwoStepCode,
    /// Where the mode is switched.
    ModeSwitch,
    /// The banner of test mode and of a sandbox.
    TestBanner,
    /// The row of the publishable key.
    PublishableRow,
    /// The row of the secret key with its button, or the new key shown once.
    RevealSecret,
    /// The button for a new key, and its name.
    CreateKey,
    /// The question how the key will be used.
    HowUsedDialog,
    /// "I'm not a robot".
    Captcha,
    /// The form of a restricted key, boxes ticked.
    RestrictedForm,
    /// The form of a webhook destination.
    WebhookForm,
    /// The signing secret of a destination.
    WebhookSecret,
    /// A destination that is active, with address and events.
    VerifyDestination,
    /// The menu at the end of a key's row, and the end date.
    RollMenu,
}

impl Picture {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::SignIn,
        Self::TwoStepCode,
        Self::ModeSwitch,
        Self::TestBanner,
        Self::PublishableRow,
        Self::RevealSecret,
        Self::CreateKey,
        Self::HowUsedDialog,
        Self::Captcha,
        Self::RestrictedForm,
        Self::WebhookForm,
        Self::WebhookSecret,
        Self::VerifyDestination,
        Self::RollMenu,
    ];

    /// The word for it in data and on the page.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::TwoStepCode => "two_step_code",
            Self::ModeSwitch => "mode_switch",
            Self::TestBanner => "test_banner",
            Self::PublishableRow => "publishable_row",
            Self::RevealSecret => "reveal_secret",
            Self::CreateKey => "create_key",
            Self::HowUsedDialog => "how_used_dialog",
            Self::Captcha => "captcha",
            Self::RestrictedForm => "restricted_form",
            Self::WebhookForm => "webhook_form",
            Self::WebhookSecret => "webhook_secret",
            Self::VerifyDestination => "verify_destination",
            Self::RollMenu => "roll_menu",
        }
    }
}

/// What helps when something is otherwise.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Help {
    /// What it is about.
    pub topic: Topic,
    /// What the person sees or says.
    pub title: String,
    /// What to do.
    pub steps: Vec<Step>,
    /// A mail to somebody who can do it.
    pub mail: Option<Mail>,
}

/// A mail, ready to be sent. The person fills in the address.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// Its subject.
    pub subject: String,
    /// Its text, lines parted by line feeds.
    pub body: String,
}

/// What a piece of help is about.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// "I don't see API keys": no rights.
    NoRights,
    /// Stripe asks for a code.
    TwoStepCode,
    /// Stripe shows "I'm not a robot".
    Captcha,
    /// Test, Live, Sandbox: which is on.
    WhichMode,
    /// Stripe does not show the key any more: a new one.
    Lost,
    /// Stripe offers to show the key that is there.
    Reveal,
    /// Stripe offers a restricted key, which the integrator doesn't take.
    RestrictedOffered,
    /// A secret key in place of a restricted one.
    SecretInstead,
    /// A restricted key in place of a secret one.
    RestrictedInstead,
    /// Rolling, as the last resort.
    LastResort,
    /// There is no destination yet.
    NoDestination,
    /// Whether a destination works.
    Verify,
    /// The signing secret is lost or leaked.
    RollWebhookSecret,
}

impl Topic {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::NoRights,
        Self::TwoStepCode,
        Self::Captcha,
        Self::WhichMode,
        Self::Lost,
        Self::Reveal,
        Self::RestrictedOffered,
        Self::SecretInstead,
        Self::RestrictedInstead,
        Self::LastResort,
        Self::NoDestination,
        Self::Verify,
        Self::RollWebhookSecret,
    ];

    /// The word for it in data and on the page.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoRights => "no_rights",
            Self::TwoStepCode => "two_step_code",
            Self::Captcha => "captcha",
            Self::WhichMode => "which_mode",
            Self::Lost => "lost",
            Self::Reveal => "reveal",
            Self::RestrictedOffered => "restricted_offered",
            Self::SecretInstead => "secret_instead",
            Self::RestrictedInstead => "restricted_instead",
            Self::LastResort => "last_resort",
            Self::NoDestination => "no_destination",
            Self::Verify => "verify",
            Self::RollWebhookSecret => "roll_webhook_secret",
        }
    }
}

/// How a key is put into the integrator's own page.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PutInGuide {
    /// "Put the key into …".
    pub title: String,
    /// A sentence under it.
    pub lead: String,
    /// What the button says that opens the page.
    pub open_button: String,
    /// The integrator's page, with https.
    pub page: String,
    /// 1: go to the field.
    pub open: String,
    /// 2: copy the key, once the field is seen.
    pub copy: String,
    /// 3: paste it there.
    pub paste: String,
    /// "Did … accept it?"
    pub accepted: String,
    /// The answer that ends it.
    pub yes: String,
    /// The answer that does not.
    pub no: String,
}

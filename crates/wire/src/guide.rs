//! How to get something from Stripe: numbered steps with pictures, and what helps where they don't work out.
//!
//! In the language of the settings: data of the integrators, and so the views with sentences.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{SlotRef, StripePage};

/// Asks for the guide of one row.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "guide.ts")]
pub struct GetGuideRequest {
    /// The delivery.
    pub delivery_id: String,
    /// The row.
    pub slot: SlotRef,
}

/// Opens a draft with the mail of a piece of help; the person fills in the address.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "guide.ts")]
pub struct WriteGuideMailRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The delivery.
    pub delivery_id: String,
    /// The row.
    pub slot: SlotRef,
    /// Which piece of help.
    pub topic: GuideTopic,
}

/// How to get the key of one row.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "guide.ts")]
pub struct GuideView {
    /// What is got.
    pub title: String,
    /// The page of Stripe on which it begins.
    pub page: StripePage,
    /// What to answer when Stripe asks how the key will be used.
    pub how_used: HowUsed,
    /// In order.
    pub steps: Vec<GuideStepView>,
    /// For when something is otherwise; the likeliest first.
    pub help: Vec<GuideHelpView>,
}

/// One step.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "guide.ts")]
pub struct GuideStepView {
    /// A short sentence or two, `**bold**` marked.
    pub text: String,
    /// What it looks like in Stripe.
    pub picture: Option<GuidePicture>,
    /// The page that this step opens.
    pub page: Option<StripePage>,
}

/// What helps when something is otherwise.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "guide.ts")]
pub struct GuideHelpView {
    /// What it is about.
    pub topic: GuideTopic,
    /// What the person sees or says.
    pub title: String,
    /// What to do.
    pub steps: Vec<GuideStepView>,
    /// A mail to somebody who can do it.
    pub mail: Option<GuideMailView>,
}

/// A mail, ready to be sent.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "guide.ts")]
pub struct GuideMailView {
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub body: String,
}

/// An answer to Stripe's question how a key will be used.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "guide.ts")]
pub enum HowUsed {
    /// "Building your own integration".
    OwnIntegration,
    /// "Providing this key to another website".
    AnotherWebsite,
}

/// A little drawing of Stripe's Dashboard. The page draws them.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "guide.ts")]
pub enum GuidePicture {
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

/// What a piece of help is about.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "guide.ts")]
pub enum GuideTopic {
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

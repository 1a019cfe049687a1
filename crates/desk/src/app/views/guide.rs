//! A guide for the page: ours and the page's names of pictures, topics and pages are twins.

use keycourier_integrators::{Guide, Help, HowUsed, Page, Picture, Step, Topic};
use keycourier_wire::{
    self as wire, GuideHelpView, GuideMailView, GuidePicture, GuideStepView, GuideTopic, GuideView, StripePage,
};

pub(crate) fn guide(guide: Guide, how_used: HowUsed) -> GuideView {
    GuideView {
        title: guide.title,
        page: page(guide.page),
        how_used: match how_used {
            HowUsed::OwnIntegration => wire::HowUsed::OwnIntegration,
            HowUsed::AnotherWebsite => wire::HowUsed::AnotherWebsite,
        },
        steps: guide.steps.into_iter().map(step).collect(),
        help: guide.help.into_iter().map(help).collect(),
    }
}

pub(crate) fn topic(topic: Topic) -> GuideTopic {
    match topic {
        Topic::NoRights => GuideTopic::NoRights,
        Topic::TwoStepCode => GuideTopic::TwoStepCode,
        Topic::Captcha => GuideTopic::Captcha,
        Topic::WhichMode => GuideTopic::WhichMode,
        Topic::Lost => GuideTopic::Lost,
        Topic::Reveal => GuideTopic::Reveal,
        Topic::RestrictedOffered => GuideTopic::RestrictedOffered,
        Topic::SecretInstead => GuideTopic::SecretInstead,
        Topic::RestrictedInstead => GuideTopic::RestrictedInstead,
        Topic::LastResort => GuideTopic::LastResort,
        Topic::NoDestination => GuideTopic::NoDestination,
        Topic::Verify => GuideTopic::Verify,
        Topic::RollWebhookSecret => GuideTopic::RollWebhookSecret,
    }
}

fn help(help: Help) -> GuideHelpView {
    GuideHelpView {
        topic: topic(help.topic),
        title: help.title,
        steps: help.steps.into_iter().map(step).collect(),
        mail: help.mail.map(|mail| GuideMailView { subject: mail.subject, body: mail.body }),
    }
}

fn step(step: Step) -> GuideStepView {
    GuideStepView { text: step.text, picture: step.picture.map(picture), page: step.page.map(page) }
}

fn page(page: Page) -> StripePage {
    match page {
        Page::ApiKeys => StripePage::ApiKeys,
        Page::CreateRestrictedKey => StripePage::CreateRestrictedKey,
        Page::Webhooks => StripePage::Webhooks,
        Page::Team => StripePage::Team,
    }
}

fn picture(picture: Picture) -> GuidePicture {
    match picture {
        Picture::SignIn => GuidePicture::SignIn,
        Picture::TwoStepCode => GuidePicture::TwoStepCode,
        Picture::ModeSwitch => GuidePicture::ModeSwitch,
        Picture::TestBanner => GuidePicture::TestBanner,
        Picture::PublishableRow => GuidePicture::PublishableRow,
        Picture::RevealSecret => GuidePicture::RevealSecret,
        Picture::CreateKey => GuidePicture::CreateKey,
        Picture::HowUsedDialog => GuidePicture::HowUsedDialog,
        Picture::Captcha => GuidePicture::Captcha,
        Picture::RestrictedForm => GuidePicture::RestrictedForm,
        Picture::WebhookForm => GuidePicture::WebhookForm,
        Picture::WebhookSecret => GuidePicture::WebhookSecret,
        Picture::VerifyDestination => GuidePicture::VerifyDestination,
        Picture::RollMenu => GuidePicture::RollMenu,
    }
}

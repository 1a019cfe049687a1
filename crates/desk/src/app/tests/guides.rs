//! The guides as the page gets them, and the pages of Stripe that they open.

use keycourier_credentials::Mode;
use keycourier_testkit::fake_stripe::Script;
use keycourier_wire::{
    AcceptRequestRequest, AppError, GetGuideRequest, GuideTopic, HowUsed, OpenStripePageRequest, SlotRef,
    StartDeliveryRequest, StripePage, WriteGuideMailRequest,
};

use crate::app::testing::{Helpdesk, World};

const SECRET: &str = "secret";

fn live(slot: &str) -> SlotRef {
    SlotRef { mode: keycourier_wire::Mode::Live, slot: slot.to_owned() }
}

async fn to_imagatec(world: &World) -> String {
    let start = StartDeliveryRequest {
        operation_id: "start".to_owned(),
        preset: "imagatec".to_owned(),
        modes: vec![keycourier_wire::Mode::Live],
        business_id: None,
    };
    world.app.start_delivery(start).await.expect("a known integrator").delivery_id
}

async fn to_somebody(world: &World) -> String {
    let desk = Helpdesk::named("Small Shop Tools", "tools.example");
    let request_id = world.open(&desk.asks(Mode::Live), "open").await;
    let accept =
        AcceptRequestRequest { operation_id: "accept".to_owned(), request_id, delivery_id: None, business_id: None };
    world.app.accept_request(accept).await.expect("it starts").delivery_id
}

#[tokio::test]
async fn a_guide_is_there_with_and_without_a_preset() {
    let world = World::new(Script::default());
    for delivery_id in [to_imagatec(&world).await, to_somebody(&world).await] {
        let name = world.delivery(&delivery_id).await.who.name;
        let request = GetGuideRequest { delivery_id, slot: live(SECRET) };
        let guide = world.app.get_guide(request).await.expect("every row has one");
        assert!(guide.steps.iter().any(|step| step.text.contains(&format!("“{name}”"))), "the key is named by {name}");
        assert!(guide.steps.iter().any(|step| step.picture.is_some()), "and shown in pictures");
        assert_eq!(guide.how_used, HowUsed::OwnIntegration, "neither takes a restricted key");
        assert_eq!(guide.steps.iter().filter(|step| step.page.is_some()).count(), 1, "one step opens Stripe");
        let topics: Vec<_> = guide.help.iter().map(|help| help.topic).collect();
        assert_eq!(topics.first(), Some(&GuideTopic::NoRights), "the likeliest first: {topics:?}");
        assert_eq!(topics.last(), Some(&GuideTopic::LastResort), "rolling stops other services: {topics:?}");
    }
}

#[tokio::test]
async fn pages_open_in_the_mode_of_the_row() {
    let world = World::new(Script::default());
    let delivery_id = to_imagatec(&world).await;
    let cases = [
        (StripePage::Keys, "https://dashboard.stripe.com/apikeys"),
        (StripePage::ApiKeys, "https://dashboard.stripe.com/apikeys"),
        (StripePage::Webhooks, "https://dashboard.stripe.com/webhooks"),
        (StripePage::Team, "https://dashboard.stripe.com/settings/team"),
        (StripePage::CreateRestrictedKey, "https://dashboard.stripe.com/apikeys/create?name=Imagatec"),
    ];
    for (n, (page, expected)) in cases.into_iter().enumerate() {
        let request = OpenStripePageRequest {
            operation_id: format!("open-{n}"),
            delivery_id: delivery_id.clone(),
            slot: live(SECRET),
            page,
        };
        world.app.open_stripe_page(request).await.expect("a browser answers");
        assert_eq!(world.shell.pages().last().map(String::as_str), Some(expected), "{page:?}");
    }
}

#[tokio::test]
async fn the_mail_to_the_owner_is_a_draft_without_an_address() {
    let world = World::new(Script::default());
    let delivery_id = to_imagatec(&world).await;
    let request = |topic| WriteGuideMailRequest {
        operation_id: format!("{topic:?}"),
        delivery_id: delivery_id.clone(),
        slot: live(SECRET),
        topic,
    };
    let draft = world.app.write_guide_mail(request(GuideTopic::NoRights)).await.expect("a mail program answers");
    assert!(draft.opened, "it is open");
    let mails = world.shell.mails();
    let mail = mails.last().expect("one draft");
    assert!(mail.starts_with("mailto:?subject=Stripe"), "who owns the account, the person knows: {mail}");
    let none = world.app.write_guide_mail(request(GuideTopic::Captcha)).await;
    assert_eq!(none, Err(AppError::Gone), "a piece of help without a mail opens none");
}

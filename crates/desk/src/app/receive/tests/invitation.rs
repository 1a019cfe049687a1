use keycourier_documents::SignedRequest;
use keycourier_wire::{AppError, InvitationRequest, TextFault, TextField};

use super::world::World;

#[tokio::test]
async fn an_invitation_brings_the_request_and_never_the_words() {
    let world = World::with_desk().await;
    let made = world.request().await;
    let invitation = |operation: &str, body: &str| InvitationRequest {
        operation_id: operation.to_owned(),
        request_id: made.request_id.clone(),
        subject: "Please send us your Stripe keys".to_owned(),
        body: body.to_owned(),
    };
    let draft =
        world.app.write_invitation(invitation("write", "Hello,\nplease")).await.expect("a mail program answers");
    assert!(draft.opened && draft.file_on_clipboard, "the request is one paste away");
    let mail = world.shell.mails().pop().expect("a draft");
    assert!(mail.starts_with("mailto:?subject=Please%20send"), "the agent knows the address: {mail}");
    world.app.copy_invitation(invitation("copy", "Hello,\nplease\n")).await.expect("a clipboard");
    let copied = world.shell.clipboard().expect("it was copied");
    assert!(copied.starts_with("Hello,\nplease\n\n"), "the text first: {copied}");
    assert_eq!(SignedRequest::read(copied.as_bytes()).as_ref(), Ok(&world.document(&made)), "it opens as it is");

    let words = world.app.get_desk_words().await.expect("a desk");
    let refused = AppError::BadText { field: TextField::Mail, fault: TextFault::WrongForm };
    for (n, proof) in
        [words.words.join(", "), words.words.concat().to_uppercase(), words.digits].into_iter().enumerate()
    {
        let body = format!("Hello, our words are: {proof}. Bye");
        let written = world.app.write_invitation(invitation(&format!("words-{n}"), &body)).await;
        assert_eq!(written.err(), Some(refused.clone()), "whoever changes the request would change them too");
        let copied = world.app.copy_invitation(invitation(&format!("words-copy-{n}"), &body)).await;
        assert_eq!(copied.err(), Some(refused.clone()), "in no mail");
    }
}

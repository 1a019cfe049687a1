//! What codes mean to a person, and the one next step.

use keycourier_credentials::{DamageCause, Kind, LooksLike, Mode, Problem};
use keycourier_documents::{AgeFault, ReceiptVerdict};

use crate::failure::Failure;

/// What happened, and what to do.
pub(crate) fn failure(failure: &Failure) -> String {
    let it = &failure.subject;
    match failure.code {
        "file_missing" => format!("{it} is not there. Check the name."),
        "file_refused" => format!("{it} can't be read or written. Check its rights, and that it is not a folder."),
        "file_exists" => format!("{it} is there already and was left as it is. Choose another name, or add --force."),
        "disk_full" => format!("The disk is full, so {it} was not written. Make room and try again."),
        "too_big" => format!("{it} is larger than 1 MiB, which no key file or bundle is. Check that it is the right file."),
        "short_passphrase" => format!("A passphrase for a backup has at least {it} characters. Take a longer one."),
        "wrong_passphrase" => format!("The passphrase does not open {it}. Give it exactly as it was when the backup was made."),
        "not_a_backup" => format!("{it} is not a backup of an identity. Check that it is the right file."),
        "no_passphrase" => format!("There are no words behind {it}. Write them there, one line."),
        "usage" => it.clone(),
        "not_an_identity" => format!("{it} is not an identity file. Make one with keycourier identity new."),
        "no_signing_key" => {
            format!("{it} is an age identity without Keycourier's signing key. Make one with keycourier identity new.")
        }
        "no_identity" => "There is no desk identity in this computer's keychain. Make one with keycourier identity new.".to_owned(),
        "identity_exists" => "A desk identity is in this computer's keychain already, and stays. Give --identity FILE to make another.".to_owned(),
        "keychain_locked" => "The keychain is locked. Unlock it and try again, or give --identity FILE.".to_owned(),
        "keychain_not_available" => "There is no keychain that answers. Start one, or give --identity FILE.".to_owned(),
        "keychain_damaged" => "The keychain's item can't be read. Give --identity FILE.".to_owned(),
        "keychain_full" => "The keychain takes no more. Remove something from it, or give --identity FILE.".to_owned(),
        "not_a_blueprint" => format!("{it} is not what a request is made from. It needs name, domain, and a preset or [[slots]]."),
        "nothing_asked" => "The request asks for nothing. Name a preset, or add [[slots]].".to_owned(),
        "unknown_preset" => "No integrator of that name is known. Give [[slots]] instead of a preset.".to_owned(),
        "preset_mismatch" => "The request names a known company and comes from another domain. Don't answer it; call that company.".to_owned(),
        "out_of_bounds" => "That is more than a request may hold, or the same thing twice, or a webhook without https. Ask for less.".to_owned(),
        "bad_text" => format!("{it} is too long, or has characters that a line of text may not have. Shorten it."),
        "too_much" => format!("{it} asks for more than a request may. Don't answer it; ask the sender for a shorter one."),
        "hidden_characters" => format!("{it} has characters that nobody sees, so it may say something else than it shows. Don't answer it; call the company."),
        "bad_domain" => format!("{it} names no proper domain, so nobody can tell whose it is. Don't answer it; call the company."),
        "recipient_not_supported" => format!("{it} wants its answer locked in a way that this version does not know. Ask the sender for one made with Keycourier."),
        "webhook_not_https" => format!("{it} wants payment notices sent without https, where others can read them. Ask the sender for a new request."),
        "expired" => format!("{it} was wanted earlier. Ask for a new request; if they say that they still take this one, add --late."),
        "not_your_request" => format!("{it} was not made by this identity. Use the identity that signed it."),
        "keys" => "Nothing was locked, because the keys are not right:".to_owned(),
        "no_keys" => format!("There is no whole Stripe key in {it}. Copy the keys into it and try again."),
        "not_proven" => "Live keys are only locked for somebody you know. Call them, have them read out their six words, and add --verified-words.".to_owned(),
        "wrong_words" => "These are not their words. Ask them to read again; if they still differ, stop and tell them.".to_owned(),
        "unknown_question" => format!("{it} answers a question that the request does not ask. Compare with keycourier request show."),
        "secret_in_answer" => format!("A key stands in {it}, where everybody at the helpdesk would read it. Take it out."),
        "not_answers" => format!("{it} is not a list of answers. Write one line an answer: id = \"text\"."),
        "not_sealed" => "The keys could not be locked for that request. Ask for a new request.".to_owned(),
        "not_this_document" => format!("There is no such document in {it}. Check that it is the file they sent you."),
        "ledger" => "Keycourier's data on this computer can't be read. Close other copies of the program and try again.".to_owned(),
        code => opening(code, it),
    }
}

/// Why a file does not open, and what to do.
pub(crate) fn opening(code: &str, it: &str) -> String {
    match code {
        "not_a_bundle" => format!("{it} is not a locked file. Ask the sender for the file that ends in .age."),
        "armor_damaged" => {
            format!("{it} arrived cut off or changed. Ask the sender to attach the file instead of pasting it.")
        }
        "several" => {
            format!("There is more than one document in {it}. Save each in a file of its own and try them one by one.")
        }
        "unsupported_header" => {
            format!("{it} was made by another program or a newer version. Ask the sender to use Keycourier.")
        }
        "needs_passphrase" => format!("{it} is locked with words. Ask the sender for them and use --passphrase-fd."),
        "not_for_us" => {
            format!("{it} was made for somebody else, or the words are wrong. Ask the sender whom they chose.")
        }
        "damaged" => format!("{it} was damaged on its way. Ask the sender to send it again as an attachment."),
        "not_signed" | "wrong_namespace" | "weak_key" | "bad_signature" | "signer_mismatch" => {
            format!(
                "The signature of {it} is not right: somebody changed it. Call the sender before you use anything in it."
            )
        }
        "malformed" => format!(
            "{it} is signed, but does not have the right form. Ask the sender to make it again with Keycourier."
        ),
        "newer_version" => format!("{it} was made by a newer version of Keycourier. Update yours."),
        "readdressed" => {
            format!("{it} was made for somebody else and passed on to you. Call the sender before you use it.")
        }
        "request_not_ours" => format!("{it} answers a request that is not yours. Call the sender before you use it."),
        _ => format!("{it} could not be used. Try again, or ask the sender."),
    }
}

/// Where age refuses a file.
pub(crate) fn age(fault: AgeFault) -> &'static str {
    match fault {
        AgeFault::Header => {
            "This is no age file, or one of a kind that is not supported. Check that all of it is there."
        }
        AgeFault::Armor => "The armor around the file is damaged. Get the file itself instead of its text.",
        AgeFault::NoMatch => "None of the keys opens it. Give the identity or passphrase that it was made for.",
        AgeFault::Mac => "The header was changed after the file was made. Get it again.",
        AgeFault::Payload => "The contents are cut off or changed; what came out before is right. Get the file again.",
    }
}

/// What is wrong with a key, and what to do.
pub(crate) fn problem(problem: &Problem) -> String {
    match problem {
        Problem::Empty => "There is no key here. Copy it in Stripe and paste it.".to_owned(),
        Problem::HiddenForm => {
            "These are only the last letters of the key. If Stripe no longer shows the whole key, create a new one."
                .to_owned()
        }
        Problem::Truncated { .. } => "The key was cut off. Copy all of it with Stripe's copy button.".to_owned(),
        Problem::Damaged { cause } => format!("{} Copy it again with Stripe's copy button.", damage(*cause)),
        Problem::WrongKind { found, wanted } => {
            let wanted: Vec<&str> = wanted.iter().copied().map(kind).collect();
            format!("This is a {}; wanted is a {}. Copy that one in Stripe.", kind(*found), wanted.join(" or "))
        }
        Problem::WrongMode { found, wanted } => {
            format!(
                "This is a {} key; wanted is the {} one. Switch Stripe to {} and copy it there.",
                mode(*found),
                mode(*wanted),
                mode(*wanted)
            )
        }
        Problem::OtherAccount { slot } => {
            format!("This key is of another Stripe account than the one in {slot}. Copy both from the same account.")
        }
        Problem::OtherBusiness { business } => format!("This key belongs to {business}. Use it there."),
        Problem::Duplicate { slot } => format!("This key is already in {slot}. Copy the other one."),
        Problem::NotACredential { looks_like } => {
            format!("This is {}, not a Stripe key. Copy the key itself.", looks(*looks_like))
        }
        Problem::OtherProvider { provider, certain: true } => {
            format!("This is a key of {provider}, not of Stripe. Copy the one from Stripe.")
        }
        Problem::OtherProvider { provider, certain: false } => {
            format!("This may be a key of {provider}, which looks alike. The check with Stripe will tell.")
        }
        Problem::Placeholder => "This is a sample from instructions. Copy your own key in Stripe.".to_owned(),
        Problem::Several { count } => format!("There are {count} different keys that fit. Leave only the right one."),
        Problem::UnexpectedShape => "We don't know this form of key; the check with Stripe will tell.".to_owned(),
        Problem::FullAccess => "This key may do everything. A restricted key would be safer here.".to_owned(),
        Problem::Repaired { .. } => "What does not belong to the key was left out.".to_owned(),
    }
}

pub(crate) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Publishable => "publishable key",
        Kind::Secret => "secret key",
        Kind::Restricted => "restricted key",
        Kind::WebhookSecret => "webhook signing secret",
        Kind::Organization => "organization key",
    }
}

pub(crate) fn mode(mode: Mode) -> &'static str {
    match mode {
        Mode::Test => "Test",
        Mode::Live => "Live",
    }
}

fn damage(cause: DamageCause) -> &'static str {
    match cause {
        DamageCause::LetterCase => "Capitals and small letters of the key were changed on its way.",
        DamageCause::Separator => "The underscores of the key were changed on its way.",
        DamageCause::ForeignLetter => "A letter of another alphabet stands in the key.",
        DamageCause::Broken => "The key is in pieces that can't be joined for certain.",
        DamageCause::Beginning => "The first letters of the key are missing or others.",
    }
}

pub(crate) fn verdict(verdict: ReceiptVerdict) -> &'static str {
    match verdict {
        ReceiptVerdict::Received => "received",
        ReceiptVerdict::Works => "working",
        ReceiptVerdict::Rejected => "rejected",
    }
}

fn looks(looks_like: LooksLike) -> &'static str {
    match looks_like {
        LooksLike::StripeId => "the id of something at Stripe",
        LooksLike::ClientSecret => "the secret of one payment",
        LooksLike::Url => "the address of a page",
        LooksLike::Email => "an e-mail address",
        LooksLike::FileName => "the name of a file",
        LooksLike::Document => "a document that can't be read as text",
        LooksLike::Code => "a code",
        LooksLike::Sentence => "text",
        LooksLike::Unknown => "something else, perhaps a password",
    }
}

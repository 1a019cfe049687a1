//! What codes mean to a person, and the one next step.

use keycourier_credentials::{DamageCause, Kind, LooksLike, Mode, Problem};
use keycourier_documents::{AgeFault, ReceiptVerdict};
use keycourier_stripe::{AbilityState, Cause, Level, NotProbed, Off, Permission, Sight, Verdict, WebhookFinding};

use crate::failure::Failure;

/// For a call that names a server which is not on this computer.
pub(crate) const BAD_BASE: &str = "The server that was named in place of Stripe is not on this computer.";
/// For keys that don't belong together.
pub(crate) const DIFFERENT_ACCOUNTS: &str = "The keys are from different Stripe accounts. Take all from one.";
/// Behind an account that can't take payments yet.
pub(crate) const NOT_ACTIVATED: &str = ": payments are not activated yet; finish that in Stripe";

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
        "unknown_integrator" => "No integrator of that name is known. Leave --preset out, or give --request.".to_owned(),
        "no_resources" => "The system has nothing left to work with. Close other programs and try again.".to_owned(),
        "not_a_project" => "That is not the id of a project. It has 32 letters and digits in five groups; copy it from the project's page.".to_owned(),
        "no_token" => format!("There is no access token behind {it}. Write it there, one line."),
        "not_a_token" => format!("What stands behind {it} is not an access token. Copy it again from Dev Kit for AI."),
        "key_as_token" => format!("A key of Stripe's stands behind {it}. Keys go into the file that --keys names."),
        "push_keys" => "Nothing was sent, because the keys are not right:".to_owned(),
        "which_mode" => "A signing secret does not say whether it is for Test or Live. Send the keys of one mode at a time.".to_owned(),
        "key_invalid" => format!("Nothing was sent: Dev Kit for AI says that the {it} secret key does not work. Check it in Stripe."),
        "sign_in_again" => "Dev Kit for AI does not accept the token. Get a new one and try again. Nothing was sent.".to_owned(),
        "not_your_project" => "This token may not change this project. Use a token of the person who owns it.".to_owned(),
        "no_such_project" => "There is no project with this id. Compare it with the one on the project's page.".to_owned(),
        "refused" if it.is_empty() => "Dev Kit for AI does not accept one of the keys. Nothing was changed. Check them and try again.".to_owned(),
        "refused" => format!("Dev Kit for AI does not accept {it}. Nothing was changed. Check it and try again."),
        "could_not_ask" => format!("Dev Kit for AI could not be asked ({it}). Check the network and try again."),
        "unexpected_answer" => "What answered is not Dev Kit for AI as we know it. Try again in another network.".to_owned(),
        "left" => format!("The connection broke off, and {it} is not there yet. Run the same command again."),
        "unknown" => "The connection broke off, and nobody knows whether everything arrived. Run the same command again.".to_owned(),
        "not_loopback" => "This test build was given an address that is not http://127.0.0.1:PORT. Give it one.".to_owned(),
        code => opening(code, it),
    }
}

/// What Stripe says about a key, and what to do.
pub(crate) fn verdict(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Works | Verdict::PublishableOk => "works.".to_owned(),
        Verdict::WorksButLacks { lacks } => {
            let lacks: Vec<String> = lacks.iter().map(permission).collect();
            format!("works, but lacks {}. Create a key with these permissions.", lacks.join(", "))
        }
        Verdict::UnknownToStripe => "Stripe doesn't know it. Copy the key that is in Stripe now.".to_owned(),
        Verdict::Expired => "it has ended. Create a new one in Stripe.".to_owned(),
        Verdict::LockedToOtherAddresses => {
            "a real key, well protected: it works only from certain addresses, so it can't be checked from here."
                .to_owned()
        }
        Verdict::WrongMode { found, wanted } => {
            format!("Stripe says that it is for {}, not for {}. Copy the other one.", mode(*found), mode(*wanted))
        }
        Verdict::OtherAccount { found, wanted } => format!("it is of {found}, not of {wanted}. Copy the other one."),
        Verdict::CouldNotAsk { cause } => format!("could not be checked: {}", self::cause(*cause)),
    }
}

/// Why Stripe could not be asked, which is never the key's fault, and what to do.
pub(crate) fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::NoNetwork => "there is no way to Stripe. Check the connection.",
        Cause::NameNotFound => "Stripe's name is not found. Check the connection and the name server.",
        Cause::CertificateNotTrusted => {
            "something reads along, or the clock is wrong: the certificate is not trusted. Use another network."
        }
        Cause::Tls => "there is no private connection to Stripe. Use another network.",
        Cause::Proxy => "the proxy lets nothing through to Stripe. Ask who looks after it.",
        Cause::ProxySignIn => "the proxy wants a name and a password. Sign in there first.",
        Cause::TimedOut => "Stripe did not answer in time. Try again.",
        Cause::Cut => "the connection broke off. Try again.",
        Cause::RateLimited => "Stripe wants fewer calls. Wait a little.",
        Cause::ServerError => "Stripe has a fault. Try again later.",
        Cause::UnknownRefusal => "Stripe refused for a reason that is not known. Try again later.",
        Cause::UnexpectedAnswer => "what came is no answer of Stripe's. Use another network.",
        Cause::NoAccountForOrganization => {
            "it covers several accounts. Put a publishable key of the right one beside it."
        }
        Cause::NothingToAsk => "Stripe has no way to check a signing secret. The first notice will tell.",
    }
}

/// Whether a key has a permission.
pub(crate) fn ability(state: AbilityState) -> &'static str {
    match state {
        AbilityState::Has => "yes",
        AbilityState::Lacks => "no",
        AbilityState::NotProbed { why: NotProbed::NoProbe } => "can't be tried",
        AbilityState::NotProbed { why: NotProbed::WritesNotAgreed } => "not tried; --write-probes tries it",
        AbilityState::CouldNotAsk { .. } => "no answer",
    }
}

/// A column of Stripe's form.
pub(crate) fn level(level: Level) -> &'static str {
    match level {
        Level::Read => "Read",
        Level::Write => "Write",
    }
}

fn permission(permission: &Permission) -> String {
    format!("{} ({})", permission.label().unwrap_or_else(|| permission.resource()), level(permission.level()))
}

/// How a webhook stands.
pub(crate) fn webhook(webhook: &WebhookFinding) -> &'static str {
    match (webhook.off.is_empty(), webhook.sight) {
        (_, Sight::NotAllowed) => "this key may not look. Set it up in Stripe under Developers, Webhooks.",
        (_, Sight::CouldNotAsk { cause }) => self::cause(cause),
        (true, Sight::Whole | Sight::Half) => "fine.",
        (false, Sight::Whole | Sight::Half) => "something is off:",
    }
}

/// One thing that is off about a webhook, and what to do.
pub(crate) fn off(off: &Off) -> String {
    let names = |events: &std::collections::BTreeSet<keycourier_stripe::EventName>| {
        events.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    };
    match off {
        Off::HttpInLive => "Its address is not encrypted, which Stripe does not take for Live. Tell them.".to_owned(),
        Off::Missing { certain: true } => "It is missing. Create it in Stripe.".to_owned(),
        Off::Missing { certain: false } => "It was not found, but not all could be seen. Look in Stripe.".to_owned(),
        Off::LimitReached { count } => format!("There are {count} webhooks, as many as there may be. Delete one."),
        Off::WrongUrl { found, .. } => format!("It sends to {found}. Change the address, or create another."),
        Off::WrongMode { found } => format!("It is for {}. Create another.", mode(*found)),
        Off::ConnectEndpoint => "It listens to connected accounts. Create another.".to_owned(),
        Off::ThinEvents => "It sends events without their content. Create another.".to_owned(),
        Off::Disabled => "It is switched off. Switch it on.".to_owned(),
        Off::EventsMissing { events } => format!("These events are missing: {}. Add them.", names(events)),
        Off::DuplicateUrl { others } => format!("{} more send to the same address. Delete them.", others.len()),
        Off::OtherApiVersion { .. } => "Events come in another version than wanted. Create another.".to_owned(),
        Off::AllEvents => "It sends all events, which is more than was asked for.".to_owned(),
        Off::EventsTooMany { events } => format!("It also sends {}, which nobody asked for.", names(events)),
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

pub(crate) fn receipt_verdict(verdict: ReceiptVerdict) -> &'static str {
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

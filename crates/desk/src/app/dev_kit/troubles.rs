//! What went wrong, as the page is told.

use keycourier_devkit4ai::{Cause, Error, Field, Part, UpdateError};
use keycourier_wire::{AppError, DevKitCause, DevKitField, DevKitTrouble, KeyKind};

use crate::app::views::words;

pub(super) fn told(trouble: DevKitTrouble) -> AppError {
    AppError::DevKit { trouble }
}

pub(super) fn trouble(error: &Error) -> DevKitTrouble {
    match error {
        Error::SignInAgain => DevKitTrouble::SignInAgain,
        Error::NotYourProject => DevKitTrouble::NotYourProject,
        Error::NoSuchProject => DevKitTrouble::NoSuchProject,
        Error::Refused { fields } => DevKitTrouble::Refused { fields: fields.iter().copied().map(field).collect() },
        Error::CouldNotAsk(of) => DevKitTrouble::CouldNotAsk { cause: cause(*of) },
        Error::UnexpectedAnswer => DevKitTrouble::UnexpectedAnswer,
    }
}

/// Where an update may be done or not, the token's end is said only if it is known that nothing was done.
pub(super) fn update_trouble(error: &UpdateError) -> DevKitTrouble {
    match error {
        UpdateError::NotDone(error) => trouble(error),
        UpdateError::Left { fields } => DevKitTrouble::Left { fields: fields.iter().copied().map(field).collect() },
        UpdateError::Unknown(_) => DevKitTrouble::Unknown,
    }
}

pub(super) fn field(field: Field) -> DevKitField {
    let kind = match field.part {
        Part::SecretKey => KeyKind::Secret,
        Part::PublishableKey => KeyKind::Publishable,
        Part::WebhookSecret => KeyKind::WebhookSecret,
    };
    DevKitField { mode: words::mode(field.mode), kind }
}

fn cause(cause: Cause) -> DevKitCause {
    match cause {
        Cause::NoNetwork | Cause::NameNotFound => DevKitCause::NoNetwork,
        Cause::CertificateNotTrusted | Cause::Tls => DevKitCause::Tls,
        Cause::Proxy | Cause::ProxySignIn => DevKitCause::Proxy,
        Cause::TimedOut | Cause::Cut => DevKitCause::TimedOut,
        Cause::Busy => DevKitCause::Busy,
        Cause::ServerError => DevKitCause::ServerError,
    }
}

//! What a person types into the forms of a desk.

use keycourier_documents::Text;
use keycourier_ledger::{DeskContact, Line, NotAText};
use keycourier_wire::{AppError, TextFault, TextField};

use crate::app::errors::Refusal;

/// How many characters a name may have: as many as in a request.
const NAME: u32 = 80;
/// As many as an address may have (RFC 5321).
const EMAIL: u32 = 254;
const SHORT: u32 = 80;

/// A desk's name as typed.
pub(super) fn name(typed: &str) -> Result<Line, Refusal> {
    required(typed, &TextField::DeskName, NAME)
}

/// How customers reach a desk, as typed; what is empty is not there.
pub(super) fn contact(email: Option<&str>, phone: Option<&str>, hours: Option<&str>) -> Result<DeskContact, Refusal> {
    let email = optional(email, &TextField::DeskEmail, EMAIL)?;
    if email.as_ref().is_some_and(|email| !is_address(email.as_str())) {
        return Err(Refusal::bad_text(TextField::DeskEmail, TextFault::WrongForm));
    }
    let phone = optional(phone, &TextField::DeskPhone, SHORT)?;
    if phone.as_ref().is_some_and(|phone| !phone.as_str().chars().any(|c| c.is_ascii_digit())) {
        return Err(Refusal::bad_text(TextField::DeskPhone, TextFault::WrongForm));
    }
    Ok(DeskContact { email, phone, hours: optional(hours, &TextField::DeskHours, SHORT)? })
}

/// One line that may be left out.
pub(super) fn optional(typed: Option<&str>, field: &TextField, at_most: u32) -> Result<Option<Line>, Refusal> {
    match typed.map(str::trim).filter(|typed| !typed.is_empty()) {
        Some(typed) => required(typed, field, at_most).map(Some),
        None => Ok(None),
    }
}

fn required(typed: &str, field: &TextField, at_most: u32) -> Result<Line, Refusal> {
    let line: Line = typed.parse().map_err(|fault| match fault {
        NotAText::HoldsCredential => AppError::SecretInText { field: field.clone() }.into(),
        NotAText::Empty => Refusal::bad_text(field.clone(), TextFault::Empty),
        NotAText::TooLong => Refusal::bad_text(field.clone(), TextFault::TooLong { at_most }),
        NotAText::Hidden => Refusal::bad_text(field.clone(), TextFault::HiddenCharacters),
        NotAText::WrongForm => Refusal::bad_text(field.clone(), TextFault::WrongForm),
    })?;
    let length = u32::try_from(line.as_str().chars().count()).unwrap_or(u32::MAX);
    if length > at_most {
        return Err(Refusal::bad_text(field.clone(), TextFault::TooLong { at_most }));
    }
    // A request refuses a few characters more than the ledger does.
    let fits = Text::<500>::typed(line.as_str()).is_ok();
    if fits { Ok(line) } else { Err(Refusal::bad_text(field.clone(), TextFault::HiddenCharacters)) }
}

/// Something, one at sign, a domain. Whether anybody reads mail there, only a mail tells.
fn is_address(text: &str) -> bool {
    text.split_once('@').is_some_and(|(local, domain)| {
        let plain = |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || c == '@');
        plain(local) && plain(domain)
    })
}

#[cfg(test)]
mod tests {
    use keycourier_testkit::keys;

    use super::*;

    fn refusal<T>(result: Result<T, Refusal>) -> Option<AppError> {
        match result.err()? {
            Refusal::Told(error) => Some(error),
            Refusal::Fault(what) => panic!("a person can act on what they typed, and not on {what}"),
        }
    }

    #[test]
    fn a_key_in_a_form_is_refused_and_not_repeated() {
        let key = keys::legacy("sk_live_", 3);
        let refused = refusal(name(&format!("Imagatec {key}")));
        assert_eq!(refused, Some(AppError::SecretInText { field: TextField::DeskName }), "a name is shown everywhere");
    }

    #[test]
    fn what_a_field_does_not_take_says_why() {
        let bad = |field, fault| Some(AppError::BadText { field, fault });
        assert_eq!(refusal(name("  ")), bad(TextField::DeskName, TextFault::Empty), "a desk has a name");
        let long = "x".repeat(81);
        let too_long = TextFault::TooLong { at_most: 80 };
        assert_eq!(refusal(name(&long)), bad(TextField::DeskName, too_long), "no longer than a request takes");
        assert_eq!(
            refusal(name("Ima\u{200B}gatec")),
            bad(TextField::DeskName, TextFault::HiddenCharacters),
            "two names that look the same have other words"
        );
        for email in ["help", "@", "a@", "a b@c.example", "a@b@c"] {
            let refused = refusal(contact(Some(email), None, None));
            assert_eq!(refused, bad(TextField::DeskEmail, TextFault::WrongForm), "{email:?} is no address");
        }
        let phone = refusal(contact(None, Some("call us"), None));
        assert_eq!(phone, bad(TextField::DeskPhone, TextFault::WrongForm), "nothing to dial");
    }
}

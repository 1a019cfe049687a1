//! Stripe's verdicts as the ledger keeps them, and as the page shows them.

use keycourier_credentials::{AccountId, Mode, SlotId};
use keycourier_documents::CheckCode;
use keycourier_ledger::{Account, AccountState, BusinessAccount, Check};
use keycourier_stripe::{Cause, Level, Permission};
use keycourier_wire as wire;

use super::words;

/// A check held against the account that the business has now: what was learnt about a key stays, and what it means may change.
///
/// `expected` is the account of the business in the slot's mode, as far as known and not rejected.
pub(crate) fn verdict(check: &Check, mode: Mode, expected: Option<&AccountId>) -> wire::Verdict {
    let lacks: Vec<_> = check.lacks.iter().filter_map(|lack| permission(lack.as_str())).collect();
    match (check.verdict.as_str(), &check.account, expected) {
        ("works" | "works_but_lacks" | "other_account", Some(found), Some(expected)) if found != expected => {
            wire::Verdict::OtherAccount { found: found.to_string(), expected: expected.to_string() }
        }
        ("works" | "works_but_lacks" | "other_account", ..) if lacks.is_empty() => wire::Verdict::Works,
        ("works" | "works_but_lacks" | "other_account", ..) => wire::Verdict::WorksButLacks { lacks },
        ("unknown_to_stripe", ..) => wire::Verdict::UnknownToStripe,
        ("expired", ..) => wire::Verdict::Expired,
        ("locked_to_other_addresses", ..) => wire::Verdict::LockedToOtherAddresses,
        ("wrong_mode", ..) => wire::Verdict::WrongMode {
            found: match mode {
                Mode::Test => wire::Mode::Live,
                Mode::Live => wire::Mode::Test,
            },
        },
        ("publishable_ok", ..) => wire::Verdict::PublishableOk,
        _ => wire::Verdict::CouldNotAsk {
            cause: cause(check.cause.as_ref().map(keycourier_ledger::Code::as_str).unwrap_or_default()),
        },
    }
}

/// A verdict of Stripe's crate as it was, whatever is expected now.
pub(crate) fn verdict_of(verdict: &keycourier_stripe::Verdict) -> wire::Verdict {
    use keycourier_stripe::Verdict;
    match verdict {
        Verdict::Works => wire::Verdict::Works,
        Verdict::WorksButLacks { lacks } => {
            wire::Verdict::WorksButLacks { lacks: lacks.iter().map(permission_view).collect() }
        }
        Verdict::UnknownToStripe => wire::Verdict::UnknownToStripe,
        Verdict::Expired => wire::Verdict::Expired,
        Verdict::LockedToOtherAddresses => wire::Verdict::LockedToOtherAddresses,
        Verdict::WrongMode { found, .. } => wire::Verdict::WrongMode { found: words::mode(*found) },
        Verdict::OtherAccount { found, wanted } => {
            wire::Verdict::OtherAccount { found: found.to_string(), expected: wanted.to_string() }
        }
        Verdict::PublishableOk => wire::Verdict::PublishableOk,
        Verdict::CouldNotAsk { cause } => wire::Verdict::CouldNotAsk { cause: cause_of(*cause) },
    }
}

/// A verdict with what belongs to it; `None` where nobody asked.
pub(crate) fn view(check: Option<&Check>, slot: &SlotId, expected: Option<&AccountId>) -> wire::VerdictView {
    let verdict = check.map_or(wire::Verdict::NotChecked, |check| verdict(check, slot.mode, expected));
    view_of(verdict, check, slot)
}

/// As [`view`], for a verdict that is known already.
pub(crate) fn view_of(verdict: wire::Verdict, check: Option<&Check>, slot: &SlotId) -> wire::VerdictView {
    let at = || words::slot(slot);
    let fix = match &verdict {
        wire::Verdict::Works
        | wire::Verdict::PublishableOk
        | wire::Verdict::LockedToOtherAddresses
        | wire::Verdict::CouldNotAsk {
            cause: wire::CouldNotAskCause::NothingToAsk | wire::CouldNotAskCause::NoAccountForOrganization,
        } => None,
        wire::Verdict::WorksButLacks { .. } => Some(wire::VerdictFix::CreateRestrictedKey { slot: at() }),
        wire::Verdict::UnknownToStripe
        | wire::Verdict::Expired
        | wire::Verdict::WrongMode { .. }
        | wire::Verdict::OtherAccount { .. } => Some(wire::VerdictFix::ReplaceKey { slot: at() }),
        wire::Verdict::CouldNotAsk { .. } | wire::Verdict::NotChecked => Some(wire::VerdictFix::CheckAgain),
    };
    wire::VerdictView {
        weight: weight(&verdict),
        checked_at: check.map(|check| words::time(check.at)),
        stripe_request_id: check.and_then(|check| check.request_id.as_ref()).map(ToString::to_string),
        fix,
        verdict,
    }
}

pub(crate) fn weight(verdict: &wire::Verdict) -> wire::VerdictWeight {
    match verdict {
        wire::Verdict::Works | wire::Verdict::PublishableOk => wire::VerdictWeight::Good,
        wire::Verdict::WorksButLacks { .. }
        | wire::Verdict::LockedToOtherAddresses
        | wire::Verdict::CouldNotAsk { .. }
        | wire::Verdict::NotChecked => wire::VerdictWeight::Mark,
        wire::Verdict::UnknownToStripe
        | wire::Verdict::Expired
        | wire::Verdict::WrongMode { .. }
        | wire::Verdict::OtherAccount { .. } => wire::VerdictWeight::Stops,
    }
}

/// The word that goes along in the bundle.
pub(crate) fn check_code(verdict: &wire::Verdict) -> CheckCode {
    match verdict {
        wire::Verdict::Works => CheckCode::Works,
        wire::Verdict::WorksButLacks { .. } => CheckCode::WorksButLacks,
        wire::Verdict::UnknownToStripe => CheckCode::UnknownToStripe,
        wire::Verdict::Expired => CheckCode::Expired,
        wire::Verdict::LockedToOtherAddresses => CheckCode::LockedToOtherAddresses,
        wire::Verdict::WrongMode { .. } => CheckCode::WrongMode,
        wire::Verdict::OtherAccount { .. } => CheckCode::OtherAccount,
        wire::Verdict::PublishableOk => CheckCode::PublishableOk,
        wire::Verdict::CouldNotAsk { .. } => CheckCode::CouldNotAsk,
        wire::Verdict::NotChecked => CheckCode::NotChecked,
    }
}

pub(crate) fn account(account: &Account) -> wire::AccountView {
    wire::AccountView {
        id: account.id.to_string(),
        name: account.name.as_ref().map(ToString::to_string),
        country: account.country.as_ref().map(ToString::to_string),
        can_take_payments: account.can_take_payments,
    }
}

pub(crate) fn mode_account(known: &BusinessAccount) -> wire::ModeAccountView {
    wire::ModeAccountView {
        mode: words::mode(known.account.mode),
        account: account(&known.account),
        state: match known.state {
            AccountState::ToConfirm => wire::AccountState::ToConfirm,
            AccountState::Confirmed => wire::AccountState::Confirmed,
            AccountState::Rejected => wire::AccountState::Rejected,
        },
    }
}

/// The word of a cause in the ledger.
pub(crate) fn cause_word(cause: Cause) -> &'static str {
    cause.code()
}

/// A cause as Stripe's crate names it.
pub(crate) fn cause_of(cause_of: Cause) -> wire::CouldNotAskCause {
    cause(cause_word(cause_of))
}

fn cause(word: &str) -> wire::CouldNotAskCause {
    match word {
        "no_network" => wire::CouldNotAskCause::NoNetwork,
        "name_not_found" => wire::CouldNotAskCause::NameNotFound,
        "certificate_not_trusted" => wire::CouldNotAskCause::CertificateNotTrusted,
        "tls" => wire::CouldNotAskCause::Tls,
        "proxy" => wire::CouldNotAskCause::Proxy,
        "proxy_sign_in" => wire::CouldNotAskCause::ProxySignIn,
        "timed_out" => wire::CouldNotAskCause::TimedOut,
        "cut" => wire::CouldNotAskCause::Cut,
        "rate_limited" => wire::CouldNotAskCause::RateLimited,
        "server_error" => wire::CouldNotAskCause::ServerError,
        "unknown_refusal" => wire::CouldNotAskCause::UnknownRefusal,
        "no_account_for_organization" => wire::CouldNotAskCause::NoAccountForOrganization,
        "nothing_to_ask" => wire::CouldNotAskCause::NothingToAsk,
        _ => wire::CouldNotAskCause::UnexpectedAnswer,
    }
}

fn permission(name: &str) -> Option<wire::PermissionView> {
    Some(permission_view(&name.parse().ok()?))
}

pub(crate) fn permission_view(permission: &Permission) -> wire::PermissionView {
    let level = match permission.level() {
        Level::Read => wire::PermissionLevel::Read,
        Level::Write => wire::PermissionLevel::Write,
    };
    wire::PermissionView { resource: permission.resource().to_owned(), level }
}

//! Kinds, modes and other single words: ours and the page's are twins.

use jiff::Timestamp;
use keycourier_credentials::{Kind, Mode, SlotId};
use keycourier_documents::{QuestionType, RestrictedKeys};
use keycourier_wire as wire;

pub(crate) fn mode(mode: Mode) -> wire::Mode {
    match mode {
        Mode::Test => wire::Mode::Test,
        Mode::Live => wire::Mode::Live,
    }
}

pub(crate) fn mode_in(mode: wire::Mode) -> Mode {
    match mode {
        wire::Mode::Test => Mode::Test,
        wire::Mode::Live => Mode::Live,
    }
}

pub(crate) fn kind(kind: Kind) -> wire::KeyKind {
    match kind {
        Kind::Publishable => wire::KeyKind::Publishable,
        Kind::Secret => wire::KeyKind::Secret,
        Kind::Restricted => wire::KeyKind::Restricted,
        Kind::WebhookSecret => wire::KeyKind::WebhookSecret,
        Kind::Organization => wire::KeyKind::Organization,
    }
}

pub(crate) fn kinds(kinds: &[Kind]) -> Vec<wire::KeyKind> {
    kinds.iter().copied().map(kind).collect()
}

pub(crate) fn slot(slot: &SlotId) -> wire::SlotRef {
    wire::SlotRef { mode: mode(slot.mode), slot: slot.name.as_str().to_owned() }
}

pub(crate) fn restricted(policy: RestrictedKeys) -> wire::RestrictedPolicy {
    match policy {
        RestrictedKeys::Recommended => wire::RestrictedPolicy::Recommended,
        RestrictedKeys::Allowed => wire::RestrictedPolicy::Allowed,
        RestrictedKeys::Refused => wire::RestrictedPolicy::Refused,
    }
}

pub(crate) fn question_kind(kind: QuestionType) -> wire::QuestionKind {
    match kind {
        QuestionType::Text => wire::QuestionKind::Text,
        QuestionType::Choice => wire::QuestionKind::Choice,
        QuestionType::Several => wire::QuestionKind::Several,
        QuestionType::Phone => wire::QuestionKind::Phone,
    }
}

pub(crate) fn time(time: Timestamp) -> String {
    time.to_string()
}

/// A count for the page, whose numbers end at `u32`.
pub(crate) fn count(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// How a fitting key starts in a mode. A webhook secret and nothing else names no mode.
pub(crate) fn prefix(kind: Kind, mode: Mode) -> String {
    match kind {
        Kind::Publishable => format!("pk_{mode}_"),
        Kind::Secret => format!("sk_{mode}_"),
        Kind::Restricted => format!("rk_{mode}_"),
        Kind::Organization => format!("sk_org_{mode}_"),
        Kind::WebhookSecret => "whsec_".to_owned(),
    }
}

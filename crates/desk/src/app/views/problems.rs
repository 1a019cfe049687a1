//! Problems of a paste, each with the one thing that fixes it.

use keycourier_credentials::{DamageCause, LooksLike, Problem, Repair, Severity, Slot, SlotId};
use keycourier_wire as wire;

use super::words;

/// What decides on the fix, besides the problem itself.
#[derive(Default)]
pub(crate) struct Setting<'a> {
    /// The row that it is about.
    pub(crate) slot: Option<&'a SlotId>,
    /// What was judged, by its number in the paste.
    pub(crate) candidate: Option<usize>,
    /// Another row that takes it; the same row where it was repaired.
    pub(crate) fits: Option<&'a Slot>,
    /// Whether it is usable only as it most likely was before it was damaged.
    pub(crate) repaired: bool,
    /// The delivery of the business that the key belongs to.
    pub(crate) delivery: Option<String>,
}

pub(crate) fn view(problem: &Problem, setting: &Setting<'_>) -> wire::ProblemView {
    let severity = match problem.severity() {
        Severity::Error => wire::Severity::Error,
        Severity::Warning => wire::Severity::Warning,
        Severity::Info => wire::Severity::Info,
    };
    wire::ProblemView { severity, fix: fix(problem, setting), problem: twin(problem) }
}

fn fix(problem: &Problem, setting: &Setting<'_>) -> Option<wire::Fix> {
    let at_stripe = || match setting.slot {
        Some(slot) => wire::Fix::OpenStripe { slot: words::slot(slot) },
        None => wire::Fix::PasteAgain,
    };
    let moved = || {
        let (candidate, slot) = (setting.candidate?, setting.fits?);
        Some(wire::Fix::MoveTo { candidate: words::count(candidate), slot: words::slot(&slot.id) })
    };
    let repaired = || {
        let (candidate, slot) = (setting.candidate.filter(|_| setting.repaired)?, setting.fits?);
        Some(wire::Fix::UseRepaired { candidate: words::count(candidate), slot: words::slot(&slot.id) })
    };
    Some(match problem {
        Problem::Damaged { .. } => repaired().unwrap_or(wire::Fix::PasteAgain),
        Problem::Empty | Problem::Truncated { .. } => wire::Fix::PasteAgain,
        Problem::HiddenForm
        | Problem::NotACredential { .. }
        | Problem::OtherProvider { certain: true, .. }
        | Problem::Placeholder => at_stripe(),
        Problem::WrongKind { .. } | Problem::WrongMode { .. } => moved().unwrap_or_else(at_stripe),
        Problem::OtherAccount { slot } | Problem::Duplicate { slot } => wire::Fix::ShowSlot { slot: words::slot(slot) },
        Problem::OtherBusiness { .. } => match &setting.delivery {
            Some(delivery_id) => wire::Fix::OpenDelivery { delivery_id: delivery_id.clone() },
            None => at_stripe(),
        },
        Problem::Several { .. } => wire::Fix::PickOne,
        Problem::FullAccess => wire::Fix::CreateRestrictedKey { slot: words::slot(setting.slot?) },
        Problem::OtherProvider { certain: false, .. } | Problem::UnexpectedShape | Problem::Repaired { .. } => {
            return None;
        }
    })
}

fn twin(problem: &Problem) -> wire::Problem {
    match problem {
        Problem::Empty => wire::Problem::Empty,
        Problem::HiddenForm => wire::Problem::HiddenForm,
        Problem::Truncated { found, characters } => {
            wire::Problem::Truncated { found: words::kind(*found), characters: words::count(*characters) }
        }
        Problem::Damaged { cause } => wire::Problem::Damaged { cause: damage(*cause) },
        Problem::WrongKind { found, wanted } => {
            wire::Problem::WrongKind { found: words::kind(*found), wanted: words::kinds(wanted) }
        }
        Problem::WrongMode { found, wanted } => {
            wire::Problem::WrongMode { found: words::mode(*found), wanted: words::mode(*wanted) }
        }
        Problem::OtherAccount { slot } => wire::Problem::OtherAccount { slot: words::slot(slot) },
        Problem::OtherBusiness { business } => wire::Problem::OtherBusiness { business: business.clone() },
        Problem::Duplicate { slot } => wire::Problem::Duplicate { slot: words::slot(slot) },
        Problem::NotACredential { looks_like } => wire::Problem::NotACredential { looks_like: likeness(*looks_like) },
        Problem::OtherProvider { provider, .. } => wire::Problem::OtherProvider { provider: (*provider).to_owned() },
        Problem::Placeholder => wire::Problem::Placeholder,
        Problem::Several { count } => wire::Problem::Several { count: words::count(*count) },
        Problem::UnexpectedShape => wire::Problem::UnexpectedShape,
        Problem::FullAccess => wire::Problem::FullAccess,
        Problem::Repaired { repairs } => {
            wire::Problem::Repaired { repairs: repairs.iter().copied().map(repair).collect() }
        }
    }
}

fn damage(cause: DamageCause) -> wire::DamageCause {
    match cause {
        DamageCause::LetterCase => wire::DamageCause::LetterCase,
        DamageCause::Separator => wire::DamageCause::Separator,
        DamageCause::ForeignLetter => wire::DamageCause::ForeignLetter,
        DamageCause::Broken => wire::DamageCause::Broken,
        DamageCause::Beginning => wire::DamageCause::Beginning,
    }
}

fn likeness(looks_like: LooksLike) -> wire::LooksLike {
    match looks_like {
        LooksLike::StripeId => wire::LooksLike::StripeId,
        LooksLike::ClientSecret => wire::LooksLike::ClientSecret,
        LooksLike::Url => wire::LooksLike::Url,
        LooksLike::Email => wire::LooksLike::Email,
        LooksLike::FileName => wire::LooksLike::FileName,
        LooksLike::Document => wire::LooksLike::Document,
        LooksLike::Code => wire::LooksLike::Code,
        LooksLike::Sentence => wire::LooksLike::Sentence,
        LooksLike::Unknown => wire::LooksLike::Unknown,
    }
}

fn repair(repair: Repair) -> wire::Repair {
    match repair {
        Repair::Spaces => wire::Repair::Spaces,
        Repair::LineBreaks => wire::Repair::LineBreaks,
        Repair::Quotes => wire::Repair::Quotes,
        Repair::InvisibleCharacters => wire::Repair::InvisibleCharacters,
        Repair::Escapes => wire::Repair::Escapes,
        Repair::Neighbours => wire::Repair::Neighbours,
        Repair::Repeated => wire::Repair::Repeated,
    }
}

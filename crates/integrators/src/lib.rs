//! The known integrators as data: one TOML file each in `known/`, compiled in, with its texts in two languages. A request can say the same
//! things and more. `docs/integrators.md` describes the file.
//!
//! Guides are put together from steps that stand once a language in `common/`, and from what an integrator says otherwise.

mod address;
mod checks;
mod guide;
mod integrator;
mod language;
mod pages;
mod recipes;
mod texts;

use std::sync::LazyLock;

pub use address::{BadAddress, Webhook, WebhookAddress, WebhookUrl};
pub use checks::NotAnIntegrator;
pub use guide::{Guide, Help, Mail, Picture, PutInGuide, Step, Topic};
pub use integrator::{
    AskedSlot, ConfigApi, Delivery, Environments, HowUsed, Integrator, Level, Permission, PutIn, Question,
    QuestionKind, QuestionText, Restricted, Unit,
};
pub use language::{Language, UnknownLanguage};
pub use pages::Page;
pub use recipes::Asking;

/// All of them, by name.
pub fn known() -> &'static [Integrator] {
    static KNOWN: LazyLock<Vec<Integrator>> =
        LazyLock::new(|| FILES.iter().filter_map(|file| Integrator::parse(file).ok()).collect());
    &KNOWN
}

/// The one of this name.
pub fn find(id: &str) -> Option<&'static Integrator> {
    known().iter().find(|integrator| integrator.id == id)
}

const FILES: [&str; 5] = [
    include_str!("known/devkit4ai.toml"),
    include_str!("known/imagatec.toml"),
    include_str!("known/jelou.toml"),
    include_str!("known/serval.toml"),
    include_str!("known/stackone.toml"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_read() {
        for file in FILES {
            let name = file.lines().find(|line| line.starts_with("id")).unwrap_or_default();
            assert_eq!(Integrator::parse(file).err(), None, "{name}");
        }
        assert_eq!(known().len(), FILES.len(), "none is lost on the way");
    }
}

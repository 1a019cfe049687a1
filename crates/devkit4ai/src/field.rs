//! The six things that a project's config holds.

use std::fmt;

use keycourier_credentials::{Kind, Mode};

/// One key of a project's config.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Field {
    /// Test or live.
    pub mode: Mode,
    /// Which of the three.
    pub part: Part,
}

/// The three keys of a mode.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Part {
    /// `…_secret_key`.
    SecretKey,
    /// `…_publishable_key`.
    PublishableKey,
    /// `…_webhook_secret`.
    WebhookSecret,
}

impl Field {
    /// All of them, test first.
    pub const ALL: [Self; 6] = [
        Self { mode: Mode::Test, part: Part::SecretKey },
        Self { mode: Mode::Test, part: Part::PublishableKey },
        Self { mode: Mode::Test, part: Part::WebhookSecret },
        Self { mode: Mode::Live, part: Part::SecretKey },
        Self { mode: Mode::Live, part: Part::PublishableKey },
        Self { mode: Mode::Live, part: Part::WebhookSecret },
    ];

    /// Where a credential of this kind goes; restricted and organization keys go nowhere.
    pub fn of(mode: Mode, kind: Kind) -> Option<Self> {
        let part = match kind {
            Kind::Secret => Part::SecretKey,
            Kind::Publishable => Part::PublishableKey,
            Kind::WebhookSecret => Part::WebhookSecret,
            Kind::Restricted | Kind::Organization => return None,
        };
        Some(Self { mode, part })
    }

    /// Its name in the API.
    pub fn name(self) -> &'static str {
        match (self.mode, self.part) {
            (Mode::Test, Part::SecretKey) => "test_secret_key",
            (Mode::Test, Part::PublishableKey) => "test_publishable_key",
            (Mode::Test, Part::WebhookSecret) => "test_webhook_secret",
            (Mode::Live, Part::SecretKey) => "live_secret_key",
            (Mode::Live, Part::PublishableKey) => "live_publishable_key",
            (Mode::Live, Part::WebhookSecret) => "live_webhook_secret",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

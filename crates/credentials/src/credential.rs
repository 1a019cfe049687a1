//! One credential, and what its form tells.

use secrecy::{ExposeSecret, SecretString};

use crate::account::AccountHint;
use crate::prefix::Prefix;
use crate::{Fingerprint, Kind, Mask, Mode};

/// A credential with the form of one of Stripe's. Only [`crate::parse`] makes one, so a masked, cut or damaged text never is one.
pub struct Credential {
    value: SecretString,
    kind: Kind,
    mode: Option<Mode>,
    mask: Mask,
    generation: Generation,
    account: AccountHint,
}

/// The fewest characters behind the prefix that Stripe ever gave out.
pub(crate) const SHORTEST_BODY: usize = 24;

impl Credential {
    /// `value` begins with `prefix`, has at least [`SHORTEST_BODY`] more characters, and all of them are the prefix's.
    pub(crate) fn new(prefix: Prefix, value: &str) -> Self {
        let body = value.get(prefix.text.len()..).unwrap_or_default();
        let generation = Generation::of(prefix.kind, body);
        let account = match generation {
            Generation::Current => AccountHint::of_current_body(body),
            Generation::Legacy | Generation::Middle | Generation::Unmeasured | Generation::Unknown => {
                AccountHint::Nothing
            }
        };
        Self {
            value: SecretString::from(value),
            kind: prefix.kind,
            mode: prefix.mode,
            mask: Mask::of(prefix, value),
            generation,
            account,
        }
    }

    /// The value itself.
    pub fn value(&self) -> &SecretString {
        &self.value
    }

    /// What it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The mode that its prefix names; a webhook secret names none.
    pub fn mode(&self) -> Option<Mode> {
        self.mode
    }

    /// How it is shown.
    pub fn mask(&self) -> &Mask {
        &self.mask
    }

    /// Which of Stripe's forms it has.
    pub fn generation(&self) -> Generation {
        self.generation
    }

    /// What it says about its account.
    pub fn account(&self) -> &AccountHint {
        &self.account
    }

    /// Its fingerprint.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.value)
    }

    /// The characters behind the prefix, for rules about the form.
    pub(crate) fn body(&self) -> &str {
        // EXPOSE: looked at by the rules of this crate, which keep nothing of it.
        let value = self.value.expose_secret();
        let shown = self.mask.as_str().split("...").next().unwrap_or_default();
        value.strip_prefix(shown).unwrap_or(value)
    }
}

/// Forms that Stripe's credentials have had. Stripe promises no length, so an unknown one is a warning at most.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Generation {
    /// 24 characters behind the prefix; carries no account.
    Legacy,
    /// 34 characters behind `pk_`; carries no account.
    Middle,
    /// 99 characters behind the prefix; carries its account.
    Current,
    /// A kind of which no length is known well enough to say anything: organization keys.
    Unmeasured,
    /// Long enough, but of no length seen so far.
    Unknown,
}

impl Generation {
    /// The word in output for programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Legacy => "legacy",
            Self::Middle => "middle",
            Self::Current => "current",
            Self::Unmeasured => "unmeasured",
            Self::Unknown => "unknown",
        }
    }

    /// The form that a body of this kind has.
    pub(crate) fn of(kind: Kind, body: &str) -> Self {
        match (kind, body.len()) {
            (Kind::Organization, _) => Self::Unmeasured,
            // Stripe's scrubber tolerates an underscore; no key with one was ever seen.
            _ if body.contains('_') => Self::Unknown,
            // 32 characters from the Dashboard, 64 hexadecimal ones from Stripe's command line.
            (Kind::WebhookSecret, 32 | 64) => Self::Current,
            (Kind::WebhookSecret, _) => Self::Unknown,
            (Kind::Publishable | Kind::Secret | Kind::Restricted, 24) => Self::Legacy,
            (Kind::Publishable, 34) => Self::Middle,
            (Kind::Publishable | Kind::Secret | Kind::Restricted, 99) => Self::Current,
            (Kind::Publishable | Kind::Secret | Kind::Restricted, _) => Self::Unknown,
        }
    }
}

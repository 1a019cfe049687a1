//! Who asks for keys, and what they are known by after a first meeting.

use jiff::Timestamp;
use rusqlite::params;

use crate::column::{Columns, first, micros};
use crate::names::named;
use crate::{Change, Code, IntegratorId, Ledger, LedgerError, Line, Recipient, SignerKey};

/// Who asks for keys.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Integrator {
    /// Its number.
    pub id: IntegratorId,
    /// What it calls itself.
    pub name: Line,
    /// Its domain, as an A-label.
    pub domain: Option<Line>,
    /// Where bundles go.
    pub email: Option<Line>,
    /// The preset, for one that the program knows.
    pub preset: Option<Code>,
    /// When it was added.
    pub added_at: Timestamp,
}

/// An integrator that is to be added.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewIntegrator {
    /// What it calls itself.
    pub name: Line,
    /// Its domain, as an A-label.
    pub domain: Option<Line>,
    /// Where bundles go.
    pub email: Option<Line>,
    /// The preset, for one that the program knows.
    pub preset: Option<Code>,
}

/// What an integrator is known by.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Pin {
    /// The key that signs its requests.
    Signer(SignerKey),
    /// A bare code that starts with `age1`.
    Code(Recipient),
}

named! {
    /// How a pin was proven.
    Proof {
        /// The six words, read out by the desk and typed here.
        Words = "words",
        /// The 24 digits.
        Digits = "digits",
        /// The words, from the integrator's own page that the person opened.
        OwnPage = "own_page",
        /// A call that the person placed, in which spoken words were read out to the desk.
        Call = "call",
        /// A rotation, signed by an earlier pin that was proven.
        Rotation = "rotation",
    }
}

/// How and when a pin was proven.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Proven {
    /// How.
    pub by: Proof,
    /// When.
    pub at: Timestamp,
}

/// A pin and what is known of it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Pinned {
    /// Whose it is.
    pub integrator: IntegratorId,
    /// What it is.
    pub pin: Pin,
    /// When it was first seen.
    pub pinned_at: Timestamp,
    /// Whether it was proven.
    pub proven: Option<Proven>,
    /// When the person put the call off.
    pub postponed_at: Option<Timestamp>,
    /// How often what was typed was not theirs.
    pub wrong_tries: u32,
    /// When another took its place.
    pub retired_at: Option<Timestamp>,
}

const INTEGRATOR: &str = "SELECT id, name, domain, email, preset, added_at FROM integrators";
const PINNED: &str =
    "SELECT integrator, signer, code, pinned_at, proof, proven_at, postponed_at, wrong_tries, retired_at
                      FROM pins";

impl Ledger {
    /// All of them, in the order in which they were added.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn integrators(&self) -> Result<Vec<Integrator>, LedgerError> {
        self.rows(&format!("{INTEGRATOR} ORDER BY id"), [], integrator)
    }

    /// One of them.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn integrator(&self, id: IntegratorId) -> Result<Option<Integrator>, LedgerError> {
        self.row(&format!("{INTEGRATOR} WHERE id = ?1"), [id.0], integrator)
    }

    /// Those that go under a domain.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn integrators_of_domain(&self, domain: &Line) -> Result<Vec<Integrator>, LedgerError> {
        self.rows(&format!("{INTEGRATOR} WHERE domain = ?1 ORDER BY id"), [domain.as_str()], integrator)
    }

    /// Those with a preset.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn integrators_of_preset(&self, preset: &Code) -> Result<Vec<Integrator>, LedgerError> {
        self.rows(&format!("{INTEGRATOR} WHERE preset = ?1 ORDER BY id"), [preset.as_str()], integrator)
    }

    /// Everything that an integrator is or was known by, oldest first.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn pins_of(&self, id: IntegratorId) -> Result<Vec<Pinned>, LedgerError> {
        self.rows(&format!("{PINNED} WHERE integrator = ?1 ORDER BY id"), [id.0], pinned)
    }

    /// Whose pin it is, and what is known of it.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn pinned(&self, pin: &Pin) -> Result<Option<Pinned>, LedgerError> {
        let (signer, code) = columns(pin);
        self.row(&format!("{PINNED} WHERE signer = ?1 OR code = ?2"), params![signer, code], pinned)
    }
}

impl Change<'_> {
    /// Adds one, known by nothing yet.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn add_integrator(&mut self, new: &NewIntegrator, now: Timestamp) -> Result<IntegratorId, LedgerError> {
        let sql = "INSERT INTO integrators (name, domain, email, preset, added_at) VALUES (?1, ?2, ?3, ?4, ?5)";
        let (name, domain, email, preset) = texts(new);
        self.insert(sql, params![name, domain, email, preset, micros(now)]).map(IntegratorId)
    }

    /// Takes over what it calls itself now.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where there is no such integrator.
    pub fn change_integrator(&mut self, id: IntegratorId, new: &NewIntegrator) -> Result<(), LedgerError> {
        let sql = "UPDATE integrators SET name = ?2, domain = ?3, email = ?4, preset = ?5 WHERE id = ?1";
        let (name, domain, email, preset) = texts(new);
        self.execute_one(sql, params![id.0, name, domain, email, preset])
    }

    /// Remembers what an integrator shows itself with, proven by nothing yet. One that is pinned stays as it is; gives whose it is.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where there is no such integrator.
    pub fn pin(&mut self, id: IntegratorId, pin: &Pin, now: Timestamp) -> Result<IntegratorId, LedgerError> {
        if let Some(known) = self.pinned(pin)? {
            return Ok(known.integrator);
        }
        let (signer, code) = columns(pin);
        let sql = "INSERT INTO pins (integrator, signer, code, pinned_at) VALUES (?1, ?2, ?3, ?4)";
        self.execute_one(sql, params![id.0, signer, code, micros(now)])?;
        Ok(id)
    }

    /// Proves a pin: it takes the place of every other pin of that integrator.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where it is not pinned.
    pub fn prove(&mut self, pin: &Pin, proof: Proof, now: Timestamp) -> Result<(), LedgerError> {
        let (signer, code) = columns(pin);
        let others = "UPDATE pins SET retired_at = ?3 WHERE retired_at IS NULL AND NOT (signer IS ?1 AND code IS ?2)
                      AND integrator = (SELECT integrator FROM pins WHERE signer = ?1 OR code = ?2)";
        let sql = "UPDATE pins SET proof = ?3, proven_at = ?4, postponed_at = NULL, retired_at = NULL
                   WHERE signer = ?1 OR code = ?2";
        self.execute(others, params![signer, code, micros(now)])?;
        self.execute_one(sql, params![signer, code, proof.as_str(), micros(now)])
    }

    /// Notes that what was typed was not theirs; gives how often by now.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where it is not pinned.
    pub fn note_wrong_try(&mut self, pin: &Pin) -> Result<u32, LedgerError> {
        let (signer, code) = columns(pin);
        let sql = "UPDATE pins SET wrong_tries = wrong_tries + 1 WHERE signer = ?1 OR code = ?2 RETURNING wrong_tries";
        self.row(sql, params![signer, code], first)?.ok_or(LedgerError::Gone)
    }

    /// Notes that the person puts the call off.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where it is not pinned.
    pub fn postpone_proof(&mut self, pin: &Pin, now: Timestamp) -> Result<(), LedgerError> {
        let (signer, code) = columns(pin);
        let sql = "UPDATE pins SET postponed_at = ?3 WHERE signer = ?1 OR code = ?2";
        self.execute_one(sql, params![signer, code, micros(now)])
    }
}

/// The columns `signer` and `code`; the one that a pin lacks is compared with NULL, and so never equal.
fn columns(pin: &Pin) -> (Option<&[u8; 32]>, Option<&str>) {
    match pin {
        Pin::Signer(signer) => (Some(signer.as_bytes()), None),
        Pin::Code(code) => (None, Some(code.as_str())),
    }
}

fn texts(new: &NewIntegrator) -> (&str, Option<&str>, Option<&str>, Option<&str>) {
    (
        new.name.as_str(),
        new.domain.as_ref().map(Line::as_str),
        new.email.as_ref().map(Line::as_str),
        new.preset.as_ref().map(Code::as_str),
    )
}

fn integrator(row: &Columns<'_>) -> Result<Integrator, LedgerError> {
    Ok(Integrator {
        id: row.next()?,
        name: row.next()?,
        domain: row.next()?,
        email: row.next()?,
        preset: row.next()?,
        added_at: row.next()?,
    })
}

fn pinned(row: &Columns<'_>) -> Result<Pinned, LedgerError> {
    Ok(Pinned {
        integrator: row.next()?,
        pin: match (row.next()?, row.next()?) {
            (Some(signer), None) => Pin::Signer(signer),
            (None, Some(code)) => Pin::Code(code),
            _ => return Err(LedgerError::Damaged),
        },
        pinned_at: row.next()?,
        proven: match (row.next()?, row.next()?) {
            (Some(by), Some(at)) => Some(Proven { by, at }),
            (None, None) => None,
            _ => return Err(LedgerError::Damaged),
        },
        postponed_at: row.next()?,
        wrong_tries: row.next()?,
        retired_at: row.next()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{at, imagatec, ledger, line};

    fn signer(n: u8) -> Pin {
        Pin::Signer(SignerKey::from_bytes([n; 32]))
    }

    #[test]
    fn another_signing_key_stands_beside_the_proven_one_until_it_is_proven_itself() {
        let mut ledger = ledger();
        let id = ledger.write(imagatec).unwrap();
        ledger
            .write(|change| {
                change.pin(id, &signer(1), at(1))?;
                change.prove(&signer(1), Proof::Words, at(2))?;
                change.pin(id, &signer(2), at(3))
            })
            .unwrap();
        let pins = ledger.pins_of(id).unwrap();
        assert_eq!(pins[0].proven, Some(Proven { by: Proof::Words, at: at(2) }), "the first meeting still counts");
        assert_eq!((pins[0].retired_at, pins[1].proven), (None, None), "a key that only turned up takes no place");
        ledger.write(|change| change.prove(&signer(2), Proof::Digits, at(4))).unwrap();
        let pins = ledger.pins_of(id).unwrap();
        assert_eq!(pins[0].retired_at, Some(at(4)), "two signing keys are never in force at once");
        assert_eq!((pins[1].retired_at, pins[1].proven.map(|proven| proven.at)), (None, Some(at(4))), "the new one is");
    }

    #[test]
    fn a_pin_belongs_to_one_integrator_only() {
        let mut ledger = ledger();
        let (first, second) =
            ledger.write(|change| Ok::<_, LedgerError>((imagatec(change)?, imagatec(change)?))).unwrap();
        let code = Pin::Code("age1qqqsyqcyq5".parse().unwrap());
        for pin in [signer(1), code] {
            assert_eq!(ledger.write(|change| change.pin(first, &pin, at(1))), Ok(first), "pinned for the first");
            assert_eq!(ledger.write(|change| change.pin(second, &pin, at(2))), Ok(first), "and never moved");
            assert_eq!(ledger.pinned(&pin).unwrap().unwrap().pinned_at, at(1), "nor seen for the first time twice");
        }
        assert_eq!(ledger.pinned(&signer(9)).unwrap(), None, "a key that nobody pinned is nobody's");
        assert_eq!(ledger.pins_of(second).unwrap(), [], "the second has none");
    }

    #[test]
    fn wrong_tries_and_a_call_put_off_are_remembered_until_it_is_proven() {
        let mut ledger = ledger();
        ledger
            .write(|change| {
                let id = imagatec(change)?;
                change.pin(id, &signer(1), at(1))?;
                change.postpone_proof(&signer(1), at(2))?;
                change.note_wrong_try(&signer(1))
            })
            .unwrap();
        assert_eq!(ledger.write(|change| change.note_wrong_try(&signer(1))), Ok(2), "counted across changes");
        ledger.write(|change| change.prove(&signer(1), Proof::OwnPage, at(3))).unwrap();
        let pinned = ledger.pinned(&signer(1)).unwrap().unwrap();
        assert_eq!((pinned.postponed_at, pinned.wrong_tries), (None, 2), "nothing waits for a call any more");
        let unknown = ledger.write(|change| change.prove(&signer(7), Proof::Words, at(3)));
        assert_eq!(unknown, Err(LedgerError::Gone), "only what was pinned can be proven");
    }

    #[test]
    fn an_integrator_is_found_by_domain_and_preset() {
        let mut ledger = ledger();
        let id = ledger.write(imagatec).unwrap();
        let by_domain = ledger.integrators_of_domain(&line("imagatec.example")).unwrap();
        let by_preset = ledger.integrators_of_preset(&"imagatec".parse().unwrap()).unwrap();
        assert_eq!((by_domain[0].id, by_preset[0].id), (id, id), "a second request finds the first meeting");
        let renamed = NewIntegrator { name: line("Imagatec Pty"), domain: None, email: None, preset: None };
        ledger.write(|change| change.change_integrator(id, &renamed)).unwrap();
        assert_eq!(ledger.integrator(id).unwrap().unwrap().name, line("Imagatec Pty"), "a name may change");
    }
}

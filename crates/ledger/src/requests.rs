//! Requests: those that a merchant received, and those that a desk made.

use jiff::Timestamp;
use rusqlite::params;

use crate::column::{Columns, first, micros};
use crate::names::named;
use crate::{
    BundleId, Change, Code, DeskNumber, DocumentId, HandoverId, IntegratorId, Ledger, LedgerError, Line, Recorded,
    RequestId, SignerKey,
};

/// Where a request comes from.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Origin {
    /// An integrator sent it.
    Received(IntegratorId),
    /// A desk of this ledger made it.
    Made(DeskNumber),
}

named! {
    /// For whom a request is.
    Scope {
        /// One merchant.
        One = "one",
        /// Everybody who reads it.
        Everybody = "everybody",
    }
}

/// A request that is to be recorded.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewRequest {
    /// Where it comes from.
    pub origin: Origin,
    /// Its id.
    pub document_id: DocumentId,
    /// The signed document, as received or made.
    pub document: Vec<u8>,
    /// Who signed it.
    pub signer: SignerKey,
    /// For whom it is.
    pub scope: Scope,
    /// The desk's ticket.
    pub ticket: Option<Line>,
    /// The preset that it was made from.
    pub preset: Option<Code>,
    /// The name that its file came with or gets.
    pub file_name: Option<Line>,
    /// When it was made, by its own word.
    pub made_at: Timestamp,
    /// Until when an answer is wanted.
    pub expires_at: Option<Timestamp>,
}

/// A request.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Request {
    /// Its number.
    pub id: RequestId,
    /// What was recorded.
    pub recorded: NewRequest,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// When the desk withdrew it.
    pub withdrawn_at: Option<Timestamp>,
    /// How many bundles were received in answer to it.
    pub answers: u32,
}

const REQUEST: &str = "SELECT r.id, r.integrator, r.desk, r.document_id, r.document, r.signer, r.scope, r.ticket,
                       r.preset, r.file_name, r.made_at, r.expires_at, r.recorded_at, r.withdrawn_at,
                       (SELECT count(*) FROM bundles b WHERE b.request = r.id AND b.direction = 'received')
                       FROM requests r";

impl Ledger {
    /// One of them.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn request(&self, id: RequestId) -> Result<Option<Request>, LedgerError> {
        self.row(&format!("{REQUEST} WHERE r.id = ?1"), [id.0], request)
    }

    /// The one that was made here under that id: what a bundle answers.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn made_request(&self, id: &DocumentId) -> Result<Option<Request>, LedgerError> {
        self.row(&format!("{REQUEST} WHERE r.document_id = ?1 AND r.desk IS NOT NULL"), [id.as_bytes()], request)
    }

    /// Those that the desks of this ledger made, newest first.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn made_requests(&self) -> Result<Vec<Request>, LedgerError> {
        self.rows(&format!("{REQUEST} WHERE r.desk IS NOT NULL ORDER BY r.id DESC"), [], request)
    }

    /// Those that an integrator sent, newest first.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn received_requests(&self, from: IntegratorId) -> Result<Vec<Request>, LedgerError> {
        self.rows(&format!("{REQUEST} WHERE r.integrator = ?1 ORDER BY r.id DESC"), [from.0], request)
    }

    /// The handovers that answer it.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn handovers_of_request(&self, id: RequestId) -> Result<Vec<HandoverId>, LedgerError> {
        self.rows("SELECT id FROM handovers WHERE request = ?1 ORDER BY id", [id.0], first)
    }

    /// The bundles that were received in answer to it, oldest first.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn answers_to_request(&self, id: RequestId) -> Result<Vec<BundleId>, LedgerError> {
        let sql = "SELECT id FROM bundles WHERE request = ?1 AND direction = 'received' ORDER BY id";
        self.rows(sql, [id.0], first)
    }
}

impl Change<'_> {
    /// Records one. What was made and what was received are told apart: one person may try both sides.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where its integrator or desk is not there.
    pub fn record_request(&mut self, new: &NewRequest, now: Timestamp) -> Result<Recorded<RequestId>, LedgerError> {
        let (integrator, desk) = match new.origin {
            Origin::Received(integrator) => (Some(integrator.0), None),
            Origin::Made(desk) => (None, Some(desk.0)),
        };
        let known = "SELECT id, document = ?3 FROM requests WHERE document_id = ?1 AND (desk IS NOT NULL) = ?2";
        let known = self.row(known, params![new.document_id.as_bytes(), desk.is_some(), new.document], |row| {
            Ok((row.next()?, row.next()?))
        })?;
        match known {
            Some((id, true)) => return Ok(Recorded::Known(id)),
            Some((id, false)) => return Ok(Recorded::Replayed(id)),
            None => {}
        }
        let sql =
            "INSERT INTO requests (integrator, desk, document_id, document, signer, scope, ticket, preset, file_name,
                   made_at, expires_at, recorded_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
        let id = self.insert(
            sql,
            params![
                integrator,
                desk,
                new.document_id.as_bytes(),
                new.document,
                new.signer.as_bytes(),
                new.scope.as_str(),
                new.ticket.as_ref().map(Line::as_str),
                new.preset.as_ref().map(Code::as_str),
                new.file_name.as_ref().map(Line::as_str),
                micros(new.made_at),
                new.expires_at.map(micros),
                micros(now)
            ],
        )?;
        Ok(Recorded::New(RequestId(id)))
    }

    /// Withdraws one that was made here; the first time counts.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where no such request was made here.
    pub fn withdraw_request(&mut self, id: RequestId, now: Timestamp) -> Result<(), LedgerError> {
        let sql = "UPDATE requests SET withdrawn_at = ifnull(withdrawn_at, ?2) WHERE id = ?1 AND desk IS NOT NULL";
        self.execute_one(sql, params![id.0, micros(now)])
    }
}

fn request(row: &Columns<'_>) -> Result<Request, LedgerError> {
    Ok(Request {
        id: row.next()?,
        recorded: NewRequest {
            origin: match (row.next()?, row.next()?) {
                (Some(integrator), None) => Origin::Received(integrator),
                (None, Some(desk)) => Origin::Made(desk),
                _ => return Err(LedgerError::Damaged),
            },
            document_id: row.next()?,
            document: row.next()?,
            signer: row.next()?,
            scope: row.next()?,
            ticket: row.next()?,
            preset: row.next()?,
            file_name: row.next()?,
            made_at: row.next()?,
            expires_at: row.next()?,
        },
        recorded_at: row.next()?,
        withdrawn_at: row.next()?,
        answers: row.next()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{at, imagatec, ledger, new_desk, new_request};

    #[test]
    fn a_request_read_twice_is_one_and_another_under_its_id_is_a_replay() {
        let mut ledger = ledger();
        let from = ledger.write(imagatec).unwrap();
        let new = new_request(Origin::Received(from), 1);
        let Recorded::New(id) = ledger.write(|change| change.record_request(&new, at(1))).unwrap() else {
            panic!("nothing was there before")
        };
        let again = ledger.write(|change| change.record_request(&new, at(2)));
        assert_eq!(again, Ok(Recorded::Known(id)), "a file opened twice is one request");
        let other = NewRequest { document: b"{}other".to_vec(), ..new.clone() };
        let replayed = ledger.write(|change| change.record_request(&other, at(2)));
        assert_eq!(replayed, Ok(Recorded::Replayed(id)), "an id stands for one document");
        let kept = ledger.request(id).unwrap().unwrap();
        assert_eq!((kept.recorded, kept.recorded_at), (new, at(1)), "all of it, as it came first");
    }

    #[test]
    fn a_request_that_a_desk_made_can_be_received_in_the_same_ledger() {
        let mut ledger = ledger();
        let desk = new_desk(1);
        let (made, received) = ledger
            .write(|change| {
                change.add_desk(&desk)?;
                let from = imagatec(change)?;
                let made = change.record_request(&new_request(Origin::Made(desk.number), 1), at(1))?;
                let received = change.record_request(&new_request(Origin::Received(from), 1), at(2))?;
                Ok::<_, LedgerError>((made, received))
            })
            .unwrap();
        let (Recorded::New(made), Recorded::New(received)) = (made, received) else { panic!("neither was there") };
        assert_eq!(ledger.made_requests().unwrap()[0].id, made, "the desk's list");
        let id = DocumentId::from_bytes([1; 16]);
        assert_eq!(ledger.made_request(&id).unwrap().unwrap().id, made, "what a bundle answers is the desk's own");
        let withdrawn = |id| ledger.write(|change| change.withdraw_request(id, at(3)));
        assert_eq!([made, received].map(withdrawn), [Ok(()), Err(LedgerError::Gone)], "only who made it withdraws it");
    }
}

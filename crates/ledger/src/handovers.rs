//! Handovers: one business answering one integrator.

use jiff::Timestamp;
use keycourier_credentials::Mode;
use rusqlite::params;

use crate::column::{Columns, micros};
use crate::names::named;
use crate::{BusinessId, Change, HandoverId, IntegratorId, Ledger, LedgerError, Line, RequestId};

/// A handover. There may be several between one business and one integrator.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Handover {
    /// Its number.
    pub id: HandoverId,
    /// What it is about.
    pub recorded: NewHandover,
    /// When it was started.
    pub added_at: Timestamp,
    /// When a key or an answer of it last changed. A bundle made before that is out of date.
    pub contents_at: Timestamp,
    /// When anything of it last changed.
    pub changed_at: Timestamp,
}

/// What a handover is about.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewHandover {
    /// Who answers.
    pub business: BusinessId,
    /// Who asked.
    pub integrator: IntegratorId,
    /// The request that it answers, once there is one.
    pub request: Option<RequestId>,
    /// What tells it from others between the two.
    pub label: Option<Line>,
    /// Where the integrator keeps the keys, such as a project's id.
    pub project: Option<Line>,
}

named! {
    /// How far one mode of a handover is.
    Progress {
        /// No key yet.
        NotStarted = "not_started",
        /// Some keys.
        Collecting = "collecting",
        /// All keys, not checked.
        Collected = "collected",
        /// Checked, and something must be put right.
        Stopped = "stopped",
        /// Checked; what is marked may go along.
        Checked = "checked",
        /// In a bundle that was not sent.
        Locked = "locked",
        /// Sent, put in or updated: the keys are on the other side.
        Sent = "sent",
        /// The integrator says that they work.
        Works = "works",
        /// The integrator says that they do not.
        Rejected = "rejected",
    }
}

/// One mode of a handover.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ModeProgress {
    /// Which.
    pub mode: Mode,
    /// How far it is.
    pub progress: Progress,
    /// Since when.
    pub since: Timestamp,
}

pub(crate) const HANDOVER: &str = "SELECT id, business, integrator, request, label, project, added_at, contents_at,
                                   changed_at FROM handovers";

impl Ledger {
    /// One of them.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn handover(&self, id: HandoverId) -> Result<Option<Handover>, LedgerError> {
        self.row(&format!("{HANDOVER} WHERE id = ?1"), [id.0], handover)
    }

    /// Those of one business with one integrator, oldest first.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn handovers_between(
        &self,
        business: BusinessId,
        integrator: IntegratorId,
    ) -> Result<Vec<Handover>, LedgerError> {
        let sql = format!("{HANDOVER} WHERE business = ?1 AND integrator = ?2 ORDER BY id");
        self.rows(&sql, [business.0, integrator.0], handover)
    }

    /// Those with one integrator that wait for a request, oldest first.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn handovers_without_request(&self, integrator: IntegratorId) -> Result<Vec<Handover>, LedgerError> {
        self.rows(
            &format!("{HANDOVER} WHERE integrator = ?1 AND request IS NULL ORDER BY id"),
            [integrator.0],
            handover,
        )
    }

    /// Its modes, test first.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn modes_of(&self, id: HandoverId) -> Result<Vec<ModeProgress>, LedgerError> {
        let sql = "SELECT mode, progress, since FROM handover_modes WHERE handover = ?1 ORDER BY mode DESC";
        self.rows(sql, [id.0], mode_progress)
    }
}

impl Change<'_> {
    /// Starts one. [`Change::set_slots`] says what it asks for.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where business, integrator or request is not there.
    pub fn add_handover(&mut self, new: &NewHandover, now: Timestamp) -> Result<HandoverId, LedgerError> {
        let sql = "INSERT INTO handovers
                   (business, integrator, request, label, project, added_at, contents_at, changed_at)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?6)";
        let (label, project) = (new.label.as_ref().map(Line::as_str), new.project.as_ref().map(Line::as_str));
        let params = params![new.business.0, new.integrator.0, new.request.map(|id| id.0), label, project, micros(now)];
        self.insert(sql, params).map(HandoverId)
    }

    /// Gives it the request that it answers from now on.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where one of the two is not there.
    pub fn set_handover_request(
        &mut self,
        id: HandoverId,
        request: RequestId,
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        let sql = "UPDATE handovers SET request = ?2, contents_at = ?3, changed_at = ?3 WHERE id = ?1";
        self.execute_one(sql, params![id.0, request.0, micros(now)])
    }

    /// Says what tells it from others, and where the integrator keeps the keys.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where there is no such handover.
    pub fn label_handover(
        &mut self,
        id: HandoverId,
        label: Option<&Line>,
        project: Option<&Line>,
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        let sql = "UPDATE handovers SET label = ?2, project = ?3, changed_at = ?4 WHERE id = ?1";
        self.execute_one(sql, params![id.0, label.map(Line::as_str), project.map(Line::as_str), micros(now)])
    }

    /// Says how far one of its modes is. Since when it has been so stays where nothing changes.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where the mode is not asked for.
    pub fn set_progress(
        &mut self,
        id: HandoverId,
        mode: Mode,
        progress: Progress,
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        let sql = "UPDATE handover_modes SET since = iif(progress = ?3, since, ?4), progress = ?3
                   WHERE handover = ?1 AND mode = ?2";
        self.execute_one(sql, params![id.0, mode.as_str(), progress.as_str(), micros(now)])?;
        self.touch(id, now)
    }

    /// Removes one of which nothing was ever locked; its keys stay. Gives whether it was removed.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn remove_handover(&mut self, id: HandoverId) -> Result<bool, LedgerError> {
        let sql = "DELETE FROM handovers WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM bundles WHERE handover = ?1)";
        Ok(self.execute(sql, [id.0])? > 0)
    }

    pub(crate) fn touch(&mut self, id: HandoverId, now: Timestamp) -> Result<(), LedgerError> {
        self.execute_one("UPDATE handovers SET changed_at = ?2 WHERE id = ?1", params![id.0, micros(now)])
    }

    pub(crate) fn touch_contents(&mut self, id: HandoverId, now: Timestamp) -> Result<(), LedgerError> {
        let sql = "UPDATE handovers SET contents_at = ?2, changed_at = ?2 WHERE id = ?1";
        self.execute_one(sql, params![id.0, micros(now)])
    }
}

pub(crate) fn handover(row: &Columns<'_>) -> Result<Handover, LedgerError> {
    Ok(Handover {
        id: row.next()?,
        recorded: NewHandover {
            business: row.next()?,
            integrator: row.next()?,
            request: row.next()?,
            label: row.next()?,
            project: row.next()?,
        },
        added_at: row.next()?,
        contents_at: row.next()?,
        changed_at: row.next()?,
    })
}

pub(crate) fn mode_progress(row: &Columns<'_>) -> Result<ModeProgress, LedgerError> {
    Ok(ModeProgress { mode: row.next()?, progress: row.next()?, since: row.next()? })
}

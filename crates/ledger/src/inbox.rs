//! What arrived at a desk: the list, with its search.

use std::collections::BTreeMap;

use jiff::Timestamp;
use keycourier_credentials::Kind;
use rusqlite::ToSql;

use crate::bundles::Notes;
use crate::column::Columns;
use crate::folding::words;
use crate::{BundleId, BundleState, Code, IntakeNote, Ledger, LedgerError, Line};

/// Which rows. The default is all of them.
#[derive(Clone, Debug, Default)]
pub struct InboxFilter {
    /// Only in these states, such as [`BundleState::TO_DO`]; empty for all.
    pub states: Vec<BundleState>,
    /// Words that ticket, company, account, last four or file name must contain; empty for all.
    pub search: String,
    /// So many are left out at the beginning.
    pub offset: u32,
    /// At most so many.
    pub limit: Option<u32>,
}

/// One row of the inbox.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct InboxRow {
    /// The bundle, or the file that could not be opened.
    pub id: BundleId,
    /// Whether its content is known.
    pub opened: bool,
    /// The company.
    pub company: Option<Line>,
    /// The name that the file came with.
    pub file_name: Option<Line>,
    /// The ticket.
    pub ticket: Option<Line>,
    /// Test keys in it.
    pub test_keys: u32,
    /// Live keys in it.
    pub live_keys: u32,
    /// How far it is.
    pub state: BundleState,
    /// Since when.
    pub state_since: Timestamp,
    /// Why it is a problem.
    pub cause: Option<Code>,
    /// What our check said of the whole.
    pub verdict: Option<Code>,
    /// The first required slot that it leaves empty, by its kind.
    pub missing: Option<Kind>,
    /// What was noticed when it came in.
    pub notes: Vec<IntakeNote>,
    /// The earlier bundle whose place it takes.
    pub replaces: Option<BundleId>,
    /// When it came in.
    pub arrived_at: Timestamp,
}

impl Ledger {
    /// Rows, newest first.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn inbox(&self, filter: &InboxFilter) -> Result<Vec<InboxRow>, LedgerError> {
        let words = words(&filter.search);
        let limit = filter.limit.map_or(-1, i64::from);
        let mut params: Vec<&dyn ToSql> = vec![&limit, &filter.offset];
        params.extend(words.iter().map(|word| word as &dyn ToSql));
        self.rows(&list(filter, words.len()), params.as_slice(), inbox_row)
    }

    /// How many rows there are in each state, whatever is searched for.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn inbox_counts(&self) -> Result<InboxCounts, LedgerError> {
        let sql = "SELECT state, count(*) FROM bundles WHERE direction = 'received' GROUP BY state";
        let counts = self.rows(sql, [], |row| Ok((row.next()?, row.next()?)))?;
        Ok(InboxCounts(counts.into_iter().collect()))
    }
}

/// How many rows of the inbox are in each state.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct InboxCounts(BTreeMap<BundleState, u32>);

impl InboxCounts {
    /// How many are in one of these states.
    pub fn of(&self, states: &[BundleState]) -> u32 {
        self.0.iter().filter(|(state, _)| states.contains(state)).map(|(_, count)| count).sum()
    }

    /// How many there are.
    pub fn all(&self) -> u32 {
        self.0.values().sum()
    }
}

/// The texts are folded when a row is written, so that a search compares bytes; ten thousand such rows are read in milliseconds.
fn list(filter: &InboxFilter, words: usize) -> String {
    let states: Vec<String> = filter.states.iter().map(|state| format!("'{}'", state.as_str())).collect();
    let states = if states.is_empty() { String::new() } else { format!(" AND state IN ({})", states.join(", ")) };
    let found: String = (0..words).map(|n| format!(" AND instr(search, ?{}) > 0", n + 3)).collect();
    format!(
        "SELECT id, opened, company, file_name, ticket, test_keys, live_keys, state, state_since, cause, verdict,
         missing, notes, replaces, recorded_at FROM bundles WHERE direction = 'received'{states}{found}
         ORDER BY recorded_at DESC, id DESC LIMIT ?1 OFFSET ?2"
    )
}

fn inbox_row(row: &Columns<'_>) -> Result<InboxRow, LedgerError> {
    Ok(InboxRow {
        id: row.next()?,
        opened: row.next()?,
        company: row.next()?,
        file_name: row.next()?,
        ticket: row.next()?,
        test_keys: row.next()?,
        live_keys: row.next()?,
        state: row.next()?,
        state_since: row.next()?,
        cause: row.next()?,
        verdict: row.next()?,
        missing: row.next()?,
        notes: row.next::<Notes>()?.0,
        replaces: row.next()?,
        arrived_at: row.next()?,
    })
}

#[cfg(test)]
mod tests;

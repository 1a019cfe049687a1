//! What arrived at a desk: the list, with its search.

use std::collections::BTreeMap;

use jiff::Timestamp;
use keycourier_credentials::Kind;
use rusqlite::ToSql;

use crate::bundles::Notes;
use crate::column::{Columns, first};
use crate::folding::words;
use crate::{BundleId, BundleState, Code, IntakeNote, Ledger, LedgerError, Line};

/// What rows are sorted by. Those that are the same in it come newest first.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum InboxOrder {
    /// When they came in.
    #[default]
    Arrived,
    /// The company, or the name of the file.
    Company,
    /// The ticket; those without one last.
    Ticket,
    /// What they wait for, in the order of work.
    State,
    /// Since when they do.
    Since,
}

/// Which rows. The default is all of them, newest first.
#[derive(Clone, Debug, Default)]
pub struct InboxFilter {
    /// Only in these states, such as [`BundleState::TO_DO`]; empty for all.
    pub states: Vec<BundleState>,
    /// Words that ticket, company, account, last four or file name must contain; empty for all.
    pub search: String,
    /// What they are sorted by.
    pub order: InboxOrder,
    /// Whether the first by that order comes first; by time, the oldest.
    pub ascending: bool,
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
    /// Whether the newest receipt rejects a key; `None` before there is one.
    pub rejected: Option<bool>,
}

impl Ledger {
    /// Rows, in the order that the filter says.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn inbox(&self, filter: &InboxFilter) -> Result<Vec<InboxRow>, LedgerError> {
        self.found(ROW, filter, inbox_row)
    }

    /// The same without what is in them: a list of ten thousand shows a few dozen at a time.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn inbox_ids(&self, filter: &InboxFilter) -> Result<Vec<BundleId>, LedgerError> {
        self.found("id", filter, first)
    }

    /// These rows, in the order given. One that is not there is left out.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn inbox_rows(&self, ids: &[BundleId]) -> Result<Vec<InboxRow>, LedgerError> {
        let numbers: Vec<String> = ids.iter().map(|id| id.0.to_string()).collect();
        let sql = format!("SELECT {ROW} FROM bundles WHERE direction = 'received' AND id IN ({})", numbers.join(", "));
        let rows = self.rows(&sql, [], |row| inbox_row(row).map(|row| (row.id, row)))?;
        let mut rows: BTreeMap<BundleId, InboxRow> = rows.into_iter().collect();
        Ok(ids.iter().filter_map(|id| rows.remove(id)).collect())
    }

    fn found<T>(
        &self,
        columns: &str,
        filter: &InboxFilter,
        read: impl Fn(&Columns<'_>) -> Result<T, LedgerError>,
    ) -> Result<Vec<T>, LedgerError> {
        let words = words(&filter.search);
        let limit = filter.limit.map_or(-1, i64::from);
        let mut params: Vec<&dyn ToSql> = vec![&limit, &filter.offset];
        params.extend(words.iter().map(|word| word as &dyn ToSql));
        self.rows(&list(columns, filter, words.len()), params.as_slice(), read)
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

const ROW: &str = "id, opened, company, file_name, ticket, test_keys, live_keys, state, state_since, cause, verdict,
                   missing, notes, replaces, recorded_at,
                   (SELECT max(outcome = 'rejected') FROM receipt_items
                    WHERE receipt = (SELECT max(id) FROM receipts WHERE bundle = bundles.id))";

/// The texts are folded when a row is written, so that a search compares bytes; ten thousand such rows are read in milliseconds.
fn list(columns: &str, filter: &InboxFilter, words: usize) -> String {
    let states: Vec<String> = filter.states.iter().map(|state| format!("'{}'", state.as_str())).collect();
    let states = if states.is_empty() { String::new() } else { format!(" AND state IN ({})", states.join(", ")) };
    let found: String = (0..words).map(|n| format!(" AND instr(search, ?{}) > 0", n + 3)).collect();
    let way = if filter.ascending { "ASC" } else { "DESC" };
    let first = match filter.order {
        InboxOrder::Arrived => format!("recorded_at {way}, id {way}"),
        InboxOrder::Company => format!("ifnull(company, file_name) COLLATE NOCASE {way} NULLS LAST"),
        InboxOrder::Ticket => format!("ticket COLLATE NOCASE {way} NULLS LAST"),
        InboxOrder::State => format!("{ORDER_OF_WORK} {way}, ifnull(verdict, '') {way}"),
        InboxOrder::Since => format!("state_since {way}"),
    };
    format!(
        "SELECT {columns} FROM bundles WHERE direction = 'received'{states}{found}
         ORDER BY {first}, recorded_at DESC, id DESC LIMIT ?1 OFFSET ?2"
    )
}

const ORDER_OF_WORK: &str = "CASE state WHEN 'problem' THEN 0 WHEN 'received' THEN 1 WHEN 'opened' THEN 1
                             WHEN 'installed' THEN 2 WHEN 'confirmed' THEN 3 ELSE 4 END";

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
        rejected: row.next()?,
    })
}

#[cfg(test)]
mod tests;

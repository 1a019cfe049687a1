//! The history as a table for a spreadsheet.

use keycourier_credentials::{Mask, Mode, SlotName};

use crate::{Code, Entry, HistoryFilter, Ledger, LedgerError, Line};

const HEADINGS: [&str; 10] =
    ["time_utc", "side", "event", "business", "integrator", "mode", "slot", "key", "ticket", "detail"];

impl Ledger {
    /// The entries that [`Ledger::history`] gives, as CSV by RFC 4180: every cell quoted, lines ended by CR LF, headings first. It
    /// begins with a byte order mark, without which Excel reads it as Latin-1. A cell that a spreadsheet would run as a formula gets
    /// an apostrophe in front (<https://owasp.org/www-community/attacks/CSV_Injection>).
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn history_csv(&self, filter: &HistoryFilter) -> Result<String, LedgerError> {
        let mut table = String::from('\u{FEFF}');
        push_row(&mut table, HEADINGS);
        for entry in self.history(filter)? {
            push_row(&mut table, cells(&entry).each_ref().map(String::as_str));
        }
        Ok(table)
    }
}

fn cells(entry: &Entry) -> [String; 10] {
    let what = &entry.what;
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    [
        entry.at.to_string(),
        what.side.as_str().to_owned(),
        what.event.as_str().to_owned(),
        text(what.business.as_ref().map(Line::as_str)),
        text(what.integrator.as_ref().map(Line::as_str)),
        text(what.mode.map(Mode::as_str)),
        text(what.slot.as_ref().map(SlotName::as_str)),
        text(what.mask.as_ref().map(Mask::as_str)),
        text(what.ticket.as_ref().map(Line::as_str)),
        text(what.detail.as_ref().map(Code::as_str)),
    ]
}

fn push_row(table: &mut String, cells: [&str; 10]) {
    for (n, cell) in cells.into_iter().enumerate() {
        table.push_str(if n == 0 { "\"" } else { ",\"" });
        if starts_formula(cell) {
            table.push('\'');
        }
        table.push_str(&cell.replace('"', "\"\""));
        table.push('"');
    }
    table.push_str("\r\n");
}

/// Whether a spreadsheet may take a cell for a formula: by its first character, full-width forms included.
fn starts_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}'])
}

#[cfg(test)]
mod tests {
    use keycourier_credentials::Mode;

    use super::*;
    use crate::sample::{at, ledger, line, with_credential};
    use crate::{Event, NewEntry, Side};

    fn table(entries: &[NewEntry]) -> String {
        let mut ledger = ledger();
        for entry in entries {
            ledger.write(|change| change.note(entry, at(0))).unwrap();
        }
        ledger.history_csv(&HistoryFilter::default()).unwrap()
    }

    #[test]
    fn every_cell_is_quoted_and_every_line_ended() {
        let mask = with_credential("sk_live_", 1, |credential| credential.mask().clone());
        let entry = NewEntry {
            business: Some(line("Jack \"the\" Wash, Inc; Ltd")),
            mode: Some(Mode::Live),
            slot: Some("secret".parse().unwrap()),
            mask: Some(mask.clone()),
            ticket: Some(line("IM-1")),
            detail: Some("works".parse().unwrap()),
            ..NewEntry::new(Side::Receive, Event::KeyChecked)
        };
        let headings = "\"time_utc\",\"side\",\"event\",\"business\",\"integrator\",\"mode\",\"slot\",\"key\",\"ticket\",\"detail\"";
        let row = format!(
            "\"2027-01-15T08:00:00Z\",\"receive\",\"key_checked\",\"Jack \"\"the\"\" Wash, Inc; Ltd\",\"\",\"live\",\"secret\",\"{mask}\",\"IM-1\",\"works\""
        );
        assert_eq!(table(&[entry]), format!("\u{FEFF}{headings}\r\n{row}\r\n"), "RFC 4180, and a mark for Excel");
    }

    #[test]
    fn no_cell_is_a_formula() {
        let cells = [
            ("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"\"http://x\"\")"),
            ("+61 7 5555", "'+61 7 5555"),
            ("-1+1", "'-1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\u{FF1D}1", "'\u{FF1D}1"),
            ("Car = Wash", "Car = Wash"),
        ];
        for (name, cell) in cells {
            let entry = NewEntry { business: Some(line(name)), ..NewEntry::new(Side::Send, Event::KeyAdded) };
            assert!(table(&[entry]).contains(&format!(",\"{cell}\",")), "{name}: a company may be called anything");
        }
    }
}

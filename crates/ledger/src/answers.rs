//! What a merchant answered to an integrator's questions about the business.

use jiff::Timestamp;
use rusqlite::params;

use crate::{Change, HandoverId, Ledger, LedgerError, Line, Prose};

/// The answer to one question of a handover's request.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Answer {
    /// The question's id in the request.
    pub question: Line,
    /// One text, or each choice taken; never empty.
    pub values: Vec<Prose>,
}

impl Ledger {
    /// Its answers, by the questions' ids.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn answers_of(&self, id: HandoverId) -> Result<Vec<Answer>, LedgerError> {
        let sql = "SELECT question, text FROM answers WHERE handover = ?1 ORDER BY question, position";
        let mut answers: Vec<Answer> = Vec::new();
        for (question, value) in self.rows(sql, [id.0], |row| Ok((row.next::<Line>()?, row.next::<Prose>()?)))? {
            match answers.last_mut() {
                Some(last) if last.question == question => last.values.push(value),
                _ => answers.push(Answer { question, values: vec![value] }),
            }
        }
        Ok(answers)
    }
}

impl Change<'_> {
    /// Answers a question; no value takes the answer away.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Gone`] where there is no such handover.
    pub fn set_answer(
        &mut self,
        id: HandoverId,
        question: &Line,
        values: &[Prose],
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        self.execute("DELETE FROM answers WHERE handover = ?1 AND question = ?2", params![id.0, question.as_str()])?;
        for (position, value) in (0_i64..).zip(values) {
            let sql = "INSERT INTO answers (handover, question, position, text) VALUES (?1, ?2, ?3, ?4)";
            self.execute_one(sql, params![id.0, question.as_str(), position, value.as_str()])?;
        }
        self.touch_contents(id, now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{at, delivery, ledger, line};

    #[test]
    fn an_answer_takes_the_place_of_the_earlier_one() {
        let mut ledger = ledger();
        let handover = ledger.write(delivery).unwrap().handover;
        let values = |texts: &[&str]| texts.iter().map(|text| text.parse().unwrap()).collect::<Vec<Prose>>();
        let mut set = |question: &str, texts: &[&str], second| {
            let answered =
                |change: &mut Change<'_>| change.set_answer(handover, &line(question), &values(texts), at(second));
            ledger.write(answered).unwrap();
        };
        set("wanted", &["Bookings", "Membership"], 10);
        set("trading_name", &["Some Car Wash"], 11);
        set("wanted", &["Not sure,\nplease call me"], 12);
        set("site", &["example.com"], 13);
        set("site", &[], 14);
        let expected = [
            Answer { question: line("trading_name"), values: values(&["Some Car Wash"]) },
            Answer { question: line("wanted"), values: values(&["Not sure,\nplease call me"]) },
        ];
        assert_eq!(ledger.answers_of(handover).unwrap(), expected, "the last word on each question");
        let changed = ledger.handover(handover).unwrap().unwrap().contents_at;
        assert_eq!(changed, at(14), "a bundle made before does not have the answers as they are now");
    }
}

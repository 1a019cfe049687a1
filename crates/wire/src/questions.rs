//! What an integrator wants to know about the business.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How a question is answered.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "questions.ts")]
pub enum QuestionKind {
    /// A line.
    Text,
    /// One of the choices.
    Choice,
    /// Any of the choices.
    Several,
    /// A telephone number.
    Phone,
}

/// One question.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "questions.ts")]
pub struct QuestionView {
    /// Its id in the request.
    pub id: String,
    /// In the integrator's words.
    pub label: String,
    /// How it is answered.
    pub kind: QuestionKind,
    /// For `choice` and `several`.
    pub choices: Vec<String>,
    /// In the integrator's words.
    pub hint: Option<String>,
    /// Whether it must be answered.
    pub required: bool,
    /// What was answered: one text, or each choice taken. Empty when nothing was.
    pub answer: Vec<String>,
}

/// All questions of a delivery.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "questions.ts")]
pub struct QuestionsView {
    /// What the business is called; `null` until the person said it.
    pub business_name: Option<String>,
    /// In the order asked.
    pub questions: Vec<QuestionView>,
}

/// One answer.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "questions.ts")]
pub struct GivenAnswer {
    /// The question's id.
    pub id: String,
    /// One text, or each choice taken; empty takes the answer away.
    pub values: Vec<String>,
}

/// Answers questions. Those not named keep their answer. Unanswered required ones are no error here: they stop locking.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "questions.ts")]
pub struct AnswerQuestionsRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The delivery.
    pub delivery_id: String,
    /// What the business is called; `null` leaves it.
    pub business_name: Option<String>,
    /// The answers.
    pub answers: Vec<GivenAnswer>,
}

//! What an integrator wants to know about the business.

use keycourier_credentials::parse;
use keycourier_documents::{Question, QuestionType};
use keycourier_ledger::{HandoverId, Line, NotAText, Prose};
use keycourier_wire::{
    AnswerQuestionsRequest, AppError, DeliveryRequest, GivenAnswer, QuestionView, QuestionsView, TextFault, TextField,
};

use super::App;
use super::deliveries::{business_name, set_business_name};
use super::delivery::Delivery;
use super::errors::Refusal;
use super::ids;
use super::views::words;

/// What an answer may have in a locked file.
const ANSWER: u32 = 500;
/// What stands between the choices taken, in a locked file.
pub(crate) const BETWEEN: &str = ", ";

impl App {
    /// What they want to know about the business, and what was answered.
    ///
    /// # Errors
    /// [`AppError::Gone`], and those of the ledger.
    pub async fn get_questions(&self, request: DeliveryRequest) -> Result<QuestionsView, AppError> {
        self.run(move |app| app.questions_view(ids::handover_id(&request.delivery_id)?)).await
    }

    /// Answers questions. Those not named keep their answer.
    ///
    /// # Errors
    /// [`AppError::BadText`], [`AppError::SecretInText`], [`AppError::Gone`] for an unknown question, and those of the ledger. Nothing
    /// is kept then.
    pub async fn answer_questions(&self, request: AnswerQuestionsRequest) -> Result<QuestionsView, AppError> {
        let operation = request.operation_id.clone();
        self.run_once(&operation, move |app| {
            let id = ids::handover_id(&request.delivery_id)?;
            let name = request.business_name.as_deref().map(business_name).transpose()?;
            let delivery = Delivery::load(&app.ledger(), id)?;
            let answers: Vec<(Line, Vec<Prose>)> = request
                .answers
                .iter()
                .map(|given| answer(&delivery.asked.questions, given))
                .collect::<Result<_, _>>()?;
            let now = app.clock.now();
            app.change_once(&request.operation_id, |change| {
                if let Some(name) = &name {
                    set_business_name(change, id, name)?;
                }
                for (question, values) in &answers {
                    let before = delivery.answers.iter().find(|answer| answer.question == *question);
                    // The same again must not make a locked file look out of date.
                    if before.map(|answer| answer.values.as_slice()).unwrap_or_default() != values {
                        change.set_answer(id, question, values, now)?;
                    }
                }
                Ok(String::new())
            })?;
            app.questions_view(id)
        })
        .await
    }

    fn questions_view(&self, id: HandoverId) -> Result<QuestionsView, Refusal> {
        let delivery = Delivery::load(&self.ledger(), id)?;
        let answer = |id: &str| {
            let given = delivery.answers.iter().find(|answer| answer.question.as_str() == id);
            given.map(|answer| answer.values.iter().map(ToString::to_string).collect()).unwrap_or_default()
        };
        Ok(QuestionsView {
            business_name: delivery.business.name.as_ref().map(ToString::to_string),
            questions: delivery
                .asked
                .questions
                .iter()
                .map(|question| QuestionView {
                    id: question.id.to_string(),
                    label: question.label.to_string(),
                    kind: words::question_kind(question.kind),
                    choices: question.choices.iter().map(ToString::to_string).collect(),
                    hint: question.hint.as_ref().map(ToString::to_string),
                    required: question.required,
                    answer: answer(question.id.as_str()),
                })
                .collect(),
        })
    }
}

/// An answer as its question takes it.
fn answer(questions: &[Question], given: &GivenAnswer) -> Result<(Line, Vec<Prose>), Refusal> {
    let question = questions.iter().find(|question| question.id.as_str() == given.id).ok_or(AppError::Gone)?;
    let field = || TextField::Answer { id: given.id.clone() };
    let texts: Vec<&str> = given.values.iter().map(|value| value.trim()).filter(|value| !value.is_empty()).collect();
    let joined = texts.join(BETWEEN);
    if parse(&joined).credentials().next().is_some() {
        return Err(AppError::SecretInText { field: field() }.into());
    }
    if joined.chars().count() > ANSWER as usize {
        return Err(Refusal::bad_text(field(), TextFault::TooLong { at_most: ANSWER }));
    }
    let offered = |text: &str| question.choices.iter().any(|choice| choice.as_str() == text);
    let fits = match question.kind {
        QuestionType::Text => texts.len() <= 1,
        QuestionType::Phone => texts.len() <= 1 && texts.iter().all(|text| is_phone(text)),
        QuestionType::Choice => texts.len() <= 1 && texts.iter().all(|text| offered(text)),
        QuestionType::Several => texts.iter().all(|text| offered(text)),
    };
    if !fits {
        return Err(Refusal::bad_text(field(), TextFault::WrongForm));
    }
    // One line each, as a locked file takes it.
    let values = texts.iter().map(|text| {
        let line: Line = text.parse().map_err(|fault| match fault {
            NotAText::HoldsCredential => Refusal::Told(AppError::SecretInText { field: field() }),
            NotAText::Empty => Refusal::bad_text(field(), TextFault::Empty),
            NotAText::TooLong => Refusal::bad_text(field(), TextFault::TooLong { at_most: ANSWER }),
            NotAText::Hidden | NotAText::WrongForm => Refusal::bad_text(field(), TextFault::HiddenCharacters),
        })?;
        line.as_str().parse::<Prose>().map_err(|_| Refusal::bad_text(field(), TextFault::WrongForm))
    });
    let question = question.id.as_str().parse().map_err(|_| Refusal::fault("a question's id"))?;
    Ok((question, values.collect::<Result<_, _>>()?))
}

/// Digits, and what people write between them.
fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (5..=20).contains(&digits) && text.chars().all(|c| c.is_ascii_digit() || "+-() ./".contains(c))
}

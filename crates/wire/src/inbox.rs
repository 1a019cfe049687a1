//! What arrives at a desk.

use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    AccountView, AnswerView, CheckView, ConfirmationItemView, ConfirmationView, KeyKind, Mode, OpeningCode, SlotRef,
    VerdictView,
};

/// Which rows.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "inbox.ts")]
pub enum InboxList {
    /// Those that wait for somebody.
    ToDo,
    /// All.
    All,
}

/// What rows are sorted by.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "inbox.ts")]
pub enum InboxSort {
    /// The company, or the name of the file.
    Company,
    /// The ticket.
    Ticket,
    /// What they wait for.
    State,
    /// Since when they do.
    Since,
    /// When they arrived.
    Arrived,
}

/// Asks which rows there are.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "inbox.ts")]
pub struct ListInboxRequest {
    /// Which rows.
    pub list: InboxList,
    /// Words that ticket, company, account, last four or file name must contain; empty for all.
    pub search: String,
    /// What they are sorted by.
    pub sort: InboxSort,
    /// Whether the last comes first.
    pub descending: bool,
}

/// Asks for some of them.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "inbox.ts")]
pub struct InboxRowsRequest {
    /// Which: at most 500.
    pub item_ids: Vec<String>,
}

/// Keys of one mode.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "inbox.ts")]
pub struct ModeCountView {
    /// Which mode.
    pub mode: Mode,
    /// How many.
    pub count: u32,
}

/// What a row waits for.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
#[ts(export_to = "inbox.ts")]
pub enum InboxState {
    /// It can't be opened.
    NotOpened {
        /// Why.
        cause: OpeningCode,
    },
    /// What it replaces was sent by somebody else or is for another account: call the customer.
    Suspicious,
    /// A required key is missing.
    KeyMissing {
        /// What it is called by.
        missing: KeyKind,
    },
    /// Our check is to come.
    Check,
    /// Our check says that a key doesn't work.
    KeyFails,
    /// Our check is fine: hand the keys on.
    Install,
    /// The keys are where they are needed: tell the customer.
    Confirm,
    /// The customer was told that the keys work.
    Confirmed,
    /// The customer was told that a key can't be used.
    Rejected,
    /// Somebody decided that there is nothing more to do about it.
    SetAside,
}

/// One row of the inbox.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "inbox.ts")]
pub struct InboxRowView {
    /// Opaque.
    pub item_id: String,
    /// The company; `null` where it can't be opened.
    pub company: Option<String>,
    /// The name that the file came with; `null` for pasted text.
    pub file_name: Option<String>,
    /// The ticket.
    pub ticket: Option<String>,
    /// Keys of each mode in it.
    pub keys: Vec<ModeCountView>,
    /// Whether it brings new keys for ones that came earlier.
    pub replaces: bool,
    /// What it waits for.
    pub state: InboxState,
    /// When it arrived here.
    pub arrived_at: String,
    /// Since when it waits for that.
    pub since: String,
}

/// Which rows were found, and how many there are in each list whatever is searched for.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "inbox.ts")]
pub struct InboxView {
    /// All that were found, in their order.
    pub item_ids: Vec<String>,
    /// The first of them, whole: at most 100.
    pub rows: Vec<InboxRowView>,
    /// How many wait for somebody.
    pub to_do: u32,
    /// How many there are.
    pub all: u32,
}

/// Takes files that were dropped. Each becomes a row, or is known already.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "inbox.ts")]
pub struct AddFilesRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The paths, as the system gave them: at most 10,000.
    pub paths: Vec<String>,
}

/// What one file became.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "inbox.ts")]
pub struct AddedItemView {
    /// The row; `null` for a file that can't be read.
    pub item_id: Option<String>,
    /// The file's name; `null` for pasted text.
    pub file_name: Option<String>,
    /// What came of it.
    pub outcome: AddedOutcome,
}

/// What came of one file.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "inbox.ts")]
pub enum AddedOutcome {
    /// It is open.
    Opened,
    /// It was here already.
    AlreadyHere,
    /// It is a row that can't be opened.
    NotOpened,
    /// It can't be read, and is no row.
    NotRead,
}

/// What came of adding to the inbox. Empty where the person closed the dialog.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "inbox.ts")]
pub struct AddedView {
    /// Each file or text, in the order given.
    pub items: Vec<AddedItemView>,
    /// Files that were left out because the person stopped it.
    pub left_out: u32,
}

/// Stops what deals with many files or rows. What is done by then stays.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "inbox.ts")]
pub struct StopInboxWorkRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The operation that does it.
    pub work_id: String,
}

/// Notes the ticket that a row belongs to.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "inbox.ts")]
pub struct SetTicketRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The row.
    pub item_id: String,
    /// The ticket: one line, at most 80 characters; `null` for none.
    pub ticket: Option<String>,
}

/// Opens a file that is locked with spoken words.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "inbox.ts")]
pub struct OpenWithWordsRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The row.
    pub item_id: String,
    /// The words as typed.
    #[ts(type = "string")]
    pub words: SecretString,
}

/// One row.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "inbox.ts")]
pub struct InboxItemRequest {
    /// The row.
    pub item_id: String,
}

/// Changes one row as a whole.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "inbox.ts")]
pub struct ChangeInboxItemRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The row.
    pub item_id: String,
}

/// Whether the sender was seen before.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "inbox.ts")]
pub enum SenderState {
    /// First time.
    New,
    /// Seen before with these accounts.
    Known,
    /// Never seen, while the account was: a new computer, perhaps.
    NewForAccount,
    /// Nothing says who made it: the file was locked with spoken words.
    NotProven,
}

/// Who sent it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "inbox.ts")]
pub struct SenderView {
    /// The company.
    pub company: String,
    /// Whom to talk to.
    pub contact: Option<String>,
    /// Whether it was seen before.
    pub state: SenderState,
}

/// The request that a bundle answers.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "inbox.ts")]
pub struct AnsweredRequestView {
    /// Opaque.
    pub request_id: String,
    /// When it was made.
    pub created_at: String,
    /// Its ticket.
    pub ticket: Option<String>,
}

/// What was noticed at intake. Notes, not refusals.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
#[ts(export_to = "inbox.ts")]
pub enum NoteView {
    /// Answered after the request's date.
    AfterTheDate {
        /// That date.
        expired_at: String,
    },
    /// The request was withdrawn.
    RequestWithdrawn,
    /// It answers no request.
    NotAskedFor,
    /// First time from this sender.
    NewSender,
    /// A known account from a sender never seen.
    NewSenderForAccount,
    /// It came again, the very same.
    CameAgain {
        /// How often by now.
        times: u32,
    },
    /// It says it replaces an earlier one, from another sender: nothing was marked as replaced.
    OtherSender,
    /// It says it replaces an earlier one, for another account: nothing was marked as replaced.
    OtherAccount,
    /// It replaces an earlier one of the same sender and account.
    Replaces {
        /// When that one arrived.
        arrived_at: String,
    },
}

/// Whether the keys of one mode are of one account.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "inbox.ts")]
pub enum SameAccount {
    /// All of it.
    Same,
    /// At least one is of another.
    Different,
    /// Older keys don't say.
    CannotTell,
}

/// The account of one mode, as the sender says.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "inbox.ts")]
pub struct InboxAccountView {
    /// Which mode.
    pub mode: Mode,
    /// The account.
    pub account: AccountView,
    /// Whether the keys are of it.
    pub keys: SameAccount,
}

/// A key of a bundle, without its value.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "inbox.ts")]
pub struct InboxKeyView {
    /// Which slot.
    pub slot: SlotRef,
    /// What it is.
    pub kind: KeyKind,
    /// Prefix, three dots, last four characters.
    pub mask: String,
    /// The last four characters alone.
    pub ending: String,
    /// What the sender's own check said.
    pub sender_check: VerdictView,
    /// What our check said; `null` before it.
    pub our_check: Option<VerdictView>,
    /// When it was last copied here.
    pub copied_at: Option<String>,
}

/// One row with everything that may be shown.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "inbox.ts")]
pub struct InboxItemView {
    /// The row.
    pub row: InboxRowView,
    /// Who sent it; `null` where it can't be opened.
    pub sender: Option<SenderView>,
    /// The request that it answers.
    pub answers_request: Option<AnsweredRequestView>,
    /// What was noticed at intake.
    pub notes: Vec<NoteView>,
    /// The account of each mode.
    pub accounts: Vec<InboxAccountView>,
    /// The keys.
    pub keys: Vec<InboxKeyView>,
    /// Slots that were asked for, are required and hold nothing.
    pub missing: Vec<SlotRef>,
    /// What the sender said about the business.
    pub answers: Vec<AnswerView>,
    /// What the sender wrote.
    pub note: Option<String>,
    /// Our newest check; `null` before it.
    pub our_check: Option<CheckView>,
    /// When it was marked as installed.
    pub installed_at: Option<String>,
    /// Whether its locked file is still kept, so that keys can be had from it.
    pub file_kept: bool,
    /// When its locked file will be deleted; `null` while nothing was installed.
    pub deleted_on: Option<String>,
    /// Whether the six words have to be typed before keys can be had from it.
    pub needs_words: bool,
    /// What a confirmation would say now, by our own check; empty where nothing can be confirmed.
    pub would_confirm: Vec<ConfirmationItemView>,
    /// What was confirmed last.
    pub confirmation: Option<ConfirmationView>,
    /// Where a mail to the customer would go; `null` where no address is known.
    pub mail_to: Option<String>,
}

/// Copies one key.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "inbox.ts")]
pub struct CopyInboxKeyRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The row.
    pub item_id: String,
    /// The key.
    pub slot: SlotRef,
}

/// Copies the keys of one mode, one a line, publishable first.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "inbox.ts")]
pub struct CopyInboxKeysRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The row.
    pub item_id: String,
    /// The mode.
    pub mode: Mode,
}

/// A secret is on the clipboard.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "inbox.ts")]
pub struct CopiedView {
    /// Seconds until it is taken off again, unless something else is there by then.
    pub clears_in_seconds: u32,
}

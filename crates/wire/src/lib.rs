//! What crosses between the program and its page: requests, views, errors, events, and the one list of commands.
//!
//! No logic stands here and nothing of ours is named: the types are filled in `desk`, and their TypeScript twins in `ui/src/ipc/gen`
//! are written by this package's tests. Views carry data and codes, never sentences: what a person reads stands in the page's
//! dictionary.
//!
//! What holds for every type:
//!
//! - Field names are camelCase. Codes that `docs/formats.md` or the command line also print (problems, verdicts, opening codes,
//!   kinds) keep the spelling they have there, snake_case.
//! - Ids are opaque strings; times are RFC 3339 in UTC; numbers fit `u32`.
//! - An optional field is always there, `null` when empty.
//! - A request that changes something carries `operationId`, chosen by the page: the same id again has no second effect and
//!   answers with the same result.
//! - No view holds a secret. What comes in as one (`SecretString`) can be read from JSON and not written to it.

mod app;
mod bundle;
mod check;
mod collect;
mod commands;
mod confirmation;
mod credential;
mod deliveries;
mod desk;
mod dev_kit;
mod error;
mod event;
mod guide;
mod hand_on;
mod history;
mod inbox;
mod invitation;
mod many;
mod problem;
mod put_in;
mod questions;
mod request;
mod requests;
mod send;
mod settings;
mod verdict;
mod webhooks;
mod without;
mod words;

pub use app::{
    AppStatusView, ChooseRoleRequest, CopyTextRequest, CountsView, DeskBadgeView, KeychainState, OpenPathRequest,
    OpenedView, OperationRequest, Platform, Role, SavedView,
};
pub use bundle::{AnswerView, BundlePreviewView, PreviewKeyView};
pub use check::{
    AbilityState, AbilityView, AccountRequest, AccountState, AgreeToWriteProbesRequest, AgreementView,
    CancelCheckRequest, CheckBlock, CheckDetailsView, CheckKeyRequest, CheckModeView, CheckPage, CheckState, CheckView,
    KeyCheckView, KeyPermissionsView, ModeAccountView, OpenCheckPageRequest, PastCheckView, PastKeyView, Sameness,
    WriteProbesView,
};
pub use collect::{
    CandidateView, ChooseKeyFileRequest, DeleteKeyFileRequest, FilledView, KeyFileView, OpenStripePageRequest,
    PasteKeyRequest, PasteView, ReadKeyFileRequest, RefusedView, RemoveKeyRequest, StripePage, TypedKeyRequest,
    UndoKeyChangeRequest, UndoView, UseCandidateRequest,
};
pub use commands::COMMANDS;
pub use confirmation::{
    ConfirmationItemView, ConfirmationMailView, ConfirmationOutcome, ConfirmationView, CopyConfirmationRequest,
    MakeConfirmationRequest, RejectReason, RejectedSlot, WriteConfirmationRequest,
};
pub use credential::{AccountView, KeyKind, KeyStorage, KeyView, Mode, SlotRef};
pub use deliveries::{
    AskForRequestRequest, BusinessView, ChangeDeliveryRequest, DeliveryRequest, DeliveryRowView, DeliveryView,
    DeliveryWay, FollowUpView, IntegratorView, ModeProgress, ModeView, NextDeliveryView, SendBlock, SendWay, SlotView,
    StartDeliveryRequest, Step, WaitingFor,
};
pub use desk::{
    BackUpDeskRequest, BackupState, ChangeDeskContactRequest, DeskView, DeskWordsView, RestoreDeskRequest,
    SetUpDeskRequest,
};
pub use dev_kit::{
    ConnectDevKitRequest, DevKitAction, DevKitCause, DevKitChangeView, DevKitField, DevKitPreviewView, DevKitShownView,
    DevKitTrouble, DevKitUpdatedView, DevKitValidity, DevKitValidityView, DevKitView, DevKitWebhookView,
    PasteTokenRequest, TokenState, TypedTokenRequest, UpdateDevKitRequest,
};
pub use error::{AppError, OpeningCode, RequestFault, TextFault, TextField};
pub use event::{EVENT_NAME, PageEvent};
pub use guide::{
    GetGuideRequest, GuideHelpView, GuideMailView, GuidePicture, GuideStepView, GuideTopic, GuideView, HowUsed,
    WriteGuideMailRequest,
};
pub use hand_on::{CopyHandOnRequest, HandOnForm, HandOnPreviewView, PreviewHandOnRequest, SaveHandOnRequest};
pub use history::{HistoryEntryView, HistoryFilterRequest, HistoryGroup, HistoryView, SaveHistoryRequest};
pub use inbox::{
    AddFilesRequest, AddedItemView, AddedOutcome, AddedView, AnsweredRequestView, ChangeInboxItemRequest, CopiedView,
    CopyInboxKeyRequest, CopyInboxKeysRequest, InboxAccountView, InboxItemRequest, InboxItemView, InboxKeyView,
    InboxList, InboxRowView, InboxRowsRequest, InboxSort, InboxState, InboxView, ListInboxRequest, ModeCountView,
    NoteView, OpenWithWordsRequest, SameAccount, SenderState, SenderView, SetTicketRequest, StopInboxWorkRequest,
};
pub use invitation::InvitationRequest;
pub use many::{ChangeInboxItemsRequest, FailedView, ManyView, SkipReason, SkippedView};
pub use problem::{DamageCause, Fix, LooksLike, Problem, ProblemView, Repair, Severity};
pub use put_in::{
    CopyPutInKeyRequest, LentKeyView, PutInKeyView, PutInRefusal, PutInRefusedRequest, PutInView, StartNextRequest,
};
pub use questions::{AnswerQuestionsRequest, GivenAnswer, QuestionKind, QuestionView, QuestionsView};
pub use request::{
    AcceptRequestRequest, AskedQuestionView, AskedSlotView, GetRequestRequest, Proof, RequestPreviewView,
    RestrictedPolicy, Scope, WaitingDeliveryView, WhoView,
};
pub use requests::{
    MakeRequestRequest, OwnRequestRequest, OwnRequestState, OwnRequestView, PreviewRequestRequest, RequestDraft,
    RequestDraftSlot, RequestPresetView,
};
pub use send::{BundleFileView, BundleRequest, BundleState, MailDraftView, WriteEmailRequest};
pub use settings::{Language, SaveSettingsRequest, SettingsView, Theme};
pub use verdict::{CouldNotAskCause, PermissionLevel, PermissionView, Verdict, VerdictFix, VerdictView, VerdictWeight};
pub use webhooks::{
    AddressDifference, AddressFault, DeliveryFault, GetWebhookGuideRequest, NotFixed, ProveSecretRequest, SecretProof,
    SecretProofView, SetWebhookAddressRequest, WebhookAddressSource, WebhookFix, WebhookGuideView, WebhookOff,
    WebhookRequest, WebhookState, WebhookView,
};
pub use without::{SpokenWordsView, TryCodeWordsRequest, UseCodeRequest};
pub use words::{PostponeWordsRequest, TryDigitsRequest, TryWordsRequest, WordsResultView};

//! The one list of commands: the window's handlers, its permissions and the page's map all come from it.

/// Hands the list of commands to a macro: `read` or `write`, name, request type in brackets (none where it needs none), answer. The
/// names of types are those of this crate, which the macro's caller brings into scope.
///
/// ```
/// macro_rules! names {
///     ($($(#[$doc:meta])* $access:ident $name:ident($($request:ty)?) -> $answer:ty;)*) => { &[$(stringify!($name)),*] };
/// }
/// use keycourier_wire::*;
/// let names: &[&str] = keycourier_wire::with_commands!(names);
/// assert_eq!(names, COMMANDS);
/// ```
#[macro_export]
macro_rules! with_commands {
    ($then:ident) => {
        $then! {
            // The program as a whole.
            /// What the page needs to know at its start.
            read get_app_status() -> AppStatusView;
            /// Chooses the side that is shown.
            write choose_role(ChooseRoleRequest) -> AppStatusView;
            /// Asks the keychain again, and leaves "for this session only" once it answers.
            write retry_keychain(OperationRequest) -> AppStatusView;
            /// Keeps keys in memory until the program ends, and nowhere else.
            write use_session_only(OperationRequest) -> AppStatusView;
            /// Saves the settings.
            write save_settings(SaveSettingsRequest) -> SettingsView;
            /// Shows the program's data folder.
            write show_data_folder(OperationRequest) -> ();
            /// Puts a text of the page on the clipboard.
            write copy_text(CopyTextRequest) -> ();

            // Opening.
            /// Opens what is on the clipboard: a request, or a locked file as text.
            write open_clipboard(OperationRequest) -> OpenedView;
            /// Opens a file that was dropped.
            write open_path(OpenPathRequest) -> OpenedView;
            /// Asks for a file and opens it.
            write open_dialog(OperationRequest) -> OpenedView;
            /// Opens the file that the program was started with.
            write open_waiting_file(OperationRequest) -> OpenedView;

            // Who asks.
            /// A request that was opened here, as it stands now.
            read get_request(GetRequestRequest) -> RequestPreviewView;
            /// All 7,776 words, in the list's order.
            read list_words() -> Vec<String>;
            /// Tries six typed words.
            write try_words(TryWordsRequest) -> WordsResultView;
            /// Tries 24 typed digits.
            write try_digits(TryDigitsRequest) -> WordsResultView;
            /// Puts the call off.
            write postpone_words(PostponeWordsRequest) -> WhoView;

            // Deliveries.
            /// The deliveries of this computer, what waits for the person first.
            read list_deliveries() -> Vec<DeliveryRowView>;
            /// The integrators that the program knows and can serve without a request.
            read list_integrators() -> Vec<IntegratorView>;
            /// The businesses of this person.
            read list_businesses() -> Vec<BusinessView>;
            /// Opens a draft that asks a known integrator for a request.
            write ask_for_request(AskForRequestRequest) -> MailDraftView;
            /// Starts a delivery that answers a request.
            write accept_request(AcceptRequestRequest) -> DeliveryView;
            /// Starts a delivery to a known integrator that has sent no request.
            write start_delivery(StartDeliveryRequest) -> DeliveryView;
            /// One delivery, whole.
            read get_delivery(DeliveryRequest) -> DeliveryView;

            // A helpdesk without Keycourier.
            /// Locks a delivery with six spoken words from now on.
            write use_spoken_words(ChangeDeliveryRequest) -> DeliveryView;
            /// Locks a delivery for a bare code from now on.
            write use_code(UseCodeRequest) -> DeliveryView;
            /// Has a delivery wait for a request again.
            write wait_for_request(ChangeDeliveryRequest) -> DeliveryView;
            /// The six words of a delivery, to be read out.
            read get_spoken_words(DeliveryRequest) -> SpokenWordsView;
            /// Tries the words of a bare code.
            write try_code_words(TryCodeWordsRequest) -> WordsResultView;

            // Collect.
            /// Takes what is on the clipboard as keys.
            write paste_key(PasteKeyRequest) -> PasteView;
            /// Takes a typed or dropped text as keys.
            write typed_key(TypedKeyRequest) -> PasteView;
            /// Takes a dropped file as keys.
            write read_key_file(ReadKeyFileRequest) -> PasteView;
            /// Asks for a file and takes it as keys.
            write choose_key_file(ChooseKeyFileRequest) -> Option<PasteView>;
            /// Deletes the file from which keys were taken.
            write delete_key_file(DeleteKeyFileRequest) -> ();
            /// Uses a candidate of the pending paste.
            write use_candidate(UseCandidateRequest) -> PasteView;
            /// Takes a key out of its slot.
            write remove_key(RemoveKeyRequest) -> DeliveryView;
            /// Undoes the last removal or replacement of a slot.
            write undo_key_change(UndoKeyChangeRequest) -> UndoView;
            /// Opens a page of Stripe in the browser.
            write open_stripe_page(OpenStripePageRequest) -> ();
            /// How to find the key of one row.
            read get_guide(GetGuideRequest) -> GuideView;
            /// Opens a draft with the mail of a piece of help.
            write write_guide_mail(WriteGuideMailRequest) -> MailDraftView;

            // Check.
            /// Starts a check of a delivery.
            write start_check(ChangeDeliveryRequest) -> CheckView;
            /// The newest check of a delivery.
            read get_check(DeliveryRequest) -> CheckView;
            /// Stops a check.
            write cancel_check(CancelCheckRequest) -> CheckView;
            /// "Yes, that is our account."
            write confirm_account(AccountRequest) -> CheckView;
            /// "No, that is another account."
            write reject_account(AccountRequest) -> CheckView;

            // Send.
            /// What they want to know about the business.
            read get_questions(DeliveryRequest) -> QuestionsView;
            /// Answers questions.
            write answer_questions(AnswerQuestionsRequest) -> QuestionsView;
            /// What the receiver will see.
            read preview_bundle(DeliveryRequest) -> BundlePreviewView;
            /// Makes the locked file.
            write lock_delivery(ChangeDeliveryRequest) -> DeliveryView;
            /// Opens a draft in the mail program and puts the file on the clipboard.
            write write_email(WriteEmailRequest) -> MailDraftView;
            /// Puts the file on the clipboard.
            write copy_bundle_file(BundleRequest) -> ();
            /// Puts the file's text on the clipboard.
            write copy_bundle_text(BundleRequest) -> ();
            /// Asks where, and saves the file under a name that ends in `.txt`.
            write save_bundle_text(BundleRequest) -> SavedView;
            /// Shows the file in its folder; makes it anew where it is gone.
            write show_bundle(BundleRequest) -> DeliveryView;
            /// "I have sent it."
            write mark_sent(BundleRequest) -> DeliveryView;
            /// "No, I have not."
            write undo_sent(BundleRequest) -> DeliveryView;
            /// Takes the keys of a sent delivery off this computer.
            write remove_delivery_keys(ChangeDeliveryRequest) -> DeliveryView;

            // The desk.
            /// The desk of this computer.
            read get_desk() -> Option<DeskView>;
            /// Sets up the desk of this computer.
            write set_up_desk(SetUpDeskRequest) -> DeskView;
            /// Changes what may change about it.
            write change_desk_contact(ChangeDeskContactRequest) -> DeskView;
            /// Asks where, and saves it in one locked file.
            write back_up_desk(BackUpDeskRequest) -> SavedView;
            /// Puts the backup off.
            write postpone_backup(OperationRequest) -> DeskView;
            /// The words and digits that stand for it.
            read get_desk_words() -> DeskWordsView;

            // The desk's requests.
            /// The presets that this desk may use.
            read list_request_presets() -> Vec<RequestPresetView>;
            /// What the merchant will see.
            read preview_request(PreviewRequestRequest) -> RequestPreviewView;
            /// Makes a request.
            write make_request(MakeRequestRequest) -> OwnRequestView;
            /// The requests of this desk, newest first.
            read list_requests() -> Vec<OwnRequestView>;
            /// Asks where, and saves a request.
            write save_request(OwnRequestRequest) -> SavedView;
            /// Puts a request's text on the clipboard.
            write copy_request(OwnRequestRequest) -> ();

            // Inviting a customer.
            /// Opens a draft with the mail that brings a request, and puts the request on the clipboard.
            write write_invitation(InvitationRequest) -> MailDraftView;
            /// Puts that mail, the request below it, on the clipboard.
            write copy_invitation(InvitationRequest) -> ();

            // The inbox.
            /// Rows of the inbox.
            read list_inbox(ListInboxRequest) -> InboxView;
            /// Takes files that were dropped.
            write add_inbox_files(AddFilesRequest) -> AddedView;
            /// Asks for files and takes them.
            write pick_inbox_files(OperationRequest) -> AddedView;
            /// Takes what is on the clipboard.
            write paste_inbox_text(OperationRequest) -> AddedView;
            /// One row with everything that may be shown.
            read get_inbox_item(InboxItemRequest) -> InboxItemView;
            /// Starts our own check.
            write check_inbox_item(ChangeInboxItemRequest) -> InboxItemView;
            /// Copies one key.
            write copy_inbox_key(CopyInboxKeyRequest) -> CopiedView;
            /// Copies the keys of one mode, one a line.
            write copy_inbox_keys(CopyInboxKeysRequest) -> CopiedView;
            /// "The keys are where they are needed."
            write mark_installed(ChangeInboxItemRequest) -> InboxItemView;
            /// "No, they are not."
            write undo_installed(ChangeInboxItemRequest) -> InboxItemView;
        }
    };
}

macro_rules! names {
    ($($(#[$doc:meta])* $access:ident $name:ident($($request:ty)?) -> $answer:ty;)*) => { &[$(stringify!($name)),*] };
}

/// The names of all commands, in the order of the list.
pub const COMMANDS: &[&str] = with_commands!(names);

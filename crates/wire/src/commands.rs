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

            // Check: permissions, webhooks, and what was found before.
            /// Asks Stripe again about one key.
            write check_key(CheckKeyRequest) -> CheckView;
            /// Says whether permissions to change things may be tried out.
            write agree_to_write_probes(AgreeToWriteProbesRequest) -> CheckView;
            /// Opens a page of Stripe on which something of a check is put right.
            write open_check_page(OpenCheckPageRequest) -> ();
            /// The earlier checks of a delivery, newest first.
            read list_checks(DeliveryRequest) -> Vec<PastCheckView>;
            /// Says where Stripe shall send a delivery's webhooks to.
            write set_webhook_address(SetWebhookAddressRequest) -> CheckView;
            /// Creates or mends a webhook at Stripe.
            write fix_webhook(WebhookRequest) -> CheckView;
            /// "I have set it up by hand."
            write mark_webhook_done(WebhookRequest) -> CheckView;
            /// "No, I have not."
            write undo_webhook_done(WebhookRequest) -> CheckView;
            /// How to set a webhook up by hand.
            read get_webhook_guide(GetWebhookGuideRequest) -> WebhookGuideView;
            /// Holds a webhook signing secret against a delivery that it should have signed.
            write prove_secret(ProveSecretRequest) -> SecretProofView;

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

            // Put in: the integrator's own page.
            /// What the screen needs on which a key is put into the integrator's page.
            read get_put_in(DeliveryRequest) -> PutInView;
            /// Opens the integrator's page in the browser.
            write open_integrator_page(ChangeDeliveryRequest) -> ();
            /// Copies a key, for a short time, to be pasted there.
            write copy_put_in_key(CopyPutInKeyRequest) -> PutInView;
            /// "It took the key."
            write mark_put_in(ChangeDeliveryRequest) -> DeliveryView;
            /// "It said something else."
            write mark_put_in_refused(PutInRefusedRequest) -> DeliveryView;
            /// Takes back what was said of it.
            write undo_put_in(ChangeDeliveryRequest) -> DeliveryView;
            /// Starts the delivery that comes next, such as Live after Test.
            write start_next_delivery(StartNextRequest) -> DeliveryView;

            // Dev Kit for AI.
            /// How a delivery is connected with its project.
            read get_dev_kit(DeliveryRequest) -> DevKitView;
            /// Takes what is on the clipboard as the project's token.
            write paste_dev_kit_token(PasteTokenRequest) -> DevKitView;
            /// Takes a typed or dropped text as the project's token.
            write typed_dev_kit_token(TypedTokenRequest) -> DevKitView;
            /// Forgets the project's token.
            write forget_dev_kit_token(ChangeDeliveryRequest) -> DevKitView;
            /// Finds a project, and asks where it wants to be told of payments.
            write connect_dev_kit(ConnectDevKitRequest) -> DevKitView;
            /// What an update would change; nothing is sent but a secret key that is to be checked.
            read preview_dev_kit(DeliveryRequest) -> DevKitPreviewView;
            /// Sends what changes.
            write update_dev_kit(UpdateDevKitRequest) -> DevKitUpdatedView;

            // The desk.
            /// The desk of this computer.
            read get_desk() -> Option<DeskView>;
            /// Sets up the desk of this computer.
            write set_up_desk(SetUpDeskRequest) -> DeskView;
            /// Changes what may change about it.
            write change_desk_contact(ChangeDeskContactRequest) -> DeskView;
            /// Asks where, and saves it in one locked file.
            write back_up_desk(BackUpDeskRequest) -> SavedView;
            /// Asks for a backup to restore a desk from.
            write choose_backup(OperationRequest) -> SavedView;
            /// Restores a desk from the backup that was chosen.
            write restore_desk(RestoreDeskRequest) -> DeskView;
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
            /// Withdraws a request: what answers it from now on is marked.
            write withdraw_request(OwnRequestRequest) -> OwnRequestView;

            // Inviting a customer.
            /// Opens a draft with the mail that brings a request, and puts the request on the clipboard.
            write write_invitation(InvitationRequest) -> MailDraftView;
            /// Puts that mail, the request below it, on the clipboard.
            write copy_invitation(InvitationRequest) -> ();

            // The inbox.
            /// Which rows there are.
            read list_inbox(ListInboxRequest) -> InboxView;
            /// Some of them.
            read get_inbox_rows(InboxRowsRequest) -> Vec<InboxRowView>;
            /// Takes files that were dropped.
            write add_inbox_files(AddFilesRequest) -> AddedView;
            /// Asks for files and takes them.
            write pick_inbox_files(OperationRequest) -> AddedView;
            /// Takes what is on the clipboard.
            write paste_inbox_text(OperationRequest) -> AddedView;
            /// Stops what deals with many files or rows.
            write stop_inbox_work(StopInboxWorkRequest) -> ();
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
            /// Opens a file that is locked with spoken words.
            write open_with_words(OpenWithWordsRequest) -> InboxItemView;
            /// Notes the ticket that a row belongs to.
            write set_inbox_ticket(SetTicketRequest) -> InboxItemView;
            /// "There is nothing more to do about it."
            write set_aside(ChangeInboxItemRequest) -> InboxItemView;
            /// "There is, after all."
            write take_up_again(ChangeInboxItemRequest) -> InboxItemView;
            /// Starts our own check of many rows.
            write check_inbox_items(ChangeInboxItemsRequest) -> ManyView;
            /// Marks many rows as installed.
            write mark_many_installed(ChangeInboxItemsRequest) -> ManyView;
            /// Confirms many rows of which our check says that all keys work.
            write confirm_inbox_items(ChangeInboxItemsRequest) -> ManyView;
            /// Sets many rows aside.
            write set_many_aside(ChangeInboxItemsRequest) -> ManyView;

            // Handing on.
            /// What would be written, by mask.
            read preview_hand_on(PreviewHandOnRequest) -> HandOnPreviewView;
            /// Asks where, and writes keys there.
            write save_hand_on(SaveHandOnRequest) -> SavedView;
            /// Puts the same on the clipboard, for a short time.
            write copy_hand_on(CopyHandOnRequest) -> CopiedView;

            // Confirming.
            /// Makes and signs a confirmation.
            write make_confirmation(MakeConfirmationRequest) -> InboxItemView;
            /// Opens a draft to the customer with the confirmation in it.
            write write_confirmation(WriteConfirmationRequest) -> ConfirmationMailView;
            /// Puts the same mail on the clipboard.
            write copy_confirmation(CopyConfirmationRequest) -> ();
            /// Asks where, and saves the confirmation.
            write save_confirmation(ChangeInboxItemRequest) -> SavedView;

            // History.
            /// What happened, newest first.
            read list_history(HistoryFilterRequest) -> HistoryView;
            /// Asks where, and saves it as a table.
            write save_history(SaveHistoryRequest) -> SavedView;
        }
    };
}

macro_rules! names {
    ($($(#[$doc:meta])* $access:ident $name:ident($($request:ty)?) -> $answer:ty;)*) => { &[$(stringify!($name)),*] };
}

/// The names of all commands, in the order of the list.
pub const COMMANDS: &[&str] = with_commands!(names);

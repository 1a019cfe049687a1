//! What the page needs to know at its start, the settings, and what a person chooses about the program itself.

use keycourier_credentials::parse;
use keycourier_keychain::State;
use keycourier_ledger::{Desk, Ledger};
use keycourier_wire::{
    AppError, AppStatusView, BackupState, ChooseRoleRequest, CopyTextRequest, CountsView, DeskBadgeView, KeychainState,
    Language, OperationRequest, PageEvent, Platform, Role, SaveSettingsRequest, SettingsView, TextFault, TextField,
};

use super::errors::Refusal;
use super::receive::TO_DO;
use super::views::{delivery as view, words};
use super::{App, Preferences};

/// The most bytes that the page may put on the clipboard.
const LONGEST: usize = 65_536;
/// Seconds until a copied key leaves the clipboard.
const SECONDS: (u32, u32) = (10, 300);
/// Days for which the sealed bytes of installed keys are kept.
const DAYS: (u32, u32) = (1, 365);

impl App {
    /// What the page needs to know at its start.
    ///
    /// # Errors
    /// Those of the ledger.
    pub async fn get_app_status(&self) -> Result<AppStatusView, AppError> {
        self.run(|app| app.status_view()).await
    }

    /// Chooses the side that is shown.
    ///
    /// # Errors
    /// Those of the ledger.
    pub async fn choose_role(&self, request: ChooseRoleRequest) -> Result<AppStatusView, AppError> {
        let role = request.role;
        self.run_once(&request.operation_id, move |app| {
            let before = app.shell.preferences();
            let both_roles_used = before.both_roles_used || before.role.is_some_and(|before| before != role);
            app.shell.keep_preferences(&Preferences { role: Some(role), both_roles_used, ..before });
            app.status_view()
        })
        .await
    }

    /// Asks the keychain again, and leaves "for this session only" once it answers.
    ///
    /// # Errors
    /// [`AppError::KeychainWaiting`], [`AppError::KeychainLocked`], [`AppError::KeychainNotAvailable`], [`AppError::KeychainFull`], and
    /// those of the ledger.
    pub async fn retry_keychain(&self, request: OperationRequest) -> Result<AppStatusView, AppError> {
        let retried = async {
            let returned = self.return_to_system().await;
            self.shell.tell(PageEvent::StatusChanged);
            returned.map_err(|refusal| self.tell_refusal(refusal))?;
            self.run(|app| app.status_view()).await
        };
        self.once(&request.operation_id, retried).await
    }

    /// Keeps keys in memory until the program ends, and nowhere else.
    ///
    /// # Errors
    /// Those of the ledger.
    pub async fn use_session_only(&self, request: OperationRequest) -> Result<AppStatusView, AppError> {
        let changed = async {
            self.start_session_only().await;
            self.run(|app| app.status_view()).await
        };
        self.once(&request.operation_id, changed).await
    }

    /// Saves the settings.
    ///
    /// # Errors
    /// None but a fault of the program.
    pub async fn save_settings(&self, request: SaveSettingsRequest) -> Result<SettingsView, AppError> {
        let SaveSettingsRequest {
            operation_id,
            language: Language::En,
            theme,
            clear_clipboard_seconds,
            keep_sealed_days,
        } = request;
        self.run_once(&operation_id, move |app| {
            let clear_clipboard_seconds = clear_clipboard_seconds.clamp(SECONDS.0, SECONDS.1);
            let keep_sealed_days = keep_sealed_days.clamp(DAYS.0, DAYS.1);
            let before = app.shell.preferences();
            app.shell.keep_preferences(&Preferences { theme, clear_clipboard_seconds, keep_sealed_days, ..before });
            Ok(app.settings_view())
        })
        .await
    }

    /// Shows the program's data folder.
    ///
    /// # Errors
    /// A fault of the program where no file manager answers.
    pub async fn show_data_folder(&self, request: OperationRequest) -> Result<(), AppError> {
        self.run_once(&request.operation_id, |app| {
            app.shell.show_in_folder(&app.data_folder).map_err(|_| Refusal::fault("no file manager answers"))
        })
        .await
    }

    /// Puts a text of the page on the clipboard.
    ///
    /// # Errors
    /// [`AppError::SecretInText`], [`AppError::BadText`], and [`AppError::ClipboardNotAvailable`].
    pub async fn copy_text(&self, request: CopyTextRequest) -> Result<(), AppError> {
        let CopyTextRequest { operation_id, text } = request;
        self.run_once(&operation_id, move |app| {
            if text.len() > LONGEST {
                let at_most = words::count(LONGEST);
                return Err(Refusal::bad_text(TextField::Text, TextFault::TooLong { at_most }));
            }
            if parse(&text).credentials().next().is_some() {
                return Err(AppError::SecretInText { field: TextField::Text }.into());
            }
            Ok(app.shell.write_clipboard(&text)?)
        })
        .await
    }

    fn status_view(&self) -> Result<AppStatusView, Refusal> {
        let preferences = self.shell.preferences();
        let counts = self.counts()?;
        let desk = present_desk(&self.ledger())?;
        Ok(AppStatusView {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            platform: platform(),
            // Whoever set up a desk and lost the preferences is not asked again.
            role: preferences.role.or_else(|| desk.as_ref().map(|_| Role::Desk)),
            both_roles_used: preferences.both_roles_used || (desk.is_some() && counts.deliveries > 0),
            keychain: match self.keychain().state() {
                State::Unasked | State::Reachable | State::Ready => KeychainState::Ready,
                State::Waiting => KeychainState::Waiting,
                State::Locked => KeychainState::Locked,
                State::NotAvailable => KeychainState::NotAvailable,
            },
            session_only: self.is_session_only(),
            settings: self.settings_view(),
            desk: desk.map(|desk| DeskBadgeView { name: desk.name.to_string(), backup: backup(&desk) }),
            counts,
            file_waiting: self.shell.file_waits(),
        })
    }

    fn settings_view(&self) -> SettingsView {
        let preferences = self.shell.preferences();
        SettingsView {
            language: Language::En,
            theme: preferences.theme,
            clear_clipboard_seconds: preferences.clear_clipboard_seconds.clamp(SECONDS.0, SECONDS.1),
            keep_sealed_days: preferences.keep_sealed_days.clamp(DAYS.0, DAYS.1),
            data_folder: self.data_folder.to_string_lossy().into_owned(),
        }
    }

    fn counts(&self) -> Result<CountsView, Refusal> {
        let deliveries = self.all_deliveries()?.iter().filter(|delivery| view::is_unfinished(delivery)).count();
        let now = self.clock.now();
        let ledger = self.ledger();
        let counting = |request: &keycourier_ledger::Request| {
            request.withdrawn_at.is_none()
                && request.recorded.expires_at.is_none_or(|expires| expires >= now)
                && (request.recorded.scope == keycourier_ledger::Scope::Everybody || request.answers == 0)
        };
        Ok(CountsView {
            deliveries: words::count(deliveries),
            inbox_to_do: ledger.inbox_counts()?.of(TO_DO),
            requests: words::count(ledger.made_requests()?.iter().filter(|request| counting(request)).count()),
        })
    }
}

fn present_desk(ledger: &Ledger) -> Result<Option<Desk>, Refusal> {
    Ok(ledger.desks()?.into_iter().rfind(|desk| desk.retired_at.is_none()))
}

fn backup(desk: &Desk) -> BackupState {
    match (desk.backed_up_at, desk.backup_postponed_at) {
        (Some(at), _) => BackupState::Made { at: words::time(at) },
        (None, Some(at)) => BackupState::Postponed { at: words::time(at) },
        (None, None) => BackupState::None,
    }
}

fn platform() -> Platform {
    if cfg!(windows) {
        Platform::Windows
    } else if cfg!(target_os = "macos") {
        Platform::Macos
    } else {
        Platform::Linux
    }
}

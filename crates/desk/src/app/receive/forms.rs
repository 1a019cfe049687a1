//! The forms in which keys are handed on as a whole: as a file, or for a short time on the clipboard.

use std::time::Duration;

use jiff::Timestamp;
use keycourier_credentials::{Kind, Mode};
use keycourier_documents::BundleKey;
use keycourier_ledger::{Bundle, BundleAccount, Change};
use keycourier_wire::{
    AppError, CopiedView, CopyHandOnRequest, HandOnForm, HandOnPreviewView, PreviewHandOnRequest, SaveHandOnRequest,
    SavedView,
};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value, json};
use zeroize::Zeroizing;

use super::content::credential_in;
use super::handing_on::{note_handed_on, place};
use super::named_files::{not_written, plain_name, shown_name};
use super::reopening::Inside;
use crate::app::App;
use crate::app::errors::Refusal;
use crate::app::views::words;
use crate::{Over, write_new};

/// One row whose keys are handed on. Holds secrets: no `Debug`.
struct Held {
    bundle: Bundle,
    accounts: Vec<BundleAccount>,
    inside: Inside,
}

impl App {
    /// What would be written, with masks in the place of keys.
    ///
    /// # Errors
    /// [`AppError::Gone`] for no row, or several where the form takes one, [`AppError::NotOpened`], [`AppError::FileDeleted`], and those
    /// of keychain and ledger.
    pub async fn preview_hand_on(&self, request: PreviewHandOnRequest) -> Result<HandOnPreviewView, AppError> {
        let held = self.held(request.item_ids, request.form).await?;
        Ok(HandOnPreviewView {
            text: text(&held, request.form, mask_of).to_string(),
            file_name: file_name(&held, request.form),
            keys: words::count(held.iter().map(|held| held.inside.keys().len()).sum()),
        })
    }

    /// Asks where, and writes keys into a file there that only this user may read.
    ///
    /// # Errors
    /// As [`App::preview_hand_on`], and why the file could not be written.
    pub async fn save_hand_on(&self, request: SaveHandOnRequest) -> Result<SavedView, AppError> {
        let operation = request.operation_id.clone();
        let saved = async {
            let held = self.held(request.item_ids, request.form).await?;
            let operation = request.operation_id;
            self.run(move |app| {
                let Some(path) = app.shell.choose_place(&file_name(&held, request.form)) else {
                    return Ok(SavedView { file_name: None });
                };
                let whole = text(&held, request.form, value_of);
                // Whoever chose a file that is there was asked about it by the system's own window.
                write_new(&path, whole.as_bytes(), Over::Existing).map_err(|error| not_written(&path, error))?;
                app.note_form(&operation, &held, file_word(request.form))?;
                Ok(SavedView { file_name: Some(shown_name(&path)) })
            })
            .await
        };
        self.once(&operation, saved).await
    }

    /// Puts the same on the clipboard, for a short time.
    ///
    /// # Errors
    /// As [`App::preview_hand_on`], and those of the clipboard.
    pub async fn copy_hand_on(&self, request: CopyHandOnRequest) -> Result<CopiedView, AppError> {
        let operation = request.operation_id.clone();
        let copied = async {
            let held = self.held(request.item_ids, request.form).await?;
            let operation = request.operation_id;
            self.run(move |app| {
                let seconds = app.shell.preferences().clear_clipboard_seconds;
                let whole = SecretString::from(text(&held, request.form, value_of).as_str());
                app.shell.lend_clipboard(&whole, Duration::from_secs(u64::from(seconds)))?;
                app.note_form(&operation, &held, "clipboard")?;
                Ok(CopiedView { clears_in_seconds: seconds })
            })
            .await
        };
        self.once(&operation, copied).await
    }

    async fn held(&self, item_ids: Vec<String>, form: HandOnForm) -> Result<Vec<Held>, AppError> {
        let takes = match form {
            HandOnForm::Env | HandOnForm::DevKit4Ai => 1,
            HandOnForm::Json => MOST,
        };
        if item_ids.is_empty() || item_ids.len() > takes {
            return Err(AppError::Gone);
        }
        let mut held = Vec::with_capacity(item_ids.len());
        for item_id in item_ids {
            let (bundle, inside) = self.reopened(&item_id).await?;
            let id = bundle.id;
            let accounts = self.run(move |app| Ok(app.ledger().accounts_in(id)?)).await?;
            held.push(Held { bundle, accounts, inside });
        }
        Ok(held)
    }

    fn note_form(&self, operation: &str, held: &[Held], where_to: &str) -> Result<(), Refusal> {
        let now = self.clock.now();
        let note = |change: &mut Change<'_>, now: Timestamp| {
            for Held { bundle, inside, .. } in held {
                note_handed_on(change, bundle, &inside.keys().iter().collect::<Vec<_>>(), where_to, now)?;
            }
            Ok("{}".to_owned())
        };
        self.change_once(operation, |change| note(change, now)).map(drop)
    }
}

/// Rows in one file: as many as anybody reads through before they hand it on.
const MOST: usize = 500;

/// Writes the keys down, each as `shown` gives it.
fn text(held: &[Held], form: HandOnForm, shown: impl Fn(&BundleKey) -> Zeroizing<String>) -> Zeroizing<String> {
    let keys = |held: &Held| {
        let mut keys: Vec<&BundleKey> = held.inside.keys().iter().collect();
        keys.sort_by_key(|key| (key.mode == Mode::Live, place(key.kind)));
        // Two keys of one kind, such as a secret and a restricted one, are told apart by their slots.
        let is_alone = |key: &BundleKey| keys.iter().filter(|other| name(other) == name(key)).count() == 1;
        let of_slot = |key: &BundleKey| format!("{}_{}", name(key), key.slot.as_str().to_uppercase());
        let named = |key: &&BundleKey| (if is_alone(key) { name(key) } else { of_slot(key) }, shown(key));
        keys.iter().map(named).collect::<Vec<_>>()
    };
    match form {
        HandOnForm::Env => {
            // Large enough that it never grows, which would leave a copy behind until it is wiped.
            let mut text = Zeroizing::new(String::with_capacity(4_096));
            for (name, value) in held.iter().flat_map(keys) {
                text.push_str("STRIPE_");
                text.push_str(&name);
                text.push('=');
                text.push_str(&value);
                text.push('\n');
            }
            text
        }
        HandOnForm::DevKit4Ai => {
            let fields = held.iter().flat_map(keys).map(|(name, value)| (name.to_lowercase(), json!(value.as_str())));
            lines(&Value::Object(fields.collect()))
        }
        HandOnForm::Json => {
            let object = |held: &Held| {
                let mut object = Map::new();
                let text = |line: &Option<keycourier_ledger::Line>| line.as_ref().map(|line| line.as_str().to_owned());
                object.insert("company".to_owned(), json!(text(&held.bundle.company)));
                object.insert("ticket".to_owned(), json!(text(&held.bundle.ticket)));
                for BundleAccount { account, .. } in &held.accounts {
                    object.insert(format!("{}_account", account.mode), json!(account.id.as_str()));
                }
                object.extend(keys(held).into_iter().map(|(name, value)| (name.to_lowercase(), json!(value.as_str()))));
                Value::Object(object)
            };
            match held {
                [one] => lines(&object(one)),
                many => lines(&Value::Array(many.iter().map(object).collect())),
            }
        }
    }
}

fn lines(value: &Value) -> Zeroizing<String> {
    Zeroizing::new(format!("{value:#}\n"))
}

/// As the command line names them, without the prefix of a variable.
fn name(key: &BundleKey) -> String {
    let kind = match key.kind {
        Kind::Publishable => "PUBLISHABLE_KEY",
        Kind::Secret | Kind::Restricted | Kind::Organization => "SECRET_KEY",
        Kind::WebhookSecret => "WEBHOOK_SECRET",
    };
    format!("{}_{kind}", key.mode.as_str().to_uppercase())
}

fn value_of(key: &BundleKey) -> Zeroizing<String> {
    // EXPOSE: into a wiped buffer for a file or the clipboard, where the person asked for it.
    Zeroizing::new(key.value.expose_secret().to_owned())
}

fn mask_of(key: &BundleKey) -> Zeroizing<String> {
    let paste = credential_in(key);
    let credential = paste.as_ref().and_then(|paste| paste.credentials().next());
    Zeroizing::new(credential.map(|(_, credential)| credential.mask().to_string()).unwrap_or_default())
}

fn file_name(held: &[Held], form: HandOnForm) -> String {
    let company = match held {
        [one] => one.bundle.company.as_ref().map_or_else(|| "Keys".to_owned(), |name| plain_name(name.as_str())),
        many => format!("{}_Customers", many.len()),
    };
    match form {
        HandOnForm::Env => format!("{company}.env"),
        HandOnForm::Json => format!("{company}_Stripe.json"),
        HandOnForm::DevKit4Ai => format!("{company}_DevKit4AI.json"),
    }
}

fn file_word(form: HandOnForm) -> &'static str {
    match form {
        HandOnForm::Env => "env_file",
        HandOnForm::Json => "json_file",
        HandOnForm::DevKit4Ai => "devkit4ai_file",
    }
}

//! What a person may choose about the program itself. All of it may be lost without harm.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The languages in which the page's dictionary is complete.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "settings.ts")]
pub enum Language {
    /// English.
    En,
}

/// How the page looks.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "settings.ts")]
pub enum Theme {
    /// As the system says, contrast included.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
    /// More contrast, light or dark as the system says.
    Contrast,
}

/// The settings in force.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "settings.ts")]
pub struct SettingsView {
    /// The language of the page.
    pub language: Language,
    /// How the page looks.
    pub theme: Theme,
    /// Seconds until a copied key is taken off the clipboard again: 10 to 300.
    pub clear_clipboard_seconds: u32,
    /// Days after which the locked file of installed keys is deleted: 1 to 365.
    pub keep_sealed_days: u32,
    /// The folder in which the program keeps its data, as the system writes it.
    pub data_folder: String,
}

/// Saves the settings as a whole.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "settings.ts")]
pub struct SaveSettingsRequest {
    /// Chosen by the page; the same again has no second effect.
    pub operation_id: String,
    /// The language of the page.
    pub language: Language,
    /// How the page looks.
    pub theme: Theme,
    /// Seconds until a copied key is taken off the clipboard again: 10 to 300, bounded on arrival.
    pub clear_clipboard_seconds: u32,
    /// Days after which the locked file of installed keys is deleted: 1 to 365, bounded on arrival.
    pub keep_sealed_days: u32,
}

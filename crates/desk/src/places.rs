//! Where the program keeps its data: the window and the command line look in the same place.

use std::path::{Path, PathBuf};

/// The name of the folder, below the system's folder for programs' data. Also the program's identifier.
pub const FOLDER: &str = "app.keycourier";
/// The name of the ledger's file.
pub const LEDGER: &str = "ledger.sqlite3";

/// The ledger of the person whose data lie in `user_data`.
pub fn ledger_in(user_data: &Path) -> PathBuf {
    user_data.join(FOLDER).join(LEDGER)
}

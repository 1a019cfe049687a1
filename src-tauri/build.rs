//! Makes a permission of every command of the list, so that none may be called which the capability file does not name.

fn main() {
    let manifest = tauri_build::AppManifest::new().commands(keycourier_wire::COMMANDS);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    if let Err(error) = tauri_build::try_build(attributes) {
        panic!("{error:#}");
    }
}

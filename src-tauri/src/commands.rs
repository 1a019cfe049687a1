//! What the page may call: the list of `wire`, each command handed to the use-case of its name.

use keycourier_desk::App;
use keycourier_wire::*;
use tauri::State;
use tauri::ipc::Invoke;

macro_rules! handlers {
    ($($(#[$doc:meta])* $access:ident $name:ident($($request:ty)?) -> $answer:ty;)*) => {
        $(
            $(#[$doc])*
            #[tauri::command]
            async fn $name(app: State<'_, App>, $(request: $request)?) -> Result<$answer, AppError> {
                app.$name($(request as $request)?).await
            }
        )*

        /// Answers the page's calls.
        pub(crate) fn handler() -> impl Fn(Invoke<tauri::Wry>) -> bool {
            tauri::generate_handler![$($name),*]
        }
    };
}

keycourier_wire::with_commands!(handlers);

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    /// What the page may do besides calling the list: hear events, which the program's own and dropped files are.
    const EVENTS: [&str; 2] = ["core:event:allow-listen", "core:event:allow-unlisten"];

    #[test]
    fn the_page_may_call_exactly_the_list() {
        let capability: Value = serde_json::from_str(include_str!("../capabilities/main.json")).unwrap();
        let permissions = capability["permissions"].as_array().unwrap();
        let granted: BTreeSet<String> = permissions.iter().map(|one| one.as_str().unwrap().to_owned()).collect();
        let commands = keycourier_wire::COMMANDS.iter().map(|name| format!("allow-{}", name.replace('_', "-")));
        let wanted: BTreeSet<String> = EVENTS.map(str::to_owned).into_iter().chain(commands).collect();
        assert_eq!(granted, wanted, "a missing one is a button without effect, one too many is a hole");
        assert_eq!(permissions.len(), granted.len(), "none is named twice");
        assert_eq!(capability["windows"], serde_json::json!(["main"]), "one window, no pattern");
        for loose in ["remote", "webviews", "platforms"] {
            assert!(capability.get(loose).is_none(), "{loose} would let in another page than the program's own");
        }
    }

    #[test]
    fn the_page_is_held_to_itself() {
        let config: Value = serde_json::from_str(include_str!("../tauri.conf.json")).unwrap();
        let security = &config["app"]["security"];
        assert_eq!(security["capabilities"], serde_json::json!(["main"]), "no other file of the folder counts");
        assert_eq!(security["freezePrototype"], true, "a script must not change how calls are made");
        assert_eq!(config["app"]["withGlobalTauri"], false, "calls are made by the page's own module alone");
        assert_eq!(config["app"]["windows"][0]["incognito"], true, "the page leaves nothing on the disk");
        assert_eq!(config["identifier"], keycourier_desk::FOLDER, "preferences lie beside the ledger");
        assert!(config["build"].get("devUrl").is_none(), "a plain build must embed the page");
        let csp = security["csp"].as_str().unwrap();
        assert!(csp.starts_with("default-src 'none'; "), "what is not named is refused: {csp}");
        for hole in ["unsafe", "*", "https:", "data:", "blob:"] {
            assert!(!csp.contains(hole), "{hole} lets something in: {csp}");
        }
    }
}

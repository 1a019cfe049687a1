//! Opening the program.

use crate::step::{Stop, cargo, run, say};
use crate::{demo, page, system};

pub(crate) fn run_all() -> Result<(), Stop> {
    if !has_display() {
        say(
            "There is no display here, so the program can't be opened. The demo does its main job on a hidden one instead.\n",
        );
        return demo::run_all();
    }
    system::prepare()?;
    page::build()?;
    run("the program", cargo().args(["run", "--quiet", "--locked", "--package", "keycourier-desktop"]))
}

fn has_display() -> bool {
    cfg!(any(windows, target_os = "macos"))
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

//! The main job with made-up keys: in the real window on a hidden screen, then the same on the command line.

mod command_line;
mod window;

use crate::step::Stop;
use crate::system;

pub(crate) fn run_all() -> Result<(), Stop> {
    system::prepare()?;
    window::run_all()?;
    command_line::run_all()
}

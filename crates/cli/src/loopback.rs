//! `keycourier-loopback`: the command as tests run it. It may be pointed at stand-ins on this computer; no artefact has it.

use std::alloc::System;
use std::process::ExitCode;

use zeroizing_alloc::ZeroAlloc;

/// Wipes every block of memory when it is freed, also those that libraries used for copies of keys.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

fn main() -> ExitCode {
    keycourier_cli::run()
}

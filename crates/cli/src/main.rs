//! `keycourier`. Everything is in the library, so that tests have a build of their own beside it.

use std::alloc::System;
use std::process::ExitCode;

use zeroizing_alloc::ZeroAlloc;

/// Wipes every block of memory when it is freed, also those that libraries used for copies of keys.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

fn main() -> ExitCode {
    keycourier_cli::run()
}

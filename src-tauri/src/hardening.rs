//! What keeps the program's memory from being written or read elsewhere.

use std::io::{Write as _, stderr};
use std::panic;

/// To be called before anything else. A debug build can still be debugged.
pub(crate) fn harden() {
    say_only_where_it_failed();
    #[cfg(all(unix, not(debug_assertions)))]
    no_core_file();
    #[cfg(all(target_os = "linux", not(debug_assertions)))]
    not_readable_by_others();
}

/// A panic's text may hold what a person typed.
fn say_only_where_it_failed() {
    panic::set_hook(Box::new(|panic| {
        if let Some(place) = panic.location() {
            // Nowhere to say that this failed.
            let _ = writeln!(stderr(), "keycourier failed at {place}");
        }
    }));
}

/// A core file would hold every secret in memory. The page's process inherits the limit.
#[cfg(all(unix, any(test, not(debug_assertions))))]
fn no_core_file() {
    use rustix::process::{Resource, Rlimit, setrlimit};

    // A system that refuses to lower a limit has no core files to speak of.
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
}

/// Takes `/proc/<pid>/mem`, `environ` and the like from other programs of the same user. File dialogs keep working because they are
/// GTK's own: a desktop portal could not tell whose they are.
#[cfg(all(target_os = "linux", any(test, not(debug_assertions))))]
fn not_readable_by_others() {
    use rustix::process::{DumpableBehavior, set_dumpable_behavior};

    // Fails for no value that exists.
    let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::fs;

    use rustix::process::{DumpableBehavior, dumpable_behavior};

    use super::*;

    #[test]
    fn no_core_file_is_written() {
        no_core_file();
        let limits = fs::read_to_string("/proc/self/limits").unwrap();
        let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
        let numbers: Vec<&str> = core.split_whitespace().skip(4).take(2).collect();
        assert_eq!(numbers, ["0", "0"], "neither limit may be raised again: {core}");
    }

    #[test]
    fn the_memory_is_not_readable_by_others() {
        not_readable_by_others();
        assert_eq!(dumpable_behavior().unwrap(), DumpableBehavior::NotDumpable, "a same-user program must not read it");
    }
}

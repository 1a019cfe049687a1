//! The project's only runner.
fn main() {}

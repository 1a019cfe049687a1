//! The keycourier command.

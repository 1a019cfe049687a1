//! The use-cases of both roles.

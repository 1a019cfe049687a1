//! What the journeys share.

pub mod corpus;
pub mod program;

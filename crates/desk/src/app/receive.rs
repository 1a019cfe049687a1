//! The receiving side: a desk, its requests, and what arrives in answer to them.

mod adding;
mod backup;
mod checking;
mod confirming;
mod contact;
mod content;
mod desk;
mod draft;
mod forms;
mod handing_on;
mod identity;
mod installing;
mod intake;
mod invitation;
mod item;
mod item_checks;
mod listing;
mod many;
mod named_files;
mod opening_codes;
mod own_requests;
mod preview;
mod reopening;
mod restoring;
mod sealed_bytes;
mod setting_aside;
mod spoken;
#[cfg(test)]
mod tests;
mod ticket;

pub(super) use listing::TO_DO;

//! The receiving side: a desk, its requests, and what arrives in answer to them.

mod adding;
mod backup;
mod checking;
mod contact;
mod content;
mod desk;
mod draft;
mod handing_on;
mod identity;
mod installing;
mod intake;
mod invitation;
mod item;
mod item_checks;
mod listing;
mod named_files;
mod opening_codes;
mod own_requests;
mod preview;
mod reopening;
mod sealed_bytes;
#[cfg(test)]
mod tests;

pub(super) use listing::TO_DO;

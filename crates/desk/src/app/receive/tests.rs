//! The receiving side as the page meets it, over a ledger in memory, a keychain for this session and a Stripe on this computer.

mod adding;
mod check;
mod confirm;
mod desk;
mod forms;
mod hand_on;
mod history;
mod inbox;
mod invitation;
mod keeping;
mod many;
mod requests;
mod restore;
mod sender;
mod spoken;
mod world;

//! The receiving side as the page meets it, over a ledger in memory, a keychain for this session and a Stripe on this computer.

mod check;
mod desk;
mod hand_on;
mod inbox;
mod invitation;
mod requests;
mod sender;
mod world;

//! Journeys through the real window: the built program on a hidden screen, driven as a browser is, with a keyring and a clipboard of its
//! own and a stand-in for Stripe. What was seen on the way is kept in `target/window/<journey>/`.
//!
//! All of it is `cfg(test)`, which lets helpers unwrap as tests do.

#[cfg(test)]
mod computer;
#[cfg(test)]
mod dev_kit;
#[cfg(test)]
mod interrupted;
#[cfg(test)]
mod main_job;
#[cfg(test)]
mod measure;
#[cfg(test)]
mod mistakes;
#[cfg(test)]
mod program;
#[cfg(test)]
mod put_in;
#[cfg(test)]
mod start;
#[cfg(test)]
mod steps;
#[cfg(test)]
mod webhooks;
mod who_asks;
#[cfg(test)]
mod window;

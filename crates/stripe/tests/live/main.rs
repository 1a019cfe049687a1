//! Every answer that Stripe is known to give, over a real connection, and what is made of it.

mod abilities;
mod answers;
mod deliveries;
mod logs;
mod support;
mod verdicts;
mod webhooks;

//! Handing keys to Dev Kit for AI over its config API.
//!
//! [`DevKit`] makes the calls, with an [`Access`]: a project and the token that its owner gave. [`Plan`] compares what is configured
//! there, which is only ever seen masked, with the keys at hand, and says what an update would change; only that is sent. An update
//! without an answer is looked at again, so a run that broke off half way can be started once more.
//!
//! Paths and fields are those of its public documentation. No text of the server's leaves this crate.

mod access;
mod calls;
mod config;
mod error;
mod field;
mod plan;
mod refused;
mod shown;
mod webhooks;

pub use access::{Access, NotAProject, NotAToken, ProjectId, Token};
pub use calls::{Confirmed, DevKit, Updated, Validity};
pub use config::Config;
pub use error::{Cause, Error, UpdateError};
pub use field::{Field, Part};
pub use plan::{Action, AtHand, Change, Plan, PlanError};
pub use shown::{Likeness, NotMasked, Shown};
pub use webhooks::{WebhookUrl, WebhookUrls};

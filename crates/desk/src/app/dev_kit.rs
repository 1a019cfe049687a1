//! Dev Kit for AI: a project is found, what an update would change is shown, and only that is sent.

mod connecting;
mod keys;
mod previewing;
mod tokens;
mod troubles;
mod updating;

pub(crate) use tokens::Tokens;

use keycourier_devkit4ai::ProjectId;
use keycourier_wire::{AppError, SendWay};

use super::delivery::Delivery;
use super::errors::Refusal;

/// A delivery whose keys go to a project.
fn checked(delivery: Delivery) -> Result<Delivery, Refusal> {
    if delivery.way() == SendWay::Update { Ok(delivery) } else { Err(AppError::Gone.into()) }
}

/// Its project, once it was found.
fn project_of(delivery: &Delivery) -> Option<ProjectId> {
    delivery.handover.recorded.project.as_ref()?.as_str().parse().ok()
}

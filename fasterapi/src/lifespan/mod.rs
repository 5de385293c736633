//! What an app does before its first request and after its last: FastAPI's `lifespan`.

mod error;
mod hooks;
#[allow(clippy::module_inception)]
mod lifespan;
mod running;
mod startup;

pub use error::LifespanError;
pub(crate) use hooks::Hooks;
pub use lifespan::{IntoLifespan, Lifespan};
pub use running::Running;
pub use startup::Startup;

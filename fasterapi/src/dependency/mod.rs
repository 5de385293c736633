//! Dependencies: functions whose value an argument gets, resolved once per request.

mod dependency_trait;
mod guard;
mod resolve;
mod teardown;

pub use dependency_trait::Dependency;
pub use guard::Guard;
pub(crate) use resolve::Cache;
pub use resolve::{depends, run_guards};
pub use teardown::Teardown;

pub use crate::response::Outcome;

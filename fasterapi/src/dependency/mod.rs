//! Dependencies: functions whose value an argument gets, resolved once per request.

mod configured;
mod dependency_trait;
mod guard;
mod limit;
mod overrides;
mod resolve;
mod teardown;

pub use configured::{Configured, Instance};
pub use dependency_trait::Dependency;
pub use guard::Guard;
pub use limit::Limit;
pub(crate) use limit::Turns;
pub(crate) use overrides::{Overrides, StandIn};
pub(crate) use resolve::{Cache, pass_guards};
pub use resolve::{depends, run_guards};
pub use teardown::Teardown;

pub use crate::response::Outcome;

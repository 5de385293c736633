//! The third stage: typed values become tokens.

mod arguments;
mod attributes;
mod companion;
mod default;
pub(crate) mod dependency;
pub(crate) mod list;
pub(crate) mod model;
mod param;
mod reference;
pub(crate) mod route;
mod step;

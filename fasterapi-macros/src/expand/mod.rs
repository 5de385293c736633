//! The third stage: typed values become tokens.

pub(crate) mod api_error;
mod arguments;
mod attributes;
mod companion;
mod default;
pub(crate) mod dependency;
pub(crate) mod embed;
mod failure;
pub(crate) mod link;
pub(crate) mod list;
pub(crate) mod model;
mod param;
mod reference;
mod resolve;
pub(crate) mod route;
mod step;
mod told;

//! What is noted of a request where somebody watches: the access log, a subscriber of `tracing`, metrics.
//!
//! Where nobody does, nothing of this is made, and a request pays a load and a comparison to find that out.

mod access_log;
mod observation;
mod span;
mod trace_parent;

pub(crate) use observation::Observation;
#[cfg(feature = "logging")]
pub(crate) use span::REQUEST_SPAN;

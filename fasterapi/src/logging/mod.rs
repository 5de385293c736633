//! The log: what the framework says, and with the feature `logging` what the program says with `tracing`.
//!
//! Lines look as uvicorn's do, or are JSON ([`LogFormat`]), and go to stderr; those of the access log go to stdout. A program that
//! has set a subscriber of `tracing` of its own gets all of it as events instead, under the target `fasterapi`, and a span for each
//! request. Without a subscriber, or with one that wants nothing below warnings, a request pays for none of this.

mod emit;
mod escape;
mod fields;
mod level;
mod output;
#[cfg(feature = "logging")]
mod panics;
#[cfg(feature = "logging")]
mod printer;
#[cfg(feature = "logging")]
mod setup;

pub(crate) use emit::{current_span, error, has_listener, in_span, is_ours, log, warning};
pub(crate) use escape::{Target, one_line};
pub(crate) use fields::Fields;
pub use level::{LogLevel, UnknownLevel};
pub use output::LogFormat;
pub(crate) use output::{Output, Stream};
#[cfg(feature = "logging")]
pub use setup::{Logging, LoggingError};

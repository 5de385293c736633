//! Dates, times and durations (feature `jiff`), read as pydantic reads them.

mod civil;
mod date_time;
mod duration;
mod instants;
mod limits;
mod parse;
#[cfg(feature = "chrono")]
mod with_chrono;
#[cfg(feature = "time")]
mod with_time;

pub(super) use civil::seconds_of_day;
pub use date_time::DateTime;
pub(super) use duration::{parse as duration, seconds};
pub(super) use limits::{Limited, bounded, examine, within};
pub(super) use parse::{Clock, Wrong, clock};

//! Dates, times and durations (feature `jiff`), read as pydantic reads them.

mod civil;
mod date_time;
mod duration;
mod instants;
mod parse;

pub(super) use civil::seconds_of_day;
pub use date_time::DateTime;
pub(super) use duration::{parse as duration, seconds};
pub(super) use parse::{Clock, Wrong, clock};

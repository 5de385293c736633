//! Dates, times and durations (feature `jiff`), read as pydantic reads them.

mod civil;
mod date_time;
mod duration;
mod instants;
mod parse;

pub use date_time::DateTime;

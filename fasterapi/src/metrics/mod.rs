//! Metrics in Prometheus' text format: what the app answers, how long it takes, and how the process is.
//!
//! [`App::metrics`](crate::App::metrics) turns them on. The names and labels are those of prometheus-fastapi-instrumentator, so that its
//! dashboards work.

mod config;
mod format;
mod process;
mod registry;
mod scrape;
mod series;

pub use config::Metrics;
pub(crate) use registry::{Counted, OpenConnection, Registry};

//! The server under [`App::run`](crate::App::run): listening, accepting, workers, timeouts, shutdown.
//!
//! Every worker is a thread with a runtime and a listener of its own, so that a connection never leaves its core. A
//! connection is one task: hyper speaks HTTP, this module watches the time and the shutdown.

mod accept;
mod access_log;
mod activity;
mod banner;
mod bind;
mod coalesce;
mod config;
mod connection;
mod crowded;
mod drain;
mod error;
mod listener;
mod proxy_protocol;
mod run;
mod serve;
mod service;
mod signals;
#[cfg(unix)]
mod unix_socket;
mod watch;
mod watched;
mod worker;

pub(crate) use banner::{Banner, Level, log};
pub use config::Config;
pub use error::ServerError;
pub use listener::Listener;
pub use proxy_protocol::ProxyProtocol;
pub(crate) use run::run;
pub(crate) use serve::serve;

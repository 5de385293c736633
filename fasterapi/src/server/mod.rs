//! The server under [`App::run`](crate::App::run): listening, accepting, workers, timeouts, shutdown.
//!
//! Every worker is a thread with a runtime of its own, so that a connection never leaves its core. A connection is one
//! task: hyper speaks HTTP, this module watches the time and the shutdown.
//!
//! `bind` opens sockets (`inherited`, `unix_socket`), `crew` starts workers, `accept` brings connections to a `door`,
//! directly or by way of `spread`, and `connection` serves them. `run` is told by `signals` when to stop, or by `restart`
//! that another process has taken over.

mod accept;
mod activity;
mod address;
mod banner;
mod begin;
mod bind;
mod coalesce;
mod config;
mod connection;
mod crew;
mod crowded;
mod door;
mod drain;
mod error;
mod framing;
#[cfg(unix)]
mod handover;
#[cfg(feature = "http2")]
mod http2;
#[cfg(unix)]
mod inherited;
mod limits;
mod linger;
mod listener;
mod notify;
mod observed;
mod park;
mod proxy_protocol;
mod pulse;
mod quota;
pub(crate) mod ranges;
mod restart;
mod run;
mod seats;
mod secure;
mod seldom;
mod serve;
mod service;
mod signals;
#[cfg(feature = "http2")]
mod sniff;
mod socket;
mod spread;
mod stream;
mod supervise;
#[cfg(any(feature = "http2", feature = "tls"))]
mod tapped;
mod timeouts;
#[cfg(feature = "tls")]
mod tls;
mod turns;
#[cfg(unix)]
mod unix_socket;
mod watch;
mod watched;
mod worker;

pub use address::{Bind, BindError};
pub(crate) use banner::{Banner, Level, log};
pub use config::Config;
pub use error::ServerError;
#[cfg(feature = "http2")]
pub use http2::Http2;
pub(crate) use limits::Limits;
pub use listener::Listener;
pub use proxy_protocol::ProxyProtocol;
pub(crate) use run::{Foreground, run};
pub(crate) use serve::serve;
pub(crate) use service::{Answering, Answers, Asked, MakeService, Refuse};
#[cfg(all(feature = "cli", feature = "tls"))]
pub(crate) use tls::parse_ciphers;
#[cfg(feature = "tls")]
pub use tls::{ClientCertificates, Tls, TlsVersion};

//! The server under [`App::run`](crate::App::run): listening, accepting, workers, timeouts, shutdown.
//!
//! Every worker is a thread with a runtime of its own, so that a connection never leaves its core. A connection is one
//! task: hyper speaks HTTP, this module watches the time and the shutdown.
//!
//! `run` has the sockets opened (`listen`) and the threads started (`workers`), and leaves the main thread to watch them
//! and the signals (`process`). A connection that a worker accepts is served in `connection`. `config` and `limits` say
//! how; `drain` is how everybody learns of the end.

mod banner;
mod config;
mod connection;
mod drain;
mod error;
#[cfg(feature = "http2")]
mod http2;
pub(crate) mod limits;
mod linger;
mod listen;
mod process;
mod proxy_protocol;
mod quota;
pub(crate) mod ranges;
mod run;
mod seats;
mod seldom;
mod serve;
mod service;
mod timeouts;
#[cfg(feature = "tls")]
mod tls;
mod turns;
mod workers;

pub(crate) use banner::{Banner, Level, log};
pub use config::Config;
pub use error::ServerError;
#[cfg(feature = "http2")]
pub use http2::Http2;
pub(crate) use limits::Limits;
pub use listen::{Bind, BindError, Listener};
pub use proxy_protocol::ProxyProtocol;
pub(crate) use run::{Foreground, run};
pub(crate) use serve::serve;
pub(crate) use service::{Answering, Answers, Asked, MakeService, Refuse};
#[cfg(all(feature = "cli", feature = "tls"))]
pub(crate) use tls::parse_ciphers;
#[cfg(feature = "tls")]
pub use tls::{ClientCertificates, Tls, TlsVersion};

//! One connection, from its first byte to its last.
//!
//! `begin` finds out what is spoken. Over HTTP/1 `connection` goes round: hyper reads and writes through `coalesce` and
//! `observed`, which note what happens in `activity`; `watch` judges that, and `park` takes idle ones apart.

mod activity;
pub(super) mod begin;
mod coalesce;
pub(super) mod connection;
mod framing;
mod observed;
pub(super) mod park;
pub(super) mod secure;
#[cfg(feature = "http2")]
mod sniff;
pub(super) mod stream;
#[cfg(any(feature = "http2", feature = "tls"))]
pub(super) mod tapped;
pub(super) mod turns;
pub(super) mod watch;
mod watched;

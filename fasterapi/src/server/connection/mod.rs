//! One connection, from its first byte to its last.
//!
//! `begin` finds out what is spoken. Over HTTP/1.1 `http1` goes round: hyper reads and writes through `coalesce` and
//! `observed`, which note what happens in `activity`; `watch` judges that, and `park` takes idle ones apart.

mod activity;
mod begin;
mod coalesce;
mod ending;
mod framing;
mod http1;
mod observed;
mod park;
mod requests;
mod secure;
mod settings;
#[cfg(feature = "http2")]
mod sniff;
mod stream;
#[cfg(any(feature = "http2", feature = "tls"))]
mod tapped;
mod watch;
mod watched;

pub(super) use begin::{Beginning, begin};
pub(super) use http1::serve;
pub(super) use park::WARM;
pub(super) use secure::Secure;
pub(super) use settings::Settings;
#[cfg(any(feature = "http2", feature = "tls"))]
pub(super) use stream::Stream;
#[cfg(any(feature = "http2", feature = "tls"))]
pub(super) use tapped::{Tap, Tapped};
pub(super) use watch::Patience;

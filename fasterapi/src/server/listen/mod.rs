//! The sockets that connections come from, and the one type that they come as: addresses, how sockets are opened, and
//! those that another process has opened.

mod address;
pub(super) mod bind;
#[cfg(unix)]
mod inherited;
mod listener;
mod socket;
#[cfg(unix)]
mod unix_socket;

pub use address::{Bind, BindError};
pub(super) use bind::{Bound, Legacy, Listening};
pub use listener::Listener;
pub(super) use listener::{Accept, Kind};
pub(super) use socket::{Loose, Socket};

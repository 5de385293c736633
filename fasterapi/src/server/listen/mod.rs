//! The sockets that connections come from: their addresses, how they are opened, and those that another process has opened.

pub(super) mod address;
pub(super) mod bind;
#[cfg(unix)]
mod inherited;
pub(super) mod listener;
pub(super) mod socket;
#[cfg(unix)]
mod unix_socket;

pub use address::{Bind, BindError};
pub use listener::Listener;

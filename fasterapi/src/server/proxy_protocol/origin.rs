//! [`Origin`]: what a header tells about a connection.

use std::net::SocketAddr;

/// Where a connection comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// The proxy speaks for itself, or does not know: the connection is its own.
    Peer,
    /// A client.
    Client {
        /// Its address; `None` for one that has no IP address, such as a client of the proxy's unix socket.
        address: Option<SocketAddr>,
        /// Whether it speaks TLS to the proxy.
        secure: bool,
    },
}

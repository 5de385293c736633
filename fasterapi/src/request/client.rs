//! [`Client`]: who sent a request.

use std::fmt;
use std::net::{IpAddr, SocketAddr};

/// The peer of a connection, or the client a trusted proxy vouched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Client {
    /// A peer with an IP address; the port is 0 where a proxy told only the address.
    Ip(SocketAddr),
    /// A peer on a unix socket.
    Unix,
    /// A client that a trusted proxy does not name (`for=unknown` or `for=_name` of RFC 7239); what it wrote is the
    /// [`Node`](crate::middleware::Node) in the request's extensions.
    Hidden,
    /// Nothing is known: an in-process request.
    #[default]
    Unknown,
}

impl Client {
    /// The IP address, when there is one.
    pub fn ip(&self) -> Option<IpAddr> {
        match self {
            Self::Ip(address) => Some(address.ip()),
            Self::Unix | Self::Hidden | Self::Unknown => None,
        }
    }

    /// The port, when there is one.
    pub fn port(&self) -> Option<u16> {
        match self {
            Self::Ip(address) => Some(address.port()),
            Self::Unix | Self::Hidden | Self::Unknown => None,
        }
    }
}

impl fmt::Display for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ip(address) => address.fmt(f),
            Self::Unix => f.write_str("unix"),
            Self::Hidden => f.write_str("hidden"),
            Self::Unknown => f.write_str("unknown"),
        }
    }
}

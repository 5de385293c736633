//! [`Relay`]: what a proxy has told of a connection, before the first request on it.

use super::Client;

/// A proxy that told, for a whole connection, who the client is: by the PROXY protocol.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Relay {
    /// The proxy itself.
    pub(crate) peer: Client,
    /// Whether the client speaks TLS to the proxy.
    pub(crate) secure: bool,
}

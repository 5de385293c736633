//! [`Connection`]: what is known of a connection besides its client, for its requests.

use super::{Client, Hangup};

/// A proxy that told, for a whole connection, who the client is: by the PROXY protocol.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Relay {
    /// The proxy itself.
    pub(crate) peer: Client,
    /// Whether the client speaks TLS to the proxy.
    pub(crate) secure: bool,
}

/// What few connections have.
#[derive(Debug, Clone)]
pub(crate) struct Connection {
    /// Who told of the client.
    pub(crate) relay: Option<Relay>,
    /// How handlers hear of its end, where some may ask.
    pub(crate) hangup: Option<Hangup>,
}

//! [`Connection`]: what is known of a connection besides its client, for its requests.

use std::sync::Arc;

#[cfg(feature = "tls")]
use super::TlsInfo;
use super::{Client, Hangup};
use crate::metrics::OpenConnection;

/// A proxy that told, for a whole connection, who the client is: by the PROXY protocol.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Relay {
    /// The proxy itself.
    pub(crate) peer: Client,
    /// Whether the client speaks TLS to the proxy.
    pub(crate) secure: bool,
}

/// What a connection came through, if it did not come as it is.
#[derive(Debug, Clone, Default)]
pub(crate) struct Via {
    /// Who told of the client.
    pub(crate) relay: Option<Relay>,
    /// What TLS knows of it.
    #[cfg(feature = "tls")]
    pub(crate) tls: Option<TlsInfo>,
}

impl Via {
    pub(crate) fn is_direct(&self) -> bool {
        #[cfg(feature = "tls")]
        if self.tls.is_some() {
            return false;
        }
        self.relay.is_none()
    }
}

/// What few connections have.
#[derive(Debug, Clone)]
pub(crate) struct Connection {
    pub(crate) via: Via,
    /// How handlers hear of its end, where some may ask.
    pub(crate) hangup: Option<Hangup>,
    /// Counts it as open, where there are metrics.
    pub(crate) open: Option<Arc<OpenConnection>>,
}

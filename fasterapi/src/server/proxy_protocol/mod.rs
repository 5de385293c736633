//! [`ProxyProtocol`]: connections that begin with a header of HAProxy's PROXY protocol, version 1 or 2.

mod crc32c;
mod expect;
mod origin;
mod read;
mod v1;
mod v2;

use crate::middleware::{Peers, TrustError};
use crate::request::Client;

pub(super) use self::expect::expect;
use self::origin::Origin;
use self::read::{ReadError, read};

/// The peers whose connections begin with a PROXY protocol header, as HAProxy's `send-proxy` and `send-proxy-v2`,
/// nginx's `proxy_protocol on` and cloud balancers write it.
///
/// Their header is required: a connection without one is closed, since the protocol forbids to guess. The address in
/// it becomes the client, before anything else looks at it; who sent the header stays
/// [`Request::peer`](crate::Request::peer). Everybody else speaks plain HTTP, and a header of theirs is refused as the
/// malformed request it is. So no client can choose its own address.
///
/// ```
/// use fasterapi::server::{Config, ProxyProtocol};
///
/// # fn main() -> fasterapi::Result<()> {
/// let config = Config::new().proxy_protocol(ProxyProtocol::from_peers(["10.0.0.0/8", "unix:"])?);
/// # let _ = config;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProxyProtocol(Peers);

impl ProxyProtocol {
    /// Expects a header from these peers: IP addresses, networks (`10.0.0.0/8`), `unix:` for whoever connects through
    /// a unix socket, or `*` for every peer.
    ///
    /// # Errors
    /// An entry is none of these; a network has bits behind its prefix (`10.0.0.5/24`).
    pub fn from_peers<T: AsRef<str>>(peers: impl IntoIterator<Item = T>) -> Result<Self, TrustError> {
        Peers::parse(peers).map(Self)
    }

    /// Whether a connection from `peer` begins with a header.
    pub(super) fn is_expected_from(&self, peer: Client) -> bool {
        self.0.contain(peer)
    }
}

/// What the first bytes of a connection are.
#[derive(Debug, PartialEq, Eq)]
enum Parsed {
    /// Not the whole header yet: at least this many bytes more belong to it.
    Needs(usize),
    /// The whole header and nothing else.
    Done(Origin),
}

/// Why the first bytes of a connection are no header.
type Malformed = &'static str;

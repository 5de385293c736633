//! [`ProxyHeaders`]: believes what a trusted proxy tells about the client and the address it asked.

mod entries;
mod forwarded;
mod network;
mod node;
mod peers;
mod prefix;
mod rewrite;

pub use self::forwarded::{Forwarded, ForwardedElement};
pub use self::node::{Node, NodeName};
pub(crate) use self::peers::Peers;
pub use self::peers::TrustError;
use self::rewrite::Rewrite;
use super::IntoMiddleware;
use super::chain::{Middleware, ReadyMade};

/// Takes client, scheme, host, port and prefix from what a trusted proxy tells; nobody is trusted unless named.
///
/// By default these are `X-Forwarded-For` and `X-Forwarded-Proto`. The chain of addresses is walked from the right, past
/// the trusted ones; the first that is not trusted is the client. Only syntactically valid addresses are believed. The
/// scheme is the rightmost one: the trusted peer's own word.
///
/// It stands in front of all other middleware, wherever it is added, and is applied once.
///
/// ```
/// use fasterapi::App;
/// use fasterapi::middleware::ProxyHeaders;
///
/// # fn main() -> fasterapi::Result<()> {
/// let proxies = ProxyHeaders::trust(["127.0.0.1", "10.0.0.0/8", "unix:"])?.x_host(1).x_prefix(1);
/// let app = App::new().middleware(proxies);
/// # let _ = app;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Default)]
pub struct ProxyHeaders {
    peers: Peers,
    forwarded: bool,
    real_ip: bool,
    /// `None`: the addresses are walked.
    x_for: Option<usize>,
    /// `None`: the last one.
    x_proto: Option<usize>,
    x_host: usize,
    x_port: usize,
    x_prefix: usize,
}

impl ProxyHeaders {
    /// Trusts these peers: IP addresses, networks (`10.0.0.0/8`), `unix:` for whoever connects through a unix socket,
    /// or `*` for every peer. Under `*` the client is the rightmost address, the one that the peer itself has seen.
    ///
    /// # Errors
    /// An entry is none of these; a network has bits behind its prefix (`10.0.0.5/24`).
    pub fn trust<T: AsRef<str>>(peers: impl IntoIterator<Item = T>) -> Result<Self, TrustError> {
        Ok(Self {
            peers: Peers::parse(peers)?,
            ..Self::default()
        })
    }

    /// Reads `Forwarded` (RFC 7239) for client, scheme and host, and no longer `X-Forwarded-For` and `-Proto`: a proxy
    /// that writes one passes the other on as the client sent it. Scheme and host are those of the client's element.
    #[must_use]
    pub fn forwarded(mut self) -> Self {
        self.forwarded = true;
        self
    }

    /// Reads the client from `X-Real-IP`, and no longer from `X-Forwarded-For`.
    #[must_use]
    pub fn x_real_ip(mut self) -> Self {
        self.real_ip = true;
        self
    }

    /// Takes the client from this many places from the right in `X-Forwarded-For`, instead of walking the addresses:
    /// one place for each proxy that appends to it. With fewer entries it stays the peer; so it does with 0.
    #[must_use]
    pub fn x_for(mut self, proxies: usize) -> Self {
        self.x_for = Some(proxies);
        self
    }

    /// Takes the scheme from this many places from the right in `X-Forwarded-Proto`; 1 by default, 0 is never.
    #[must_use]
    pub fn x_proto(mut self, proxies: usize) -> Self {
        self.x_proto = Some(proxies);
        self
    }

    /// Takes the host from this many places from the right in `X-Forwarded-Host`; 0 by default, which is never. What is
    /// no host is left aside.
    #[must_use]
    pub fn x_host(mut self, proxies: usize) -> Self {
        self.x_host = proxies;
        self
    }

    /// Takes the host's port from this many places from the right in `X-Forwarded-Port`; 0 by default, which is never.
    #[must_use]
    pub fn x_port(mut self, proxies: usize) -> Self {
        self.x_port = proxies;
        self
    }

    /// Takes the root path from this many places from the right in `X-Forwarded-Prefix`; 0 by default, which is never.
    /// What is no path such as `/api` is left aside.
    #[must_use]
    pub fn x_prefix(mut self, proxies: usize) -> Self {
        self.x_prefix = proxies;
        self
    }

    /// Two headers must not tell the same thing: a client could forge the one that the proxy does not write.
    fn check(&self) -> Result<(), String> {
        let twice = |what: &str, a: &str, b: &str| {
            Err(format!(
                "ProxyHeaders: {a} and {b} both tell the {what}; keep the one that the proxy writes"
            ))
        };
        match self {
            Self {
                forwarded: true,
                real_ip: true,
                ..
            } => twice("client", "forwarded()", "x_real_ip()"),
            Self {
                real_ip: true,
                x_for: Some(1..),
                ..
            } => twice("client", "x_real_ip()", "x_for()"),
            Self {
                forwarded: true,
                x_for: Some(1..),
                ..
            } => twice("client", "forwarded()", "x_for()"),
            Self {
                forwarded: true,
                x_proto: Some(1..),
                ..
            } => twice("scheme", "forwarded()", "x_proto()"),
            Self {
                forwarded: true,
                x_host: 1..,
                ..
            } => twice("host", "forwarded()", "x_host()"),
            _ => Ok(()),
        }
    }
}

impl IntoMiddleware<ReadyMade> for ProxyHeaders {
    fn into_middleware(self) -> Result<Middleware, String> {
        self.check()?;
        Ok(Middleware::front(Rewrite(self)))
    }
}

#[cfg(test)]
mod tests;

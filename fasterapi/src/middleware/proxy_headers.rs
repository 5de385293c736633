//! [`ProxyHeaders`]: believes `X-Forwarded-For` and `X-Forwarded-Proto` when a trusted proxy sends them.

mod network;

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::ops::ControlFlow;

use http::{HeaderMap, HeaderName};

use self::network::Network;
use super::Hook;
use crate::request::{Client, Request};
use crate::response::Response;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// Takes the client's address and the scheme from `X-Forwarded-For` and `X-Forwarded-Proto`, if the peer is trusted.
///
/// Nobody is trusted unless named, and only syntactically valid addresses are believed. The chain of addresses is
/// walked from the right, past the trusted ones; the first that is not trusted is the client.
///
/// ```
/// use fasterapi::App;
/// use fasterapi::middleware::ProxyHeaders;
///
/// # fn main() -> fasterapi::Result<()> {
/// let app = App::new().middleware(ProxyHeaders::trust(["127.0.0.1", "10.0.0.0/8"])?);
/// # let _ = app;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Default)]
pub struct ProxyHeaders {
    networks: Vec<Network>,
    unix: bool,
    every_peer: bool,
}

impl ProxyHeaders {
    /// Trusts these peers: IP addresses, networks (`10.0.0.0/8`), `unix:` for whoever connects through a unix socket,
    /// or `*` for every peer. Under `*` the client is the rightmost address, the one that the peer itself has seen.
    ///
    /// # Errors
    /// An entry is none of these; a network has bits behind its prefix (`10.0.0.5/24`).
    pub fn trust<T: AsRef<str>>(peers: impl IntoIterator<Item = T>) -> Result<Self, TrustError> {
        let mut trusted = Self::default();
        for peer in peers {
            match peer.as_ref() {
                "*" => trusted.every_peer = true,
                "unix:" => trusted.unix = true,
                text => match Network::parse(text) {
                    Ok(network) => trusted.networks.push(network),
                    Err(problem) => {
                        return Err(TrustError {
                            entry: text.to_owned(),
                            problem,
                        });
                    }
                },
            }
        }
        Ok(trusted)
    }

    fn trusts_peer(&self, peer: Client) -> bool {
        self.every_peer
            || match peer {
                Client::Ip(address) => self.trusts(address.ip()),
                Client::Unix => self.unix,
                Client::Unknown => false,
            }
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.networks.iter().any(|network| network.contains(address))
    }

    /// The client that the headers tell, unless they tell nothing that can be believed.
    fn client(&self, headers: &HeaderMap) -> Option<SocketAddr> {
        let mut client = None;
        // Several lines are one list; what is not text is one entry that is no address.
        let lines = headers
            .get_all(FORWARDED_FOR)
            .iter()
            .rev()
            .map(|line| line.to_str().unwrap_or("?"));
        for entry in lines
            .filter(|line| !line.trim().is_empty())
            .flat_map(|line| line.rsplit(','))
        {
            // Whoever wrote this was trusted, but not to have checked what stood there before.
            let Some(address) = parse_node(entry.trim()) else { break };
            client = Some(address);
            if !self.trusts(address.ip()) {
                break;
            }
        }
        client
    }
}

/// Reads `203.0.113.7`, `203.0.113.7:4711`, `2001:db8::5`, `[2001:db8::5]`, `[2001:db8::5]:4711`. A port that is none
/// becomes 0, as one that was not told.
fn parse_node(text: &str) -> Option<SocketAddr> {
    if let Ok(address) = text.parse::<IpAddr>() {
        return Some(SocketAddr::new(address.to_canonical(), 0));
    }
    let (address, port) = match text.strip_prefix('[') {
        Some(rest) => {
            let (address, rest) = rest.split_once(']')?;
            let port = if rest.is_empty() { "" } else { rest.strip_prefix(':')? };
            (IpAddr::V6(address.parse().ok()?), port)
        }
        None => {
            let (address, port) = text.split_once(':')?;
            (IpAddr::V4(address.parse().ok()?), port)
        }
    };
    let port = port.trim();
    let port = if port.bytes().all(|byte| byte.is_ascii_digit()) {
        port.parse().unwrap_or(0)
    } else {
        0
    };
    Some(SocketAddr::new(address.to_canonical(), port))
}

/// The scheme that the headers tell: the rightmost entry is the trusted peer's own.
fn scheme(headers: &HeaderMap) -> Option<&'static str> {
    let line = headers.get_all(FORWARDED_PROTO).iter().next_back()?.to_str().ok()?;
    let proto = line.rsplit(',').next()?.trim();
    let is = |names: [&str; 2]| names.iter().any(|name| proto.eq_ignore_ascii_case(name));
    match () {
        () if is(["https", "wss"]) => Some("https"),
        () if is(["http", "ws"]) => Some("http"),
        () => None,
    }
}

impl Hook for ProxyHeaders {
    type Kept = ();
    const AFTER: bool = false;

    fn before(&self, request: &mut Request) -> ControlFlow<Response> {
        if self.trusts_peer(request.client()) {
            if let Some(scheme) = scheme(request.headers()) {
                request.set_scheme(scheme);
            }
            if let Some(client) = self.client(request.headers()) {
                request.set_client(Client::Ip(client));
            }
        }
        ControlFlow::Continue(())
    }
}

/// An entry of [`ProxyHeaders::trust`] that names nobody.
#[derive(Clone, PartialEq, Eq)]
pub struct TrustError {
    entry: String,
    problem: &'static str,
}

impl fmt::Display for TrustError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "cannot trust the proxy {:?}: {} (also allowed: \"unix:\" and \"*\")",
            self.entry, self.problem
        )
    }
}

/// The same text as [`Display`](fmt::Display): it is what `main` prints when it returns the error.
impl fmt::Debug for TrustError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for TrustError {}

#[cfg(test)]
mod tests;

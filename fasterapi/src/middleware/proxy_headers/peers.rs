//! [`Peers`]: who is trusted, by address.

use std::fmt;
use std::net::IpAddr;

use super::network::Network;
use crate::request::Client;

/// Some peers of connections: addresses, networks, unix sockets, or everybody.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Peers {
    networks: Vec<Network>,
    unix: bool,
    everybody: bool,
}

impl Peers {
    /// Reads IP addresses, networks (`10.0.0.0/8`), `unix:` for whoever connects through a unix socket, `*` for
    /// everybody.
    ///
    /// # Errors
    /// An entry is none of these; a network has bits behind its prefix.
    pub(crate) fn parse<T: AsRef<str>>(entries: impl IntoIterator<Item = T>) -> Result<Self, TrustError> {
        let mut peers = Self::default();
        for entry in entries {
            match entry.as_ref() {
                "*" => peers.everybody = true,
                "unix:" => peers.unix = true,
                text => {
                    let network = Network::parse(text).map_err(|problem| TrustError {
                        entry: text.to_owned(),
                        problem,
                    })?;
                    peers.networks.push(network);
                }
            }
        }
        Ok(peers)
    }

    /// Whether `peer` is one of them.
    pub(crate) fn contain(&self, peer: Client) -> bool {
        self.everybody
            || match peer {
                Client::Ip(address) => self.name(address.ip()),
                Client::Unix => self.unix,
                Client::Hidden | Client::Unknown => false,
            }
    }

    /// Whether the address itself is named, or its network: `*` does not count.
    pub(super) fn name(&self, address: IpAddr) -> bool {
        self.networks.iter().any(|network| network.contains(address))
    }
}

/// An entry of a list of proxies that names nobody.
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

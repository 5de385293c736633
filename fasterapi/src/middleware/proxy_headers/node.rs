//! Who forwarded a request, or for whom: in `X-Forwarded-For` and in RFC 7239.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// A node of RFC 7239: who forwarded a request, or for whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Its name.
    pub name: NodeName,
    /// Its port as it was written: up to five digits, or a name that begins with `_`.
    pub port: Option<String>,
}

/// The name of a [`Node`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NodeName {
    /// An IP address.
    Ip(IpAddr),
    /// `unknown`: the proxy does not know.
    Unknown,
    /// A name that begins with `_`: the proxy does not tell.
    Obfuscated(String),
}

impl fmt::Display for NodeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ip(address) => address.fmt(f),
            Self::Unknown => f.write_str("unknown"),
            Self::Obfuscated(name) => f.write_str(name),
        }
    }
}

impl Node {
    /// Reads `192.0.2.1`, `192.0.2.1:80`, `[2001:db8::1]`, `[2001:db8::1]:80`, `unknown`, `_hidden`, `_hidden:_port`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let end = match text.strip_prefix('[') {
            Some(rest) => rest.find(']')? + 2,
            None => text.find(':').unwrap_or(text.len()),
        };
        let (name, port) = text.split_at(end);
        let port = match port.strip_prefix(':') {
            Some(port) => Some(port),
            None if port.is_empty() => None,
            None => return None,
        };
        if port.is_some_and(|port| !is_port(port) && !is_obfuscated(port)) {
            return None;
        }
        let name = match name.strip_prefix('[').and_then(|name| name.strip_suffix(']')) {
            Some(address) => NodeName::Ip(IpAddr::V6(address.parse().ok()?)),
            None if name.eq_ignore_ascii_case("unknown") => NodeName::Unknown,
            None if is_obfuscated(name) => NodeName::Obfuscated(name.to_owned()),
            None => NodeName::Ip(IpAddr::V4(name.parse().ok()?)),
        };
        Some(Self {
            name,
            port: port.map(str::to_owned),
        })
    }

    /// The port as a number, 0 where it is none or was not told.
    pub(super) fn port_number(&self) -> u16 {
        self.port.as_deref().and_then(|port| port.parse().ok()).unwrap_or(0)
    }
}

fn is_port(text: &str) -> bool {
    (1..=5).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_obfuscated(text: &str) -> bool {
    text.strip_prefix('_').is_some_and(|rest| {
        !rest.is_empty()
            && rest
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
    })
}

/// Reads an IPv4 address, as most proxies write one, in one walk over the bytes; `None` for all else, which may be
/// another address.
pub(super) fn usual_address(text: &[u8]) -> Option<Ipv4Addr> {
    let (first, rest) = octet(text)?;
    let (second, rest) = octet(rest.strip_prefix(b".")?)?;
    let (third, rest) = octet(rest.strip_prefix(b".")?)?;
    let (fourth, rest) = octet(rest.strip_prefix(b".")?)?;
    rest.is_empty().then(|| Ipv4Addr::new(first, second, third, fourth))
}

/// A number from 0 to 255, without a zero in front of other digits (some would read it as octal), and what follows it.
#[inline]
fn octet(text: &[u8]) -> Option<(u8, &[u8])> {
    let digit = |byte: u8| byte.wrapping_sub(b'0');
    match text {
        [a @ b'1'..=b'2', b @ b'0'..=b'9', c @ b'0'..=b'9', rest @ ..] => {
            let number = digit(*b) * 10 + digit(*c);
            Some((number.checked_add(digit(*a) * 100)?, rest))
        }
        [a @ b'1'..=b'9', b @ b'0'..=b'9', rest @ ..] => Some((digit(*a) * 10 + digit(*b), rest)),
        [a @ b'0'..=b'9', rest @ ..] => Some((digit(*a), rest)),
        _ => None,
    }
}

/// Reads an entry of `X-Forwarded-For`: `203.0.113.7`, `203.0.113.7:4711`, `2001:db8::5`, `[2001:db8::5]`,
/// `[2001:db8::5]:4711`. A port that is none becomes 0, as one that was not told.
pub(super) fn parse_address(text: &str) -> Option<SocketAddr> {
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
    let port = crate::http::parse_port(port.trim()).unwrap_or(0);
    Some(SocketAddr::new(address.to_canonical(), port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_addresses_are_those_of_the_standard_library() {
        let octets = [
            "", "0", "00", "01", "7", "10", "99", "127", "203", "255", "256", "1000", "a", "+1", " 1",
        ];
        for first in octets {
            for last in octets {
                for text in [
                    format!("{first}.0.113.{last}"),
                    format!("203.{first}.{last}.9"),
                    format!("{first}.{last}"),
                    format!("1.2.3.{first}.{last}"),
                    format!("{first}.2.3.4{last}"),
                ] {
                    assert_eq!(usual_address(text.as_bytes()), text.parse().ok(), "{text}");
                }
            }
        }
        assert_eq!(usual_address(b"203.0.113.9, 10.0.0.1"), None);
        assert_eq!(usual_address(b"\xff"), None);
    }
}

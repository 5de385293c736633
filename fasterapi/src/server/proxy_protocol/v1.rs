//! Version 1: one line of text, such as `PROXY TCP4 192.0.2.1 198.51.100.1 51234 443`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use super::{Malformed, Origin, Parsed};

/// What every line of version 1 begins with.
pub(super) const START: &[u8] = b"PROXY ";

/// The shortest line there is, `PROXY UNKNOWN`, with its end.
pub(super) const SHORTEST: usize = 15;

/// The longest line there may be, with its end.
const LONGEST: usize = 107;

/// The shortest line with addresses, `PROXY TCP6 :: :: 0 0`, with its end.
const SHORTEST_WITH_ADDRESSES: usize = 22;

/// Reads a line that begins with [`START`]. No byte behind the line may be given.
pub(super) fn parse(line: &[u8]) -> Result<Parsed, Malformed> {
    let Some(text) = line.strip_suffix(b"\r\n") else {
        if line.contains(&b'\n') {
            return Err("a line of version 1 ends with CR and LF");
        }
        return missing(line).map(Parsed::Needs);
    };
    let text = std::str::from_utf8(text).map_err(|_| "a line of version 1 is ASCII")?;
    let text = text
        .strip_prefix("PROXY ")
        .ok_or("a line of version 1 begins with PROXY")?;
    if text == "UNKNOWN" || text.starts_with("UNKNOWN ") {
        return Ok(Parsed::Done(Origin::Peer));
    }
    let mut fields = text.split(' ');
    let mut next = || {
        fields
            .next()
            .ok_or("a line of version 1 has two addresses and two ports")
    };
    let address: fn(&str) -> Option<IpAddr> = match next()? {
        "TCP4" => |text| text.parse::<Ipv4Addr>().ok().map(IpAddr::V4),
        "TCP6" => |text| text.parse::<Ipv6Addr>().ok().map(IpAddr::V6),
        _ => return Err("the protocol of version 1 is TCP4, TCP6 or UNKNOWN"),
    };
    let no_address = "an address of version 1 is not of its protocol";
    let source = address(next()?).ok_or(no_address)?;
    address(next()?).ok_or(no_address)?;
    let source = SocketAddr::new(source, port(next()?)?);
    port(next()?)?;
    if fields.next().is_some() {
        return Err("a line of version 1 has nothing behind its ports");
    }
    Ok(Parsed::Done(Origin::Client {
        address: Some(source),
        secure: false,
    }))
}

/// How many bytes an unfinished line still has at the least: what is behind it belongs to HTTP.
fn missing(line: &[u8]) -> Result<usize, Malformed> {
    let end = if line.ends_with(b"\r") { 1 } else { 2 };
    let shortest = if line.starts_with(b"PROXY TCP") {
        SHORTEST_WITH_ADDRESSES
    } else {
        SHORTEST
    };
    let missing = end.max(shortest.saturating_sub(line.len()));
    if line.len() + missing > LONGEST {
        return Err("a line of version 1 has at most 107 bytes");
    }
    Ok(missing)
}

/// A port in digits, without zeros in front.
fn port(text: &str) -> Result<u16, Malformed> {
    let is_number = text == "0" || (text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0'));
    text.parse()
        .ok()
        .filter(|_| is_number)
        .ok_or("a port of version 1 is a number up to 65535")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(line: &str) -> Result<Parsed, Malformed> {
        parse(line.as_bytes())
    }

    fn client(address: &str) -> Result<Parsed, Malformed> {
        Ok(Parsed::Done(Origin::Client {
            address: Some(address.parse().unwrap()),
            secure: false,
        }))
    }

    #[test]
    fn addresses_are_read() {
        assert_eq!(
            origin("PROXY TCP4 192.0.2.1 198.51.100.1 51234 443\r\n"),
            client("192.0.2.1:51234")
        );
        assert_eq!(origin("PROXY TCP4 1.2.3.4 1.2.3.4 0 65535\r\n"), client("1.2.3.4:0"));
        assert_eq!(
            origin("PROXY TCP6 2001:db8::1 ::1 51234 443\r\n"),
            client("[2001:db8::1]:51234")
        );
        let longest = "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff";
        let line = format!("PROXY TCP6 {longest} {longest} 65535 65535\r\n");
        assert_eq!(line.len(), 104);
        assert_eq!(origin(&line), client(&format!("[{longest}]:65535")));
    }

    #[test]
    fn an_unknown_client_is_the_peer() {
        for line in ["PROXY UNKNOWN\r\n", "PROXY UNKNOWN ffff::1 whatever 1 2\r\n"] {
            assert_eq!(origin(line), Ok(Parsed::Done(Origin::Peer)));
        }
    }

    #[test]
    fn a_line_that_goes_on_needs_no_more_than_belongs_to_it() {
        let line = "PROXY TCP6 :: :: 0 0\r\n";
        for length in START.len()..line.len() {
            let Ok(Parsed::Needs(more)) = origin(&line[..length]) else {
                panic!("{length}");
            };
            assert!(more > 0 && length + more <= line.len(), "{length} + {more}");
        }
        assert_eq!(origin("PROXY TCP4 192.0.2.1 1"), Ok(Parsed::Needs(2)));
        assert_eq!(origin("PROXY TCP4 192.0.2.1 198.51.100.1 1 2\r"), Ok(Parsed::Needs(1)));
    }

    #[test]
    fn all_else_is_malformed() {
        for line in [
            "PROXY \r\n",
            "PROXY TCP4\r\n",
            "PROXY TCP4 192.0.2.1 198.51.100.1 1\r\n",
            "PROXY TCP4 192.0.2.1 198.51.100.1 1 2 3\r\n",
            "PROXY TCP4 192.0.2.1  198.51.100.1 1 2\r\n",
            "PROXY TCP4 192.0.2.1 198.51.100.1 1 2 \r\n",
            "PROXY  TCP4 192.0.2.1 198.51.100.1 1 2\r\n",
            "PROXY tcp4 192.0.2.1 198.51.100.1 1 2\r\n",
            "PROXY UDP4 192.0.2.1 198.51.100.1 1 2\r\n",
            "PROXY UNKNOWNX\r\n",
            "PROXY TCP4 192.0.2.256 198.51.100.1 1 2\r\n",
            "PROXY TCP4 192.0.2.01 198.51.100.1 1 2\r\n",
            "PROXY TCP4 ::1 ::1 1 2\r\n",
            "PROXY TCP6 192.0.2.1 198.51.100.1 1 2\r\n",
            "PROXY TCP6 [::1] ::1 1 2\r\n",
            "PROXY TCP6 fe80::1%eth0 ::1 1 2\r\n",
            "PROXY TCP4 192.0.2.1 198.51.100.1 65536 2\r\n",
            "PROXY TCP4 192.0.2.1 198.51.100.1 +1 2\r\n",
            "PROXY TCP4 192.0.2.1 198.51.100.1 01 2\r\n",
            "PROXY TCP4 192.0.2.1 198.51.100.1 00 2\r\n",
            "PROXY TCP4 192.0.2.1 198.51.100.1 1 -2\r\n",
            "PROXY TCP4 192.0.2.1 198.51.100.1 1 2\n",
            "PROXY TCP4 192.0.2.1 198.51.100.1 1 2\rX\r\n",
        ] {
            assert!(origin(line).is_err(), "{line:?}");
        }
        assert!(origin(&format!("PROXY UNKNOWN {}", "x".repeat(93))).is_err());
        assert!(parse(b"PROXY \xff\xff\xff\xff\r\n").is_err());
    }
}

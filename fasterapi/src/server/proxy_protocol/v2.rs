//! Version 2: a binary header of fixed fields, addresses, and type-length-value records behind them.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};

use super::crc32c::crc32c;
use super::{Malformed, Origin, Parsed};

/// What every header of version 2 begins with.
pub(super) const SIGNATURE: &[u8] = b"\r\n\r\n\0\r\nQUIT\n";

/// Signature, version and command, family, length.
pub(super) const FIXED: usize = 16;

/// The longest header that is read, in bytes: as much as nginx reads, and far more than any address takes.
pub(super) const LONGEST: usize = 4096;

/// The record with the header's checksum.
const CRC32C: u8 = 0x03;

/// The record with what is known of TLS between client and proxy.
const SSL: u8 = 0x20;

/// In the first byte of [`SSL`]: the client speaks TLS.
const CLIENT_SSL: u8 = 0x01;

/// Reads a header that begins with [`SIGNATURE`]. No byte behind the header may be given.
pub(super) fn parse(header: &[u8]) -> Result<Parsed, Malformed> {
    let Some((fixed, block)) = header.split_first_chunk::<FIXED>() else {
        return Ok(Parsed::Needs(FIXED - header.len()));
    };
    let [.., command, family, high, low] = *fixed;
    let local = match command {
        0x20 => true,
        0x21 => false,
        _ => return Err("the command of version 2 is LOCAL or PROXY"),
    };
    let length = usize::from(u16::from_be_bytes([high, low]));
    if FIXED + length > LONGEST {
        return Err("a header of version 2 has at most 4096 bytes");
    }
    match length.checked_sub(block.len()) {
        Some(0) => {}
        Some(missing) => return Ok(Parsed::Needs(missing)),
        None => return Err("more than the header was given"),
    }
    if local {
        // whatever the block holds is to be left aside
        return Ok(Parsed::Done(Origin::Peer));
    }
    let (address, records) = addresses(family, block)?;
    let secure = walk(header, records)?;
    Ok(Parsed::Done(match address {
        Address::None => Origin::Peer,
        Address::Ip(address) => Origin::Client {
            address: Some(address),
            secure,
        },
        Address::Unix => Origin::Client { address: None, secure },
    }))
}

enum Address {
    None,
    Ip(SocketAddr),
    Unix,
}

/// The source, and what is behind the addresses.
fn addresses(family: u8, block: &[u8]) -> Result<(Address, &[u8]), Malformed> {
    let short = "a header of version 2 is shorter than its addresses";
    match family {
        0x00 => Ok((Address::None, &[])),
        // TCP and UDP over IPv4: two addresses, two ports
        0x11 | 0x12 => {
            let (addresses, rest) = block.split_first_chunk::<12>().ok_or(short)?;
            let [a, b, c, d, .., high, low, _, _] = *addresses;
            let port = u16::from_be_bytes([high, low]);
            Ok((Address::Ip((Ipv4Addr::new(a, b, c, d), port).into()), rest))
        }
        // the same over IPv6
        0x21 | 0x22 => {
            let (addresses, rest) = block.split_first_chunk::<36>().ok_or(short)?;
            let [.., high, low, _, _] = *addresses;
            let source = addresses.first_chunk::<16>().ok_or(short)?;
            let port = u16::from_be_bytes([high, low]);
            Ok((Address::Ip((Ipv6Addr::from(*source), port).into()), rest))
        }
        // unix sockets: two paths of 108 bytes
        0x31 | 0x32 => {
            let (_, rest) = block.split_first_chunk::<216>().ok_or(short)?;
            Ok((Address::Unix, rest))
        }
        _ => Err("the family of version 2 is none of the known ones"),
    }
}

/// Goes through the records: whether the client speaks TLS. Each must end within the header, and a checksum be right.
fn walk(header: &[u8], mut records: &[u8]) -> Result<bool, Malformed> {
    let mut secure = false;
    while !records.is_empty() {
        let (value, rest) = record(records)?;
        match (records[0], value) {
            (SSL, [client, _, _, _, _, ..]) => secure = client & CLIENT_SSL != 0,
            (SSL, _) => return Err("the TLS record of version 2 is too short"),
            (CRC32C, &[a, b, c, d]) => {
                // the sum is made with zeros in the place of the sum
                let at = header.len() - rest.len() - 4;
                let sum = crc32c([&header[..at], &[0; 4], &header[at + 4..]]);
                if sum != u32::from_be_bytes([a, b, c, d]) {
                    return Err("the checksum of a header of version 2 is wrong");
                }
            }
            (CRC32C, _) => return Err("the checksum of version 2 has four bytes"),
            _ => {}
        }
        records = rest;
    }
    Ok(secure)
}

/// The value of the first record, and the records behind it.
fn record(records: &[u8]) -> Result<(&[u8], &[u8]), Malformed> {
    let short = "a record of version 2 is longer than its header";
    let ([_, high, low], rest) = records.split_first_chunk::<3>().ok_or(short)?;
    let length = usize::from(u16::from_be_bytes([*high, *low]));
    rest.split_at_checked(length).ok_or(short)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(command: u8, family: u8, block: &[u8]) -> Vec<u8> {
        let length = u16::try_from(block.len()).unwrap().to_be_bytes();
        [SIGNATURE, &[command, family], &length, block].concat()
    }

    fn record(kind: u8, value: &[u8]) -> Vec<u8> {
        let length = u16::try_from(value.len()).unwrap().to_be_bytes();
        [&[kind], &length[..], value].concat()
    }

    const V4: &[u8] = &[192, 0, 2, 1, 198, 51, 100, 1, 0xc8, 0x22, 0x01, 0xbb];

    fn client(address: &str, secure: bool) -> Result<Parsed, Malformed> {
        Ok(Parsed::Done(Origin::Client {
            address: Some(address.parse().unwrap()),
            secure,
        }))
    }

    #[test]
    fn addresses_of_every_family_are_read() {
        assert_eq!(parse(&header(0x21, 0x11, V4)), client("192.0.2.1:51234", false));
        assert_eq!(parse(&header(0x21, 0x12, V4)), client("192.0.2.1:51234", false));
        let ends = [[0x20, 0x01, 0x0d, 0xb8], [0; 4], [0; 4], [0, 0, 0, 1]].concat();
        let v6 = [&ends[..], &ends, &[0, 80, 0x1f, 0x90]].concat();
        assert_eq!(parse(&header(0x21, 0x21, &v6)), client("[2001:db8::1]:80", false));
        let unix = Parsed::Done(Origin::Client {
            address: None,
            secure: false,
        });
        assert_eq!(parse(&header(0x21, 0x31, &[0; 216])), Ok(unix));
    }

    #[test]
    fn local_and_unspecified_are_the_peer() {
        for header in [
            header(0x20, 0x00, &[]),
            header(0x20, 0x11, V4),
            header(0x20, 0xff, b"anything"),
            header(0x21, 0x00, &[]),
            header(0x21, 0x00, b"to be left aside"),
        ] {
            assert_eq!(parse(&header), Ok(Parsed::Done(Origin::Peer)));
        }
    }

    #[test]
    fn records_tell_of_tls() {
        let tls = record(
            SSL,
            &[&[CLIENT_SSL, 0, 0, 0, 0][..], &record(0x21, b"TLSv1.3")].concat(),
        );
        let plain = record(SSL, &[0; 5]);
        let other = record(0x02, b"app.example");
        let parsed = |records: &[&[u8]]| parse(&header(0x21, 0x11, &[V4, &records.concat()].concat()));
        assert_eq!(parsed(&[&other, &tls]), client("192.0.2.1:51234", true));
        assert_eq!(parsed(&[&plain, &other]), client("192.0.2.1:51234", false));
        assert_eq!(parsed(&[&record(0x04, b"")]), client("192.0.2.1:51234", false));
        assert!(parsed(&[&record(SSL, &[1, 0, 0, 0])]).is_err());
        assert!(parsed(&[&[0x02, 0, 9, b'x']]).is_err() && parsed(&[&[0x02, 0]]).is_err());
    }

    #[test]
    fn a_checksum_is_checked() {
        let summed = |sum: [u8; 4]| {
            let records = [record(CRC32C, &sum), record(0x04, &[0; 3])].concat();
            header(0x21, 0x11, &[V4, &records].concat())
        };
        let right = crc32c([&summed([0; 4])[..]]);
        assert_eq!(parse(&summed(right.to_be_bytes())), client("192.0.2.1:51234", false));
        assert!(parse(&summed((right ^ 1).to_be_bytes())).is_err());
        assert!(parse(&header(0x21, 0x11, &[V4, &record(CRC32C, &[0; 3])].concat())).is_err());
    }

    #[test]
    fn a_header_that_goes_on_needs_the_rest() {
        let whole = header(0x21, 0x11, V4);
        for length in SIGNATURE.len()..FIXED {
            assert_eq!(parse(&whole[..length]), Ok(Parsed::Needs(FIXED - length)));
        }
        for length in FIXED..whole.len() {
            assert_eq!(parse(&whole[..length]), Ok(Parsed::Needs(whole.len() - length)));
        }
    }

    #[test]
    fn all_else_is_malformed() {
        for (command, family, block) in [
            (0x11, 0x11, V4),
            (0x22, 0x11, V4),
            (0x31, 0x11, V4),
            (0x21, 0x10, V4),
            (0x21, 0x01, V4),
            (0x21, 0x13, V4),
            (0x21, 0x41, V4),
            (0x21, 0x11, &V4[1..]),
            (0x21, 0x21, V4),
            (0x21, 0x31, V4),
            (0x21, 0x11, &[]),
        ] {
            assert!(
                parse(&header(command, family, block)).is_err(),
                "{command:x} {family:x}"
            );
        }
        let longest = header(0x20, 0, &[0; LONGEST - FIXED]);
        assert!(parse(&longest).is_ok());
        // refused by its length alone, before a byte of it is waited for
        let mut longer = header(0x20, 0, &[0; LONGEST - FIXED + 1]);
        longer.truncate(FIXED);
        assert!(parse(&longer).is_err());
    }
}

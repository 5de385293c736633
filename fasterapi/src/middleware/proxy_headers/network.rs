//! [`Network`]: an IP address with the number of its bits that count.

use std::net::{IpAddr, Ipv6Addr};

/// A range of addresses, such as `10.0.0.0/8`, or a single one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Network {
    address: IpAddr,
    prefix: u8,
}

impl Network {
    /// Reads `10.0.0.1`, `10.0.0.0/8`, `::1`, `fd00::/8`.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub(super) fn parse(text: &str) -> Result<Self, &'static str> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let address: IpAddr = address
            .parse()
            .map_err(|_| "it is neither an IP address nor a network")?;
        let width = bits(address).1;
        let prefix = match prefix {
            None => width,
            Some(digits) if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) => digits
                .parse()
                .ok()
                .filter(|prefix| *prefix <= width)
                .ok_or("its prefix is too long")?,
            Some(_) => return Err("its prefix is not a number of bits, such as 8 in 10.0.0.0/8"),
        };
        if bits(address).0 & !mask(prefix, width) != 0 {
            return Err("it has bits behind its prefix; write the network's first address");
        }
        match address.to_canonical() {
            canonical @ IpAddr::V4(_) if address.is_ipv6() && prefix >= 96 => Ok(Self {
                address: canonical,
                prefix: prefix - 96,
            }),
            _ => Ok(Self { address, prefix }),
        }
    }

    /// Whether `address` lies in the network. An IPv4 address written as IPv6 (`::ffff:10.0.0.1`) is the IPv4 address.
    pub(super) fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address) {
            (IpAddr::V4(own), IpAddr::V4(other)) => (own.to_bits() ^ other.to_bits()) & mask_v4(self.prefix) == 0,
            (_, IpAddr::V6(other)) => self.contains_v6(other),
            // `::/0` reaches the IPv4 addresses too; it says IPv6, and is taken at its word.
            (IpAddr::V6(_), IpAddr::V4(_)) => false,
        }
    }

    /// Out of the way of IPv4, for which there is next to nothing to do.
    #[inline(never)]
    fn contains_v6(&self, address: Ipv6Addr) -> bool {
        match (self.address, IpAddr::V6(address).to_canonical()) {
            (IpAddr::V4(own), IpAddr::V4(other)) => (own.to_bits() ^ other.to_bits()) & mask_v4(self.prefix) == 0,
            (IpAddr::V6(own), IpAddr::V6(other)) => (own.to_bits() ^ other.to_bits()) & mask(self.prefix, 128) == 0,
            _ => false,
        }
    }
}

/// The first `prefix` of 32 bits.
#[inline]
fn mask_v4(prefix: u8) -> u32 {
    !u32::MAX.checked_shr(prefix.into()).unwrap_or(0)
}

fn bits(address: IpAddr) -> (u128, u8) {
    match address {
        IpAddr::V4(address) => (address.to_bits().into(), 32),
        IpAddr::V6(address) => (address.to_bits(), 128),
    }
}

/// The first `prefix` of `width` bits.
fn mask(prefix: u8, width: u8) -> u128 {
    let all = u128::MAX >> (128 - width);
    all & !all.checked_shr(prefix.into()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contains(network: &str, address: &str) -> bool {
        Network::parse(network).unwrap().contains(address.parse().unwrap())
    }

    #[test]
    fn ranges_end_where_they_end() {
        assert!(contains("10.0.0.0/8", "10.0.0.0") && contains("10.0.0.0/8", "10.255.255.255"));
        assert!(!contains("10.0.0.0/8", "9.255.255.255") && !contains("10.0.0.0/8", "11.0.0.0"));
        assert!(contains("10.0.0.0/31", "10.0.0.1") && !contains("10.0.0.0/31", "10.0.0.2"));
        assert!(contains("2001:db8:aa::/48", "2001:db8:aa:1::9") && !contains("2001:db8:aa::/48", "2001:db8:ab::9"));
        assert!(contains("0.0.0.0/0", "198.51.100.4") && !contains("0.0.0.0/0", "2001:db8::1"));
        assert!(contains("::/0", "2001:db8::1") && !contains("::/0", "198.51.100.4"));
    }

    #[test]
    fn a_single_address_is_a_network_of_one() {
        assert!(contains("127.0.0.1", "127.0.0.1") && !contains("127.0.0.1", "127.0.0.2"));
        assert!(contains("2001:DB8::A", "2001:db8:0:0::a") && !contains("0.0.0.0", "1.2.3.4"));
    }

    #[test]
    fn mapped_addresses_are_ipv4_addresses() {
        assert!(contains("127.0.0.0/8", "::ffff:127.0.0.1") && contains("127.0.0.1", "::ffff:127.0.0.1"));
        assert!(contains("::ffff:10.0.0.0/104", "10.1.1.1") && contains("::ffff:10.0.0.0/104", "::ffff:10.1.1.1"));
    }

    #[test]
    fn mistakes_are_told() {
        for text in [
            "10.0.0.5/24",
            "10.0.0.1/33",
            "a b",
            "10.0.0.0/",
            "10.0.0.0/+8",
            "2001:db8::/129",
            "010.0.0.1",
        ] {
            assert!(Network::parse(text).is_err(), "{text}");
        }
        for text in [
            "10.0.0.0/255.0.0.0",
            "localhost",
            "",
            "192.168.0.0/16 fd00::/8",
            "2130706433",
            "fe80::1%eth0",
        ] {
            assert!(Network::parse(text).is_err(), "{text}");
        }
    }
}

//! `ipnet`'s networks (feature `ipnet`): an address and a prefix, no bit of the host set.

use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use serde_json::Value;

use crate::model::{Constraints, JsonSchema, Model, Place, Reader, Schema, Schemas, errors};

/// `10.0.0.0/8`, `10.0.0.0/255.0.0.0`, or an address alone, which is a network of one. Bits of the host may be set.
pub(super) fn parse(text: &str) -> Option<IpNet> {
    let (address, mask) = match text.split_once('/') {
        Some((address, mask)) => (address, Some(mask)),
        None => (text, None),
    };
    let address: IpAddr = address.parse().ok()?;
    let prefix = match mask {
        None if address.is_ipv4() => 32,
        None => 128,
        Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse().ok()?,
        Some(mask) if address.is_ipv4() => ipnet::ip_mask_to_prefix(IpAddr::V4(mask.parse().ok()?)).ok()?,
        Some(_) => return None,
    };
    IpNet::new(address, prefix).ok()
}

/// A network alone: no bit of the host is set.
fn parse_any(text: &str) -> Option<IpNet> {
    parse(text).filter(|network| network.network() == network.addr())
}

fn parse_v4(text: &str) -> Option<Ipv4Net> {
    match parse_any(text)? {
        IpNet::V4(network) => Some(network),
        IpNet::V6(_) => None,
    }
}

fn parse_v6(text: &str) -> Option<Ipv6Net> {
    match parse_any(text)? {
        IpNet::V6(network) => Some(network),
        IpNet::V4(_) => None,
    }
}

/// A number is an address alone.
pub(super) fn of_number(value: &Value, small: bool) -> Option<String> {
    let number: u128 = value.as_number()?.to_string().parse().ok()?;
    match u32::try_from(number) {
        Ok(number) if small => Some(Ipv4Addr::from(number).to_string()),
        _ => Some(Ipv6Addr::from(number).to_string()),
    }
}

macro_rules! networks {
    ($($network:ident $parse:ident $format:literal $wrong:ident $small:literal;)*) => {$(
        impl JsonSchema for $network {
            fn schema(_: &mut Schemas, _: &Constraints) -> Schema {
                Schema::of_format("string", $format)
            }
        }

        impl Model for $network {
            const PLACE: Place = Place::Parameter;
            // serde reads networks with bits of the host set too
            const FAST: bool = false;
            const PLAIN: bool = false;

            fn read(value: &Value, _: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
                reader.lax();
                let network = match value {
                    Value::String(text) => $parse(text),
                    value => of_number(value, $small).and_then(|text| $parse(&text)),
                };
                if network.is_none() {
                    errors::$wrong(reader, value);
                }
                network
            }

            #[inline]
            fn meets(&self, _: &Constraints) -> bool {
                true
            }

            fn from_text(text: &str) -> Option<Self> {
                $parse(text)
            }

            fn label(_: &Constraints) -> Cow<'static, str> {
                Cow::Borrowed(stringify!($wrong))
            }
        }
    )*};
}

networks! {
    Ipv4Net parse_v4 "ipv4network" ip_v4_network true;
    Ipv6Net parse_v6 "ipv6network" ip_v6_network false;
    IpNet parse_any "ipvanynetwork" ip_any_network true;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::{kind, read};
    use serde_json::json;

    #[test]
    fn networks_have_no_bits_of_the_host() {
        for text in ["10.0.0.0/8", "10.0.0.0/255.0.0.0"] {
            assert_eq!(
                read(json!(text)).map(|net: Ipv4Net| net.to_string()),
                Ok("10.0.0.0/8".to_owned())
            );
        }
        assert_eq!(
            read(json!("10.0.0.1")).map(|net: IpNet| net.to_string()),
            Ok("10.0.0.1/32".to_owned())
        );
        assert_eq!(
            read(json!(1)).map(|net: Ipv6Net| net.to_string()),
            Ok("::1/128".to_owned())
        );
        for text in [
            "10.0.0.1/8",
            "10.0.0.0/33",
            "10.0.0.0/",
            "x",
            "::/0",
            "10.0.0.0/255.0.255.0",
        ] {
            assert_eq!(kind::<Ipv4Net>(json!(text)), "ip_v4_network", "{text}");
        }
        assert_eq!(kind::<Ipv6Net>(json!("10.0.0.0/8")), "ip_v6_network");
        assert_eq!(kind::<IpNet>(json!(null)), "ip_any_network");
    }
}

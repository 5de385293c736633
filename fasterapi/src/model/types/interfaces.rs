//! [`Ipv4Interface`] and its kin: an address and the network it is in (feature `ipnet`).

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::Value;

use super::networks::{of_number, parse};
use crate::model::{Constraints, JsonSchema, Model, Place, Reader, Schema, Schemas, errors};

/// A text that is no address with a prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidInterface(());

impl fmt::Display for InvalidInterface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an address with a prefix, such as 10.0.0.5/8")
    }
}

impl std::error::Error for InvalidInterface {}

/// A network of any version.
fn any(network: IpNet) -> Option<IpNet> {
    Some(network)
}

fn v4(network: IpNet) -> Option<Ipv4Net> {
    match network {
        IpNet::V4(network) => Some(network),
        IpNet::V6(_) => None,
    }
}

fn v6(network: IpNet) -> Option<Ipv6Net> {
    match network {
        IpNet::V6(network) => Some(network),
        IpNet::V4(_) => None,
    }
}

macro_rules! interfaces {
    ($($(#[$doc:meta])* $name:ident $network:ident $of:ident $format:literal $wrong:ident $small:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub $network);

        impl Deref for $name {
            type Target = $network;

            fn deref(&self) -> &$network {
                &self.0
            }
        }

        impl From<$network> for $name {
            fn from(network: $network) -> Self {
                Self(network)
            }
        }

        impl FromStr for $name {
            type Err = InvalidInterface;

            fn from_str(text: &str) -> Result<Self, InvalidInterface> {
                parse(text).and_then($of).map(Self).ok_or(InvalidInterface(()))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(de::Error::custom)
            }
        }

        impl JsonSchema for $name {
            fn schema(_: &mut Schemas, _: &Constraints) -> Schema {
                Schema::of_format("string", $format)
            }
        }

        impl Model for $name {
            const PLACE: Place = Place::Parameter;

            fn read(value: &Value, _: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
                reader.lax();
                let interface = match value {
                    Value::String(text) => text.parse().ok(),
                    value => of_number(value, $small).and_then(|text| text.parse().ok()),
                };
                if interface.is_none() {
                    errors::$wrong(reader, value);
                }
                interface
            }

            #[inline]
            fn meets(&self, _: &Constraints) -> bool {
                true
            }

            fn from_text(text: &str) -> Option<Self> {
                text.parse().ok()
            }

            fn label(_: &Constraints) -> Cow<'static, str> {
                Cow::Borrowed(stringify!($wrong))
            }
        }
    )*};
}

interfaces! {
    /// An IPv4 address and the network it is in: `10.0.0.5/8`. An address alone is in a network of one.
    ///
    /// ```
    /// use fasterapi::types::Ipv4Interface;
    ///
    /// let interface: Ipv4Interface = "10.0.0.5/255.0.0.0".parse()?;
    /// assert_eq!(interface.to_string(), "10.0.0.5/8");
    /// assert_eq!(interface.network().to_string(), "10.0.0.0");
    /// # Ok::<(), fasterapi::types::InvalidInterface>(())
    /// ```
    Ipv4Interface Ipv4Net v4 "ipv4interface" ip_v4_interface true;

    /// An IPv6 address and the network it is in: `2001:db8::5/32`.
    Ipv6Interface Ipv6Net v6 "ipv6interface" ip_v6_interface false;

    /// An address of either version and the network it is in.
    IpInterface IpNet any "ipvanyinterface" ip_any_interface true;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::{kind, read};
    use serde_json::json;

    #[test]
    fn bits_of_the_host_are_kept() {
        let written = |interface: IpInterface| interface.to_string();
        assert_eq!(read(json!("10.0.0.5/8")).map(written), Ok("10.0.0.5/8".to_owned()));
        assert_eq!(read(json!("::5")).map(written), Ok("::5/128".to_owned()));
        assert_eq!(read(json!(5)).map(written), Ok("0.0.0.5/32".to_owned()));
        assert_eq!(kind::<Ipv4Interface>(json!("::5/8")), "ip_v4_interface");
        assert_eq!(kind::<Ipv6Interface>(json!("::5/129")), "ip_v6_interface");
        assert_eq!(kind::<IpInterface>(json!(null)), "ip_any_interface");
        let fast: Ipv4Interface = serde_json::from_str("\"10.0.0.5\"").unwrap();
        assert_eq!(serde_json::to_value(fast).unwrap(), "10.0.0.5/32");
    }
}

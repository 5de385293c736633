//! `Ipv4Addr`, `Ipv6Addr` and `IpAddr`: as text, or as the number they are.

use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use serde_json::Value;

use crate::model::{Constraints, JsonSchema, Model, Place, Reader, Schema, Schemas, errors};

fn number(value: &Value) -> Option<u128> {
    match value {
        Value::Number(number) => number.to_string().parse().ok(),
        _ => None,
    }
}

fn v4(number: u128) -> Option<Ipv4Addr> {
    u32::try_from(number).ok().map(Ipv4Addr::from)
}

fn any(number: u128) -> Option<IpAddr> {
    Some(v4(number).map_or_else(|| Ipv6Addr::from(number).into(), IpAddr::from))
}

macro_rules! addresses {
    ($($address:ident $format:literal $wrong:ident $of_number:expr;)*) => {$(
        impl JsonSchema for $address {
            fn schema(_: &mut Schemas, _: &Constraints) -> Schema {
                Schema::of_format("string", $format)
            }
        }

        impl Model for $address {
            const PLACE: Place = Place::Parameter;

            fn read(value: &Value, _: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
                let of_number: fn(u128) -> Option<Self> = $of_number;
                reader.lax();
                let address = match value {
                    Value::String(text) => text.parse().ok(),
                    value => number(value).and_then(of_number),
                };
                if address.is_none() {
                    errors::$wrong(reader, value);
                }
                address
            }

            #[inline]
            fn meets(&self, _: &Constraints) -> bool {
                true
            }

            #[inline]
            fn from_text(text: &str) -> Option<Self> {
                text.parse().ok()
            }

            fn label(_: &Constraints) -> Cow<'static, str> {
                Cow::Borrowed(stringify!($wrong))
            }
        }
    )*};
}

addresses! {
    Ipv4Addr "ipv4" ip_v4_address v4;
    Ipv6Addr "ipv6" ip_v6_address |number| Some(number.into());
    IpAddr "ipvanyaddress" ip_any_address any;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::{kind, read};
    use serde_json::json;

    #[test]
    fn as_text_or_as_a_number() {
        assert_eq!(read(json!(167_772_161)), Ok(Ipv4Addr::new(10, 0, 0, 1)));
        assert_eq!(
            read(json!("2001:DB8::1")).map(|ip: Ipv6Addr| ip.to_string()),
            Ok("2001:db8::1".to_owned())
        );
        assert_eq!(read(json!(1)), Ok(IpAddr::from([0, 0, 0, 1])));
        assert_eq!(
            read(json!(u64::MAX)),
            Ok(IpAddr::from(Ipv6Addr::from(u128::from(u64::MAX))))
        );
        for wrong in [
            json!("10.0.0.256"),
            json!("::1"),
            json!(-1),
            json!(1.5),
            json!(null),
            json!([]),
        ] {
            assert_eq!(kind::<Ipv4Addr>(wrong), "ip_v4_address");
        }
        assert_eq!(kind::<Ipv6Addr>(json!("10.0.0.1")), "ip_v6_address");
        assert_eq!(kind::<IpAddr>(json!("here")), "ip_any_address");
    }
}

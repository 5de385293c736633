//! `jiff::Timestamp` and `jiff::Zoned`: moments, which need an offset to be told.

use std::borrow::Cow;

use jiff::{Timestamp, Zoned};
use serde_json::Value;

use super::{DateTime, bounded, date_time, examine, parse, within};
use crate::model::{Constraints, JsonSchema, Model, Place, Reader, Schema, Schemas, errors};

fn aware(value: &Value, constraints: &Constraints, reader: &mut Reader<'_>) -> Option<Zoned> {
    match date_time::read(value, reader)? {
        aware @ DateTime::Aware(_) => match bounded(aware, constraints, value, reader)? {
            // written in UTC it would be of a year that is not read
            DateTime::Aware(zoned) if zoned.timestamp().as_second() < parse::YEAR_ONE => {
                let start = "Input should be a valid datetime";
                errors::parsing(reader, value, "datetime_parsing", start, &parse::YEAR_ZERO);
                None
            }
            DateTime::Aware(zoned) => Some(zoned),
            DateTime::Naive(_) => None,
        },
        DateTime::Naive(_) => {
            errors::timezone_aware(reader, value);
            None
        }
    }
}

macro_rules! instants {
    ($($instant:ident: $zoned:ident => $from:expr),*) => {$(
        impl JsonSchema for $instant {
            fn schema(schemas: &mut Schemas, constraints: &Constraints) -> Schema {
                examine::<DateTime>(schemas, constraints);
                Schema::of_format("string", "date-time")
            }
        }

        impl Model for $instant {
            const PLACE: Place = Place::Parameter;
            const FAST: bool = false;
            const PLAIN: bool = false;

            fn read(value: &Value, constraints: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
                aware(value, constraints, reader).map(|$zoned| $from)
            }

            #[inline]
            fn meets(&self, constraints: &Constraints) -> bool {
                within(&DateTime::from(self.clone()), constraints)
            }

            fn label(_: &Constraints) -> Cow<'static, str> {
                Cow::Borrowed("datetime")
            }
        }
    )*};
}

instants!(Timestamp: zoned => zoned.timestamp(), Zoned: zoned => zoned);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::{kind, read};
    use jiff::civil;
    use serde_json::json;

    #[test]
    fn an_offset_is_needed() {
        let moment = read::<Timestamp>(json!("2024-05-06T07:08:09+02:00")).unwrap();
        assert_eq!(moment.to_string(), "2024-05-06T05:08:09Z");
        assert_eq!(kind::<Timestamp>(json!("2024-05-06T07:08:09")), "timezone_aware");
    }

    #[test]
    fn moments_begin_with_year_one() {
        assert!(read::<Timestamp>(json!("0001-01-01T00:00:00Z")).is_ok());
        for early in [
            json!("0001-01-01T00:00:00+00:01"),
            json!("0000-12-31T23:59:59Z"),
            json!(-62_135_596_801_000_i64),
        ] {
            assert_eq!(kind::<Timestamp>(early), "datetime_parsing");
        }
        assert_eq!(kind::<civil::Date>(json!("0000-01-01")), "date_parsing");
        assert_eq!(kind::<DateTime>(json!("0000-02-30")), "datetime_from_date_parsing");
    }
}

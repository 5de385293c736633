//! [`DateTime`]: Python's `datetime`, with or without an offset.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use jiff::{Timestamp, Zoned, civil};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::{Limited, bounded, examine, parse, within};
use crate::model::{Constraints, JsonSchema, Model, Number, Place, Reader, Schema, Schemas, errors};

/// A date and time of day, as Python's `datetime`: naive, or aware of its offset from UTC.
///
/// Read from ISO 8601 with or without an offset, and from unix timestamps (seconds, or milliseconds beyond 2e10).
/// `Display` is Python's `isoformat()`; in JSON, UTC is written as `Z`, as pydantic does.
///
/// ```
/// use fasterapi::model::DateTime;
///
/// let at: DateTime = "2024-05-06 07:08:09.25+05:30".parse()?;
/// assert_eq!(at.to_string(), "2024-05-06T07:08:09.250000+05:30");
/// assert_eq!(at.timestamp().unwrap().to_string(), "2024-05-06T01:38:09.25Z");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum DateTime {
    /// What a calendar and a clock show, wherever they are.
    Naive(civil::DateTime),
    /// A moment, and the fixed offset it was told in.
    Aware(Zoned),
}

impl DateTime {
    /// What a calendar and a clock show there.
    pub fn civil(&self) -> civil::DateTime {
        match self {
            Self::Naive(civil) => *civil,
            Self::Aware(zoned) => zoned.datetime(),
        }
    }

    /// The moment, if the offset is known.
    pub fn timestamp(&self) -> Option<Timestamp> {
        match self {
            Self::Naive(_) => None,
            Self::Aware(zoned) => Some(zoned.timestamp()),
        }
    }

    /// Whether the offset from UTC is known.
    pub fn is_aware(&self) -> bool {
        matches!(self, Self::Aware(_))
    }

    fn write(&self, f: &mut fmt::Formatter<'_>, utc: &str) -> fmt::Result {
        let civil = self.civil();
        let (date, time) = (civil.date(), civil.time());
        write!(f, "{:04}-{:02}-{:02}T", date.year(), date.month(), date.day())?;
        write!(f, "{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())?;
        let micros = time.subsec_nanosecond() / 1000;
        if micros != 0 {
            write!(f, ".{micros:06}")?;
        }
        let Self::Aware(zoned) = self else { return Ok(()) };
        match zoned.offset().seconds() {
            0 => f.write_str(utc),
            seconds => {
                let (sign, minutes) = (if seconds < 0 { '-' } else { '+' }, seconds.abs() / 60);
                write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, "+00:00")
    }
}

/// A text that is neither a date and time nor a timestamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParseDateTimeError(&'static str);

impl fmt::Display for ParseDateTimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a date and time: {}", self.0)
    }
}

impl std::error::Error for ParseDateTimeError {}

impl FromStr for DateTime {
    type Err = ParseDateTimeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        read_text(text).map_err(ParseDateTimeError)
    }
}

/// A date and time, a timestamp, or a date alone, which is its midnight.
pub(super) fn read_text(text: &str) -> Result<DateTime, parse::Wrong> {
    parse::date_time(text)
        .or_else(|_| parse::date(text).map(|date| DateTime::Naive(date.to_datetime(civil::Time::midnight()))))
}

/// The moment in `value`.
pub(super) fn read(value: &Value, reader: &mut Reader<'_>) -> Option<DateTime> {
    let (read, kind, start) = match value {
        Value::String(text) => (
            read_text(text),
            "datetime_from_date_parsing",
            "Input should be a valid datetime or date",
        ),
        Value::Number(number) => {
            let number = number.as_f64().unwrap_or(f64::NAN);
            (
                parse::timestamp(number),
                "datetime_parsing",
                "Input should be a valid datetime",
            )
        }
        _ => {
            errors::datetime_type(reader, value);
            return None;
        }
    };
    reader.lax();
    read.map_err(|wrong| match wrong {
        parse::YEAR_ZERO => errors::parsing(
            reader,
            value,
            "datetime_parsing",
            "Input should be a valid datetime",
            &wrong,
        ),
        _ => errors::parsing(reader, value, kind, start, &wrong),
    })
    .ok()
}

impl From<civil::DateTime> for DateTime {
    fn from(civil: civil::DateTime) -> Self {
        Self::Naive(civil)
    }
}

impl From<Zoned> for DateTime {
    fn from(zoned: Zoned) -> Self {
        Self::Aware(zoned)
    }
}

impl From<Timestamp> for DateTime {
    fn from(timestamp: Timestamp) -> Self {
        Self::Aware(timestamp.to_zoned(jiff::tz::TimeZone::UTC))
    }
}

/// As it is written in JSON.
struct Json<'a>(&'a DateTime);

impl fmt::Display for Json<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.write(f, "Z")
    }
}

impl Serialize for DateTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&Json(self))
    }
}

impl<'de> Deserialize<'de> for DateTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = DateTime;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a date and time, or a unix timestamp")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<DateTime, E> {
                read_text(text).map_err(E::custom)
            }

            fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<DateTime, E> {
                self.visit_f64(number as f64)
            }

            fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<DateTime, E> {
                self.visit_f64(number as f64)
            }

            fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<DateTime, E> {
                parse::timestamp(number).map_err(E::custom)
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

impl Limited for DateTime {
    const EXAMPLE: &'static str = "2024-01-31T12:30:00Z";

    fn limit(bound: Number) -> Option<Self> {
        match bound {
            Number::Text(text) => read_text(text).ok(),
            Number::Int(_) | Number::Float(_) => None,
        }
    }

    /// Where only one of two has an offset, calendars and clocks are compared.
    fn against(&self, limit: &Self) -> Ordering {
        match (self.timestamp(), limit.timestamp()) {
            (Some(moment), Some(limit)) => moment.cmp(&limit),
            _ => self.civil().cmp(&limit.civil()),
        }
    }

    fn shown(&self) -> String {
        Json(self).to_string()
    }
}

impl JsonSchema for DateTime {
    fn schema(schemas: &mut Schemas, constraints: &Constraints) -> Schema {
        examine::<Self>(schemas, constraints);
        Schema::of_format("string", "date-time")
    }
}

impl Model for DateTime {
    const PLACE: Place = Place::Parameter;

    fn read(value: &Value, constraints: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
        bounded(read(value, reader)?, constraints, value, reader)
    }

    #[inline]
    fn meets(&self, constraints: &Constraints) -> bool {
        within(self, constraints)
    }

    fn from_text(text: &str) -> Option<Self> {
        read_text(text).ok()
    }

    fn label(_: &Constraints) -> Cow<'static, str> {
        Cow::Borrowed("datetime")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::{kind, read, read_with};
    use serde_json::json;

    #[test]
    fn offsets_are_kept_and_printed_as_python_prints_them() {
        let cases = [
            ("2024-05-06T07:08:09Z", "2024-05-06T07:08:09+00:00"),
            ("2024-05-06T07:08:09.250+05:30", "2024-05-06T07:08:09.250000+05:30"),
            ("2024-05-06T07:08:09-0330", "2024-05-06T07:08:09-03:30"),
            ("2024-05-06 07:08", "2024-05-06T07:08:00"),
            ("2024-05-06", "2024-05-06T00:00:00"),
            ("1700000000", "2023-11-14T22:13:20+00:00"),
            ("1700000000123", "2023-11-14T22:13:20.123000+00:00"),
        ];
        for (text, iso) in cases {
            assert_eq!(read::<DateTime>(json!(text)).unwrap().to_string(), iso, "{text}");
            let fast: DateTime = serde_json::from_value(json!(text)).unwrap();
            assert_eq!(fast.to_string(), iso, "{text}");
        }
        let half = read::<DateTime>(json!(1_700_000_000.5)).unwrap();
        assert_eq!(serde_json::to_value(half).unwrap(), "2023-11-14T22:13:20.500000Z");
    }

    #[test]
    fn bounds_are_moments() {
        let constraints = Constraints {
            lt: Some(Number::Text("2024-01-01T00:00:00Z")),
            ..Constraints::NONE
        };
        let wrong = read_with::<DateTime>(json!("2024-01-01T01:00:00+01:00"), &constraints).unwrap_err();
        assert_eq!(wrong[0].msg, "Input should be less than 2024-01-01T00:00:00Z");
        let earlier = json!("2024-01-01T00:59:59+01:00");
        assert!(read_with::<DateTime>(earlier.clone(), &constraints).is_ok());
        assert!(read_with::<jiff::Timestamp>(earlier, &constraints).is_ok());
        assert!(!"2024-01-01".parse::<DateTime>().unwrap().meets(&constraints));
    }

    #[test]
    fn what_is_wrong_is_told_of_the_date() {
        assert_eq!(
            kind::<DateTime>(json!("2024-01-01T25:00:00")),
            "datetime_from_date_parsing"
        );
        assert_eq!(kind::<DateTime>(json!(1e20)), "datetime_parsing");
        assert_eq!(kind::<DateTime>(json!(true)), "datetime_type");
    }
}

//! [`Time`]: Python's `time`, with or without an offset.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;

use jiff::civil;
use jiff::tz::Offset;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::Value;

use crate::model::dates::{Clock, Limited, Wrong, bounded, clock, examine, seconds_of_day, within};
use crate::model::{Constraints, JsonSchema, Model, Number, Place, Reader, Schema, Schemas, errors};

/// A time of day, and the offset from UTC it was told in, if any. Read from ISO 8601 and from seconds since midnight,
/// which are of UTC. `jiff::civil::Time` is the type of those who want no offset.
///
/// ```
/// use fasterapi::types::Time;
///
/// let at: Time = serde_json::from_str("\"06:30:15.25+01:00\"")?;
/// assert_eq!((at.time.hour(), at.offset.unwrap().seconds()), (6, 3600));
/// assert_eq!(at.to_string(), "06:30:15.250000+01:00");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Time {
    /// What the clock shows.
    pub time: civil::Time,
    /// How far the clock is from UTC.
    pub offset: Option<Offset>,
}

impl Time {
    fn parse(text: &str) -> Result<Self, Wrong> {
        let Clock { time, offset, .. } = clock(text.as_bytes())?;
        let offset = offset.map(Offset::from_seconds).transpose();
        let offset = offset.map_err(|_| "timezone offset must be less than 24 hours")?;
        Ok(Self { time, offset })
    }

    fn of_seconds(seconds: f64) -> Result<Self, Wrong> {
        let time = seconds_of_day(seconds)?;
        let offset = Some(Offset::UTC);
        Ok(Self { time, offset })
    }

    fn write(&self, f: &mut fmt::Formatter<'_>, utc: &str) -> fmt::Result {
        let time = self.time;
        write!(f, "{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())?;
        let micros = time.subsec_nanosecond() / 1000;
        if micros != 0 {
            write!(f, ".{micros:06}")?;
        }
        match self.offset.map(Offset::seconds) {
            None => Ok(()),
            Some(0) => f.write_str(utc),
            Some(seconds) => {
                let (sign, minutes) = (if seconds < 0 { '-' } else { '+' }, seconds.abs() / 60);
                write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}

impl From<civil::Time> for Time {
    fn from(time: civil::Time) -> Self {
        Self { time, offset: None }
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, "+00:00")
    }
}

/// As it is written in JSON.
struct Iso<'t>(&'t Time);

impl fmt::Display for Iso<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.write(f, "Z")
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&Iso(self))
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl de::Visitor<'_> for Visitor {
            type Value = Time;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a time of day")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Time, E> {
                Time::parse(text).map_err(E::custom)
            }

            fn visit_f64<E: de::Error>(self, seconds: f64) -> Result<Time, E> {
                Time::of_seconds(seconds).map_err(E::custom)
            }

            fn visit_i64<E: de::Error>(self, seconds: i64) -> Result<Time, E> {
                self.visit_f64(seconds as f64)
            }

            fn visit_u64<E: de::Error>(self, seconds: u64) -> Result<Time, E> {
                self.visit_f64(seconds as f64)
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

impl Limited for Time {
    const EXAMPLE: &'static str = "12:30:00";

    fn limit(bound: Number) -> Option<Self> {
        match bound {
            Number::Text(text) => Self::parse(text).ok(),
            Number::Int(_) | Number::Float(_) => None,
        }
    }

    /// By what the clocks show in UTC; where only one of two has an offset, by what they show.
    fn against(&self, limit: &Self) -> Ordering {
        let since_midnight = |time: &Self, offset: Option<Offset>| {
            let shown = time.time.duration_since(civil::Time::midnight());
            shown.as_micros() - i128::from(offset.map_or(0, Offset::seconds)) * 1_000_000
        };
        match (self.offset, limit.offset) {
            (Some(_), Some(_)) => since_midnight(self, self.offset).cmp(&since_midnight(limit, limit.offset)),
            _ => self.time.cmp(&limit.time),
        }
    }

    fn shown(&self) -> String {
        Iso(self).to_string()
    }
}

impl JsonSchema for Time {
    fn schema(schemas: &mut Schemas, constraints: &Constraints) -> Schema {
        examine::<Self>(schemas, constraints);
        Schema::of_format("string", "time")
    }
}

impl Model for Time {
    const PLACE: Place = Place::Parameter;

    fn read(value: &Value, constraints: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
        let read = match value {
            Value::String(text) => Self::parse(text),
            Value::Number(number) => Self::of_seconds(number.as_f64().unwrap_or(f64::NAN)),
            _ => {
                errors::time_type(reader, value);
                return None;
            }
        };
        reader.lax();
        let (kind, start) = ("time_parsing", "Input should be in a valid time format");
        let time = read.map_err(|wrong| errors::parsing(reader, value, kind, start, &wrong));
        bounded(time.ok()?, constraints, value, reader)
    }

    #[inline]
    fn meets(&self, constraints: &Constraints) -> bool {
        within(self, constraints)
    }

    fn from_text(text: &str) -> Option<Self> {
        Self::parse(text).ok()
    }

    fn label(_: &Constraints) -> Cow<'static, str> {
        Cow::Borrowed("time")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::{kind, read};
    use serde_json::json;

    #[test]
    fn offsets_are_kept() {
        for (input, written) in [
            (json!("06:30"), "06:30:00"),
            (json!("06:30:15.25+01:00"), "06:30:15.250000+01:00"),
            (json!("06:30-0330"), "06:30:00-03:30"),
            (json!("06:30Z"), "06:30:00Z"),
            (json!(23_400), "06:30:00Z"),
        ] {
            let time = read::<Time>(input.clone()).unwrap();
            assert_eq!(serde_json::to_value(time).unwrap(), written);
            assert_eq!(serde_json::from_value::<Time>(input).unwrap(), time);
        }
        assert_eq!(kind::<Time>(json!("25:00")), "time_parsing");
        assert_eq!(kind::<Time>(json!(-1)), "time_parsing");
        assert_eq!(kind::<Time>(json!({})), "time_type");
    }
}
